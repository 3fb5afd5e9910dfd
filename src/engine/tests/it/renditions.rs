//! Renditions made ahead of time: what is played then is there already.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::Semaphore;
use walros_engine::model::ItemId;
use walros_engine::model::content::Body;
use walros_engine::model::item::ItemKind;
use walros_engine::model::playback::{SegmentContainer, StreamRequest, VideoCodec};
use walros_engine::model::profile::StreamProtocol;
use walros_engine::model::rendition::{Quality, Rendition, RenditionState};
use walros_engine::model::user::Policy;
use walros_engine::renditions::{Window, Wish};
use walros_engine::tasks::Task;
use walros_engine::{Caller, Engine, EngineConfig, EngineError};
use walros_jobs::{Done, Fault, Job, LocalPool, PoolConfig, Priority, Workers};

use crate::fixture::{Fixture, clip, sign_in};

/// The workers, counting the segments that they are to make, each of which waits for a permit.
struct Counting {
    pool: LocalPool,
    segments: AtomicUsize,
    permits: Semaphore,
}

impl Counting {
    fn segments(&self) -> usize {
        self.segments.load(Ordering::SeqCst)
    }
}

impl Workers for Counting {
    fn run(&self, priority: Priority, job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>> {
        async move {
            if matches!(job, Job::Segment(_)) {
                self.segments.fetch_add(1, Ordering::SeqCst);
                self.permits.acquire().await.expect("permits").forget();
            }
            self.pool.run(priority, job, files).await
        }
        .boxed()
    }
}

struct Server {
    engine: Arc<Engine>,
    workers: Arc<Counting>,
    admin: Caller,
}

impl Server {
    /// On the data of a fixture. Of segments, `permits` are made.
    async fn on(fixture: &Fixture, permits: usize, quota: u64) -> Self {
        let workers = Arc::new(Counting { pool: LocalPool::new(PoolConfig::default()), segments: AtomicUsize::new(0), permits: Semaphore::new(permits) });
        // A cache in which nothing has room: what is not made again was kept.
        let config = EngineConfig { watch_folders: false, segment_quota: 1, rendition_quota: quota, ..EngineConfig::in_folder(&fixture.data) };
        let engine = Engine::open(config, workers.clone(), None).await.expect("an engine");
        let admin = sign_in(&engine, "admin", "secret").await;
        Self { engine, workers, admin }
    }

    async fn plenty(fixture: &Fixture) -> Self {
        Self::on(fixture, 10_000, 1 << 30).await
    }

    async fn all(&self) -> Vec<Rendition> {
        self.engine.renditions.list(&self.admin, 0, 100).await.expect("a list").0
    }

    async fn want(&self, film: ItemId) -> u64 {
        self.engine.renditions.want(&self.admin, film, Wish::Quality(SMALL)).await.expect("wanted")
    }

