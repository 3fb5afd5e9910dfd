//! What lies below a folder, as SQL on `item i` (the folder) and `item c` (what is below it).

use walros_model::UserId;
use walros_model::item::ItemKind;
use walros_model::state::FolderCounts;

use super::visible::linked;
use crate::codes::{self, link};
use crate::error::DbError;
use crate::row::Columns;
use crate::sql::{Sql, sql};

/// `item c` is listed.
const LISTED: &str = "c.role = 0 AND c.missing = 0";

/// The condition that `item c` is a playable descendant of `item i`, when `i` is of this kind; `None` for what has no
/// descendants of its own. Libraries are left out: nobody needs a sum over a hundred thousand items on every screen.
pub(crate) fn leaf_below(kind: ItemKind) -> Option<String> {
    let leaves = codes::kind_list(codes::is_leaf);
    let place = match kind {
        ItemKind::Series => format!("c.series_id = i.id AND c.kind = {}", ItemKind::Episode.code()),
        ItemKind::Season => format!("c.season_id = i.id AND c.kind = {}", ItemKind::Episode.code()),
        ItemKind::Album => "c.album_id = i.id".to_owned(),
        ItemKind::Artist => format!("c.kind = {} AND {}", ItemKind::Track.code(), linked("i", link::ALBUM_ARTIST)),
        // '0' is the character after '/': everything with this path before it.
        ItemKind::Folder | ItemKind::PhotoAlbum => {
            format!("c.path > i.path || '/' AND c.path < i.path || '0' AND c.library_id = i.library_id AND c.kind IN ({leaves})")
        }
        ItemKind::Collection | ItemKind::Playlist => {
            format!("c.id IN (SELECT ce.item_id FROM list_entry ce WHERE ce.list = i.number) AND c.kind IN ({leaves})")
        }
        _ => return None,
    };
    Some(format!("{place} AND {LISTED}"))
}

/// The condition that `item c` is what one sees when opening `item i`.
fn child_of(kind: ItemKind) -> Option<String> {
    let place = match kind {
        ItemKind::Artist => format!("c.kind = {} AND {}", ItemKind::Album.code(), linked("i", link::ALBUM_ARTIST)),
        ItemKind::Collection | ItemKind::Playlist => "c.id IN (SELECT ce.item_id FROM list_entry ce WHERE ce.list = i.number)".to_owned(),
        ItemKind::Genre | ItemKind::MusicGenre => linked("i", link::GENRE),
        ItemKind::Studio => linked("i", link::STUDIO),
        ItemKind::Person => "c.number IN (SELECT cc.item FROM credit cc WHERE cc.person = i.number)".to_owned(),
        kind if kind.is_folder() => "c.parent_id = i.id".to_owned(),
        _ => return None,
    };
    Some(format!("{place} AND {LISTED}"))
}

/// Three columns for `item i`: children, leaves and played leaves; NULL where there is nothing to count. `kinds`, when
/// known, are the only ones that can appear.
pub(crate) fn columns(user: Option<UserId>, kinds: &[ItemKind]) -> Sql {
    let possible = |kind: &ItemKind| kinds.is_empty() || kinds.contains(kind);
    let case = |condition: fn(ItemKind) -> Option<String>, more: Sql| {
        let mut sql = Sql::text("CASE i.kind");
        let mut any = false;
        for kind in ItemKind::ALL.into_iter().filter(possible) {
            if let Some(below) = condition(kind) {
                any = true;
                sql.push(format!(" WHEN {} THEN (SELECT count(*) FROM item c WHERE {below}", kind.code()));
                sql.append(more.clone());
                sql.push(")");
            }
        }
        if !any {
            return Sql::text("CAST(NULL AS BIGINT)");
        }
        sql.push(" END");
        sql
    };
    let mut columns = case(child_of, Sql::default());
    columns.push(", ");
    columns.append(case(leaf_below, Sql::default()));
    columns.push(", ");
    columns.append(match user {
        Some(user) => case(leaf_below, played_by(user)),
        None => Sql::text("CAST(NULL AS BIGINT)"),
    });
    columns
}

fn played_by(user: UserId) -> Sql {
    sql!(" AND EXISTS (SELECT 1 FROM play_state cp WHERE cp.user_id = ? AND cp.item_id = c.id AND cp.played = 1)", user)
}

pub(crate) fn read(row: &mut Columns<'_>) -> Result<Option<FolderCounts>, DbError> {
    let (children, leaves, played) = (row.int_or_null()?, row.int_or_null()?, row.int_or_null()?);
    let count = |value: Option<i64>| u32::try_from(value.unwrap_or(0)).unwrap_or(u32::MAX);
    Ok(children.or(leaves).map(|_| FolderCounts { children: count(children), leaves: count(leaves), unplayed: count(leaves) - count(played) }))
}
