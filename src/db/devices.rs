//! Signed-in devices and API keys, by the hash of their token.

use walros_model::user::{Device, DeviceInfo, User};
use walros_model::{Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbError;

fn pending<T>() -> Result<T, DbError> {
    Err(DbError::Failed("not written yet".into()))
}

/// Adds a device, or gives the one of the same user and device id a new token. Without a user it is an API key.
pub fn sign_in(_conn: &mut Conn, _user: Option<UserId>, _info: &DeviceInfo, _token_hash: &[u8], _at: Timestamp) -> Result<Device, DbError> {
    pending()
}

/// Who a token belongs to: one statement.
pub fn by_token_hash(_conn: &mut Conn, _token_hash: &[u8]) -> Result<Option<(Device, Option<User>)>, DbError> {
    pending()
}

/// Devices of one user, or of everybody; the last seen first.
pub fn list(_conn: &mut Conn, _user: Option<UserId>) -> Result<Vec<Device>, DbError> {
    pending()
}

pub fn api_keys(_conn: &mut Conn) -> Result<Vec<Device>, DbError> {
    pending()
}

/// Notes that a device was heard of, perhaps under a new name or version.
pub fn touch(_conn: &mut Conn, _number: i64, _info: &DeviceInfo, _at: Timestamp) -> Result<(), DbError> {
    pending()
}

/// Revokes the token; whether there was one.
pub fn delete(_conn: &mut Conn, _number: i64) -> Result<bool, DbError> {
    pending()
}

/// Revokes all tokens of a user but one; answers how many.
pub fn delete_of_user(_conn: &mut Conn, _user: UserId, _keep: Option<i64>) -> Result<u64, DbError> {
    pending()
}
