//! Reading items.

mod around;
mod blank;
pub(crate) mod columns;
pub(crate) mod counts;
mod filters;
mod frames;
mod has;
pub(crate) mod load;
mod parent;
pub(crate) mod select;
mod similar;
mod sort;
mod timelines;
mod tree;
pub(crate) mod visible;

use walros_model::lists::{ItemPage, ItemView};
use walros_model::query::{Include, ItemQuery, Scope};
use walros_model::{ItemId, UserId};

use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Sql, sql};
pub(crate) use blank::blank;
use load::Hits;
pub(crate) use parent::Parent;
use select::{Selection, select};

pub(crate) use around::add as add_around;
pub use around::{count_sources, index, index_of_file, sources, sources_in, videos_in};
pub use frames::{WithFrames, file_states, unmeasured_frames};
pub use similar::similar;
pub use timelines::{missing_parts, parts_of, stack_of, timeline_of};
pub use tree::{ancestors, children_ids, extras, parts, versions};

/// One page of what matches `query`: at most three statements whatever its size, and one more for stacked films as one. Without
/// a parent the whole library is asked, recursive or not. Where no kinds are given, libraries are left out, and names except
/// when searching or asking for favourites. A parent that is not there has no children.
pub fn page(conn: &mut Conn, scope: &Scope, user: Option<UserId>, query: &ItemQuery) -> Result<ItemPage, DbError> {
    let parent = match query.parent {
        Some(id) => match Parent::find(conn, id)? {
            Some(parent) => Some(parent),
            None => return Ok(ItemPage { start: query.start, total: query.total.then_some(0), ..ItemPage::default() }),
        },
        None => None,
    };
    let sqlite = conn.is_sqlite();
    let selection = select(scope, user, query, parent.as_ref(), sqlite);
    page_of(conn, user, selection, query)
}

/// The page that `query` asks of a selection.
pub(crate) fn page_of(conn: &mut Conn, user: Option<UserId>, selection: Selection, query: &ItemQuery) -> Result<ItemPage, DbError> {
    let Selection { from, conditions, keys, entry, kinds } = selection;
    let from_where = conditions.after(from);
    let mut page = ItemPage { start: query.start, ..ItemPage::default() };
    let hits = Hits { from_where, keys, start: query.start, limit: query.limit, entry, kinds };
    if query.limit == Some(0) {
        page.total = if query.total { Some(count(conn, &hits)?) } else { None };
        return Ok(page);
    }
    let (views, total) = load::views(conn, user, &hits, query.include, query.total && query.limit.is_some())?;
    page.items = views;
    if query.total {
        page.total = match total {
            Some(total) => Some(total),
            // Nothing on this page to carry the count: it is zero, or the page lies beyond the end.
            None if page.items.is_empty() && query.start > 0 => Some(count(conn, &hits)?),
            None => Some(query.start + page.items.len() as u64),
        };
    }
    around::add(conn, user, &mut page, query.include)?;
    Ok(page)
}

fn count(conn: &mut Conn, hits: &Hits) -> Result<u64, DbError> {
    let mut sql = Sql::text("SELECT count(*) FROM ");
    sql.append(hits.from_where.clone());
    Ok(conn.first(sql, |row| row.number())?.unwrap_or(0))
}

/// One item of any role, or nothing when it is not there or not in scope.
pub fn get(conn: &mut Conn, scope: &Scope, user: Option<UserId>, id: ItemId, include: Include) -> Result<Option<ItemView>, DbError> {
    Ok(get_page(conn, scope, user, sql!("i.id = ?", id), include)?.items.pop())
}

/// One item with what it refers to in [`ItemPage::related`].
pub fn get_with_related(conn: &mut Conn, scope: &Scope, user: Option<UserId>, id: ItemId, include: Include) -> Result<Option<ItemPage>, DbError> {
    let page = get_page(conn, scope, user, sql!("i.id = ?", id), include)?;
    Ok((!page.items.is_empty()).then_some(page))
}

/// A page of views that were loaded one by one, with what they refer to where `include` asks for it.
pub fn with_related(conn: &mut Conn, views: Vec<ItemView>, include: Include) -> Result<ItemPage, DbError> {
    let mut page = ItemPage { total: Some(views.len() as u64), items: views, ..ItemPage::default() };
    around::add(conn, None, &mut page, Include { related: include.related, ..Include::default() })?;
    Ok(page)
}

/// The item whose file or folder is at `path`, one that is there before one that is missing.
pub fn by_path(conn: &mut Conn, scope: &Scope, user: Option<UserId>, path: &str, include: Include) -> Result<Option<ItemView>, DbError> {
    Ok(get_page(conn, scope, user, sql!("i.path = ?", path), include)?.items.into_iter().next())
}

fn get_page(conn: &mut Conn, scope: &Scope, user: Option<UserId>, which: Sql, include: Include) -> Result<ItemPage, DbError> {
    let mut conditions = visible::visible(scope, "i", &[]);
    conditions.and(which);
    let from_where = conditions.after("item i");
    let hits = Hits { from_where, keys: vec![load::Key::new("i.missing", Default::default())], start: 0, limit: Some(1), entry: None, kinds: Vec::new() };
    let (items, _) = load::views(conn, user, &hits, include, false)?;
    let mut page = ItemPage { items, ..ItemPage::default() };
    around::add(conn, user, &mut page, include)?;
    Ok(page)
}
