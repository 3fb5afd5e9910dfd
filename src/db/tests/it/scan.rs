//! What a scan reads and writes.

use std::collections::HashMap;

use walros_db::scan::{self, KnownItem, ScannedItem};
use walros_db::{DbError, items};
use walros_model::item::{Credit, Image, ImageKind, ImageSource, ItemKind, ItemRole, PersonKind};
use walros_model::probe::MediaProbe;
use walros_model::query::{Include, ItemQuery, Scope};
use walros_model::{ItemId, Timestamp};

use crate::fixture::at;
use crate::sample::{Sample, named, scanned};

fn known(sample: &Sample, library: &str) -> HashMap<String, KnownItem> {
    let library = sample.id(library);
    sample.fixture.read(move |conn| scan::load_known(conn, library)).into_iter().map(|item| (item.key.clone(), item)).collect()
}

fn view(sample: &Sample, id: ItemId) -> walros_model::lists::ItemView {
    let all = Include { detail: true, sources: true, counts: true, related: true, timeline: false };
    let scope = Scope { include_missing: true, ..Scope::default() };
    sample.fixture.read(move |conn| items::get(conn, &scope, None, id, all)).expect("the item")
}

fn upsert(sample: &Sample, item: ScannedItem) {
    sample.fixture.write(move |conn| scan::upsert_items(conn, &[item]));
}

#[test]
fn what_is_known_is_enough_to_see_a_change() {
    let sample = Sample::new();
    let movies = known(&sample, "movies");
    assert_eq!(movies.len(), 10, "missing ones, versions and extras too, the library itself not");
    let alpha = &movies["alpha"];
    assert_eq!((alpha.id, alpha.kind, alpha.path.as_deref()), (sample.id("alpha"), ItemKind::Movie, Some("/media/alpha")));
    let media = alpha.media.as_ref().expect("media");
    assert_eq!((media.size, media.modified, &media.failure), (1000, at(0), &None));
    assert!(movies["gone"].missing);
    assert_eq!((movies["gamma-480p"].role, movies["gamma-480p"].owner), (ItemRole::Version, Some(sample.id("gamma"))));
}

#[test]
fn file_times_are_kept_to_the_nanosecond() {
    let sample = Sample::new();
    let modified = Timestamp::from_timestamp(1_700_000_000, 123_456_789).expect("a time");
    let mut film = scanned("new", ItemKind::Movie, sample.id("movies"), 0);
    film.media.as_mut().expect("media").modified = modified;
    film.media.as_mut().expect("media").fingerprint = Some([7; 16]);
    upsert(&sample, film);
    let media = known(&sample, "movies")["new"].media.clone().expect("media");
    assert_eq!((media.modified, media.fingerprint), (modified, Some([7; 16])));
}

#[test]
fn number_and_added_never_change() {
    let sample = Sample::new();
    let (library, id) = (sample.id("movies"), sample.id("alpha"));
    let before = view(&sample, id).item;
    let mut again = scanned("alpha", ItemKind::Movie, library, 99_999);
    (again.item.id, again.item.name, again.item.number) = (id, "Another".into(), 77);
    upsert(&sample, again);
    let after = view(&sample, id).item;
    assert_eq!((after.number, after.added, after.name.as_str()), (before.number, before.added, "Another"));
    assert_eq!(after.changed, at(99_999));
}

#[test]
fn links_follow_what_is_scanned() {
    let sample = Sample::new();
    let (library, id) = (sample.id("movies"), sample.id("alpha"));
    let genre = |name: &str| sample.set(ItemQuery { genres: vec![name.into()], ..ItemQuery::default() });
    assert_eq!(genre("action"), ["alpha", "beta"]);
    sample.fixture.write(move |conn| {
        let mut again = scanned("alpha", ItemKind::Movie, library, 0);
        again.item.id = id;
        again.detail.genres = vec![named(conn, ItemKind::Genre, "Noir")?];
        again.detail.tags = vec!["fresh".into()];
        scan::upsert_items(conn, &[again])
    });
    assert_eq!(genre("action"), ["beta"]);
    assert_eq!(genre("noir"), ["alpha"]);
    assert!(sample.set(ItemQuery { person_ids: vec![sample.id("Tom")], ..ItemQuery::default() }).is_empty());
    assert_eq!(sample.set(ItemQuery { tags: vec!["FRESH".into()], ..ItemQuery::default() }), ["alpha"]);
}

