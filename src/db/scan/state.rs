//! Small changes to items that are known: there or not, moved, indexed, with other pictures.

use std::time::Duration;

use walros_model::edit::ItemEdit;
use walros_model::index::MediaIndex;
use walros_model::item::{Image, ItemCard};
use walros_model::probe::MediaProbe;
use walros_model::{ItemId, Timestamp};

use crate::codes;
use crate::connection::Conn;
use crate::error::DbError;
use crate::media_index;
use crate::merges;
use crate::row::nanos;
use crate::sql::{Sql, sql};
use crate::upsert::{self, Table};

/// Hides items whose files are gone; everything known about them stays.
pub fn mark_missing(conn: &mut Conn, ids: &[ItemId], at: Timestamp) -> Result<(), DbError> {
    set_missing(conn, ids, true, at)
}

pub fn mark_present(conn: &mut Conn, ids: &[ItemId], at: Timestamp) -> Result<(), DbError> {
    set_missing(conn, ids, false, at)
}

fn set_missing(conn: &mut Conn, ids: &[ItemId], missing: bool, at: Timestamp) -> Result<(), DbError> {
    for chunk in ids.chunks(256) {
        let mut sql = sql!("UPDATE item SET missing = ?, changed = ? WHERE missing <> ? AND ", missing, at, missing);
        sql.append(Sql::in_list("id", chunk));
        conn.execute(sql)?;
    }
    merges::settle(conn)
}

/// A file or folder has another path now and stays the same item; it is there. What is below a folder is not touched.
pub fn move_item(conn: &mut Conn, id: ItemId, path: &str, key: &str, at: Timestamp) -> Result<(), DbError> {
    let moved = conn.execute(sql!("UPDATE item SET path = ?, key = ?, missing = 0, changed = ? WHERE id = ?", path, key, at, id))?;
    if moved == 0 {
        return Err(DbError::NotFound);
    }
    conn.execute(sql!("UPDATE media SET path = ? WHERE item = (SELECT i.number FROM item i WHERE i.id = ?)", path, id))?;
    Ok(())
}

const MEDIA_INDEX: Table = Table { name: "media_index", columns: &["item", "document"], key: "(item)", update: &["document"] };

/// Stores where a file can be entered.
pub fn set_index(conn: &mut Conn, id: ItemId, index: &MediaIndex) -> Result<(), DbError> {
    let number = conn.first(sql!("SELECT i.number FROM item i WHERE i.id = ?", id), |row| row.int())?.ok_or(DbError::NotFound)?;
    upsert::row(conn, &MEDIA_INDEX, vec![number.into(), media_index::encode(index).into()])
}

/// Corrects how long a file plays, where only reading all of it tells.
pub fn set_length(conn: &mut Conn, id: ItemId, length: Duration, at: Timestamp) -> Result<(), DbError> {
    let sql = sql!("SELECT i.number, m.probe FROM item i JOIN media m ON m.item = i.number WHERE i.id = ?", id);
    let found = conn.first(sql, |row| Ok((row.int()?, row.json_or_null::<MediaProbe>("probe")?)))?;
    let Some((number, Some(mut probe))) = found else { return Err(DbError::NotFound) };
    probe.duration = length;
    let probe = serde_json::to_string(&probe).map_err(|error| DbError::damaged("probe", error))?;
    conn.execute(sql!("UPDATE media SET probe = ? WHERE item = ?", probe, number))?;
    conn.execute(sql!("UPDATE item SET runtime = ?, changed = ? WHERE number = ?", nanos(length), at, number))?;
    Ok(())
}

/// Videos of a library (versions, parts and extras too) that have no index yet and whose file could be read.
pub fn without_index(conn: &mut Conn, library: ItemId, limit: u64) -> Result<Vec<ItemId>, DbError> {
    let videos = codes::kind_list(|kind| kind.media_type() == walros_model::item::MediaType::Video);
    let sql = sql!(
        format!(
            "SELECT i.id FROM item i JOIN media m ON m.item = i.number WHERE i.library_id = ? AND i.kind IN ({videos}) AND i.missing = 0 \
             AND m.probe IS NOT NULL AND m.failure IS NULL AND NOT EXISTS (SELECT 1 FROM media_index x WHERE x.item = i.number) ORDER BY i.number LIMIT ?"
        ),
        library,
        limit
    );
    conn.rows(sql, |row| row.item())
}

/// Lets the next scan read every file that could not be read, whatever was found of it before.
pub fn read_failures_again(conn: &mut Conn) -> Result<(), DbError> {
    // No signature is that of nothing.
    conn.execute(sql!("UPDATE item SET seen = 0 WHERE number IN (SELECT m.item FROM media m WHERE m.failure IS NOT NULL)"))?;
    conn.execute(sql!("UPDATE media SET crashes = 0 WHERE failure IS NOT NULL"))?;
    Ok(())
}

/// Replaces the pictures on items' cards, but for those that somebody chose.
pub fn set_images(conn: &mut Conn, images: &[(ItemId, Vec<Image>)], at: Timestamp) -> Result<(), DbError> {
    for (id, images) in images {
        let sql = sql!("SELECT i.card, e.document FROM item i LEFT JOIN item_edit e ON e.item = i.number WHERE i.id = ?", *id);
        let found = conn.first(sql, |row| Ok((row.json::<ItemCard>("card")?, row.json_or_null::<ItemEdit>("edit")?)))?;
        let Some((mut card, edit)) = found else { continue };
        card.images.clone_from(images);
        edit.unwrap_or_default().apply_images(&mut card.images);
        let card = serde_json::to_string(&card).map_err(|error| DbError::damaged("card", error))?;
        conn.execute(sql!("UPDATE item SET card = ?, changed = ? WHERE id = ?", card, at, *id))?;
    }
    Ok(())
}

/// What a scan knows an item by: its key, and its signature.
pub fn key_and_seen(conn: &mut Conn, id: ItemId) -> Result<(String, i64), DbError> {
    conn.first(sql!("SELECT i.key, i.seen FROM item i WHERE i.id = ?", id), |row| Ok((row.text()?, row.int()?)))?.ok_or(DbError::NotFound)
}
