//! What the engine needs to be told.

use std::path::PathBuf;
use std::str::FromStr;

use serde::Deserialize;
use walros_model::Device;
use walros_model::device::NoDevice;

#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// The folder everything of ours is kept in.
    pub data: PathBuf,
    /// PostgreSQL's URL; `None` = SQLite in the data folder.
    pub database_url: Option<String>,
    /// The program that the workers run, so that what was found out of it is known to be old when it changes.
    pub worker: PathBuf,
    pub hardware: Hardware,
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
        Self {
            data: data.into(),
            database_url: None,
            worker: walros_jobs::default_binary(),
            hardware: Hardware::default(),
            segment_quota: 8 << 30,
            rendition_quota: 64 << 30,
            image_quota: 1 << 30,
            watch_folders: true,
        }
    }
}

/// Which devices may encode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Hardware {
    /// Whatever is found and passes its trial.
    #[default]
    Auto,
    /// None, and none is tried.
    Off,
    Only(Device),
}

impl FromStr for Hardware {
    type Err = NoDevice;

    fn from_str(text: &str) -> Result<Self, NoDevice> {
        match text {
            "auto" => Ok(Self::Auto),
            "off" => Ok(Self::Off),
            device => device.parse().map(Self::Only),
        }
    }
}

impl TryFrom<String> for Hardware {
    type Error = NoDevice;

    fn try_from(text: String) -> Result<Self, NoDevice> {
        text.parse()
    }
}

impl std::fmt::Display for Hardware {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Off => f.write_str("off"),
            Self::Only(device) => device.fmt(f),
        }
    }
}
