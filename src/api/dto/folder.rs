//! Folders on the server, for choosing what becomes a library.

use serde::Serialize;
use utoipa::ToSchema;

use super::library::LibraryKind;

/// A folder and what it seems to be good for.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FolderReport {
    pub path: String,
    pub readable: bool,
    /// Why it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub trouble: Option<String>,
    /// What a library of it would be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub kind: Option<LibraryKind>,
    /// Media files seen in it; counting stops early.
    pub media_files: u64,
    /// There are more than were counted.
    pub more: bool,
    /// The names of the folders in it.
    pub folders: Vec<String>,
}
