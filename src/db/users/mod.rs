//! Accounts.

mod documents;

use diesel::prelude::*;
use walros_model::user::User;
use walros_model::{Timestamp, UserId};

use crate::connection::{Conn, both};
use crate::error::DbError;
use crate::schema::account;
use crate::text::clean;
use crate::time::{from_micros, optional_time};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = account, treat_none_as_default_value = false)]
pub(crate) struct AccountRow {
    id: Vec<u8>,
    name: String,
    clean_name: String,
    password_hash: Option<String>,
    policy: String,
    preferences: String,
    created: i64,
    last_login: Option<i64>,
    last_activity: Option<i64>,
    image_tag: Option<String>,
}

impl AccountRow {
    fn of(user: &User, password_hash: Option<&str>) -> Result<Self, DbError> {
        Ok(Self {
            id: user.id.as_bytes().to_vec(),
            name: user.name.clone(),
            clean_name: clean(&user.name),
            password_hash: password_hash.map(str::to_owned),
            policy: documents::policy_text(&user.policy)?,
            preferences: documents::preferences_text(&user.preferences)?,
            created: user.created.timestamp_micros(),
            last_login: user.last_login.map(|time| time.timestamp_micros()),
            last_activity: user.last_activity.map(|time| time.timestamp_micros()),
            image_tag: user.image_tag.clone(),
        })
    }

    pub(crate) fn into_user(self) -> Result<User, DbError> {
        Ok(User {
            id: UserId::from_slice(&self.id).ok_or_else(|| DbError::damaged("user id", self.id.len()))?,
            name: self.name,
            has_password: self.password_hash.is_some(),
            policy: documents::policy(&self.policy)?,
            preferences: documents::preferences(&self.preferences)?,
            created: from_micros(self.created)?,
            last_login: optional_time(self.last_login),
            last_activity: optional_time(self.last_activity),
            image_tag: self.image_tag,
        })
    }
}

/// Adds an account; `Conflict` when the name is taken (case and accents do not count). `has_password` of `user` is
/// ignored, `password_hash` decides.
pub fn create(conn: &mut Conn, user: &User, password_hash: Option<&str>) -> Result<(), DbError> {
    let row = AccountRow::of(user, password_hash)?;
    both!(conn, c => diesel::insert_into(account::table).values(&row).execute(c))?;
    Ok(())
}

pub fn get(conn: &mut Conn, id: UserId) -> Result<Option<User>, DbError> {
    let row = both!(conn, c => account::table.find(id.as_bytes().as_slice()).select(AccountRow::as_select()).first(c).optional())?;
    row.map(AccountRow::into_user).transpose()
}

/// With the password's hash, to sign in with.
pub fn by_name(conn: &mut Conn, name: &str) -> Result<Option<(User, Option<String>)>, DbError> {
    let name = clean(name);
    let row = both!(conn, c => account::table.filter(account::clean_name.eq(&name)).select(AccountRow::as_select()).first(c).optional())?;
    row.map(|row| {
        let hash = row.password_hash.clone();
        Ok((row.into_user()?, hash))
    })
    .transpose()
}

/// By name.
pub fn all(conn: &mut Conn) -> Result<Vec<User>, DbError> {
    let rows: Vec<AccountRow> = both!(conn, c => account::table.order(account::clean_name).select(AccountRow::as_select()).load(c))?;
    rows.into_iter().map(AccountRow::into_user).collect()
}

pub fn count(conn: &mut Conn) -> Result<u64, DbError> {
    let count: i64 = both!(conn, c => account::table.count().get_result(c))?;
    Ok(count as u64)
}

/// Writes name, policy, preferences, times and picture; `NotFound` when it is not there.
pub fn update(conn: &mut Conn, user: &User) -> Result<(), DbError> {
    let row = AccountRow::of(user, None)?;
    let changed = both!(conn, c => diesel::update(account::table.find(&row.id))
        .set((
            account::name.eq(&row.name),
            account::clean_name.eq(&row.clean_name),
            account::policy.eq(&row.policy),
            account::preferences.eq(&row.preferences),
            account::last_login.eq(row.last_login),
            account::last_activity.eq(row.last_activity),
            account::image_tag.eq(&row.image_tag),
        ))
        .execute(c))?;
    found(changed)
}

pub fn password_hash(conn: &mut Conn, id: UserId) -> Result<Option<String>, DbError> {
    let hash = both!(conn, c => account::table.find(id.as_bytes().as_slice()).select(account::password_hash).first::<Option<String>>(c).optional())?;
    Ok(hash.flatten())
}

/// `None` takes the password away.
pub fn set_password(conn: &mut Conn, id: UserId, hash: Option<&str>) -> Result<(), DbError> {
    let changed = both!(conn, c => diesel::update(account::table.find(id.as_bytes().as_slice())).set(account::password_hash.eq(hash)).execute(c))?;
    found(changed)
}

pub fn set_image_tag(conn: &mut Conn, id: UserId, tag: Option<&str>) -> Result<(), DbError> {
    let changed = both!(conn, c => diesel::update(account::table.find(id.as_bytes().as_slice())).set(account::image_tag.eq(tag)).execute(c))?;
    found(changed)
}

/// Notes that the user was active, and when he signed in.
pub fn touch(conn: &mut Conn, id: UserId, login: Option<Timestamp>, activity: Timestamp) -> Result<(), DbError> {
    let activity = activity.timestamp_micros();
    let target = account::table.find(id.as_bytes().as_slice());
    let changed = match login {
        Some(login) => both!(conn, c => diesel::update(target)
            .set((account::last_login.eq(login.timestamp_micros()), account::last_activity.eq(activity)))
            .execute(c)),
        None => both!(conn, c => diesel::update(target).set(account::last_activity.eq(activity)).execute(c)),
    }?;
    found(changed)
}

/// With devices, preferences and play state.
pub fn delete(conn: &mut Conn, id: UserId) -> Result<(), DbError> {
    let changed = both!(conn, c => diesel::delete(account::table.find(id.as_bytes().as_slice())).execute(c))?;
    found(changed)
}

fn found(changed: usize) -> Result<(), DbError> {
    if changed == 0 { Err(DbError::NotFound) } else { Ok(()) }
}
