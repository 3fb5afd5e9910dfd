//! Streams made in this process: the server's own planning on top, the worker's own code below, no pool between.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use walros_jobs::{Backend, Done, Fault, Job, Part, Priority, Reply, SegmentJob, Speed, VideoRecipe, Workers};
use walros_media::time::TICKS;
use walros_model::ItemId;
use walros_model::content::Body;
use walros_model::index::MediaIndex;
use walros_model::playback::{SegmentContainer, StreamRequest};
use walros_model::probe::MediaSource;
use walros_model::profile::StreamProtocol;
use walros_streaming::hls::{SegmentPlace, SubtitleRendition, Urls, Variant};
use walros_streaming::{Indexes, Prepared, StoreConfig, Streaming};

/// Runs every job at once, here, and counts some. Segments are of both classes: any mixture of them is one stream.
#[derive(Default)]
pub struct InProcess {
    backend: Backend,
    segments: AtomicUsize,
    pub subtitles: AtomicUsize,
}

impl InProcess {
    #[cfg(feature = "gstreamer")]
    pub fn on(backend: Backend) -> Self {
        Self { backend, ..Self::default() }
    }
}

impl Workers for InProcess {
    fn run(&self, _: Priority, mut job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>> {
        mix_classes(&mut job);
        self.segments.fetch_add(usize::from(matches!(job, Job::Segment(_))), Ordering::Relaxed);
        self.subtitles.fetch_add(usize::from(matches!(job, Job::Subtitle(_))), Ordering::Relaxed);
        let backend = self.backend;
        async move {
            let done = tokio::task::spawn_blocking(move || walros_worker::run_on(backend, &job, &files)).await;
            let (reply, bytes) = done.map_err(|error| Fault::Crashed { text: error.to_string() })??;
            Ok(Done { reply, bytes: bytes.into() })
        }
        .boxed()
    }

    fn backend(&self) -> Backend {
        self.backend
    }
}

/// Whoever asks for it, half of what is encoded is of the fast class and half of the good one, by its place.
pub fn mix_classes(job: &mut Job) {
    if let Job::Segment(SegmentJob { part: Part::Media { start, .. }, video: Some((_, VideoRecipe::Encode(encode))), .. }) = job {
        encode.speed = if *start / TICKS % 2 == 0 { Speed::Fast } else { Speed::Good };
    }
}

/// Who makes segments that are copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copier {
    Server,
    Worker,
}

/// Indexes a file whenever it is asked for. A server that knows nothing of tracks leaves copying to workers.
struct Fresh(Copier);

impl Indexes for Fresh {
    fn index<'a>(&'a self, source: &'a MediaSource) -> BoxFuture<'a, Result<Arc<MediaIndex>, Fault>> {
        async move {
            let file = File::open(&source.path).map_err(|error| Fault::Io { text: error.to_string() })?;
            match InProcess::default().run(Priority::Waiting, Job::Index { name: source.path.clone() }, vec![file]).await?.reply {
                Reply::Index(index) if self.0 == Copier::Server => Ok(Arc::new(*index)),
                Reply::Index(index) => Ok(Arc::new(MediaIndex { tracks: Vec::new(), ..*index })),
                other => Err(Fault::Crashed { text: format!("{other:?}") }),
            }
        }
        .boxed()
    }

    fn known<'a>(&'a self, source: &'a MediaSource) -> BoxFuture<'a, Option<Arc<MediaIndex>>> {
        async move { if self.0 == Copier::Server { self.index(source).await.ok() } else { None } }.boxed()
    }
}

/// Addresses that say no more than which part it is.
struct Plain;

impl Urls for Plain {
    fn media(&self, variant: Variant) -> String {
        format!("{variant:?}.m3u8")
    }

    fn init(&self) -> String {
        "init.mp4".to_owned()
    }

    fn segment(&self, segment: &SegmentPlace) -> String {
        format!("{}.{}", segment.number, segment.extension)
    }

    fn subtitle(&self, stream: &walros_model::MediaStream) -> Option<SubtitleRendition> {
        Some(SubtitleRendition { name: stream.codec.clone(), uri: format!("{}.m3u8", stream.index) })
    }
}

/// A file as the library would know it: container streams in order, after those of `external` subtitle files.
pub async fn source(path: &Path, external: &[&Path]) -> MediaSource {
    walros_worker::prepare();
    let name = path.to_string_lossy().into_owned();
    let job = Job::Probe { name: name.clone() };
    let reply = InProcess::default().run(Priority::Waiting, job, vec![File::open(path).unwrap()]).await.unwrap_or_else(|fault| panic!("{name}: {fault}")).reply;
    let Reply::Probe(mut probe) = reply else { panic!("{reply:?}") };
    let subtitles = external.iter().map(|path| walros_model::MediaStream {
        kind: walros_model::StreamKind::Subtitle,
        codec: "subrip".to_owned(),
        external: Some(path.to_string_lossy().into_owned()),
        ..Default::default()
    });
    let mut streams: Vec<_> = subtitles.chain(std::mem::take(&mut probe.streams)).collect();
    for (index, stream) in streams.iter_mut().enumerate() {
        stream.index = index as i32;
    }
    probe.streams = streams;
    let facts = std::fs::metadata(path).unwrap();
    MediaSource {
        id: ItemId::random(),
        name: String::new(),
        path: name,
        size: facts.len(),
        modified: facts.modified().unwrap().into(),
        probe: *probe,
        missing: false,
    }
}

