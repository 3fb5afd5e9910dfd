//! The neighbourhood of an item: what it is in, what is in it and what belongs to it.

use walros_model::item::ItemRole;
use walros_model::lists::{ItemPage, ItemView};
use walros_model::query::{Include, Scope};
use walros_model::{ItemId, UserId};

use super::load::{self, Hits, Key};
use super::visible::visible;
use super::{Parent, around};
use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Conditions, Sql, sql};

/// Direct children in list order.
pub fn children_ids(conn: &mut Conn, scope: &Scope, parent: ItemId) -> Result<Vec<ItemId>, DbError> {
    let Some(parent) = Parent::find(conn, parent)? else {
        return Ok(Vec::new());
    };
    let mut conditions = visible(scope, "i", &[]);
    conditions.and(Sql::text("i.role = 0"));
    conditions.and(parent.condition("i", false));
    let (join, order) = if parent.is_list() {
        (sql!(" JOIN list_entry e ON e.item_id = i.id AND e.list = ?", parent.number), "e.position")
    } else {
        (Sql::default(), "i.ordinal, i.sort_name, i.number")
    };
    let mut sql = Sql::text("SELECT i.id FROM item i");
    sql.append(join).append(conditions.into_where()).push(format!(" ORDER BY {order}"));
    conn.rows(sql, |row| row.item())
}

/// Trailers, interviews, deleted scenes, theme songs … of an item.
pub fn extras(conn: &mut Conn, scope: &Scope, user: Option<UserId>, owner: ItemId, include: Include) -> Result<Vec<ItemView>, DbError> {
    owned(conn, scope, user, owner, ItemRole::Extra, include)
}

/// The later stacked parts, in order.
pub fn parts(conn: &mut Conn, scope: &Scope, user: Option<UserId>, owner: ItemId, include: Include) -> Result<Vec<ItemView>, DbError> {
    owned(conn, scope, user, owner, ItemRole::Part, include)
}

/// The other versions, not the main item itself.
pub fn versions(conn: &mut Conn, scope: &Scope, user: Option<UserId>, owner: ItemId, include: Include) -> Result<Vec<ItemView>, DbError> {
    owned(conn, scope, user, owner, ItemRole::Version, include)
}

fn owned(conn: &mut Conn, scope: &Scope, user: Option<UserId>, owner: ItemId, role: ItemRole, include: Include) -> Result<Vec<ItemView>, DbError> {
    let mut conditions = visible(scope, "i", &[]);
    conditions.and(sql!("i.owner_id = ? AND i.role = ?", owner, role.code()));
    let keys = vec![Key::nullable("i.item_index", Default::default()), Key::new("i.sort_name", Default::default())];
    listed(conn, user, conditions, keys, include)
}

/// The parent, its parent and so on up to the library.
pub fn ancestors(conn: &mut Conn, scope: &Scope, user: Option<UserId>, id: ItemId) -> Result<Vec<ItemView>, DbError> {
    // A folder that were its own ancestor would never end: no tree is 64 deep.
    let from = sql!(
        "(WITH RECURSIVE up (id, depth) AS (SELECT own.parent_id, 1 FROM item own WHERE own.id = ? \
         UNION ALL SELECT above.parent_id, up.depth + 1 FROM up JOIN item above ON above.id = up.id WHERE up.depth < 64) \
         SELECT id, depth FROM up WHERE id IS NOT NULL) u JOIN item i ON i.id = u.id",
        id
    );
    let from_where = visible(scope, "i", &[]).after(from);
    let hits = Hits { from_where, keys: vec![Key::new("u.depth", Default::default())], start: 0, limit: None, entry: None, kinds: Vec::new() };
    Ok(load::views(conn, user, &hits, Include::default(), false)?.0)
}

fn listed(conn: &mut Conn, user: Option<UserId>, conditions: Conditions, keys: Vec<Key>, include: Include) -> Result<Vec<ItemView>, DbError> {
    let hits = Hits { from_where: conditions.after("item i"), keys, start: 0, limit: None, entry: None, kinds: Vec::new() };
    let (items, _) = load::views(conn, user, &hits, include, false)?;
    let mut page = ItemPage { items, ..ItemPage::default() };
    around::add(conn, user, &mut page, include)?;
    Ok(page.items)
}
