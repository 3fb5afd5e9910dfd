//! Settings of the server and display preferences of users: JSON texts under keys.

use walros_model::UserId;

use crate::connection::Conn;
use crate::error::DbError;

fn pending<T>() -> Result<T, DbError> {
    Err(DbError::Failed("not written yet".into()))
}

pub fn get(_conn: &mut Conn, _key: &str) -> Result<Option<String>, DbError> {
    pending()
}

pub fn set(_conn: &mut Conn, _key: &str, _value: &str) -> Result<(), DbError> {
    pending()
}

pub fn remove(_conn: &mut Conn, _key: &str) -> Result<(), DbError> {
    pending()
}

/// How `client` shows the view `id` to a user.
pub fn display_preference(_conn: &mut Conn, _user: UserId, _client: &str, _id: &str) -> Result<Option<String>, DbError> {
    pending()
}

pub fn set_display_preference(_conn: &mut Conn, _user: UserId, _client: &str, _id: &str, _value: &str) -> Result<(), DbError> {
    pending()
}
