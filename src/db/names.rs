//! Genres, studios, people and artists as items to list.

use std::collections::HashMap;

use chrono::Utc;
use walros_model::item::{ItemDetail, ItemKind};
use walros_model::lists::{ItemPage, ItemView};
use walros_model::query::{Include, ItemQuery, Scope, SortKey, SortOrder};
use walros_model::{ItemId, UserId};

use crate::codes::{self, link_code};
use crate::connection::Conn;
use crate::error::DbError;
use crate::items::select::{found_on, select};
use crate::items::{self, Parent, blank};
use crate::scan::{COLUMNS, ScannedItem, item_values};
use crate::search;
use crate::sql::{Sql, Value, sql};
use crate::text::clean;
use crate::upsert::{self, Table};

/// Which names, by how items refer to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    Genre,
    MusicGenre,
    Studio,
    /// `ItemQuery::person_kinds` narrows it to actors, directors …
    Person,
    /// Of tracks and albums.
    Artist,
    AlbumArtist,
}

impl NameKind {
    fn item_kind(self) -> ItemKind {
        match self {
            Self::Genre => ItemKind::Genre,
            Self::MusicGenre => ItemKind::MusicGenre,
            Self::Studio => ItemKind::Studio,
            Self::Person => ItemKind::Person,
            Self::Artist | Self::AlbumArtist => ItemKind::Artist,
        }
    }
}

/// The names found on the items that `query`'s parent, kinds, exclude_kinds and media types choose; all its other
/// filters, sort and page apply to the names themselves.
pub fn page(conn: &mut Conn, scope: &Scope, user: Option<UserId>, names: NameKind, query: &ItemQuery) -> Result<ItemPage, DbError> {
    let parent = match query.parent {
        Some(id) => match Parent::find(conn, id)? {
            Some(parent) => Some(parent),
            None => return Ok(ItemPage { total: query.total.then_some(0), ..ItemPage::default() }),
        },
        None => None,
    };
    let mut of_names = ItemQuery { kinds: vec![names.item_kind()], parent: None, ..query.clone() };
    of_names.exclude_kinds.clear();
    of_names.media_types.clear();
    of_names.is_folder = None;
    of_names.person_kinds.clear();
    if of_names.sort.is_empty() && of_names.search.is_none() {
        of_names.sort.push((SortKey::SortName, SortOrder::Ascending));
    }
    // Libraries, ratings and tags are those of the items that names are found on.
    let everything = Scope { include_missing: scope.include_missing, ..Scope::default() };
    let sqlite = conn.is_sqlite();
    let mut selection = select(&everything, user, &of_names, None, sqlite);
    let mut referred_to = Sql::text("EXISTS (");
    referred_to.append(referring(scope, names, query, parent.as_ref())).push(")");
    selection.conditions.and(referred_to);
    items::page_of(conn, user, selection, &of_names)
}

/// The chosen items that refer to the name `item i`; one is enough, so the search ends at the first. CROSS JOIN keeps
/// SQLite from starting at all items of a library, once for every name.
fn referring(scope: &Scope, names: NameKind, query: &ItemQuery, parent: Option<&Parent>) -> Sql {
    let mut chosen = found_on(scope, query, parent, "x");
    chosen.and(Sql::text("x.number = fo.item"));
    let mut sql = match link_code(names) {
        Some(kind) => {
            chosen.and(sql!("fo.target = i.number AND fo.kind = ?", kind));
            Sql::text("SELECT 1 FROM item_link fo CROSS JOIN item x")
        }
        None => {
            chosen.and(Sql::text("fo.person = i.number"));
            if !query.person_kinds.is_empty() {
                let kinds: Vec<i64> = query.person_kinds.iter().map(|kind| codes::person_code(*kind)).collect();
                chosen.and(Sql::in_list("fo.kind", &kinds));
            }
            Sql::text("SELECT 1 FROM credit fo CROSS JOIN item x")
        }
    };
    sql.append(chosen.into_where());
    sql
}

/// The item of a name, without regard to case and accents.
pub fn by_name(conn: &mut Conn, scope: &Scope, user: Option<UserId>, kind: ItemKind, name: &str, include: Include) -> Result<Option<ItemView>, DbError> {
    let sql = sql!("SELECT i.id FROM item i WHERE i.kind = ? AND i.key = ? AND i.library_id IS NULL", kind.code(), key(name));
    match conn.first(sql, |row| row.item())? {
        Some(id) => items::get(conn, scope, user, id, include),
        None => Ok(None),
    }
}

/// What a name is found by. A name of nothing but accents is itself.
fn key(name: &str) -> String {
    let key = clean(name);
    if key.is_empty() { name.to_owned() } else { key }
}

const NAME_TABLE: Table = Table { name: "item", columns: COLUMNS, key: "(kind, key) WHERE library_id IS NULL", update: &[] };

/// Finds or makes the items of names (people, genres, music genres, studios, artists); ids in the order of `names`.
/// Names that differ in case or accents only are the same. `sort_name` says what a new one is sorted by.
pub fn find_or_create(conn: &mut Conn, kind: ItemKind, names: &[String], sort_name: fn(&str) -> String) -> Result<Vec<ItemId>, DbError> {
    let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
    let mut known: HashMap<String, ItemId> = HashMap::new();
    find(conn, kind, &keys, &mut known)?;
    let mut new: Vec<ScannedItem> = Vec::new();
    for (name, key) in names.iter().zip(&keys) {
        if !known.contains_key(key) && !new.iter().any(|other| other.key == *key) {
            new.push(named(kind, name, key, sort_name));
        }
    }
    if !new.is_empty() {
        create(conn, &new)?;
        // Another server on the same database may have been faster: what is stored counts.
        let made: Vec<String> = new.into_iter().map(|item| item.key).collect();
        find(conn, kind, &made, &mut known)?;
    }
    keys.iter().map(|key| known.get(key).copied().ok_or(DbError::NotFound)).collect()
}

fn find(conn: &mut Conn, kind: ItemKind, keys: &[String], known: &mut HashMap<String, ItemId>) -> Result<(), DbError> {
    for chunk in keys.chunks(256) {
        let mut sql = sql!("SELECT i.key, i.id FROM item i WHERE i.library_id IS NULL AND i.kind = ? AND ", kind.code());
        sql.append(Sql::in_list("i.key", chunk));
        known.extend(conn.rows(sql, |row| Ok((row.text()?, row.item()?)))?);
    }
    Ok(())
}

fn create(conn: &mut Conn, new: &[ScannedItem]) -> Result<(), DbError> {
    for chunk in new.chunks(64) {
        let rows: Vec<Vec<Value>> = chunk.iter().map(|item| item_values(item, 0)).collect::<Result<_, _>>()?;
        let mut sql = upsert::statement(&NAME_TABLE, rows);
        sql.once().push(" RETURNING number, clean_name");
        let words = conn.rows(sql, |row| Ok((row.int()?, row.text()?)))?;
        search::store(conn, &words)?;
    }
    Ok(())
}

fn named(kind: ItemKind, name: &str, key: &str, sort_name: fn(&str) -> String) -> ScannedItem {
    let item = blank(ItemId::random(), kind, name, sort_name(name), Utc::now());
    ScannedItem { item, detail: ItemDetail::default(), key: key.to_owned(), age: None, seen: 0, media: None }
}
