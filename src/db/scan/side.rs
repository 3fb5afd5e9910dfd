//! The side tables of items: details, links, people, tags and search words.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use walros_model::ItemId;
use walros_model::item::ItemDetail;

use super::ScannedItem;
use crate::codes::{self, link};
use crate::connection::Conn;
use crate::error::DbError;
use crate::items::Parent;
use crate::search;
use crate::sql::{Sql, Value};
use crate::text::clean;
use crate::upsert::{self, Table};

/// What the side tables hold of one item.
pub(super) struct Side {
    document: String,
    links: Vec<(i64, ItemId)>,
    people: Vec<(ItemId, i64)>,
    tags: Vec<(String, String)>,
    words: String,
    /// Of all of it.
    pub hash: i64,
}

impl Side {
    pub fn of(scanned: &ScannedItem) -> Result<Self, DbError> {
        let ScannedItem { item, detail, .. } = scanned;
        let document = serde_json::to_string(detail).map_err(|error| DbError::damaged("detail", error))?;
        let named = |kind: i64, names: &[walros_model::item::Named]| names.iter().map(|named| (kind, named.id)).collect::<Vec<_>>();
        let mut links = named(link::GENRE, &detail.genres);
        links.extend(named(link::STUDIO, &detail.studios));
        links.extend(named(link::ARTIST, &item.card.artists));
        links.extend(named(link::ALBUM_ARTIST, &item.card.album_artists));
        let people = detail.people.iter().map(|credit| (credit.person, codes::person_code(credit.kind))).collect();
        let tags = detail.tags.iter().map(|tag| (clean(tag), tag.clone())).collect();
        let words = words(scanned, detail);
        let mut hasher = DefaultHasher::new();
        (&document, &links, &words).hash(&mut hasher);
        Ok(Self { document, links, people, tags, words, hash: hasher.finish() as i64 })
    }
}

/// One line for each thing that can be searched for, so that no match runs from one into the next.
fn words(scanned: &ScannedItem, detail: &ItemDetail) -> String {
    let item = &scanned.item;
    let mut words = vec![clean(&item.name)];
    words.extend(detail.original_title.as_deref().map(clean));
    words.extend(item.card.artists.iter().chain(&item.card.album_artists).map(|artist| clean(&artist.name)));
    let mut lines: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        if !lines.contains(&word) {
            lines.push(word);
        }
    }
    lines.join("\n")
}

const DETAIL: Table = Table { name: "item_detail", columns: &["item", "document"], key: "(item)", update: &["document"] };
const LINK: Table = Table { name: "item_link", columns: &["item", "kind", "target"], key: "(item, kind, target)", update: &[] };
const CREDIT: Table = Table { name: "credit", columns: &["item", "person", "kind"], key: "(item, person, kind)", update: &[] };
const TAG: Table = Table { name: "item_tag", columns: &["item", "clean_name", "name"], key: "(item, clean_name)", update: &[] };

/// Writes the sides of items by number; with whether the item was there before.
pub(super) fn write(conn: &mut Conn, sides: Vec<(i64, Side, bool)>) -> Result<(), DbError> {
    if sides.is_empty() {
        return Ok(());
    }
    let known: Vec<i64> = sides.iter().filter(|(_, _, known)| *known).map(|(number, ..)| *number).collect();
    if !known.is_empty() {
        for table in ["item_link", "credit", "item_tag"] {
            let mut sql = Sql::text(format!("DELETE FROM {table} WHERE "));
            sql.append(Sql::in_list("item", &known));
            conn.execute(sql)?;
        }
    }
    let targets = target_numbers(conn, &sides)?;
    let (mut details, mut links, mut credits, mut tags, mut words) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (number, side, _) in sides {
        details.push(vec![number.into(), side.document.into()]);
        let linked = side.links.iter().filter_map(|(kind, id)| Some(vec![number.into(), (*kind).into(), Value::from(*targets.get(id)?)]));
        links.extend(linked);
        let credited = side.people.iter().filter_map(|(id, kind)| Some(vec![number.into(), Value::from(*targets.get(id)?), (*kind).into()]));
        credits.extend(credited);
        tags.extend(side.tags.into_iter().map(|(clean, name)| vec![number.into(), clean.into(), Value::from(name)]));
        words.push((number, side.words));
    }
    upsert::rows(conn, &DETAIL, details)?;
    upsert::rows(conn, &LINK, links)?;
    upsert::rows(conn, &CREDIT, credits)?;
    upsert::rows(conn, &TAG, tags)?;
    search::store(conn, &words)
}

/// Row numbers of everything that is linked to. What is not there is not linked.
fn target_numbers(conn: &mut Conn, sides: &[(i64, Side, bool)]) -> Result<HashMap<ItemId, i64>, DbError> {
    let mut numbers: HashMap<ItemId, i64> = HashMap::new();
    let mut unknown: Vec<ItemId> = Vec::new();
    for id in sides.iter().flat_map(|(_, side, _)| side.links.iter().map(|(_, id)| id).chain(side.people.iter().map(|(id, _)| id))) {
        match conn.parents.get(*id) {
            Some(known) => {
                numbers.insert(*id, known.number);
            }
            None => unknown.push(*id),
        }
    }
    unknown.sort_unstable();
    unknown.dedup();
    for chunk in unknown.chunks(256) {
        let mut sql = Sql::text("SELECT i.id, i.number, i.kind FROM item i WHERE ");
        sql.append(Sql::in_list("i.id", chunk));
        let found = conn.rows(sql, |row| Ok(Parent { id: row.item()?, number: row.int()?, kind: row.code("kind", walros_model::ItemKind::from_code)? }))?;
        for parent in found {
            numbers.insert(parent.id, parent.number);
        }
    }
    Ok(numbers)
}
