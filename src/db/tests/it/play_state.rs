//! What users did with items.

use std::time::Duration;

use walros_db::play_state::{self, PlayStateChange};
use walros_model::ItemId;
use walros_model::query::Scope;
use walros_model::state::{FolderCounts, PlayState};

use crate::fixture::at;
use crate::sample::Sample;

#[test]
fn a_state_comes_back_to_the_last_bit() {
    let sample = Sample::new();
    let (me, item) = (sample.me, ItemId::random());
    let state = PlayState {
        position: Duration::from_nanos(1_234_567_800),
        played: true,
        play_count: 3,
        favorite: true,
        likes: Some(false),
        rating: Some(7.3),
        last_played: Some(at(77)),
        audio_stream: Some(1),
        subtitle_stream: Some(-1),
    };
    let stored = state.clone();
    sample.fixture.write(move |conn| play_state::set(conn, me, item, &stored));
    assert_eq!(sample.fixture.read(move |conn| play_state::get(conn, me, item)), state);
    let other = sample.fixture.user("other");
    assert_eq!(sample.fixture.read(move |conn| play_state::get(conn, other, item)), PlayState::default());
}

#[test]
fn a_change_leaves_the_rest() {
    let sample = Sample::new();
    let (me, alpha) = (sample.me, sample.id("alpha"));
    let after = sample.fixture.write(move |conn| {
        play_state::set(conn, me, alpha, &PlayState { favorite: true, rating: Some(4.0), play_count: 2, ..PlayState::default() })?;
        let change = PlayStateChange { position: Some(Duration::from_secs(5)), rating: Some(None), ..PlayStateChange::default() };
        play_state::update(conn, me, alpha, &change)
    });
    assert_eq!(after, PlayState { position: Duration::from_secs(5), favorite: true, play_count: 2, ..PlayState::default() });
    assert_eq!(sample.fixture.read(move |conn| play_state::get(conn, me, alpha)), after);
}

#[test]
fn marking_a_folder_marks_what_is_in_it() {
    let sample = Sample::new();
    let (me, signal, begun) = (sample.me, sample.id("signal"), sample.id("signal-1-1"));
    let marked = sample.fixture.write(move |conn| {
        play_state::set(conn, me, begun, &PlayState { position: Duration::from_secs(5), favorite: true, ..PlayState::default() })?;
        play_state::mark(conn, &Scope::default(), me, signal, true, at(50))
    });
    assert_eq!(marked.len(), 7, "specials too");
    let state = sample.fixture.read(move |conn| play_state::get(conn, me, begun));
    assert_eq!(state, PlayState { played: true, play_count: 1, favorite: true, last_played: Some(at(50)), ..PlayState::default() });
    let counts = |key: &str| {
        let id = sample.id(key);
        sample.fixture.read(move |conn| play_state::folder_counts(conn, &Scope::default(), Some(me), &[id])).get(&id).copied()
    };
    assert_eq!(counts("signal"), Some(FolderCounts { children: 3, leaves: 7, unplayed: 0 }));
    let undone = sample.fixture.write(move |conn| play_state::mark(conn, &Scope::default(), me, signal, false, at(60)));
    assert_eq!(undone.len(), 7);
    assert_eq!(counts("signal").map(|counts| counts.unplayed), Some(7));
    let state = sample.fixture.read(move |conn| play_state::get(conn, me, begun));
    assert_eq!(state, PlayState { favorite: true, ..PlayState::default() });
}

#[test]
fn marking_what_is_marked_changes_nothing_in_a_folder() {
    let sample = Sample::new();
    let (me, season, library) = (sample.me, sample.id("signal-1"), sample.id("shows"));
    let (again, rest) = sample.fixture.write(move |conn| {
        play_state::mark(conn, &Scope::default(), me, season, true, at(1))?;
        let again = play_state::mark(conn, &Scope::default(), me, season, true, at(2))?;
        Ok((again.len(), play_state::mark(conn, &Scope::default(), me, library, true, at(3))?.len()))
    });
    assert_eq!((again, rest), (0, 6));
}

#[test]
fn states_come_in_the_order_asked_for() {
    let sample = Sample::new();
    let (me, ids) = (sample.me, ["signal-1", "alpha", "gone", "beta"].map(|key| sample.id(key)));
    let states = sample.fixture.read(move |conn| play_state::states(conn, &Scope::default(), me, &ids));
    let keys: Vec<String> = states.iter().map(|state| sample.key(state.item)).collect();
    assert_eq!(keys, ["signal-1", "alpha", "beta"], "without the missing one");
    assert_eq!(states[0].counts.map(|counts| counts.leaves), Some(3));
    assert_eq!(states[1].counts, None);
}

#[test]
fn a_state_outlives_its_item() {
    let sample = Sample::new();
    let (me, alpha, library) = (sample.me, sample.id("alpha"), sample.id("movies"));
    sample.fixture.write(move |conn| {
        play_state::set(conn, me, alpha, &PlayState { played: true, ..PlayState::default() })?;
        walros_db::libraries::delete(conn, library)
    });
    assert!(sample.fixture.read(move |conn| play_state::get(conn, me, alpha)).played);
}
