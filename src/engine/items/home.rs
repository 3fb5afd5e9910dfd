//! The rows of a home screen: continue watching, next up, latest.

use walros_db::home;
use walros_model::item::{ItemKind, MediaType};
use walros_model::lists::ItemPage;
use walros_model::query::Include;
use walros_model::{ItemId, Timestamp};

use super::Items;
use crate::{Caller, Result, policy};

/// What is begun.
#[derive(Clone, Debug, Default)]
pub struct ResumeQuery {
    pub parent: Option<ItemId>,
    /// Empty = any.
    pub media_types: Vec<MediaType>,
    pub kinds: Vec<ItemKind>,
    pub exclude_ids: Vec<ItemId>,
    pub search: Option<String>,
    pub start: u64,
    pub limit: Option<u64>,
    pub total: bool,
    pub include: Include,
}

/// Which episodes to go on with (traps.md E3).
#[derive(Clone, Debug, Default)]
pub struct NextUpQuery {
    pub series: Option<ItemId>,
    pub parent: Option<ItemId>,
    /// Only series watched since.
    pub since: Option<Timestamp>,
    /// Whether an episode that is begun counts as the next one; else its series is left out.
    pub resumable: bool,
    pub rewatching: bool,
    pub start: u64,
    pub limit: Option<u64>,
    pub total: bool,
    pub include: Include,
}

#[derive(Clone, Debug, Default)]
pub struct LatestQuery {
    /// `None` = all libraries the user has not excluded.
    pub parent: Option<ItemId>,
    /// Empty = what the library's kind lists.
    pub kinds: Vec<ItemKind>,
    /// `Some(false)` hides what was played; `None` = as the user's preferences say.
    pub played: Option<bool>,
    /// Whether episodes are shown as their season or series (traps.md E4).
    pub group: bool,
    pub limit: u64,
    pub include: Include,
}

impl Items {
    /// What is begun, newest first. An API key has begun nothing.
    pub async fn resume(&self, caller: &Caller, query: &ResumeQuery) -> Result<ItemPage> {
        let scope = policy::scope(caller)?;
        let Some(user) = &caller.user else {
            return Ok(empty());
        };
        let ResumeQuery { parent, media_types, kinds, exclude_ids, search, start, limit, total, include } = query.clone();
        let exclude_libraries = excluded(user, parent);
        let query = home::ResumeQuery { media_types, kinds, parent, exclude_libraries, exclude_ids, search, start, limit, total, include };
        let id = user.id;
        Ok(self.0.db.read(move |conn| home::resume(conn, &scope, id, &query)).await?)
    }

    pub async fn next_up(&self, caller: &Caller, query: &NextUpQuery) -> Result<ItemPage> {
        let scope = policy::scope(caller)?;
        let Some(user) = &caller.user else {
            return Ok(empty());
        };
        let NextUpQuery { series, parent, since, resumable, rewatching, start, limit, total, include } = query.clone();
        let exclude_libraries = excluded(user, series.or(parent));
        let query = home::NextUpQuery { series, parent, cutoff: since, resumable, rewatching, exclude_libraries, start, limit, total, include };
        let id = user.id;
        Ok(self.0.db.read(move |conn| home::next_up(conn, &scope, id, &query)).await?)
    }

    pub async fn latest(&self, caller: &Caller, query: &LatestQuery) -> Result<ItemPage> {
        let scope = policy::scope(caller)?;
        let LatestQuery { parent, kinds, played, group, limit, include } = query.clone();
        let hides = caller.user.as_ref().is_some_and(|user| user.preferences.hide_played_in_latest);
        let played = played.or(hides.then_some(false));
        let exclude_libraries = caller.user.as_ref().map(|user| excluded(user, parent)).unwrap_or_default();
        let query = home::LatestQuery { parent, kinds, limit, group, played, exclude_libraries, include };
        let user = caller.user_id();
        Ok(self.0.db.read(move |conn| home::latest(conn, &scope, user, &query)).await?)
    }
}

/// The libraries a user keeps out of the rows that span all of them; what was asked for by name is never kept out.
fn excluded(user: &walros_model::user::User, asked: Option<ItemId>) -> Vec<ItemId> {
    if asked.is_some() { Vec::new() } else { user.preferences.latest_excludes.clone() }
}

fn empty() -> ItemPage {
    ItemPage { total: Some(0), ..ItemPage::default() }
}
