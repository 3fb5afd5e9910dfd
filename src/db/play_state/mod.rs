//! What users did with items. Durable when the write that holds it answers.

mod mark;
mod series;

use std::collections::HashMap;
use std::time::Duration;

use walros_model::query::{Include, Scope};
use walros_model::state::{FolderCounts, ItemState, PlayState};
use walros_model::{ItemId, Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbError;
use crate::items::{columns, load, visible};
use crate::row::nanos;
use crate::sql::{Sql, Value, sql};
use crate::upsert::{self, Table};

pub use mark::mark;
pub(crate) use series::refresh as refresh_series;

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

impl PlayStateChange {
    fn apply(&self, state: &mut PlayState) {
        let Self { position, played, play_count, favorite, likes, rating, last_played, audio_stream, subtitle_stream } = self.clone();
        state.position = position.unwrap_or(state.position);
        state.played = played.unwrap_or(state.played);
        state.play_count = play_count.unwrap_or(state.play_count);
        state.favorite = favorite.unwrap_or(state.favorite);
        state.likes = likes.unwrap_or(state.likes);
        state.rating = rating.unwrap_or(state.rating);
        state.last_played = last_played.unwrap_or(state.last_played);
        state.audio_stream = audio_stream.unwrap_or(state.audio_stream);
        state.subtitle_stream = subtitle_stream.unwrap_or(state.subtitle_stream);
    }
}

const PLAY_STATE: Table = Table {
    name: "play_state",
    columns: &["user_id", "item_id", "position", "played", "play_count", "favorite", "likes", "rating", "last_played", "audio_stream", "subtitle_stream"],
    key: "(user_id, item_id)",
    update: &["position", "played", "play_count", "favorite", "likes", "rating", "last_played", "audio_stream", "subtitle_stream"],
};

fn values(user: UserId, item: ItemId, state: &PlayState) -> Vec<Value> {
    let PlayState { position, played, play_count, favorite, likes, rating, last_played, audio_stream, subtitle_stream } = state.clone();
    vec![
        user.into(),
        item.into(),
        nanos(position).into(),
        played.into(),
        play_count.into(),
        favorite.into(),
        likes.into(),
        rating.into(),
        last_played.into(),
        audio_stream.into(),
        subtitle_stream.into(),
    ]
}

/// Default when nothing was recorded.
pub fn get(conn: &mut Conn, user: UserId, item: ItemId) -> Result<PlayState, DbError> {
    let mut sql = Sql::text("SELECT ");
    sql.push(columns::STATE).append(sql!(" FROM play_state p WHERE p.user_id = ? AND p.item_id = ?", user, item));
    Ok(conn.first(sql, columns::read_state)?.unwrap_or_default())
}

/// Writes the whole state.
pub fn set(conn: &mut Conn, user: UserId, item: ItemId, state: &PlayState) -> Result<(), DbError> {
    set_many(conn, user, &[(item, state.clone())])
}

/// Writes many whole states at once. An item must not come twice.
pub fn set_many(conn: &mut Conn, user: UserId, states: &[(ItemId, PlayState)]) -> Result<(), DbError> {
    upsert::rows(conn, &PLAY_STATE, states.iter().map(|(item, state)| values(user, *item, state)).collect())?;
    let items: Vec<ItemId> = states.iter().map(|(item, _)| *item).collect();
    series::note(conn, user, &items)
}

/// Changes some fields; answers the state after it.
pub fn update(conn: &mut Conn, user: UserId, item: ItemId, change: &PlayStateChange) -> Result<PlayState, DbError> {
    let mut state = get(conn, user, item)?;
    change.apply(&mut state);
    upsert::row(conn, &PLAY_STATE, values(user, item, &state))?;
    if change.last_played.is_some() {
        series::note(conn, user, &[item])?;
    }
    Ok(state)
}

/// The states of items, folders with their counts; in the order of `items`, those out of scope left out.
pub fn states(conn: &mut Conn, scope: &Scope, user: UserId, items: &[ItemId]) -> Result<Vec<ItemState>, DbError> {
    let mut found: HashMap<ItemId, ItemState> = HashMap::new();
    for chunk in items.chunks(500) {
        let hits = load::by_ids(chunk, visible::visible(scope, "i", &[]));
        let (views, _) = load::views(conn, Some(user), &hits, Include { counts: true, ..Include::default() }, false)?;
        found.extend(views.into_iter().map(|view| (view.item.id, ItemState { item: view.item.id, state: view.state, counts: view.counts })));
    }
    Ok(items.iter().filter_map(|id| found.remove(id)).collect())
}

/// Counts of the folders among `items`.
pub fn folder_counts(conn: &mut Conn, scope: &Scope, user: Option<UserId>, items: &[ItemId]) -> Result<HashMap<ItemId, FolderCounts>, DbError> {
    let mut found = HashMap::new();
    for chunk in items.chunks(500) {
        let hits = load::by_ids(chunk, visible::visible(scope, "i", &[]));
        let (views, _) = load::views(conn, user, &hits, Include { counts: true, ..Include::default() }, false)?;
        found.extend(views.into_iter().filter_map(|view| Some((view.item.id, view.counts?))));
    }
    Ok(found)
}
