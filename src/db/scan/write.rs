//! Writing what a scan found.

use std::collections::{HashMap, HashSet};

use walros_model::{ItemId, Timestamp};

use super::side::{self, Side};
use super::{ITEM_TABLE, ScannedItem, ScannedMedia, item_values};
use crate::codes;
use crate::connection::Conn;
use crate::error::DbError;
use crate::merges;
use crate::play_state::refresh_series;
use crate::sql::{Sql, Value, sql};
use crate::upsert::{self, Table};

/// Items written by one statement.
const BATCH: usize = 64;

/// Adds or changes items by id. `number` and `added` of a known row never change; side tables are written only when
/// what they hold changed. A folder must come before or with what it holds. An id must not come twice.
pub fn upsert_items(conn: &mut Conn, items: &[ScannedItem]) -> Result<(), DbError> {
    let mut newest = Newest::default();
    for batch in items.chunks(BATCH) {
        write_batch(conn, batch, &mut newest)?;
    }
    newest.store(conn)?;
    merges::settle(conn)
}

fn write_batch(conn: &mut Conn, batch: &[ScannedItem], newest: &mut Newest) -> Result<(), DbError> {
    let known = known_rows(conn, batch)?;
    let sides: Vec<Side> = batch.iter().map(Side::of).collect::<Result<_, _>>()?;
    let rows: Vec<Vec<Value>> = batch.iter().zip(&sides).map(|(scanned, side)| item_values(scanned, side.hash)).collect::<Result<_, _>>()?;
    let mut sql = upsert::statement(&ITEM_TABLE, rows);
    sql.push(" RETURNING id, number");
    if batch.len() < BATCH && batch.len() > 1 {
        sql.once();
    }
    let numbers: HashMap<ItemId, i64> = conn.rows(sql, |row| Ok((row.item()?, row.int()?)))?.into_iter().collect();

    let mut changed: Vec<(i64, Side, bool)> = Vec::new();
    let mut moved: HashSet<ItemId> = HashSet::new();
    for (scanned, side) in batch.iter().zip(sides) {
        let item = &scanned.item;
        let number = *numbers.get(&item.id).ok_or(DbError::NotFound)?;
        let before = known.get(&item.id);
        if before.is_none_or(|before| before.side_hash != side.hash) {
            changed.push((number, side, before.is_some()));
        }
        match before {
            None => newest.note(scanned),
            Some(before) if before.series != item.series => moved.extend(before.series.into_iter().chain(item.series)),
            Some(_) => {}
        }
    }
    side::write(conn, changed)?;
    write_media(conn, batch, &numbers, &known)?;
    let moved: Vec<ItemId> = moved.into_iter().collect();
    refresh_series(conn, &moved)
}

/// What matters here of a row that is there.
struct Before {
    side_hash: i64,
    series: Option<ItemId>,
    /// Size and time of the file.
    media: Option<(i64, i64)>,
}

fn known_rows(conn: &mut Conn, batch: &[ScannedItem]) -> Result<HashMap<ItemId, Before>, DbError> {
    let ids: Vec<ItemId> = batch.iter().map(|scanned| scanned.item.id).collect();
    let mut sql = Sql::text("SELECT i.id, i.side_hash, i.series_id, m.size, m.modified FROM item i LEFT JOIN media m ON m.item = i.number WHERE ");
    sql.append(Sql::in_list("i.id", &ids));
    let rows = conn.rows(sql, |row| {
        let (id, side_hash, series) = (row.item()?, row.int()?, row.item_or_null()?);
        let media = row.int_or_null()?.zip(row.int_or_null()?);
        Ok((id, Before { side_hash, series, media }))
    })?;
    Ok(rows.into_iter().collect())
}

const MEDIA: Table = Table {
    name: "media",
    columns: &["item", "path", "size", "modified", "fingerprint", "source_name", "probe", "failure", "crashes"],
    key: "(item)",
    update: &[
        "path",
        "size",
        "modified",
        "fingerprint = COALESCE(excluded.fingerprint, media.fingerprint)",
        "source_name",
        // Nothing new to say about the file is no reason to forget what was known; a failure is.
        "probe = CASE WHEN excluded.probe IS NULL AND excluded.failure IS NULL THEN media.probe ELSE excluded.probe END",
        "failure",
        "crashes",
    ],
};

fn write_media(conn: &mut Conn, batch: &[ScannedItem], numbers: &HashMap<ItemId, i64>, known: &HashMap<ItemId, Before>) -> Result<(), DbError> {
    let mut rows = Vec::new();
    let mut stale: Vec<i64> = Vec::new();
    for scanned in batch {
        let (Some(media), Some(number)) = (&scanned.media, numbers.get(&scanned.item.id)) else { continue };
        let ScannedMedia { path, size, modified, fingerprint, source_name, probe, failure, crashes } = media;
        let nanos = modified_nanos(*modified);
        let before = known.get(&scanned.item.id).and_then(|before| before.media);
        if before.is_some_and(|before| before != (i64::try_from(*size).unwrap_or(i64::MAX), nanos)) {
            stale.push(*number);
        }
        let probe = probe.as_ref().map(serde_json::to_string).transpose().map_err(|error| DbError::damaged("probe", error))?;
        rows.push(vec![
            (*number).into(),
            path.into(),
            (*size).into(),
            nanos.into(),
            fingerprint.map(|bytes| bytes.to_vec()).into(),
            source_name.into(),
            probe.into(),
            failure.clone().into(),
            (*crashes).into(),
        ]);
    }
    if !stale.is_empty() {
        // Another file is in its place: it is entered elsewhere.
        let mut sql = Sql::text("DELETE FROM media_index WHERE ");
        sql.append(Sql::in_list("item", &stale));
        conn.execute(sql)?;
    }
    upsert::rows(conn, &MEDIA, rows)
}

/// Times beyond 1677–2262, which a broken file system may say, are the nearest that can be said.
pub(super) fn modified_nanos(time: Timestamp) -> i64 {
    time.timestamp_nanos_opt().unwrap_or(if time.timestamp() < 0 { i64::MIN } else { i64::MAX })
}

/// When something was last added below each folder.
#[derive(Default)]
struct Newest(HashMap<ItemId, i64>);

impl Newest {
    fn note(&mut self, scanned: &ScannedItem) {
        let item = &scanned.item;
        if item.role != walros_model::item::ItemRole::Main || !codes::is_leaf(item.kind) {
            return;
        }
        let added = item.added.timestamp_micros();
        for folder in [item.library, item.parent, item.series, item.season, item.album].into_iter().flatten() {
            let newest = self.0.entry(folder).or_insert(added);
            *newest = added.max(*newest);
        }
    }

    fn store(self, conn: &mut Conn) -> Result<(), DbError> {
        for (folder, added) in self.0 {
            conn.execute(sql!("UPDATE item SET content_added = ? WHERE id = ? AND (content_added IS NULL OR content_added < ?)", added, folder, added))?;
        }
        Ok(())
    }
}
