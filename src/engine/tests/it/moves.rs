//! Files that move, are renamed or replaced keep their ids and what users did with them.

use std::fs;

use walros_engine::model::item::ItemKind;
use walros_engine::watch::StateChange;

use crate::fixture::Fixture;

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_film_stays_the_same_film() {
    let fixture = Fixture::scanned().await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await;
    fixture.engine.watch.set_favorite(&fixture.admin, film.item.id, true).await.expect("a favourite");
    let (from, to) = (fixture.media.join("movies/Amber Road (2001)"), fixture.media.join("movies/Amber Road 2 Different (2005)"));
    fs::rename(&from, &to).expect("renamed");
    for name in ["1080p.mkv", "480p.mp4"] {
        fs::rename(to.join(format!("Amber Road (2001) - {name}")), to.join(format!("Amber Road 2 Different (2005) - {name}"))).expect("renamed");
    }
    fs::remove_file(to.join("movie.nfo")).expect("removed");
    fixture.rescan().await;
    let films = fixture.all(&fixture.admin, ItemKind::Movie).await;
    assert_eq!(films.len(), 1);
    assert_eq!((films[0].item.id, films[0].item.name.as_str(), films[0].state.favorite), (film.item.id, "Amber Road 2 Different", true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_series_keeps_its_own_id_and_those_of_its_episodes() {
    let fixture = Fixture::scanned().await;
    let series = fixture.one(&fixture.admin, ItemKind::Series, "Candle Hill").await;
    let episodes: Vec<_> = fixture.all(&fixture.admin, ItemKind::Episode).await.into_iter().map(|view| view.item.id).collect();
    fs::rename(fixture.media.join("shows/Candle Hill"), fixture.media.join("shows/Lantern Hill")).expect("renamed");
    fixture.rescan().await;
    let all = fixture.all(&fixture.admin, ItemKind::Series).await;
    assert_eq!(all.iter().map(|view| (view.item.id, view.item.name.as_str())).collect::<Vec<_>>(), [(series.item.id, "Lantern Hill")]);
    assert_eq!(fixture.all(&fixture.admin, ItemKind::Episode).await.into_iter().map(|view| view.item.id).collect::<Vec<_>>(), episodes);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_better_copy_of_an_episode_is_the_same_episode() {
    let fixture = Fixture::scanned().await;
    let before = fixture.one(&fixture.admin, ItemKind::Episode, "Dusk").await;
    let change = StateChange { played: Some(true), ..StateChange::default() };
    fixture.engine.watch.change(&fixture.admin, before.item.id, change).await.expect("played");
    let season = fixture.media.join("shows/Candle Hill/Season 01");
    fs::remove_file(season.join("Candle Hill - S01E01 - Dusk.mkv")).expect("removed");
    fs::copy(fixture.media.join("movies/Amber Road (2001)/Amber Road (2001) - 480p.mp4"), season.join("Candle.Hill.S01E01.Dusk.1080p.mp4")).expect("copied");
    fixture.rescan().await;
    let after = fixture
        .all(&fixture.admin, ItemKind::Episode)
        .await
        .into_iter()
        .find(|view| view.item.parent_index == Some(1) && view.item.index == Some(1))
        .expect("the episode");
    assert_eq!((after.item.id, after.state.played), (before.item.id, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_and_comes_back_is_as_it_was() {
    let fixture = Fixture::scanned().await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await;
    fixture.engine.watch.set_favorite(&fixture.admin, film.item.id, true).await.expect("a favourite");
    let (here, away) = (fixture.media.join("movies/Amber Road (2001)"), fixture.media.join("away"));
    fs::rename(&here, &away).expect("moved");
    fixture.rescan().await;
    assert!(fixture.all(&fixture.admin, ItemKind::Movie).await.is_empty());
    fs::rename(&away, &here).expect("moved");
    fixture.rescan().await;
    let back = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await;
    assert_eq!((back.item.id, back.item.added, back.state.favorite), (film.item.id, film.item.added, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_comes_later_does_not_take_the_films_place() {
    let fixture = Fixture::scanned().await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await;
    fixture.engine.watch.set_favorite(&fixture.admin, film.item.id, true).await.expect("a favourite");
    let folder = fixture.media.join("movies/Amber Road (2001)");
    fs::copy(fixture.media.join("shows/Candle Hill/Season 01/Candle Hill - S01E01 - Dusk.mkv"), folder.join("Amber Road (2001).mkv")).expect("copied");
    fs::copy(fixture.media.join("shows/Candle Hill/Season 01/Candle Hill - S01E02 - Ember.mkv"), folder.join("Amber Road (2001) - 2160p.mkv")).expect("copied");
    fixture.rescan().await;
    let after = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await;
    assert_eq!((after.item.id, after.state.favorite, after.item.version_count), (film.item.id, true, 4));
}
