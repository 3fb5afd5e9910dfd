//! Renditions that are kept: who wants them, and when they go.

use walros_db::{DbError, renditions};
use walros_model::playback::{StreamRequest, VideoCodec};
use walros_model::rendition::{Outcome, Quality, Rendition, RenditionRule, RenditionState};
use walros_model::{ItemId, Timestamp};

use crate::fixture::at;
use crate::sample::Sample;

fn request(height: u32) -> StreamRequest {
    StreamRequest { max_height: Some(height), max_frame_rate: Some(23.976), video_codecs: vec!["h264".into()], ..StreamRequest::default() }
}

fn rule(library: ItemId, max_height: u32, since: Option<Timestamp>) -> RenditionRule {
    RenditionRule { library, quality: Quality { max_height, max_bit_rate: 8_000_000, codec: VideoCodec::H264 }, since }
}

impl Sample {
    fn wanted(&self) -> Vec<Rendition> {
        self.fixture.read(|conn| renditions::page(conn, 0, 100)).0
    }

    fn settle(&self, wanted: Vec<(ItemId, StreamRequest)>) {
        self.fixture.write(move |conn| renditions::settle_rules(conn, &wanted, &[], at(9)));
    }
}

#[test]
fn rules_come_back_and_are_replaced_together() {
    let sample = Sample::new();
    let movies = sample.id("movies");
    let mut smaller = rule(movies, 1080, None);
    smaller.quality.codec = VideoCodec::Hevc;
    let rules = vec![rule(movies, 1080, Some(at(5))), smaller, rule(movies, 480, None)];
    let written = rules.clone();
    sample.fixture.write(move |conn| renditions::set_rules(conn, movies, &written));
    assert_eq!(sample.fixture.read(renditions::rules), rules);
    sample.fixture.write(move |conn| renditions::set_rules(conn, movies, &[rule(movies, 720, None)]));
    assert_eq!(sample.fixture.read(renditions::rules), [rule(movies, 720, None)]);
    let nowhere = sample.fixture.try_write(|conn| renditions::set_rules(conn, ItemId::random(), &[]));
    assert!(matches!(nowhere, Err(DbError::NotFound)));
    sample.fixture.write(move |conn| walros_db::libraries::delete(conn, movies));
    assert_eq!(sample.fixture.read(renditions::rules), []);
}

#[test]
fn what_is_wanted_comes_back_as_far_as_it_is() {
    let sample = Sample::new();
    let alpha = sample.id("alpha");
    assert!(sample.fixture.write(move |conn| renditions::want(conn, alpha, &request(720), at(1))));
    assert!(!sample.fixture.write(move |conn| renditions::want(conn, alpha, &request(720), at(2))), "only once");
    assert!(sample.fixture.write(move |conn| renditions::want(conn, alpha, &request(480), at(3))));
    let outcome =
        Outcome { state: RenditionState::Making, parts: 41, made: 7, pictures: 252, expected_pictures: Some(1440), bytes: 1 << 33, reason: Some("so".into()) };
    let (number, noted) = (sample.wanted().iter().find(|one| one.request == request(720)).expect("it").number, outcome.clone());
    sample.fixture.write(move |conn| renditions::note(conn, number, Some("ab"), &noted, at(4)));
    let all = sample.wanted();
    assert_eq!((all.len(), all[0].number), (2, number), "what is made comes first");
    let Rendition { source, title, by_hand, by_rule, key, changed, .. } = all[0].clone();
    assert_eq!((source, title.to_lowercase().as_str(), by_hand, by_rule, key.as_deref(), changed), (alpha, "alpha", true, false, Some("ab"), at(4)));
    assert_eq!(all[0].outcome, outcome);
    assert_eq!(sample.fixture.read(renditions::keys).into_iter().collect::<Vec<_>>(), ["ab"]);
    assert_eq!(sample.fixture.read(|conn| renditions::page(conn, 1, 1)).0.len(), 1);
    sample.fixture.write(move |conn| renditions::remove(conn, number));
    assert!(matches!(sample.fixture.try_write(move |conn| renditions::remove(conn, number)), Err(DbError::NotFound)));
    let nowhere = sample.fixture.try_write(|conn| renditions::want(conn, ItemId::random(), &request(720), at(1)));
    assert!(matches!(nowhere, Err(DbError::NotFound)));
}

#[test]
fn what_neither_a_rule_nor_anybody_wants_goes() {
    let sample = Sample::new();
    let (movies, alpha) = (sample.id("movies"), sample.id("alpha"));
    sample.fixture.write(move |conn| renditions::set_rules(conn, movies, &[rule(movies, 720, None)]));
    sample.fixture.write(move |conn| renditions::want(conn, alpha, &request(480), at(1)));
    sample.settle(vec![(alpha, request(720)), (ItemId::random(), request(720))]);
    let by = |sample: &Sample| {
        let mut all: Vec<_> = sample.wanted().into_iter().map(|one| (one.request.max_height, one.by_hand, one.by_rule)).collect();
        all.sort_unstable();
        all
    };
    assert_eq!(by(&sample), [(Some(480), true, false), (Some(720), false, true)]);
    sample.settle(vec![(alpha, request(480))]);
    assert_eq!(by(&sample), [(Some(480), true, true)]);
    sample.settle(Vec::new());
    assert_eq!(by(&sample), [(Some(480), true, false)]);
}

#[test]
fn films_that_are_away_keep_theirs_and_deleted_ones_do_not() {
    let sample = Sample::new();
    let (movies, alpha) = (sample.id("movies"), sample.id("alpha"));
    sample.fixture.write(move |conn| renditions::set_rules(conn, movies, &[rule(movies, 720, None)]));
    sample.settle(vec![(alpha, request(720))]);
    sample.fixture.write(move |conn| walros_db::scan::mark_missing(conn, &[alpha], at(5)));
    sample.settle(Vec::new());
    assert_eq!(sample.wanted().len(), 1, "its disk is away");
    let beta = sample.id("beta");
    sample.settle(vec![(beta, request(720))]);
    sample.fixture.write(move |conn| renditions::settle_rules(conn, &[], &[beta], at(9)));
    assert_eq!(sample.wanted().len(), 2, "nobody knows what is wanted of it");
    sample.settle(Vec::new());
    assert!(sample.fixture.read(renditions::of_files_there).is_empty());
    sample.fixture.write(move |conn| renditions::set_rules(conn, movies, &[]));
    sample.settle(Vec::new());
    assert!(sample.wanted().is_empty(), "the rule is gone");
    sample.fixture.write(move |conn| renditions::want(conn, alpha, &request(720), at(1)));
    sample.fixture.write(move |conn| renditions::forget(conn, &[alpha]));
    assert!(sample.wanted().is_empty());
}
