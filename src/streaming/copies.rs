//! Segments that are copied as they are: read and written in this process, and kept nowhere.
//!
//! It is cheaper to make such a segment than to ask a worker for it. What the readers in `media` do not understand to
//! the last bit is left to a worker all the same.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use bytes::Bytes;
use moka::sync::Cache;
use walros_jobs::{Container, Part};
use walros_media::read::{Copied, Cut, Film, ReadError, Source};
use walros_media::segment::{self, Pictures, SoundCopy, Stretch, Track};
use walros_model::ItemId;
use walros_model::content::{Assembled, Body};
use walros_model::index::MediaIndex;
use walros_model::probe::MediaSource;

use crate::prepare::Prepared;
use crate::recipe::Recipe;

/// Bytes of headers kept: those of some twenty films.
const KEPT: u64 = 64 << 20;

/// What copying needs beyond the recipe.
#[derive(Clone, Debug)]
pub(crate) struct Original {
    index: Arc<MediaIndex>,
    state: State,
}

/// A file as it was when it was looked at: its positions hold for no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct State {
    id: ItemId,
    size: u64,
    /// Microseconds.
    modified: i64,
}

impl Original {
    /// `None` when something is encoded, or the index knows nothing of a stream.
    pub fn of(source: &MediaSource, recipe: &Recipe, index: Option<&Arc<MediaIndex>>) -> Option<Self> {
        let index = index.filter(|_| !recipe.encodes())?;
        let known = |number: u32| index.tracks.iter().any(|track| track.stream == number);
        let numbers = [recipe.video.as_ref().map(|(number, _)| *number), recipe.audio.as_ref().map(|(number, _)| *number)];
        let state = State { id: source.id, size: source.size, modified: source.modified.timestamp_micros() };
        numbers.into_iter().flatten().all(known).then(|| Self { index: index.clone(), state })
    }

    /// The picture and the sound of a recipe.
    fn tracks(&self, prepared: &Prepared) -> Result<[Option<Track>; 2], ReadError> {
        let (video, audio) = (prepared.recipe.video.as_ref(), prepared.recipe.audio.as_ref());
        Ok([self.track(video.map(|(number, _)| *number), prepared.origin)?, self.track(audio.map(|(number, _)| *number), prepared.origin)?])
    }

    fn track(&self, number: Option<u32>, origin: i64) -> Result<Option<Track>, ReadError> {
        let Some(number) = number else { return Ok(None) };
        let facts = self.index.tracks.iter().find(|track| track.stream == number).cloned();
        facts.and_then(|facts| Track::new(facts, origin)).map(Some).ok_or(ReadError::Unsupported("a track that is not known"))
    }
}

/// Bytes of layouts kept: those of some thousand segments.
const LAYOUTS_KEPT: u64 = 32 << 20;

/// Makes copies, and keeps what the segments of a file have in common.
#[derive(Clone)]
pub(crate) struct Copies {
    /// `None` for files that are left to workers.
    films: Cache<State, Arc<Option<Film>>>,
    layouts: Cache<blake3::Hash, Layout>,
}

/// A segment of fragmented MP4 but for the packets, and where those are in the file.
#[derive(Clone)]
struct Layout {
    head: Bytes,
    stretches: Arc<[(u64, u32)]>,
}

impl Copies {
    pub fn new() -> Self {
        let weigher = |_: &State, film: &Arc<Option<Film>>| film.as_ref().as_ref().map_or(100, |film| film.weight().try_into().unwrap_or(u32::MAX));
        let layout_weigher = |_: &blake3::Hash, layout: &Layout| (layout.head.len() + layout.stretches.len() * 16 + 100).try_into().unwrap_or(u32::MAX);
        Self {
            films: Cache::builder().max_capacity(KEPT).weigher(weigher).build(),
            layouts: Cache::builder().max_capacity(LAYOUTS_KEPT).weigher(layout_weigher).build(),
        }
    }

    /// A part of a stream to be sent: fragmented MP4 from where the packets lie, so that however slow a client takes it,
    /// no segment stays in memory. `key` names the part. `None` when a worker has to make it.
    pub async fn body(&self, prepared: &Arc<Prepared>, part: Part, last: bool, key: blake3::Hash) -> Option<Body> {
        prepared.original.as_ref()?;
        let (copies, prepared) = (self.clone(), prepared.clone());
        let made = tokio::task::spawn_blocking(move || {
            copies.body_here(&prepared, part, last, key).inspect_err(|error| tracing::debug!(%error, path = prepared.path, ?part, "left to a worker"))
        });
        made.await.ok()?.ok()
    }

    fn body_here(&self, prepared: &Prepared, part: Part, last: bool, key: blake3::Hash) -> Result<Body, ReadError> {
        let original = prepared.original.as_ref().ok_or(ReadError::Unsupported("something is encoded"))?;
        let (Part::Media { start, .. }, Container::Fmp4) = (part, prepared.recipe.container) else {
            return self.make_here(prepared, part, last).map(|bytes| Body::Bytes(bytes.into()));
        };
        let file = Whole::open(&prepared.path, original.state)?;
        let layout = match self.layouts.get(&key) {
            Some(layout) => layout,
            None => {
                let copied = self.copy(prepared, part, last, &file)?;
                let (head, pieces) = segment::mp4_parts(start, prepared.base, copied.pictures.as_ref(), copied.sounds.as_ref());
                let Some(stretches) = stretches(&copied, &pieces) else {
                    return Ok(Body::Bytes([&head[..], &pieces.concat()].concat().into()));
                };
                let layout = Layout { head: head.into(), stretches };
                self.layouts.insert(key, layout.clone());
                layout
            }
        };
        Ok(Body::Assembled(Assembled { head: layout.head, file: file.file, stretches: layout.stretches }))
    }

