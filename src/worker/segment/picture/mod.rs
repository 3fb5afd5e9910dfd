//! The picture of a segment: copied between keyframes, or decoded, filtered and encoded.

pub(super) mod config;
mod copy;
mod decode;
mod encode;
mod filter;

use ffmpeg_next::Packet;
use walros_jobs::{Fault, VideoRecipe};
use walros_media::config::VideoConfig;
use walros_media::time::Fraction;

use super::burn::Overlay;
use super::film::{Track, Want};
use super::window::Window;

pub(super) use encode::Encoder;

/// A coded picture, its times on the film's timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Coded {
    pub pts: i64,
    pub key: bool,
    pub data: Vec<u8>,
}

/// What a segment shows.
pub(super) struct Pictures {
    pub config: VideoConfig,
    /// By us, rather than copied.
    pub encoded: bool,
    /// Of the times below.
    pub base: Fraction,
    /// In decode order.
    pub frames: Vec<Coded>,
    /// Where the next segment begins.
    pub end: i64,
}

/// The picture's packets become a segment's pictures.
pub(super) enum Consumer {
    Copy(Box<copy::Copy>),
    Encode(Box<decode::Decode>),
}

impl Consumer {
    pub fn new(track: &Track, recipe: &VideoRecipe, window: Window, overlay: Option<Overlay>) -> Result<Self, Fault> {
        Ok(match recipe {
            VideoRecipe::Copy => Self::Copy(Box::new(copy::Copy::new(track, window)?)),
            VideoRecipe::Encode(recipe) => Self::Encode(Box::new(decode::Decode::new(track, recipe, window, overlay))),
        })
    }

    pub fn take(&mut self, packet: Packet) -> Result<Want, Fault> {
        match self {
            Self::Copy(copy) => Ok(copy.take(packet)),
            Self::Encode(decode) => decode.take(packet),
        }
    }

    /// There is nothing earlier in the file.
    pub fn take_what_comes(&mut self) {
        match self {
            Self::Copy(copy) => copy.at_beginning = true,
            Self::Encode(decode) => decode.at_beginning = true,
        }
    }

    pub fn finish(self) -> Result<Pictures, Fault> {
        match self {
            Self::Copy(copy) => copy.finish(),
            Self::Encode(decode) => decode.finish(),
        }
    }
}
