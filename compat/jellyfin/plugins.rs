//! Plugins, and what providers offer: none, which the dashboard shows as empty pages instead of errors.

use actix_web::web::Json;
use serde_json::Value;

use crate::access::Who;
use crate::convert::document_shapes::known;
use crate::convert::documents::{self, Document};
use crate::error::{Error, Result};
use crate::json::{Items, Object};
use crate::{Answer, Done, Facade, no_content};

pub async fn none() -> Json<[(); 0]> {
    Json([])
}

pub async fn not_there() -> Done {
    Err(Error::NotFound("there are no plugins"))
}

/// What no provider offered cannot be fetched.
pub async fn not_offered() -> Done {
    Err(Error::NotFound("nobody offered it"))
}

const REPOSITORIES: &str = "jellyfin.repositories";

/// Addresses of catalogues are kept as they were given. Nobody calls them: nothing here calls out.
pub async fn repositories(jellyfin: Facade) -> Answer<Value> {
    let stored = jellyfin.engine.system.document(REPOSITORIES).await?;
    Ok(Json(stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(|| Value::Array(Vec::new()))))
}

pub async fn set_repositories(jellyfin: Facade, who: Who, body: Items) -> Done {
    let off = Document::from_iter([("Enabled".to_owned(), Value::Bool(false))]);
    let whole = |repository: &Object| Ok(Value::from(documents::overlaid(&off, &known("RepositoryInfo", &repository.0)?)));
    let all: Value = body.0.iter().map(whole).collect::<Result<_>>()?;
    jellyfin.engine.system.set_document(&who, REPOSITORIES, &all.to_string()).await?;
    Ok(no_content())
}

/// Sonarr and Radarr still send notifications to a route that went away with 10.9, and log a failure without an answer.
pub async fn notified() -> Done {
    Ok(no_content())
}
