//! Searching: substrings without case and accents, the best first.

use walros_db::items;
use walros_model::item::ItemKind;
use walros_model::query::ItemQuery;

use crate::sample::{Sample, scanned};

fn search(sample: &Sample, text: &str) -> Vec<String> {
    sample.list(ItemQuery { search: Some(text.into()), limit: Some(50), ..ItemQuery::default() })
}

#[test]
fn case_and_accents_do_not_matter() {
    let sample = Sample::new();
    assert_eq!(search(&sample, "ECHAP"), ["echappee"]);
    assert_eq!(search(&sample, "échapp"), ["echappee"]);
    assert_eq!(search(&sample, "mma r"), ["gamma"], "in the middle of words");
    assert_eq!(search(&sample, "breakaway"), ["echappee"], "the original title");
}

#[test]
fn signs_are_only_signs() {
    let sample = Sample::new();
    assert_eq!(search(&sample, "100%"), ["echappee"]);
    assert!(search(&sample, "1_0%").is_empty());
    assert!(search(&sample, "\"").is_empty());
    assert!(search(&sample, "alpha\" OR \"beta").is_empty());
    assert!(search(&sample, "al*").is_empty());
}

#[test]
fn one_letter_is_enough() {
    let sample = Sample::new();
    let found = search(&sample, "é");
    assert!(found.contains(&"echappee".to_string()) && found.contains(&"beta".to_string()), "{found:?}");
    assert_eq!(search(&sample, "éc"), ["echappee", "Bo", "mix-1-2"], "the beginning first");
}

#[test]
fn people_artists_and_albums_are_found() {
    let sample = Sample::new();
    assert_eq!(search(&sample, "vera"), ["Vera"]);
    let mut overtones = search(&sample, "overtones");
    assert_eq!(overtones.remove(0), "Overtones");
    overtones.sort();
    assert_eq!(overtones, ["harmonics", "harmonics-1-1", "harmonics-1-2", "harmonics-2-1"]);
    assert_eq!(search(&sample, "test tones")[0], "mix");
    let people = ItemQuery { search: Some("r".into()), kinds: vec![ItemKind::Person], ..ItemQuery::default() };
    assert_eq!(sample.list(people), ["Vera"]);
}

#[test]
fn the_best_come_first() {
    let sample = Sample::new();
    let library = sample.id("movies");
    let names = ["a sea", "overseas", "sea", "sea wolf", "seaside", "the seagull"];
    let wanted = ["sea", "sea wolf", "seaside", "a sea", "the seagull", "overseas"];
    sample.fixture.write(move |conn| {
        let items: Vec<_> = names.iter().map(|name| scanned(name, ItemKind::Movie, library, 0)).collect();
        walros_db::scan::upsert_items(conn, &items)
    });
    let query = ItemQuery { search: Some("Sea".into()), kinds: vec![ItemKind::Movie], total: true, limit: Some(10), ..ItemQuery::default() };
    let (page, statements) = sample.fixture.counted(move |conn| items::page(conn, &Default::default(), None, &query));
    let found: Vec<&str> = page.items.iter().map(|view| view.item.name.as_str()).collect();
    assert_eq!(found, wanted);
    assert_eq!((page.total, statements), (Some(6), 1));
}

#[test]
fn a_new_name_is_found_and_the_old_one_is_not() {
    let sample = Sample::new();
    let (library, id) = (sample.id("movies"), sample.id("alpha"));
    sample.fixture.write(move |conn| {
        let mut alpha = scanned("alpha", ItemKind::Movie, library, 0);
        (alpha.item.id, alpha.item.name) = (id, "Omega".into());
        walros_db::scan::upsert_items(conn, &[alpha])
    });
    assert_eq!(search(&sample, "omega"), ["alpha"]);
    assert!(search(&sample, "alpha").is_empty());
}

#[test]
fn a_deleted_library_is_found_no_more() {
    let sample = Sample::new();
    let library = sample.id("movies");
    sample.fixture.write(move |conn| walros_db::libraries::delete(conn, library));
    assert!(search(&sample, "gamma").is_empty());
}
