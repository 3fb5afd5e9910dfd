//! Every filter of a query.

use chrono::{TimeZone, Utc};
use walros_db::play_state;
use walros_model::item::{ImageKind, ItemKind, MediaType, PersonKind, SeriesStatus};
use walros_model::query::{Having, ItemQuery};
use walros_model::state::PlayState;

use crate::fixture::at;
use crate::sample::Sample;

fn movies() -> ItemQuery {
    ItemQuery { kinds: vec![ItemKind::Movie], ..ItemQuery::default() }
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| value.to_string()).collect()
}

#[test]
fn parents_have_children_and_descendants() {
    let sample = Sample::new();
    let below = |parent: &str, recursive: bool| sample.set(ItemQuery { parent: Some(sample.id(parent)), recursive, ..ItemQuery::default() });
    assert_eq!(below("shows", false), ["daily", "signal"]);
    assert_eq!(below("shows", true).len(), 2 + 4 + 9);
    assert_eq!(below("signal", false), ["signal-0", "signal-1", "signal-2"]);
    assert_eq!(below("signal", true).len(), 3 + 7);
    assert_eq!(below("signal-2", false), ["signal-2-1", "signal-2-2"]);
    assert_eq!(below("harmonics", false), ["harmonics-1-1", "harmonics-1-2", "harmonics-2-1"]);
    assert_eq!(below("Overtones", true), ["harmonics", "harmonics-1-1", "harmonics-1-2", "harmonics-2-1"]);
    assert_eq!(below("Various", true), ["mix", "mix-1-1", "mix-1-2"]);
    assert_eq!(below("trips", false), ["trips/alps"]);
    assert_eq!(below("trips", true), ["trips/alps", "trips/alps/snow"]);
    assert_eq!(below("photos", false), ["single", "summer", "trips"]);
    assert_eq!(below("Action", true), ["alpha", "beta"]);
    assert_eq!(below("Vera", true), ["alpha", "beta"]);
    assert_eq!(below("Pine", true), ["alpha"]);
    assert_eq!(below("Rock", true), ["harmonics", "mix"]);
}

#[test]
fn kinds_and_media_types() {
    let sample = Sample::new();
    let seasons = ItemQuery { kinds: vec![ItemKind::Season, ItemKind::Album], ..ItemQuery::default() };
    assert_eq!(sample.set(seasons), ["daily-1", "harmonics", "mix", "signal-0", "signal-1", "signal-2"]);
    let audio = ItemQuery { media_types: vec![MediaType::Audio], ..ItemQuery::default() };
    assert_eq!(sample.set(audio).len(), 5);
    let no_series =
        ItemQuery { parent: Some(sample.id("shows")), recursive: true, exclude_kinds: vec![ItemKind::Episode, ItemKind::Season], ..ItemQuery::default() };
    assert_eq!(sample.set(no_series), ["daily", "signal"]);
    let folders = ItemQuery { parent: Some(sample.id("photos")), recursive: true, is_folder: Some(true), ..ItemQuery::default() };
    assert_eq!(sample.set(folders), ["summer", "trips", "trips/alps"]);
    let files = ItemQuery { parent: Some(sample.id("photos")), is_folder: Some(false), ..ItemQuery::default() };
    assert_eq!(sample.set(files), ["single"]);
    let impossible = ItemQuery { kinds: vec![ItemKind::Movie], media_types: vec![MediaType::Audio], ..ItemQuery::default() };
    assert!(sample.set(impossible).is_empty());
}

#[test]
fn names_and_libraries_are_not_listed_unasked() {
    let sample = Sample::new();
    let all = sample.set(ItemQuery::default());
    for hidden in ["movies", "Action", "Vera", "Pine", "gone", "gamma-480p", "stack-2", "gamma-trailer"] {
        assert!(!all.contains(&hidden.to_string()), "{hidden}");
    }
    assert_eq!(sample.set(ItemQuery { kinds: vec![ItemKind::Person], ..ItemQuery::default() }), ["Tom", "Vera"]);
    assert_eq!(sample.set(ItemQuery { kinds: vec![ItemKind::Library], ..ItemQuery::default() }), ["movies", "music", "photos", "shows"]);
}

#[test]
fn by_id_whatever_they_are() {
    let sample = Sample::new();
    let ids = ["gamma-480p", "gamma-trailer", "Vera", "movies"].map(|key| sample.id(key)).to_vec();
    assert_eq!(sample.set(ItemQuery { ids, ..ItemQuery::default() }), ["Vera", "gamma-480p", "gamma-trailer", "movies"]);
    let others = ItemQuery { exclude_ids: vec![sample.id("alpha"), sample.id("stack")], ..movies() };
    assert_eq!(sample.set(others), ["beta", "echappee", "gamma"]);
}

