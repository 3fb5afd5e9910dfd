//! What was added last (traps.md E4).

use walros_db::home::{LatestQuery, latest};
use walros_db::{play_state, scan};
use walros_model::ItemKind;
use walros_model::query::{Include, Scope};
use walros_model::state::PlayState;

use crate::sample::{Sample, scanned};

fn newest(sample: &Sample, query: LatestQuery) -> Vec<String> {
    let me = sample.me;
    let page = sample.fixture.read(move |conn| latest(conn, &Scope::default(), Some(me), &query));
    page.items.iter().map(|view| sample.key(view.item.id)).collect()
}

fn of(sample: &Sample, library: &str) -> LatestQuery {
    LatestQuery { parent: Some(sample.id(library)), limit: 20, group: true, ..LatestQuery::default() }
}

fn play(sample: &Sample, keys: &[&str]) {
    let (me, ids) = (sample.me, keys.iter().map(|key| (sample.id(key), PlayState { played: true, ..PlayState::default() })).collect::<Vec<_>>());
    sample.fixture.write(move |conn| play_state::set_many(conn, me, &ids));
}

/// Adds episodes `signal-<season>-<number>` at these hours.
fn episodes(sample: &mut Sample, added: &[(i32, i32, i64)]) {
    let (library, series) = (sample.id("shows"), sample.id("signal"));
    let mut new = Vec::new();
    for (season, number, hours) in added {
        let mut episode = scanned(&format!("signal-{season}-{number}"), ItemKind::Episode, library, hours * 3600);
        episode.item.season = Some(sample.id(&format!("signal-{season}")));
        (episode.item.parent, episode.item.series) = (episode.item.season, Some(series));
        (episode.item.parent_index, episode.item.index) = (Some(*season), Some(*number));
        new.push(episode);
    }
    sample.fixture.write(move |conn| scan::upsert_items(conn, &new));
}

/// The names of the newest of all shows: new episodes are not in the sample's table.
fn shows(sample: &Sample) -> Vec<String> {
    let (me, query) = (sample.me, of(sample, "shows"));
    let page = sample.fixture.read(move |conn| latest(conn, &Scope::default(), Some(me), &query));
    page.items.into_iter().map(|view| view.item.sort_name).collect()
}

#[test]
fn films_one_by_one() {
    let sample = Sample::new();
    assert_eq!(newest(&sample, of(&sample, "movies")), ["stack", "gamma", "echappee", "beta", "alpha"]);
    assert_eq!(newest(&sample, LatestQuery { limit: 2, ..of(&sample, "movies") }), ["stack", "gamma"]);
    play(&sample, &["stack", "beta"]);
    assert_eq!(newest(&sample, LatestQuery { played: Some(false), ..of(&sample, "movies") }), ["gamma", "echappee", "alpha"]);
    assert_eq!(newest(&sample, LatestQuery { played: Some(true), ..of(&sample, "movies") }), ["stack", "beta"]);
}

#[test]
fn a_series_for_episodes_of_several_seasons() {
    let sample = Sample::new();
    assert_eq!(newest(&sample, of(&sample, "shows")), ["daily", "signal"], "daily has one season only");
}

#[test]
fn an_episode_alone_is_itself() {
    let mut sample = Sample::new();
    episodes(&mut sample, &[(2, 3, 500)]);
    assert_eq!(shows(&sample), ["signal-2-3", "daily"]);
}

#[test]
fn several_of_a_season_are_the_season() {
    let mut sample = Sample::new();
    episodes(&mut sample, &[(2, 3, 500), (2, 4, 501)]);
    assert_eq!(shows(&sample), ["signal-2", "daily"]);
    episodes(&mut sample, &[(1, 9, 502)]);
    assert_eq!(shows(&sample), ["signal", "daily"]);
    episodes(&mut sample, &[(1, 10, 502 + 25)]);
    assert_eq!(shows(&sample), ["signal-1-10", "daily"], "what is a day older does not count");
}

