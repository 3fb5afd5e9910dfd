//! From coded pictures and sound to the segments of a stream, in whatever container: what server and worker share.
//!
//! A segment is a pure function of the file, the recipe and its place: nothing is kept from one to the next, and
//! whoever made its neighbours, they join without a gap, a repeated picture or a click.

mod back;
mod count;
mod grid;
mod mp4;
mod picture;
mod plain;
mod sound;
mod track;
mod ts;
mod window;

use std::fmt;

use bytes::Bytes;

use crate::audio::AudioConfig;
use crate::config::VideoConfig;
use crate::nal::{Framing, NalCodec};
use crate::time::{Fraction, rescale};
use crate::timeline::{Slot, decode_slots};

pub use back::{joined_init, pictures as pictures_of, sounds as sounds_of};
pub use count::{mp4_pictures, ts_pictures};
pub use grid::Grid;
pub use mp4::{PictureTrack, init as mp4_init, segment as mp4, segment_parts as mp4_parts};
pub use picture::PictureCopy;
pub use plain::{adts, mp3, ogg, ogg_init};
pub use sound::SoundCopy;
pub use track::Track;
pub use ts::segment as ts;
pub use window::Window;

/// A coded picture, its times on the film's timeline. `D` is its bytes, or where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded<D = Bytes> {
    pub pts: i64,
    pub key: bool,
    pub data: D,
}

/// What a segment shows.
#[derive(Clone, Debug)]
pub struct Pictures<D = Bytes> {
    pub config: VideoConfig,
    /// How long a picture may wait for those that are decoded after it and shown before: so many times so long. The
    /// same for every segment of a recipe.
    pub reordering: (i64, Fraction),
    /// Of the times below.
    pub base: Fraction,
    /// In decode order.
    pub frames: Vec<Coded<D>>,
    /// Where the next segment begins.
    pub end: i64,
    /// Whether keyframes carry their parameter sets where the container has another place for them, too.
    pub in_band: bool,
}

/// A coded frame of sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame<D = Bytes> {
    /// Where it begins, in samples on the film's timeline.
    pub position: i64,
    pub samples: u32,
    pub data: D,
}

/// What a segment lets hear.
#[derive(Clone, Debug)]
pub struct Sounds<D = Bytes> {
    pub config: AudioConfig,
    pub channels: u32,
    /// Hz; the unit of positions.
    pub sample_rate: u32,
    pub frames: Vec<Frame<D>>,
}

/// The stretch of a segment, in ticks on the film's timeline.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    pub start: i64,
    pub end: i64,
    /// Nothing follows: all that is left belongs here.
    pub last: bool,
}

/// What a consumer of packets wants next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    More,
    Nothing,
    /// Reading began too late: the keyframe that the segment needs was before.
    Earlier,
}

/// Why there is no segment; the text is one line for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SegmentError {
    /// The container or this program cannot hold it.
    Unsupported(String),
    /// The file is broken.
    BadFile(String),
}

impl fmt::Display for SegmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported(text) | Self::BadFile(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for SegmentError {}

impl<D> Pictures<D> {
    /// The same pictures with their bytes at hand.
    pub fn with_bytes<E>(self, mut bytes: impl FnMut(D) -> Result<Bytes, E>) -> Result<Pictures, E> {
        let Self { config, reordering, base, frames, end, in_band } = self;
        let frames = frames.into_iter().map(|frame| Ok(Coded { pts: frame.pts, key: frame.key, data: bytes(frame.data)? }));
        Ok(Pictures { config, reordering, base, frames: frames.collect::<Result<_, E>>()?, end, in_band })
    }

    /// The first picture alone, shown as long as all of them.
    pub fn keyframe(mut self) -> Self {
        self.frames.truncate(1);
        self
    }

    fn ahead(&self, clock: Fraction) -> i64 {
        rescale(self.reordering.0, self.reordering.1, clock)
    }

    /// When each picture is decoded, for how long, in the pictures' units.
    fn slots(&self) -> Vec<Slot> {
        let times: Vec<i64> = self.frames.iter().map(|frame| frame.pts).collect();
        decode_slots(&times, self.end, self.ahead(self.base))
    }
}

impl<D> Sounds<D> {
    /// The same sound with its bytes at hand.
    pub fn with_bytes<E>(self, mut bytes: impl FnMut(D) -> Result<Bytes, E>) -> Result<Sounds, E> {
        let Self { config, channels, sample_rate, frames } = self;
        let frames = frames.into_iter().map(|frame| Ok(Frame { position: frame.position, samples: frame.samples, data: bytes(frame.data)? }));
        Ok(Sounds { config, channels, sample_rate, frames: frames.collect::<Result<_, E>>()? })
    }

    fn unit(&self) -> Fraction {
        Fraction { num: 1, den: self.sample_rate.max(1).into() }
    }
}

/// The NAL units of a picture without those that the container carries elsewhere or nobody needs.
fn units<'a>(codec: NalCodec, framing: Framing, sets: &[&[u8]], data: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let needed = move |unit: &&[u8]| !codec.is_delimiter(unit) && !codec.is_dispensable(unit) && !sets.contains(unit);
    codec.units(framing, data).into_iter().filter(needed)
}
