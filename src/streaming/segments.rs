//! Segments by name: copied here, or from the cache, from a job that is running already, or from a new one.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::try_join_all;
use tokio::sync::Semaphore;
use walros_jobs::{Begun, Container, Fault, Part, Priority, Reply, SegmentJob, Speed, VideoRecipe, Workers};
use walros_media::clock::clock_of;
use walros_media::plan::{self, Segment};
use walros_media::time::TICKS;
use walros_model::content::{Assembled, Body};

use crate::cache::Cache;
use crate::copies::Copies;
use crate::encoders::{self, Encoders};
use crate::error::{Result, StreamError};
use crate::flights::{Flight, Flights};
use crate::join;
use crate::pace::Paces;
use crate::prepare::Prepared;
use crate::renditions::Renditions;
use crate::store::{Name, Store, StoreConfig};

/// Segments made before they are asked for, behind the one that was.
const AHEAD: usize = 2;
/// Such jobs at once, over all streams: a player that jumps about leaves some behind.
const AHEAD_MAX: usize = 16;

#[derive(Clone)]
pub(crate) struct SegmentService(Arc<Inner>);

struct Inner {
    workers: Arc<dyn Workers>,
    encoders: Encoders,
    copies: Copies,
    store: Store,
    flights: Flights,
    ahead: Arc<Semaphore>,
    paces: Paces,
}

impl SegmentService {
    pub fn open(workers: Arc<dyn Workers>, encoders: Encoders, store: StoreConfig) -> io::Result<Self> {
        let store = Store::open(store)?;
        Ok(Self(Arc::new(Inner {
            workers,
            encoders,
            copies: Copies::new(),
            store,
            flights: Flights::default(),
            ahead: Arc::new(Semaphore::new(AHEAD_MAX)),
            paces: Paces::default(),
        })))
    }

    /// Where made segments are kept for a while, and room for other things that are made.
    pub fn cache(&self) -> Cache {
        self.0.store.cache.clone()
    }

    /// As [`get`](Self::get), to be sent.
    pub async fn body(&self, prepared: &Arc<Prepared>, number: i64) -> Result<Body> {
        let part = part(prepared, number)?;
        if let Some(joined) = &prepared.joined {
            return join::part(self, prepared, joined, number).await.map(Body::Bytes);
        }
        match self.0.copies.body(prepared, part, is_last(prepared, part), key(prepared, part, Speed::Good)).await {
            Some(body) => Ok(body),
            None => match self.lying(prepared, number, part).await {
                Some(body) => Ok(body),
                None => self.made(prepared, number, part).await.map(Body::Bytes),
            },
        }
    }

    /// What was made before, read from the disk as the client takes it.
    async fn lying(&self, prepared: &Arc<Prepared>, number: i64, part: Part) -> Option<Body> {
        if !prepared.recipe.encodes() {
            return None;
        }
        let (good, fast) = (stored(prepared, part, Speed::Good), stored(prepared, part, Speed::Fast));
        let (file, length) = match self.0.store.file(good).await {
            Some(found) => found,
            None if self.0.store.has(good) => return None,
            None => self.0.store.file(fast).await?,
        };
        if let Part::Media { .. } = part {
            self.look_ahead(prepared, number as usize + 1);
        }
        Some(Body::Assembled(Assembled { head: Bytes::new(), file, stretches: [(0, u32::try_from(length).ok()?)].into() }))
    }

    /// The first picture of segment `number` alone.
    pub async fn keyframe(&self, prepared: &Arc<Prepared>, number: usize) -> Result<Bytes> {
        let prepared = prepared.joined.as_ref().map_or(prepared, |joined| &joined.picture);
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
        if let Some(joined) = &prepared.joined {
            return join::part(self, prepared, joined, number).await;
        }
        if let Some(bytes) = self.0.copies.make(prepared, part, is_last(prepared, part)).await {
            return Ok(bytes);
        }
        self.made(prepared, number, part).await
    }

    /// As [`get`](Self::get) of what is encoded, without a look at what follows.
    pub async fn alone(&self, prepared: &Arc<Prepared>, number: i64) -> Result<Bytes> {
        self.fly(prepared, part(prepared, number)?, Priority::Waiting).await
    }

    /// As [`get`](Self::get), for whom nobody waits.
    pub async fn idle(&self, prepared: &Arc<Prepared>, number: i64) -> Result<Bytes> {
        self.fly(prepared, part(prepared, number)?, Priority::Idle).await
    }

