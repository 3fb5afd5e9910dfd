//! What to continue watching.

use std::time::Duration;

use walros_db::home::{ResumeQuery, resume};
use walros_db::{items, play_state};
use walros_model::item::MediaType;
use walros_model::query::{Include, Scope};
use walros_model::state::PlayState;

use crate::fixture::at;
use crate::sample::Sample;

fn begun(sample: &Sample, key: &str, seconds: i64) {
    let (me, id) = (sample.me, sample.id(key));
    let state = PlayState { position: Duration::from_secs(60), last_played: Some(at(seconds)), ..PlayState::default() };
    sample.fixture.write(move |conn| play_state::set(conn, me, id, &state));
}

fn resumed(sample: &Sample, query: ResumeQuery) -> Vec<String> {
    let me = sample.me;
    let page = sample.fixture.read(move |conn| resume(conn, &Scope::default(), me, &query));
    page.items.iter().map(|view| sample.key(view.item.id)).collect()
}

#[test]
fn the_latest_first() {
    let sample = Sample::new();
    for (key, seconds) in [("alpha", 10), ("signal-1-1", 30), ("beta", 20), ("gone", 40)] {
        begun(&sample, key, seconds);
    }
    assert_eq!(resumed(&sample, ResumeQuery::default()), ["signal-1-1", "beta", "alpha"], "without the missing one");
    assert_eq!(resumed(&sample, ResumeQuery { limit: Some(1), start: 1, ..Default::default() }), ["beta"]);
    assert_eq!(resumed(&sample, ResumeQuery { parent: Some(sample.id("movies")), ..Default::default() }), ["beta", "alpha"]);
    assert_eq!(resumed(&sample, ResumeQuery { parent: Some(sample.id("signal")), ..Default::default() }), ["signal-1-1"]);
    assert_eq!(resumed(&sample, ResumeQuery { exclude_libraries: vec![sample.id("movies")], ..Default::default() }), ["signal-1-1"]);
    assert_eq!(resumed(&sample, ResumeQuery { exclude_ids: vec![sample.id("signal-1-1")], ..Default::default() }), ["beta", "alpha"]);
    assert_eq!(resumed(&sample, ResumeQuery { search: Some("alp".into()), ..Default::default() }), ["alpha"]);
    assert_eq!(resumed(&sample, ResumeQuery { kinds: vec![walros_model::ItemKind::Episode], ..Default::default() }), ["signal-1-1"]);
}

#[test]
fn by_media_type() {
    let sample = Sample::new();
    begun(&sample, "alpha", 1);
    begun(&sample, "harmonics-1-1", 2);
    begun(&sample, "harmonics", 3);
    assert_eq!(resumed(&sample, ResumeQuery { media_types: vec![MediaType::Video], ..Default::default() }), ["alpha"]);
    assert_eq!(resumed(&sample, ResumeQuery { media_types: vec![MediaType::Audio], ..Default::default() }), ["harmonics-1-1"]);
    assert_eq!(resumed(&sample, ResumeQuery::default()), ["harmonics-1-1", "alpha"], "folders are not resumed");
}

#[test]
fn a_version_has_its_own_progress() {
    let sample = Sample::new();
    begun(&sample, "gamma-480p", 1);
    begun(&sample, "stack-2", 2);
    begun(&sample, "gamma-trailer", 3);
    assert_eq!(resumed(&sample, ResumeQuery::default()), ["stack-2", "gamma-480p"], "extras are not resumed");
}

#[test]
fn a_stacked_film_is_begun_in_any_of_its_parts() {
    let sample = Sample::new();
    let whole = Include { timeline: true, ..Include::default() };
    let (me, film) = (sample.me, sample.id("stack"));
    let view = |include| sample.fixture.read(move |conn| items::get(conn, &Scope::default(), Some(me), film, include)).expect("the film");
    let length = |include| view(include).item.runtime.expect("a length");
    assert_eq!(length(whole), length(Include::default()) * 2, "both parts are as long");
    begun(&sample, "stack-2", 10);
    assert_eq!(resumed(&sample, ResumeQuery::default()), ["stack-2"], "by itself");
    assert_eq!(resumed(&sample, ResumeQuery { include: whole, ..Default::default() }), ["stack"]);
    assert_eq!(view(whole).state.position, length(Include::default()) + Duration::from_secs(60));
    begun(&sample, "stack", 5);
    assert_eq!(resumed(&sample, ResumeQuery { include: whole, ..Default::default() }), ["stack"], "once, though two parts are begun");
    let marked = sample.fixture.write(move |conn| play_state::mark(conn, &Scope::default(), me, film, true, at(50)));
    assert_eq!(marked.len(), 2);
    assert!(resumed(&sample, ResumeQuery::default()).is_empty() && view(whole).state.played);
}
