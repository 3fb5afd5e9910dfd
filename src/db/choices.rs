//! Sums over a selection: how many of each kind, and what a filter dialog offers.

use walros_model::UserId;
use walros_model::lists::{FilterChoices, KindCounts};
use walros_model::query::ItemQuery;

use crate::connection::Conn;
use crate::error::DbError;
use crate::scope::Scope;

fn pending<T>() -> Result<T, DbError> {
    Err(DbError::Failed("not written yet".into()))
}

/// How many of each kind match `query`; its page is ignored.
pub fn counts(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _query: &ItemQuery) -> Result<KindCounts, DbError> {
    pending()
}

/// The genres, tags, ratings, years and languages found on what matches `query`; its page is ignored.
pub fn filters(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _query: &ItemQuery) -> Result<FilterChoices, DbError> {
    pending()
}