#[test]
fn played_episodes_do_not_count() {
    let sample = Sample::new();
    let unplayed = || LatestQuery { played: Some(false), ..of(&sample, "shows") };
    play(&sample, &["daily-a", "daily-b"]);
    assert_eq!(newest(&sample, unplayed()), ["signal"]);
    play(&sample, &["signal-2-1", "signal-1-1", "signal-1-2", "signal-1-3", "signal-0-1", "signal-0-2"]);
    assert_eq!(newest(&sample, unplayed()), ["signal-2-2"]);
}

#[test]
fn a_series_far_back_is_found_when_all_before_it_are_seen() {
    let sample = Sample::new();
    let (library, me) = (sample.id("shows"), sample.me);
    let found = sample.fixture.write(move |conn| {
        let mut items = Vec::new();
        let mut seen = Vec::new();
        for number in 0..60 {
            let series = scanned(&format!("filler-{number}"), ItemKind::Series, library, 100 * 3600);
            let mut episode = scanned(&format!("filler-{number}-1"), ItemKind::Episode, library, (100 + number) * 3600);
            (episode.item.series, episode.item.parent) = (Some(series.item.id), Some(series.item.id));
            seen.push((episode.item.id, PlayState { played: true, ..PlayState::default() }));
            items.extend([series, episode]);
        }
        scan::upsert_items(conn, &items)?;
        play_state::set_many(conn, me, &seen)?;
        latest(conn, &Scope::default(), Some(me), &LatestQuery { limit: 1, group: true, played: Some(false), parent: Some(library), ..LatestQuery::default() })
    });
    let keys: Vec<String> = found.items.iter().map(|view| sample.key(view.item.id)).collect();
    assert_eq!(keys, ["daily"]);
}

#[test]
fn albums_whether_played_or_not() {
    let sample = Sample::new();
    play(&sample, &["mix-1-1", "mix-1-2"]);
    assert_eq!(newest(&sample, LatestQuery { played: Some(false), ..of(&sample, "music") }), ["mix", "harmonics"]);
}

#[test]
fn photos_by_their_albums() {
    let sample = Sample::new();
    let (me, query) = (sample.me, of(&sample, "photos"));
    let page = sample.fixture.read(move |conn| latest(conn, &Scope::default(), Some(me), &query));
    let keys: Vec<String> = page.items.iter().map(|view| sample.key(view.item.id)).collect();
    assert_eq!(keys, ["single", "trips/alps/snow", "summer"]);
    assert_eq!(page.items[2].counts.map(|counts| counts.children), Some(2));
}

#[test]
fn ungrouped_everything_is_itself() {
    let sample = Sample::new();
    let episodes = newest(&sample, LatestQuery { group: false, limit: 3, ..of(&sample, "shows") });
    assert_eq!(episodes, ["daily-a", "daily-b", "signal-2-2"]);
    assert!(newest(&sample, LatestQuery { group: false, ..of(&sample, "photos") }).contains(&"summer/sea".into()));
}

#[test]
fn all_libraries_in_few_statements() {
    let sample = Sample::new();
    let (me, query) = (sample.me, LatestQuery { limit: 100, group: true, include: Include { counts: true, ..Include::default() }, ..LatestQuery::default() });
    let (page, statements) = sample.fixture.counted(move |conn| latest(conn, &Scope::default(), Some(me), &query));
    let kinds: std::collections::HashSet<ItemKind> = page.items.iter().map(|view| view.item.kind).collect();
    for kind in [ItemKind::Movie, ItemKind::Series, ItemKind::Album, ItemKind::Photo, ItemKind::PhotoAlbum] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
    assert_eq!(statements, 2);
    let excluded = newest(&sample, LatestQuery { limit: 100, group: true, exclude_libraries: vec![sample.id("movies")], ..LatestQuery::default() });
    assert!(!excluded.contains(&"alpha".into()));
}
