//! A file whose packets are read here, and the stretch of it that a segment copies.

use bytes::Bytes;
use walros_model::index::{Keyframe, MediaIndex, TrackFacts};

use super::matroska::Matroska;
use super::mp4::Mp4;
use super::ts::TransportStream;
use super::{Place, Result, Source};
use crate::segment::{Pictures, Sounds, Stretch, Track, Window};
use crate::time::{Fraction, TICK, TICKS, rescale};

/// How far before a segment reading begins, in ticks, the first time and when that was not early enough.
pub(super) const LEADS: [i64; 3] = [3 * TICKS / 2, 15 * TICKS, 60 * TICKS];

/// A worker waits ten seconds, by decode times, for what a segment lacks. What comes between these two is not certain
/// to be part of it.
pub(super) const EARLY: i64 = 8 * TICKS;
pub(super) const LATE: i64 = 12 * TICKS;

/// Packets looked at for one segment: half a minute of the quickest film has some twenty thousand.
pub(super) const PACKETS_MAX: usize = 200_000;

/// Times further from zero, in a container's units, are nonsense; those below can be added without care.
pub(super) const TIME_MAX: u64 = 1 << 52;

/// What all segments of a file have in common: read once, kept by whoever serves several.
#[derive(Debug)]
pub enum Film {
    Mp4(Mp4),
    Matroska(Matroska),
    Ts(TransportStream),
}

/// What one segment takes from a file.
#[derive(Clone, Copy, Debug)]
pub struct Cut<'a> {
    pub picture: Option<&'a Track>,
    pub sound: Option<&'a Track>,
    pub stretch: Stretch,
    /// Where the film begins on the file's own clock, in ticks.
    pub origin: i64,
    pub index: &'a MediaIndex,
}

impl Cut<'_> {
    pub(super) fn window(&self, track: &Track) -> Window {
        Window::new(track.base, self.stretch.start, self.stretch.end, self.stretch.last, track.frame())
    }

    /// How early a keyframe may be that begins the segment, in ticks.
    pub(super) fn tolerance(&self) -> i64 {
        self.picture.map_or(0, |track| rescale(self.window(track).tolerance, track.base, TICK))
    }

    /// The last keyframe at or before a time, in ticks.
    pub(super) fn keyframe_before(&self, time: i64) -> Option<Keyframe> {
        let behind = self.index.keyframes.partition_point(|keyframe| self.time(keyframe) <= time);
        behind.checked_sub(1).and_then(|place| self.index.keyframes.get(place)).copied()
    }

    /// The first keyframe at or behind a time, in ticks.
    pub(super) fn keyframe_at(&self, time: i64) -> Option<Keyframe> {
        self.index.keyframes.get(self.index.keyframes.partition_point(|keyframe| self.time(keyframe) < time)).copied()
    }

    fn time(&self, keyframe: &Keyframe) -> i64 {
        Fraction::from_pair(self.index.time_base).map_or(0, |base| rescale(keyframe.pts, base, TICK)).saturating_sub(self.origin)
    }
}

/// The packets of a segment, as the writers in [`segment`](crate::segment) take them.
#[derive(Clone, Debug)]
pub struct Copied {
    pub pictures: Option<Pictures>,
    pub sounds: Option<Sounds>,
    /// Stretches of the file that the packets are slices of, by where they begin in it.
    pub(super) read: Vec<(u64, Bytes)>,
}

impl Copied {
    /// Where a slice of a packet is in the file. `None` for bytes that are not there as they are.
    pub fn place(&self, slice: &[u8]) -> Option<Place> {
        let begin = slice.as_ptr() as usize;
        self.read.iter().find_map(|(offset, bytes)| {
            let at = begin.checked_sub(bytes.as_ptr() as usize)?;
            (at + slice.len() <= bytes.len()).then_some(Place { offset: offset + at as u64, length: u32::try_from(slice.len()).ok()? })
        })
    }
}

impl Film {
    /// Reads the header of a file; `facts` are what its index says of its tracks.
    pub fn open(source: &dyn Source, facts: &[TrackFacts]) -> Result<Self> {
        if facts.iter().any(|facts| facts.samples.is_some()) {
            return Mp4::open(source, facts).map(Self::Mp4);
        }
        if let Some(film) = TransportStream::open(source, facts)? {
            return Ok(Self::Ts(film));
        }
        Matroska::open(source, facts).map(Self::Matroska)
    }

    /// Reads the packets of a segment: the very ones that a worker would copy.
    pub fn copy(&self, source: &dyn Source, cut: &Cut<'_>) -> Result<Copied> {
        match self {
            Self::Mp4(film) => film.copy(source, cut),
            Self::Matroska(film) => film.copy(source, cut),
            Self::Ts(film) => film.copy(source, cut),
        }
    }

    /// Bytes of memory, about.
    pub fn weight(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::Mp4(film) => film.weight(),
                Self::Matroska(film) => film.weight(),
                Self::Ts(film) => film.weight(),
            }
    }
}

/// Ticks in a track's units.
pub(super) fn ticks_in(track: &Track, ticks: i64) -> i64 {
    rescale(ticks, TICK, track.base)
}
