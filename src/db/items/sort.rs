//! What the keys of a query sort by.

use walros_model::query::{ItemQuery, SortKey, SortOrder};

use super::load::Key;
use crate::codes;

/// Expressions on `item i`, `play_state p` and, in a list, `list_entry e`.
pub(crate) fn keys(query: &ItemQuery, in_list: bool) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for (key, order) in &query.sort {
        keys.extend(expression(*key, *order, in_list));
        if *key == SortKey::SortName {
            // The year decides between equal names, as the index has it; what else was asked for (clients send
            // `SortName,ProductionYear`) would have every name of the library sorted again for the sake of a few twins.
            keys.push(Key::nullable("i.year", *order));
            return keys;
        }
    }
    // Names decide between equals where there are many of them; elsewhere they would only break up an index, or have
    // every row read for the sake of those that were never played.
    let telling = |key: &SortKey| {
        use SortKey::*;
        matches!(key, Name | DateAdded | DateContentAdded | DatePlayed | PlayCount | IsFavorite | IsPlayed | Random | ListOrder)
    };
    if query.sort.last().is_some_and(|(last, _)| !telling(last)) {
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
