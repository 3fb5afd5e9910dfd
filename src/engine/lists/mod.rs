//! Playlists and collections.

mod summary;

use std::sync::Arc;

use chrono::Utc;
use walros_db::lists::{self, ListInfo};
use walros_db::{Conn, DbError, items};
use walros_model::item::ItemKind;
use walros_model::lists::ItemPage;
use walros_model::query::{Include, ItemQuery, Scope, SortKey, SortOrder};
use walros_model::{ItemId, UserId};

use crate::core::Core;
use crate::{Caller, EngineError, Event, Grant, Result, policy};

pub use summary::ListSummary;

pub struct Lists(pub(crate) Arc<Core>);

/// A playlist's own facts.
#[derive(Clone, Debug)]
pub struct Playlist {
    pub id: ItemId,
    pub name: String,
    pub owner: Option<UserId>,
    /// Everybody may see it.
    pub open: bool,
    /// Whom it is shared with, and whether they may edit it.
    pub shares: Vec<(UserId, bool)>,
    pub items: Vec<ItemId>,
}

impl Lists {
    /// Shared with `shares`, and whether they may edit it.
    pub async fn create_playlist(&self, caller: &Caller, name: &str, items: &[ItemId], open: bool, shares: Vec<(UserId, bool)>) -> Result<ItemId> {
        let owner = caller.require_user()?.id;
        let info = ListInfo { id: ItemId::random(), kind: ItemKind::Playlist, name: proper_name(name)?, owner: Some(owner), public: open, shares };
        self.create(caller, info, items).await
    }

    /// Of the server, for everybody; whoever was granted it makes them.
    pub async fn create_collection(&self, caller: &Caller, name: &str, items: &[ItemId]) -> Result<ItemId> {
        policy::require(caller, Grant::Collections)?;
        let info = ListInfo { id: ItemId::random(), kind: ItemKind::Collection, name: proper_name(name)?, owner: None, public: true, shares: Vec::new() };
        self.create(caller, info, items).await
    }

    pub async fn playlist(&self, caller: &Caller, id: ItemId) -> Result<Playlist> {
        let info = self.readable(caller, id).await?;
        let entries = self.0.db.read(move |conn| lists::entries(conn, id)).await?;
        let ListInfo { id, kind: _, name, owner, public, shares } = info;
        Ok(Playlist { id, name, owner, open: public, shares, items: entries.into_iter().map(|(_, item)| item).collect() })
    }

    /// Entries in their order; each view carries its entry's id.
    pub async fn playlist_items(&self, caller: &Caller, id: ItemId, start: u64, limit: Option<u64>, include: Include) -> Result<ItemPage> {
        self.readable(caller, id).await?;
        let (scope, user) = (policy::scope(caller)?, caller.user_id());
        let sort = vec![(SortKey::ListOrder, SortOrder::Ascending)];
        let query = ItemQuery { parent: Some(id), sort, start, limit, total: true, include, ..ItemQuery::default() };
        Ok(self.0.db.read(move |conn| items::page(conn, &scope, user, &query)).await?)
    }

    /// To the end of a playlist or collection.
    pub async fn add(&self, caller: &Caller, list: ItemId, items: &[ItemId]) -> Result<()> {
        let info = self.writable(caller, list).await?;
        let (scope, items) = (policy::scope(caller)?, items.to_vec());
        let added = self.0.db.write(move |conn| {
            let playable = expand(conn, &scope, info.kind, &items)?;
            lists::add(conn, list, &playable, None, Utc::now())?;
            summary::show_first_picture(conn, list)
        });
        added.await?;
        self.changed(list, info.kind)
    }

    /// By entry ids from a playlist, by item ids from a collection.
    pub async fn remove(&self, caller: &Caller, list: ItemId, entries: &[ItemId]) -> Result<()> {
        let info = self.writable(caller, list).await?;
        let entries = entries.to_vec();
        let removed = self.0.db.write(move |conn| {
            match info.kind {
                ItemKind::Collection => lists::remove_items(conn, list, &entries, Utc::now())?,
                _ => lists::remove_entries(conn, list, &entries, Utc::now())?,
            };
            summary::show_first_picture(conn, list)
        });
        removed.await?;
        self.changed(list, info.kind)
    }

    pub async fn move_entry(&self, caller: &Caller, list: ItemId, entry: ItemId, to: u64) -> Result<()> {
        let info = self.writable(caller, list).await?;
        let moved = self.0.db.write(move |conn| {
            lists::move_entry(conn, list, entry, to, Utc::now())?;
            summary::show_first_picture(conn, list)
        });
        moved.await.map_err(|error| match error {
            DbError::NotFound => EngineError::NotFound,
            other => other.into(),
        })?;
        self.changed(list, info.kind)
    }

