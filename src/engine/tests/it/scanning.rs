//! What a scan finds, and that a second one changes nothing.

use walros_engine::libraries::NewLibrary;
use walros_engine::model::item::{ImageKind, ItemKind};
use walros_engine::model::library::LibraryKind;
use walros_engine::scans::ScanPhase;

use crate::fixture::{Fixture, write};

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_finds_what_is_there() {
    let fixture = Fixture::scanned().await;
    let films = fixture.all(&fixture.admin, ItemKind::Movie).await;
    assert_eq!(films.iter().map(|film| film.item.name.as_str()).collect::<Vec<_>>(), ["Amber Road"]);
    let film = &films[0];
    let detail = film.detail.as_ref().expect("details");
    assert_eq!((film.item.year, film.item.version_count, film.item.has_subtitles), (Some(2001), 2, true));
    assert_eq!(detail.overview.as_deref(), Some("A long way."));
    assert_eq!(detail.provider_ids.get("Imdb").map(String::as_str), Some("tt0000001"));
    assert_eq!(detail.people.iter().map(|credit| credit.name.as_str()).collect::<Vec<_>>(), ["Evan Glow", "Dora Field"]);
    let poster = film.item.image(ImageKind::Primary).expect("a poster");
    assert_eq!((poster.width, poster.height, poster.blurhash.is_empty()), (200, 300, false));
    // The external subtitle comes first and shifts the container's own streams.
    let own = film.sources.iter().find(|source| source.id == film.item.id).expect("its own source");
    let indices: Vec<(i32, bool)> = own.probe.streams.iter().map(|stream| (stream.index, stream.is_external())).collect();
    assert_eq!(indices, [(0, true), (1, false), (2, false)]);
    assert_eq!(film.sources.len(), 2);

    let series = fixture.one(&fixture.admin, ItemKind::Series, "Candle Hill").await;
    assert_eq!(series.counts.expect("counts").leaves, 3);
    let episodes = fixture.all(&fixture.admin, ItemKind::Episode).await;
    let numbers: Vec<_> = episodes.iter().map(|episode| (episode.item.parent_index, episode.item.index, episode.item.name.as_str())).collect();
    assert_eq!(numbers, [(Some(0), Some(1), "Behind"), (Some(1), Some(1), "Dusk"), (Some(1), Some(2), "Ember")]);

    let album = fixture.one(&fixture.admin, ItemKind::Album, "Evening").await;
    assert_eq!(album.item.card.album_artists[0].name, "The Dunes");
    assert_eq!(album.item.year, Some(2003));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_film_costs_one_line() {
    let fixture = Fixture::scanned().await;
    let troubles = fixture.engine.scans.troubles(&fixture.admin).await.expect("troubles");
    assert_eq!(troubles.len(), 1, "{troubles:?}");
    assert!(troubles[0].path.ends_with("Broken (2002).mkv") && !troubles[0].text.is_empty() && !troubles[0].text.contains('\n'));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_scan_changes_nothing() {
    let fixture = Fixture::scanned().await;
    let before = fixture.all(&fixture.admin, ItemKind::Movie).await;
    fixture.rescan().await;
    for progress in fixture.engine.scans.progress(&fixture.admin).expect("progress") {
        assert_eq!((progress.phase, progress.added, progress.updated, progress.missing), (ScanPhase::Done, 0, 0, 0), "{progress:?}");
    }
    let after = fixture.all(&fixture.admin, ItemKind::Movie).await;
    assert_eq!(before[0].item, after[0].item);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_beside_a_film_is_read_again() {
    let fixture = Fixture::scanned().await;
    write(&fixture.media.join("movies/Amber Road (2001)/movie.nfo"), "<movie><title>Amber Road</title><year>2001</year><plot>Shorter.</plot></movie>");
    fixture.rescan().await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await;
    assert_eq!(film.detail.expect("details").overview.as_deref(), Some("Shorter."));
}

/// What was taken in while the disk was walked is what the whole of it says too: nothing is read, written or hidden twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_first_scan_takes_everything_in_once() {
    let fixture = Fixture::empty().await;
    // A second folder of the same series, which only the whole library tells.
    let (shows, more) = (fixture.media.join("shows"), fixture.media.join("shows/Candle Hill Season 2"));
    std::fs::create_dir_all(&more).expect("a folder");
    std::fs::copy(shows.join("Candle Hill/Specials/Candle Hill - S00E01 - Behind.mkv"), more.join("Candle Hill - S02E01 - Later.mkv")).expect("copied");
    let folders = vec![shows.display().to_string(), fixture.media.join("movies").display().to_string()];
    let library = NewLibrary { name: None, kind: Some(LibraryKind::Mixed), folders, ahead: Default::default(), options: None };
    fixture.engine.libraries.create(&fixture.admin, library).await.expect("a library");
    fixture.engine.scans.idle().await;
    let progress = fixture.engine.scans.progress(&fixture.admin).expect("progress").remove(0);
    assert_eq!((progress.phase, progress.updated, progress.missing), (ScanPhase::Done, 0, 0), "{progress:?}");
    assert_eq!(progress.found, progress.done, "{progress:?}");
    let series = fixture.all(&fixture.admin, ItemKind::Series).await;
    assert_eq!(
        series.iter().map(|view| (view.item.name.as_str(), view.counts.as_ref().map(|counts| counts.leaves))).collect::<Vec<_>>(),
        [("Candle Hill", Some(4))]
    );
    assert_eq!(fixture.all(&fixture.admin, ItemKind::Movie).await.len(), 1);
}
