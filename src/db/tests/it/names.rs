//! Genres, studios, people and artists.

use walros_db::names::{self, NameKind};
use walros_db::play_state;
use walros_model::item::{ItemKind, PersonKind};
use walros_model::query::{Include, ItemQuery, Scope};
use walros_model::state::PlayState;

use crate::sample::Sample;

fn listed(sample: &Sample, kind: NameKind, query: ItemQuery) -> Vec<String> {
    let me = sample.me;
    let page = sample.fixture.read(move |conn| names::page(conn, &Scope::default(), Some(me), kind, &query));
    page.items.iter().map(|view| view.item.name.clone()).collect()
}

#[test]
fn names_found_on_items() {
    let sample = Sample::new();
    assert_eq!(listed(&sample, NameKind::Genre, ItemQuery::default()), ["Action", "Comedy", "Drama"]);
    assert_eq!(listed(&sample, NameKind::MusicGenre, ItemQuery::default()), ["Rock"]);
    assert_eq!(listed(&sample, NameKind::Studio, ItemQuery::default()), ["Channel Zero", "Pine"]);
    assert_eq!(listed(&sample, NameKind::Person, ItemQuery::default()), ["Tom Noise", "Vera Sync"]);
    assert_eq!(listed(&sample, NameKind::Artist, ItemQuery::default()), ["Ann Hertz", "Bo Decibel", "The Overtones"]);
    assert_eq!(listed(&sample, NameKind::AlbumArtist, ItemQuery::default()), ["The Overtones", "Various Artists"]);
}

#[test]
fn the_selection_is_of_items_the_rest_of_names() {
    let sample = Sample::new();
    let movies = ItemQuery { parent: Some(sample.id("movies")), kinds: vec![ItemKind::Movie], ..ItemQuery::default() };
    assert_eq!(listed(&sample, NameKind::Studio, movies.clone()), ["Pine"]);
    assert_eq!(listed(&sample, NameKind::Genre, ItemQuery { name_starts_with: Some("d".into()), ..movies.clone() }), ["Drama"]);
    assert_eq!(listed(&sample, NameKind::Genre, ItemQuery { search: Some("om".into()), ..movies.clone() }), ["Comedy"]);
    assert_eq!(listed(&sample, NameKind::Person, ItemQuery { person_kinds: vec![PersonKind::Actor], ..movies.clone() }), ["Vera Sync"]);
    assert!(listed(&sample, NameKind::Genre, ItemQuery { kinds: vec![ItemKind::Series], ..ItemQuery::default() }).is_empty());
    let (me, vera) = (sample.me, sample.id("Vera"));
    sample.fixture.write(move |conn| play_state::set(conn, me, vera, &PlayState { favorite: true, ..PlayState::default() }));
    assert_eq!(listed(&sample, NameKind::Person, ItemQuery { favorite: Some(true), ..movies }), ["Vera Sync"]);
}

#[test]
fn a_page_of_names_is_counted() {
    let sample = Sample::new();
    let query = ItemQuery { start: 1, limit: Some(1), total: true, include: Include { counts: true, ..Include::default() }, ..ItemQuery::default() };
    let (page, statements) = sample.fixture.counted(move |conn| names::page(conn, &Scope::default(), None, NameKind::Genre, &query));
    assert_eq!((page.items.len(), page.total, statements), (1, Some(3), 1));
    assert_eq!(page.items[0].counts.map(|counts| counts.children), Some(1));
}

#[test]
fn one_name_however_it_is_written() {
    let sample = Sample::new();
    let vera = sample.id("Vera");
    let ids = sample.fixture.write(|conn| {
        let written = ["VERA SYNC", "Zoë", "Vera  Sync", "zoe", "~"].map(String::from);
        names::find_or_create(conn, ItemKind::Person, &written, |name| name.to_lowercase())
    });
    assert_eq!((ids[0], ids[2]), (vera, vera));
    assert_eq!(ids[1], ids[3]);
    assert_ne!(ids[4], vera);
    let again = sample.fixture.write(|conn| names::find_or_create(conn, ItemKind::Person, &["ZOÉ".into(), "Zoë".into()], |name| name.to_lowercase()));
    assert_eq!(again, [ids[1], ids[1]]);
    let studio = sample.fixture.write(|conn| names::find_or_create(conn, ItemKind::Studio, &["Vera Sync".into()], |name| name.to_lowercase()));
    assert_ne!(studio[0], vera, "a studio is no person");
}

#[test]
fn many_names_at_once() {
    let sample = Sample::new();
    let written: Vec<String> = (0..3000).map(|n| format!("Somebody {n}")).collect();
    let ids = sample.fixture.write(move |conn| {
        let first = names::find_or_create(conn, ItemKind::Person, &written, |name| name.to_lowercase())?;
        let second = names::find_or_create(conn, ItemKind::Person, &written, |name| name.to_lowercase())?;
        assert_eq!(first, second);
        Ok(first)
    });
    let distinct: std::collections::HashSet<_> = ids.iter().collect();
    assert_eq!(distinct.len(), 3000);
}

#[test]
fn by_name() {
    let sample = Sample::new();
    let find = |kind, name: &'static str| sample.fixture.read(move |conn| names::by_name(conn, &Scope::default(), None, kind, name, Include::default()));
    assert_eq!(find(ItemKind::Genre, "aCTION").map(|view| view.item.id), Some(sample.id("Action")));
    assert!(find(ItemKind::Studio, "Action").is_none());
}
