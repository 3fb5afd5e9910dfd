//! Browsing: pages, single items, the rows of a home screen.

mod delete;
mod edit;
mod home;
mod sidecars;
mod versions;

use std::sync::Arc;

use walros_db::{choices, items, names};
use walros_model::item::ItemKind;
use walros_model::lists::{FilterChoices, ItemPage, ItemView, KindCounts};
use walros_model::query::{Include, ItemQuery, SortKey, SortOrder};
use walros_model::{ItemId, UserId};

use crate::core::Core;
use crate::{Caller, EngineError, Result, policy};

pub use edit::EditRequest;
pub use home::{LatestQuery, NextUpQuery, ResumeQuery};
pub use sidecars::NewSubtitle;
pub use walros_db::names::NameKind;

pub struct Items(pub(crate) Arc<Core>);

impl Items {
    /// At most three statements, and one more for stacked films as one.
    pub async fn page(&self, caller: &Caller, query: &ItemQuery) -> Result<ItemPage> {
        let (scope, user, query) = (policy::scope(caller)?, caller.user_id(), query.clone());
        Ok(self.0.db.read(move |conn| items::page(conn, &scope, user, &query)).await?)
    }

    /// Any item the caller may see, versions, parts and extras too, with everything `include` names. The page holds
    /// this one item.
    pub async fn get(&self, caller: &Caller, id: ItemId, include: Include) -> Result<ItemPage> {
        let (scope, user) = (policy::scope(caller)?, caller.user_id());
        self.0.db.read(move |conn| items::get_with_related(conn, &scope, user, id, include)).await?.ok_or(EngineError::NotFound)
    }

    /// From its parent up to its library.
    pub async fn ancestors(&self, caller: &Caller, id: ItemId) -> Result<Vec<ItemView>> {
        let (scope, user) = self.visible(caller, id).await?;
        Ok(self.0.db.read(move |conn| items::ancestors(conn, &scope, user, id)).await?)
    }

    pub async fn similar(&self, caller: &Caller, id: ItemId, limit: u64, include: Include) -> Result<ItemPage> {
        let (scope, user) = self.visible(caller, id).await?;
        Ok(self.0.db.read(move |conn| items::similar(conn, &scope, user, id, limit, include)).await?)
    }

    /// Extras that are no trailers.
    pub async fn extras(&self, caller: &Caller, id: ItemId, include: Include) -> Result<ItemPage> {
        self.beside(caller, id, include, false).await
    }

    pub async fn trailers(&self, caller: &Caller, id: ItemId, include: Include) -> Result<ItemPage> {
        self.beside(caller, id, include, true).await
    }

    /// The later parts of a stacked film.
    pub async fn parts(&self, caller: &Caller, id: ItemId, include: Include) -> Result<ItemPage> {
        let (scope, user) = self.visible(caller, id).await?;
        let page = self.0.db.read(move |conn| {
            let parts = items::parts(conn, &scope, user, id, include)?;
            items::with_related(conn, parts, include)
        });
        Ok(page.await?)
    }

    /// The numbers, counted from one, of parts of a stacked film whose files are missing.
    pub async fn missing_parts(&self, caller: &Caller, id: ItemId) -> Result<Vec<u32>> {
        self.visible(caller, id).await?;
        Ok(self.0.db.read(move |conn| items::missing_parts(conn, id)).await?)
    }

    pub async fn seasons(&self, caller: &Caller, series: ItemId, include: Include) -> Result<ItemPage> {
        self.visible(caller, series).await?;
        let sort = vec![(SortKey::Index, SortOrder::Ascending)];
        self.page(caller, &ItemQuery { parent: Some(series), kinds: vec![ItemKind::Season], sort, total: true, include, ..ItemQuery::default() }).await
    }

    /// In aired order; of one season when given by id or by number. `NotFound` for an unknown series.
    pub async fn episodes(&self, caller: &Caller, series: ItemId, season: Option<ItemId>, number: Option<i32>, query: &ItemQuery) -> Result<ItemPage> {
        self.visible(caller, series).await?;
        let mut query = ItemQuery { parent: Some(series), recursive: true, kinds: vec![ItemKind::Episode], ..query.clone() };
        if let Some(season) = season {
            self.visible(caller, season).await?;
            query.parent = Some(season);
        }
        query.parent_index = number.or(query.parent_index);
        if query.sort.is_empty() {
            query.sort = vec![(SortKey::AiredOrder, SortOrder::Ascending)];
        }
        self.page(caller, &query).await
    }

