//! The entries of a list, numbered from 0 without gaps.

use diesel::prelude::*;
use walros_model::{ItemId, Timestamp};

use super::number;
use crate::connection::{Conn, both};
use crate::error::DbError;
use crate::items::Parent;
use crate::schema::list_entry;
use crate::sql::sql;
use crate::upsert::{self, Table};

const ENTRY: Table = Table { name: "list_entry", columns: &["id", "list", "position", "item_id"], key: "(id)", update: &["position"] };

/// The entries in order: own id and item.
pub fn entries(conn: &mut Conn, list: ItemId) -> Result<Vec<(ItemId, ItemId)>, DbError> {
    let number = number(conn, list)?;
    of_number(conn, number)
}

/// The lists that hold an item.
pub fn holding(conn: &mut Conn, item: ItemId) -> Result<Vec<ItemId>, DbError> {
    conn.rows(sql!("SELECT DISTINCT i.id FROM list_entry e JOIN item i ON i.number = e.list WHERE e.item_id = ?", item), |row| row.item())
}

fn of_number(conn: &mut Conn, number: i64) -> Result<Vec<(ItemId, ItemId)>, DbError> {
    let query = list_entry::table.filter(list_entry::list.eq(number)).order(list_entry::position);
    let rows: Vec<(Vec<u8>, Vec<u8>)> = both!(conn, c => query.select((list_entry::id, list_entry::item_id)).load(c))?;
    let id = |bytes: &[u8]| ItemId::from_slice(bytes).ok_or_else(|| DbError::damaged("list entry", bytes.len()));
    rows.iter().map(|(own, item)| Ok((id(own)?, id(item)?))).collect()
}

/// Puts items in at `position` (at the end when absent); answers the ids of the entries. A collection holds an item
/// once: what it has already is passed over.
pub fn add(conn: &mut Conn, list: ItemId, items: &[ItemId], position: Option<u64>, at: Timestamp) -> Result<Vec<ItemId>, DbError> {
    let number = number(conn, list)?;
    let mut all = of_number(conn, number)?;
    let once = Parent::find(conn, list)?.is_some_and(|parent| parent.kind == walros_model::ItemKind::Collection);
    let mut new: Vec<(ItemId, ItemId)> = Vec::with_capacity(items.len());
    for item in items {
        if !once || !all.iter().chain(&new).any(|(_, held)| held == item) {
            new.push((ItemId::random(), *item));
        }
    }
    let ids = new.iter().map(|(own, _)| *own).collect();
    let place = position.map_or(all.len(), |position| usize::try_from(position).unwrap_or(usize::MAX).min(all.len()));
    all.splice(place..place, new);
    write(conn, number, &all, place)?;
    changed(conn, number, at)?;
    Ok(ids)
}

/// Takes out entries by their own ids; answers how many.
pub fn remove_entries(conn: &mut Conn, list: ItemId, entries: &[ItemId], at: Timestamp) -> Result<u64, DbError> {
    remove(conn, list, at, |own, _| entries.contains(own))
}

/// Takes out items wherever they stand; answers how many entries went.
pub fn remove_items(conn: &mut Conn, list: ItemId, items: &[ItemId], at: Timestamp) -> Result<u64, DbError> {
    remove(conn, list, at, |_, item| items.contains(item))
}

fn remove(conn: &mut Conn, list: ItemId, at: Timestamp, goes: impl Fn(&ItemId, &ItemId) -> bool) -> Result<u64, DbError> {
    let number = number(conn, list)?;
    let (gone, kept): (Vec<_>, Vec<_>) = of_number(conn, number)?.into_iter().partition(|(own, item)| goes(own, item));
    if gone.is_empty() {
        return Ok(0);
    }
    for (own, _) in &gone {
        both!(conn, c => diesel::delete(list_entry::table.find(own.as_bytes().as_slice())).execute(c))?;
    }
    write(conn, number, &kept, 0)?;
    changed(conn, number, at)?;
    Ok(gone.len() as u64)
}

/// Moves an entry so that it stands at `index` afterwards; `NotFound` when it is not in the list.
pub fn move_entry(conn: &mut Conn, list: ItemId, entry: ItemId, index: u64, at: Timestamp) -> Result<(), DbError> {
    let number = number(conn, list)?;
    let mut all = of_number(conn, number)?;
    let from = all.iter().position(|(own, _)| *own == entry).ok_or(DbError::NotFound)?;
    let moved = all.remove(from);
    let to = usize::try_from(index).unwrap_or(usize::MAX).min(all.len());
    all.insert(to, moved);
    write(conn, number, &all, from.min(to))?;
    changed(conn, number, at)
}

/// Writes the positions of the entries from `first` on.
fn write(conn: &mut Conn, number: i64, all: &[(ItemId, ItemId)], first: usize) -> Result<(), DbError> {
    let rows = all.iter().enumerate().skip(first);
    upsert::rows(conn, &ENTRY, rows.map(|(index, (own, item))| vec![(*own).into(), number.into(), (index as i64).into(), (*item).into()]).collect())
}

fn changed(conn: &mut Conn, number: i64, at: Timestamp) -> Result<(), DbError> {
    conn.execute(sql!("UPDATE item SET changed = ? WHERE number = ?", at, number))?;
    Ok(())
}
