//! What the engine needs to be told.

use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// The folder everything of ours is kept in.
    pub data: PathBuf,
    /// PostgreSQL's URL; `None` = SQLite in the data folder.
    pub database_url: Option<String>,
    /// Bytes the encoded segments may take on disk.
    pub segment_quota: u64,
    /// Bytes the renditions that are kept may take on disk.
    pub rendition_quota: u64,
    /// Bytes the scaled pictures may take on disk.
    pub image_quota: u64,
    /// Whether to watch the libraries' folders for changes.
    pub watch_folders: bool,
}

impl EngineConfig {
    pub fn in_folder(data: impl Into<PathBuf>) -> Self {
        Self { data: data.into(), database_url: None, segment_quota: 8 << 30, rendition_quota: 64 << 30, image_quota: 1 << 30, watch_folders: true }
    }
}
