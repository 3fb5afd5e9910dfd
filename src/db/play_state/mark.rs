//! Marking a whole folder played or unplayed.

use walros_model::query::Scope;
use walros_model::state::{ItemState, PlayState};
use walros_model::{ItemId, Timestamp, UserId};

use crate::codes;
use crate::connection::Conn;
use crate::error::DbError;
use crate::items::counts::leaf_below;
use crate::items::visible::visible;
use crate::items::{Parent, columns};
use crate::sql::{Sql, sql};

/// Marks everything playable below a folder (or the item itself) played at `at`, or unplayed, stacked films with all their
/// parts. Answers what changed.
/// Played: the position goes, the count is at least one. Unplayed: position, count and last time go.
pub fn mark(conn: &mut Conn, scope: &Scope, user: UserId, item: ItemId, played: bool, at: Timestamp) -> Result<Vec<ItemState>, DbError> {
    let Some(target) = Parent::find(conn, item)? else {
        return Err(DbError::NotFound);
    };
    let mut states = leaves(conn, scope, user, &target, "c")?;
    states.extend(leaves(conn, scope, user, &target, "part")?);
    if played {
        states.retain(|(_, state)| !state.played || !state.position.is_zero() || !target.kind.is_folder());
    } else {
        states.retain(|(_, state)| state.played || !state.position.is_zero() || state.play_count > 0 || state.last_played.is_some());
    }
    for (_, state) in &mut states {
        state.position = Default::default();
        state.played = played;
        state.play_count = if played { state.play_count.max(1) } else { 0 };
        state.last_played = played.then_some(at);
    }
    super::set_many(conn, user, &states)?;
    Ok(states.into_iter().map(|(item, state)| ItemState { item, state, counts: None }).collect())
}

/// The playable items below a folder (`of` is `c`), or the later parts of those that are stacked (`part`).
fn leaves(conn: &mut Conn, scope: &Scope, user: UserId, target: &Parent, of: &str) -> Result<Vec<(ItemId, PlayState)>, DbError> {
    let mut sql = Sql::text(format!("SELECT {of}.id, {} FROM item i JOIN item c ON ", columns::STATE));
    sql.push(match leaf_below(target.kind) {
        Some(below) => below,
        None if target.kind == walros_model::ItemKind::Library => {
            format!("c.library_id = i.id AND c.kind IN ({}) AND c.role = 0 AND c.missing = 0", codes::kind_list(codes::is_leaf))
        }
        None => "c.number = i.number".to_owned(),
    });
    if of == "part" {
        sql.push(" JOIN item part ON part.owner_id = c.id AND part.role = 2");
    }
    sql.append(sql!(format!(" LEFT JOIN play_state p ON p.item_id = {of}.id AND p.user_id = ?"), user));
    let mut conditions = visible(scope, "c", &[]);
    conditions.and(sql!("i.number = ?", target.number));
    sql.append(conditions.into_where());
    conn.rows(sql, |row| Ok((row.item()?, columns::read_state(row)?)))
}