    /// Plays all of a stream, part by part.
    async fn play(&self, request: &StreamRequest, source: ItemId) -> Vec<u8> {
        let request = StreamRequest { source: Some(source), ..request.clone() };
        let mut bytes = Vec::new();
        for number in -1.. {
            match self.engine.playback.segment(&self.admin, &request, number).await {
                Ok(content) => match content.body {
                    Body::Bytes(part) => bytes.extend_from_slice(&part),
                    // As it lies on the disk.
                    Body::Assembled(part) => {
                        assert!(part.head.is_empty());
                        for (offset, length) in part.stretches.iter() {
                            let begin = bytes.len();
                            bytes.resize(begin + *length as usize, 0);
                            part.file.read_exact_at(&mut bytes[begin..], *offset).expect("what lies there");
                        }
                    }
                    _ => panic!("segments are bytes or lie in a file"),
                },
                Err(EngineError::NotFound) => break,
                Err(error) => panic!("{error}"),
            }
        }
        bytes
    }
}

const SMALL: Quality = Quality { max_height: 240, max_bit_rate: 1_000_000, codec: VideoCodec::H264 };

async fn film(fixture: &Fixture) -> ItemId {
    fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await.sources[0].id
}

async fn scanned() -> Fixture {
    let fixture = Fixture::scanned().await;
    fixture.engine.tasks.ahead_made().await;
    fixture
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_made_ahead_is_played_without_encoding_anything() {
    let fixture = scanned().await;
    let film = film(&fixture).await;
    let server = Server::plenty(&fixture).await;
    assert_eq!(server.want(film).await, 1);
    assert_eq!(server.want(film).await, 0, "it is wanted already");
    server.engine.tasks.ahead_made().await;
    let all = server.all().await;
    let outcome = &all[0].outcome;
    assert_eq!((all.len(), outcome.state, outcome.made, outcome.parts, &outcome.reason), (1, RenditionState::Ready, 2, 2, &None));
    assert_eq!((outcome.pictures, outcome.expected_pictures), (96, Some(96)), "four seconds at 24 a second");
    let made = server.workers.segments();
    let whole = StreamRequest { source: Some(film), protocol: StreamProtocol::Hls, container: SegmentContainer::Mp4, ..StreamRequest::default() };
    let ladder = server.engine.playback.ladder(&server.admin, &whole).await.expect("a ladder").expect("renditions");
    assert!(ladder.pictures.iter().any(|rung| Some(rung.prepared.rendition().to_string()) == all[0].key), "what players switch to");
    let played = server.play(&all[0].request, film).await;
    assert_eq!((played.len() as u64, server.workers.segments()), (outcome.bytes, made));
    assert_eq!(server.engine.renditions.progress(&server.admin).expect("progress").bytes, outcome.bytes);

    let again = Server::plenty(&fixture).await;
    again.engine.tasks.start(&again.admin, Task::Renditions).await.expect("started");
    again.engine.tasks.ahead_made().await;
    assert!(again.play(&all[0].request, film).await == played && again.workers.segments() == 0, "after a restart");
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_take_the_codec_get_what_was_made_in_it() {
    let fixture = scanned().await;
    let film = film(&fixture).await;
    let server = Server::plenty(&fixture).await;
    let wish = Wish::Quality(Quality { codec: VideoCodec::Hevc, ..SMALL });
    assert_eq!(server.engine.renditions.want(&server.admin, film, wish).await.expect("wanted"), 1);
    server.engine.tasks.ahead_made().await;
    let ready = server.all().await.remove(0);
    assert_eq!((ready.outcome.state, ready.request.video_codecs.join(",").as_str()), (RenditionState::Ready, "hevc"), "{:?}", ready.outcome);
    assert_eq!((ready.outcome.pictures, ready.outcome.expected_pictures), (96, Some(96)));
    for (list, given) in [("h264", false), ("h264,hevc", true), ("hevc", true), ("av1", false)] {
        let video_codecs = list.split(',').map(str::to_owned).collect();
        let wanted =
            StreamRequest { source: Some(film), protocol: StreamProtocol::Hls, container: SegmentContainer::Mp4, video_codecs, ..StreamRequest::default() };
        let ladder = server.engine.playback.ladder(&server.admin, &wanted).await.expect("a ladder").expect("renditions");
        let found = ladder.pictures.iter().find(|rung| Some(rung.prepared.rendition().to_string()) == ready.key);
        assert_eq!(found.is_some(), given, "{list}");
        assert!(found.is_none_or(|rung| rung.facts().codec == "hevc"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_lost_is_made_again_and_what_nobody_wants_goes() {
    let fixture = scanned().await;
    let film = film(&fixture).await;
    let server = Server::plenty(&fixture).await;
    server.want(film).await;
    server.engine.tasks.ahead_made().await;
    let ready = server.all().await.remove(0);
    let folder = fixture.data.join("renditions").join(ready.key.clone().expect("a name"));
    let played = server.play(&ready.request, film).await;
    let largest = std::fs::read_dir(&folder).expect("a folder").flatten().max_by_key(|file| file.metadata().map_or(0, |facts| facts.len())).expect("files");
    std::fs::remove_file(largest.path()).expect("removed");
    let before = server.workers.segments();
    let meanwhile = walros_media::segment::mp4_pictures(&server.play(&ready.request, film).await);
    assert_eq!(meanwhile, walros_media::segment::mp4_pictures(&played), "whoever plays it meanwhile has all of it");
    assert!(server.workers.segments() > before);
    server.engine.tasks.start(&server.admin, Task::Renditions).await.expect("started");
    server.engine.tasks.ahead_made().await;
    assert!(largest.path().exists() && server.play(&ready.request, film).await == played, "the same bytes again");

    server.engine.renditions.remove(&server.admin, ready.number).await.expect("removed");
    assert!(!folder.exists() && server.all().await.is_empty());
    assert!(matches!(server.engine.renditions.remove(&server.admin, ready.number).await, Err(EngineError::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_make_what_is_there_and_let_go_of_it() {
    let fixture = scanned().await;
    let server = Server::plenty(&fixture).await;
    let library = server.engine.libraries.list(&server.admin).await.expect("libraries").into_iter().find(|library| library.name == "Movies").expect("it").id;
    let set = |rules: Vec<(Quality, bool)>| server.engine.renditions.set_rules(&server.admin, library, rules);
    set(vec![(SMALL, true)]).await.expect("set");
    server.engine.tasks.ahead_made().await;
    assert!(server.all().await.is_empty(), "nothing is new");
    set(vec![(SMALL, false)]).await.expect("set");
    server.engine.tasks.ahead_made().await;
    let made = server.all().await;
    assert_eq!(made.len(), 1, "the other version is small already");
    assert!(made.iter().all(|one| one.outcome.state == RenditionState::Ready && one.by_rule && !one.by_hand), "{made:?}");
    server.engine.renditions.want(&server.admin, made[0].source, Wish::Quality(SMALL)).await.expect("wanted");
    set(Vec::new()).await.expect("set");
    server.engine.tasks.ahead_made().await;
    let left: Vec<ItemId> = server.all().await.iter().map(|one| one.source).collect();
    assert_eq!(left, [made[0].source], "somebody chose it");
    assert_eq!(std::fs::read_dir(fixture.data.join("renditions")).expect("a folder").count(), server.all().await.len());
    for wrong in [vec![(SMALL, true), (SMALL, false)], vec![(Quality { max_height: 0, ..SMALL }, true)], vec![(Quality { max_bit_rate: 1, ..SMALL }, true)]] {
        assert!(matches!(set(wrong).await, Err(EngineError::Invalid(_))));
    }
    assert!(matches!(server.engine.renditions.set_rules(&server.admin, ItemId::random(), Vec::new()).await, Err(EngineError::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_stops_when_told_and_the_next_goes_on() {
    let fixture = Fixture::scanned().await;
    clip(&fixture.media.join("movies/Long Road (2003)/Long Road (2003).mkv"), 12, 640, &[]);
    fixture.rescan().await;
    fixture.engine.tasks.ahead_made().await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Long Road").await.sources[0].id;
    // The init segment and one more, a half.
    let held = Server::on(&fixture, 2, 1 << 30).await;
    held.want(film).await;
    while held.all().await[0].outcome.made == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert!(held.engine.tasks.progress(&held.admin, Task::Renditions).expect("a state").is_some_and(|share| share < 1.0));
    held.engine.tasks.cancel(&held.admin, Task::Renditions).expect("cancelled");
    held.workers.permits.add_permits(1000);
    held.engine.tasks.ahead_made().await;
    let left = held.all().await.remove(0).outcome;
    assert_eq!(left.state, RenditionState::Waiting);
    assert!(left.made > 0 && left.made < left.parts, "{left:?}");
    // Outside of its hours nothing is made either.
    let now = chrono::Timelike::hour(&chrono::Local::now()) * 60;
    let later = Window { from: (now + 180) % 1440, to: (now + 240) % 1440 };
    held.engine.renditions.set_window(&held.admin, Some(later)).await.expect("set");
    held.engine.tasks.ahead_made().await;
    assert_eq!(held.all().await[0].outcome.made, left.made);
    held.engine.renditions.set_window(&held.admin, None).await.expect("set");
    held.engine.tasks.ahead_made().await;
    assert_eq!(held.all().await[0].outcome.state, RenditionState::Ready);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_it_fails_in_words_and_films_play_on() {
    let fixture = scanned().await;
    let film = film(&fixture).await;
    let server = Server::on(&fixture, 1000, 2000).await;
    server.want(film).await;
    server.engine.tasks.ahead_made().await;
    let full = server.all().await.remove(0);
    assert_eq!(full.outcome.state, RenditionState::Failed);
    assert!(full.outcome.reason.is_some_and(|reason| reason.contains("no room")));
    assert!(!server.play(&full.request, film).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_plays_as_it_is_needs_none_and_others_may_not_ask() {
    let fixture = scanned().await;
    let film = film(&fixture).await;
    let server = Server::plenty(&fixture).await;
    let large = Wish::Quality(Quality { max_height: 2160, max_bit_rate: 100_000_000, codec: VideoCodec::H264 });
    assert!(matches!(server.engine.renditions.want(&server.admin, film, large).await, Err(EngineError::Unsupported(_))));
    let wish = || Wish::Quality(SMALL);
    assert!(matches!(server.engine.renditions.want(&server.admin, ItemId::random(), wish()).await, Err(EngineError::NotFound)));
    let guest = fixture.user("guest", Policy::default()).await;
    assert!(matches!(server.engine.renditions.want(&guest, film, wish()).await, Err(EngineError::Forbidden)));
    assert!(matches!(server.engine.renditions.list(&guest, 0, 1).await, Err(EngineError::Forbidden)));
}