#[test]
fn names_begin_and_lie_between() {
    let sample = Sample::new();
    assert_eq!(sample.set(ItemQuery { name_starts_with: Some("G".into()), ..movies() }), ["gamma"]);
    assert_eq!(sample.set(ItemQuery { name_from: Some("B".into()), ..movies() }), ["beta", "echappee", "gamma", "stack"]);
    assert_eq!(sample.set(ItemQuery { name_before: Some("b".into()), ..movies() }), ["alpha"]);
}

#[test]
fn links_by_name_and_by_id() {
    let sample = Sample::new();
    assert_eq!(sample.set(ItemQuery { genres: texts(&["action"]), ..movies() }), ["alpha", "beta"]);
    assert_eq!(sample.set(ItemQuery { genres: texts(&["Comedy", "DRAMA"]), ..movies() }), ["beta", "echappee"]);
    assert_eq!(sample.set(ItemQuery { genre_ids: vec![sample.id("Comedy")], ..movies() }), ["beta"]);
    assert_eq!(sample.set(ItemQuery { studios: texts(&["pine"]), ..movies() }), ["alpha"]);
    assert_eq!(sample.set(ItemQuery { studio_ids: vec![sample.id("Pine")], ..movies() }), ["alpha"]);
    assert_eq!(sample.set(ItemQuery { tags: texts(&["gore", "Reference"]), ..movies() }), ["alpha", "beta"]);
    assert_eq!(sample.set(ItemQuery { person_ids: vec![sample.id("Tom")], ..movies() }), ["alpha"]);
    assert_eq!(sample.set(ItemQuery { person_name: Some("vera sync".into()), ..movies() }), ["alpha", "beta"]);
    let directed = ItemQuery { person_ids: vec![sample.id("Vera")], person_kinds: vec![PersonKind::Director], ..movies() };
    assert_eq!(sample.set(directed), ["beta"]);
    assert_eq!(sample.set(ItemQuery { artist_ids: vec![sample.id("Ann")], ..ItemQuery::default() }), ["mix-1-1"]);
    let albums = ItemQuery { album_artist_ids: vec![sample.id("Various")], kinds: vec![ItemKind::Album], ..ItemQuery::default() };
    assert_eq!(sample.set(albums), ["mix"]);
    assert_eq!(sample.set(ItemQuery { album_ids: vec![sample.id("mix")], ..ItemQuery::default() }), ["mix-1-1", "mix-1-2"]);
}

#[test]
fn facts() {
    let sample = Sample::new();
    assert_eq!(sample.set(ItemQuery { official_ratings: texts(&["PG", "X"]), ..movies() }), ["alpha"]);
    assert_eq!(sample.set(ItemQuery { years: vec![2005, 2010], ..movies() }), ["beta", "echappee"]);
    assert_eq!(sample.set(ItemQuery { has_subtitles: Some(true), ..movies() }), ["alpha"]);
    assert_eq!(sample.set(ItemQuery { hd: Some(true), ..movies() }), ["alpha", "gamma"]);
    assert_eq!(sample.set(ItemQuery { hd: Some(false), ..movies() }), ["beta"]);
    assert_eq!(sample.set(ItemQuery { uhd: Some(true), ..movies() }), ["gamma"]);
    assert_eq!(sample.set(ItemQuery { min_rating: Some(7.0), ..movies() }), ["alpha"]);
    assert_eq!(sample.set(ItemQuery { audio_languages: texts(&["deu", "jpn"]), ..movies() }), ["alpha"]);
    assert_eq!(sample.set(ItemQuery { subtitle_languages: texts(&["deu"]), ..movies() }), Vec::<String>::new());
    let second = ItemQuery { kinds: vec![ItemKind::Episode], index: Some(2), parent_index: Some(1), ..ItemQuery::default() };
    assert_eq!(sample.set(second), ["signal-1-2"]);
    let from = Utc.with_ymd_and_hms(2001, 5, 4, 0, 0, 0).unwrap();
    let to = Utc.with_ymd_and_hms(2004, 1, 1, 0, 0, 0).unwrap();
    assert_eq!(sample.set(ItemQuery { premiere_from: Some(from), ..movies() }), ["alpha", "beta"]);
    assert_eq!(sample.set(ItemQuery { premiere_to: Some(to), ..movies() }), ["alpha"]);
    assert_eq!(sample.set(ItemQuery { changed_from: Some(at(3 * 3600)), ..movies() }), ["gamma", "stack"]);
}

