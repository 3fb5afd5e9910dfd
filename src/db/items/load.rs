//! The statement that loads a list of items with everything a list shows, from a statement that only finds them.

use walros_model::item::ItemKind;
use walros_model::lists::ItemView;
use walros_model::query::{Include, SortOrder};
use walros_model::{ItemId, UserId};

use super::{columns, counts};
use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Sql, sql};

/// One expression to sort by.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub expression: Sql,
    pub order: SortOrder,
    /// NULL comes before everything else, whatever the backend thinks.
    pub nullable: bool,
}

impl Key {
    pub fn new(expression: impl Into<Sql>, order: SortOrder) -> Self {
        Self { expression: expression.into(), order, nullable: false }
    }

    pub fn nullable(expression: impl Into<Sql>, order: SortOrder) -> Self {
        Self { expression: expression.into(), order, nullable: true }
    }
}

/// What finds the items: everything after `SELECT … FROM`, without order and limit.
#[derive(Clone, Debug)]
pub(crate) struct Hits {
    /// Must name `item i`.
    pub from_where: Sql,
    pub keys: Vec<Key>,
    pub start: u64,
    pub limit: Option<u64>,
    /// An expression for the id of the list entry.
    pub entry: Option<&'static str>,
    /// The only kinds that can come, when known.
    pub kinds: Vec<ItemKind>,
}

/// The views of a page in order. With `count`, the number of all hits as well, which is unknown when the page is empty.
pub(crate) fn views(conn: &mut Conn, user: Option<UserId>, hits: &Hits, include: Include, count: bool) -> Result<(Vec<ItemView>, Option<u64>), DbError> {
    let with_counts = include.counts && (hits.kinds.is_empty() || hits.kinds.iter().any(|kind| kind.is_folder() || kind.is_by_name()));
    let sql = statement(user, hits, include.detail, with_counts, count);
    let mut total = None;
    let views = conn.rows(sql, |row| {
        let item = columns::read_item(row)?;
        let mut state = columns::read_state(row)?;
        let entry = row.item_or_null()?;
        let detail = if include.detail { columns::read_detail(row)? } else { None };
        let counts = if with_counts { counts::read(row)? } else { None };
        if count {
            total = Some(row.number()?);
        }
        if let Some(counts) = counts.filter(|counts| item.kind.is_folder() && counts.leaves > 0) {
            state.played = counts.unplayed == 0;
        }
        Ok(ItemView { item, detail, state, counts, sources: Vec::new(), entry })
    })?;
    Ok((views, total))
}

fn statement(user: Option<UserId>, hits: &Hits, detail: bool, counts: bool, count: bool) -> Sql {
    let mut sql = Sql::text("SELECT ");
    sql.push(columns::ITEM).push(", ").push(if user.is_some() { columns::STATE } else { columns::NO_STATE });
    sql.push(", h.entry");
    if detail {
        sql.push(", d.document");
    }
    if counts {
        sql.push(", ").append(counts::columns(user, &hits.kinds));
    }
    if count {
        sql.push(", (SELECT count(*) FROM ").append(hits.from_where.clone()).push(")");
    }
    sql.push(" FROM (").append(find(hits)).push(") h CROSS JOIN item i");
    if let Some(user) = user {
        sql.push(" LEFT JOIN play_state p ON p.item_id = i.id AND p.user_id = ").bind(user);
    }
    if detail {
        sql.push(" LEFT JOIN item_detail d ON d.item = i.number");
    }
    sql.push(" WHERE i.number = h.n ORDER BY ").append(order(&hits.keys, "h."));
    sql
}

/// Only the row numbers and what they are sorted by: sorting whole items would carry every column along.
fn find(hits: &Hits) -> Sql {
    let mut sql = Sql::text("SELECT i.number AS n");
    sql.push(format!(", {} AS entry", hits.entry.unwrap_or("NULL")));
    for (index, key) in hits.keys.iter().enumerate() {
        sql.push(", ").append(key.expression.clone()).push(format!(" AS k{index}"));
    }
    sql.push(" FROM ").append(hits.from_where.clone()).push(" ORDER BY ").append(order(&hits.keys, ""));
    limit(&mut sql, hits.start, hits.limit);
    sql
}

fn order(keys: &[Key], prefix: &str) -> Sql {
    let mut sql = Sql::default();
    for (index, key) in keys.iter().enumerate() {
        sql.push(format!("{}{prefix}k{index}", if index > 0 { ", " } else { "" }));
        // Said only where it matters: PostgreSQL uses no index for an order that it was not made in.
        sql.push(match (key.order, key.nullable) {
            (SortOrder::Ascending, false) => "",
            (SortOrder::Ascending, true) => " NULLS FIRST",
            (SortOrder::Descending, false) => " DESC",
            (SortOrder::Descending, true) => " DESC NULLS LAST",
        });
    }
    // The number decides between equals, in the direction of the index that serves the last key.
    let last = if keys.last().is_some_and(|key| key.order == SortOrder::Descending) { " DESC" } else { "" };
    sql.push(format!("{}{prefix}n{last}", if keys.is_empty() { "" } else { ", " }));
    sql
}

/// LIMIT and OFFSET, where there are any.
fn limit(sql: &mut Sql, start: u64, limit: Option<u64>) {
    // SQLite wants a LIMIT before an OFFSET.
    if limit.is_some() || start > 0 {
        sql.push(" LIMIT ").append(amount(limit.unwrap_or(i64::MAX as u64)));
    }
    if start > 0 {
        sql.push(" OFFSET ").append(amount(start));
    }
}

/// A number of rows. Not a bare value: SQLite would look into it and prepare the whole statement again each time.
pub(crate) fn amount(rows: u64) -> Sql {
    sql!("(? + 0)", rows)
}

/// Items by their ids in no particular order; any role.
pub(crate) fn by_ids(ids: &[ItemId], conditions: crate::sql::Conditions) -> Hits {
    let mut all = conditions;
    all.and(Sql::in_list("i.id", ids));
    Hits { from_where: all.after("item i"), keys: Vec::new(), start: 0, limit: None, entry: None, kinds: Vec::new() }
}
