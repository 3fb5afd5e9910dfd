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
    /// `item i …` with what is joined to it, and WHERE.
    pub from_where: Sql,
    pub keys: Vec<Key>,
    pub entry: Option<&'static str>,
    pub kinds: Vec<ItemKind>,
}

/// The selection of `query` for one user. `parent` is what `query.parent` names.
pub(crate) fn select(scope: &Scope, user: Option<UserId>, query: &ItemQuery, parent: Option<&Parent>, sqlite: bool) -> Selection {
    let term = query.search.as_deref().and_then(|text| Term::new(text, sqlite));
    let kinds = wanted_kinds(query);
    let listed = parent.filter(|parent| parent.is_list() && !query.recursive);

    let mut from = Sql::text("item i");
    if let Some(list) = listed {
        from.append(sql!(" JOIN list_entry e ON e.item_id = i.id AND e.list = ?", list.number));
    }
    from.append(state_join(user, query));

    let mut conditions = visible(scope, "i", kinds.as_deref().unwrap_or_default());
    conditions.and(role(query));
    conditions.and(kind_condition(query, kinds.as_deref()));
    if let Some(parent) = parent {
        conditions.and(parent.condition(query.recursive));
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
    from.append(conditions.into_where());
    Selection { from_where: from, keys, entry: listed.map(|_| "e.id"), kinds: kinds.unwrap_or_default() }
}

/// The user's play state as `p`, when a filter or the order needs it.
fn state_join(user: Option<UserId>, query: &ItemQuery) -> Sql {
    let ItemQuery { played, favorite, likes, resumable, .. } = query;
    if played.is_none() && favorite.is_none() && likes.is_none() && resumable.is_none() && !sort::needs_state(query) {
        return Sql::default();
    }
    // Where only rows with a state can match, the planner may start from them.
    let must_exist = *favorite == Some(true) || likes.is_some() || *resumable == Some(true);
    match user {
        Some(user) if must_exist => sql!(" JOIN play_state p ON p.item_id = i.id AND p.user_id = ?", user),
        Some(user) => sql!(" LEFT JOIN play_state p ON p.item_id = i.id AND p.user_id = ?", user),
        None => Sql::text(" LEFT JOIN play_state p ON 1 = 0"),
    }
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
        Some([]) => Sql::text("1 = 0"),
        Some([kind]) => Sql::text(format!("i.kind = {}", kind.code())),
        Some(kinds) => Sql::text(format!("i.kind IN ({})", codes::kind_list(|kind| kinds.contains(&kind)))),
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

/// Conditions alone, on `item` under another alias: for names found on items.
pub(crate) fn found_on(scope: &Scope, query: &ItemQuery, parent: Option<&Parent>) -> Conditions {
    let kinds = wanted_kinds(query);
    let mut conditions = visible(scope, "i", kinds.as_deref().unwrap_or_default());
    conditions.and(Sql::text("i.role = 0"));
    if let Some(kinds) = kinds {
        conditions.and(kind_condition(query, Some(&kinds)));
    } else if !query.exclude_kinds.is_empty() {
        conditions.and(Sql::text(format!("i.kind NOT IN ({})", codes::kind_list(|kind| query.exclude_kinds.contains(&kind)))));
    }
    if let Some(parent) = parent {
        conditions.and(parent.condition(true));
    }
    conditions
}
