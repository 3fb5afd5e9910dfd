//! Which answers are worth compressing: text of some length. Media never is, whatever a client accepts.

use actix_web::Error;
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;

/// Below this many bytes compressing costs more than it saves.
const WORTH_IT: u64 = 1024;

/// Marks what shall not be compressed, for actix's `Compress` to see. To be wrapped between an app's routes and
/// `Compress`; [`finish`](crate::headers::finish) takes the mark away again.
pub async fn spare<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(request).await?;
    let small = matches!(response.response().body().size(), BodySize::Sized(length) if length < WORTH_IT);
    let headers = response.headers_mut();
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(is_text);
    if (small || !text) && !headers.contains_key(header::CONTENT_ENCODING) {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    }
    Ok(response)
}

/// Playlists count as media: players read their length.
fn is_text(content_type: &str) -> bool {
    let name = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match name.split_once('/') {
        Some(("text", "event-stream")) => false,
        Some(("text", _)) => true,
        Some(("application", "json" | "javascript" | "xml" | "manifest+json" | "wasm")) => true,
        Some(("application", other)) => other.ends_with("+json") || other.ends_with("+xml"),
        Some(("image", "svg+xml")) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_is_compressed_and_media_is_not() {
        for yes in ["application/json; charset=utf-8", "text/css", "image/svg+xml", "application/problem+json", "Text/HTML"] {
            assert!(super::is_text(yes), "{yes}");
        }
        for no in ["video/mp4", "audio/flac", "application/octet-stream", "application/vnd.apple.mpegurl", "image/webp", "text/event-stream", ""] {
            assert!(!super::is_text(no), "{no}");
        }
    }
}
