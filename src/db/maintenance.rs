//! Looking after the database file. It is never opened except through SQLite: closing a file handle of our own would
//! drop the locks that the connections of this process hold on it.

use std::path::Path;

use crate::Db;
use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Sql, sql};

impl Db {
    /// Writes a consistent copy to `path`, which must not exist yet. SQLite only: PostgreSQL has `pg_dump`.
    pub async fn backup_to(&self, path: &Path) -> Result<(), DbError> {
        let path = path.to_owned();
        self.write_bare(move |conn| copy_to(conn, &path)).await
    }
}

/// `VACUUM INTO`, written under another name first so that a partial copy is never taken for a whole one.
pub(crate) fn copy_to(conn: &mut Conn, path: &Path) -> Result<(), DbError> {
    if !conn.is_sqlite() {
        return Err(DbError::Failed("a PostgreSQL database is backed up with pg_dump".into()));
    }
    if path.exists() {
        return Err(DbError::Conflict(format!("{} is already there", path.display())));
    }
    let partial = path.with_extension("partial");
    let failed = |error: std::io::Error| DbError::Failed(format!("{}: {error}", path.display()));
    if partial.exists() {
        std::fs::remove_file(&partial).map_err(failed)?;
    }
    conn.execute(sql!("VACUUM INTO ?", partial.display().to_string()))?;
    std::fs::rename(&partial, path).map_err(failed)
}

/// Whether the file is sound: its pages, and that no row refers to a missing one.
pub fn check(conn: &mut Conn) -> Result<(), DbError> {
    if !conn.is_sqlite() {
        return Ok(());
    }
    let answer = conn.first(Sql::text("PRAGMA quick_check(1)"), |row| row.text())?.unwrap_or_default();
    if answer != "ok" {
        return Err(DbError::damaged("page", answer));
    }
    match conn.first(Sql::text("PRAGMA foreign_key_check"), |row| row.text())? {
        Some(table) => Err(DbError::damaged("reference", format!("a row of {table} refers to one that is gone"))),
        None => Ok(()),
    }
}

/// Renews what the query planner knows of the data; after a scan that changed much.
pub fn optimize(conn: &mut Conn) -> Result<(), DbError> {
    // A limit makes it quick, and spares the samples of single values with which SQLite would prepare every statement
    // anew for every value bound to it.
    conn.batch(if conn.is_sqlite() { "PRAGMA analysis_limit = 2000; ANALYZE" } else { "ANALYZE" })
}
