//! Channels are a thing of plugins, of which there are none.

use actix_web::web::Json;
use serde_json::Value;

use crate::dto::QueryResult;

pub async fn list() -> Json<QueryResult<Value>> {
    Json(QueryResult::empty())
}

pub async fn features() -> Json<[(); 0]> {
    Json([])
}
