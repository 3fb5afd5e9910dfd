//! An item as the values of its row.

use walros_model::item::{Item, ItemDetail, ItemKind};
use walros_model::probe::{MediaProbe, StreamKind};

use super::ScannedItem;
use crate::codes;
use crate::error::DbError;
use crate::row::{days, nanos};
use crate::sql::Value;
use crate::text::clean;
use crate::upsert::Table;

pub(crate) const COLUMNS: &[&str] = &[
    "id",
    "kind",
    "role",
    "missing",
    "owner_id",
    "library_id",
    "parent_id",
    "series_id",
    "season_id",
    "album_id",
    "key",
    "name",
    "clean_name",
    "sort_name",
    "series_name",
    "season_name",
    "album_name",
    "year",
    "premiere",
    "end_date",
    "item_index",
    "index_end",
    "parent_index",
    "ordinal",
    "runtime",
    "official_rating",
    "age",
    "community_rating",
    "critic_rating",
    "status",
    "extra",
    "path",
    "container",
    "width",
    "height",
    "has_subtitles",
    "has_lyrics",
    "version_count",
    "part_count",
    "audio_languages",
    "subtitle_languages",
    "artist",
    "album_artist",
    "changed",
    "side_hash",
    "seen",
    "card",
    "added",
];

/// Everything but the id and `added`, which stay what they were.
const CHANGING: &[&str] = COLUMNS.split_at(COLUMNS.len() - 1).0.split_at(1).1;

pub(crate) const ITEM_TABLE: Table = Table { name: "item", columns: COLUMNS, key: "(id)", update: CHANGING };

/// In the order of [`COLUMNS`].
pub(crate) fn item_values(scanned: &ScannedItem, side_hash: i64) -> Result<Vec<Value>, DbError> {
    let item = &scanned.item;
    let probe = scanned.media.as_ref().and_then(|media| media.probe.as_ref());
    let library = if item.kind == ItemKind::Library { Some(item.id) } else { item.library };
    Ok(vec![
        item.id.into(),
        item.kind.code().into(),
        item.role.code().into(),
        item.missing.into(),
        item.owner.into(),
        library.into(),
        item.parent.into(),
        item.series.into(),
        item.season.into(),
        item.album.into(),
        scanned.key.as_str().into(),
        item.name.as_str().into(),
        clean(&item.name).into(),
        item.sort_name.as_str().into(),
        item.series_name.clone().into(),
        item.season_name.clone().into(),
        item.album_name.clone().into(),
        item.year.into(),
        item.premiere.map(days).into(),
        item.end_date.map(days).into(),
        item.index.into(),
        item.index_end.into(),
        item.parent_index.into(),
        ordinal(item, &scanned.detail).into(),
        item.runtime.map(nanos).into(),
        item.official_rating.clone().into(),
        scanned.age.into(),
        item.community_rating.into(),
        item.critic_rating.into(),
        item.status.map(codes::status_code).into(),
        item.extra.map(codes::extra_code).into(),
        item.path.clone().into(),
        item.container.clone().into(),
        item.width.into(),
        item.height.into(),
        item.has_subtitles.into(),
        item.has_lyrics.into(),
        item.version_count.into(),
        item.part_count.into(),
        languages(probe, StreamKind::Audio).into(),
        languages(probe, StreamKind::Subtitle).into(),
        item.card.artists.first().map(|artist| clean(&artist.name)).into(),
        item.card.album_artists.first().map(|artist| clean(&artist.name)).into(),
        item.changed.into(),
        side_hash.into(),
        scanned.seen.into(),
        serde_json::to_string(&item.card).map_err(|error| DbError::damaged("card", error))?.into(),
        item.added.into(),
    ])
}

/// `,eng,deu,`: one LIKE finds a language.
fn languages(probe: Option<&MediaProbe>, kind: StreamKind) -> Option<String> {
    let mut languages: Vec<&str> = probe?.of_kind(kind).filter_map(|stream| stream.language.as_deref()).collect();
    languages.sort_unstable();
    languages.dedup();
    (!languages.is_empty()).then(|| format!(",{},", languages.join(",").to_lowercase()))
}

/// Where an episode stands in its series (season, number), specials where they were aired when that is known; a track
/// in its album (disc, number). One number, so that "the next one" is the smallest greater one.
fn ordinal(item: &Item, detail: &ItemDetail) -> i64 {
    let place = |major: i32, minor: i64, fine: i64| (i64::from(major.clamp(0, MOST)) << 32) | (minor.clamp(0, MOST.into()) << 8) | fine;
    // Dated episodes have no number: the day stands for it.
    let own = item.index.map(i64::from).or(item.premiere.map(days)).unwrap_or(0);
    let special = own.clamp(0, 0x7f);
    match item.kind {
        ItemKind::Episode if item.parent_index == Some(0) => match (detail.airs_before_season, detail.airs_after_season) {
            (Some(season), _) => place(season, detail.airs_before_episode.unwrap_or(0).into(), special),
            (None, Some(season)) => place(season, MOST.into(), special),
            (None, None) => place(0, own, MAIN),
        },
        // Without a season (absolute numbers) they are one long first season.
        ItemKind::Episode => place(item.parent_index.unwrap_or(1), own, MAIN),
        ItemKind::Season => place(item.index.unwrap_or(MOST), 0, 0),
        _ => place(item.parent_index.unwrap_or(0), own_number(item), MAIN),
    }
}

fn own_number(item: &Item) -> i64 {
    item.index.map_or(0, i64::from)
}

const MOST: i32 = 0xff_ffff;

/// Set in the ordinal of everything but slotted specials, which so come before what they precede.
pub(crate) const MAIN: i64 = 0x80;

/// The smallest ordinal of a regular season; below are the specials that were not slotted in.
pub(crate) const REGULAR: i64 = 1 << 32;