    pub async fn suggestions(&self, caller: &Caller, kinds: &[ItemKind], limit: u64, include: Include) -> Result<ItemPage> {
        let kinds = if kinds.is_empty() { vec![ItemKind::Movie, ItemKind::Series, ItemKind::Album] } else { kinds.to_vec() };
        let sort = vec![(SortKey::Random, SortOrder::Ascending)];
        self.page(caller, &ItemQuery { kinds, recursive: true, sort, limit: Some(limit), total: false, include, ..ItemQuery::default() }).await
    }

    pub async fn counts(&self, caller: &Caller, query: &ItemQuery) -> Result<KindCounts> {
        let (scope, user, query) = (policy::scope(caller)?, caller.user_id(), query.clone());
        Ok(self.0.db.read(move |conn| choices::counts(conn, &scope, user, &query)).await?)
    }

    pub async fn filters(&self, caller: &Caller, query: &ItemQuery) -> Result<FilterChoices> {
        let (scope, user, query) = (policy::scope(caller)?, caller.user_id(), query.clone());
        Ok(self.0.db.read(move |conn| choices::filters(conn, &scope, user, &query)).await?)
    }

    /// Where each first letter begins among what `query` (without sort and page) selects, sorted by name: `(letter, place
    /// of its first item)`, letters in upper case, `#` for what comes before `a`. One statement.
    pub async fn letters(&self, caller: &Caller, query: &ItemQuery) -> Result<Vec<(String, u64)>> {
        let (scope, user, query) = (policy::scope(caller)?, caller.user_id(), query.clone());
        let counted = self.0.db.read(move |conn| choices::letters(conn, &scope, user, &query)).await?;
        let mut letters: Vec<(String, u64)> = Vec::new();
        let mut place = 0;
        for (first, count) in counted {
            let letter = match first.chars().next() {
                Some(first) if first >= 'a' => first.to_uppercase().to_string(),
                _ => "#".to_string(),
            };
            if letters.iter().all(|(known, _)| *known != letter) {
                letters.push((letter, place));
            }
            place += count;
        }
        Ok(letters)
    }

    /// Genres, people … found on what `query`'s parent, kinds and media types select; its other filters, sort and page
    /// apply to the names themselves.
    pub async fn names(&self, caller: &Caller, kind: NameKind, query: &ItemQuery) -> Result<ItemPage> {
        let (scope, user, query) = (policy::scope(caller)?, caller.user_id(), query.clone());
        Ok(self.0.db.read(move |conn| names::page(conn, &scope, user, kind, &query)).await?)
    }

    /// A genre, studio, person or artist by its name.
    pub async fn by_name(&self, caller: &Caller, kind: ItemKind, name: &str, include: Include) -> Result<ItemPage> {
        let (scope, user, name) = (policy::scope(caller)?, caller.user_id(), name.to_string());
        let found = self.0.db.read(move |conn| names::by_name(conn, &scope, user, kind, &name, include)).await?;
        let view = found.ok_or(EngineError::NotFound)?;
        Ok(ItemPage { items: vec![view], total: Some(1), ..ItemPage::default() })
    }

    async fn beside(&self, caller: &Caller, id: ItemId, include: Include, trailers: bool) -> Result<ItemPage> {
        let (scope, user) = self.visible(caller, id).await?;
        let page = self.0.db.read(move |conn| {
            let mut extras = items::extras(conn, &scope, user, id, include)?;
            extras.retain(|extra| (extra.item.kind == ItemKind::Trailer) == trailers);
            items::with_related(conn, extras, include)
        });
        Ok(page.await?)
    }

    /// Fails with `NotFound` for what the caller may not see.
    async fn visible(&self, caller: &Caller, id: ItemId) -> Result<(walros_model::query::Scope, Option<UserId>)> {
        let (scope, user) = (policy::scope(caller)?, caller.user_id());
        let (seen, found) = self.0.db.read(move |conn| items::get(conn, &scope, None, id, Include::default()).map(|view| (scope, view.is_some()))).await?;
        if found { Ok((seen, user)) } else { Err(EngineError::NotFound) }
    }
}
