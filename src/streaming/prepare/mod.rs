//! What a stream needs before its first segment: the recipe, the plan, the facts of its playlists.

mod cut;
mod joined;
mod variant;

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use walros_jobs::{Backend, Container};
use walros_media::plan::{self, FilmTimes, Segment};
use walros_media::time::{Fraction, HLS_BASE};
use walros_model::index::MediaIndex;
use walros_model::playback::{StreamRequest, Tracks};
use walros_model::probe::MediaSource;
use walros_model::profile::{StreamProtocol, SubtitleMethod};
use walros_model::{MediaStream, StreamKind};

use crate::Indexes;
use crate::copies::Original;
use crate::encoders::Encoders;
use crate::error::{Result, StreamError};
use crate::recipe::{Recipe, file_name};

pub(crate) use variant::{PEAK_BUFFER, VariantFacts};

/// Bumped when the same recipe gives other bytes than before.
const RECIPE_VERSION: u32 = 5;

/// A stream that can be served.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub recipe: Recipe,
    /// Where it is cut, in ticks on the film's own timeline.
    pub segments: Vec<Segment>,
    /// How long each frame of an encoded picture lasts, where all last as long.
    pub(crate) frame: Option<Fraction>,
    /// Where that timeline begins on the file's own clock, in ticks.
    pub(crate) origin: i64,
    /// What its beginning is labelled, in ticks.
    pub(crate) base: i64,
    pub(crate) path: String,
    pub(crate) name: String,
    /// Names source and recipe.
    pub(crate) key: blake3::Hash,
    /// What copying without a worker needs, where everything is copied.
    pub(crate) original: Option<Original>,
    /// Where the file's clock jumps: what tells how to get about in it.
    pub(crate) jumping: Option<Arc<MediaIndex>>,
    pub(crate) variant: VariantFacts,
    /// The same without high dynamic range, when the picture is copied with it and the device takes H.264 too.
    pub(crate) sdr: Option<VariantFacts>,
    /// Text subtitles that the master playlist names.
    pub(crate) subtitles: Vec<MediaStream>,
    pub(crate) chosen_subtitle: Option<i32>,
    /// Whether this machine was seen to encode it fast enough to do so well.
    pub(crate) keeps_up: Arc<AtomicBool>,
    /// Of a stream that is put together from others.
    pub(crate) joined: Option<Joined>,
}

/// What a stream is put together from, segment by segment: both are cut at the same places.
#[derive(Clone, Debug)]
pub(crate) struct Joined {
    pub picture: Arc<Prepared>,
    pub sound: Option<Arc<Prepared>>,
    /// Where it does not begin with a whole segment.
    pub head: Option<Head>,
}

/// The rest of a segment that is entered in its middle.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// The segment's number.
    pub number: usize,
    /// Where it is entered, in ticks on the film's timeline.
    pub begin: i64,
    /// The picture's rendition with its clock set back by `begin`: the rest is its first segment.
    pub picture: Arc<Prepared>,
}

impl Prepared {
    /// The MIME type of its segments, or of the whole stream.
    pub fn content_type(&self) -> &'static str {
        match self.recipe.container {
            Container::Ts => "video/mp2t",
            Container::Fmp4 if self.recipe.video.is_none() => "audio/mp4",
            Container::Fmp4 => "video/mp4",
            Container::Mp3 => "audio/mpeg",
            Container::Adts => "audio/aac",
            Container::Ogg => "audio/ogg",
            Container::Flac => "audio/flac",
        }
    }
}

/// Prepares streams, each once.
pub(crate) struct Preparer {
    indexes: Arc<dyn Indexes>,
    pub encoders: Encoders,
    backend: Backend,
    recent: Mutex<Recent>,
}

/// The streams prepared last. Every request for a segment asks for its own again.
#[derive(Default)]
struct Recent {
    prepared: HashMap<blake3::Hash, (u64, Arc<Prepared>)>,
    clock: u64,
}

const RECENT_MAX: usize = 512;

impl Preparer {
    pub fn new(indexes: Arc<dyn Indexes>, encoders: Encoders, backend: Backend) -> Self {
        Self { indexes, encoders, backend, recent: Mutex::default() }
    }

    pub async fn prepare(&self, source: &MediaSource, request: &StreamRequest) -> Result<Arc<Prepared>> {
        if let Some(device) = request.device.filter(|device| !self.encoders.knows(*device)) {
            return Err(StreamError::Invalid(format!("there is no device {device} here")));
        }
        let mut question = blake3::Hasher::new();
        question.update(source.id.as_bytes());
        question.update(format!("{:?}\n{}\n{}\n{request:?}", source.modified, source.size, source.path).as_bytes());
        let question = question.finalize();
        if let Some(known) = self.recent().get(question) {
            return Ok(known);
        }
        if let Some(picture) = request.picture_of.as_ref().filter(|_| joined::is_joined(request)) {
            // Renditions by themselves, which are not put together from others.
            let picture = StreamRequest { source: request.source, tracks: Tracks::Picture, picture_of: None, device: None, ..(**picture).clone() };
            let picture = Box::pin(self.prepare(source, &picture)).await?;
            let sound = match joined::sound_request(source, request) {
                Some(sound) => Some(Box::pin(self.prepare(source, &sound)).await?),
                None => None,
            };
            let prepared = Arc::new(joined::prepare(source, request, picture, sound)?);
            self.recent().put(question, prepared.clone());
            return Ok(prepared);
        }
        let index = match source.probe.video() {
            Some(_) => Some(self.indexes.index(source).await),
            None => None,
        };
        if let Some(Err(fault)) = &index {
            tracing::warn!(path = source.path, %fault, "no index: the picture can only be encoded");
        }
        // A disk that is away is back some time.
        let lasting = !matches!(index, Some(Err(_)));
        let index = index.and_then(Result::ok);
        let prepared = Arc::new(prepare(source, request, index, self.backend)?);
        if lasting {
            self.recent().put(question, prepared.clone());
        }
        Ok(prepared)
    }

