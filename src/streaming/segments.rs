//! Segments by name: copied here, or from the cache, from a job that is running already, or from a new one.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared, try_join_all};
use tokio::sync::Semaphore;
use walros_jobs::{Container, Fault, Job, Part, Priority, Reply, SegmentJob, VideoRecipe, Workers};
use walros_media::plan::{self, Segment};
use walros_model::content::Body;

use crate::cache::Cache;
use crate::copies::Copies;
use crate::error::{Result, StreamError};
use crate::prepare::Prepared;

/// Segments made before they are asked for, behind the one that was.
const AHEAD: usize = 2;
/// Such jobs at once, over all streams: a player that jumps about leaves some behind.
const AHEAD_MAX: usize = 16;

/// A segment that is being made. Everybody who wants it holds a clone; when the last one is dropped, a job that has
/// not begun leaves the queue.
type Flight = Shared<BoxFuture<'static, Result<Bytes>>>;
type WeakFlight = WeakShared<BoxFuture<'static, Result<Bytes>>>;

#[derive(Clone)]
pub(crate) struct SegmentService(Arc<Inner>);

struct Inner {
    workers: Arc<dyn Workers>,
    copies: Copies,
    cache: Cache,
    flights: Mutex<HashMap<blake3::Hash, WeakFlight>>,
    ahead: Arc<Semaphore>,
}

impl SegmentService {
    pub fn open(workers: Arc<dyn Workers>, folder: PathBuf, quota: u64) -> io::Result<Self> {
        let cache = Cache::open(folder, quota)?;
        Ok(Self(Arc::new(Inner { workers, copies: Copies::new(), cache, flights: Mutex::default(), ahead: Arc::new(Semaphore::new(AHEAD_MAX)) })))
    }

    /// As [`get`](Self::get), to be sent.
    pub async fn body(&self, prepared: &Arc<Prepared>, number: i64) -> Result<Body> {
        let part = part(prepared, number)?;
        match self.0.copies.body(prepared, part, is_last(prepared, part), key(prepared, part)).await {
            Some(body) => Ok(body),
            None => self.made(prepared, number, part).await.map(Body::Bytes),
        }
    }

    /// The first picture of segment `number` alone.
    pub async fn keyframe(&self, prepared: &Arc<Prepared>, number: usize) -> Result<Bytes> {
        let segment = prepared.segments.get(number).filter(|_| prepared.recipe.video.is_some()).ok_or(StreamError::NoSegment)?;
        let part = Part::Keyframe { start: segment.start, end: segment.end };
        match self.0.copies.make(prepared, part, is_last(prepared, part)).await {
            Some(bytes) => Ok(bytes),
            None => self.fly(prepared, part, Priority::Waiting).await,
        }
    }

    /// Segment `number`, or the init segment (−1).
    pub async fn get(&self, prepared: &Arc<Prepared>, number: i64) -> Result<Bytes> {
        let part = part(prepared, number)?;
        if let Some(bytes) = self.0.copies.make(prepared, part, is_last(prepared, part)).await {
            return Ok(bytes);
        }
        self.made(prepared, number, part).await
    }

    /// By a worker, now or before.
    async fn made(&self, prepared: &Arc<Prepared>, number: i64, part: Part) -> Result<Bytes> {
        if let (Part::Media { .. }, true) = (part, prepared.recipe.encodes()) {
            self.look_ahead(prepared, number as usize + 1);
        }
        self.fly(prepared, part, Priority::Waiting).await
    }

    fn look_ahead(&self, prepared: &Arc<Prepared>, from: usize) {
        for number in from..(from + AHEAD).min(prepared.segments.len()) {
            let Ok(permit) = self.0.ahead.clone().try_acquire_owned() else { break };
            let Ok(part) = part(prepared, number as i64) else { break };
            let (service, prepared) = (self.clone(), prepared.clone());
            tokio::spawn(async move {
                // Whoever asks for it hears of a failure; nobody has yet.
                if let Err(error) = service.fly(&prepared, part, Priority::Ahead).await {
                    tracing::debug!(%error, path = prepared.path, "a segment ahead was not made");
                }
                drop(permit);
            });
        }
    }

    /// The running flight for this part, or a new one.
    fn fly(&self, prepared: &Arc<Prepared>, part: Part, priority: Priority) -> Flight {
        let key = key(prepared, part);
        let mut flights = self.flights();
        if let Some(flight) = flights.get(&key).and_then(WeakFlight::upgrade) {
            return flight;
        }
        flights.retain(|_, flight| flight.upgrade().is_some());
        let flight = make(self.0.clone(), prepared.clone(), part, key, priority).boxed().shared();
        if let Some(weak) = flight.downgrade() {
            flights.insert(key, weak);
        }
        flight
    }

