//! Playlists and collections.

use std::sync::Arc;

use walros_model::lists::ItemPage;
use walros_model::query::Include;
use walros_model::{ItemId, UserId};

use crate::core::Core;
use crate::{Caller, Result};

pub struct Lists(pub(crate) Arc<Core>);

/// A playlist's own facts.
#[derive(Clone, Debug)]
pub struct Playlist {
    pub id: ItemId,
    pub owner: UserId,
    pub open: bool,
    pub items: Vec<ItemId>,
}

impl Lists {
    pub async fn create_playlist(&self, _caller: &Caller, _name: &str, _items: &[ItemId], _open: bool) -> Result<ItemId> {
        todo!()
    }

    pub async fn playlist(&self, _caller: &Caller, _id: ItemId) -> Result<Playlist> {
        todo!()
    }

    /// Entries in their order; each view carries its entry's id.
    pub async fn playlist_items(&self, _caller: &Caller, _id: ItemId, _start: u64, _limit: Option<u64>, _include: Include) -> Result<ItemPage> {
        todo!()
    }

    pub async fn create_collection(&self, _caller: &Caller, _name: &str, _items: &[ItemId]) -> Result<ItemId> {
        todo!()
    }

    /// To the end of a playlist or collection.
    pub async fn add(&self, _caller: &Caller, _list: ItemId, _items: &[ItemId]) -> Result<()> {
        todo!()
    }

    /// By entry ids from a playlist, by item ids from a collection.
    pub async fn remove(&self, _caller: &Caller, _list: ItemId, _entries: &[ItemId]) -> Result<()> {
        todo!()
    }

    pub async fn move_entry(&self, _caller: &Caller, _list: ItemId, _entry: ItemId, _to: u64) -> Result<()> {
        todo!()
    }

    /// The list goes, its items stay.
    pub async fn delete(&self, _caller: &Caller, _list: ItemId) -> Result<()> {
        todo!()
    }
}