    /// What a part of a rendition is kept as.
    pub fn named(&self, prepared: &Prepared, number: i64) -> Result<blake3::Hash> {
        Ok(key(prepared, part(prepared, number)?, Speed::Good))
    }

    /// The bits of a rendition that is kept whole; `None` when a segment is missing.
    pub fn measured(&self, prepared: &Prepared) -> Option<Measured> {
        let (mut bits, mut ticks, mut peak) = (0.0, 0.0, 0.0_f64);
        for (number, segment) in prepared.segments.iter().enumerate() {
            let size = self.renditions().size(prepared.key, self.named(prepared, number as i64).ok()?)?;
            let (size, length) = (size as f64 * 8.0, segment.length().max(1) as f64);
            (bits, ticks, peak) = (bits + size, ticks + length, peak.max(size / length));
        }
        let per_second = |per_tick: f64| (per_tick * TICKS as f64).ceil() as u64;
        (ticks > 0.0).then(|| Measured { peak: per_second(peak).max(1), average: per_second(bits / ticks).max(1) })
    }

    pub fn paces(&self) -> &Paces {
        &self.0.paces
    }

    pub fn renditions(&self) -> &Renditions {
        &self.0.store.renditions
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
            let Ok(part) = part(prepared, number as i64) else { break };
            if self.is_made(prepared, part) {
                continue;
            }
            let Ok(permit) = self.0.ahead.clone().try_acquire_owned() else { break };
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

    /// Whether it lies there, in either class.
    fn is_made(&self, prepared: &Prepared, part: Part) -> bool {
        prepared.recipe.encodes() && [Speed::Good, Speed::Fast].into_iter().any(|speed| self.0.store.has(stored(prepared, part, speed)))
    }

    /// The flight that makes this part, or a new one.
    fn fly(&self, prepared: &Arc<Prepared>, part: Part, priority: Priority) -> Flight {
        let (inner, prepared) = (self.0.clone(), prepared.clone());
        let task = Task { part, priority, speed: speed(&prepared, priority), begun: Begun::default() };
        self.0.flights.join(key(&prepared, part, Speed::Good), priority, |begun| make(inner, prepared, Task { begun, ..task }).boxed())
    }
}

/// Bits per second of a whole rendition, as it lies on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Measured {
    /// Of the heaviest segment.
    pub peak: u64,
    pub average: u64,
}

/// A part to be made.
#[derive(Clone)]
struct Task {
    part: Part,
    priority: Priority,
    speed: Speed,
    begun: Begun,
}

