//! The picture of a segment: copied between keyframes, or decoded, filtered and encoded.

mod decode;
mod encode;
mod filter;

use bytes::Bytes;
use ffmpeg_next::Packet;
use walros_jobs::{Fault, VideoRecipe};
use walros_media::segment::{PictureCopy, Pictures, Want, Window};

use super::burn::Overlay;
use super::film::Track;
use crate::fault;

pub(crate) use encode::{Encoder, Pace};

/// The picture's packets become a segment's pictures.
pub(super) enum Consumer {
    Copy(Box<PictureCopy<Bytes>>),
    Encode(Box<decode::Decode>),
}

impl Consumer {
    pub fn new(track: &Track, recipe: &VideoRecipe, window: Window, overlay: Option<Overlay>) -> Result<Self, Fault> {
        Ok(match recipe {
            VideoRecipe::Copy => Self::Copy(Box::new(PictureCopy::new(&track.copied, window).map_err(fault::segment)?)),
            VideoRecipe::Encode(recipe) => Self::Encode(Box::new(decode::Decode::new(track, recipe, window, overlay))),
        })
    }

    pub fn take(&mut self, packet: Packet) -> Result<Want, Fault> {
        match self {
            // Pictures without a time were written by nothing that is copied from.
            Self::Copy(copy) => Ok(match (packet.pts().or(packet.dts()), packet.data()) {
                (Some(pts), Some(data)) => copy.take(pts, packet.is_key(), Bytes::copy_from_slice(data)),
                _ => Want::More,
            }),
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
            Self::Copy(copy) => copy.finish().map_err(fault::segment),
            Self::Encode(decode) => decode.finish(),
        }
    }
}
