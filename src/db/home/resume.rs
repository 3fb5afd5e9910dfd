//! What to continue watching.

use std::collections::HashSet;

use walros_model::item::{ItemKind, MediaType};
use walros_model::lists::ItemPage;
use walros_model::query::{Include, ItemQuery, Scope, SortOrder};
use walros_model::{ItemId, UserId};

use crate::codes;
use crate::connection::Conn;
use crate::error::DbError;
use crate::items::load::Key;
use crate::items::select::Selection;
use crate::items::visible::visible;
use crate::items::{Parent, page_of};
use crate::search::Term;
use crate::sql::{Sql, sql};

#[derive(Clone, Debug, Default)]
pub struct ResumeQuery {
    /// Empty = any.
    pub media_types: Vec<MediaType>,
    pub kinds: Vec<ItemKind>,
    /// Only below this library, series, season or folder.
    pub parent: Option<ItemId>,
    pub exclude_libraries: Vec<ItemId>,
    pub exclude_ids: Vec<ItemId>,
    pub search: Option<String>,
    pub start: u64,
    pub limit: Option<u64>,
    pub total: bool,
    pub include: Include,
}

/// Begun and not finished, the latest first. A version or part appears as itself, with its own position;
/// where stacked films are asked for as one, the film in the place of its part.
pub fn resume(conn: &mut Conn, scope: &Scope, user: UserId, query: &ResumeQuery) -> Result<ItemPage, DbError> {
    let parent = match query.parent {
        Some(id) => match Parent::find(conn, id)? {
            Some(parent) => Some(parent),
            None => return Ok(ItemPage { total: query.total.then_some(0), ..ItemPage::default() }),
        },
        None => None,
    };
    let wanted = |kind: &ItemKind| {
        codes::is_leaf(*kind)
            && (query.kinds.is_empty() || query.kinds.contains(kind))
            && (query.media_types.is_empty() || query.media_types.contains(&kind.media_type()))
    };
    let kinds: Vec<ItemKind> = ItemKind::ALL.into_iter().filter(wanted).collect();

    // Versions and parts are resumed too: no condition may be spared.
    let mut conditions = visible(scope, "i", &[]);
    conditions.and(sql!("p.user_id = ? AND p.position > 0 AND i.role <> 3", user));
    conditions.and(if kinds.is_empty() { Sql::text("1 = 0") } else { Sql::text(format!("i.kind IN ({})", codes::kind_list(|kind| kinds.contains(&kind)))) });
    if let Some(parent) = parent {
        conditions.and(parent.condition("i", true));
    }
    if !query.exclude_libraries.is_empty() {
        conditions.and(Sql::in_list("i.library_id NOT", &query.exclude_libraries));
    }
    if !query.exclude_ids.is_empty() {
        conditions.and(Sql::in_list("i.id NOT", &query.exclude_ids));
    }
    let sqlite = conn.is_sqlite();
    if let Some(term) = query.search.as_deref().and_then(|text| Term::new(text, sqlite)) {
        conditions.and(term.condition());
    }
    let from = if query.include.timeline {
        // A film is begun where one of its parts is.
        Sql::text("play_state p JOIN item f ON f.id = p.item_id JOIN item i ON i.id = CASE WHEN f.role = 2 THEN f.owner_id ELSE f.id END")
    } else {
        Sql::text("play_state p JOIN item i ON i.id = p.item_id")
    };
    let selection = Selection { from, conditions, keys: vec![Key::nullable("p.last_played", SortOrder::Descending)], entry: None, kinds };
    let page = ItemQuery { start: query.start, limit: query.limit, total: query.total, include: query.include, ..ItemQuery::default() };
    let mut page = page_of(conn, Some(user), selection, &page)?;
    // Once, though two of its parts are begun, as an import may leave them.
    let mut seen = HashSet::new();
    page.items.retain(|view| seen.insert(view.item.id));
    Ok(page)
}
