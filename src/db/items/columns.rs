//! The columns of an item, in the order in which they are read.

use walros_model::item::{Item, ItemCard, ItemDetail, ItemKind, ItemRole};
use walros_model::state::PlayState;

use crate::codes;
use crate::error::DbError;
use crate::row::Columns;

/// For `item i`.
pub(crate) const ITEM: &str = "i.id, i.number, i.kind, i.role, i.owner_id, i.library_id, i.parent_id, i.series_id, i.season_id, i.album_id, \
    i.name, i.sort_name, i.series_name, i.season_name, i.album_name, i.year, i.premiere, i.end_date, i.item_index, i.index_end, i.parent_index, \
    i.runtime, i.official_rating, i.community_rating, i.critic_rating, i.status, i.extra, i.path, i.container, i.width, i.height, \
    i.has_subtitles, i.has_lyrics, i.version_count, i.part_count, i.missing, i.added, i.changed, i.card";

/// For `play_state p`.
pub(crate) const STATE: &str = "p.position, p.played, p.play_count, p.favorite, p.likes, p.rating, p.last_played, p.audio_stream, p.subtitle_stream";

/// The same columns when nobody asks.
pub(crate) const NO_STATE: &str = "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL";

pub(crate) fn read_item(row: &mut Columns<'_>) -> Result<Item, DbError> {
    let id = row.item()?;
    let number = row.int()?;
    let kind = row.code("kind", ItemKind::from_code)?;
    Ok(Item {
        id,
        number,
        kind,
        role: row.code("role", ItemRole::from_code)?,
        owner: row.item_or_null()?,
        // A library's own row names itself, for the scope's sake.
        library: row.item_or_null()?.filter(|library| *library != id),
        parent: row.item_or_null()?,
        series: row.item_or_null()?,
        season: row.item_or_null()?,
        album: row.item_or_null()?,
        name: row.text()?,
        sort_name: row.text()?,
        series_name: row.text_or_null()?,
        season_name: row.text_or_null()?,
        album_name: row.text_or_null()?,
        year: row.number_or_null()?,
        premiere: row.date_or_null()?,
        end_date: row.date_or_null()?,
        index: row.number_or_null()?,
        index_end: row.number_or_null()?,
        parent_index: row.number_or_null()?,
        runtime: row.duration_or_null()?,
        official_rating: row.text_or_null()?,
        community_rating: row.real_or_null()?,
        critic_rating: row.real_or_null()?,
        status: row.int_or_null()?.and_then(|code| codes::status(code as i16)),
        extra: row.int_or_null()?.and_then(|code| codes::extra(code as i16)),
        path: row.text_or_null()?,
        container: row.text_or_null()?,
        width: row.number_or_null()?,
        height: row.number_or_null()?,
        has_subtitles: row.flag()?,
        has_lyrics: row.flag()?,
        version_count: row.number()?,
        part_count: row.number()?,
        missing: row.flag()?,
        added: row.time()?,
        changed: row.time()?,
        card: row.json::<ItemCard>("card")?,
    })
}

pub(crate) fn read_state(row: &mut Columns<'_>) -> Result<PlayState, DbError> {
    Ok(PlayState {
        position: row.duration_or_null()?.unwrap_or_default(),
        played: row.int_or_null()?.unwrap_or(0) != 0,
        play_count: row.number_or_null()?.unwrap_or(0),
        favorite: row.int_or_null()?.unwrap_or(0) != 0,
        likes: row.int_or_null()?.map(|value| value != 0),
        rating: row.real_or_null()?,
        last_played: row.time_or_null()?,
        audio_stream: row.number_or_null()?,
        subtitle_stream: row.number_or_null()?,
    })
}

pub(crate) fn read_detail(row: &mut Columns<'_>) -> Result<Option<Box<ItemDetail>>, DbError> {
    row.json_or_null("detail")
}
