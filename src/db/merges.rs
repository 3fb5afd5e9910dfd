//! Versions that somebody put together by hand, laid over what scans write: role and owner of an item are what the files
//! say, unless it was merged into another one that is there.

use std::collections::HashMap;

use walros_model::ItemId;
use walros_model::item::ItemRole;

use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Sql, sql};
use crate::upsert::{self, Table};

const MERGE: Table = Table { name: "item_merge", columns: &["item", "into_id", "role", "owner_id"], key: "(item)", update: &["into_id"] };

/// Makes `others`, with the versions they have, versions of `main`. Ids that are not there are passed over.
pub fn merge(conn: &mut Conn, main: ItemId, others: &[ItemId]) -> Result<(), DbError> {
    let mut sql = sql!("SELECT i.number, i.role, i.owner_id FROM item i WHERE i.id <> ? AND (", main);
    sql.append(Sql::in_list("i.id", others)).push(" OR i.role = 1 AND ").append(Sql::in_list("i.owner_id", others)).push(")");
    let found = conn.rows(sql, |row| Ok((row.int()?, row.int()?, row.item_or_null()?)))?;
    let rows = found.into_iter().map(|(number, role, owner)| vec![number.into(), main.into(), role.into(), owner.into()]).collect();
    upsert::rows(conn, &MERGE, rows)?;
    settle(conn)
}

/// Gives everything that was merged into `main` back what it was. Whether there was anything.
pub fn split(conn: &mut Conn, main: ItemId) -> Result<bool, DbError> {
    if conn.first(sql!("SELECT m.item FROM item_merge m WHERE m.into_id = ? LIMIT 1", main), |row| row.int())?.is_none() {
        return Ok(false);
    }
    let merged = "number IN (SELECT m.item FROM item_merge m WHERE m.into_id = ?)";
    conn.execute(sql!(format!("UPDATE item SET role = {}, owner_id = {} WHERE {merged}", before("role"), before("owner_id")), main))?;
    conn.execute(sql!("DELETE FROM item_merge WHERE into_id = ?", main))?;
    count(conn, main)?;
    Ok(true)
}

/// Lays all merges over the items as scans left them; while a main item is missing, its versions stand for themselves.
/// One statement where nothing was ever merged.
pub(crate) fn settle(conn: &mut Conn) -> Result<(), DbError> {
    let sql = Sql::text("SELECT DISTINCT m.into_id, t.missing FROM item_merge m JOIN item t ON t.id = m.into_id");
    let mains: HashMap<ItemId, bool> = conn.rows(sql, |row| Ok((row.item()?, row.flag()?)))?.into_iter().collect();
    for (main, missing) in mains {
        note_changes(conn, main)?;
        let merged = "number IN (SELECT m.item FROM item_merge m WHERE m.into_id = ?)";
        if missing {
            conn.execute(sql!(format!("UPDATE item SET role = {}, owner_id = {} WHERE {merged}", before("role"), before("owner_id")), main))?;
        } else {
            conn.execute(sql!(format!("UPDATE item SET role = 1, owner_id = ? WHERE {merged}"), main, main))?;
        }
        count(conn, main)?;
    }
    Ok(())
}

/// What the files say now of an item that a scan wrote anew is what it was before.
fn note_changes(conn: &mut Conn, main: ItemId) -> Result<(), DbError> {
    let of = |column: &str| format!("(SELECT i.{column} FROM item i WHERE i.number = item_merge.item)");
    let sql = sql!(
        format!(
            "UPDATE item_merge SET role = {}, owner_id = {} WHERE into_id = ? AND EXISTS (SELECT 1 FROM item i WHERE i.number = item_merge.item \
             AND (i.role <> 1 OR i.owner_id <> item_merge.into_id))",
            of("role"),
            of("owner_id")
        ),
        main
    );
    conn.execute(sql)?;
    Ok(())
}

fn before(column: &str) -> String {
    format!("(SELECT m.{column} FROM item_merge m WHERE m.item = item.number)")
}

/// How many versions it has, itself counted.
fn count(conn: &mut Conn, main: ItemId) -> Result<(), DbError> {
    let versions = "1 + (SELECT COUNT(*) FROM item v WHERE v.role = 1 AND v.missing = 0 AND v.owner_id = ?)";
    conn.execute(sql!(format!("UPDATE item SET version_count = {versions} WHERE id = ?"), main, main))?;
    Ok(())
}

/// What was put together with `main` by hand.
pub fn merged_into(conn: &mut Conn, main: ItemId) -> Result<Vec<ItemId>, DbError> {
    conn.rows(sql!("SELECT i.id FROM item_merge m JOIN item i ON i.number = m.item WHERE m.into_id = ?", main), |row| row.item())
}

/// The item that `id` is a version of, by file or by hand; itself when it is none.
pub fn main_of(conn: &mut Conn, id: ItemId) -> Result<Option<ItemId>, DbError> {
    let found =
        conn.first(sql!("SELECT i.role, i.owner_id FROM item i WHERE i.id = ?", id), |row| Ok((row.code("role", ItemRole::from_code)?, row.item_or_null()?)))?;
    Ok(found.map(|(role, owner)| owner.filter(|_| role == ItemRole::Version).unwrap_or(id)))
}
