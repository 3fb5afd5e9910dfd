//! The rows of a home screen.

use walros_model::item::{ItemKind, MediaType};
use walros_model::lists::ItemPage;
use walros_model::query::Include;
use walros_model::{ItemId, Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbError;
use crate::scope::Scope;

fn pending<T>() -> Result<T, DbError> {
    Err(DbError::Failed("not written yet".into()))
}

/// What to continue watching.
#[derive(Clone, Debug, Default)]
pub struct ResumeQuery {
    /// Empty = any.
    pub media_types: Vec<MediaType>,
    pub kinds: Vec<ItemKind>,
    /// Only below this library, series, season or folder.
    pub parent: Option<ItemId>,
    pub exclude_libraries: Vec<ItemId>,
    pub exclude_ids: Vec<ItemId>,
    pub search: Option<String>,
    pub start: u64,
    pub limit: Option<u64>,
    pub total: bool,
    pub include: Include,
}

/// Begun and not finished, the latest first. A version or part appears as itself, with its own position.
pub fn resume(_conn: &mut Conn, _scope: &Scope, _user: UserId, _query: &ResumeQuery) -> Result<ItemPage, DbError> {
    pending()
}

/// Which episodes come next (traps.md E3).
#[derive(Clone, Debug, Default)]
pub struct NextUpQuery {
    /// Only this series; then one that was never begun answers its first episode.
    pub series: Option<ItemId>,
    /// Only series of this library or folder.
    pub parent: Option<ItemId>,
    /// Series last played before are left out.
    pub cutoff: Option<Timestamp>,
    /// Leaves out a series whose next episode is in progress, when false.
    pub resumable: bool,
    /// Also the next played episode after the one played last.
    pub rewatching: bool,
    pub exclude_libraries: Vec<ItemId>,
    pub start: u64,
    pub limit: Option<u64>,
    pub total: bool,
    pub include: Include,
}

pub fn next_up(_conn: &mut Conn, _scope: &Scope, _user: UserId, _query: &NextUpQuery) -> Result<ItemPage, DbError> {
    pending()
}

/// What was added last (traps.md E4).
#[derive(Clone, Debug, Default)]
pub struct LatestQuery {
    /// A library, or a folder in one; all of them when absent.
    pub parent: Option<ItemId>,
    /// Empty = what the library's kind lists.
    pub kinds: Vec<ItemKind>,
    pub limit: u64,
    /// Episodes become their season or series, photos their album, when several are new.
    pub group: bool,
    pub played: Option<bool>,
    pub exclude_libraries: Vec<ItemId>,
    pub include: Include,
}

/// The newest first. A container stands for [`FolderCounts::children`](walros_model::state::FolderCounts) new things
/// where the rules count them.
pub fn latest(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _query: &LatestQuery) -> Result<ItemPage, DbError> {
    pending()
}
