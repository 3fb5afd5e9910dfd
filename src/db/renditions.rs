//! Renditions that are kept whole: which libraries' rules ask for some, which are wanted, how far each is.

use std::collections::BTreeSet;

use walros_model::playback::{StreamRequest, VideoCodec};
use walros_model::rendition::{Outcome, Quality, Rendition, RenditionRule, RenditionState};
use walros_model::{ItemId, Timestamp};

use crate::connection::Conn;
use crate::error::DbError;
use crate::items::load::amount;
use crate::row::Columns;
use crate::sql::{Sql, sql};

/// The rules of all libraries, the largest pictures of each first.
pub fn rules(conn: &mut Conn) -> Result<Vec<RenditionRule>, DbError> {
    let sql = Sql::text(
        "SELECT r.library_id, r.max_height, r.max_bit_rate, r.codec, r.since FROM rendition_rule r ORDER BY r.library_id, r.max_height DESC, r.codec",
    );
    conn.rows(sql, |row| {
        let library = row.item()?;
        let (max_height, max_bit_rate, codec) = (row.number()?, row.number()?, row.text()?);
        let codec = VideoCodec::named(&codec).ok_or_else(|| DbError::damaged("codec", codec))?;
        let quality = Quality { max_height, max_bit_rate, codec };
        Ok(RenditionRule { library, quality, since: row.time_or_null()? })
    })
}

/// Replaces the rules of a library, of which no two may have the same height and codec; `NotFound` when it is not there.
pub fn set_rules(conn: &mut Conn, library: ItemId, rules: &[RenditionRule]) -> Result<(), DbError> {
    conn.first(sql!("SELECT l.kind FROM library l WHERE l.id = ?", library), |row| row.int())?.ok_or(DbError::NotFound)?;
    conn.execute(sql!("DELETE FROM rendition_rule WHERE library_id = ?", library))?;
    for RenditionRule { library: _, quality: Quality { max_height, max_bit_rate, codec }, since } in rules {
        let insert = "INSERT INTO rendition_rule (library_id, max_height, max_bit_rate, codec, since) VALUES (?, ?, ?, ?, ?)";
        conn.execute(sql!(insert, library, i64::from(*max_height), *max_bit_rate, codec.name(), *since))?;
    }
    Ok(())
}

/// Somebody wants a rendition of a file. Whether it was not wanted before; `NotFound` when there is no such file.
pub fn want(conn: &mut Conn, source: ItemId, request: &StreamRequest, at: Timestamp) -> Result<bool, DbError> {
    add(conn, source, request, "by_hand", at)
}

/// What all rules together want now. Of films that are there and in a library with rules, what no rule and nobody wants
/// any more goes; those that are away, and those of which nobody knows what is wanted, keep theirs.
pub fn settle_rules(conn: &mut Conn, wanted: &[(ItemId, StreamRequest)], unknown: &[ItemId], at: Timestamp) -> Result<(), DbError> {
    conn.execute(Sql::text(
        "UPDATE rendition SET by_rule = 0 WHERE item IN (SELECT i.number FROM item i WHERE i.missing = 0 OR i.library_id IS NULL \
         OR i.library_id NOT IN (SELECT r.library_id FROM rendition_rule r))",
    ))?;
    for chunk in unknown.chunks(256) {
        let mut sql = Sql::text("UPDATE rendition SET by_rule = 1 WHERE by_hand = 0 AND item IN (SELECT i.number FROM item i WHERE ");
        sql.append(Sql::in_list("i.id", chunk)).push(")");
        conn.execute(sql)?;
    }
    for (source, request) in wanted {
        match add(conn, *source, request, "by_rule", at) {
            // It went while the rules were read.
            Err(DbError::NotFound) => (),
            added => drop(added?),
        }
    }
    conn.execute(Sql::text("DELETE FROM rendition WHERE by_hand = 0 AND by_rule = 0"))?;
    Ok(())
}

fn add(conn: &mut Conn, source: ItemId, request: &StreamRequest, wanted_by: &'static str, at: Timestamp) -> Result<bool, DbError> {
    let item = conn.first(sql!("SELECT m.item FROM media m JOIN item i ON i.number = m.item WHERE i.id = ?", source), |row| row.int())?;
    let item = item.ok_or(DbError::NotFound)?;
    let request = serde_json::to_string(request).map_err(|error| DbError::damaged("stream request", error))?;
    let known = conn.execute(sql!(format!("UPDATE rendition SET {wanted_by} = 1 WHERE item = ? AND request = ?"), item, &request))?;
    if known > 0 {
        return Ok(false);
    }
    let (by_hand, by_rule) = (i64::from(wanted_by == "by_hand"), i64::from(wanted_by == "by_rule"));
    let insert = "INSERT INTO rendition (item, request, by_hand, by_rule, state, parts, made, pictures, bytes, changed) VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, ?)";
    conn.execute(sql!(insert, item, request, by_hand, by_rule, i64::from(RenditionState::Waiting.code()), at))?;
    Ok(true)
}

