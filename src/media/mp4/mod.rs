//! Fragmented MP4 (CMAF): one init segment for all fragments of a recipe, decode times on the film's own timeline.
//!
//! Reordered pictures are decoded before they are shown. As ffmpeg's muxer does it, decode times say when they would be shown if they
//! were not reordered, composition offsets are never negative, and an edit list takes off what those add: so the first decode time of
//! a fragment is that of its first picture, from which hls.js and shaka-player reckon where the film begins, and libav's demuxer,
//! which shows pictures with negative offsets late, shows them in time.

pub(crate) mod boxes;
mod fragment;
mod init;
mod sample_entry;

pub use fragment::{Run, Sample, fragment, fragment_head};
pub use init::init;

use crate::audio::AudioConfig;
use crate::config::VideoConfig;

/// One track of an init segment. Tracks are numbered from 1, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Units of the track's times per second.
    pub timescale: u32,
    /// What composition offsets add to all times, in units; an edit list takes it off.
    pub delay: u32,
    /// ISO 639-2/T, or `None` when unknown.
    pub language: Option<[u8; 3]>,
    pub media: TrackMedia,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TrackMedia {
    Video {
        config: VideoConfig,
        /// Pixels as coded.
        width: u16,
        height: u16,
        /// The shape of a pixel; `(1, 1)` for square ones.
        pixel_aspect: (u32, u32),
        /// Primaries, transfer and matrix as ISO/IEC 23001-8 numbers them, and whether the range is full; `None`
        /// when unknown.
        colour: Option<([u16; 3], bool)>,
        /// Quarter turns clockwise for viewing.
        quarter_turns: u8,
    },
    Audio {
        config: AudioConfig,
        channels: u16,
        /// Hz.
        sample_rate: u32,
    },
    /// WebVTT.
    Text,
}