/// What a player with these codecs asks for. Codecs are comma lists.
pub fn request(container: SegmentContainer, video: &str, audio: &str) -> StreamRequest {
    let list = |text: &str| text.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    StreamRequest {
        protocol: StreamProtocol::Hls,
        container,
        video_codecs: list(video),
        audio_codecs: list(audio),
        allow_video_copy: true,
        allow_audio_copy: true,
        max_audio_channels: Some(2),
        ..StreamRequest::default()
    }
}

/// A whole stream, fetched part by part.
pub struct Built {
    pub prepared: Arc<Prepared>,
    pub master: String,
    pub media: String,
    pub init: Option<Bytes>,
    pub segments: Vec<Bytes>,
    /// Parts that a worker made.
    pub jobs: usize,
    folder: tempfile::TempDir,
}

pub fn streaming(folder: &Path) -> Streaming {
    streaming_with(folder, Arc::default(), Copier::Server)
}

pub fn streaming_with(folder: &Path, workers: Arc<InProcess>, copier: Copier) -> Streaming {
    Streaming::open(workers, Arc::new(Fresh(copier)), store(folder, 1 << 30)).unwrap()
}

/// With workers of some kind, and a cache of so many bytes.
pub fn streaming_on(folder: &Path, workers: Arc<dyn Workers>, quota: u64) -> Streaming {
    Streaming::open(workers, Arc::new(Fresh(Copier::Server)), store(folder, quota)).unwrap()
}

/// With room for renditions that are kept.
pub fn streaming_keeping(folder: &Path) -> Streaming {
    let config = StoreConfig { rendition_quota: 1 << 30, ..store(folder, 1 << 30) };
    Streaming::open(Arc::<InProcess>::default(), Arc::new(Fresh(Copier::Server)), config).unwrap()
}

fn store(folder: &Path, quota: u64) -> StoreConfig {
    StoreConfig { cache: folder.join("cache"), cache_quota: quota, renditions: folder.join("renditions"), rendition_quota: 0 }
}

/// Fetches all segments, the last first: none may depend on one made before.
pub async fn build(source: &MediaSource, request: &StreamRequest) -> Built {
    build_with(source, request, Copier::Server).await
}

pub async fn build_with(source: &MediaSource, request: &StreamRequest, copier: Copier) -> Built {
    build_on(InProcess::default(), source, request, copier).await
}

pub async fn build_on(workers: InProcess, source: &MediaSource, request: &StreamRequest, copier: Copier) -> Built {
    let (folder, workers) = (tempfile::tempdir().unwrap(), Arc::new(workers));
    let streaming = streaming_with(folder.path(), workers.clone(), copier);
    let fail = |error| -> ! { panic!("{}: {error}", source.path) };
    let prepared = streaming.prepare(source, request).await.unwrap_or_else(|error| fail(error));
    let mut segments = Vec::new();
    for number in (0..prepared.segments.len() as i64).rev() {
        let segment = streaming.segment(&prepared, number).await.unwrap_or_else(|error| fail(error));
        // Twice: the second time it is known where everything lies.
        for _ in 0..if copier == Copier::Server && !prepared.recipe.encodes() { 2 } else { 0 } {
            let sent = sent(streaming.segment_body(&prepared, number).await.unwrap_or_else(|error| fail(error)));
            assert!(sent == segment, "{}: segment {number} is sent otherwise than it is made", source.path);
        }
        segments.insert(0, segment);
    }
    let init = match request.container {
        SegmentContainer::Mp4 => Some(streaming.segment(&prepared, -1).await.unwrap_or_else(|error| fail(error))),
        SegmentContainer::Ts => None,
    };
    let (master, media) = (streaming.master(&prepared, &Plain), streaming.media(&prepared, &Plain));
    Built { prepared, master, media, init, segments, jobs: workers.segments.load(Ordering::Relaxed), folder }
}

/// What a client would get.
fn sent(body: Body) -> Vec<u8> {
    match body {
        Body::Bytes(bytes) => bytes.to_vec(),
        Body::Assembled(assembled) => assembled.stretches.iter().fold(assembled.head.to_vec(), |mut sent, (offset, length)| {
            let begin = sent.len();
            sent.resize(begin + *length as usize, 0);
            assembled.file.read_exact_at(&mut sent[begin..], *offset).unwrap();
            sent
        }),
        Body::File(_) | Body::Stream(_) => panic!("no segment"),
    }
}

impl Built {
    /// The lengths that the playlist promises, in seconds.
    pub fn promised(&self) -> Vec<f64> {
        let lines = self.media.lines().filter_map(|line| line.strip_prefix("#EXTINF:"));
        lines.map(|line| line.split(',').next().unwrap().parse().unwrap()).collect()
    }

    fn write(&self, name: &str, parts: &[Bytes]) -> PathBuf {
        let extension = if self.init.is_some() { "mp4" } else { "ts" };
        let path = self.folder.path().join(format!("{name}.{extension}"));
        let bytes: Vec<u8> = self.init.iter().chain(parts).flat_map(|part| part.iter().copied()).collect();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// All segments in one file, as a player reads them.
    pub fn joined(&self) -> PathBuf {
        self.write("joined", &self.segments)
    }

    /// One segment as a file that can be read alone.
    pub fn alone(&self, number: usize) -> PathBuf {
        self.write(&format!("segment{number}"), &self.segments[number..=number])
    }
}