    /// How long a film is, as its streams are cut, in ticks.
    pub async fn length(&self, source: &MediaSource) -> i64 {
        let index = match source.probe.video() {
            Some(_) => self.indexes.index(source).await.ok(),
            None => None,
        };
        let times = index.as_deref().and_then(FilmTimes::of).map(|times| cut::with_early_sound(source, times));
        match (&times, index.is_some_and(|index| !index.epochs.is_empty())) {
            (Some(times), true) => times.end.clamp(1, cut::LONGEST_FILM),
            (Some(times), false) => cut::duration(source, times.origin, Some(times)),
            (None, _) => i64::try_from(source.probe.duration.as_nanos() / 100).unwrap_or(cut::LONGEST_FILM),
        }
    }

    fn recent(&self) -> std::sync::MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recent {
    fn get(&mut self, question: blake3::Hash) -> Option<Arc<Prepared>> {
        self.clock += 1;
        let (used, prepared) = self.prepared.get_mut(&question)?;
        *used = self.clock;
        Some(prepared.clone())
    }

    fn put(&mut self, question: blake3::Hash, prepared: Arc<Prepared>) {
        if self.prepared.len() >= RECENT_MAX
            && let Some(oldest) = self.prepared.iter().min_by_key(|(_, (used, _))| *used).map(|(question, _)| *question)
        {
            self.prepared.remove(&oldest);
        }
        self.clock += 1;
        self.prepared.insert(question, (self.clock, prepared));
    }
}

fn prepare(source: &MediaSource, request: &StreamRequest, shared: Option<Arc<MediaIndex>>, backend: Backend) -> Result<Prepared> {
    let index = shared.as_deref();
    let times = index.and_then(FilmTimes::of).map(|times| cut::with_early_sound(source, times));
    let jumping = shared.clone().filter(|index| !index.epochs.is_empty());
    let corrected = times.as_ref().filter(|_| jumping.is_some()).map(|times| with_length(source, times.end));
    let source = corrected.as_ref().unwrap_or(source);
    let mut request = request.clone();
    // Without keyframes there is no place to cut a copy.
    request.allow_video_copy &= times.is_some();
    let recipe = Recipe::of(source, &request, times.as_ref())?;
    let origin = cut::origin(source, &request, &recipe, times.as_ref());
    let duration = match (&times, &jumping) {
        (Some(times), Some(_)) => times.end.clamp(1, cut::LONGEST_FILM),
        _ => cut::duration(source, origin, times.as_ref()),
    };
    let mut segments = cut::segments(source, &request, &recipe, times.as_ref(), duration);
    if let (Tracks::Sound, Some((unit, first))) = (request.tracks, cut::sound_grid(&recipe, index, origin)) {
        segments = plan::on_frames(&segments, unit, first);
    }
    let peak = index.filter(|_| recipe.copies_video()).and_then(|index| plan::peak_bit_rate(index, origin, source.size, &segments));
    let variant = variant::facts(source, &recipe, index, peak);
    let sdr = variant::sdr(source, &request, &recipe);
    let subtitles = named_subtitles(source, &request, &recipe);
    Ok(Prepared {
        key: key(source, &recipe, backend),
        frame: cut::even_frame(source, &recipe, times.as_ref()),
        original: Original::of(source, &recipe, shared.as_ref()),
        jumping,
        recipe,
        segments,
        origin,
        base: HLS_BASE,
        path: source.path.clone(),
        name: file_name(&source.path),
        variant,
        sdr,
        subtitles,
        chosen_subtitle: request.subtitle_stream,
        keeps_up: Arc::default(),
        joined: None,
    })
}

/// Text that a master playlist names.
fn named_subtitles(source: &MediaSource, request: &StreamRequest, recipe: &Recipe) -> Vec<MediaStream> {
    let burns = request.subtitle_method == Some(SubtitleMethod::Encode);
    let named = request.protocol == StreamProtocol::Hls
        && !burns
        && recipe.video.is_some()
        && (request.subtitles_in_manifest || request.subtitle_method == Some(SubtitleMethod::Hls));
    if named { source.probe.of_kind(StreamKind::Subtitle).filter(|stream| stream.is_text_subtitle()).cloned().collect() } else { Vec::new() }
}

/// Where its clock jumps, what a container says of its length is the distance of two clocks. `length` in ticks.
fn with_length(source: &MediaSource, length: i64) -> MediaSource {
    let mut source = source.clone();
    source.probe.duration = Duration::from_nanos(u64::try_from(length).unwrap_or(0).saturating_mul(100));
    source
}

/// Source, recipe and who encodes by name: size and time of the file stand for its content.
fn key(source: &MediaSource, recipe: &Recipe, backend: Backend) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&RECIPE_VERSION.to_le_bytes());
    hasher.update(source.id.as_bytes());
    hasher.update(&source.size.to_le_bytes());
    hasher.update(&source.modified.timestamp_nanos_opt().unwrap_or_default().to_le_bytes());
    hasher.update(serde_json::to_string(recipe).unwrap_or_default().as_bytes());
    if let Some(path) = &recipe.subtitle_file {
        // Edited subtitles are other subtitles.
        let modified = std::fs::metadata(path).and_then(|facts| facts.modified()).ok();
        hasher.update(format!("{modified:?}").as_bytes());
    }
    if recipe.encodes() && backend != Backend::default() {
        hasher.update(backend.name().as_bytes());
    }
    hasher.finalize()
}
