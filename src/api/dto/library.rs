//! Libraries as everybody sees them, and as administrators keep them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::common::ImageRef;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum LibraryKind {
    Movies,
    Shows,
    Music,
    Photos,
    HomeVideos,
    Books,
    Mixed,
    MusicVideos,
}

/// A library on the home screen.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LibraryCard {
    pub id: String,
    pub kind: LibraryKind,
    pub title: String,
    /// Its folders are not there at present.
    pub offline: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub image: Option<ImageRef>,
}

/// A library with what it is made of.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LibraryAdmin {
    pub id: String,
    pub kind: LibraryKind,
    pub title: String,
    pub folders: Vec<LibraryFolder>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LibraryFolder {
    pub path: String,
    /// Media files found when it was last scanned in full.
    pub files: i64,
    pub online: bool,
    /// Why it is offline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub trouble: Option<String>,
}

/// A library to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewLibrary {
    /// As the kind is called when absent.
    #[serde(default)]
    pub title: Option<String>,
    /// Guessed from what is in the folders when absent.
    #[serde(default)]
    pub kind: Option<LibraryKind>,
    /// Absolute paths on the server.
    pub folders: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LibraryChange {
    pub title: String,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FolderPath {
    /// Absolute path on the server.
    pub path: String,
}
