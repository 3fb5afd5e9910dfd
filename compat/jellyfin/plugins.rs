//! Plugins, catalogues and backups: none, which the dashboard shows as empty pages instead of errors.

use actix_web::web::Json;

use crate::error::Error;
use crate::{Done, no_content};

pub async fn none() -> Json<[(); 0]> {
    Json([])
}

pub async fn not_there() -> Done {
    Err(Error::NotFound("there are no plugins"))
}

/// Sonarr and Radarr still send notifications to a route that went away with 10.9, and log a failure without an answer.
pub async fn notified() -> Done {
    Ok(no_content())
}
