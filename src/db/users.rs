//! Accounts.

use walros_model::user::User;
use walros_model::{Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbError;

fn pending<T>() -> Result<T, DbError> {
    Err(DbError::Failed("not written yet".into()))
}

/// Adds an account; `Conflict` when the name is taken (case and accents do not count). `has_password` of `user` is
/// ignored, `password_hash` decides.
pub fn create(_conn: &mut Conn, _user: &User, _password_hash: Option<&str>) -> Result<(), DbError> {
    pending()
}

pub fn get(_conn: &mut Conn, _id: UserId) -> Result<Option<User>, DbError> {
    pending()
}

/// With the password's hash, to sign in with.
pub fn by_name(_conn: &mut Conn, _name: &str) -> Result<Option<(User, Option<String>)>, DbError> {
    pending()
}

/// By name.
pub fn all(_conn: &mut Conn) -> Result<Vec<User>, DbError> {
    pending()
}

pub fn count(_conn: &mut Conn) -> Result<u64, DbError> {
    pending()
}

/// Writes name, policy, preferences, times and picture; `NotFound` when it is not there.
pub fn update(_conn: &mut Conn, _user: &User) -> Result<(), DbError> {
    pending()
}

pub fn password_hash(_conn: &mut Conn, _id: UserId) -> Result<Option<String>, DbError> {
    pending()
}

pub fn set_password(_conn: &mut Conn, _id: UserId, _hash: Option<&str>) -> Result<(), DbError> {
    pending()
}

pub fn touch(_conn: &mut Conn, _id: UserId, _login: Option<Timestamp>, _activity: Timestamp) -> Result<(), DbError> {
    pending()
}

/// With devices, preferences and play state.
pub fn delete(_conn: &mut Conn, _id: UserId) -> Result<(), DbError> {
    pending()
}
