//! Next up, rule by rule (traps.md E3).

use std::time::Duration;

use walros_db::home::{NextUpQuery, next_up};
use walros_db::play_state;
use walros_model::query::Scope;
use walros_model::state::PlayState;

use crate::fixture::at;
use crate::sample::Sample;

fn all() -> NextUpQuery {
    NextUpQuery { resumable: true, limit: Some(10), total: true, ..NextUpQuery::default() }
}

fn next(sample: &Sample, query: NextUpQuery) -> Vec<String> {
    let me = sample.me;
    let page = sample.fixture.read(move |conn| next_up(conn, &Scope::default(), me, &query));
    assert_eq!(page.total, Some(page.items.len() as u64));
    page.items.iter().map(|view| sample.key(view.item.id)).collect()
}

fn played(sample: &Sample, key: &str, seconds: i64) {
    set(sample, key, PlayState { played: true, play_count: 1, last_played: Some(at(seconds)), ..PlayState::default() });
}

fn set(sample: &Sample, key: &str, state: PlayState) {
    let (me, id) = (sample.me, sample.id(key));
    sample.fixture.write(move |conn| play_state::set(conn, me, id, &state));
}

#[test]
fn nothing_begun_nothing_next() {
    let sample = Sample::new();
    assert!(next(&sample, all()).is_empty());
    set(&sample, "signal-1-1", PlayState { favorite: true, ..PlayState::default() });
    assert!(next(&sample, all()).is_empty(), "a favourite is not begun");
}

#[test]
fn the_first_unplayed_after_the_last_played_by_place() {
    let sample = Sample::new();
    played(&sample, "signal-1-2", 10);
    played(&sample, "signal-1-1", 20);
    assert_eq!(next(&sample, all()), ["signal-1-3"], "not after the one played most recently");
    played(&sample, "signal-2-1", 5);
    assert_eq!(next(&sample, all()), ["signal-2-2"], "gaps are passed over");
    played(&sample, "signal-2-2", 30);
    assert!(next(&sample, all()).is_empty(), "at the end");
}

#[test]
fn begun_counts() {
    let sample = Sample::new();
    set(&sample, "signal-1-1", PlayState { position: Duration::from_secs(60), last_played: Some(at(9)), ..PlayState::default() });
    assert_eq!(next(&sample, all()), ["signal-1-1"], "the first of the series when none is played");
    assert!(next(&sample, NextUpQuery { resumable: false, ..all() }).is_empty());
}

#[test]
fn a_special_comes_where_it_was_aired() {
    let sample = Sample::new();
    played(&sample, "signal-1-3", 1);
    assert_eq!(next(&sample, all()), ["signal-0-1"]);
    played(&sample, "signal-0-1", 2);
    assert_eq!(next(&sample, all()), ["signal-2-1"]);
}

#[test]
fn a_special_is_never_the_last_played() {
    let sample = Sample::new();
    played(&sample, "signal-0-1", 1);
    played(&sample, "signal-0-2", 2);
    assert_eq!(next(&sample, all()), ["signal-1-1"]);
}

#[test]
fn the_series_played_last_comes_first() {
    let sample = Sample::new();
    played(&sample, "signal-1-1", 10);
    played(&sample, "daily-a", 20);
    assert_eq!(next(&sample, all()), ["daily-b", "signal-1-2"]);
    played(&sample, "signal-1-1", 30);
    assert_eq!(next(&sample, all()), ["signal-1-2", "daily-b"]);
    assert_eq!(next(&sample, NextUpQuery { cutoff: Some(at(25)), ..all() }), ["signal-1-2"]);
    let me = sample.me;
    let second = sample.fixture.read(move |conn| next_up(conn, &Scope::default(), me, &NextUpQuery { start: 1, limit: Some(1), ..all() }));
    assert_eq!((sample.key(second.items[0].item.id).as_str(), second.total), ("daily-b", Some(2)));
}

#[test]
fn of_one_series_or_library() {
    let sample = Sample::new();
    played(&sample, "signal-1-1", 10);
    let of = |key: &str| NextUpQuery { series: Some(sample.id(key)), ..all() };
    assert_eq!(next(&sample, of("signal")), ["signal-1-2"]);
    assert_eq!(next(&sample, of("daily")), ["daily-a"], "the first of one that was never begun");
    assert_eq!(next(&sample, NextUpQuery { parent: Some(sample.id("daily")), ..all() }), ["daily-a"], "some clients give the series as the parent");
    assert_eq!(next(&sample, NextUpQuery { parent: Some(sample.id("shows")), ..all() }), ["signal-1-2"]);
    assert!(next(&sample, NextUpQuery { parent: Some(sample.id("movies")), ..all() }).is_empty());
    assert!(next(&sample, NextUpQuery { exclude_libraries: vec![sample.id("shows")], ..all() }).is_empty());
}

#[test]
fn watching_again_offers_what_followed_the_last_time() {
    let sample = Sample::new();
    for (key, seconds) in [("signal-1-1", 50), ("signal-1-2", 2), ("signal-1-3", 3)] {
        played(&sample, key, seconds);
    }
    let mut both = next(&sample, NextUpQuery { rewatching: true, ..all() });
    both.sort();
    assert_eq!(both, ["signal-0-1", "signal-1-2"]);
}

#[test]
fn unplayed_again_the_series_is_not_begun() {
    let sample = Sample::new();
    played(&sample, "signal-1-1", 10);
    let (me, id) = (sample.me, sample.id("signal-1-1"));
    sample.fixture.write(move |conn| play_state::mark(conn, &Scope::default(), me, id, false, at(11)));
    assert!(next(&sample, all()).is_empty());
}

#[test]
fn a_missing_episode_is_passed_over() {
    let sample = Sample::new();
    played(&sample, "signal-1-1", 10);
    let id = sample.id("signal-1-2");
    sample.fixture.write(move |conn| walros_db::scan::mark_missing(conn, &[id], at(0)));
    assert_eq!(next(&sample, all()), ["signal-1-3"]);
}

#[test]
fn an_episode_that_moves_takes_its_state_along() {
    let sample = Sample::new();
    played(&sample, "signal-1-1", 10);
    let (library, id, daily, season) = (sample.id("shows"), sample.id("signal-1-1"), sample.id("daily"), sample.id("daily-1"));
    sample.fixture.write(move |conn| {
        let mut moved = crate::sample::scanned("signal-1-1", walros_model::ItemKind::Episode, library, 0);
        (moved.item.id, moved.item.series, moved.item.season, moved.item.parent) = (id, Some(daily), Some(season), Some(season));
        (moved.item.parent_index, moved.item.index) = (Some(1), Some(1));
        walros_db::scan::upsert_items(conn, &[moved])
    });
    assert_eq!(next(&sample, all()), ["daily-a"]);
}
