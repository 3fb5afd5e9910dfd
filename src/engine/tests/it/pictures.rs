//! Pictures made of films: sheets for seeking, chapters, frames instead of artwork.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};
use tokio::sync::Semaphore;
use walros_engine::images::{ImageRequest, Size};
use walros_engine::model::ItemId;
use walros_engine::model::content::{Body, Content};
use walros_engine::model::item::{ImageKind, ImageSource, ItemKind};
use walros_engine::model::library::PicturesAhead;
use walros_engine::model::user::Policy;
use walros_engine::tasks::Task;
use walros_engine::{Caller, Engine, EngineConfig, EngineError};
use walros_jobs::{Done, Fault, Job, LocalPool, PoolConfig, Priority, Workers};

use crate::fixture::{Fixture, sign_in};

/// The workers, counting the sheets that they are to make, and making them when the gate is open.
struct Counting {
    pool: LocalPool,
    sheets: AtomicUsize,
    gate: Semaphore,
}

impl Counting {
    fn sheets(&self) -> usize {
        self.sheets.load(Ordering::SeqCst)
    }

    fn open(&self) {
        self.gate.add_permits(1000);
    }
}

impl Workers for Counting {
    fn run(&self, priority: Priority, job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>> {
        async move {
            if matches!(job, Job::Tiles(_)) {
                self.sheets.fetch_add(1, Ordering::SeqCst);
                self.gate.acquire().await.expect("a gate").forget();
            }
            self.pool.run(priority, job, files).await
        }
        .boxed()
    }
}

/// Another engine on the same data, whose sheets are counted.
async fn counted(fixture: &Fixture) -> (Arc<Engine>, Arc<Counting>, Caller) {
    let (engine, workers, admin) = held_up(fixture).await;
    workers.open();
    (engine, workers, admin)
}

/// The same, with the gate closed.
async fn held_up(fixture: &Fixture) -> (Arc<Engine>, Arc<Counting>, Caller) {
    let workers = Arc::new(Counting { pool: LocalPool::new(PoolConfig::default()), sheets: AtomicUsize::new(0), gate: Semaphore::new(0) });
    let config = EngineConfig { watch_folders: false, ..EngineConfig::in_folder(&fixture.data) };
    let engine = Engine::open(config, workers.clone(), None).await.expect("an engine");
    let admin = sign_in(&engine, "admin", "secret").await;
    (engine, workers, admin)
}

impl Fixture {
    /// The files with a film's sheets.
    fn sheets(&self, source: ItemId) -> Vec<PathBuf> {
        let states = std::fs::read_dir(self.data.join("cache/trickplay").join(source.simple())).into_iter().flatten().flatten();
        states.flat_map(|state| std::fs::read_dir(state.path()).into_iter().flatten().flatten()).map(|file| file.path()).collect()
    }