/// Who waits gets it fast. What is made ahead is made well, once that was seen to keep up with the film; what is made to
/// stay always is.
fn speed(prepared: &Prepared, priority: Priority) -> Speed {
    let in_haste = match priority {
        Priority::Waiting => true,
        Priority::Ahead | Priority::Background => !prepared.keeps_up.load(Relaxed),
        Priority::Idle => false,
    };
    // A device has one way to do it.
    if in_haste && prepared.recipe.encodes_video() && prepared.recipe.device().is_none() { Speed::Fast } else { Speed::Good }
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

/// Names what is made of a part.
fn key(prepared: &Prepared, part: Part, speed: Speed) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(prepared.key.as_bytes());
    if speed == Speed::Fast {
        hasher.update(b"fast");
    }
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

/// Where that is stored: what was made in haste is no part of a rendition that stays.
fn stored(prepared: &Prepared, part: Part, speed: Speed) -> Name {
    Name { rendition: (speed == Speed::Good).then_some(prepared.key), segment: key(prepared, part, speed) }
}

async fn make(inner: Arc<Inner>, prepared: Arc<Prepared>, task: Task) -> Result<Bytes> {
    // A copy is as cheap to make again as to read, so it is not kept, even when a worker had to make it.
    let kept = prepared.recipe.encodes();
    if kept && let Some(bytes) = inner.kept(&prepared, &task).await {
        return Ok(bytes);
    }
    let joined = match halves(&prepared, &task) {
        Some(halves) => make_side_by_side(&inner, &prepared, halves, &task).await?,
        None => None,
    };
    let bytes = match joined {
        Some(bytes) => bytes,
        // A half in which nothing is shown belongs to what is shown before it, too.
        None => run(&inner, &prepared, task.part, &task).await?.ok_or_else(|| nothing(&prepared))?,
    };
    note_pace(&inner.paces, &prepared, &task);
    if kept {
        inner.store.put(stored(&prepared, task.part, task.speed), bytes.clone()).await;
    }
    Ok(bytes)
}

impl Inner {
    /// The best that was made of a part.
    async fn kept(&self, prepared: &Prepared, task: &Task) -> Option<Bytes> {
        if let Some(bytes) = self.store.get(stored(prepared, task.part, Speed::Good)).await {
            return Some(bytes);
        }
        match task.priority {
            // What is made to stay is made well.
            Priority::Idle => None,
            _ => self.store.get(stored(prepared, task.part, Speed::Fast)).await,
        }
    }
}

/// What is made ahead is made well from here on when the fast class leaves plenty of time: it takes two processors, the good
/// one a single one for some twice as long. Where that falls behind the film it is made fast again.
fn note_pace(paces: &Paces, prepared: &Prepared, task: &Task) {
    let (Part::Media { start, end }, Some(begun)) = (task.part, task.begun.at()) else { return };
    let took = Instant::now().duration_since(begun);
    if let (Some((_, VideoRecipe::Encode(encode))), Speed::Fast) = (&prepared.recipe.video, task.speed) {
        paces.note(encode, prepared.frame, end - start, took);
    }
    if task.priority != Priority::Ahead {
        return;
    }
    let pace = took.as_secs_f64() * TICKS as f64 / (end - start).max(1) as f64;
    match task.speed {
        Speed::Good if pace > 0.9 => prepared.keeps_up.store(false, Relaxed),
        Speed::Fast if pace < 0.2 => prepared.keeps_up.store(true, Relaxed),
        _ => (),
    }
}

/// The stretches of a segment in haste that are encoded each by itself, so that two processors make it in half the time.
/// What is made well is made whole: less is decoded twice, and there is one keyframe less.
fn halves(prepared: &Prepared, task: &Task) -> Option<Vec<Part>> {
    let (Part::Media { start, end }, Some((_, VideoRecipe::Encode(_))), Speed::Fast) = (task.part, &prepared.recipe.video, task.speed) else { return None };
    let halves = plan::halves(Segment { start, end }, prepared.frame);
    (halves.len() > 1).then(|| halves.into_iter().map(|half| Part::Media { start: half.start, end: half.end }).collect())
}

/// One after the other in what is answered: fragments and transport streams are made to be joined. `None` when there is
/// no picture in one of them.
async fn make_side_by_side(inner: &Inner, prepared: &Arc<Prepared>, halves: Vec<Part>, task: &Task) -> Result<Option<Bytes>> {
    let made = try_join_all(halves.into_iter().map(|half| run(inner, prepared, half, task))).await?;
    let made: Option<Vec<Bytes>> = made.into_iter().collect();
    Ok(made.map(|made| made.concat().into()))
}

/// What a worker makes of a part of the task; `None` when it holds no picture and should.
async fn run(inner: &Inner, prepared: &Arc<Prepared>, part: Part, task: &Task) -> Result<Option<Bytes>> {
    let files = open_files(prepared.clone()).await?;
    let mut video = prepared.recipe.video.clone();
    if let Some((_, VideoRecipe::Encode(encode))) = &mut video {
        encode.speed = task.speed;
    }
    let job = SegmentJob {
        name: prepared.name.clone(),
        container: prepared.recipe.container,
        part,
        video,
        audio: prepared.recipe.audio.clone(),
        origin: prepared.origin,
        base: prepared.base,
        last: is_last(prepared, part),
        clock: prepared.jumping.as_ref().and_then(|index| clock_of(index, prepared.origin.saturating_add(start(part)))),
    };
    let done = encoders::run(&*inner.workers, &inner.encoders, task.priority, job, files, task.begun.clone())
        .await
        .inspect_err(|fault| tracing::warn!(path = prepared.path, %fault, ?part, "a segment was not made"))?;
    let Reply::Segment(facts) = &done.reply else {
        return Err(Fault::Crashed { text: format!("a worker answered {:?} for a segment of {}", done.reply, prepared.path) }.into());
    };
    let whole = part == Part::Init || prepared.recipe.video.is_none() || facts.video_frames > 0;
    Ok(whole.then_some(done.bytes))
}

/// Where a part begins in the film, in ticks.
fn start(part: Part) -> i64 {
    match part {
        Part::Init => 0,
        Part::Media { start, .. } | Part::Keyframe { start, .. } => start,
    }
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
