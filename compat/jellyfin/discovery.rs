//! Apps find servers by a broadcast on UDP 7359.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::UdpSocket;
use walros_engine::Engine;

use crate::convert::documents;
use crate::dto::system::Discovery;

const PORT: u16 = 7359;
/// Case does not matter, nor what stands around it.
const QUESTION: &str = "who is jellyfinserver?";

/// Answers until it is dropped. `listen` is where HTTP is served; a server for this machine alone is announced to nobody
/// else. When the port is taken by another server, apps find that one, and this one has to be typed in.
pub async fn serve(engine: Arc<Engine>, listen: SocketAddr) {
    let on = if listen.ip().is_loopback() { Ipv4Addr::LOCALHOST } else { Ipv4Addr::UNSPECIFIED };
    match UdpSocket::bind((on, PORT)).await {
        Ok(socket) => answer(&engine, &socket, listen).await,
        Err(error) => tracing::info!(%error, "apps cannot discover this server: UDP port {PORT} is not free"),
    }
}

async fn answer(engine: &Engine, socket: &UdpSocket, listen: SocketAddr) {
    let mut question = [0; 1024];
    loop {
        let (length, asker) = match socket.recv_from(&mut question).await {
            Ok(heard) => heard,
            // An earlier answer could not be delivered; the next question may come from somebody else.
            Err(error) => {
                tracing::debug!(%error, "discovery");
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                continue;
            }
        };
        if !is_question(&question[..length]) || !wanted(engine).await {
            continue;
        }
        let Some(own) = address_towards(asker, listen).await else { continue };
        let info = engine.system.info();
        let answer = Discovery { address: format!("http://{own}"), id: info.id, name: info.name, endpoint_address: () };
        if let Ok(text) = serde_json::to_vec(&answer)
            && let Err(error) = socket.send_to(&text, asker).await
        {
            tracing::debug!(%error, %asker, "discovery");
        }
    }
}

fn is_question(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).to_ascii_lowercase().contains(QUESTION)
}

/// The dashboard can switch discovery off.
async fn wanted(engine: &Engine) -> bool {
    let stored = engine.system.document("jellyfin.configuration.network").await.ok().flatten();
    documents::stored(stored.as_deref()).get("AutoDiscovery").and_then(serde_json::Value::as_bool).unwrap_or(true)
}

/// The address of ours that the asker reaches: that of the interface which leads to him.
async fn address_towards(asker: SocketAddr, listen: SocketAddr) -> Option<SocketAddr> {
    if !listen.ip().is_unspecified() {
        return Some(listen);
    }
    let any: IpAddr = Ipv4Addr::UNSPECIFIED.into();
    let probe = UdpSocket::bind((any, 0)).await.ok()?;
    // Connecting a datagram socket sends nothing; it only chooses a route.
    probe.connect(asker).await.ok()?;
    Some(SocketAddr::new(probe.local_addr().ok()?.ip(), listen.port()))
}

#[cfg(test)]
mod tests {
    use super::{address_towards, is_question};

    #[test]
    fn the_question_in_every_spelling() {
        for text in ["who is JellyfinServer?", "Who is JellyfinServer?", "who is JellyfinServer?|kodi"] {
            assert!(is_question(text.as_bytes()), "{text}");
        }
        assert!(!is_question(b"who is EmbyServer?") && !is_question(b"\xff\xfe"));
    }

    #[tokio::test]
    async fn askers_are_told_an_address_they_reach() {
        let asker = "127.0.0.1:50000".parse().unwrap();
        assert_eq!(address_towards(asker, "0.0.0.0:8096".parse().unwrap()).await, Some("127.0.0.1:8096".parse().unwrap()));
        assert_eq!(address_towards(asker, "10.1.2.3:80".parse().unwrap()).await, Some("10.1.2.3:80".parse().unwrap()));
    }
}
