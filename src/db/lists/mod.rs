//! Playlists and collections. Their entries are listed by [`items::page`](crate::items::page) with the list as parent.

mod entries;

use std::collections::BTreeMap;

use chrono::Utc;
use diesel::prelude::*;
use walros_model::item::{ItemDetail, ItemKind};
use walros_model::{ItemId, Timestamp, UserId};

use crate::connection::{Conn, both};
use crate::error::DbError;
use crate::items::{Parent, blank};
use crate::scan::{ScannedItem, upsert_items};
use crate::schema::{list, list_share};
use crate::search;
use crate::sql::sql;
use crate::text::clean;

pub use entries::{add, entries, holding, move_entry, remove_entries, remove_items};

/// Whose a list is, and who else may see or edit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListInfo {
    pub id: ItemId,
    pub kind: ItemKind,
    pub name: String,
    /// `None` for a collection of the server.
    pub owner: Option<UserId>,
    pub public: bool,
    /// With whether they may edit.
    pub shares: Vec<(UserId, bool)>,
}

/// Adds an empty list. `info.kind` is `Playlist` or `Collection`.
pub fn create(conn: &mut Conn, info: &ListInfo, at: Timestamp) -> Result<(), DbError> {
    let item = blank(info.id, info.kind, &info.name, clean(&info.name), at);
    // Two lists may have the same name.
    upsert_items(conn, &[ScannedItem { item, detail: ItemDetail::default(), key: info.id.simple(), age: None, seen: 0, media: None }])?;
    let number = number(conn, info.id)?;
    let owner = info.owner.map(|user| user.as_bytes().to_vec());
    let values = (list::item.eq(number), list::user_id.eq(owner), list::is_public.eq(i64::from(info.public)));
    both!(conn, c => diesel::insert_into(list::table).values(values).execute(c))?;
    write_shares(conn, number, &info.shares)
}

/// The row number of a list; `NotFound` for anything else.
fn number(conn: &mut Conn, id: ItemId) -> Result<i64, DbError> {
    Parent::find(conn, id)?.filter(Parent::is_list).map(|parent| parent.number).ok_or(DbError::NotFound)
}

/// Of a user named twice the last word holds; who is no user here is passed over.
fn write_shares(conn: &mut Conn, number: i64, shares: &[(UserId, bool)]) -> Result<(), DbError> {
    both!(conn, c => diesel::delete(list_share::table.filter(list_share::list.eq(number))).execute(c))?;
    for (user, can_edit) in shares.iter().copied().collect::<BTreeMap<_, _>>() {
        let can_edit = i64::from(can_edit);
        conn.execute(sql!("INSERT INTO list_share (list, user_id, can_edit) SELECT ?, a.id, ? FROM account a WHERE a.id = ?", number, can_edit, user))?;
    }
    Ok(())
}

/// `None` when there is no such list.
pub fn get(conn: &mut Conn, id: ItemId) -> Result<Option<ListInfo>, DbError> {
    let sql = sql!("SELECT i.number, i.kind, i.name, l.user_id, l.is_public FROM item i JOIN list l ON l.item = i.number WHERE i.id = ?", id);
    let found = conn.first(sql, |row| {
        let number = row.int()?;
        let kind = row.code("kind", ItemKind::from_code)?;
        Ok((number, ListInfo { id, kind, name: row.text()?, owner: row.user_or_null()?, public: row.flag()?, shares: Vec::new() }))
    })?;
    let Some((number, mut info)) = found else {
        return Ok(None);
    };
    info.shares = conn.rows(sql!("SELECT s.user_id, s.can_edit FROM list_share s WHERE s.list = ?", number), |row| Ok((row.user()?, row.flag()?)))?;
    Ok(Some(info))
}

/// Writes name, owner, public and shares.
pub fn update(conn: &mut Conn, info: &ListInfo) -> Result<(), DbError> {
    let number = number(conn, info.id)?;
    let name = &info.name;
    let renamed = conn.execute(sql!(
        "UPDATE item SET name = ?, clean_name = ?, sort_name = ?, changed = ? WHERE number = ?",
        name,
        clean(name),
        clean(name),
        Utc::now(),
        number
    ))?;
    if renamed == 0 {
        return Err(DbError::NotFound);
    }
    search::store(conn, &[(number, clean(name))])?;
    let owner = info.owner.map(|user| user.as_bytes().to_vec());
    both!(conn, c => diesel::update(list::table.find(number)).set((list::user_id.eq(&owner), list::is_public.eq(i64::from(info.public)))).execute(c))?;
    write_shares(conn, number, &info.shares)
}

/// Removes the list itself; whether it was there.
pub fn delete(conn: &mut Conn, id: ItemId) -> Result<bool, DbError> {
    let number = match number(conn, id) {
        Ok(number) => number,
        Err(DbError::NotFound) => return Ok(false),
        Err(error) => return Err(error),
    };
    search::forget(conn, sql!("i.number = ?", number))?;
    Ok(conn.execute(sql!("DELETE FROM item WHERE number = ? AND id = ?", number, id))? > 0)
}
