//! Where a file can be entered: its random-access points, found without decoding.

use serde::{Deserialize, Serialize};

/// The random-access points of one file's picture. Times are in the stream's own time base, as the demuxer says them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaIndex {
    /// The picture's stream number in the file; `None` for sound alone.
    pub video_stream: Option<u32>,
    /// Seconds per unit of the times below, as a fraction.
    pub time_base: (i32, i32),
    /// The earliest presentation time.
    pub start: i64,
    /// The end of the last frame.
    pub end: i64,
    /// In order of presentation.
    pub keyframes: Vec<Keyframe>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyframe {
    pub pts: i64,
    /// Where its packet begins in the file (in Matroska, when its cues say it, the cluster), or −1.
    pub position: i64,
}
