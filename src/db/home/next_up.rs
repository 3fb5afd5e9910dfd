//! Which episodes come next (traps.md E3 of the Jellyfin contract): for each series that was begun, the first unplayed
//! episode after the last played one. "Last" is by place in the series, not by time.

use walros_model::item::ItemKind;
use walros_model::lists::ItemPage;
use walros_model::query::{Include, ItemQuery, Scope, SortOrder};
use walros_model::{ItemId, Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbError;
use crate::items::load::Key;
use crate::items::select::Selection;
use crate::items::visible::visible;
use crate::items::{Parent, page_of};
use crate::scan::{MAIN, REGULAR};
use crate::sql::{Conditions, Sql, sql};

#[derive(Clone, Debug, Default)]
pub struct NextUpQuery {
    /// Only this series; then one that was never begun answers its first episode.
    pub series: Option<ItemId>,
    /// Only series of this library or folder.
    pub parent: Option<ItemId>,
    /// Series last played before are left out.
    pub cutoff: Option<Timestamp>,
    /// When false, a series whose next episode is in progress is left out.
    pub resumable: bool,
    /// Also the next played episode after the one played last.
    pub rewatching: bool,
    pub exclude_libraries: Vec<ItemId>,
    pub start: u64,
    pub limit: Option<u64>,
    pub total: bool,
    pub include: Include,
}

/// The series played last comes first.
pub fn next_up(conn: &mut Conn, scope: &Scope, user: UserId, query: &NextUpQuery) -> Result<ItemPage, DbError> {
    let mut parent = match query.parent {
        Some(id) => match Parent::find(conn, id)? {
            Some(parent) => Some(parent),
            None => return Ok(ItemPage { total: query.total.then_some(0), ..ItemPage::default() }),
        },
        None => None,
    };
    // Some clients give the series as the parent.
    let series = query.series.or(parent.take_if(|parent| parent.kind == ItemKind::Series).map(|parent| parent.id));

    let begun = match series {
        Some(series) => one_series(scope, user, series),
        None => begun_series(scope, user, query, parent.as_ref()),
    };
    let mut from = Sql::text("(SELECT st.last_played, ");
    from.append(next_episode(scope, user, false)).push(" AS n FROM (").append(begun.clone()).push(") st");
    if query.rewatching {
        from.push(" UNION ALL SELECT st.last_played, ").append(next_episode(scope, user, true)).push(" AS n FROM (").append(begun).push(") st");
    }
    from.push(") x JOIN item i ON i.number = x.n");
    let mut conditions = Conditions::default();
    if !query.resumable {
        conditions.and(sql!("NOT EXISTS (SELECT 1 FROM play_state rp WHERE rp.user_id = ? AND rp.item_id = i.id AND rp.position > 0)", user));
        // A stacked episode is begun in any of its parts.
        conditions.and(sql!(
            "i.part_count < 2 OR NOT EXISTS (SELECT 1 FROM item q JOIN play_state rp ON rp.item_id = q.id AND rp.user_id = ? \
             WHERE q.owner_id = i.id AND q.role = 2 AND rp.position > 0)",
            user
        ));
    }
    let selection = Selection { from, conditions, keys: vec![Key::new("x.last_played", SortOrder::Descending)], entry: None, kinds: vec![ItemKind::Episode] };
    let page = ItemQuery { start: query.start, limit: query.limit, total: query.total, include: query.include, ..ItemQuery::default() };
    page_of(conn, Some(user), selection, &page)
}

fn one_series(scope: &Scope, user: UserId, series: ItemId) -> Sql {
    let mut sql = sql!(
        "SELECT i.id AS series_id, COALESCE((SELECT ss.last_played FROM series_state ss WHERE ss.user_id = ? AND ss.series_id = i.id), 0) AS last_played FROM item i",
        user
    );
    let mut conditions = visible(scope, "i", &[ItemKind::Series]);
    conditions.and(sql!("i.id = ?", series));
    sql.append(conditions.into_where());
    sql
}

fn begun_series(scope: &Scope, user: UserId, query: &NextUpQuery, parent: Option<&Parent>) -> Sql {
    let mut sql = Sql::text("SELECT ss.series_id, ss.last_played FROM series_state ss JOIN item i ON i.id = ss.series_id");
    let mut conditions = visible(scope, "i", &[ItemKind::Series]);
    conditions.and(sql!("ss.user_id = ?", user));
    if let Some(cutoff) = query.cutoff {
        conditions.and(sql!("ss.last_played >= ?", cutoff));
    }
    if let Some(parent) = parent {
        conditions.and(parent.condition("i", true));
    }
    if !query.exclude_libraries.is_empty() {
        conditions.and(Sql::in_list("i.library_id NOT", &query.exclude_libraries));
    }
    sql.append(conditions.into_where());
    sql
}

/// The number of the next episode of the series `st`, as a scalar: the first unplayed one after the last played, or
/// when watching again the first played one after that played most recently. Specials count only where they are
/// slotted into a season, and never as the last played.
fn next_episode(scope: &Scope, user: UserId, again: bool) -> Sql {
    let played_by = |state: &str, episode: &str| sql!(format!(" JOIN play_state {state} ON {state}.item_id = {episode}.id AND {state}.user_id = ?"), user);
    let episode = ItemKind::Episode.code();
    let mut sql = Sql::text("(SELECT n.number FROM item n");
    if again {
        sql.append(played_by("np", "n"));
    } else {
        sql.push(" LEFT").append(played_by("np", "n"));
    }
    let mut conditions = visible(scope, "n", &[ItemKind::Episode]);
    conditions.and(Sql::text(format!("n.series_id = st.series_id AND n.kind = {episode} AND n.role = 0")));
    conditions.and(Sql::text(if again { "np.played = 1" } else { "COALESCE(np.played, 0) = 0" }));
    let mut last = Sql::text("n.ordinal > COALESCE((SELECT l.ordinal FROM item l");
    last.append(played_by("lp", "l"));
    let regular = format!("l.ordinal >= {REGULAR} AND (l.ordinal & {MAIN}) <> 0");
    last.push(format!(" WHERE l.series_id = st.series_id AND l.kind = {episode} AND l.role = 0 AND {regular} AND lp.played = 1 ORDER BY "));
    last.push(if again { "COALESCE(lp.last_played, 0) DESC, l.ordinal DESC" } else { "l.ordinal DESC" });
    last.push(format!(" LIMIT 1), {})", REGULAR - 1));
    conditions.and(last);
    sql.append(conditions.into_where()).push(" ORDER BY n.ordinal LIMIT 1)");
    sql
}
