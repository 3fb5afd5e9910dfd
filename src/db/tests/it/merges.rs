//! Versions that somebody put together by hand.

use walros_db::{items, merges, scan};
use walros_model::ItemId;
use walros_model::item::{Item, ItemKind, ItemRole};
use walros_model::query::{Include, ItemQuery, Scope};

use crate::fixture::at;
use crate::sample::{Sample, scanned};

fn item(sample: &Sample, id: ItemId) -> Item {
    let scope = Scope { include_missing: true, ..Scope::default() };
    sample.fixture.read(move |conn| items::get(conn, &scope, None, id, Include::default())).expect("the item").item
}

fn standing(sample: &Sample, name: &str) -> (ItemRole, Option<ItemId>) {
    let item = item(sample, sample.id(name));
    (item.role, item.owner)
}

fn is_listed(sample: &Sample, name: &str) -> bool {
    sample.set(ItemQuery { kinds: vec![ItemKind::Movie], ..ItemQuery::default() }).iter().any(|listed| listed == name)
}

#[test]
fn what_is_merged_is_a_version_with_the_versions_it_had() {
    let sample = Sample::new();
    let (alpha, gamma) = (sample.id("alpha"), sample.id("gamma"));
    sample.fixture.write(move |conn| merges::merge(conn, alpha, &[gamma]));
    assert_eq!(standing(&sample, "gamma"), (ItemRole::Version, Some(alpha)));
    assert_eq!(standing(&sample, "gamma-480p"), (ItemRole::Version, Some(alpha)));
    assert!(is_listed(&sample, "alpha") && !is_listed(&sample, "gamma"));
    assert_eq!(item(&sample, alpha).version_count, 3);
    assert_eq!(sample.fixture.read(move |conn| merges::main_of(conn, gamma)), Some(alpha));

    assert!(sample.fixture.write(move |conn| merges::split(conn, alpha)));
    assert_eq!(standing(&sample, "gamma"), (ItemRole::Main, None));
    assert_eq!(standing(&sample, "gamma-480p"), (ItemRole::Version, Some(gamma)));
    assert_eq!(item(&sample, alpha).version_count, 1);
    assert!(!sample.fixture.write(move |conn| merges::split(conn, alpha)), "nothing is left to split");
}

#[test]
fn a_scan_that_writes_a_merged_item_anew_leaves_it_merged() {
    let sample = Sample::new();
    let (alpha, beta, library) = (sample.id("alpha"), sample.id("beta"), sample.id("movies"));
    sample.fixture.write(move |conn| {
        merges::merge(conn, alpha, &[beta])?;
        let mut again = scanned("beta", ItemKind::Movie, library, 7);
        again.item.id = beta;
        scan::upsert_items(conn, &[again])
    });
    assert_eq!(standing(&sample, "beta"), (ItemRole::Version, Some(alpha)));
    assert!(sample.fixture.write(move |conn| merges::split(conn, alpha)));
    assert_eq!(standing(&sample, "beta"), (ItemRole::Main, None));
}

#[test]
fn versions_stand_for_themselves_while_the_main_file_is_away() {
    let sample = Sample::new();
    let (alpha, beta) = (sample.id("alpha"), sample.id("beta"));
    sample.fixture.write(move |conn| {
        merges::merge(conn, alpha, &[beta])?;
        scan::mark_missing(conn, &[alpha], at(9))
    });
    assert!(is_listed(&sample, "beta"));
    sample.fixture.write(move |conn| scan::mark_present(conn, &[alpha], at(10)));
    assert!(is_listed(&sample, "alpha") && !is_listed(&sample, "beta"));
}
