//! Deleting media from disk, because somebody who may asked for it. The only place that ever does.

use std::io::ErrorKind;
use std::path::PathBuf;

use chrono::Utc;
use walros_db::{Conn, DbError, items, merges, renditions, scan};
use walros_model::ItemId;
use walros_model::query::{Include, ItemQuery, Scope};

use super::Items;
use crate::tasks::Task;
use crate::{Caller, EngineError, Event, Result, policy};

impl Items {
    /// Deletes the files of an item (of its versions too, but those put together by hand, or of everything in a folder) from
    /// disk, and then the item. Needs the right to delete: `Forbidden` without. `Unavailable` when the disk is away or may not be written; playlists and
    /// collections are deleted by [`Lists::delete`](crate::lists::Lists::delete).
    pub async fn delete(&self, caller: &Caller, id: ItemId) -> Result<()> {
        let scope = policy::scope(caller)?;
        if !caller.user.as_ref().map_or(caller.is_administrator(), |user| user.policy.delete) {
            return Err(EngineError::Forbidden);
        }
        let found = self.0.db.read(move |conn| files_of(conn, &scope, id)).await?;
        let (library, files) = found.ok_or(EngineError::NotFound)?;
        if files.is_empty() {
            return Err(EngineError::Invalid("there are no files to delete".into()));
        }
        let paths: Vec<PathBuf> = files.iter().map(|(_, path)| path.into()).collect();
        tokio::task::spawn_blocking(move || paths.iter().try_for_each(|path| remove(path)))
            .await
            .map_err(|error| EngineError::Internal(error.to_string()))?
            .map_err(|error| EngineError::Unavailable(format!("not everything could be deleted: {error}")))?;
        let gone: Vec<ItemId> = files.into_iter().map(|(id, _)| id).chain(std::iter::once(id)).collect();
        let ids = gone.clone();
        self.0
            .db
            .write(move |conn| {
                scan::mark_missing(conn, &ids, Utc::now())?;
                renditions::forget(conn, &ids)
            })
            .await?;
        self.0.ahead.start(&self.0, Task::Renditions);
        tracing::info!(user = caller.user.as_ref().map_or("an API key", |user| user.name.as_str()), item = %id, files = gone.len() - 1, "deleted from disk");
        if let Some(library) = library {
            self.0.events.send(Event::LibraryChanged { library, added: Vec::new(), updated: Vec::new(), removed: gone });
        }
        Ok(())
    }
}

type Files = Vec<(ItemId, String)>;

/// The library and the media files of an item, its versions and parts, or of everything in a folder.
fn files_of(conn: &mut Conn, scope: &Scope, id: ItemId) -> Result<Option<(Option<ItemId>, Files)>, DbError> {
    let Some(view) = items::get(conn, scope, None, id, Include::default())? else { return Ok(None) };
    let mut leaves = vec![view.item.clone()];
    if view.item.kind.is_folder() {
        let query = ItemQuery { parent: Some(id), recursive: true, is_folder: Some(false), ..ItemQuery::default() };
        leaves = items::page(conn, scope, None, &query)?.items.into_iter().map(|view| view.item).collect();
    }
    let mut files = Vec::new();
    for leaf in leaves.into_iter().filter(|leaf| !leaf.kind.is_folder() && !leaf.kind.is_by_name()) {
        let mut beside = items::versions(conn, scope, None, leaf.id, Include::default())?;
        // Whoever put files of different places together did not say that they go together.
        let by_hand = merges::merged_into(conn, leaf.id)?;
        beside.retain(|view| !by_hand.contains(&view.item.id));
        let parts = items::parts(conn, scope, None, leaf.id, Include::default())?;
        let all = std::iter::once(leaf).chain(beside.into_iter().chain(parts).map(|view| view.item));
        files.extend(all.filter_map(|item| Some((item.id, item.path?))));
    }
    Ok(Some((view.item.library, files)))
}

fn remove(path: &std::path::Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
