//! What a scan reads and writes: in bulk, inside the writer's transaction.

mod known;
mod side;
mod state;
pub(crate) mod values;
mod write;

use walros_model::Timestamp;
use walros_model::item::{Item, ItemDetail};
use walros_model::probe::MediaProbe;

pub use known::{KnownItem, KnownMedia, load_known, vanished_by_fingerprint};
pub use state::{key_and_seen, mark_missing, mark_present, move_item, read_failures_again, set_images, set_index, set_length, without_index};
pub(crate) use values::{COLUMNS, ITEM_TABLE, MAIN, REGULAR, item_values};
pub use write::upsert_items;

/// An item as a scan found it.
#[derive(Clone, Debug)]
pub struct ScannedItem {
    /// Its `number` and, when it is known already, its `added` are ignored.
    pub item: Item,
    /// Links to genres, studios, people and tags are taken from here, to artists from the item's card. The ids must be
    /// those of [`names::find_or_create`](crate::names::find_or_create).
    pub detail: ItemDetail,
    /// Unique in the library: what the next scan finds it by.
    pub key: String,
    /// Changes with anything on disk that says something about the item; the scanner's own business.
    pub seen: i64,
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
    /// In how many scans, one behind the other, reading it ended its worker.
    pub crashes: u32,
}
