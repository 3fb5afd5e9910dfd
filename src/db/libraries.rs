//! Libraries and the state of their folders.

use walros_model::library::{Library, LibraryRoot};
use walros_model::{ItemId, Timestamp};

use crate::connection::Conn;
use crate::error::DbError;

fn pending<T>() -> Result<T, DbError> {
    Err(DbError::Failed("not written yet".into()))
}

/// Adds the library with its item.
pub fn create(_conn: &mut Conn, _library: &Library, _at: Timestamp) -> Result<(), DbError> {
    pending()
}

pub fn list(_conn: &mut Conn) -> Result<Vec<Library>, DbError> {
    pending()
}

pub fn get(_conn: &mut Conn, _id: ItemId) -> Result<Option<Library>, DbError> {
    pending()
}

/// Writes name, options and folders; the state of folders that stay is kept.
pub fn update(_conn: &mut Conn, _library: &Library) -> Result<(), DbError> {
    pending()
}

/// Notes how a folder looked; `NotFound` when the library has no such folder.
pub fn set_root(_conn: &mut Conn, _library: ItemId, _root: &LibraryRoot) -> Result<(), DbError> {
    pending()
}

/// Removes the library with all its items; play state stays.
pub fn delete(_conn: &mut Conn, _id: ItemId) -> Result<(), DbError> {
    pending()
}
