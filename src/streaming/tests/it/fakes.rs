//! Workers and indexes that are made up: what they are asked is what is tested.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::Semaphore;
use walros_jobs::{Begun, Done, Fault, Job, Part, Priority, Reply, SegmentFacts, SegmentJob, Speed, VideoRecipe, Workers};
use walros_model::index::{Keyframe, MediaIndex};
use walros_model::probe::MediaSource;
use walros_streaming::hls::{SegmentPlace, SubtitleRendition, Urls, Variant};
use walros_streaming::{Indexes, StoreConfig, Streaming};

use crate::films::film;

/// Answers each job with its own description, once there is a permit for it.
pub struct FakeWorkers {
    pub jobs: Mutex<Vec<(Priority, SegmentJob)>>,
    /// Jobs that the next ones fail.
    pub failures: AtomicUsize,
    /// A stretch in which nothing is shown.
    pub empty: Mutex<Option<Part>>,
    pub permits: Semaphore,
    /// Whether jobs wait in a queue, so that no worker has them in hand.
    pub queued: AtomicBool,
    /// Whose jobs are begun and never done.
    pub stuck: Mutex<Option<Priority>>,
}

impl FakeWorkers {
    /// That work at once.
    pub fn eager() -> Arc<Self> {
        Arc::new(Self {
            jobs: Mutex::default(),
            failures: AtomicUsize::new(0),
            empty: Mutex::default(),
            permits: Semaphore::new(Semaphore::MAX_PERMITS),
            queued: AtomicBool::new(false),
            stuck: Mutex::default(),
        })
    }

    /// That wait for permits.
    pub fn held() -> Arc<Self> {
        Arc::new(Self {
            jobs: Mutex::default(),
            failures: AtomicUsize::new(0),
            empty: Mutex::default(),
            permits: Semaphore::new(0),
            queued: AtomicBool::new(false),
            stuck: Mutex::default(),
        })
    }

    /// Where the parts of these jobs start, in order: who looks into the cache first comes out of it at any time.
    pub fn starts(&self, wanted: Priority) -> Vec<i64> {
        let jobs = self.jobs.lock().unwrap();
        let start = |job: &SegmentJob| match job.part {
            Part::Init => -1,
            Part::Media { start, .. } | Part::Keyframe { start, .. } => start,
        };
        let mut starts: Vec<i64> = jobs.iter().filter(|(priority, _)| *priority == wanted).map(|(_, job)| start(job)).collect();
        // Halves come as the system opens their files.
        starts.sort_unstable();
        starts
    }

    /// Ticks that these jobs make.
    pub fn length(&self, wanted: Priority) -> i64 {
        let jobs = self.jobs.lock().unwrap();
        let length = |job: &SegmentJob| match job.part {
            Part::Media { start, end } => end - start,
            Part::Init | Part::Keyframe { .. } => 0,
        };
        jobs.iter().filter(|(priority, _)| *priority == wanted).map(|(_, job)| length(job)).sum()
    }

    /// How the pictures of these jobs were to be made.
    pub fn speeds(&self, wanted: Priority) -> Vec<Speed> {
        let jobs = self.jobs.lock().unwrap();
        let speed = |job: &SegmentJob| match &job.video {
            Some((_, VideoRecipe::Encode(encode))) => Some(encode.speed),
            _ => None,
        };
        jobs.iter().filter(|(priority, _)| *priority == wanted).filter_map(|(_, job)| speed(job)).collect()
    }
}

impl Workers for FakeWorkers {
    fn run(&self, priority: Priority, job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>> {
        let Job::Segment(job) = job else { panic!("{job:?}") };
        assert_eq!(files.len(), 1);
        self.jobs.lock().unwrap().push((priority, job.clone()));
        async move {
            if *self.stuck.lock().unwrap() == Some(priority) {
                return std::future::pending().await;
            }
            self.permits.acquire().await.unwrap().forget();
            if self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
                return Err(Fault::BadFile { text: "torn".to_owned() });
            }
            let video_frames = if *self.empty.lock().unwrap() == Some(job.part) { 0 } else { 36 };
            let facts = SegmentFacts { video_frames, ..SegmentFacts::default() };
            Ok(Done { reply: Reply::Segment(facts), bytes: format!("{:?}", job.part).into() })
        }
        .boxed()
    }

