//! Pages of items: what is in them, how they are cut, and what they cost.

use walros_db::{items, play_state};
use walros_model::item::{ItemKind, PersonKind};
use walros_model::lists::ItemPage;
use walros_model::query::{Include, ItemQuery, Scope, SortKey, SortOrder};
use walros_model::state::{FolderCounts, PlayState};

use crate::sample::Sample;

const ALL: Include = Include { detail: true, sources: true, counts: true, related: true, timeline: false };

fn movies(sample: &Sample) -> ItemQuery {
    let sort = vec![(SortKey::SortName, SortOrder::Ascending)];
    ItemQuery { parent: Some(sample.id("movies")), recursive: true, kinds: vec![ItemKind::Movie], sort, total: true, ..ItemQuery::default() }
}

fn page(sample: &Sample, query: ItemQuery) -> (ItemPage, u64) {
    let me = sample.me;
    sample.fixture.counted(move |conn| items::page(conn, &Scope::default(), Some(me), &query))
}

#[test]
fn only_main_items_that_are_there_are_listed() {
    let sample = Sample::new();
    assert_eq!(sample.list(movies(&sample)), ["alpha", "beta", "echappee", "gamma", "stack"]);
}

#[test]
fn a_page_is_cut_and_counted() {
    let sample = Sample::new();
    let cut = |start, limit| {
        let (page, _) = page(&sample, ItemQuery { start, limit, ..movies(&sample) });
        (page.items.iter().map(|view| sample.key(view.item.id)).collect::<Vec<_>>(), page.start, page.total)
    };
    assert_eq!(cut(0, Some(2)), (vec!["alpha".into(), "beta".into()], 0, Some(5)));
    assert_eq!(cut(4, Some(2)), (vec!["stack".into()], 4, Some(5)));
    assert_eq!(cut(9, Some(2)), (vec![], 9, Some(5)), "beyond the end");
    assert_eq!(cut(3, None), (vec!["gamma".into(), "stack".into()], 3, Some(5)));
    assert_eq!(cut(0, Some(0)), (vec![], 0, Some(5)), "only the count");
    let (uncounted, _) = page(&sample, ItemQuery { total: false, ..movies(&sample) });
    assert_eq!(uncounted.total, None);
}

#[test]
fn a_page_never_takes_more_than_three_statements() {
    let sample = Sample::new();
    let parents = ["movies", "shows", "music", "photos", "signal", "signal-1", "harmonics", "Overtones", "summer", "trips", "Action", "Vera", "Pine"];
    for parent in parents {
        for start in [0, 1000] {
            let query =
                ItemQuery { parent: Some(sample.id(parent)), recursive: true, start, limit: Some(100), total: true, include: ALL, ..ItemQuery::default() };
            let (_, statements) = page(&sample, query);
            assert!(statements <= 3, "{parent} from {start}: {statements}");
        }
    }
    let (_, statements) = page(&sample, ItemQuery { include: Include::default(), limit: Some(2), ..movies(&sample) });
    assert_eq!(statements, 1);
}

#[test]
fn an_unknown_parent_has_no_children() {
    let sample = Sample::new();
    let (page, _) = page(&sample, ItemQuery { parent: Some(walros_model::ItemId::random()), ..movies(&sample) });
    assert_eq!((page.items.len(), page.total), (0, Some(0)));
}

#[test]
fn an_item_comes_back_as_it_was_written() {
    let sample = Sample::new();
    let (page, _) = page(&sample, ItemQuery { ids: vec![sample.id("alpha")], include: ALL, ..ItemQuery::default() });
    let view = &page.items[0];
    let item = &view.item;
    assert_eq!((item.kind, item.name.as_str(), item.year), (ItemKind::Movie, "Alpha", Some(2001)));
    assert_eq!(item.premiere, chrono::NaiveDate::from_ymd_opt(2001, 5, 4));
    assert_eq!((item.community_rating, item.critic_rating), (Some(7.5), Some(80.0)));
    assert_eq!((item.width, item.height, item.has_subtitles), (Some(1920), Some(1080), true));
    assert_eq!((item.library, item.parent), (Some(sample.id("movies")), Some(sample.id("movies"))));
    assert_eq!(item.runtime, Some(std::time::Duration::from_secs(600)));
    assert!(item.number > 0);
    let detail = view.detail.as_ref().expect("detail");
    assert_eq!((detail.overview.as_deref(), detail.people.len()), (Some("The first."), 2));
    assert_eq!(detail.people[0].kind, PersonKind::Actor);
    assert_eq!(view.sources.len(), 1);
    assert_eq!(view.sources[0].probe.streams.len(), 4);
}

