//! Stacked films: one length and one place for those who ask for the film, a state of its own for each file.

use std::time::Duration;

use walros_engine::Engine;
use walros_engine::items::ResumeQuery;
use walros_engine::model::ItemId;
use walros_engine::model::item::ItemKind;
use walros_engine::model::lists::ItemView;
use walros_engine::model::playback::PlaybackRequest;
use walros_engine::model::query::{Include, ItemQuery};
use walros_engine::model::session::PlaybackReport;
use walros_engine::model::state::ResumeRules;

use crate::fixture::{Fixture, clip};

const WHOLE: Include = Include { detail: false, sources: true, counts: true, related: false, timeline: true };

struct Stacked {
    server: Fixture,
    film: ItemId,
    second: ItemId,
}

/// *Slow Boat*, in parts of four and six seconds.
async fn stacked() -> Stacked {
    let server = Fixture::empty().await;
    let folder = server.media.join("movies/Slow Boat (1999)");
    clip(&folder.join("Slow Boat (1999)-cd1.mkv"), 4, 320, &[]);
    clip(&folder.join("Slow Boat (1999)-cd2.mkv"), 6, 480, &[]);
    let server = server.with_libraries().await;
    let rules = ResumeRules { min_runtime: Duration::from_secs(1), ..ResumeRules::default() };
    server.engine.system.set_resume_rules(&server.admin, rules).await.expect("rules");
    let film = server.one(&server.admin, ItemKind::Movie, "Slow Boat").await.item.id;
    let second = server.engine.items.parts(&server.admin, film, Include::default()).await.expect("parts").items[0].item.id;
    Stacked { server, film, second }
}

fn at(item: ItemId, millis: Option<u64>, timeline: bool) -> PlaybackReport {
    PlaybackReport { item: Some(item), source: Some(item), position: millis.map(Duration::from_millis), timeline, ..PlaybackReport::default() }
}

impl Stacked {
    fn engine(&self) -> &Engine {
        &self.server.engine
    }

    async fn view(&self, item: ItemId, include: Include) -> ItemView {
        self.engine().items.get(&self.server.admin, item, include).await.expect("an item").items.remove(0)
    }

    /// Where the film is, whether it was seen, and where its files are.
    async fn places(&self) -> (u128, bool, [u128; 2]) {
        let whole = self.view(self.film, WHOLE).await.state;
        let mut files = [0, 0];
        for (place, item) in [self.film, self.second].into_iter().enumerate() {
            files[place] = self.view(item, Include::default()).await.state.position.as_millis();
        }
        (whole.position.as_millis(), whole.played, files)
    }

