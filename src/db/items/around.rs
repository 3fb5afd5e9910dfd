//! What a page of items refers to: the sources of playable ones, and the names and pictures of series, seasons, albums
//! and folders. One statement for both, so that no page costs more than three.

use std::collections::{HashMap, HashSet};

use chrono::DateTime;
use walros_model::index::MediaIndex;
use walros_model::item::{ItemCard, ItemKind, ItemRole};
use walros_model::lists::{ItemPage, ItemView, Related};
use walros_model::probe::{MediaProbe, MediaSource};
use walros_model::query::Include;
use walros_model::{Item, ItemId, Timestamp, UserId};

use super::timelines;
use crate::connection::Conn;
use crate::error::DbError;
use crate::media_index;
use crate::row::Columns;
use crate::sql::{Sql, sql};

/// Fills in `related` and `sources` of a page, and makes one of stacked films where that is asked for.
pub(crate) fn add(conn: &mut Conn, user: Option<UserId>, page: &mut ItemPage, include: Include) -> Result<(), DbError> {
    if include.timeline {
        timelines::add(conn, user, &mut page.items)?;
    }
    let related = if include.related { related_ids(&page.items) } else { Vec::new() };
    let groups = if include.sources { source_groups(&page.items) } else { Groups::default() };
    let mut sql = Sql::default();
    if !related.is_empty() {
        sql.append(related_statement(&related));
    }
    if !groups.all.is_empty() {
        sql.push(if sql.is_empty() { "" } else { " UNION ALL " });
        sql.append(source_statement(&groups));
    }
    if sql.is_empty() {
        return Ok(());
    }
    let mut sources: HashMap<ItemId, Vec<MediaSource>> = HashMap::new();
    conn.rows(sql, |row| {
        if row.int()? == RELATED {
            let related = read_related(row)?;
            page.related.insert(related.id, related);
        } else {
            let (group, source) = read_source(row)?;
            sources.entry(group).or_default().push(source);
        }
        Ok(())
    })?;
    for view in &mut page.items {
        if let Some(of_group) = sources.get(&group_of(&view.item)) {
            view.sources = own_first(&view.item, of_group);
        }
    }
    Ok(())
}

/// What a row of the statement is; sources are marked with 2.
const RELATED: i64 = 1;

fn related_ids(views: &[ItemView]) -> Vec<ItemId> {
    let of = |item: &Item| [item.owner, item.series, item.season, item.album, item.parent];
    let ids: HashSet<ItemId> = views.iter().flat_map(|view| of(&view.item)).flatten().collect();
    ids.into_iter().collect()
}

/// The columns of both halves: what, id, kind, other id, name, path, size, modified, missing, document, studio.
fn related_statement(ids: &[ItemId]) -> Sql {
    let mut sql = Sql::text(
        "SELECT CAST(1 AS BIGINT) AS what, r.id, r.kind, r.parent_id, r.name, NULL, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), r.missing, r.card, \
         (SELECT st.name FROM item_link sl JOIN item st ON st.number = sl.target WHERE sl.item = r.number AND sl.kind = 2 ORDER BY st.sort_name LIMIT 1) \
         FROM item r WHERE ",
    );
    sql.append(Sql::in_list("r.id", ids));
    sql
}

fn read_related(row: &mut Columns<'_>) -> Result<Related, DbError> {
    let id = row.item()?;
    let kind = row.code("kind", ItemKind::from_code)?;
    let parent = row.item_or_null()?;
    let name = row.text()?;
    row.skip(4);
    let card: ItemCard = row.json("card")?;
    Ok(Related { id, kind, parent, name, images: card.images, studio: row.text_or_null()? })
}

/// Items whose sources belong together, by the id of their main item.
#[derive(Default)]
struct Groups {
    all: Vec<ItemId>,
    /// Those that have more than one version.
    with_versions: Vec<ItemId>,
}

fn group_of(item: &Item) -> ItemId {
    match (item.role, item.owner) {
        (ItemRole::Version, Some(owner)) => owner,
        _ => item.id,
    }
}

fn source_groups(views: &[ItemView]) -> Groups {
    let mut groups = Groups::default();
    for item in views.iter().map(|view| &view.item).filter(|item| crate::codes::is_leaf(item.kind)) {
        groups.all.push(group_of(item));
        if item.version_count > 1 || item.role == ItemRole::Version {
            groups.with_versions.push(group_of(item));
        }
    }
    groups
}

/// Of a file; of a version with its main item.
const SOURCE: &str = "SELECT CAST(2 AS BIGINT), x.id, x.kind, CASE WHEN x.role = 1 THEN x.owner_id ELSE x.id END, m.source_name, m.path, m.size, m.modified, \
     x.missing, m.probe, NULL FROM item x JOIN media m ON m.item = x.number WHERE ";

