//! What users did with items. Durable when the write that holds it answers.

use std::collections::HashMap;
use std::time::Duration;

use walros_model::state::{FolderCounts, ItemState, PlayState};
use walros_model::{ItemId, Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbError;
use crate::scope::Scope;

fn pending<T>() -> Result<T, DbError> {
    Err(DbError::Failed("not written yet".into()))
}

/// A partial change; `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlayStateChange {
    pub position: Option<Duration>,
    pub played: Option<bool>,
    pub play_count: Option<u32>,
    pub favorite: Option<bool>,
    pub likes: Option<Option<bool>>,
    pub rating: Option<Option<f32>>,
    pub last_played: Option<Option<Timestamp>>,
    pub audio_stream: Option<Option<i32>>,
    pub subtitle_stream: Option<Option<i32>>,
}

/// Default when nothing was recorded.
pub fn get(_conn: &mut Conn, _user: UserId, _item: ItemId) -> Result<PlayState, DbError> {
    pending()
}

/// Writes the whole state.
pub fn set(_conn: &mut Conn, _user: UserId, _item: ItemId, _state: &PlayState) -> Result<(), DbError> {
    pending()
}

/// Writes many whole states at once, for imports.
pub fn set_many(_conn: &mut Conn, _user: UserId, _states: &[(ItemId, PlayState)]) -> Result<(), DbError> {
    pending()
}

/// Changes some fields; answers the state after it.
pub fn update(_conn: &mut Conn, _user: UserId, _item: ItemId, _change: &PlayStateChange) -> Result<PlayState, DbError> {
    pending()
}

/// Marks everything playable below a folder (or the item itself) played at `at`, or unplayed. Answers what changed.
pub fn mark(_conn: &mut Conn, _scope: &Scope, _user: UserId, _item: ItemId, _played: bool, _at: Timestamp) -> Result<Vec<ItemState>, DbError> {
    pending()
}

/// The states of items, folders with their counts; in the order of `items`, those out of scope left out.
pub fn states(_conn: &mut Conn, _scope: &Scope, _user: UserId, _items: &[ItemId]) -> Result<Vec<ItemState>, DbError> {
    pending()
}

/// Counts of the folders among `items`.
pub fn folder_counts(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _items: &[ItemId]) -> Result<HashMap<ItemId, FolderCounts>, DbError> {
    pending()
}
