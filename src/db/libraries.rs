//! Libraries and the state of their folders.

use diesel::prelude::*;
use walros_model::item::{ItemDetail, ItemKind};
use walros_model::library::{Library, LibraryKind, LibraryRoot, PicturesAhead};
use walros_model::{ItemId, Timestamp};

use crate::connection::{Conn, both};
use crate::error::DbError;
use crate::items::blank;
use crate::scan::{ScannedItem, upsert_items};
use crate::schema::{library, library_root};
use crate::search;
use crate::sql::sql;
use crate::text::clean;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = library, treat_none_as_default_value = false)]
struct LibraryRow {
    id: Vec<u8>,
    name: String,
    kind: i64,
    trickplay: i64,
    trickplay_after_scan: i64,
    chapters: i64,
    chapters_after_scan: i64,
    options: Option<String>,
}

impl LibraryRow {
    fn of(library: &Library) -> Self {
        let Library { id, name, kind, roots: _, ahead, options } = library;
        let PicturesAhead { trickplay, trickplay_after_scan, chapters, chapters_after_scan } = *ahead;
        Self {
            id: id.as_bytes().to_vec(),
            name: name.clone(),
            kind: kind.code().into(),
            trickplay: trickplay.into(),
            trickplay_after_scan: trickplay_after_scan.into(),
            chapters: chapters.into(),
            chapters_after_scan: chapters_after_scan.into(),
            options: options.clone(),
        }
    }

    fn ahead(&self) -> PicturesAhead {
        PicturesAhead {
            trickplay: self.trickplay != 0,
            trickplay_after_scan: self.trickplay_after_scan != 0,
            chapters: self.chapters != 0,
            chapters_after_scan: self.chapters_after_scan != 0,
        }
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = library_root, treat_none_as_default_value = false)]
struct RootRow {
    library_id: Vec<u8>,
    path: String,
    position: i64,
    device: Option<i64>,
    file_count: i64,
    online: i64,
    trouble: Option<String>,
}

impl RootRow {
    fn of(library: ItemId, position: usize, root: &LibraryRoot) -> Self {
        let LibraryRoot { path, device, file_count, online, trouble } = root.clone();
        Self { library_id: library.as_bytes().to_vec(), path, position: position as i64, device, file_count, online: online.into(), trouble }
    }

    fn into_root(self) -> LibraryRoot {
        LibraryRoot { path: self.path, device: self.device, file_count: self.file_count, online: self.online != 0, trouble: self.trouble }
    }
}

/// Adds the library with its item.
pub fn create(conn: &mut Conn, library: &Library, at: Timestamp) -> Result<(), DbError> {
    let row = LibraryRow::of(library);
    both!(conn, c => diesel::insert_into(library::table).values(&row).execute(c))?;
    for (position, root) in library.roots.iter().enumerate() {
        insert_root(conn, &RootRow::of(library.id, position, root))?;
    }
    let item = blank(library.id, ItemKind::Library, &library.name, clean(&library.name), at);
    upsert_items(conn, &[ScannedItem { item, detail: ItemDetail::default(), key: "library".into(), age: None, seen: 0, media: None }])
}

fn insert_root(conn: &mut Conn, row: &RootRow) -> Result<(), DbError> {
    both!(conn, c => diesel::insert_into(library_root::table).values(row).execute(c))?;
    Ok(())
}

/// By name.
pub fn list(conn: &mut Conn) -> Result<Vec<Library>, DbError> {
    let rows: Vec<LibraryRow> = both!(conn, c => library::table.order((library::name, library::id)).select(LibraryRow::as_select()).load(c))?;
    let mut roots: Vec<RootRow> = both!(conn, c => library_root::table.order(library_root::position).select(RootRow::as_select()).load(c))?;
    rows.into_iter()
        .map(|row| {
            let own = roots.extract_if(.., |root| root.library_id == row.id).map(RootRow::into_root).collect();
            into_library(row, own)
        })
        .collect()
}

fn into_library(row: LibraryRow, roots: Vec<LibraryRoot>) -> Result<Library, DbError> {
    let id = ItemId::from_slice(&row.id).ok_or_else(|| DbError::damaged("library id", row.id.len()))?;
    let kind = i16::try_from(row.kind).ok().and_then(LibraryKind::from_code).ok_or_else(|| DbError::damaged("library kind", row.kind))?;
    let ahead = row.ahead();
    Ok(Library { id, name: row.name, kind, roots, ahead, options: row.options })
}

pub fn get(conn: &mut Conn, id: ItemId) -> Result<Option<Library>, DbError> {
    Ok(list(conn)?.into_iter().find(|library| library.id == id))
}

/// Writes name, settings and folders; what is known of folders that stay is kept. The kind of a library is for life.
pub fn update(conn: &mut Conn, changed: &Library) -> Result<(), DbError> {
    let before = get(conn, changed.id)?.ok_or(DbError::NotFound)?;
    let id = changed.id.as_bytes().as_slice();
    let row = LibraryRow::of(changed);
    both!(conn, c => diesel::update(library::table.find(id))
        .set((
            library::name.eq(&row.name),
            library::trickplay.eq(row.trickplay),
            library::trickplay_after_scan.eq(row.trickplay_after_scan),
            library::chapters.eq(row.chapters),
            library::chapters_after_scan.eq(row.chapters_after_scan),
            library::options.eq(&row.options),
        ))
        .execute(c))?;
    both!(conn, c => diesel::delete(library_root::table.filter(library_root::library_id.eq(id))).execute(c))?;
    for (position, root) in changed.roots.iter().enumerate() {
        let known = before.roots.iter().find(|known| known.path == root.path).unwrap_or(root);
        insert_root(conn, &RootRow::of(changed.id, position, known))?;
    }
    let name = &changed.name;
    conn.execute(sql!("UPDATE item SET name = ?, clean_name = ?, sort_name = ? WHERE id = ?", name, clean(name), clean(name), changed.id))?;
    Ok(())
}

/// Notes how a folder looked; `NotFound` when the library has no such folder.
pub fn set_root(conn: &mut Conn, library: ItemId, root: &LibraryRoot) -> Result<(), DbError> {
    let target = library_root::table.find((library.as_bytes().as_slice(), &root.path));
    let changed = both!(conn, c => diesel::update(target)
        .set((
            library_root::device.eq(root.device),
            library_root::file_count.eq(root.file_count),
            library_root::online.eq(i64::from(root.online)),
            library_root::trouble.eq(&root.trouble),
        ))
        .execute(c))?;
    if changed == 0 { Err(DbError::NotFound) } else { Ok(()) }
}

/// Removes the library with all its items; play state stays.
pub fn delete(conn: &mut Conn, id: ItemId) -> Result<(), DbError> {
    search::forget(conn, sql!("i.library_id = ?", id))?;
    conn.execute(sql!("DELETE FROM item WHERE library_id = ?", id))?;
    let deleted = both!(conn, c => diesel::delete(library::table.find(id.as_bytes().as_slice())).execute(c))?;
    if deleted == 0 { Err(DbError::NotFound) } else { Ok(()) }
}