    async fn resumed(&self, timeline: bool) -> Vec<(ItemId, u128)> {
        let query = ResumeQuery { include: Include { timeline, ..Include::default() }, total: true, ..ResumeQuery::default() };
        let page = self.engine().items.resume(&self.server.admin, &query).await.expect("a page");
        page.items.iter().map(|view| (view.item.id, view.state.position.as_millis())).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_as_long_as_its_parts_and_left_in_one_of_them() {
    let stacked = stacked().await;
    let (engine, admin) = (stacked.engine(), &stacked.server.admin);
    let seconds = |view: &ItemView| view.item.runtime.expect("a length").as_secs_f64().round();
    assert_eq!(seconds(&stacked.view(stacked.film, WHOLE).await), 10.0);
    assert_eq!(seconds(&stacked.view(stacked.film, Include::default()).await), 4.0, "a file is as long as it is");
    let listed = engine.items.page(admin, &ItemQuery { recursive: true, kinds: vec![ItemKind::Movie], include: WHOLE, ..ItemQuery::default() }).await;
    assert!(listed.expect("a page").items.iter().any(|view| view.item.id == stacked.film && seconds(view) == 10.0));

    // One who knows no parts: in the second.
    engine.watch.started(admin, at(stacked.film, Some(0), true)).await.expect("started");
    engine.watch.progress(admin, at(stacked.film, Some(7_000), true)).await.expect("progress");
    let (position, played, files) = stacked.places().await;
    assert!((6_990..=7_000).contains(&position) && !played, "{position}");
    assert!(files[0] == 0 && (2_900..=3_000).contains(&files[1]), "{files:?}");
    assert_eq!(stacked.resumed(true).await, [(stacked.film, position)]);
    assert_eq!(stacked.resumed(false).await, [(stacked.second, files[1])]);
    let playing = engine.watch.sessions(admin).into_iter().find_map(|session| session.playing).expect("a player").report;
    assert_eq!(
        (playing.item, playing.position.map(|place| place.as_millis())),
        (Some(stacked.second), Some(files[1])),
        "in one file for those who know no whole"
    );

    // Back into the first, and to the end of all.
    engine.watch.progress(admin, at(stacked.film, Some(2_000), true)).await.expect("progress");
    assert_eq!(stacked.places().await, (2_000, false, [2_000, 0]));
    engine.watch.stopped(admin, at(stacked.film, Some(9_900), true)).await.expect("stopped");
    assert_eq!(stacked.places().await, (0, true, [0, 0]));
    assert!(stacked.resumed(true).await.is_empty() && stacked.resumed(false).await.is_empty());
    let state = engine.watch.film_state(admin, stacked.film).await.expect("a state").state;
    assert_eq!(state.play_count, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_plays_file_by_file_is_where_the_film_is() {
    let stacked = stacked().await;
    let (engine, admin) = (stacked.engine(), &stacked.server.admin);
    // The first part to its end: the film is not seen, but at the second part's beginning.
    engine.watch.started(admin, at(stacked.film, Some(0), false)).await.expect("started");
    engine.watch.stopped(admin, at(stacked.film, None, false)).await.expect("stopped");
    let (position, played, files) = stacked.places().await;
    assert!((3_990..=4_100).contains(&position) && !played && files == [0, 1], "{position} {played} {files:?}");
    engine.watch.started(admin, at(stacked.second, Some(0), false)).await.expect("started");
    engine.watch.progress(admin, at(stacked.second, Some(2_000), false)).await.expect("progress");
    assert_eq!((stacked.places().await.1, stacked.places().await.2), (false, [0, 2_000]));
    engine.watch.stopped(admin, at(stacked.second, None, false)).await.expect("stopped");
    assert_eq!(stacked.places().await, (0, true, [0, 0]));

    // Marks are the film's.
    engine.watch.progress(admin, at(stacked.film, Some(7_000), true)).await.expect("progress");
    engine.watch.set_played(admin, stacked.film, true, None).await.expect("marked");
    assert_eq!(stacked.places().await, (0, true, [0, 0]));
    assert!(stacked.view(stacked.second, Include::default()).await.state.played);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_is_away_is_told() {
    let stacked = stacked().await;
    let (engine, admin) = (stacked.engine(), &stacked.server.admin);
    let request = PlaybackRequest { allow_direct_play: true, allow_transcode: true, ..PlaybackRequest::default() };
    let whole = engine.playback.timelines(admin, stacked.film, &request).await.expect("versions").remove(0);
    assert_eq!((whole.parts.len(), whole.parts[1].start.as_secs_f64().round(), whole.missing.len()), (2, 4.0, 0));
    std::fs::remove_file(stacked.server.media.join("movies/Slow Boat (1999)/Slow Boat (1999)-cd2.mkv")).expect("removed");
    let error = engine.playback.timelines(admin, stacked.film, &request).await.expect_err("no part");
    assert!(error.to_string().contains("part 2"), "{error}");
    stacked.server.rescan().await;
    let left = engine.playback.timelines(admin, stacked.film, &request).await.expect("versions").remove(0);
    assert_eq!((left.parts.len(), left.missing), (1, vec![2]));
    assert_eq!(engine.items.missing_parts(admin, stacked.film).await.expect("parts"), [2]);
}