const SELECT: &str = "SELECT r.number, i.id, i.name, i.series_name, r.request, r.by_hand, r.by_rule, r.state, r.parts, r.made, r.pictures, \
     r.expected_pictures, r.bytes, r.reason, r.key, r.changed FROM rendition r JOIN item i ON i.number = r.item";

fn read(row: &mut Columns<'_>) -> Result<Rendition, DbError> {
    Ok(Rendition {
        number: row.int()?,
        source: row.item()?,
        title: row.text()?,
        series: row.text_or_null()?,
        request: row.json("stream request")?,
        by_hand: row.flag()?,
        by_rule: row.flag()?,
        outcome: Outcome {
            state: row.code("rendition state", RenditionState::from_code)?,
            parts: row.number()?,
            made: row.number()?,
            pictures: row.number()?,
            expected_pictures: row.number_or_null()?,
            bytes: row.number()?,
            reason: row.text_or_null()?,
        },
        key: row.text_or_null()?,
        changed: row.time()?,
    })
}

/// What is being made first, then what waits, then the rest; and how many there are beside the page.
pub fn page(conn: &mut Conn, start: u64, limit: u64) -> Result<(Vec<Rendition>, u64), DbError> {
    let total = conn.first(Sql::text("SELECT count(*) FROM rendition"), |row| row.number())?.unwrap_or_default();
    let mut sql = Sql::text(SELECT);
    sql.append(sql!(
        " ORDER BY CASE r.state WHEN ? THEN 0 WHEN ? THEN 1 ELSE 2 END, r.changed DESC, r.number LIMIT ",
        i64::from(RenditionState::Making.code()),
        i64::from(RenditionState::Waiting.code())
    ));
    sql.append(amount(limit)).push(" OFFSET ").append(amount(start));
    Ok((conn.rows(sql, read)?, total))
}

/// Of files that are there: first those that somebody asked for, in the order in which they did.
pub fn of_files_there(conn: &mut Conn) -> Result<Vec<Rendition>, DbError> {
    let mut sql = Sql::text(SELECT);
    sql.push(" WHERE i.missing = 0 ORDER BY r.by_hand DESC, r.number");
    conn.rows(sql, read)
}

/// What is asked for in each that is ready of a file.
pub fn of_file(conn: &mut Conn, source: ItemId) -> Result<Vec<StreamRequest>, DbError> {
    let mut sql = Sql::text(SELECT);
    sql.append(sql!(" WHERE i.id = ? AND r.state = ? ORDER BY r.number", source, i64::from(RenditionState::Ready.code())));
    Ok(conn.rows(sql, read)?.into_iter().map(|rendition| rendition.request).collect())
}

pub fn get(conn: &mut Conn, number: i64) -> Result<Option<Rendition>, DbError> {
    let mut sql = Sql::text(SELECT);
    sql.append(sql!(" WHERE r.number = ?", number));
    conn.first(sql, read)
}

/// Notes how far one is, and what it is kept as; one that is gone meanwhile stays gone.
pub fn note(conn: &mut Conn, number: i64, key: Option<&str>, outcome: &Outcome, at: Timestamp) -> Result<(), DbError> {
    let Outcome { state, parts, made, pictures, expected_pictures, bytes, reason } = outcome;
    let update = "UPDATE rendition SET key = ?, state = ?, parts = ?, made = ?, pictures = ?, expected_pictures = ?, bytes = ?, reason = ?, changed = ? \
                  WHERE number = ?";
    let expected = expected_pictures.map(|pictures| pictures as i64);
    let reason = reason.as_deref();
    conn.execute(sql!(update, key, i64::from(state.code()), i64::from(*parts), i64::from(*made), *pictures, expected, *bytes, reason, at, number))?;
    Ok(())
}

/// Nobody wants it any more; `NotFound` when it is gone already. A rule that asks for it asks again.
pub fn remove(conn: &mut Conn, number: i64) -> Result<(), DbError> {
    if conn.execute(sql!("DELETE FROM rendition WHERE number = ?", number))? == 0 { Err(DbError::NotFound) } else { Ok(()) }
}

/// The files were deleted, not only away.
pub fn forget(conn: &mut Conn, sources: &[ItemId]) -> Result<(), DbError> {
    for chunk in sources.chunks(256) {
        let mut sql = Sql::text("DELETE FROM rendition WHERE item IN (SELECT i.number FROM item i WHERE ");
        sql.append(Sql::in_list("i.id", chunk)).push(")");
        conn.execute(sql)?;
    }
    Ok(())
}

/// The names of all that is to be kept.
pub fn keys(conn: &mut Conn) -> Result<BTreeSet<String>, DbError> {
    let keys = conn.rows(Sql::text("SELECT r.key FROM rendition r WHERE r.key IS NOT NULL"), |row| row.text())?;
    Ok(keys.into_iter().collect())
}