#[test]
fn versions_share_their_sources_and_each_begins_with_its_own() {
    let sample = Sample::new();
    let (page, _) = page(&sample, ItemQuery { ids: vec![sample.id("gamma"), sample.id("gamma-480p")], include: ALL, ..ItemQuery::default() });
    for view in &page.items {
        assert_eq!(view.sources.len(), 2);
        assert_eq!(view.sources[0].id, view.item.id);
        assert_ne!(view.sources[1].id, view.item.id);
    }
}

#[test]
fn related_items_are_named_once() {
    let sample = Sample::new();
    let (page, _) = page(&sample, ItemQuery { parent: Some(sample.id("signal-1")), include: ALL, ..ItemQuery::default() });
    assert_eq!(page.items.len(), 3);
    let series = &page.related[&sample.id("signal")];
    assert_eq!((series.name.as_str(), series.kind, series.studio.as_deref()), ("Signal Lost", ItemKind::Series, Some("Channel Zero")));
    assert_eq!(page.related.len(), 2, "series and season");
}

#[test]
fn folders_carry_their_counts() {
    let sample = Sample::new();
    let (me, played) = (sample.me, sample.id("signal-1-2"));
    sample.fixture.write(move |conn| play_state::set(conn, me, played, &PlayState { played: true, ..PlayState::default() }));
    let counts = |key: &str| {
        let (page, _) = page(&sample, ItemQuery { ids: vec![sample.id(key)], include: ALL, ..ItemQuery::default() });
        page.items[0].counts
    };
    assert_eq!(counts("signal"), Some(FolderCounts { children: 3, leaves: 7, unplayed: 6 }));
    assert_eq!(counts("signal-1"), Some(FolderCounts { children: 3, leaves: 3, unplayed: 2 }));
    assert_eq!(counts("harmonics"), Some(FolderCounts { children: 3, leaves: 3, unplayed: 3 }));
    assert_eq!(counts("Overtones"), Some(FolderCounts { children: 1, leaves: 3, unplayed: 3 }));
    assert_eq!(counts("trips"), Some(FolderCounts { children: 1, leaves: 1, unplayed: 1 }));
    assert_eq!(counts("Action").map(|counts| counts.children), Some(2));
    assert_eq!(counts("movies").map(|counts| counts.children), Some(5));
    assert_eq!(counts("alpha"), None);
}

#[test]
fn a_folder_is_played_when_nothing_in_it_is_left() {
    let sample = Sample::new();
    let (me, season) = (sample.me, sample.id("signal-2"));
    sample.fixture.write(move |conn| play_state::mark(conn, &Scope::default(), me, season, true, crate::fixture::at(0)));
    let seasons = |played| sample.set(ItemQuery { kinds: vec![ItemKind::Season], played: Some(played), ..ItemQuery::default() });
    assert_eq!(seasons(true), ["signal-2"]);
    assert_eq!(seasons(false), ["daily-1", "signal-0", "signal-1"]);
    let (page, _) = page(&sample, ItemQuery { ids: vec![season], include: ALL, ..ItemQuery::default() });
    assert!(page.items[0].state.played);
}

#[test]
fn without_a_user_there_is_no_state() {
    let sample = Sample::new();
    let (me, alpha) = (sample.me, sample.id("alpha"));
    sample.fixture.write(move |conn| play_state::set(conn, me, alpha, &PlayState { favorite: true, ..PlayState::default() }));
    let listed = |user, query: ItemQuery| sample.fixture.read(move |conn| items::page(conn, &Scope::default(), user, &query)).items;
    let favorites = ItemQuery { favorite: Some(true), ..ItemQuery::default() };
    assert_eq!(listed(None, favorites.clone()).len(), 0);
    assert_eq!(listed(Some(me), favorites).len(), 1);
    let view = listed(None, ItemQuery { ids: vec![alpha], ..ItemQuery::default() }).remove(0);
    assert_eq!(view.state, PlayState::default());
}
