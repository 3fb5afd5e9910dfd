//! What the keys of a query sort by.

use walros_model::query::{ItemQuery, SortKey, SortOrder};

use super::load::Key;
use crate::codes;
use crate::sql::Sql;

/// Expressions on `item i`, `play_state p` and, in a list, `list_entry e`.
pub(crate) fn keys(query: &ItemQuery, in_list: bool) -> Vec<Key> {
    let mut keys: Vec<Key> = query.sort.iter().filter_map(|(key, order)| expression(*key, *order, in_list)).collect();
    let Some((last, _)) = query.sort.last() else {
        return keys;
    };
    // Names decide between equals where there are many of them; anything else would break up the index.
    let telling = matches!(last, SortKey::SortName | SortKey::Name | SortKey::DateAdded | SortKey::DateContentAdded | SortKey::Random | SortKey::ListOrder);
    if !telling && !query.sort.iter().any(|(key, _)| *key == SortKey::SortName) {
        keys.push(Key::new("i.sort_name", SortOrder::Ascending));
    }
    keys
}

/// Whether the order needs the user's play state.
pub(crate) fn needs_state(query: &ItemQuery) -> bool {
    query.sort.iter().any(|(key, _)| matches!(key, SortKey::DatePlayed | SortKey::PlayCount | SortKey::IsFavorite | SortKey::IsPlayed))
}

fn expression(key: SortKey, order: SortOrder, in_list: bool) -> Option<Key> {
    let plain = |text: &'static str| Some(Key::new(text, order));
    let nullable = |text: &'static str| Some(Key::nullable(text, order));
    match key {
        SortKey::SortName => plain("i.sort_name"),
        SortKey::Name => plain("i.clean_name"),
        SortKey::DateAdded => plain("i.added"),
        SortKey::DateContentAdded => plain("COALESCE(i.content_added, i.added)"),
        SortKey::DatePlayed => nullable("p.last_played"),
        SortKey::Premiere => nullable("i.premiere"),
        SortKey::Year => nullable("i.year"),
        SortKey::CommunityRating => nullable("i.community_rating"),
        SortKey::CriticRating => nullable("i.critic_rating"),
        SortKey::OfficialRating => nullable("i.age"),
        SortKey::PlayCount => plain("COALESCE(p.play_count, 0)"),
        SortKey::Runtime => nullable("i.runtime"),
        SortKey::Random => plain("random()"),
        // Ascending means folders, favourites and played ones first, as Jellyfin's clients expect it.
        SortKey::IsFolder => {
            let folders = codes::kind_list(|kind| kind.is_folder());
            Some(Key::new(format!("CASE WHEN i.kind IN ({folders}) THEN 0 ELSE 1 END"), order))
        }
        SortKey::IsFavorite => plain("1 - COALESCE(p.favorite, 0)"),
        SortKey::IsPlayed => plain("1 - COALESCE(p.played, 0)"),
        SortKey::Album => nullable("lower(i.album_name)"),
        SortKey::AlbumArtist => nullable("i.album_artist"),
        SortKey::Artist => nullable("i.artist"),
        SortKey::ParentIndex => nullable("i.parent_index"),
        SortKey::Index => nullable("i.item_index"),
        SortKey::SeriesSortName => plain("COALESCE((SELECT ss.sort_name FROM item ss WHERE ss.id = i.series_id), i.sort_name)"),
        SortKey::AiredOrder => plain("i.ordinal"),
        SortKey::ListOrder => in_list.then(|| Key::new("e.position", order)),
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Sql {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}
