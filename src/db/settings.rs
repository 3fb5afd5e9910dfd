//! Settings of the server and display preferences of users: JSON texts under keys.

use walros_model::UserId;

use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::sql;
use crate::upsert::{self, Table};

const SETTING: Table = Table { name: "setting", columns: &["key", "value"], key: "(key)", update: &["value"] };

const DISPLAY_PREFERENCE: Table =
    Table { name: "display_preference", columns: &["user_id", "client", "id", "value"], key: "(user_id, client, id)", update: &["value"] };

pub fn get(conn: &mut Conn, key: &str) -> Result<Option<String>, DbError> {
    conn.first(sql!("SELECT value FROM setting WHERE key = ?", key), |row| row.text())
}

pub fn set(conn: &mut Conn, key: &str, value: &str) -> Result<(), DbError> {
    upsert::row(conn, &SETTING, vec![key.into(), value.into()])
}

pub fn remove(conn: &mut Conn, key: &str) -> Result<(), DbError> {
    conn.execute(sql!("DELETE FROM setting WHERE key = ?", key))?;
    Ok(())
}

/// How `client` shows the view `id` to a user.
pub fn display_preference(conn: &mut Conn, user: UserId, client: &str, id: &str) -> Result<Option<String>, DbError> {
    conn.first(sql!("SELECT value FROM display_preference WHERE user_id = ? AND client = ? AND id = ?", user, client, id), |row| row.text())
}

pub fn set_display_preference(conn: &mut Conn, user: UserId, client: &str, id: &str, value: &str) -> Result<(), DbError> {
    upsert::row(conn, &DISPLAY_PREFERENCE, vec![user.into(), client.into(), id.into(), value.into()])
}