#[test]
fn thousands_of_people_are_written_once() {
    let sample = Sample::new();
    let library = sample.id("movies");
    let statements = sample.fixture.write(move |conn| {
        let names: Vec<String> = (0..4000).map(|n| format!("Extra {n}")).collect();
        let ids = walros_db::names::find_or_create(conn, ItemKind::Person, &names, |name| name.to_lowercase())?;
        let mut film = scanned("crowd", ItemKind::Movie, library, 0);
        let credits = ids.into_iter().zip(names).map(|(person, name)| Credit { person, name, kind: PersonKind::Actor, role: String::new() });
        film.detail.people = credits.collect();
        scan::upsert_items(conn, std::slice::from_ref(&film))?;
        let before = conn.statements();
        film.item.name = "A Crowd".into();
        film.item.year = Some(1999);
        film.item.name = "crowd".into();
        scan::upsert_items(conn, &[film])?;
        Ok(conn.statements() - before)
    });
    assert!(statements <= 5, "{statements}: the people did not change");
    let crowded = ItemQuery { person_name: Some("extra 3999".into()), years: vec![1999], ..ItemQuery::default() };
    assert_eq!(sample.list(crowded).len(), 1);
}

#[test]
fn a_probe_stays_until_there_is_a_new_one_or_a_failure() {
    let sample = Sample::new();
    let (library, id) = (sample.id("movies"), sample.id("alpha"));
    let scan = |change: fn(&mut ScannedItem)| {
        let mut again = scanned("alpha", ItemKind::Movie, library, 0);
        again.item.id = id;
        change(&mut again);
        upsert(&sample, again);
        view(&sample, id).sources[0].probe.clone()
    };
    let media = |item: &mut ScannedItem| item.media.take().expect("media");
    assert_eq!(scan(|item| item.media.as_mut().expect("media").probe = None).streams.len(), 4, "kept");
    let failed = scan(|item| {
        let media = item.media.as_mut().expect("media");
        (media.probe, media.failure) = (None, Some("broken".into()));
    });
    assert_eq!(failed, MediaProbe::default());
    assert_eq!(known(&sample, "movies")["alpha"].media.as_ref().and_then(|media| media.failure.clone()).as_deref(), Some("broken"));
    let mut good = scanned("alpha", ItemKind::Movie, library, 0);
    assert_eq!(scan(|_| {}), media(&mut good).probe.expect("a probe"));
    assert_eq!(known(&sample, "movies")["alpha"].media.as_ref().and_then(|media| media.failure.clone()), None);
}

#[test]
fn crashes_are_counted_until_all_failures_are_to_be_read_again() {
    let sample = Sample::new();
    let mut again = scanned("alpha", ItemKind::Movie, sample.id("movies"), 0);
    again.item.id = sample.id("alpha");
    let media = again.media.as_mut().expect("media");
    (media.probe, media.failure, media.crashes) = (None, Some("the worker died".into()), 3);
    upsert(&sample, again);
    let crashes = |key: &str| known(&sample, "movies")[key].media.as_ref().map(|media| media.crashes);
    let other = known(&sample, "movies")["beta"].seen;
    assert_eq!((crashes("alpha"), crashes("beta")), (Some(3), Some(0)));
    sample.fixture.write(scan::read_failures_again);
    assert_eq!((crashes("alpha"), known(&sample, "movies")["alpha"].seen), (Some(0), 0));
    assert_eq!(known(&sample, "movies")["beta"].seen, other, "what could be read stays");
}

