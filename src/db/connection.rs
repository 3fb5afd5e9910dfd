//! One connection of either backend: how it is opened, runs statements and reads rows.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::{AnsiTransactionManager as Manager, TransactionManager, TransactionManagerStatus};
use diesel::connection::{Connection, DefaultLoadingMode, InstrumentationEvent, LoadConnection, SimpleConnection};
use diesel::pg::PgConnection;
use diesel::row::{Field, Row};
use diesel::sqlite::SqliteConnection;

use crate::error::DbError;
use crate::parents::Parents;
use crate::record;
use crate::row::Columns;
use crate::sql::Sql;

/// A connection, lent to the closures of [`Db::read`](crate::Db::read) and [`Db::write`](crate::Db::write).
pub struct Conn {
    pub(crate) backend: Backend,
    pub(crate) parents: Parents,
    statements: Arc<AtomicU64>,
}

/// What all connections of a database share.
#[derive(Clone, Default)]
pub(crate) struct Common {
    pub statements: Arc<AtomicU64>,
    pub parents: Parents,
}

pub(crate) enum Backend {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Compiles the body once for each backend: diesel's types differ where its words do not.
macro_rules! both {
    ($conn:expr, $c:ident => $body:expr) => {
        match &mut $conn.backend {
            $crate::connection::Backend::Sqlite($c) => $body,
            $crate::connection::Backend::Postgres($c) => $body,
        }
    };
}
pub(crate) use both;

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Read,
    Write,
}

impl Conn {
    pub(crate) fn open_sqlite(path: &Path, purpose: Purpose, common: &Common) -> Result<Self, DbError> {
        let place = path.display().to_string();
        let unavailable = |error: &dyn std::fmt::Display| DbError::Unavailable { place: place.clone(), reason: error.to_string() };
        let mut connection = SqliteConnection::establish(&place).map_err(|error| unavailable(&error))?;
        // FULL: what is acknowledged must survive a power cut, also in WAL mode.
        let pragmas = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                       PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864;";
        connection.batch_execute(pragmas).map_err(|error| unavailable(&error))?;
        let own = match purpose {
            // Mapped pages are shared by all readers and need no copying.
            Purpose::Read => "PRAGMA query_only = ON; PRAGMA cache_size = -8192; PRAGMA mmap_size = 1073741824;",
            Purpose::Write => "PRAGMA cache_size = -65536;",
        };
        connection.batch_execute(own).map_err(|error| unavailable(&error))?;
        Ok(Self::counting(Backend::Sqlite(connection), common))
    }

    pub(crate) fn open_postgres(url: &str, common: &Common) -> Result<Self, DbError> {
        let connection = PgConnection::establish(url).map_err(|error| DbError::Unavailable { place: "PostgreSQL".into(), reason: error.to_string() })?;
        Ok(Self::counting(Backend::Postgres(connection), common))
    }

    fn counting(backend: Backend, common: &Common) -> Self {
        let statements = Arc::new(AtomicU64::new(0));
        let mut conn = Self { backend, parents: common.parents.clone(), statements: statements.clone() };
        let total = common.statements.clone();
        both!(conn, c => c.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                tracing::trace!(%query);
                statements.fetch_add(1, Ordering::Relaxed);
                total.fetch_add(1, Ordering::Relaxed);
                record::count();
            }
        }));
        conn
    }

    /// How many statements this connection has run, BEGIN and COMMIT among them.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Whether it can still be lent again: not in a transaction that could not be undone, its server not gone.
    pub(crate) fn is_usable(&mut self) -> bool {
        let settled = both!(self, c => matches!(Manager::transaction_manager_status_mut(c), TransactionManagerStatus::Valid(status) if status.transaction_depth().is_none()));
        settled && self.batch("SELECT 1").is_ok()
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.backend, Backend::Sqlite(_))
    }

    /// Runs `body` in a transaction, or in a savepoint when one is open; an error undoes all of it.
    pub fn transaction<T>(&mut self, body: impl FnOnce(&mut Self) -> Result<T, DbError>) -> Result<T, DbError> {
        self.begin()?;
        match body(self) {
            Ok(value) => {
                self.commit()?;
                Ok(value)
            }
            Err(error) => {
                self.rollback()?;
                Err(error)
            }
        }
    }

    fn begin(&mut self) -> Result<(), DbError> {
        let nested = both!(self, c => match Manager::transaction_manager_status_mut(c) {
            TransactionManagerStatus::Valid(status) => status.transaction_depth().is_some(),
            TransactionManagerStatus::InError => false,
        });
        match &mut self.backend {
            // A transaction that begins by reading and writes later would fail as busy when another writer came between.
            Backend::Sqlite(c) if !nested => Manager::begin_transaction_sql(c, "BEGIN IMMEDIATE")?,
            Backend::Sqlite(c) => Manager::begin_transaction(c)?,
            Backend::Postgres(c) => Manager::begin_transaction(c)?,
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), DbError> {
        both!(self, c => Manager::commit_transaction(c))?;
        Ok(())
    }

    fn rollback(&mut self) -> Result<(), DbError> {
        both!(self, c => Manager::rollback_transaction(c))?;
        Ok(())
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<(), DbError> {
        both!(self, c => c.batch_execute(text))?;
        Ok(())
    }

    /// Runs a statement; answers how many rows it changed.
    pub(crate) fn execute(&mut self, sql: Sql) -> Result<usize, DbError> {
        Ok(both!(self, c => diesel::RunQueryDsl::execute(sql, c))?)
    }

    /// Runs a query and reads each row.
    pub(crate) fn rows<T>(&mut self, sql: Sql, mut read: impl FnMut(&mut Columns<'_>) -> Result<T, DbError>) -> Result<Vec<T>, DbError> {
        record::listing(&sql);
        let mut rows = Vec::new();
        both!(self, c => {
            for row in LoadConnection::<DefaultLoadingMode>::load(c, &sql)? {
                let row = row?;
                rows.push(Columns::read(&row, &mut read)?);
            }
        });
        Ok(rows)
    }

    /// Runs a query, has every value of its rows fetched and makes nothing of them; answers how many rows there were.
    pub(crate) fn walk(&mut self, sql: &Sql) -> Result<usize, DbError> {
        let mut rows = 0;
        both!(self, c => {
            for row in LoadConnection::<DefaultLoadingMode>::load(c, sql)? {
                let row = row?;
                let there = |column: &usize| row.get(*column).is_some_and(|field| field.value().is_some());
                std::hint::black_box((0..row.field_count()).filter(there).count());
                rows += 1;
            }
        });
        Ok(rows)
    }

    /// The first row of a query.
    pub(crate) fn first<T>(&mut self, sql: Sql, read: impl FnMut(&mut Columns<'_>) -> Result<T, DbError>) -> Result<Option<T>, DbError> {
        Ok(self.rows(sql, read)?.into_iter().next())
    }
}
