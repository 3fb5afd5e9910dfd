//! Playlists and collections. Their entries are listed by [`items::page`](crate::items::page) with the list as parent.

use walros_model::item::ItemKind;
use walros_model::{ItemId, Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbError;

fn pending<T>() -> Result<T, DbError> {
    Err(DbError::Failed("not written yet".into()))
}

/// Whose a list is, and who else may see or edit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListInfo {
    pub id: ItemId,
    pub kind: ItemKind,
    pub name: String,
    /// `None` for a collection of the server.
    pub owner: Option<UserId>,
    pub public: bool,
    /// With whether they may edit.
    pub shares: Vec<(UserId, bool)>,
}

/// Adds an empty list. `info.kind` is `Playlist` or `Collection`.
pub fn create(_conn: &mut Conn, _info: &ListInfo, _at: Timestamp) -> Result<(), DbError> {
    pending()
}

pub fn get(_conn: &mut Conn, _id: ItemId) -> Result<Option<ListInfo>, DbError> {
    pending()
}

/// Writes name, owner, public and shares.
pub fn update(_conn: &mut Conn, _info: &ListInfo) -> Result<(), DbError> {
    pending()
}

/// The entries in order: own id and item.
pub fn entries(_conn: &mut Conn, _list: ItemId) -> Result<Vec<(ItemId, ItemId)>, DbError> {
    pending()
}

/// Puts items in at `position` (at the end when absent); answers the ids of the entries. A collection holds an item
/// once.
pub fn add(_conn: &mut Conn, _list: ItemId, _items: &[ItemId], _position: Option<u64>, _at: Timestamp) -> Result<Vec<ItemId>, DbError> {
    pending()
}

/// Takes out entries by their own ids; answers how many.
pub fn remove_entries(_conn: &mut Conn, _list: ItemId, _entries: &[ItemId], _at: Timestamp) -> Result<u64, DbError> {
    pending()
}

/// Takes out items wherever they stand; answers how many entries went.
pub fn remove_items(_conn: &mut Conn, _list: ItemId, _items: &[ItemId], _at: Timestamp) -> Result<u64, DbError> {
    pending()
}

/// Moves an entry so that it stands at `index` afterwards; `NotFound` when it is not in the list.
pub fn move_entry(_conn: &mut Conn, _list: ItemId, _entry: ItemId, _index: u64, _at: Timestamp) -> Result<(), DbError> {
    pending()
}

/// Removes the list itself; whether it was there.
pub fn delete(_conn: &mut Conn, _list: ItemId) -> Result<bool, DbError> {
    pending()
}