#[test]
fn another_file_in_its_place_has_no_index() {
    let sample = Sample::new();
    let (library, id) = (sample.id("movies"), sample.id("alpha"));
    let write = |size| {
        let mut again = scanned("alpha", ItemKind::Movie, library, 0);
        again.item.id = id;
        again.media.as_mut().expect("media").size = size;
        upsert(&sample, again);
        sample.fixture.read(move |conn| items::index(conn, id)).is_some()
    };
    sample.fixture.write(move |conn| scan::set_index(conn, id, &Default::default()));
    assert!(write(1000), "the same size and time");
    assert!(!write(1001));
}

#[test]
fn missing_is_a_state() {
    let sample = Sample::new();
    let id = sample.id("beta");
    let listed = || sample.list(ItemQuery { ids: vec![id], ..ItemQuery::default() }).len();
    sample.fixture.write(move |conn| scan::mark_missing(conn, &[id], at(1)));
    assert_eq!(listed(), 0);
    assert!(known(&sample, "movies")["beta"].missing);
    assert_eq!(view(&sample, id).detail.expect("detail").tags, ["Gore"]);
    sample.fixture.write(move |conn| scan::mark_present(conn, &[id], at(2)));
    assert_eq!(listed(), 1);
}

#[test]
fn a_moved_file_stays_the_same_item() {
    let sample = Sample::new();
    let (library, fingerprint) = (sample.id("movies"), [9; 16]);
    let mut film = scanned("old", ItemKind::Movie, library, 0);
    let id = film.item.id;
    film.media.as_mut().expect("media").fingerprint = Some(fingerprint);
    let vanished = sample.fixture.write(move |conn| {
        scan::upsert_items(conn, &[film])?;
        assert!(scan::vanished_by_fingerprint(conn, &fingerprint)?.is_empty(), "it is there");
        scan::mark_missing(conn, &[id], at(1))?;
        let vanished = scan::vanished_by_fingerprint(conn, &fingerprint)?;
        scan::move_item(conn, id, "/media/new", "new", at(2))?;
        Ok(vanished)
    });
    assert_eq!(vanished.iter().map(|item| item.id).collect::<Vec<_>>(), [id]);
    let now = view(&sample, id);
    assert_eq!((now.item.path.as_deref(), now.sources[0].path.as_str(), now.item.missing), (Some("/media/new"), "/media/new", false));
    assert_eq!(known(&sample, "movies")["new"].id, id);
    let nobody = sample.fixture.try_write(|conn| scan::move_item(conn, ItemId::random(), "/x", "x", at(3)));
    assert!(matches!(nobody, Err(DbError::NotFound)));
}

#[test]
fn two_items_cannot_have_the_same_key_in_a_library() {
    let sample = Sample::new();
    let twin = scanned("alpha", ItemKind::Movie, sample.id("movies"), 0);
    let refused = sample.fixture.try_write(move |conn| scan::upsert_items(conn, &[twin]));
    assert!(matches!(refused, Err(DbError::Conflict(_))), "{refused:?}");
    upsert(&sample, scanned("alpha", ItemKind::Movie, sample.id("photos"), 0));
}

#[test]
fn equal_files_may_have_equal_fingerprints() {
    let sample = Sample::new();
    let library = sample.id("movies");
    sample.fixture.write(move |conn| {
        let mut twins = ["one", "two"].map(|key| scanned(key, ItemKind::Movie, library, 0));
        for twin in &mut twins {
            twin.media.as_mut().expect("media").fingerprint = Some([1; 16]);
        }
        let ids = twins.each_ref().map(|twin| twin.item.id);
        scan::upsert_items(conn, &twins)?;
        scan::mark_missing(conn, &ids, at(1))?;
        assert_eq!(scan::vanished_by_fingerprint(conn, &[1; 16])?.len(), 2);
        Ok(())
    });
}

#[test]
fn pictures_are_replaced() {
    let sample = Sample::new();
    let id = sample.id("harmonics");
    let image = Image { kind: ImageKind::Primary, source: ImageSource::File("/cover.jpg".into()), tag: "t".into(), width: 3, height: 4, blurhash: "b".into() };
    let written = image.clone();
    sample.fixture.write(move |conn| scan::set_images(conn, &[(id, vec![written]), (ItemId::random(), Vec::new())], at(5)));
    let card = view(&sample, id).item.card;
    assert_eq!((card.images, card.album_artists.len()), (vec![image], 1));
}

