//! `UserItemDataDto`: what a user has done with an item.

use std::time::Duration;

use walros_model::ItemId;
use walros_model::state::{FolderCounts, ItemState, PlayState};

use crate::dto::item::UserData;
use crate::time;

/// Of a file; `runtime` is needed for the share that was played.
pub fn of_leaf(id: ItemId, state: &PlayState, runtime: Option<Duration>) -> UserData {
    let PlayState { position, played, play_count, favorite, likes, rating, last_played, audio_stream: _, subtitle_stream: _ } = state;
    let begun = runtime.filter(|runtime| !runtime.is_zero() && !position.is_zero());
    UserData {
        rating: *rating,
        played_percentage: begun.map(|runtime| (100.0 * time::ticks(*position) as f64 / time::ticks(runtime) as f64).min(100.0)),
        unplayed_item_count: None,
        playback_position_ticks: time::ticks(*position),
        play_count: *play_count,
        is_favorite: *favorite,
        likes: *likes,
        last_played_date: last_played.map(time::moment),
        played: *played,
        key: id.simple(),
        item_id: id.into(),
    }
}

/// Of a folder that is watched as a whole: played when nothing in it is left.
pub fn of_folder(id: ItemId, state: &PlayState, counts: FolderCounts) -> UserData {
    let FolderCounts { children: _, leaves, unplayed } = counts;
    let share = if leaves == 0 { 100.0 } else { 100.0 * f64::from(leaves.saturating_sub(unplayed)) / f64::from(leaves) };
    UserData { played_percentage: Some(share), unplayed_item_count: Some(unplayed), played: unplayed == 0, ..of_leaf(id, state, None) }
}

/// As states travel in answers and events, without the item.
pub fn of_state(state: &ItemState, runtime: Option<Duration>) -> UserData {
    let ItemState { item, state, counts } = state;
    match counts {
        Some(counts) => of_folder(*item, state, *counts),
        None => of_leaf(*item, state, runtime),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use walros_model::ItemId;
    use walros_model::state::{FolderCounts, PlayState};

    #[test]
    fn a_share_is_told_only_of_what_is_begun() {
        let state = PlayState { position: Duration::from_secs(24), ..PlayState::default() };
        let data = super::of_leaf(ItemId::random(), &state, Some(Duration::from_secs(60)));
        assert_eq!(data.played_percentage, Some(40.0));
        assert_eq!(data.playback_position_ticks, 240_000_000);
        assert_eq!(super::of_leaf(ItemId::random(), &PlayState::default(), Some(Duration::from_secs(60))).played_percentage, None);
        assert_eq!(super::of_leaf(ItemId::random(), &state, None).played_percentage, None);
    }

    #[test]
    fn folders_are_played_when_nothing_is_left() {
        let of = |leaves, unplayed| super::of_folder(ItemId::random(), &PlayState::default(), FolderCounts { children: 1, leaves, unplayed });
        assert_eq!((of(7, 6).played, of(7, 6).unplayed_item_count), (false, Some(6)));
        assert!((of(7, 6).played_percentage.unwrap() - 14.285_714).abs() < 0.001);
        assert!(of(7, 0).played && of(0, 0).played);
    }
}
