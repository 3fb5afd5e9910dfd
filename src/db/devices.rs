//! Signed-in devices and API keys, by the hash of their token.

use diesel::prelude::*;
use walros_model::user::{Device, DeviceInfo, User};
use walros_model::{Timestamp, UserId};

use crate::connection::{Conn, both};
use crate::error::DbError;
use crate::schema::{account, device};
use crate::time::from_micros;
use crate::users::AccountRow;

#[derive(Queryable, Selectable)]
#[diesel(table_name = device)]
struct DeviceRow {
    number: i64,
    user_id: Option<Vec<u8>>,
    device_id: String,
    name: String,
    app: String,
    app_version: String,
    created: i64,
    last_seen: i64,
}

impl DeviceRow {
    fn into_device(self) -> Result<Device, DbError> {
        let user = match self.user_id {
            Some(id) => Some(UserId::from_slice(&id).ok_or_else(|| DbError::damaged("user id", id.len()))?),
            None => None,
        };
        Ok(Device {
            number: self.number,
            user,
            info: DeviceInfo { id: self.device_id, name: self.name, app: self.app, app_version: self.app_version },
            created: from_micros(self.created)?,
            last_seen: from_micros(self.last_seen)?,
        })
    }
}

/// Adds a device, or gives the one of the same user and device id a new token; its number changes with the token.
/// Without a user it is an API key, of which there may be any number.
pub fn sign_in(conn: &mut Conn, user: Option<UserId>, info: &DeviceInfo, token_hash: &[u8], at: Timestamp) -> Result<Device, DbError> {
    let user_id = user.map(|user| user.as_bytes().to_vec());
    if let Some(id) = &user_id {
        both!(conn, c => diesel::delete(device::table.filter(device::user_id.eq(id)).filter(device::device_id.eq(&info.id))).execute(c))?;
    }
    let values = (
        device::token_hash.eq(token_hash),
        device::user_id.eq(&user_id),
        device::device_id.eq(&info.id),
        device::name.eq(&info.name),
        device::app.eq(&info.app),
        device::app_version.eq(&info.app_version),
        device::created.eq(at.timestamp_micros()),
        device::last_seen.eq(at.timestamp_micros()),
    );
    let row: DeviceRow = both!(conn, c => diesel::insert_into(device::table).values(values).returning(DeviceRow::as_returning()).get_result(c))?;
    row.into_device()
}

/// Who a token belongs to: one statement.
pub fn by_token_hash(conn: &mut Conn, token_hash: &[u8]) -> Result<Option<(Device, Option<User>)>, DbError> {
    let query = device::table.left_join(account::table.on(device::user_id.eq(account::id.nullable()))).filter(device::token_hash.eq(token_hash));
    let found: Option<(DeviceRow, Option<AccountRow>)> =
        both!(conn, c => query.select((DeviceRow::as_select(), Option::<AccountRow>::as_select())).first(c).optional())?;
    let Some((device, account)) = found else {
        return Ok(None);
    };
    Ok(Some((device.into_device()?, account.map(AccountRow::into_user).transpose()?)))
}

/// Devices of one user, or of everybody; the last seen first. API keys are not among them.
pub fn list(conn: &mut Conn, user: Option<UserId>) -> Result<Vec<Device>, DbError> {
    let id = user.map(|user| user.as_bytes().to_vec());
    let rows: Vec<DeviceRow> = both!(conn, c => {
        let mut query = device::table.filter(device::user_id.is_not_null()).order(device::last_seen.desc()).select(DeviceRow::as_select()).into_boxed();
        if let Some(id) = &id {
            query = query.filter(device::user_id.eq(id));
        }
        query.load(c)
    })?;
    rows.into_iter().map(DeviceRow::into_device).collect()
}

/// The oldest first.
pub fn api_keys(conn: &mut Conn) -> Result<Vec<Device>, DbError> {
    let rows: Vec<DeviceRow> = both!(conn, c => device::table.filter(device::user_id.is_null()).order(device::number).select(DeviceRow::as_select()).load(c))?;
    rows.into_iter().map(DeviceRow::into_device).collect()
}

/// Notes that a device was heard of, perhaps under a new name or version.
pub fn touch(conn: &mut Conn, number: i64, info: &DeviceInfo, at: Timestamp) -> Result<(), DbError> {
    both!(conn, c => diesel::update(device::table.find(number))
        .set((
            device::name.eq(&info.name),
            device::app.eq(&info.app),
            device::app_version.eq(&info.app_version),
            device::last_seen.eq(at.timestamp_micros()),
        ))
        .execute(c))?;
    Ok(())
}

/// Revokes the token; whether there was one.
pub fn delete(conn: &mut Conn, number: i64) -> Result<bool, DbError> {
    Ok(both!(conn, c => diesel::delete(device::table.find(number)).execute(c))? > 0)
}

/// Revokes all tokens of a user but one; answers how many.
pub fn delete_of_user(conn: &mut Conn, user: UserId, keep: Option<i64>) -> Result<u64, DbError> {
    let of_user = device::table.filter(device::user_id.eq(user.as_bytes().to_vec())).filter(device::number.ne(keep.unwrap_or(0)));
    Ok(both!(conn, c => diesel::delete(of_user).execute(c))? as u64)
}
