//! Reading items.

use walros_model::index::MediaIndex;
use walros_model::lists::{ItemPage, ItemView};
use walros_model::probe::MediaSource;
use walros_model::query::{Include, ItemQuery};
use walros_model::{ItemId, UserId};

use crate::connection::Conn;
use crate::error::DbError;
use crate::scope::Scope;

fn pending<T>() -> Result<T, DbError> {
    Err(DbError::Failed("not written yet".into()))
}

/// One page of what matches `query`: at most three statements whatever its size.
pub fn page(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _query: &ItemQuery) -> Result<ItemPage, DbError> {
    pending()
}

/// One item of any role, or nothing when it is not there or not in scope.
pub fn get(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _id: ItemId, _include: Include) -> Result<Option<ItemView>, DbError> {
    pending()
}

/// The item whose file or folder is at `path`.
pub fn by_path(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _path: &str, _include: Include) -> Result<Option<ItemView>, DbError> {
    pending()
}

/// Direct children in list order.
pub fn children_ids(_conn: &mut Conn, _scope: &Scope, _parent: ItemId) -> Result<Vec<ItemId>, DbError> {
    pending()
}

/// Trailers, interviews, deleted scenes, theme songs … of an item.
pub fn extras(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _owner: ItemId, _include: Include) -> Result<Vec<ItemView>, DbError> {
    pending()
}

/// The later stacked parts, in order.
pub fn parts(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _owner: ItemId, _include: Include) -> Result<Vec<ItemView>, DbError> {
    pending()
}

/// The other versions, not the main item itself.
pub fn versions(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _owner: ItemId, _include: Include) -> Result<Vec<ItemView>, DbError> {
    pending()
}

/// The parent, its parent and so on up to the library.
pub fn ancestors(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _id: ItemId) -> Result<Vec<ItemView>, DbError> {
    pending()
}

/// Items of the same kind that share most genres, people and studios, the closest first.
pub fn similar(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _id: ItemId, _limit: u64, _include: Include) -> Result<ItemPage, DbError> {
    pending()
}

/// The sources of an item, its own first, then those of its versions. A source whose file could not be read has an
/// empty probe.
pub fn sources(_conn: &mut Conn, _id: ItemId) -> Result<Vec<MediaSource>, DbError> {
    pending()
}

/// The random-access points of an item's file, when they are known.
pub fn index(_conn: &mut Conn, _id: ItemId) -> Result<Option<MediaIndex>, DbError> {
    pending()
}
