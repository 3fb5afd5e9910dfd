//! Who calls: the address of the client, past proxies that are trusted, and the address it reached us by.

use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

use actix_web::HttpRequest;

/// The proxies whose `X-Forwarded-*` headers are believed. Empty by default: then those headers mean nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

/// An address block such as `10.0.0.0/8` or a single address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    prefix: u8,
}

impl TrustedProxies {
    /// From texts such as `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`. Fails with the first text that is neither.
    pub fn parse<'a>(networks: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        networks.into_iter().map(|text| text.parse().map_err(|()| format!("not an address or network: {text}"))).collect::<Result<_, _>>().map(Self)
    }

    pub fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().map_err(drop)?)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(drop)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        match prefix.unwrap_or(most) {
            prefix if prefix <= most => Ok(Self { address, prefix }),
            _ => Err(()),
        }
    }
}

impl Network {
    fn contains(&self, other: IpAddr) -> bool {
        let prefix = u32::from(self.prefix);
        match (self.address, plain(other)) {
            (IpAddr::V4(own), IpAddr::V4(other)) => prefix == 0 || (own.to_bits() ^ other.to_bits()) >> (32 - prefix) == 0,
            (IpAddr::V6(own), IpAddr::V6(other)) => prefix == 0 || (own.to_bits() ^ other.to_bits()) >> (128 - prefix) == 0,
            _ => false,
        }
    }
}

/// IPv4 addresses that arrive wrapped in IPv6 are IPv4 addresses.
fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

/// The client's address: the peer's, or, when the peer is a trusted proxy, the last address in `X-Forwarded-For` that
/// is not one. The unspecified address when there is no peer (in tests).
pub fn client_address(request: &HttpRequest, proxies: &TrustedProxies) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| plain(peer.ip()));
    forwarded(peer, header(request, "x-forwarded-for"), proxies)
}

fn forwarded(peer: IpAddr, header: Option<&str>, proxies: &TrustedProxies) -> IpAddr {
    if !proxies.trusts(peer) {
        return peer;
    }
    let mut nearest = peer;
    for hop in header.unwrap_or_default().rsplit(',') {
        // A hop that is no address was written by somebody we cannot trust.
        let Some(address) = hop_address(hop) else { break };
        nearest = plain(address);
        if !proxies.trusts(nearest) {
            break;
        }
    }
    nearest
}

/// `1.2.3.4`, `1.2.3.4:5`, `::1` or `[::1]:5`.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    hop.parse()
        .ok()
        .or_else(|| hop.parse::<std::net::SocketAddr>().ok().map(|socket| socket.ip()))
        .or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok())
}

/// The scheme and host the client used, such as `http://10.0.0.5:8096`, without a slash at the end.
pub fn own_url(request: &HttpRequest, proxies: &TrustedProxies) -> String {
    let peer = request.peer_addr().map(|peer| peer.ip());
    let trusted = peer.is_some_and(|peer| proxies.trusts(peer));
    let told = |name| header(request, name).filter(|_| trusted).and_then(|value| value.split(',').next()).map(str::trim).filter(|value| !value.is_empty());
    let connection = request.app_config();
    let scheme = told("x-forwarded-proto").unwrap_or(if connection.secure() { "https" } else { "http" });
    let host = told("x-forwarded-host").or_else(|| header(request, "host")).filter(|host| is_host(host));
    format!("{scheme}://{}", host.map_or_else(|| connection.host().to_owned(), str::to_owned))
}

/// Only what a host and port are made of, so that nothing else is echoed.
fn is_host(text: &str) -> bool {
    !text.is_empty() && text.len() <= 255 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte))
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{TrustedProxies, forwarded};

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn forwarded_addresses_count_only_behind_trusted_proxies() {
        let proxies = TrustedProxies::parse(["127.0.0.1", "10.0.0.0/8", "fd00::/8"]).unwrap();
        let cases = [
            ("8.8.8.8", Some("1.1.1.1"), "8.8.8.8"),
            ("127.0.0.1", Some("1.1.1.1"), "1.1.1.1"),
            ("127.0.0.1", Some("9.9.9.9, 1.1.1.1, 10.2.3.4"), "1.1.1.1"),
            ("127.0.0.1", Some("1.1.1.1:4711"), "1.1.1.1"),
            ("fd00::1", Some("[2001:db8::1]:80"), "2001:db8::1"),
            ("10.9.9.9", Some("nonsense, 10.1.1.1"), "10.1.1.1"),
            ("10.9.9.9", Some("nonsense"), "10.9.9.9"),
            ("10.9.9.9", None, "10.9.9.9"),
            ("127.0.0.1", Some("10.1.1.1, 10.1.1.2"), "10.1.1.1"),
        ];
        for (peer, header, wanted) in cases {
            assert_eq!(forwarded(address(peer), header, &proxies), address(wanted), "{peer} {header:?}");
        }
    }

    #[test]
    fn nobody_is_trusted_unless_told() {
        assert!(!TrustedProxies::default().trusts(address("127.0.0.1")));
        assert!(TrustedProxies::parse(["0.0.0.0/0"]).unwrap().trusts(address("::ffff:1.2.3.4")));
        assert!(TrustedProxies::parse(["10.0.0.0/33"]).is_err());
        assert!(TrustedProxies::parse(["host.example"]).is_err());
    }
}