#[test]
fn what_they_have() {
    let sample = Sample::new();
    let having = |having, wanted| sample.set(ItemQuery { having: vec![(having, wanted)], ..movies() });
    assert_eq!(having(Having::Trailer, true), ["gamma"]);
    assert_eq!(having(Having::SpecialFeature, true), ["gamma"]);
    assert_eq!(having(Having::ThemeSong, true), Vec::<String>::new());
    assert_eq!(having(Having::Trailer, false), ["alpha", "beta", "echappee", "stack"]);
    assert_eq!(having(Having::OfficialRating, true), ["alpha", "beta"]);
    assert_eq!((having(Having::Overview, true).len(), having(Having::Overview, false).len()), (1, 4));
    for nobody in [Having::Provider("Imdb"), Having::Lock, Having::Image(ImageKind::Logo)] {
        assert_eq!((having(nobody, true).len(), having(nobody, false).len()), (0, 5), "{nobody:?}");
    }
    assert_eq!(sample.set(ItemQuery { max_age: Some(10), ..movies() }), ["alpha", "echappee", "gamma", "stack"]);
    assert_eq!(sample.set(ItemQuery { min_age: Some(12), ..movies() }), ["beta"]);
    assert_eq!(sample.set(ItemQuery { min_width: Some(3000), ..movies() }), ["gamma"]);
    assert_eq!(sample.set(ItemQuery { statuses: vec![SeriesStatus::Ended], ..ItemQuery::default() }), Vec::<String>::new());
    let tracks = ItemQuery { kinds: vec![ItemKind::Track], ..ItemQuery::default() };
    assert_eq!(sample.set(ItemQuery { albums: texts(&["harmonics"]), ..tracks.clone() }).len(), 3);
    assert_eq!(sample.set(ItemQuery { exclude_artist_ids: vec![sample.id("Overtones"), sample.id("Ann")], ..tracks }), ["mix-1-2"]);
}

#[test]
fn what_the_user_did() {
    let sample = Sample::new();
    let (me, alpha, beta) = (sample.me, sample.id("alpha"), sample.id("beta"));
    sample.fixture.write(move |conn| {
        play_state::set(conn, me, alpha, &PlayState { played: true, favorite: true, likes: Some(true), ..PlayState::default() })?;
        play_state::set(conn, me, beta, &PlayState { position: std::time::Duration::from_secs(9), likes: Some(false), ..PlayState::default() })
    });
    assert_eq!(sample.set(ItemQuery { played: Some(true), ..movies() }), ["alpha"]);
    assert_eq!(sample.set(ItemQuery { played: Some(false), ..movies() }), ["beta", "echappee", "gamma", "stack"]);
    assert_eq!(sample.set(ItemQuery { favorite: Some(true), ..ItemQuery::default() }), ["alpha"]);
    assert_eq!(sample.set(ItemQuery { favorite: Some(false), ..movies() }).len(), 4);
    assert_eq!(sample.set(ItemQuery { likes: Some(true), ..movies() }), ["alpha"]);
    assert_eq!(sample.set(ItemQuery { likes: Some(false), ..movies() }), ["beta"]);
    assert_eq!(sample.set(ItemQuery { resumable: Some(true), ..movies() }), ["beta"]);
    let other = sample.fixture.user("other");
    let theirs = ItemQuery { played: Some(true), ..movies() };
    let listed = sample.fixture.read(move |conn| walros_db::items::page(conn, &Default::default(), Some(other), &theirs));
    assert!(listed.items.is_empty(), "somebody else's");
}

#[test]
fn favourite_names_are_found_among_the_favourites() {
    let sample = Sample::new();
    let (me, vera) = (sample.me, sample.id("Vera"));
    sample.fixture.write(move |conn| play_state::set(conn, me, vera, &PlayState { favorite: true, ..PlayState::default() }));
    assert_eq!(sample.set(ItemQuery { favorite: Some(true), ..ItemQuery::default() }), ["Vera"]);
}

#[test]
fn the_neighbours_of_an_item() {
    let sample = Sample::new();
    let around = |key: &str| {
        let sort = vec![(walros_model::query::SortKey::AiredOrder, Default::default()), (walros_model::query::SortKey::SortName, Default::default())];
        sample.list(ItemQuery { adjacent_to: Some(sample.id(key)), sort, ..ItemQuery::default() })
    };
    assert_eq!(around("signal-1-2"), ["signal-1-1", "signal-1-2", "signal-1-3"]);
    assert_eq!(around("signal-1-3"), ["signal-1-2", "signal-1-3"]);
    assert_eq!(around("harmonics-1-2"), ["harmonics-1-1", "harmonics-1-2", "harmonics-2-1"]);
    assert_eq!(around("summer/sea"), ["summer/beach", "summer/sea"]);
}
