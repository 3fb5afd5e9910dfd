//! Bringing the schema up to what this program knows.

use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::connection::{Conn, both};
use crate::error::DbError;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// What is applied and what is still to do.
pub(crate) struct Standing {
    /// The newest version in the database, `None` for an empty one.
    pub applied: Option<String>,
    pub pending: usize,
}

/// Compares the database with this program; refuses one that a newer program has touched.
pub(crate) fn standing(conn: &mut Conn, place: &str) -> Result<Standing, DbError> {
    let known = known_versions(conn)?;
    let mut applied: Vec<String> = both!(conn, c => c.applied_migrations()).map_err(failed)?.iter().map(ToString::to_string).collect();
    applied.sort();
    if let Some(found) = applied.iter().rev().find(|version| !known.contains(version)) {
        let newest = known.last().cloned().unwrap_or_default();
        return Err(DbError::NewerSchema { place: place.to_owned(), found: found.clone(), known: newest });
    }
    Ok(Standing { pending: known.len() - applied.len(), applied: applied.pop() })
}

/// Applies what is pending, each migration in a transaction of its own.
pub(crate) fn run(conn: &mut Conn) -> Result<(), DbError> {
    match &mut conn.backend {
        crate::connection::Backend::Sqlite(c) => c.run_pending_migrations(SQLITE).map(drop),
        crate::connection::Backend::Postgres(c) => c.run_pending_migrations(POSTGRES).map(drop),
    }
    .map_err(failed)
}

/// In order.
fn known_versions(conn: &Conn) -> Result<Vec<String>, DbError> {
    fn versions<DB: diesel::backend::Backend>(source: &EmbeddedMigrations) -> Result<Vec<String>, DbError>
    where
        EmbeddedMigrations: MigrationSource<DB>,
    {
        let migrations: Vec<Box<dyn Migration<DB>>> = source.migrations().map_err(failed)?;
        let mut versions: Vec<String> = migrations.iter().map(|migration| migration.name().version().to_string()).collect();
        versions.sort();
        Ok(versions)
    }
    if conn.is_sqlite() { versions::<diesel::sqlite::Sqlite>(&SQLITE) } else { versions::<diesel::pg::Pg>(&POSTGRES) }
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> DbError {
    DbError::Failed(format!("migration: {error}"))
}
