//! Live TV, of which there is none: the answers of a server without a tuner, so that pages which ask do not break.

use actix_web::web::Json;
use chrono::Utc;
use serde_json::{Value, json};

use crate::dto::QueryResult;
use crate::error::Error;
use crate::{Answer, Done, time};

/// The one service that every Jellyfin has, with the tuners it has here: none. The web client does not ask further.
pub async fn info() -> Json<Value> {
    let service = json!({ "Name": "Emby", "HasUpdateAvailable": false, "IsVisible": false, "Status": "Ok", "Tuners": [] });
    Json(json!({ "Services": [service], "IsEnabled": true, "EnabledUsers": [] }))
}

/// Channels, programmes, recordings and timers.
pub async fn nothing() -> Json<QueryResult<Value>> {
    Json(QueryResult::empty())
}

pub async fn no_kinds() -> Json<[(); 0]> {
    Json([])
}

pub async fn guide_info() -> Answer<Value> {
    let now = time::moment(Utc::now());
    Ok(Json(json!({ "StartDate": now, "EndDate": now })))
}

pub async fn not_there() -> Done {
    Err(Error::NotFound("there is no live TV"))
}
