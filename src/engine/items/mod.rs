//! Browsing: pages, single items, the rows of a home screen.

use std::sync::Arc;

use walros_model::item::{ItemKind, MediaType};
use walros_model::lists::{FilterChoices, ItemPage, ItemView, KindCounts};
use walros_model::query::{Include, ItemQuery};
use walros_model::{ItemId, Timestamp};

use crate::core::Core;
use crate::{Caller, Result};

pub struct Items(pub(crate) Arc<Core>);

/// Which episodes to go on with.
#[derive(Clone, Debug, Default)]
pub struct NextUpQuery {
    pub series: Option<ItemId>,
    pub library: Option<ItemId>,
    /// Only series watched since.
    pub since: Option<Timestamp>,
    /// Whether an episode that is begun counts as the next one; else its series is left out.
    pub resumable: bool,
    pub rewatching: bool,
    pub start: u64,
    pub limit: Option<u64>,
    pub include: Include,
}

#[derive(Clone, Debug)]
pub struct LatestQuery {
    /// `None` = all libraries the user has not excluded.
    pub library: Option<ItemId>,
    pub kinds: Vec<ItemKind>,
    /// `Some(false)` hides what was played; `None` = as the user's preferences say.
    pub played: Option<bool>,
    /// Whether episodes are shown as their season or series (traps.md E4).
    pub group: bool,
    pub limit: u64,
    pub include: Include,
}

/// Names that items are linked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    Genre,
    MusicGenre,
    Studio,
    Person,
    /// Anybody who performs on a track or album.
    Artist,
    AlbumArtist,
    Year,
}

impl Items {
    /// At most three statements.
    pub async fn page(&self, _caller: &Caller, _query: &ItemQuery) -> Result<ItemPage> {
        todo!()
    }

    /// Any item the caller may see, versions, parts and extras too. With everything `include` names.
    pub async fn get(&self, _caller: &Caller, _id: ItemId, _include: Include) -> Result<ItemPage> {
        todo!()
    }

    /// From its parent up to its library.
    pub async fn ancestors(&self, _caller: &Caller, _id: ItemId) -> Result<Vec<ItemView>> {
        todo!()
    }

    pub async fn similar(&self, _caller: &Caller, _id: ItemId, _limit: u64, _include: Include) -> Result<ItemPage> {
        todo!()
    }

    /// Extras that are no trailers.
    pub async fn extras(&self, _caller: &Caller, _id: ItemId, _include: Include) -> Result<ItemPage> {
        todo!()
    }

    pub async fn trailers(&self, _caller: &Caller, _id: ItemId, _include: Include) -> Result<ItemPage> {
        todo!()
    }

    /// The later parts of a stacked film.
    pub async fn parts(&self, _caller: &Caller, _id: ItemId, _include: Include) -> Result<ItemPage> {
        todo!()
    }

    pub async fn seasons(&self, _caller: &Caller, _series: ItemId, _include: Include) -> Result<ItemPage> {
        todo!()
    }

    /// In aired order; of one season when given by id or by number. `NotFound` for an unknown series.
    pub async fn episodes(&self, _caller: &Caller, _series: ItemId, _season: Option<ItemId>, _number: Option<i32>, _query: &ItemQuery) -> Result<ItemPage> {
        todo!()
    }

    /// What is begun, newest first.
    pub async fn resume(&self, _caller: &Caller, _parent: Option<ItemId>, _media: &[MediaType], _start: u64, _limit: Option<u64>, _include: Include) -> Result<ItemPage> {
        todo!()
    }

    pub async fn next_up(&self, _caller: &Caller, _query: &NextUpQuery) -> Result<ItemPage> {
        todo!()
    }

    pub async fn latest(&self, _caller: &Caller, _query: &LatestQuery) -> Result<ItemPage> {
        todo!()
    }

    pub async fn suggestions(&self, _caller: &Caller, _kinds: &[ItemKind], _limit: u64, _include: Include) -> Result<ItemPage> {
        todo!()
    }

    pub async fn counts(&self, _caller: &Caller) -> Result<KindCounts> {
        todo!()
    }

    pub async fn filters(&self, _caller: &Caller, _query: &ItemQuery) -> Result<FilterChoices> {
        todo!()
    }

    /// Genres, people … found on what `query` (its parent, kinds, search, favourites, sort, paging) selects.
    pub async fn names(&self, _caller: &Caller, _kind: NameKind, _query: &ItemQuery) -> Result<ItemPage> {
        todo!()
    }

    /// A genre, studio, person or artist by its name.
    pub async fn by_name(&self, _caller: &Caller, _kind: NameKind, _name: &str, _include: Include) -> Result<ItemPage> {
        todo!()
    }
}
