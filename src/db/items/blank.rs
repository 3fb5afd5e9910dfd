//! An item of which nothing is known but its name.

use walros_model::item::{Item, ItemCard, ItemKind, ItemRole};
use walros_model::{ItemId, Timestamp};

/// A main item without a place in a library.
pub(crate) fn blank(id: ItemId, kind: ItemKind, name: &str, sort_name: String, at: Timestamp) -> Item {
    Item {
        id,
        number: 0,
        kind,
        role: ItemRole::Main,
        owner: None,
        library: None,
        parent: None,
        series: None,
        season: None,
        album: None,
        name: name.to_owned(),
        sort_name,
        series_name: None,
        season_name: None,
        album_name: None,
        year: None,
        premiere: None,
        end_date: None,
        index: None,
        index_end: None,
        parent_index: None,
        runtime: None,
        official_rating: None,
        community_rating: None,
        critic_rating: None,
        status: None,
        extra: None,
        path: None,
        container: None,
        width: None,
        height: None,
        has_subtitles: false,
        has_lyrics: false,
        version_count: 1,
        part_count: 1,
        missing: false,
        added: at,
        changed: at,
        card: ItemCard::default(),
    }
}