    /// Name, openness and shares; `None` leaves as is.
    pub async fn update(&self, caller: &Caller, list: ItemId, name: Option<&str>, open: Option<bool>, shares: Option<Vec<(UserId, bool)>>) -> Result<()> {
        let mut info = self.writable(caller, list).await?;
        let kind = info.kind;
        if let Some(name) = name {
            info.name = proper_name(name)?;
        }
        info.public = open.unwrap_or(info.public);
        info.shares = shares.unwrap_or(info.shares);
        self.0.db.write(move |conn| lists::update(conn, &info)).await?;
        self.changed(list, kind)
    }

    /// The collections that hold an item and that the caller may see, by name.
    pub async fn containing(&self, caller: &Caller, item: ItemId, include: Include) -> Result<ItemPage> {
        let (scope, user) = (policy::scope(caller)?, caller.user_id());
        let page = self.0.db.read(move |conn| {
            items::get(conn, &scope, None, item, Include::default())?.ok_or(DbError::NotFound)?;
            let ids = lists::holding(conn, item)?;
            if ids.is_empty() {
                return Ok(ItemPage { total: Some(0), ..ItemPage::default() });
            }
            let sort = vec![(SortKey::SortName, SortOrder::Ascending)];
            items::page(conn, &scope, user, &ItemQuery { ids, kinds: vec![ItemKind::Collection], sort, total: true, include, ..ItemQuery::default() })
        });
        page.await.map_err(|error| match error {
            DbError::NotFound => EngineError::NotFound,
            other => other.into(),
        })
    }

    /// The list goes, its items stay.
    pub async fn delete(&self, caller: &Caller, list: ItemId) -> Result<()> {
        let info = self.writable(caller, list).await?;
        if !caller.is_administrator() && info.owner != caller.user_id() {
            return Err(EngineError::Forbidden);
        }
        self.0.db.write(move |conn| lists::delete(conn, list)).await?;
        self.changed(list, info.kind)
    }

    async fn create(&self, caller: &Caller, info: ListInfo, items: &[ItemId]) -> Result<ItemId> {
        let (scope, items, id, kind) = (policy::scope(caller)?, items.to_vec(), info.id, info.kind);
        let created = self.0.db.write(move |conn| {
            lists::create(conn, &info, Utc::now())?;
            let playable = expand(conn, &scope, info.kind, &items)?;
            lists::add(conn, info.id, &playable, None, Utc::now())?;
            summary::show_first_picture(conn, info.id)
        });
        created.await?;
        self.changed(id, kind)?;
        Ok(id)
    }

    async fn readable(&self, caller: &Caller, list: ItemId) -> Result<ListInfo> {
        caller.require_any()?;
        let info = self.0.db.read(move |conn| lists::get(conn, list)).await?.ok_or(EngineError::NotFound)?;
        let user = caller.user_id();
        let shared = info.shares.iter().any(|(with, _)| Some(*with) == user);
        if info.public || shared || info.owner == user || caller.is_administrator() { Ok(info) } else { Err(EngineError::NotFound) }
    }

    async fn writable(&self, caller: &Caller, list: ItemId) -> Result<ListInfo> {
        let info = self.readable(caller, list).await?;
        let user = caller.user_id();
        let may_edit = info.shares.iter().any(|(with, edit)| Some(*with) == user && *edit);
        let owns = info.owner.is_some() && info.owner == user;
        let keeps = info.kind == ItemKind::Collection && policy::require(caller, Grant::Collections).is_ok();
        if owns || may_edit || keeps || caller.is_administrator() { Ok(info) } else { Err(EngineError::Forbidden) }
    }

    fn changed(&self, list: ItemId, kind: ItemKind) -> Result<()> {
        self.0.events.send(Event::ListChanged { list, kind });
        Ok(())
    }
}

/// What of `items` the caller may see; a playlist holds what can be played, so folders become what is in them.
fn expand(conn: &mut Conn, scope: &Scope, list: ItemKind, items: &[ItemId]) -> Result<Vec<ItemId>, DbError> {
    let mut expanded = Vec::with_capacity(items.len());
    for id in items {
        let Some(view) = items::get(conn, scope, None, *id, Include::default())? else { continue };
        if list == ItemKind::Playlist && (view.item.kind.is_folder() || view.item.kind.is_by_name()) {
            let sort = vec![(SortKey::AiredOrder, SortOrder::Ascending), (SortKey::SortName, SortOrder::Ascending)];
            let query = ItemQuery { parent: Some(*id), recursive: true, is_folder: Some(false), sort, ..ItemQuery::default() };
            expanded.extend(items::page(conn, scope, None, &query)?.items.into_iter().map(|view| view.item.id));
        } else {
            expanded.push(*id);
        }
    }
    Ok(expanded)
}

fn proper_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(EngineError::Invalid("a list's name has 1 to 200 characters".into()));
    }
    Ok(name.to_string())
}
