//! Text subtitles as files of their own, whole or cut into stretches.
//!
//! What `media` reads itself costs little more than the lines are long, and no worker has anything to do with it. For
//! all else a worker reads the film, once: those who ask meanwhile wait for it, and what it made of a whole film is kept
//! on disk. What was made is a function of the file, the stream and the request.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use walros_jobs::{Job, Priority, SubtitleFormat, SubtitleJob, Workers};
use walros_media::clock::clock_of;
use walros_media::read::{ReadError, TextCodec, TextTrack};
use walros_media::subtitle::Span;
use walros_model::index::{Clock, MediaIndex};
use walros_model::probe::{MediaSource, MediaStream, StreamKind};

use crate::Indexes;
use crate::cache::Cache;
use crate::copies::Whole;
use crate::error::{Result, StreamError};

/// Bytes of made subtitles in memory: some hundred whole ones.
const MADE_KEPT: u64 = 32 << 20;
/// Bytes of tables in memory: those of some hundred tracks.
const TRACKS_KEPT: u64 = 32 << 20;

/// Bumped when the same request gives other bytes than before.
const VERSION: u32 = 2;

/// What is wanted of a subtitle.
#[derive(Clone, Copy, Debug)]
pub struct SubtitleRequest {
    pub format: SubtitleFormat,
    pub span: Span,
    /// Whether WebVTT opens with an `X-TIMESTAMP-MAP` for MPEG-TS.
    pub time_map: bool,
}

#[derive(Clone)]
pub(crate) struct Subtitles {
    workers: Arc<dyn Workers>,
    indexes: Arc<dyn Indexes>,
    store: Cache,
    made: moka::future::Cache<blake3::Hash, Bytes>,
    /// By file and stream; `None` for those that are left to workers.
    tracks: moka::sync::Cache<blake3::Hash, Arc<Option<TextTrack>>>,
}

/// One subtitle of a film, opened.
#[derive(Clone)]
struct Opened {
    path: Arc<str>,
    file: Arc<Whole>,
    /// The stream in the file; `None` when the file is a subtitle itself.
    stream: Option<u32>,
    /// Names file and stream.
    key: blake3::Hash,
    /// Where the film begins on the file's own clock, in ticks.
    origin: i64,
}

impl Subtitles {
    pub fn new(workers: Arc<dyn Workers>, indexes: Arc<dyn Indexes>, store: Cache) -> Self {
        let track_weigher = |_: &blake3::Hash, track: &Arc<Option<TextTrack>>| weight(track.as_ref().as_ref().map_or(0, TextTrack::weight));
        let made_weigher = |_: &blake3::Hash, bytes: &Bytes| weight(bytes.len());
        Self {
            workers,
            indexes,
            store,
            made: moka::future::Cache::builder().max_capacity(MADE_KEPT).weigher(made_weigher).build(),
            tracks: moka::sync::Cache::builder().max_capacity(TRACKS_KEPT).weigher(track_weigher).build(),
        }
    }

    /// A text subtitle of a film, from the film itself or a file beside it. `origin` is where the film begins on the file's
    /// clock for a stream that tells it, in ticks.
    pub async fn get(&self, source: &MediaSource, stream: &MediaStream, request: SubtitleRequest, origin: Option<i64>) -> Result<Bytes> {
        let opened = open(source, stream, origin).await?;
        let key = key(&opened, &request);
        let (subtitles, film) = (self.clone(), source.clone());
        let flight = async move {
            let make = subtitles.make(&film, opened, request, key);
            subtitles.made.try_get_with(key, make).await.map_err(|error: Arc<StreamError>| (*error).clone())
        };
        if !request.span.is_whole() {
            return flight.await;
        }
        // Reading a whole film may outlast a client's patience; the next one that asks finds it made.
        tokio::spawn(flight).await.map_err(|error| StreamError::Unreadable(error.to_string()))?
    }

    async fn make(&self, film: &MediaSource, opened: Opened, request: SubtitleRequest, key: blake3::Hash) -> Result<Bytes> {
        if opened.stream.is_some() {
            let (subtitles, own, index) = (self.clone(), opened.clone(), self.indexes.known(film).await);
            let read = tokio::task::spawn_blocking(move || {
                subtitles
                    .read(&own, &request, index.as_deref())
                    .inspect_err(|error| tracing::debug!(%error, path = &*own.path, "a subtitle is left to a worker"))
            });
            if let Ok(Ok(bytes)) = read.await {
                return Ok(bytes);
            }
        }
        let kept = request.span.is_whole() && opened.stream.is_some();
        if kept && let Some(bytes) = self.store.get(key).await {
            return Ok(bytes);
        }
        let bytes = self.run(film, &opened, &request).await?;
        if kept {
            self.store.put(key, bytes.clone()).await;
        }
        Ok(bytes)
    }

