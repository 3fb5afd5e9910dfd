//! What many answers are made of: kinds, names, pictures, play state.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    Library,
    Folder,
    Movie,
    Series,
    Season,
    Episode,
    Video,
    Trailer,
    MusicVideo,
    Artist,
    Album,
    Track,
    PhotoAlbum,
    Photo,
    Book,
    AudioBook,
    Collection,
    Playlist,
    Person,
    Genre,
    MusicGenre,
    Studio,
}

/// A name with the id of the item that stands for it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Named {
    pub id: String,
    pub title: String,
}

/// A picture. Append `&width=` or `&height=` for a smaller one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImageRef {
    /// Relative to `/api/v1/`; changes when the picture changes.
    pub url: String,
    /// Pixels of the original; 0 when unknown.
    pub width: u32,
    pub height: u32,
    /// What to draw until it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub blurhash: Option<String>,
}

/// The pictures a card or page needs, chosen from the item's own and those of what it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Art {
    /// Upright (2:3), or square for music.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub poster: Option<ImageRef>,
    /// Wide (16:9): a still or a backdrop.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub wide: Option<ImageRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub backdrop: Option<ImageRef>,
    /// The title as artwork, transparent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub logo: Option<ImageRef>,
}

/// What the caller has done with an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// Seconds; where to resume, 0 when not begun or finished.
    pub position: f64,
    pub played: bool,
    pub play_count: u32,
    pub favorite: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_played: Option<DateTime<Utc>>,
}

/// Sums over what a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Direct children.
    pub children: u32,
    /// Playable descendants.
    pub leaves: u32,
    pub unplayed: u32,
}

/// An item's state after it changed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemState {
    pub id: String,
    pub state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub counts: Option<Counts>,
}
