//! Logs that apps send of themselves, for an administrator to read.

use actix_web::HttpRequest;
use actix_web::web::{Json, Payload};
use serde_json::{Value, json};
use walros_http::body;

use crate::access::Who;
use crate::error::Error;
use crate::json::refused;
use crate::{Answer, Facade, configuration};

/// Bytes, as Jellyfin has it.
const LIMIT: usize = 1_000_000;

pub async fn upload(jellyfin: Facade, who: Who, request: HttpRequest, payload: Payload) -> Answer<Value> {
    if !configuration::takes_client_logs(&jellyfin).await? {
        return Err(Error::FORBIDDEN);
    }
    let text = body::read(payload, body::announced(request.headers()), LIMIT).await.map_err(|error| refused(error, LIMIT))?;
    Ok(Json(json!({ "FileName": jellyfin.engine.client_logs.keep(&who, &text).await? })))
}
