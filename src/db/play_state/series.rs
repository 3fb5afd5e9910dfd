//! When a user last played anything of a series, kept beside the states of its episodes so that next up need not read
//! all of them.

use walros_model::{ItemId, UserId};

use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Sql, sql};

/// The states of these items changed: brings their series up to date. Costs one statement when none of them is an
/// episode.
pub(super) fn note(conn: &mut Conn, user: UserId, items: &[ItemId]) -> Result<(), DbError> {
    let mut series: Vec<ItemId> = Vec::new();
    for chunk in items.chunks(256) {
        let mut sql = Sql::text("SELECT DISTINCT i.series_id FROM item i WHERE i.series_id IS NOT NULL AND ");
        sql.append(Sql::in_list("i.id", chunk));
        series.extend(conn.rows(sql, |row| row.item())?);
    }
    series.sort_unstable();
    series.dedup();
    renew(conn, Some(user), &series)
}

/// Brings series up to date for all users, after episodes were moved into or out of them.
pub(crate) fn refresh(conn: &mut Conn, series: &[ItemId]) -> Result<(), DbError> {
    renew(conn, None, series)
}

fn renew(conn: &mut Conn, user: Option<UserId>, series: &[ItemId]) -> Result<(), DbError> {
    for chunk in series.chunks(256) {
        let mut forget = Sql::text("DELETE FROM series_state WHERE ");
        forget.append(Sql::in_list("series_id", chunk));
        let mut fill = Sql::text(
            "INSERT INTO series_state (user_id, series_id, last_played) SELECT a.id, i.series_id, MAX(p.last_played) FROM account a \
             CROSS JOIN item i JOIN play_state p ON p.user_id = a.id AND p.item_id = i.id WHERE p.last_played IS NOT NULL AND ",
        );
        fill.append(Sql::in_list("i.series_id", chunk));
        if let Some(user) = user {
            forget.append(sql!(" AND user_id = ?", user));
            fill.append(sql!(" AND a.id = ?", user));
        }
        fill.push(" GROUP BY a.id, i.series_id");
        conn.execute(forget)?;
        conn.execute(fill)?;
    }
    Ok(())
}
