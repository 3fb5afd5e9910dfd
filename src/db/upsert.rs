//! The one way in which rows are written that may be there already.

use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Sql, Value};

/// What may be written to a table in bulk.
pub(crate) struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// The unique index that decides whether a row is there: `(column, …)`, and its condition when it is partial.
    pub key: &'static str,
    /// What changes in a row that is there, as `column` or `column = expression`; nothing = the row stays as it is.
    pub update: &'static [&'static str],
}

/// Values in one statement; SQLite takes 32,766, PostgreSQL 65,535.
const MOST_VALUES: usize = 8_192;

/// Adds rows or changes those that are there. A key must not come twice in `rows`: PostgreSQL refuses it.
pub(crate) fn rows(conn: &mut Conn, table: &Table, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    let most = (MOST_VALUES / table.columns.len()).clamp(1, 256);
    let mut rest = rows.into_iter().peekable();
    while rest.peek().is_some() {
        let chunk: Vec<Vec<Value>> = rest.by_ref().take(most).collect();
        // One row and full chunks come again and again, everything between only once.
        let once = chunk.len() > 1 && chunk.len() < most;
        let mut sql = statement(table, chunk);
        if once {
            sql.once();
        }
        conn.execute(sql)?;
    }
    Ok(())
}

/// One row.
pub(crate) fn row(conn: &mut Conn, table: &Table, values: Vec<Value>) -> Result<(), DbError> {
    rows(conn, table, vec![values])
}

/// The statement for some rows, to which a caller may add RETURNING.
pub(crate) fn statement(table: &Table, rows: Vec<Vec<Value>>) -> Sql {
    let mut sql = Sql::text(format!("INSERT INTO {} ({}) VALUES ", table.name, table.columns.join(", ")));
    for (index, row) in rows.into_iter().enumerate() {
        debug_assert_eq!(row.len(), table.columns.len(), "{}", table.name);
        sql.push(if index > 0 { ", (" } else { "(" });
        for (index, value) in row.into_iter().enumerate() {
            if index > 0 {
                sql.push(", ");
            }
            sql.bind(value);
        }
        sql.push(")");
    }
    let set = |column: &&str| if column.contains('=') { column.to_string() } else { format!("{column} = excluded.{column}") };
    let action = match table.update {
        [] => "NOTHING".to_owned(),
        update => format!("UPDATE SET {}", update.iter().map(set).collect::<Vec<_>>().join(", ")),
    };
    sql.push(format!(" ON CONFLICT {} DO {action}", table.key));
    sql
}
