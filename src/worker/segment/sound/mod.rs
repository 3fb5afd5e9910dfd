//! The sound of a segment: copied packet by packet, or decoded and encoded, on one grid of frames for the whole film.

mod copy;
mod decode;
mod encode;

use ffmpeg_next::Packet;
use walros_jobs::{AudioRecipe, Fault};
use walros_media::audio::AudioConfig;

use super::film::{Track, Want};

/// A coded frame of sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// Where it begins, in samples on the film's timeline.
    pub position: i64,
    pub samples: u32,
    pub data: Vec<u8>,
}

/// What a segment lets hear.
pub(super) struct Sounds {
    pub config: AudioConfig,
    pub channels: u32,
    /// Hz; the unit of positions.
    pub sample_rate: u32,
    pub frames: Vec<Frame>,
}

/// The sound's packets become a segment's frames.
pub(super) enum Consumer {
    Copy(Box<copy::Copy>),
    Encode(Box<decode::Decode>),
}

/// The stretch of a segment, in ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub start: i64,
    pub end: i64,
    pub last: bool,
}

impl Consumer {
    /// `first` is the first packet of the stream, where the codec's configuration needs it.
    pub fn new(track: &Track, recipe: &AudioRecipe, stretch: Stretch, first: Option<&[u8]>) -> Result<Self, Fault> {
        Ok(match recipe {
            AudioRecipe::Copy => Self::Copy(Box::new(copy::Copy::new(track, stretch, first)?)),
            AudioRecipe::Encode { .. } => Self::Encode(Box::new(decode::Decode::new(track, recipe, stretch)?)),
        })
    }

    pub fn take(&mut self, packet: Packet) -> Result<Want, Fault> {
        match self {
            Self::Copy(copy) => Ok(copy.take(&packet)),
            Self::Encode(decode) => decode.take(&packet),
        }
    }

    pub fn finish(self) -> Result<Sounds, Fault> {
        match self {
            Self::Copy(copy) => Ok(copy.finish()),
            Self::Encode(decode) => decode.finish(),
        }
    }
}

/// How the sound is coded and in what form, without making any.
pub(super) fn describe(track: &Track, recipe: &AudioRecipe, first: Option<&[u8]>) -> Result<Sounds, Fault> {
    match recipe {
        AudioRecipe::Copy => Ok(copy::Copy::new(track, Stretch { start: 0, end: 0, last: false }, first)?.finish()),
        AudioRecipe::Encode { .. } => encode::describe(recipe),
    }
}

/// Whether a copy's configuration stands only in its packets.
pub(super) fn needs_first_packet(track: &Track, recipe: &AudioRecipe) -> bool {
    *recipe == AudioRecipe::Copy && (matches!(track.facts.codec.as_str(), "ac3" | "eac3") || track.facts.codec == "aac" && track.facts.extradata.is_empty())
}
