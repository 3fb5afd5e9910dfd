//! Playlists and collections.

use walros_db::lists::{self, ListInfo};
use walros_db::{DbError, items};
use walros_model::item::ItemKind;
use walros_model::query::{ItemQuery, Scope};
use walros_model::{ItemId, UserId};

use crate::fixture::at;
use crate::sample::Sample;

fn info(kind: ItemKind, owner: Option<UserId>) -> ListInfo {
    ListInfo { id: ItemId::random(), kind, name: "Évening".into(), owner, public: false, shares: Vec::new() }
}

fn made(sample: &Sample, kind: ItemKind, keys: &[&str]) -> (ItemId, Vec<ItemId>) {
    let (info, ids) = (info(kind, Some(sample.me)), keys.iter().map(|key| sample.id(key)).collect::<Vec<_>>());
    sample.fixture.write(move |conn| {
        lists::create(conn, &info, at(0))?;
        Ok((info.id, lists::add(conn, info.id, &ids, None, at(1))?))
    })
}

fn listed(sample: &Sample, list: ItemId) -> Vec<String> {
    sample.list(ItemQuery { parent: Some(list), ..ItemQuery::default() })
}

#[test]
fn a_playlist_keeps_its_order_and_repetitions() {
    let sample = Sample::new();
    let (list, entries) = made(&sample, ItemKind::Playlist, &["beta", "alpha", "beta"]);
    assert_eq!(listed(&sample, list), ["beta", "alpha", "beta"]);
    let query = ItemQuery { parent: Some(list), total: true, limit: Some(2), ..ItemQuery::default() };
    let page = sample.fixture.read(move |conn| items::page(conn, &Scope::default(), None, &query));
    assert_eq!(page.total, Some(3));
    assert_eq!(page.items.iter().map(|view| view.entry).collect::<Vec<_>>(), [Some(entries[0]), Some(entries[1])]);
}

#[test]
fn a_collection_holds_an_item_once() {
    let sample = Sample::new();
    let (list, entries) = made(&sample, ItemKind::Collection, &["beta", "alpha", "beta"]);
    assert_eq!((entries.len(), listed(&sample, list)), (2, vec!["beta".into(), "alpha".into()]));
    let alpha = sample.id("alpha");
    assert!(sample.fixture.write(move |conn| lists::add(conn, list, &[alpha], None, at(2))).is_empty());
    assert_eq!(sample.fixture.write(move |conn| lists::remove_items(conn, list, &[alpha], at(3))), 1);
    assert_eq!(listed(&sample, list), ["beta"]);
}

#[test]
fn entries_are_put_in_moved_and_taken_out() {
    let sample = Sample::new();
    let (list, entries) = made(&sample, ItemKind::Playlist, &["alpha", "beta", "gamma", "stack"]);
    let (first, third, echappee) = (entries[0], entries[2], sample.id("echappee"));
    sample.fixture.write(move |conn| lists::add(conn, list, &[echappee], Some(1), at(2)));
    assert_eq!(listed(&sample, list), ["alpha", "echappee", "beta", "gamma", "stack"]);
    sample.fixture.write(move |conn| lists::move_entry(conn, list, first, 2, at(3)));
    assert_eq!(listed(&sample, list), ["echappee", "beta", "alpha", "gamma", "stack"]);
    sample.fixture.write(move |conn| lists::move_entry(conn, list, first, 99, at(3)));
    assert_eq!(listed(&sample, list), ["echappee", "beta", "gamma", "stack", "alpha"]);
    sample.fixture.write(move |conn| lists::move_entry(conn, list, first, 0, at(3)));
    assert_eq!(listed(&sample, list), ["alpha", "echappee", "beta", "gamma", "stack"]);
    assert_eq!(sample.fixture.write(move |conn| lists::remove_entries(conn, list, &[third, ItemId::random()], at(4))), 1);
    assert_eq!(listed(&sample, list), ["alpha", "echappee", "beta", "stack"]);
    assert!(matches!(sample.fixture.try_write(move |conn| lists::move_entry(conn, list, third, 0, at(5))), Err(DbError::NotFound)));
}

#[test]
fn whose_it_is_can_change() {
    let sample = Sample::new();
    let friend = sample.fixture.user("friend");
    let (list, _) = made(&sample, ItemKind::Playlist, &["alpha"]);
    let wanted = ListInfo { id: list, kind: ItemKind::Playlist, name: "Morning".into(), owner: Some(friend), public: true, shares: vec![(sample.me, true)] };
    let written = wanted.clone();
    sample.fixture.write(move |conn| lists::update(conn, &written));
    assert_eq!(sample.fixture.read(move |conn| lists::get(conn, list)), Some(wanted));
    let found = sample.list(ItemQuery { search: Some("morning".into()), ..ItemQuery::default() });
    assert_eq!(found, [list.to_string()]);
}

#[test]
fn a_list_goes_and_its_items_stay() {
    let sample = Sample::new();
    let (list, _) = made(&sample, ItemKind::Playlist, &["alpha"]);
    assert!(sample.fixture.write(move |conn| lists::delete(conn, list)));
    assert!(!sample.fixture.write(move |conn| lists::delete(conn, list)));
    assert_eq!(sample.fixture.read(move |conn| lists::get(conn, list)), None);
    assert!(listed(&sample, list).is_empty());
    assert!(sample.list(ItemQuery::default()).contains(&"alpha".into()));
}

#[test]
fn only_lists_have_entries() {
    let sample = Sample::new();
    let alpha = sample.id("alpha");
    for id in [alpha, ItemId::random()] {
        assert!(matches!(sample.fixture.try_write(move |conn| lists::add(conn, id, &[alpha], None, at(0))), Err(DbError::NotFound)));
    }
    assert!(!sample.fixture.write(move |conn| lists::delete(conn, alpha)));
}

#[test]
fn below_a_collection_is_what_its_series_hold() {
    let sample = Sample::new();
    let (list, _) = made(&sample, ItemKind::Collection, &["daily", "alpha"]);
    let below = sample.set(ItemQuery { parent: Some(list), recursive: true, ..ItemQuery::default() });
    assert_eq!(below, ["alpha", "daily", "daily-1", "daily-a", "daily-b"]);
}

#[test]
fn which_lists_hold_an_item() {
    let sample = Sample::new();
    let (alpha, beta) = (sample.id("alpha"), sample.id("beta"));
    let (list, _) = made(&sample, ItemKind::Playlist, &["alpha", "alpha"]);
    assert_eq!(sample.fixture.read(move |conn| lists::holding(conn, alpha)), [list]);
    assert!(sample.fixture.read(move |conn| lists::holding(conn, beta)).is_empty());
}
