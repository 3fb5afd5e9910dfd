//! Request bodies, read with a limit.

use actix_web::web::Payload;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// More bytes than allowed: 413.
    TooLarge,
    /// The client went away or sent nonsense: 400.
    Broken,
}

/// The whole body, if it has no more than `limit` bytes. What is announced as larger is not read at all.
pub async fn read(mut payload: Payload, announced: Option<u64>, limit: usize) -> Result<Bytes, BodyError> {
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(BodyError::TooLarge);
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| BodyError::Broken)?;
        if body.len() + chunk.len() > limit {
            return Err(BodyError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// The announced length of a request's body.
pub fn announced(headers: &actix_web::http::header::HeaderMap) -> Option<u64> {
    headers.get(actix_web::http::header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
