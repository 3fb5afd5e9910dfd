//! What the pictures that are made of films hang on.

use chrono::DateTime;
use walros_model::item::{Image, ItemCard};
use walros_model::{ItemId, Timestamp};

use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Sql, sql};

/// Some of the items with a frame of a film among their pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct WithFrames {
    /// Those whose frame nobody has looked at yet, with all their pictures.
    pub unmeasured: Vec<(ItemId, Vec<Image>)>,
    /// The last of all that have one; `None` at the end.
    pub last: Option<ItemId>,
}

/// By id, of `limit` with a frame after `after`.
pub fn unmeasured_frames(conn: &mut Conn, after: Option<ItemId>, limit: u64) -> Result<WithFrames, DbError> {
    // As serde writes `ImageSource::Frame`.
    let mut sql = Sql::text("SELECT i.id, i.card FROM item i WHERE i.missing = 0 AND i.card LIKE '%\"Frame\":%'");
    if let Some(after) = after {
        sql.append(sql!(" AND i.id > ?", after));
    }
    sql.push(" ORDER BY i.id LIMIT ").append(super::load::amount(limit));
    let found = conn.rows(sql, |row| Ok((row.item()?, row.json::<ItemCard>("card")?.images)))?;
    let last = found.last().map(|(id, _)| *id);
    let unmeasured = found.into_iter().filter(|(_, images)| images.iter().any(Image::is_unmeasured_frame)).collect();
    Ok(WithFrames { unmeasured, last })
}

/// Size and time of change of items' files; items that are gone are left out.
pub fn file_states(conn: &mut Conn, ids: &[ItemId]) -> Result<Vec<(ItemId, u64, Timestamp)>, DbError> {
    let mut sql = Sql::text("SELECT x.id, m.size, m.modified FROM item x JOIN media m ON m.item = x.number WHERE ");
    sql.append(Sql::in_list("x.id", ids));
    conn.rows(sql, |row| Ok((row.item()?, row.number()?, DateTime::from_timestamp_nanos(row.int()?))))
}
