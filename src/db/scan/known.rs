//! What the last scan knew.

use chrono::DateTime;
use walros_model::item::{ItemKind, ItemRole};
use walros_model::{ItemId, Timestamp};

use crate::connection::Conn;
use crate::error::DbError;
use crate::row::Columns;
use crate::sql::{Sql, sql};

/// An item of a library as the last scan left it: enough to see what changed on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownItem {
    pub id: ItemId,
    pub kind: ItemKind,
    pub role: ItemRole,
    pub owner: Option<ItemId>,
    pub parent: Option<ItemId>,
    pub key: String,
    pub path: Option<String>,
    pub missing: bool,
    pub added: Timestamp,
    /// As [`ScannedItem::seen`](super::ScannedItem::seen) was.
    pub seen: i64,
    pub media: Option<KnownMedia>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct KnownMedia {
    /// Bytes.
    pub size: u64,
    /// To the nanosecond.
    pub modified: Timestamp,
    pub fingerprint: Option<[u8; 16]>,
    /// Why the file could not be read. A scan tries again when it, or the item's signature, is another.
    pub failure: Option<String>,
    /// As [`ScannedMedia::crashes`](super::ScannedMedia::crashes) was.
    pub crashes: u32,
}

const KNOWN: &str = "SELECT i.id, i.kind, i.role, i.owner_id, i.parent_id, i.key, i.path, i.missing, i.added, i.seen, m.size, m.modified, m.fingerprint, m.failure, m.crashes \
     FROM item i LEFT JOIN media m ON m.item = i.number WHERE ";

/// All items of a library, missing ones too; not the library itself.
pub fn load_known(conn: &mut Conn, library: ItemId) -> Result<Vec<KnownItem>, DbError> {
    let mut sql = Sql::text(KNOWN);
    sql.append(sql!("i.library_id = ? AND i.id <> ?", library, library));
    conn.rows(sql, read)
}

/// Missing items with this fingerprint, in any library.
pub fn vanished_by_fingerprint(conn: &mut Conn, fingerprint: &[u8; 16]) -> Result<Vec<KnownItem>, DbError> {
    let mut sql = Sql::text(KNOWN);
    sql.append(sql!("i.missing = 1 AND m.fingerprint = ?", fingerprint.as_slice())).push(" ORDER BY i.number");
    conn.rows(sql, read)
}

fn read(row: &mut Columns<'_>) -> Result<KnownItem, DbError> {
    Ok(KnownItem {
        id: row.item()?,
        kind: row.code("kind", ItemKind::from_code)?,
        role: row.code("role", ItemRole::from_code)?,
        owner: row.item_or_null()?,
        parent: row.item_or_null()?,
        key: row.text()?,
        path: row.text_or_null()?,
        missing: row.flag()?,
        added: row.time()?,
        seen: row.int()?,
        media: read_media(row)?,
    })
}

fn read_media(row: &mut Columns<'_>) -> Result<Option<KnownMedia>, DbError> {
    let (size, modified) = (row.number_or_null::<u64>()?, row.int_or_null()?);
    let fingerprint = row.bytes_or_null()?.and_then(|bytes| bytes.try_into().ok());
    let failure = row.text_or_null()?;
    let crashes = row.number_or_null()?.unwrap_or_default();
    Ok(size.zip(modified).map(|(size, modified)| KnownMedia { size, modified: DateTime::from_timestamp_nanos(modified), fingerprint, failure, crashes }))
}