    /// A part of a stream. `None` when a worker has to make it.
    pub async fn make(&self, prepared: &Arc<Prepared>, part: Part, last: bool) -> Option<Bytes> {
        prepared.original.as_ref()?;
        let (copies, prepared) = (self.clone(), prepared.clone());
        let made = tokio::task::spawn_blocking(move || {
            copies.make_here(&prepared, part, last).inspect_err(|error| tracing::debug!(%error, path = prepared.path, ?part, "left to a worker"))
        });
        made.await.ok()?.ok().map(Bytes::from)
    }

    fn make_here(&self, prepared: &Prepared, part: Part, last: bool) -> Result<Vec<u8>, ReadError> {
        let original = prepared.original.as_ref().ok_or(ReadError::Unsupported("something is encoded"))?;
        let (Part::Media { start, .. } | Part::Keyframe { start, .. }) = part else {
            let [picture, sound] = original.tracks(prepared)?;
            return init(prepared.recipe.container, picture.as_ref(), sound.as_ref());
        };
        let file = Whole::open(&prepared.path, original.state)?;
        write(prepared.recipe.container, start, prepared.base, &self.copy(prepared, part, last, &file)?)
    }

    /// Reads the packets of a segment.
    fn copy(&self, prepared: &Prepared, part: Part, last: bool, file: &Whole) -> Result<Copied, ReadError> {
        let (Some(original), Part::Media { start, end } | Part::Keyframe { start, end }) = (&prepared.original, part) else {
            return Err(ReadError::Unsupported("no segment to copy"));
        };
        let film = self.films.try_get_with(original.state, || match Film::open(file, &original.index.tracks) {
            Ok(film) => Ok(Arc::new(Some(film))),
            Err(ReadError::Io(error)) => Err(error),
            Err(error) => {
                tracing::debug!(%error, path = prepared.path, "copied by workers");
                Ok(Arc::new(None))
            }
        });
        let film = film.map_err(|error: Arc<io::Error>| io::Error::from(error.kind()))?;
        let film = film.as_ref().as_ref().ok_or(ReadError::Unsupported("a file that is left to workers"))?;
        let stretch = Stretch { start, end: end.max(start + 1), last };
        let [picture, sound] = original.tracks(prepared)?;
        let cut = Cut { picture: picture.as_ref(), sound: sound.as_ref(), stretch, origin: prepared.origin, index: &original.index };
        let mut copied = film.copy(file, &cut)?;
        if let Part::Keyframe { .. } = part {
            copied.pictures = copied.pictures.map(Pictures::keyframe);
        }
        Ok(copied)
    }
}

/// Where the pieces are in the file, joined where one follows the other. `None` when some were made anew.
fn stretches(copied: &Copied, pieces: &[Cow<'_, [u8]>]) -> Option<Arc<[(u64, u32)]>> {
    let mut stretches: Vec<(u64, u32)> = Vec::with_capacity(pieces.len());
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        let place = match piece {
            Cow::Borrowed(piece) => copied.place(piece)?,
            Cow::Owned(_) => return None,
        };
        let joined = stretches.last_mut().filter(|(offset, length)| offset + u64::from(*length) == place.offset);
        match joined.and_then(|(_, length)| Some((length.checked_add(place.length)?, length))) {
            Some((both, length)) => *length = both,
            None => stretches.push((place.offset, place.length)),
        }
    }
    Some(stretches.into())
}

fn init(container: Container, picture: Option<&Track>, sound: Option<&Track>) -> Result<Vec<u8>, ReadError> {
    let stretch = Stretch { start: 0, end: 0, last: false };
    let sounds = sound.map(|track| SoundCopy::<Bytes>::new(track, stretch).map(SoundCopy::finish)).transpose()?;
    match container {
        Container::Fmp4 => Ok(segment::mp4_init(picture.map(Track::copied_picture).transpose()?, sounds.as_ref().zip(sound))),
        _ => Err(ReadError::Unsupported("no container with an init segment")),
    }
}

fn write(container: Container, start: i64, base: i64, copied: &Copied) -> Result<Vec<u8>, ReadError> {
    let (pictures, sounds) = (copied.pictures.as_ref(), copied.sounds.as_ref());
    let alone = || sounds.ok_or(ReadError::Unsupported("there is no sound to write"));
    Ok(match container {
        Container::Fmp4 => segment::mp4(start, base, pictures, sounds),
        Container::Ts => segment::ts(base, pictures, sounds)?,
        Container::Mp3 => segment::mp3(alone()?)?,
        Container::Adts => segment::adts(alone()?)?,
        Container::Ogg | Container::Flac => return Err(ReadError::Unsupported("a container that holds no copies")),
    })
}

/// A file, of which nothing is read behind the end that it had when it was opened.
pub(crate) struct Whole {
    file: File,
    length: u64,
}

impl Whole {
    pub fn new(file: File, length: u64) -> Self {
        Self { file, length }
    }

    /// The file again, for somebody else.
    pub fn file(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// In the state that the index describes.
    fn open(path: &str, state: State) -> Result<Self, ReadError> {
        let file = File::open(path)?;
        let facts = file.metadata()?;
        let modified = facts.modified().map(walros_model::Timestamp::from)?.timestamp_micros();
        if (facts.len(), modified) != (state.size, state.modified) {
            return Err(ReadError::Unsupported("the file has changed"));
        }
        Ok(Self::new(file, facts.len()))
    }
}

impl Source for Whole {
    fn length(&self) -> u64 {
        self.length
    }

    fn read_exact_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.file.read_exact_at(buffer, offset)
    }
}