#[test]
fn hostile_text_is_stored_all_the_same() {
    let sample = Sample::new();
    let mut film = scanned("odd", ItemKind::Movie, sample.id("movies"), 0);
    let id = film.item.id;
    film.item.name = "nul\0 and 'quote' ? $1 \u{10ffff}".into();
    film.detail.overview = Some("\0".into());
    film.media.as_mut().expect("media").failure = Some("\0".into());
    film.media.as_mut().expect("media").modified = Timestamp::MAX_UTC;
    film.media.as_mut().expect("media").size = u64::MAX;
    upsert(&sample, film);
    let odd = view(&sample, id);
    assert_eq!(odd.item.name, "nul and 'quote' ? $1 \u{10ffff}");
    assert_eq!(odd.detail.and_then(|detail| detail.overview).as_deref(), Some("\0"), "inside of a document it is escaped");
}

#[test]
fn thousands_of_items_in_one_call() {
    let sample = Sample::new();
    let library = sample.id("movies");
    let count = sample.fixture.write(move |conn| {
        let films: Vec<ScannedItem> = (0..1000).map(|n| scanned(&format!("film {n:04}"), ItemKind::Movie, library, n)).collect();
        scan::upsert_items(conn, &films)?;
        scan::upsert_items(conn, &films)?;
        Ok(scan::load_known(conn, library)?.len())
    });
    assert_eq!(count, 1010);
}

#[test]
fn the_files_of_a_library_come_in_batches() {
    let sample = Sample::new();
    let library = sample.id("movies");
    let all = sample.fixture.read(move |conn| items::sources_in(conn, library, None, 1000));
    let ids: Vec<ItemId> = all.iter().map(|source| source.id).collect();
    assert!(ids.is_sorted() && ids.contains(&sample.id("gamma-480p")) && !ids.contains(&sample.id("gone")), "versions too, missing ones not");
    assert_eq!(sample.fixture.read(move |conn| items::count_sources(conn, library)), ids.len() as u64);
    let (second, rest) = (ids[1], ids[2..].to_vec());
    let next = sample.fixture.read(move |conn| items::sources_in(conn, library, Some(second), 2));
    assert_eq!(next.iter().map(|source| source.id).collect::<Vec<_>>(), rest[..2]);
    let (alpha, nobody) = (sample.id("alpha"), ItemId::random());
    assert_eq!(sample.fixture.read(move |conn| items::file_states(conn, &[alpha, nobody])), [(alpha, 1000, at(0))]);
}

#[test]
fn frames_are_found_until_somebody_looked_at_them() {
    let sample = Sample::new();
    let frame = |blurhash: &str| Image {
        kind: ImageKind::Primary,
        source: ImageSource::Frame { path: "/film.mkv".into(), at: std::time::Duration::from_secs(60) },
        tag: "t".into(),
        width: 3,
        height: 4,
        blurhash: blurhash.into(),
    };
    let poster = Image { source: ImageSource::File("/a \"Frame\".jpg".into()), ..frame("") };
    let (alpha, beta, harmonics) = (sample.id("alpha"), sample.id("beta"), sample.id("harmonics"));
    let given = vec![(alpha, vec![frame("")]), (beta, vec![frame("seen")]), (harmonics, vec![poster])];
    sample.fixture.write(move |conn| scan::set_images(conn, &given, at(5)));
    let found = sample.fixture.read(|conn| items::unmeasured_frames(conn, None, 10));
    assert_eq!(found.unmeasured, [(alpha, vec![frame("")])]);
    let last = found.last;
    assert_eq!(last, Some(alpha.max(beta)));
    let after = sample.fixture.read(move |conn| items::unmeasured_frames(conn, last, 10));
    assert!(after.unmeasured.is_empty() && after.last.is_none());
}
