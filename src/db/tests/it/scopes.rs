//! What a caller may see holds for every kind of listing.

use walros_db::{choices, home, items, lists, names, play_state};
use walros_model::item::ItemKind;
use walros_model::query::{Include, ItemQuery, Scope};
use walros_model::state::PlayState;

use crate::fixture::at;
use crate::sample::Sample;

fn only(sample: &Sample, library: &str) -> Scope {
    Scope { libraries: Some(vec![sample.id(library)]), ..Scope::default() }
}

#[test]
fn other_libraries_are_not_there() {
    let sample = Sample::new();
    let scope = only(&sample, "photos");
    let listed = sample.list_in(scope.clone(), ItemQuery { kinds: vec![ItemKind::Movie, ItemKind::Photo], ..ItemQuery::default() });
    assert_eq!(listed.len(), 4);
    let all = sample.list_in(scope.clone(), ItemQuery::default());
    assert!(all.iter().all(|key| key.starts_with("summer") || key.starts_with("trips") || key == "single"), "{all:?}");
    assert_eq!(sample.list_in(scope.clone(), ItemQuery { kinds: vec![ItemKind::Library], ..ItemQuery::default() }), ["photos"]);
    assert!(sample.list_in(scope.clone(), ItemQuery { parent: Some(sample.id("movies")), recursive: true, ..ItemQuery::default() }).is_empty());
    let alpha = sample.id("alpha");
    assert!(sample.fixture.read(move |conn| items::get(conn, &scope, None, alpha, Include::default())).is_none());
}

#[test]
fn no_library_means_nothing() {
    let sample = Sample::new();
    let nothing = Scope { libraries: Some(Vec::new()), ..Scope::default() };
    assert!(sample.list_in(nothing, ItemQuery::default()).is_empty());
}

#[test]
fn names_are_seen_where_something_refers_to_them() {
    let sample = Sample::new();
    let (movies, photos) = (only(&sample, "movies"), only(&sample, "photos"));
    let seen = |scope: &Scope, key: &str| {
        let (scope, id) = (scope.clone(), sample.id(key));
        sample.fixture.read(move |conn| items::get(conn, &scope, None, id, Include::default())).is_some()
    };
    for key in ["Vera", "Action", "Pine"] {
        assert!(seen(&movies, key) && !seen(&photos, key), "{key}");
    }
    let genres = |scope: Scope| {
        let page = sample.fixture.read(move |conn| names::page(conn, &scope, None, names::NameKind::Genre, &ItemQuery::default()));
        page.items.len()
    };
    assert_eq!((genres(movies), genres(photos)), (3, 0));
}

#[test]
fn too_old_is_hidden_and_unrated_is_not() {
    let sample = Sample::new();
    let at_most = |age| {
        let scope = Scope { max_age: Some(age), ..Scope::default() };
        let mut keys = sample.list_in(scope, ItemQuery { kinds: vec![ItemKind::Movie, ItemKind::Episode], ..ItemQuery::default() });
        keys.retain(|key| ["alpha", "beta", "echappee", "signal-1-1"].contains(&key.as_str()));
        keys.sort();
        keys
    };
    assert_eq!(at_most(18), ["alpha", "beta", "echappee", "signal-1-1"]);
    assert_eq!(at_most(13), ["alpha", "echappee", "signal-1-1"]);
    assert_eq!(at_most(10), ["alpha", "echappee"], "an episode has the rating of its series");
    assert_eq!(at_most(0), ["echappee"]);
}

#[test]
fn tags_block_and_allow() {
    let sample = Sample::new();
    let films = || ItemQuery { kinds: vec![ItemKind::Movie, ItemKind::Episode], ..ItemQuery::default() };
    let blocked = Scope { blocked_tags: vec!["gore".into(), "Space".into()], ..Scope::default() };
    let mut left = sample.list_in(blocked, films());
    left.sort();
    assert_eq!(left, ["alpha", "daily-a", "daily-b", "echappee", "gamma", "stack"], "episodes have the tags of their series");
    let allowed = Scope { allowed_tags: vec!["Reference".into()], ..Scope::default() };
    assert_eq!(sample.list_in(allowed, films()), ["alpha"]);
}

