//! Channels are a thing of plugins, of which there are none.

use actix_web::web::Json;
use serde_json::Value;

use crate::Done;
use crate::dto::QueryResult;
use crate::error::Error;

pub async fn list() -> Json<QueryResult<Value>> {
    Json(QueryResult::empty())
}

pub async fn features() -> Json<[(); 0]> {
    Json([])
}

pub async fn not_there() -> Done {
    Err(Error::NotFound("there are no channels"))
}
