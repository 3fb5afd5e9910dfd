//! The database as the rest of the program holds it: one writer, several readers, blocking threads.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::connection::{Common, Conn, Purpose};
use crate::error::DbError;
use crate::{maintenance, migrate};

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A file, made when it is not there; its folder must exist.
    Sqlite(PathBuf),
    /// A connection URL of libpq: `postgres://user:password@host/name`.
    Postgres(String),
}

#[derive(Clone, Debug)]
pub struct DbConfig {
    pub target: Target,
    /// How many connections read at the same time.
    pub readers: usize,
}

impl DbConfig {
    pub fn sqlite(path: impl Into<PathBuf>) -> Self {
        Self::new(Target::Sqlite(path.into()))
    }

    pub fn postgres(url: impl Into<String>) -> Self {
        Self::new(Target::Postgres(url.into()))
    }

    fn new(target: Target) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { target, readers: (cores * 2).clamp(4, 16) }
    }
}

/// A handle on the database; clones share it.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
}

struct Shared {
    target: Target,
    common: Common,
    readers: Arc<Pool>,
    /// Holds one connection on SQLite, which has one writer anyway; queueing here costs less than its busy handler.
    writers: Arc<Pool>,
}

impl Db {
    /// Connects and brings the schema up to date. Blocks; call it before the first request.
    pub fn open(config: &DbConfig) -> Result<Self, DbError> {
        let common = Common::default();
        let mut writer = open(&config.target, Purpose::Write, &common)?;
        prepare(&mut writer, &config.target)?;
        let writers = if matches!(config.target, Target::Sqlite(_)) { 1 } else { 4 };
        let shared =
            Shared { target: config.target.clone(), common, readers: Pool::new(Vec::new(), config.readers.max(1)), writers: Pool::new(vec![writer], writers) };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Runs `body` with a connection that only reads, on a blocking thread.
    pub async fn read<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, DbError> + Send + 'static,
    {
        let lease = self.lease(&self.shared.readers, Purpose::Read).await?;
        blocking(move || lease.with(body)).await
    }

    /// Runs `body` in a transaction, on a blocking thread, with no other writer beside it on SQLite. When this answers
    /// `Ok` the change is on disk; an error undoes all of it.
    pub async fn write<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, DbError> + Send + 'static,
    {
        let lease = self.lease(&self.shared.writers, Purpose::Write).await?;
        blocking(move || lease.with(|conn| conn.transaction(body))).await
    }

    /// Statements run by all connections since the start, BEGIN and COMMIT among them.
    pub fn statements(&self) -> u64 {
        self.shared.common.statements.load(Ordering::Relaxed)
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self.shared.target, Target::Sqlite(_))
    }

    /// Like [`write`](Self::write) without a transaction, for statements that allow none.
    pub(crate) async fn write_bare<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, DbError> + Send + 'static,
    {
        let lease = self.lease(&self.shared.writers, Purpose::Write).await?;
        blocking(move || lease.with(body)).await
    }

    async fn lease(&self, pool: &Arc<Pool>, purpose: Purpose) -> Result<Lease, DbError> {
        let closed = |_| DbError::Failed("the database is closing".into());
        let permit = pool.permits.clone().acquire_owned().await.map_err(closed)?;
        let conn = pool.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Ok(Lease { conn, purpose, shared: self.shared.clone(), pool: pool.clone(), _permit: permit })
    }
}

async fn blocking<T: Send + 'static>(body: impl FnOnce() -> Result<T, DbError> + Send + 'static) -> Result<T, DbError> {
    match tokio::task::spawn_blocking(body).await {
        Ok(result) => result,
        Err(error) => Err(DbError::Failed(error.to_string())),
    }
}

struct Pool {
    idle: Mutex<Vec<Conn>>,
    permits: Arc<Semaphore>,
}

impl Pool {
    fn new(idle: Vec<Conn>, size: usize) -> Arc<Self> {
        Arc::new(Self { idle: Mutex::new(idle), permits: Arc::new(Semaphore::new(size)) })
    }
}

/// The right to use one connection of a pool.
struct Lease {
    conn: Option<Conn>,
    purpose: Purpose,
    shared: Arc<Shared>,
    pool: Arc<Pool>,
    _permit: OwnedSemaphorePermit,
}

impl Lease {
    /// A connection whose body panicked or whose server went away is not given back; the next lease opens a new one.
    fn with<T>(mut self, body: impl FnOnce(&mut Conn) -> Result<T, DbError>) -> Result<T, DbError> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => open(&self.shared.target, self.purpose, &self.shared.common)?,
        };
        let result = body(&mut conn);
        if result.is_ok() || conn.is_usable() {
            self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
        result
    }
}

fn open(target: &Target, purpose: Purpose, common: &Common) -> Result<Conn, DbError> {
    match target {
        Target::Sqlite(path) => Conn::open_sqlite(path, purpose, common),
        Target::Postgres(url) => Conn::open_postgres(url, common),
    }
}

/// Migrates. A SQLite file with data in it is copied beside itself first.
fn prepare(conn: &mut Conn, target: &Target) -> Result<(), DbError> {
    let place = match target {
        Target::Sqlite(path) => path.display().to_string(),
        // Not the URL: it holds a password.
        Target::Postgres(_) => "PostgreSQL".to_owned(),
    };
    let standing = migrate::standing(conn, &place)?;
    if standing.pending == 0 {
        return Ok(());
    }
    if let (Target::Sqlite(path), Some(version)) = (target, &standing.applied) {
        let copy = path.with_extension(format!("before-{version}.db"));
        if !copy.exists() {
            maintenance::copy_to(conn, &copy)?;
        }
    }
    migrate::run(conn)?;
    maintenance::check(conn)
}
