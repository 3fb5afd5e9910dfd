//! Which items a query chooses: its filters as FROM and WHERE on `item i`.

use walros_model::UserId;
use walros_model::item::ItemKind;
use walros_model::query::{ItemQuery, Scope};

use super::filters;
use super::load::Key;
use super::parent::Parent;
use super::sort;
use super::visible::visible;
use crate::codes;
use crate::search::Term;
use crate::sql::{Conditions, Sql, sql};

/// Everything that a statement over a selection needs.
pub(crate) struct Selection {
    /// `item i` with what is joined to it; more can be.
    pub from: Sql,
    pub conditions: Conditions,
    pub keys: Vec<Key>,
    pub entry: Option<&'static str>,
    pub kinds: Vec<ItemKind>,
}

/// The selection of `query` for one user. `parent` is what `query.parent` names.
pub(crate) fn select(scope: &Scope, user: Option<UserId>, query: &ItemQuery, parent: Option<&Parent>, sqlite: bool) -> Selection {
    let term = query.search.as_deref().and_then(|text| Term::new(text, sqlite));
    let kinds = wanted_kinds(query);
    let listed = parent.filter(|parent| parent.is_list() && !query.recursive);

    // By id, versions and extras come as well, so that no condition may be spared.
    let main_kinds = if query.ids.is_empty() { kinds.as_deref().unwrap_or_default() } else { &[] };
    let mut conditions = visible(scope, "i", main_kinds);
    let mut from = with_state(user, query, kinds.as_deref(), &mut conditions);
    if let Some(list) = listed {
        from.append(sql!(" JOIN list_entry e ON e.item_id = i.id AND e.list = ?", list.number));
    }
    conditions.and(role(query));
    conditions.and(kind_condition(query, kinds.as_deref()));
    if let Some(parent) = parent {
        conditions.and(parent.condition("i", query.recursive));
    }
    if let Some(term) = &term {
        conditions.and(term.condition());
    }
    filters::add(query, kinds.as_deref(), user, &mut conditions);

    let mut keys = sort::keys(query, listed.is_some());
    if keys.is_empty() {
        match (&term, listed) {
            (Some(term), _) => {
                keys.push(Key::new(term.rank(), Default::default()));
                keys.push(Key::new("i.sort_name", Default::default()));
            }
            (None, Some(_)) => keys.push(Key::new("e.position", Default::default())),
            (None, None) => {}
        }
    }
    Selection { from, conditions, keys, entry: listed.map(|_| "e.id"), kinds: kinds.unwrap_or_default() }
}

/// `item i`, with the user's play state as `p` when a filter or the order needs it.
fn with_state(user: Option<UserId>, query: &ItemQuery, kinds: Option<&[ItemKind]>, conditions: &mut Conditions) -> Sql {
    let ItemQuery { played, favorite, likes, resumable, .. } = query;
    if played.is_none() && favorite.is_none() && likes.is_none() && resumable.is_none() && !sort::needs_state(query) {
        return Sql::text("item i");
    }
    let Some(user) = user else {
        return Sql::text("item i LEFT JOIN play_state p ON 1 = 0");
    };
    if *favorite == Some(true) || likes.is_some() || *resumable == Some(true) {
        // Few items have such a state: start from them. SQLite reads CROSS JOIN as an order; to PostgreSQL it is any join.
        conditions.and(sql!("p.user_id = ? AND p.item_id = i.id", user));
        return Sql::text("play_state p CROSS JOIN item i");
    }
    // A folder is played without a state of its own.
    let must_exist = *played == Some(true) && kinds.is_some_and(|kinds| kinds.iter().all(|kind| codes::is_leaf(*kind)));
    let join = if must_exist { "JOIN" } else { "LEFT JOIN" };
    sql!(format!("item i {join} play_state p ON p.item_id = i.id AND p.user_id = ?"), user)
}

/// Only main items are listed; asked for by id, versions, parts and extras are there as well.
fn role(query: &ItemQuery) -> Sql {
    if query.ids.is_empty() { Sql::text("i.role = 0") } else { Sql::default() }
}

/// The kinds asked for in whatever way; `None` when nothing narrows them.
fn wanted_kinds(query: &ItemQuery) -> Option<Vec<ItemKind>> {
    let narrowed = !query.kinds.is_empty() || !query.media_types.is_empty() || query.is_folder == Some(true);
    let wanted = |kind: &ItemKind| {
        (query.kinds.is_empty() || query.kinds.contains(kind))
            && (query.media_types.is_empty() || query.media_types.contains(&kind.media_type()))
            && query.is_folder.is_none_or(|folder| kind.is_folder() == folder)
            && !query.exclude_kinds.contains(kind)
    };
    narrowed.then(|| ItemKind::ALL.into_iter().filter(wanted).collect())
}

fn kind_condition(query: &ItemQuery, kinds: Option<&[ItemKind]>) -> Sql {
    match kinds {
        Some([kind]) => Sql::text(format!("i.kind = {}", kind.code())),
        Some(kinds) => Sql::text(format!("i.kind IN ({})", list_of(kinds))),
        None if !query.ids.is_empty() => Sql::default(),
        None => {
            // Libraries are views, not content; names are found by searching and among the favourites only.
            let names_too = query.search.is_some() || query.favorite == Some(true);
            let hidden = |kind: ItemKind| {
                kind == ItemKind::Library
                    || kind.is_by_name() && !names_too
                    || query.exclude_kinds.contains(&kind)
                    || query.is_folder.is_some_and(|folder| kind.is_folder() != folder)
            };
            Sql::text(format!("i.kind NOT IN ({})", codes::kind_list(hidden)))
        }
    }
}

/// The items on which names are to be found: conditions on the item `alias`.
pub(crate) fn found_on(scope: &Scope, query: &ItemQuery, parent: Option<&Parent>, alias: &str) -> Conditions {
    let kinds = wanted_kinds(query);
    let mut conditions = visible(scope, alias, kinds.as_deref().unwrap_or_default());
    conditions.and(Sql::text(format!("{alias}.role = 0")));
    if let Some(kinds) = kinds {
        conditions.and(Sql::text(format!("{alias}.kind IN ({})", list_of(&kinds))));
    } else if !query.exclude_kinds.is_empty() {
        conditions.and(Sql::text(format!("{alias}.kind NOT IN ({})", list_of(&query.exclude_kinds))));
    }
    if let Some(parent) = parent {
        conditions.and(parent.condition(alias, true));
    }
    conditions
}

/// `NULL`, which nothing equals, when there is none.
fn list_of(kinds: &[ItemKind]) -> String {
    if kinds.is_empty() { "NULL".into() } else { codes::kind_list(|kind| kinds.contains(&kind)) }
}
