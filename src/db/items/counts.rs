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
/// `+c.kind` and COALESCE keep SQLite from the indexes by kind and library, which would walk over everything of a kind.
pub(crate) fn leaf_below(kind: ItemKind) -> Option<String> {
    let leaves = codes::kind_list(codes::is_leaf);
    let place = match kind {
        ItemKind::Series => format!("c.series_id = i.id AND c.kind = {}", ItemKind::Episode.code()),
        ItemKind::Season => format!("c.season_id = i.id AND c.kind = {}", ItemKind::Episode.code()),
        ItemKind::Album => format!("c.album_id = i.id AND c.kind = {}", ItemKind::Track.code()),
        ItemKind::Artist => format!("+c.kind = {} AND {}", ItemKind::Track.code(), linked("i", link::ALBUM_ARTIST)),
        ItemKind::Folder | ItemKind::PhotoAlbum => {
            format!("c.path > i.path || '/' AND c.path < i.path || '0' AND COALESCE(c.library_id, c.library_id) = i.library_id AND +c.kind IN ({leaves})")
        }
        ItemKind::Collection | ItemKind::Playlist => {
            format!("c.id IN (SELECT ce.item_id FROM list_entry ce WHERE ce.list = i.number) AND +c.kind IN ({leaves})")
        }
        _ => return None,
    };
    Some(format!("{place} AND {LISTED}"))
}

/// The condition that `item c` is what one sees when opening `item i`.
fn child_of(kind: ItemKind) -> Option<String> {
    let place = match kind {
        ItemKind::Artist => format!("+c.kind = {} AND {}", ItemKind::Album.code(), linked("i", link::ALBUM_ARTIST)),
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
    let mut columns = by_kind(kinds, child_of, &Sql::default());
    columns.push(", ").append(by_kind(kinds, leaf_below, &Sql::default())).push(", ");
    columns.append(match user {
        Some(user) => by_kind(kinds, leaf_below, &played_by(user)),
        None => Sql::text(NOTHING),
    });
    columns
}

const NOTHING: &str = "CAST(NULL AS BIGINT)";

/// How many `item c` fulfil the condition that belongs to the kind of `item i`, and `more`.
fn by_kind(kinds: &[ItemKind], condition: fn(ItemKind) -> Option<String>, more: &Sql) -> Sql {
    let mut cases: Vec<(String, Vec<ItemKind>)> = Vec::new();
    for kind in ItemKind::ALL.into_iter().filter(|kind| kinds.is_empty() || kinds.contains(kind)) {
        let Some(below) = condition(kind) else { continue };
        match cases.iter_mut().find(|(known, _)| *known == below) {
            Some((_, alike)) => alike.push(kind),
            None => cases.push((below, vec![kind])),
        }
    }
    if cases.is_empty() {
        return Sql::text(NOTHING);
    }
    let mut sql = Sql::text("CASE");
    for (below, alike) in cases {
        let kinds = codes::kind_list(|kind| alike.contains(&kind));
        sql.push(format!(" WHEN i.kind IN ({kinds}) THEN (SELECT count(*) FROM item c WHERE {below}")).append(more.clone()).push(")");
    }
    sql.push(" END");
    sql
}

fn played_by(user: UserId) -> Sql {
    sql!(" AND EXISTS (SELECT 1 FROM play_state cp WHERE cp.user_id = ? AND cp.item_id = c.id AND cp.played = 1)", user)
}

pub(crate) fn read(row: &mut Columns<'_>) -> Result<Option<FolderCounts>, DbError> {
    let (children, leaves, played) = (row.int_or_null()?, row.int_or_null()?, row.int_or_null()?);
    let count = |value: Option<i64>| u32::try_from(value.unwrap_or(0)).unwrap_or(u32::MAX);
    Ok(children.or(leaves).map(|_| FolderCounts { children: count(children), leaves: count(leaves), unplayed: count(leaves) - count(played) }))
}
