//! What happened on the server, newest first; the oldest entries make room.

use walros_model::activity::{Activity, ActivityKind, ActivityQuery};

use crate::connection::Conn;
use crate::error::DbError;
use crate::items::load::amount;
use crate::sql::{Conditions, sql};

/// Entries kept. Somebody who guesses passwords must not fill the disk.
const MOST: i64 = 10_000;

/// Adds an entry; its `number` is ignored.
pub fn add(conn: &mut Conn, entry: &Activity) -> Result<(), DbError> {
    let Activity { number: _, at, kind, user, user_name, item, item_name, device, address } = entry;
    let insert = sql!(
        "INSERT INTO activity (at, kind, user_id, user_name, item_id, item_name, device, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number",
        *at,
        kind.code(),
        *user,
        user_name,
        *item,
        item_name,
        device,
        address,
    );
    let number = conn.first(insert, |row| row.int())?.unwrap_or_default();
    conn.execute(sql!("DELETE FROM activity WHERE number <= ?", number - MOST))?;
    Ok(())
}

/// The wanted entries, and how many there are beside the page.
pub fn page(conn: &mut Conn, query: &ActivityQuery) -> Result<(Vec<Activity>, u64), DbError> {
    let mut conditions = Conditions::default();
    if let Some(since) = query.since {
        conditions.and(sql!("a.at >= ?", since));
    }
    if let Some(has_user) = query.has_user {
        conditions.and(sql!(if has_user { "a.user_id IS NOT NULL" } else { "a.user_id IS NULL" }));
    }
    let mut count = sql!("SELECT count(*) FROM ");
    count.append(conditions.clone().after("activity a"));
    let total = conn.first(count, |row| row.number())?.unwrap_or_default();
    let mut sql = sql!("SELECT a.number, a.at, a.kind, a.user_id, a.user_name, a.item_id, a.item_name, a.device, a.address FROM ");
    sql.append(conditions.after("activity a")).push(" ORDER BY a.number DESC LIMIT ");
    sql.append(amount(query.limit.unwrap_or(i64::MAX as u64))).push(" OFFSET ").append(amount(query.start));
    let entries = conn.rows(sql, |row| {
        Ok(Activity {
            number: row.int()?,
            at: row.time()?,
            kind: row.code("activity", ActivityKind::from_code)?,
            user: row.user_or_null()?,
            user_name: row.text()?,
            item: row.item_or_null()?,
            item_name: row.text()?,
            device: row.text()?,
            address: row.text()?,
        })
    })?;
    Ok((entries, total))
}