    fn flights(&self) -> MutexGuard<'_, HashMap<blake3::Hash, WeakFlight>> {
        self.0.flights.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn part(prepared: &Prepared, number: i64) -> Result<Part> {
    if number == -1 && matches!(prepared.recipe.container, Container::Fmp4 | Container::Ogg) {
        return Ok(Part::Init);
    }
    let segment = usize::try_from(number).ok().and_then(|number| prepared.segments.get(number)).ok_or(StreamError::NoSegment)?;
    Ok(Part::Media { start: segment.start, end: segment.end })
}

/// Whether nothing follows.
fn is_last(prepared: &Prepared, part: Part) -> bool {
    matches!(part, Part::Media { end, .. } | Part::Keyframe { end, .. } if prepared.segments.last().is_some_and(|segment| segment.end == end))
}

fn key(prepared: &Prepared, part: Part) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(prepared.key.as_bytes());
    if let Part::Media { start, end } | Part::Keyframe { start, end } = part {
        hasher.update(&start.to_le_bytes());
        hasher.update(&end.to_le_bytes());
    }
    if let Part::Keyframe { .. } = part {
        hasher.update(b"keyframe");
    }
    hasher.update(&prepared.origin.to_le_bytes());
    hasher.update(&prepared.base.to_le_bytes());
    hasher.finalize()
}

async fn make(inner: Arc<Inner>, prepared: Arc<Prepared>, part: Part, key: blake3::Hash, priority: Priority) -> Result<Bytes> {
    // A copy is as cheap to make again as to read, so it is not kept, even when a worker had to make it.
    let kept = prepared.recipe.encodes();
    if kept && let Some(bytes) = inner.cache.get(key).await {
        return Ok(bytes);
    }
    let joined = match halves(&prepared, part) {
        Some(halves) => make_side_by_side(&inner, &prepared, halves, priority).await?,
        None => None,
    };
    let bytes = match joined {
        Some(bytes) => bytes,
        // A half in which nothing is shown belongs to what is shown before it, too.
        None => run(&inner, &prepared, part, priority).await?.ok_or_else(|| nothing(&prepared))?,
    };
    if kept {
        inner.cache.put(key, bytes.clone()).await;
    }
    Ok(bytes)
}

/// The stretches of a segment that are encoded each by itself, so that two processors make it in half the time.
fn halves(prepared: &Prepared, part: Part) -> Option<Vec<Part>> {
    let (Part::Media { start, end }, Some((_, VideoRecipe::Encode(_)))) = (part, &prepared.recipe.video) else { return None };
    let halves = plan::halves(Segment { start, end }, prepared.frame);
    (halves.len() > 1).then(|| halves.into_iter().map(|half| Part::Media { start: half.start, end: half.end }).collect())
}

/// One after the other in what is answered: fragments and transport streams are made to be joined. `None` when there is
/// no picture in one of them.
async fn make_side_by_side(inner: &Inner, prepared: &Arc<Prepared>, halves: Vec<Part>, priority: Priority) -> Result<Option<Bytes>> {
    let made = try_join_all(halves.into_iter().map(|half| run(inner, prepared, half, priority))).await?;
    let made: Option<Vec<Bytes>> = made.into_iter().collect();
    Ok(made.map(|made| made.concat().into()))
}

/// What a worker makes of a part; `None` when it holds no picture and should.
async fn run(inner: &Inner, prepared: &Arc<Prepared>, part: Part, priority: Priority) -> Result<Option<Bytes>> {
    let files = open_files(prepared.clone()).await?;
    let job = SegmentJob {
        name: prepared.name.clone(),
        container: prepared.recipe.container,
        part,
        video: prepared.recipe.video.clone(),
        audio: prepared.recipe.audio.clone(),
        origin: prepared.origin,
        base: prepared.base,
        last: is_last(prepared, part),
    };
    let done = inner
        .workers
        .run(priority, Job::Segment(job), files)
        .await
        .inspect_err(|fault| tracing::warn!(path = prepared.path, %fault, ?part, "a segment was not made"))?;
    let Reply::Segment(facts) = &done.reply else {
        return Err(Fault::Crashed { text: format!("a worker answered {:?} for a segment of {}", done.reply, prepared.path) }.into());
    };
    let whole = part == Part::Init || prepared.recipe.video.is_none() || facts.video_frames > 0;
    Ok(whole.then_some(done.bytes))
}

fn nothing(prepared: &Prepared) -> StreamError {
    Fault::Crashed { text: format!("a worker found no picture for a segment of {}", prepared.path) }.into()
}

async fn open_files(prepared: Arc<Prepared>) -> Result<Vec<File>> {
    let open = move || -> Result<Vec<File>> {
        let paths = std::iter::once(&prepared.path).chain(&prepared.recipe.subtitle_file);
        paths.map(|path| File::open(path).map_err(|error| StreamError::Unreadable(format!("{path}: {error}")))).collect()
    };
    tokio::task::spawn_blocking(open).await.map_err(|error| StreamError::Unreadable(error.to_string()))?
}
