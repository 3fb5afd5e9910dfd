//! Copies of the database in the data folder's `backups/`, made while the server runs.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::Utc;
use walros_model::Timestamp;

use crate::core::Core;
use crate::{Caller, EngineError, Result};

pub struct Backups(pub(crate) Arc<Core>);

/// A copy of the database: accounts, libraries, what users did; no media and no pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    pub path: PathBuf,
    pub at: Timestamp,
    /// Bytes.
    pub size: u64,
}

impl Backups {
    /// Makes one now. `Unavailable` when it cannot be written, or when PostgreSQL keeps the data.
    pub async fn create(&self, caller: &Caller) -> Result<Backup> {
        caller.require_administrator()?;
        let folder = self.folder();
        let cannot = |error: std::io::Error| EngineError::Unavailable(format!("the backup cannot be made: {error}"));
        tokio::fs::create_dir_all(&folder).await.map_err(cannot)?;
        let path = folder.join(format!("walros-{}.db", Utc::now().format("%Y%m%d-%H%M%S%3f")));
        self.0.db.backup_to(&path).await.map_err(|error| EngineError::Unavailable(error.to_string()))?;
        read(path).await.ok_or_else(|| EngineError::Unavailable("the backup is gone".into()))
    }

    /// Those there are, newest first.
    pub async fn list(&self, caller: &Caller) -> Result<Vec<Backup>> {
        caller.require_administrator()?;
        let mut found = Vec::new();
        let Ok(mut entries) = tokio::fs::read_dir(self.folder()).await else { return Ok(found) };
        while let Ok(Some(entry)) = entries.next_entry().await {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "db") {
                found.extend(read(path).await);
            }
        }
        found.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
        Ok(found)
    }

    fn folder(&self) -> PathBuf {
        self.0.config.data.join("backups")
    }
}

async fn read(path: PathBuf) -> Option<Backup> {
    let facts = tokio::fs::metadata(&path).await.ok()?;
    Some(Backup { path, at: facts.modified().ok()?.into(), size: facts.len() })
}
