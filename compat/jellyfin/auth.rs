//! Who a request says it comes from, in every form that clients of any age use, all at once.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;
use walros_model::user::DeviceInfo;

use crate::lookup::Lookup;
use crate::query::Query;

/// What the headers and the query say of the client. Nothing of it is checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    pub token: Option<String>,
    /// The form that it came in, if that is one of before version 12 (see `legacy.rs`).
    pub legacy: Option<&'static str>,
    /// Fields that were not given are empty.
    pub device: DeviceInfo,
}

impl Credentials {
    pub fn of(request: &HttpRequest) -> Self {
        Self::read(request.headers(), &Query::parse(request.query_string()))
    }

    fn read(headers: &HeaderMap, query: &Query) -> Self {
        // A proxy's own `Authorization: Basic` must not hide the older header.
        let (parameters, scheme) = match text(headers, "authorization").and_then(parameters) {
            Some((parameters, scheme)) => (parameters, scheme),
            None => {
                text(headers, "x-emby-authorization").and_then(parameters).map_or_else(Default::default, |(found, _)| (found, Some("X-Emby-Authorization")))
            }
        };
        let named = |name: &str| parameters.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone()).unwrap_or_default();
        let header = |name: &str| text(headers, name).map(str::to_owned);
        let parameter = |name: &str| query.text(name).map(|value| value.into_owned());
        let tokens = [
            (Some(named("Token")), scheme),
            (header("x-emby-token"), Some("X-Emby-Token")),
            (header("x-mediabrowser-token"), Some("X-MediaBrowser-Token")),
            (parameter("ApiKey"), None),
            (parameter("api_key"), Some("api_key")),
        ];
        let tokens = tokens.into_iter().filter_map(|(token, form)| Some((token?.trim().to_owned(), form)));
        let (token, legacy) = tokens.into_iter().find(|(token, _)| !token.is_empty()).unzip();
        Self {
            token,
            legacy: legacy.flatten(),
            device: DeviceInfo { id: named("DeviceId"), name: named("Device"), app: named("Client"), app_version: named("Version") },
        }
    }

    /// The device, if it said enough of itself to be recognised again.
    pub fn known_device(&self) -> Option<&DeviceInfo> {
        (!self.device.id.is_empty() && !self.device.app.is_empty()).then_some(&self.device)
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    // Device names are sent in raw UTF-8 by some clients, which `to_str` refuses.
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok()
}

type Pairs = Vec<(String, String)>;

/// `MediaBrowser Client="Kodi", DeviceId=abc, Token=…` as pairs; `None` for other schemes. Values are quoted or bare
/// (Kodi, older Swiftfin), and percent-encoded (Kodi) or not. With them, the scheme if it is the older one.
fn parameters(header: &str) -> Option<(Pairs, Option<&'static str>)> {
    let (scheme, rest) = header.trim().split_once(char::is_whitespace)?;
    let older = scheme.eq_ignore_ascii_case("Emby");
    if !scheme.eq_ignore_ascii_case("MediaBrowser") && !older {
        return None;
    }
    let pair = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim();
        let value = value.strip_prefix('"').map_or(value, |inner| inner.strip_suffix('"').unwrap_or(inner));
        Some((name.trim().to_owned(), decoded(value)))
    };
    Some((outside_quotes(rest).into_iter().filter_map(pair).collect(), older.then_some("the scheme Emby")))
}

/// Splits at commas that are not inside quotes.
fn outside_quotes(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Percent escapes and `+`, as the real server decodes values.
fn decoded(value: &str) -> String {
    walros_http::query::percent_decode(&value.replace('+', " "))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::Credentials;

    fn of(headers: &[(&'static str, &str)], query: &str) -> Credentials {
        let mut request = TestRequest::with_uri(&format!("/x?{query}"));
        for (name, value) in headers {
            request = request.insert_header((*name, *value));
        }
        Credentials::of(&request.to_http_request())
    }

    #[test]
    fn every_form_of_token_is_read() {
        let cases: &[(&[(&'static str, &str)], &str)] = &[
            (&[("authorization", "MediaBrowser Client=\"a\", Token=\"t\"")], ""),
            (&[("authorization", "mediabrowser Token=t, Client=a")], ""),
            (&[("authorization", "Emby UserId=\"u\", Token=\"t\"")], ""),
            (&[("x-emby-authorization", "MediaBrowser Token=\"t\"")], ""),
            (&[("authorization", "Basic YTpi"), ("x-emby-authorization", "MediaBrowser Token=\"t\"")], ""),
            (&[("authorization", "MediaBrowser Token=\"\""), ("x-emby-token", "t")], ""),
            (&[("x-mediabrowser-token", "t")], ""),
            (&[], "ApiKey=t"),
            (&[], "apikey=t"),
            (&[], "api_key=t"),
            (&[], "API_KEY=t"),
        ];
        for (headers, query) in cases {
            assert_eq!(of(headers, query).token.as_deref(), Some("t"), "{headers:?} {query}");
        }
        assert_eq!(of(&[("authorization", "Bearer t")], "").token, None);
        assert_eq!(of(&[], "").token, None);
    }

    #[test]
    fn older_forms_are_known() {
        let form = |headers: &[(&'static str, &str)], query: &str| of(headers, query).legacy;
        assert_eq!(form(&[("authorization", "MediaBrowser Token=t"), ("x-emby-token", "u")], ""), None);
        assert_eq!(form(&[("authorization", "Emby Token=t")], ""), Some("the scheme Emby"));
        assert_eq!(form(&[("x-emby-authorization", "MediaBrowser Token=t")], ""), Some("X-Emby-Authorization"));
        assert_eq!(form(&[("authorization", "MediaBrowser Client=a"), ("x-emby-token", "t")], "ApiKey=u"), Some("X-Emby-Token"));
        assert_eq!((form(&[], "ApiKey=t"), form(&[], "api_key=t")), (None, Some("api_key")));
    }

    #[test]
    fn devices_quoted_bare_and_escaped() {
        let quoted = of(&[("authorization", "MediaBrowser Client=\"Web, 2\", Device=\"Zoë's PC\", DeviceId=\"a=b\", Version=\"12.0.0\"")], "").device;
        assert_eq!((quoted.app.as_str(), quoted.name.as_str(), quoted.id.as_str(), quoted.app_version.as_str()), ("Web, 2", "Zoë's PC", "a=b", "12.0.0"));

        let bare = of(&[("authorization", "MediaBrowser Client=Kodi, Device=Living%20Room, DeviceId=id, Version=1.0.0")], "").device;
        assert_eq!((bare.app.as_str(), bare.name.as_str()), ("Kodi", "Living Room"));
        assert!(of(&[("authorization", "MediaBrowser Client=Kodi")], "").known_device().is_none());
    }

    #[test]
    fn nonsense_says_nothing() {
        for header in ["", "MediaBrowser", "MediaBrowser ", "MediaBrowser ,,,=,\"", "\"\"\"", "MediaBrowser Token"] {
            assert_eq!(of(&[("authorization", header)], "").token, None, "{header}");
        }
    }
}
