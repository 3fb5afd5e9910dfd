//! Progress, resume, next up.

use std::time::Duration;

use walros_engine::items::{NextUpQuery, ResumeQuery};
use walros_engine::model::item::ItemKind;
use walros_engine::model::session::PlaybackReport;
use walros_engine::model::state::ResumeRules;

use crate::fixture::Fixture;

fn at(item: walros_engine::model::ItemId, millis: u64) -> PlaybackReport {
    PlaybackReport {
        item: Some(item),
        source: Some(item),
        position: Some(Duration::from_millis(millis)),
        play_session: Some("s".into()),
        ..PlaybackReport::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_begun_is_resumed_and_what_is_finished_is_played() {
    let fixture = Fixture::scanned().await;
    let (engine, admin) = (&fixture.engine, &fixture.admin);
    engine.system.set_resume_rules(admin, ResumeRules { min_runtime: Duration::from_secs(1), ..ResumeRules::default() }).await.expect("rules");
    let film = fixture.one(admin, ItemKind::Movie, "Amber Road").await.item.id;
    engine.watch.started(admin, at(film, 0)).await.expect("started");
    engine.watch.progress(admin, at(film, 2000)).await.expect("progress");
    assert_eq!(engine.watch.sessions(admin).iter().filter(|session| session.playing.is_some()).count(), 1);
    let begun = engine.items.resume(admin, &ResumeQuery { total: true, ..ResumeQuery::default() }).await.expect("resume");
    assert_eq!(begun.items.iter().map(|view| (view.item.id, view.state.position)).collect::<Vec<_>>(), [(film, Duration::from_secs(2))]);
    engine.watch.stopped(admin, at(film, 3900)).await.expect("stopped");
    let state = engine.watch.state(admin, film).await.expect("a state").state;
    assert_eq!((state.played, state.position, state.play_count), (true, Duration::ZERO, 1));
    assert!(engine.items.resume(admin, &ResumeQuery::default()).await.expect("resume").items.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_episode_follows_the_one_that_was_seen() {
    let fixture = Fixture::scanned().await;
    let (engine, admin) = (&fixture.engine, &fixture.admin);
    let next = |page: walros_engine::model::lists::ItemPage| page.items.into_iter().map(|view| view.item.name).collect::<Vec<_>>();
    let query = NextUpQuery { resumable: true, ..NextUpQuery::default() };
    assert!(next(engine.items.next_up(admin, &query).await.expect("next up")).is_empty());
    let first = fixture.one(admin, ItemKind::Episode, "Dusk").await.item.id;
    let state = engine.watch.set_played(admin, first, true, None).await.expect("played");
    assert!(state.state.played);
    assert_eq!(next(engine.items.next_up(admin, &query).await.expect("next up")), ["Ember"]);
    let series = fixture.one(admin, ItemKind::Series, "Candle Hill").await;
    assert_eq!(series.counts.expect("counts").unplayed, 2);
    engine.watch.set_played(admin, series.item.id, true, None).await.expect("played");
    assert!(next(engine.items.next_up(admin, &query).await.expect("next up")).is_empty());
}
