//! What a scan reads and writes: in bulk, inside the writer's transaction.

use walros_model::index::MediaIndex;
use walros_model::item::{Image, Item, ItemDetail, ItemKind, ItemRole};
use walros_model::probe::MediaProbe;
use walros_model::{ItemId, Timestamp};

use crate::connection::Conn;
use crate::error::DbError;

fn pending<T>() -> Result<T, DbError> {
    Err(DbError::Failed("not written yet".into()))
}

/// An item of a library as the last scan left it: enough to see what changed on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownItem {
    pub id: ItemId,
    pub kind: ItemKind,
    pub role: ItemRole,
    pub owner: Option<ItemId>,
    pub parent: Option<ItemId>,
    pub key: String,
    pub path: Option<String>,
    pub missing: bool,
    pub added: Timestamp,
    pub media: Option<KnownMedia>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct KnownMedia {
    /// Bytes.
    pub size: u64,
    /// To the nanosecond.
    pub modified: Timestamp,
    pub fingerprint: Option<[u8; 16]>,
    /// Why the file could not be read; it is not worth another try while size and time are the same.
    pub failure: Option<String>,
}

/// An item as a scan found it.
#[derive(Clone, Debug)]
pub struct ScannedItem {
    /// Its `number` and, when it is known already, its `added` are ignored.
    pub item: Item,
    /// Links to genres, studios, people and tags are taken from here, to artists from the item's card.
    pub detail: ItemDetail,
    /// Unique in the library: what the next scan finds it by.
    pub key: String,
    /// The age that `official_rating` stands for.
    pub age: Option<u32>,
    pub media: Option<ScannedMedia>,
}

#[derive(Clone, Debug)]
pub struct ScannedMedia {
    pub path: String,
    /// Bytes.
    pub size: u64,
    pub modified: Timestamp,
    /// A hint that pairs a vanished path with a new one; not unique.
    pub fingerprint: Option<[u8; 16]>,
    /// What tells it from other versions (`2160p HDR`).
    pub source_name: String,
    /// `None` keeps the one already stored, unless `failure` is set.
    pub probe: Option<MediaProbe>,
    pub failure: Option<String>,
}

/// All items of a library, missing ones too.
pub fn load_known(_conn: &mut Conn, _library: ItemId) -> Result<Vec<KnownItem>, DbError> {
    pending()
}

/// Adds or changes items by id. `number` and `added` of a known row never change; side tables are written only when
/// what they hold changed. A folder must come before or with what it holds.
pub fn upsert_items(_conn: &mut Conn, _items: &[ScannedItem]) -> Result<(), DbError> {
    pending()
}

/// Hides items whose files are gone; everything known about them stays.
pub fn mark_missing(_conn: &mut Conn, _ids: &[ItemId], _at: Timestamp) -> Result<(), DbError> {
    pending()
}

pub fn mark_present(_conn: &mut Conn, _ids: &[ItemId], _at: Timestamp) -> Result<(), DbError> {
    pending()
}

/// A file or folder has another path now and stays the same item.
pub fn move_item(_conn: &mut Conn, _id: ItemId, _path: &str, _key: &str, _at: Timestamp) -> Result<(), DbError> {
    pending()
}

/// Missing items with this fingerprint, in any library.
pub fn vanished_by_fingerprint(_conn: &mut Conn, _fingerprint: &[u8; 16]) -> Result<Vec<KnownItem>, DbError> {
    pending()
}

/// Stores where a file can be entered.
pub fn set_index(_conn: &mut Conn, _id: ItemId, _index: &MediaIndex) -> Result<(), DbError> {
    pending()
}

/// Main videos of a library that have no index yet and whose file could be read.
pub fn without_index(_conn: &mut Conn, _library: ItemId, _limit: u64) -> Result<Vec<ItemId>, DbError> {
    pending()
}

/// Replaces the pictures on items' cards.
pub fn set_images(_conn: &mut Conn, _images: &[(ItemId, Vec<Image>)], _at: Timestamp) -> Result<(), DbError> {
    pending()
}
