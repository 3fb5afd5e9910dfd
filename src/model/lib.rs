//! The nouns of Walros: what a library holds, who watches, what a device can play.
//!
//! No I/O and no wire formats. Units are `Duration`, bytes and bits per second; ticks, milliseconds and kbit/s
//! live in the facades. Entities are not `Serialize`: every facade owns its wire types. Only the stored documents
//! of [`probe`] and [`item`] (what a worker reports about a file, what an item's card holds) are, because the
//! database and the worker protocol both carry them, and a [`StreamRequest`](playback::StreamRequest), which names what is kept.

pub mod activity;
pub mod content;
pub mod device;
pub mod edit;
pub mod id;
pub mod index;
pub mod item;
pub mod language;
pub mod library;
pub mod lists;
pub mod marker;
pub mod playback;
pub mod probe;
pub mod profile;
pub mod query;
pub mod rendition;
pub mod session;
pub mod state;
pub mod timeline;
pub mod trickplay;
pub mod user;

pub use device::Device;
pub use id::{ItemId, UserId};
pub use item::{Item, ItemKind};
pub use probe::{MediaProbe, MediaStream, StreamKind};

/// A moment in UTC.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
