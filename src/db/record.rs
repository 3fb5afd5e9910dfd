//! Statements kept while requests run, for the benchmark to count them and to run them again by themselves.
//!
//! One recording at a time for the whole process: what is recorded passes through layers that know nothing of it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::Sql;

static ON: AtomicBool = AtomicBool::new(false);
static CURRENT: Mutex<Recording> = Mutex::new(Recording { listings: Vec::new(), statements: 0 });

/// What ran between [`Recording::start`] and [`Recording::stop`].
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// Statements put together at run time, with their values: all but those of accounts, devices and settings.
    listings: Vec<Sql>,
    statements: u64,
}

impl Recording {
    /// Forgets what was recorded before.
    pub fn start() {
        *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = Self::default();
        ON.store(true, Ordering::SeqCst);
    }

    pub fn stop() -> Self {
        ON.store(false, Ordering::SeqCst);
        std::mem::take(&mut *CURRENT.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// How many statements of any kind ran.
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// The listings as text, values and all.
    pub fn texts(&self) -> Vec<String> {
        self.listings.iter().map(ToString::to_string).collect()
    }

    /// Runs the listings again: reads their rows and makes nothing of them. Answers how many rows there were.
    pub fn replay(&self, conn: &mut Conn) -> Result<usize, DbError> {
        self.listings.iter().try_fold(0, |rows, sql| Ok(rows + conn.walk(sql)?))
    }
}

/// A statement began.
pub(crate) fn count() {
    if ON.load(Ordering::Relaxed) {
        CURRENT.lock().unwrap_or_else(PoisonError::into_inner).statements += 1;
    }
}

/// A query that answers rows.
pub(crate) fn listing(sql: &Sql) {
    if ON.load(Ordering::Relaxed) {
        CURRENT.lock().unwrap_or_else(PoisonError::into_inner).listings.push(sql.clone());
    }
}