fn source_statement(groups: &Groups) -> Sql {
    let mut sql = Sql::text(SOURCE);
    sql.append(Sql::in_list("x.id", &groups.all));
    if !groups.with_versions.is_empty() {
        sql.push(" OR x.role = 1 AND ").append(Sql::in_list("x.owner_id", &groups.with_versions));
    }
    sql
}

fn read_source(row: &mut Columns<'_>) -> Result<(ItemId, MediaSource), DbError> {
    let id = row.item()?;
    row.skip(1);
    let group = row.item()?;
    let source = MediaSource {
        id,
        name: row.text()?,
        path: row.text()?,
        size: row.number()?,
        modified: DateTime::from_timestamp_nanos(row.int()?),
        missing: row.flag()?,
        probe: row.json_or_null::<MediaProbe>("probe")?.unwrap_or_default(),
    };
    Ok((group, source))
}

/// Its own source, then the others: the largest pictures first, then by name.
fn own_first(item: &Item, sources: &[MediaSource]) -> Vec<MediaSource> {
    let mut sources = sources.to_vec();
    let width = |source: &MediaSource| source.probe.video().and_then(|stream| stream.video.as_ref()).map_or(0, |video| video.width);
    sources.sort_by(|a, b| (a.id != item.id, width(b), &a.name).cmp(&(b.id != item.id, width(a), &b.name)));
    sources
}

/// The sources of an item, its own first, then those of its versions. A source whose file could not be read has an
/// empty probe.
pub fn sources(conn: &mut Conn, id: ItemId) -> Result<Vec<MediaSource>, DbError> {
    let mut page = super::get_page(conn, &unlimited(), None, sql!("i.id = ?", id), Include { sources: true, ..Include::default() })?;
    Ok(page.items.pop().map(|view| view.sources).unwrap_or_default())
}

/// Films, episodes and other videos of a library that are there, with their versions and parts: those added from `since`
/// on, by id, `limit` of those after `after`.
pub fn videos_in(conn: &mut Conn, library: ItemId, since: Option<Timestamp>, after: Option<ItemId>, limit: u64) -> Result<Vec<MediaSource>, DbError> {
    let videos = [ItemKind::Movie, ItemKind::Episode, ItemKind::Video, ItemKind::MusicVideo].map(|kind| i64::from(kind.code()));
    let extra = i64::from(ItemRole::Extra.code());
    let mut sql = Sql::text(SOURCE);
    sql.append(sql!("x.library_id = ? AND x.missing = 0 AND x.role <> ? AND ", library, extra)).append(Sql::in_list("x.kind", &videos));
    if let Some(since) = since {
        sql.append(sql!(" AND x.added >= ?", since));
    }
    batch(conn, sql, after, limit)
}

/// The files of a library that are there, of any role, by id: `limit` of those after `after`.
pub fn sources_in(conn: &mut Conn, library: ItemId, after: Option<ItemId>, limit: u64) -> Result<Vec<MediaSource>, DbError> {
    let mut sql = Sql::text(SOURCE);
    sql.append(sql!("x.library_id = ? AND x.missing = 0", library));
    batch(conn, sql, after, limit)
}

fn batch(conn: &mut Conn, mut sql: Sql, after: Option<ItemId>, limit: u64) -> Result<Vec<MediaSource>, DbError> {
    if let Some(after) = after {
        sql.append(sql!(" AND x.id > ?", after));
    }
    sql.push(" ORDER BY x.id LIMIT ").append(super::load::amount(limit));
    conn.rows(sql, |row| {
        row.skip(1);
        read_source(row).map(|(_, source)| source)
    })
}

pub fn count_sources(conn: &mut Conn, library: ItemId) -> Result<u64, DbError> {
    let sql = sql!("SELECT count(*) FROM item x JOIN media m ON m.item = x.number WHERE x.library_id = ? AND x.missing = 0", library);
    Ok(conn.first(sql, |row| row.number())?.unwrap_or(0))
}

fn unlimited() -> walros_model::query::Scope {
    walros_model::query::Scope { include_missing: true, ..Default::default() }
}

/// The random-access points of an item's file, when they are known.
pub fn index(conn: &mut Conn, id: ItemId) -> Result<Option<MediaIndex>, DbError> {
    decoded(conn, sql!("SELECT mi.document FROM media_index mi JOIN item i ON i.number = mi.item WHERE i.id = ?", id))
}

/// The same by the file's path.
pub fn index_of_file(conn: &mut Conn, path: &str) -> Result<Option<MediaIndex>, DbError> {
    decoded(conn, sql!("SELECT mi.document FROM media_index mi JOIN item i ON i.number = mi.item WHERE i.path = ? LIMIT 1", path))
}

fn decoded(conn: &mut Conn, sql: Sql) -> Result<Option<MediaIndex>, DbError> {
    match conn.first(sql, |row| row.bytes())? {
        Some(bytes) if media_index::is_old(&bytes) => Ok(None),
        Some(bytes) => media_index::decode(&bytes).map(Some).ok_or_else(|| DbError::damaged("media index", bytes.len())),
        None => Ok(None),
    }
}
