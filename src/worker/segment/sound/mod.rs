//! The sound of a segment: copied packet by packet, or decoded and encoded, on one grid of frames for the whole film.

mod decode;
mod encode;

use bytes::Bytes;
use ffmpeg_next::Packet;
use walros_jobs::{AudioRecipe, Fault};
use walros_media::segment::{SoundCopy, Sounds, Stretch, Want};

use super::film::Track;
use crate::fault;

/// The sound's packets become a segment's frames.
pub(super) enum Consumer {
    Copy(Box<SoundCopy<Bytes>>),
    Encode(Box<decode::Decode>),
}

impl Consumer {
    pub fn new(track: &Track, recipe: &AudioRecipe, stretch: Stretch) -> Result<Self, Fault> {
        Ok(match recipe {
            AudioRecipe::Copy => Self::Copy(Box::new(SoundCopy::new(&track.copied, stretch).map_err(fault::segment)?)),
            AudioRecipe::Encode { .. } => Self::Encode(Box::new(decode::Decode::new(track, recipe, stretch)?)),
        })
    }

    pub fn take(&mut self, packet: Packet) -> Result<Want, Fault> {
        match self {
            Self::Copy(copy) => Ok(match (packet.pts().or(packet.dts()), packet.data()) {
                (Some(pts), Some(data)) => copy.take(pts, packet.duration(), Bytes::copy_from_slice(data)),
                _ => Want::More,
            }),
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
pub(super) fn describe(track: &Track, recipe: &AudioRecipe) -> Result<Sounds, Fault> {
    match recipe {
        AudioRecipe::Copy => Ok(SoundCopy::new(&track.copied, Stretch { start: 0, end: 0, last: false }).map_err(fault::segment)?.finish()),
        AudioRecipe::Encode { .. } => encode::describe(recipe),
    }
}
