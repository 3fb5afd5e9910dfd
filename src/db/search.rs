//! Finding words inside of names: FTS5's trigrams on SQLite, pg_trgm on PostgreSQL.

use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Sql, sql};
use crate::text::{clean, like_literal};

/// A search as the index understands it.
pub(crate) struct Term {
    clean: String,
    sqlite: bool,
}

impl Term {
    /// `None` when there is nothing to look for.
    pub fn new(text: &str, sqlite: bool) -> Option<Self> {
        let clean = clean(text);
        (!clean.is_empty()).then_some(Self { clean, sqlite })
    }

    /// The condition on `item i`.
    pub fn condition(&self) -> Sql {
        let like = format!("%{}%", like_literal(&self.clean));
        match self.sqlite {
            // Shorter than a trigram: read through all words, which are few bytes an item.
            true if self.clean.chars().count() < 3 => sql!("i.number IN (SELECT rowid FROM item_search WHERE words LIKE ? ESCAPE '!')", like),
            true => sql!("i.number IN (SELECT rowid FROM item_search WHERE item_search MATCH ?)", format!("\"{}\"", self.clean.replace('"', "\"\""))),
            false => sql!("i.number IN (SELECT item FROM item_search WHERE words LIKE ? ESCAPE '!')", like),
        }
    }

    /// Sorts the best first: the name itself, its first word, its beginning, a word in it, the beginning of a word,
    /// anything else.
    pub fn rank(&self) -> Sql {
        let literal = like_literal(&self.clean);
        sql!(
            "CASE WHEN i.clean_name = ? THEN 0 WHEN i.clean_name LIKE ? ESCAPE '!' THEN 1 WHEN i.clean_name LIKE ? ESCAPE '!' THEN 2 \
             WHEN ' ' || i.clean_name || ' ' LIKE ? ESCAPE '!' THEN 3 WHEN i.clean_name LIKE ? ESCAPE '!' THEN 4 ELSE 5 END",
            self.clean.clone(),
            format!("{literal} %"),
            format!("{literal}%"),
            format!("% {literal} %"),
            format!("% {literal}%"),
        )
    }
}

/// Stores the words of items, by number.
pub(crate) fn store(conn: &mut Conn, words: &[(i64, String)]) -> Result<(), DbError> {
    for chunk in words.chunks(64) {
        let mut insert = Sql::text(if conn.is_sqlite() {
            "INSERT OR REPLACE INTO item_search (rowid, words) VALUES "
        } else {
            "INSERT INTO item_search (item, words) VALUES "
        });
        for (index, (number, words)) in chunk.iter().enumerate() {
            insert.append(sql!(if index > 0 { ", (?, ?)" } else { "(?, ?)" }, *number, words));
        }
        if !conn.is_sqlite() {
            insert.push(" ON CONFLICT (item) DO UPDATE SET words = excluded.words");
        }
        conn.execute(insert)?;
    }
    Ok(())
}

/// Forgets the words of items that go, chosen by a condition on `item i`. PostgreSQL's foreign key does it by itself.
pub(crate) fn forget(conn: &mut Conn, condition: Sql) -> Result<(), DbError> {
    if conn.is_sqlite() {
        let mut sql = Sql::text("DELETE FROM item_search WHERE rowid IN (SELECT i.number FROM item i WHERE ");
        sql.append(condition).push(")");
        conn.execute(sql)?;
    }
    Ok(())
}
