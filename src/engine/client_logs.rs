//! Logs that clients send of themselves, in the data folder's `client-logs/`: a few, small, for the administrator to read.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::Utc;
use walros_model::Timestamp;

use crate::core::Core;
use crate::users::tokens;
use crate::{Caller, EngineError, Result};

pub struct ClientLogs(pub(crate) Arc<Core>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientLog {
    pub name: String,
    pub at: Timestamp,
    /// Bytes.
    pub size: u64,
}

/// So many are kept; older ones make room.
const KEPT: usize = 50;
/// Characters of a client's name and version in a file's name.
const MAX_WORD: usize = 40;

impl ClientLogs {
    /// Keeps a log and answers what its file is called. Who may send how much is the facade's to know.
    pub async fn keep(&self, caller: &Caller, text: &[u8]) -> Result<String> {
        caller.require_any()?;
        let device = caller.device.as_ref().map(|device| &device.info);
        let (app, version) = device.map_or(("", ""), |info| (info.app.as_str(), info.app_version.as_str()));
        let name = format!("upload_{}_{}_{}_{}.log", word(app), word(version), Utc::now().format("%Y%m%d%H%M%S"), tokens::random_hex::<8>()?);
        let folder = self.folder();
        let cannot = |error: std::io::Error| EngineError::Unavailable(format!("the log cannot be kept: {error}"));
        tokio::fs::create_dir_all(&folder).await.map_err(cannot)?;
        tokio::fs::write(folder.join(&name), text).await.map_err(cannot)?;
        for old in self.all().await.into_iter().skip(KEPT) {
            let _ = tokio::fs::remove_file(folder.join(old.name)).await;
        }
        Ok(name)
    }

    /// Newest first.
    pub async fn list(&self, caller: &Caller) -> Result<Vec<ClientLog>> {
        caller.require_administrator()?;
        Ok(self.all().await)
    }

    /// The text of one that is in the list.
    pub async fn read(&self, caller: &Caller, name: &str) -> Result<Vec<u8>> {
        let listed = self.list(caller).await?.into_iter().find(|log| log.name == name).ok_or(EngineError::NotFound)?;
        tokio::fs::read(self.folder().join(listed.name)).await.map_err(|_| EngineError::NotFound)
    }

    async fn all(&self) -> Vec<ClientLog> {
        let mut found = Vec::new();
        let Ok(mut entries) = tokio::fs::read_dir(self.folder()).await else { return found };
        while let Ok(Some(entry)) = entries.next_entry().await {
            let (Ok(name), Ok(facts)) = (entry.file_name().into_string(), entry.metadata().await) else { continue };
            if let Ok(at) = facts.modified() {
                found.push(ClientLog { name, at: at.into(), size: facts.len() });
            }
        }
        found.sort_by(|a, b| (b.at, &b.name).cmp(&(a.at, &a.name)));
        found
    }

    fn folder(&self) -> PathBuf {
        self.0.config.data.join("client-logs")
    }
}

/// What of a client's own words may stand in a file's name.
fn word(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).take(MAX_WORD).collect()
}