    async fn ask_for_everything(&self) {
        let everything = PicturesAhead { trickplay: true, trickplay_after_scan: true, chapters: true, chapters_after_scan: true };
        for library in self.engine.libraries.list(&self.admin).await.expect("libraries") {
            self.engine.libraries.set_options(&self.admin, library.id, everything, "{}").await.expect("set");
        }
    }
}

fn jpeg(content: &Content) -> bool {
    let bytes = match &content.body {
        Body::File(path) => std::fs::read(path).expect("the picture"),
        _ => panic!("no file"),
    };
    content.content_type == "image/jpeg" && bytes.starts_with(b"\xFF\xD8\xFF")
}

const ORIGINAL: ImageRequest = ImageRequest { size: Size::Original, format: None, quality: 90 };

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_made_once_for_all_who_ask_and_kept() {
    let fixture = Fixture::scanned().await;
    let (engine, workers, admin) = counted(&fixture).await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await.item.id;
    let sheets = join_all((0..20).map(|_| engine.trickplay.sheet(&admin, film, 0))).await;
    assert!(sheets.iter().all(|sheet| sheet.as_ref().is_ok_and(jpeg)));
    engine.tasks.ahead_made().await;
    assert_eq!(workers.sheets(), 1);
    let (engine, workers, admin) = counted(&fixture).await;
    assert!(jpeg(&engine.trickplay.sheet(&admin, film, 0).await.expect("a sheet")));
    assert_eq!(workers.sheets(), 0, "after a restart");
    assert!(matches!(engine.trickplay.sheet(&admin, film, 1).await, Err(EngineError::NotFound)));
    assert!(matches!(engine.trickplay.sheet(&admin, ItemId::random(), 0).await, Err(EngineError::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_decoded_is_tried_once() {
    let fixture = Fixture::scanned().await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await;
    let path = PathBuf::from(&film.sources[0].path);
    // Another content behind the same name, of which no scan knows yet.
    std::fs::write(&path, "words").expect("written");
    let (engine, workers, admin) = counted(&fixture).await;
    for _ in 0..3 {
        assert!(matches!(engine.trickplay.sheet(&admin, film.item.id, 0).await, Err(EngineError::NotFound)));
        engine.tasks.ahead_made().await;
    }
    assert!(workers.sheets() <= 1);
    std::fs::remove_file(&path).expect("removed");
    let other = film.sources[1].id;
    assert!(jpeg(&engine.trickplay.sheet(&admin, other, 0).await.expect("the other version has its own")));
}

#[tokio::test(flavor = "multi_thread")]
async fn libraries_that_ask_have_all_made_behind_a_scan() {
    let fixture = Fixture::scanned().await;
    fixture.engine.tasks.ahead_made().await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await;
    let episode = fixture.one(&fixture.admin, ItemKind::Episode, "Dusk").await;
    assert!(fixture.sheets(film.item.id).is_empty(), "nobody asked");
    fixture.ask_for_everything().await;
    fixture.rescan().await;
    fixture.engine.tasks.ahead_made().await;
    for source in film.sources.iter().chain(&episode.sources) {
        assert_eq!(fixture.sheets(source.id).len(), 1, "{}", source.path);
    }
    let (engine, workers, admin) = counted(&fixture).await;
    engine.tasks.start(&admin, Task::Trickplay).await.expect("started");
    engine.tasks.start(&admin, Task::ChapterPictures).await.expect("started");
    engine.tasks.ahead_made().await;
    assert_eq!(workers.sheets(), 0, "all is there");
    assert_eq!(engine.tasks.progress(&admin, Task::Trickplay).expect("a state"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_says_how_far_it_is_stops_when_told_and_goes_on_where_it_was() {
    let fixture = Fixture::scanned().await;
    fixture.ask_for_everything().await;
    let (engine, workers, admin) = held_up(&fixture).await;
    engine.tasks.start(&admin, Task::Trickplay).await.expect("started");
    while workers.sheets() == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let progress = engine.tasks.progress(&admin, Task::Trickplay).expect("a state").expect("it runs");
    assert!((0.0..1.0).contains(&progress), "{progress}");
    assert_eq!(engine.tasks.progress(&admin, Task::ChapterPictures).expect("a state"), None);
    engine.tasks.cancel(&admin, Task::Trickplay).expect("cancelled");
    workers.open();
    engine.tasks.ahead_made().await;
    assert_eq!(workers.sheets(), 1, "what was begun is finished, and no more");
    assert_eq!(engine.tasks.progress(&admin, Task::Trickplay).expect("a state"), None);
    engine.tasks.start(&admin, Task::Trickplay).await.expect("started");
    engine.tasks.ahead_made().await;
    assert_eq!(workers.sheets(), 5, "two versions of a film and three episodes, each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn sheets_go_with_the_file_they_show() {
    let fixture = Fixture::scanned().await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await;
    for source in &film.sources {
        fixture.engine.trickplay.sheet(&fixture.admin, source.id, 0).await.expect("a sheet");
    }
    let before = fixture.sheets(film.sources[0].id);
    // The same film, a little longer.
    let path = &film.sources[0].path;
    let mut bytes = std::fs::read(path).expect("the film");
    bytes.extend([0; 100]);
    std::fs::write(path, bytes).expect("written");
    fixture.rescan().await;
    fixture.engine.tasks.ahead_made().await;
    assert_eq!(before.len(), 1);
    assert!(!before[0].exists(), "that of the old file");
    assert_eq!(fixture.sheets(film.sources[1].id).len(), 1, "nothing happened to this one");
    let library = film.item.library.expect("its library");
    fixture.engine.libraries.remove(&fixture.admin, library).await.expect("removed");
    fixture.rescan().await;
    fixture.engine.tasks.ahead_made().await;
    assert!(fixture.sheets(film.sources[1].id).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_without_artwork_shows_a_frame_of_itself() {
    let fixture = Fixture::scanned().await;
    fixture.engine.tasks.ahead_made().await;
    let episode = fixture.one(&fixture.admin, ItemKind::Episode, "Dusk").await.item;
    let frame = episode.image(ImageKind::Primary).expect("a frame");
    assert!(matches!(frame.source, ImageSource::Frame { .. }));
    assert_eq!((frame.width, frame.height, frame.blurhash.is_empty()), (320, 180, false));
    assert!(jpeg(&fixture.engine.images.item(episode.id, ImageKind::Primary, 0, ORIGINAL).await.expect("a picture")));
    let small = ImageRequest { size: Size::Within { width: 64, height: 64 }, ..ORIGINAL };
    assert!(jpeg(&fixture.engine.images.item(episode.id, ImageKind::Primary, 0, small).await.expect("a picture")));
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await.item;
    let poster = film.image(ImageKind::Primary).expect("a poster");
    assert!(matches!(poster.source, ImageSource::File(_)), "artwork goes first");
    // What somebody chose stays.
    fixture.rescan().await;
    let again = fixture.one(&fixture.admin, ItemKind::Episode, "Dusk").await.item;
    assert_eq!(again.card.images, episode.card.images);
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_for_seeking_are_for_those_who_may_play() {
    let fixture = Fixture::scanned().await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await.item;
    let onlooker = fixture.user("onlooker", Policy { play: false, ..Policy::default() }).await;
    assert!(matches!(fixture.engine.trickplay.sheet(&onlooker, film.id, 0).await, Err(EngineError::Forbidden)));
    let stranger = fixture.user("stranger", Policy { libraries: Some(Vec::new()), ..Policy::default() }).await;
    assert!(matches!(fixture.engine.trickplay.sheet(&stranger, film.id, 0).await, Err(EngineError::NotFound)));
    assert!(matches!(fixture.engine.trickplay.of(&stranger, film.id).await, Err(EngineError::NotFound)));
    assert!(matches!(fixture.engine.tasks.start(&onlooker, Task::Trickplay).await, Err(EngineError::Forbidden)));
    assert!(matches!(fixture.engine.tasks.cancel(&onlooker, Task::Trickplay), Err(EngineError::Forbidden)));
    assert!(matches!(fixture.engine.tasks.progress(&onlooker, Task::ChapterPictures), Err(EngineError::Forbidden)));
}