    fn run_telling(&self, priority: Priority, job: Job, files: Vec<File>, begun: Begun) -> BoxFuture<'_, Result<Done, Fault>> {
        if !self.queued.load(Ordering::SeqCst) {
            begun.mark();
        }
        self.run(priority, job, files)
    }
}

/// A keyframe every two seconds, from where the film begins to 60 s later.
pub struct EveryTwoSeconds;

pub fn index() -> MediaIndex {
    let keyframes = (0..30).map(|number| Keyframe { pts: number * 2000, position: number * 1_000_000 }).collect();
    MediaIndex { video_stream: Some(0), time_base: (1, 1000), start: 0, end: 60_000, keyframes, tracks: Vec::new(), epochs: Vec::new() }
}

impl Indexes for EveryTwoSeconds {
    fn index<'a>(&'a self, _: &'a MediaSource) -> BoxFuture<'a, Result<Arc<MediaIndex>, Fault>> {
        std::future::ready(Ok(Arc::new(index()))).boxed()
    }
}

/// The same for a film of 23.976 pictures a second: a keyframe each 48 of them.
pub struct EveryFortyEightFrames;

impl Indexes for EveryFortyEightFrames {
    fn index<'a>(&'a self, _: &'a MediaSource) -> BoxFuture<'a, Result<Arc<MediaIndex>, Fault>> {
        let keyframes = (0..30).map(|number| Keyframe { pts: number * 48, position: number * 1_000_000 }).collect();
        let index = MediaIndex { time_base: (1001, 24_000), end: 1438, keyframes, ..index() };
        std::future::ready(Ok(Arc::new(index))).boxed()
    }
}

pub struct Unreadable;

impl Indexes for Unreadable {
    fn index<'a>(&'a self, _: &'a MediaSource) -> BoxFuture<'a, Result<Arc<MediaIndex>, Fault>> {
        std::future::ready(Err(Fault::BadFile { text: "no keyframes".to_owned() })).boxed()
    }
}

pub fn store(folder: &Path) -> StoreConfig {
    StoreConfig { cache: folder.join("cache"), cache_quota: 1 << 20, renditions: folder.join("renditions"), rendition_quota: 1 << 20 }
}

pub fn streaming(workers: Arc<FakeWorkers>, indexes: impl Indexes + 'static, folder: &Path) -> Streaming {
    Streaming::open(workers, Arc::new(indexes), store(folder)).unwrap()
}

/// A film whose file is there, if empty, and which is as long as the made-up index says.
pub fn film_in(title: &str, folder: &Path) -> MediaSource {
    let path = folder.join("film.mkv");
    std::fs::write(&path, b"").unwrap();
    let mut film = MediaSource { path: path.to_str().unwrap().to_owned(), ..film(title) };
    film.probe.duration = Duration::from_secs(60);
    (film.size, film.probe.bit_rate) = (30_000_000, 4_000_000);
    film.probe.streams.iter_mut().for_each(|stream| stream.start = Some(Duration::ZERO));
    film
}

/// Addresses as a facade might make them.
pub struct Plain;

impl Urls for Plain {
    fn media(&self, variant: Variant) -> String {
        format!("{variant:?}.m3u8?token=1")
    }

    fn init(&self) -> String {
        "init.mp4?token=1".to_owned()
    }

    fn segment(&self, segment: &SegmentPlace) -> String {
        format!("{}.{}?start={}&length={}", segment.number, segment.extension, segment.start.as_millis(), segment.length.as_millis())
    }

    fn subtitle(&self, stream: &walros_model::MediaStream) -> Option<SubtitleRendition> {
        // The last one is left out, as a facade may.
        (stream.index != 7).then(|| SubtitleRendition { name: format!("Track \"{}\"", stream.index), uri: format!("subtitles/{}.m3u8", stream.index) })
    }
}
