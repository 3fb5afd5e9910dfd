//! Backups: the database copied while the server runs. Jellyfin's own archives hold other tables and are not read here.

use actix_web::web::Json;
use serde_json::{Value, json};
use walros_engine::backups::Backup;

use crate::access::Who;
use crate::error::{Error, Result};
use crate::json::OptionalBody;
use crate::lookup::Lookup;
use crate::query::Query;
use crate::system::VERSION;
use crate::{Answer, Done, Facade, time};

fn manifest(backup: &Backup) -> Value {
    json!({
        "ServerVersion": VERSION, "BackupEngineVersion": "0.2.0", "DateCreated": time::moment(backup.at), "Path": backup.path.display().to_string(),
        "Options": { "Metadata": false, "Trickplay": false, "Subtitles": false, "Database": true }
    })
}

pub async fn list(jellyfin: Facade, who: Who) -> Answer<Vec<Value>> {
    Ok(Json(jellyfin.engine.backups.list(&who).await?.iter().map(manifest).collect()))
}

/// Whatever else is asked for, the database is copied: there is nothing else of ours that could not be made again.
pub async fn create(jellyfin: Facade, who: Who, _: OptionalBody) -> Answer<Value> {
    Ok(Json(manifest(&jellyfin.engine.backups.create(&who).await?)))
}

/// The path is only compared with those of the list: nothing is opened by it.
async fn known(jellyfin: &Facade, who: &Who, path: Option<&str>) -> Result<Backup> {
    let path = path.ok_or_else(|| Error::invalid("path", "missing"))?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let all = jellyfin.engine.backups.list(who).await?;
    all.into_iter().find(|backup| backup.path.file_name().is_some_and(|own| own == name)).ok_or(Error::NotFound("no such backup"))
}

pub async fn get(jellyfin: Facade, who: Who, query: Query) -> Answer<Value> {
    Ok(Json(manifest(&known(&jellyfin, &who, query.text("path").as_deref()).await?)))
}

/// A database in use cannot be replaced: it is done by hand, while the server is stopped.
pub async fn restore(jellyfin: Facade, who: Who, body: OptionalBody) -> Done {
    let backup = known(&jellyfin, &who, body.0.text("ArchiveFileName").as_deref()).await?;
    let path = backup.path.display();
    Err(Error::invalid("ArchiveFileName", format!("stop the server and put {path} in the place of walros.db")))
}
