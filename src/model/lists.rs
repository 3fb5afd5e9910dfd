//! What listings answer.

use std::collections::HashMap;

use crate::ItemId;
use crate::item::{Image, Item, ItemDetail, ItemKind};
use crate::probe::MediaSource;
use crate::state::{FolderCounts, PlayState};

/// An item as one user sees it.
#[derive(Clone, Debug)]
pub struct ItemView {
    pub item: Item,
    pub detail: Option<Box<ItemDetail>>,
    /// Default when there is no user (an API key asks).
    pub state: PlayState,
    pub counts: Option<FolderCounts>,
    /// Its own source first, then those of other versions. Empty unless asked for.
    pub sources: Vec<MediaSource>,
    /// Its place in a playlist, when listed as an entry of one.
    pub entry: Option<ItemId>,
}

#[derive(Clone, Debug, Default)]
pub struct ItemPage {
    pub items: Vec<ItemView>,
    pub start: u64,
    /// `None` when it was not asked for.
    pub total: Option<u64>,
    /// What items refer to (series, season, album, parent), when asked for.
    pub related: HashMap<ItemId, Related>,
}

/// Enough of a series, season, album or folder to draw the card of something inside it.
#[derive(Clone, Debug)]
pub struct Related {
    pub id: ItemId,
    pub kind: ItemKind,
    pub parent: Option<ItemId>,
    pub name: String,
    pub images: Vec<Image>,
    pub studio: Option<String>,
}

/// A genre, studio, person or artist with how much it is found on.
#[derive(Clone, Debug)]
pub struct NameCount {
    pub id: ItemId,
    pub name: String,
    pub count: u64,
}

/// How many of each there are.
#[derive(Clone, Debug, Default)]
pub struct KindCounts(pub HashMap<ItemKind, u64>);

/// What a filter dialog offers for one selection.
#[derive(Clone, Debug, Default)]
pub struct FilterChoices {
    pub genres: Vec<NameCount>,
    pub tags: Vec<String>,
    pub official_ratings: Vec<String>,
    pub years: Vec<i32>,
    pub audio_languages: Vec<String>,
    pub subtitle_languages: Vec<String>,
}