    /// Reads the lines here.
    fn read(&self, opened: &Opened, request: &SubtitleRequest, index: Option<&MediaIndex>) -> Result<Bytes, ReadError> {
        let stream = opened.stream.ok_or(ReadError::Unsupported("a file that is a subtitle itself"))?;
        let track = self.tracks.try_get_with(opened.key, || match TextTrack::open(&*opened.file, stream) {
            Ok(track) => Ok(Arc::new(Some(track))),
            Err(ReadError::Io(error)) => Err(error),
            Err(error) => {
                tracing::debug!(%error, path = &*opened.path, stream, "subtitles of this stream are read by workers");
                Ok(Arc::new(None))
            }
        });
        let track = track.map_err(|error| std::io::Error::from(error.kind()))?;
        let track = track.as_ref().as_ref().ok_or(ReadError::Unsupported("a stream that is left to workers"))?;
        if request.format == SubtitleFormat::Ass && track.codec() != TextCodec::Ass {
            return Err(ReadError::Unsupported("styles that only a worker knows"));
        }
        let places = index.and_then(|index| index.texts.iter().find(|texts| texts.stream == stream)).map_or(&[][..], |texts| &texts.places);
        let mut script = track.script(&*opened.file, &request.span, opened.origin, places)?;
        script.cut(&request.span);
        Ok(script.write(request.format, &request.span, request.time_map).into())
    }

    /// What a worker needs to know where the film's clock may jump.
    async fn clock(&self, film: &MediaSource, opened: &Opened, request: &SubtitleRequest) -> Option<Clock> {
        let mpeg = matches!(film.probe.format.as_str(), "mpegts" | "mpeg");
        opened.stream.filter(|_| mpeg)?;
        // Without an index it is read as its clock tells.
        let index = self.indexes.index(film).await.ok()?;
        let start = i64::try_from(request.span.start.as_nanos() / 100).unwrap_or(i64::MAX);
        clock_of(&index, start.saturating_add(opened.origin))
    }

    async fn run(&self, film: &MediaSource, opened: &Opened, request: &SubtitleRequest) -> Result<Bytes> {
        let SubtitleRequest { format, span, time_map } = *request;
        let extension = Path::new(&*opened.path).extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let clock = self.clock(film, opened, request).await;
        let job = SubtitleJob { stream: opened.stream, extension, format, start: span.start, end: span.end, keep_times: span.keep_times, time_map, clock };
        let file = opened.file.file().map_err(|error| StreamError::Unreadable(format!("{}: {error}", opened.path)))?;
        Ok(self.workers.run(Priority::Waiting, Job::Subtitle(job), vec![file]).await?.bytes)
    }
}

fn weight(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX).saturating_add(100)
}

async fn open(source: &MediaSource, stream: &MediaStream, told: Option<i64>) -> Result<Opened> {
    let (path, inside) = match &stream.external {
        Some(path) => (path.clone(), None),
        None => (source.path.clone(), Some(stream.file_index)),
    };
    let origin = told.unwrap_or_else(|| origin(source));
    let opening = tokio::task::spawn_blocking(move || {
        let file = File::open(&path)?;
        let facts = file.metadata()?;
        let modified = facts.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut hasher = blake3::Hasher::new();
        hasher.update(&VERSION.to_le_bytes());
        hasher.update(format!("{path}\n{}\n{modified:?}\n{inside:?}\n{origin}", facts.len()).as_bytes());
        Ok(Opened { path: path.into(), file: Arc::new(Whole::new(file, facts.len())), stream: inside, key: hasher.finalize(), origin })
    });
    let opened = opening.await.map_err(|error| StreamError::Unreadable(error.to_string()))?;
    opened.map_err(|error: std::io::Error| StreamError::Unreadable(format!("the file cannot be read: {error}")))
}

/// As libav counts: from the first picture or sound on.
fn origin(source: &MediaSource) -> i64 {
    let streams = source.probe.streams.iter().filter(|stream| !stream.is_external() && matches!(stream.kind, StreamKind::Video | StreamKind::Audio));
    streams.filter_map(|stream| stream.start).min().map_or(0, |start| i64::try_from(start.as_nanos() / 100).unwrap_or(0))
}

fn key(opened: &Opened, request: &SubtitleRequest) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(opened.key.as_bytes());
    hasher.update(format!("{request:?}").as_bytes());
    hasher.finalize()
}
