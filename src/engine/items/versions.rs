//! Files of one film that lie in different places, put together by hand, and taken apart again.

use walros_db::{DbError, items, merges};
use walros_model::item::MediaType;
use walros_model::query::{Include, Scope};
use walros_model::{Item, ItemId};

use super::Items;
use crate::{Caller, EngineError, Event, Result, policy};

impl Items {
    /// Makes versions of one item of several: the one that has versions already, else the one with the widest picture, stays
    /// the item, and later scans leave it so. Administrators only. `Invalid` for fewer than two videos of one library: who may
    /// see one library only would find a version that is not his, or nothing.
    pub async fn merge(&self, caller: &Caller, ids: &[ItemId]) -> Result<()> {
        caller.require_administrator()?;
        let (scope, ids) = (policy::scope(caller)?, ids.to_vec());
        let merged = self.0.db.write(move |conn| {
            let mut found: Vec<Item> = Vec::new();
            for id in ids {
                let Some(main) = merges::main_of(conn, id)? else { continue };
                let Some(item) = get(conn, &scope, main)? else { continue };
                if item.kind.media_type() != MediaType::Video || found.iter().any(|known| known.library != item.library) {
                    return Ok(None);
                }
                if found.iter().all(|known| known.id != item.id) {
                    found.push(item);
                }
            }
            let Some(main) = main_of(&found).filter(|_| found.len() > 1) else { return Ok(None) };
            let others: Vec<ItemId> = found.iter().map(|item| item.id).filter(|id| *id != main.id).collect();
            merges::merge(conn, main.id, &others)?;
            Ok(Some((main.library, main.id, others)))
        });
        let (library, main, others) = merged.await?.ok_or_else(|| EngineError::Invalid("at least two videos of one library are needed".into()))?;
        if let Some(library) = library {
            self.0.events.send(Event::LibraryChanged { library, added: Vec::new(), updated: vec![main], removed: others });
        }
        Ok(())
    }

    /// Takes apart what was put together by hand; versions by the names of their files stay. Administrators only.
    pub async fn split(&self, caller: &Caller, id: ItemId) -> Result<()> {
        caller.require_administrator()?;
        let scope = policy::scope(caller)?;
        let split = self.0.db.write(move |conn| {
            let item = get(conn, &scope, id)?.ok_or(DbError::NotFound)?;
            let main = merges::main_of(conn, id)?.unwrap_or(id);
            Ok(merges::split(conn, main)?.then_some(item.library).flatten())
        });
        let library = split.await.map_err(|error| match error {
            DbError::NotFound => EngineError::NotFound,
            other => other.into(),
        })?;
        if let Some(library) = library {
            self.0.events.send(Event::LibraryChanged { library, added: Vec::new(), updated: vec![id], removed: Vec::new() });
        }
        Ok(())
    }
}

fn get(conn: &mut walros_db::Conn, scope: &Scope, id: ItemId) -> Result<Option<Item>, DbError> {
    Ok(items::get(conn, scope, None, id, Include::default())?.map(|view| view.item))
}

fn main_of(items: &[Item]) -> Option<&Item> {
    // Of equals the first that was named.
    items.iter().rev().max_by_key(|item| (item.version_count > 1, item.width))
}
