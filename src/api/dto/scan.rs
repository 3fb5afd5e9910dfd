//! Scans: where they stand and what they could not take in.

use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ScanPhase {
    Waiting,
    Walking,
    Reading,
    /// Items are there; pictures are being measured.
    Pictures,
    Done,
    Cancelled,
    /// The folder is not there, empty or unreadable: nothing was changed.
    Offline,
    Failed,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Scan {
    pub library_id: String,
    pub library_title: String,
    pub phase: ScanPhase,
    /// Media files found so far, and done.
    pub found: u64,
    pub done: u64,
    /// Files a second, lately.
    pub rate: f64,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub left: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub folder: Option<String>,
    /// Items that came, changed and went missing in this scan so far.
    pub added: u64,
    pub updated: u64,
    pub missing: u64,
}

/// A file that could not be taken in.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Trouble {
    pub library_id: String,
    pub path: String,
    pub text: String,
}
