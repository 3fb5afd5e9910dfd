//! Choosing folders of the server: for administrators, and for whoever sets it up.

use std::path::Path;

use actix_web::web::Json;
use serde_json::{Value, json};

use crate::access::Who;
use crate::dto::library::FileSystemEntry;
use crate::error::{Error, Result};
use crate::json::Body;
use crate::lookup::Lookup;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin, no_content};

fn directory(path: String, name: String) -> FileSystemEntry {
    FileSystemEntry { name, path, r#type: "Directory" }
}

pub async fn drives() -> Json<Vec<FileSystemEntry>> {
    Json(vec![directory("/".to_owned(), "/".to_owned())])
}

impl Jellyfin {
    /// The folders in a folder; 404 when it is not there or cannot be read.
    async fn folders(&self, who: &Who, path: &str) -> Result<Vec<String>> {
        let report = self.engine.system.folder(who, None, path).await?;
        match report.trouble {
            None => Ok(report.folders),
            Some(_) => Err(Error::NotFound("no such folder")),
        }
    }
}

/// Folders only: nothing that is chosen here is a file.
pub async fn directory_contents(jellyfin: Facade, who: Who, query: Query) -> Answer<Vec<FileSystemEntry>> {
    let path = query.text("path").ok_or_else(|| Error::invalid("path", "missing"))?.into_owned();
    if !query.flag("includeDirectories")?.unwrap_or(true) {
        return Ok(Json(Vec::new()));
    }
    let folders = jellyfin.folders(&who, &path).await?;
    let entry = |name: String| directory(Path::new(&path).join(&name).display().to_string(), name);
    Ok(Json(folders.into_iter().map(entry).collect()))
}

pub async fn parent_path(query: Query) -> Answer<Option<String>> {
    let path = query.text("path").ok_or_else(|| Error::invalid("path", "missing"))?;
    Ok(Json(Path::new(&*path).parent().map(|parent| parent.display().to_string())))
}

pub async fn validate_path(jellyfin: Facade, who: Who, body: Body) -> Done {
    let path = body.0.text("Path").ok_or_else(|| Error::invalid("Path", "missing"))?.into_owned();
    jellyfin.folders(&who, &path).await?;
    Ok(no_content())
}

pub async fn default_directory_browser() -> Json<Value> {
    Json(json!({}))
}