#[test]
fn what_is_missing_is_there_for_those_who_ask() {
    let sample = Sample::new();
    let with_missing = Scope { include_missing: true, ..Scope::default() };
    let films = ItemQuery { kinds: vec![ItemKind::Movie], ..ItemQuery::default() };
    assert!(sample.list_in(with_missing.clone(), films).contains(&"gone".into()));
    let gone = sample.id("gone");
    assert!(sample.fixture.read(move |conn| items::get(conn, &with_missing, None, gone, Include::default())).is_some());
    assert!(sample.fixture.read(move |conn| items::get(conn, &Scope::default(), None, gone, Include::default())).is_none());
}

#[test]
fn playlists_are_seen_by_whom_they_are_for() {
    let sample = Sample::new();
    let (me, friend, stranger) = (sample.me, sample.fixture.user("friend"), sample.fixture.user("stranger"));
    let list = |name: &str, public: bool, shares: Vec<_>| {
        let info = lists::ListInfo { id: walros_model::ItemId::random(), kind: ItemKind::Playlist, name: name.into(), owner: Some(me), public, shares };
        sample.fixture.write(move |conn| lists::create(conn, &info, at(0)));
    };
    list("open", true, Vec::new());
    list("own", false, Vec::new());
    list("shared", false, vec![(friend, false)]);
    let seen_by = |user| {
        let scope = Scope { playlists_of: user, ..Scope::default() };
        let query =
            ItemQuery { kinds: vec![ItemKind::Playlist], sort: vec![(walros_model::query::SortKey::SortName, Default::default())], ..ItemQuery::default() };
        let page = sample.fixture.read(move |conn| items::page(conn, &scope, user, &query));
        page.items.into_iter().map(|view| view.item.name).collect::<Vec<_>>()
    };
    assert_eq!(seen_by(Some(me)), ["open", "own", "shared"]);
    assert_eq!(seen_by(Some(friend)), ["open", "shared"]);
    assert_eq!(seen_by(Some(stranger)), ["open"]);
    assert_eq!(seen_by(None).len(), 3, "an administrator's key");
}

#[test]
fn home_rows_counts_and_choices_obey_too() {
    let sample = Sample::new();
    let (me, scope) = (sample.me, only(&sample, "photos"));
    let (alpha, episode) = (sample.id("alpha"), sample.id("signal-1-1"));
    sample.fixture.write(move |conn| {
        play_state::set(conn, me, alpha, &PlayState { position: std::time::Duration::from_secs(9), last_played: Some(at(0)), ..PlayState::default() })?;
        play_state::set(conn, me, episode, &PlayState { played: true, last_played: Some(at(0)), ..PlayState::default() })
    });
    sample.fixture.read(move |conn| {
        assert!(home::resume(conn, &scope, me, &Default::default())?.items.is_empty());
        assert!(home::next_up(conn, &scope, me, &Default::default())?.items.is_empty());
        let latest = home::latest(conn, &scope, Some(me), &home::LatestQuery { limit: 50, group: true, ..Default::default() })?;
        assert!(latest.items.iter().all(|view| matches!(view.item.kind, ItemKind::Photo | ItemKind::PhotoAlbum)));
        assert!(!latest.items.is_empty());
        let counts = choices::counts(conn, &scope, Some(me), &ItemQuery::default())?;
        assert_eq!((counts.0.get(&ItemKind::Movie), counts.0.get(&ItemKind::Photo)), (None, Some(&4)));
        assert!(choices::filters(conn, &scope, Some(me), &ItemQuery::default())?.genres.is_empty());
        Ok(())
    });
}
