//! Live TV, of which there is none: the answers of a server without a tuner, so that pages which ask do not break.

use actix_web::web::Json;
use chrono::Utc;
use serde_json::{Value, json};

use crate::dto::QueryResult;
use crate::error::Error;
use crate::ids::Guid;
use crate::{Answer, Done, Facade, no_content, time};

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

/// What a recording would be like that nobody can make here.
pub async fn timer_defaults(jellyfin: Facade) -> Json<Value> {
    let now = time::moment(Utc::now());
    Json(json!({
        "Type": "SeriesTimer", "ServerId": jellyfin.engine.system.info().id, "ServiceName": "Emby", "Name": "", "Overview": "", "ChannelId": Guid::default(),
        "StartDate": now, "EndDate": now, "Priority": 0, "PrePaddingSeconds": 60, "PostPaddingSeconds": 60, "IsPrePaddingRequired": false,
        "IsPostPaddingRequired": false, "KeepUntil": "UntilDeleted", "RecordAnyTime": true, "SkipEpisodesInLibrary": true, "RecordAnyChannel": false,
        "KeepUpTo": 0, "RecordNewOnly": true, "Days": [], "ImageTags": {}
    }))
}

/// A guide provider before anybody filled it in.
pub async fn provider_defaults() -> Json<Value> {
    Json(json!({
        "EnableAllTuners": true, "EnabledTuners": [], "NewsCategories": ["news", "journalism", "documentary", "current affairs"],
        "SportsCategories": ["sports", "basketball", "baseball", "football"], "KidsCategories": ["kids", "family", "children", "childrens", "disney"],
        "MovieCategories": ["movie"], "ChannelMappings": []
    }))
}

/// What is not there needs no taking away.
pub async fn gone() -> Done {
    Ok(no_content())
}

pub async fn not_there() -> Done {
    Err(Error::NotFound("there is no live TV"))
}
