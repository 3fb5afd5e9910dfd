//! Pictures as clients send them: base64 text with an image's content type, or the bytes themselves.

use std::borrow::Cow;

use actix_web::HttpRequest;
use actix_web::web::Payload;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use walros_engine::images::MAX_PICTURE;
use walros_http::body;

use crate::error::{Error, Result};
use crate::json::refused;

/// Bytes of an upload: a third more than a picture may have, for base64, and a line's end after each 76.
const LIMIT: usize = MAX_PICTURE / 3 * 4 / 76 * 78 + 1024;

pub async fn picture(request: &HttpRequest, payload: Payload) -> Result<Vec<u8>> {
    decoded(&body::read(payload, body::announced(request.headers()), LIMIT).await.map_err(|error| refused(error, LIMIT))?)
}

/// Swiftfin sends no content type; what decodes as base64 is base64, since no picture's first bytes do.
fn decoded(bytes: &[u8]) -> Result<Vec<u8>> {
    let has_lines = bytes.iter().take(200).any(u8::is_ascii_whitespace) || bytes.last().is_some_and(u8::is_ascii_whitespace);
    let text: Cow<'_, [u8]> = if has_lines { bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect() } else { bytes.into() };
    match STANDARD.decode(&text) {
        Ok(decoded) if !decoded.is_empty() => Ok(decoded),
        _ if bytes.is_empty() => Err(Error::invalid("", "a picture is required")),
        _ => Ok(bytes.to_vec()),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn uploads_are_base64_or_bytes() {
        assert_eq!(super::decoded(b"iVBO\nRw0K").unwrap(), [0x89, b'P', b'N', b'G', b'\r', b'\n']);
        assert_eq!(super::decoded(b"\x89PNG").unwrap(), b"\x89PNG");
        assert!(super::decoded(b"").is_err());
    }
}
