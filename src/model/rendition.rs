//! Renditions that are made ahead of time and kept whole.

use crate::playback::{StreamRequest, VideoCodec};
use crate::{ItemId, Timestamp};

/// How large a picture may be, and how many bits per second all of it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quality {
    /// Pixels.
    pub max_height: u32,
    pub max_bit_rate: u64,
    /// Those who take it get it instead of what would be made for them in H.264.
    pub codec: VideoCodec,
}

/// What the films of a library get without anybody asking; those that play as well as they are get nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenditionRule {
    pub library: ItemId,
    pub quality: Quality,
    /// Only of files added from then on; `None` = of all.
    pub since: Option<Timestamp>,
}

/// A rendition that somebody wants, made or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendition {
    pub number: i64,
    /// The file.
    pub source: ItemId,
    pub title: String,
    pub series: Option<String>,
    /// The stream that is made: whoever asks for the same finds it there.
    pub request: StreamRequest,
    /// Somebody asked for it, for this file.
    pub by_hand: bool,
    /// A library's rule asks for it.
    pub by_rule: bool,
    pub outcome: Outcome,
    /// The name of what is kept, once it was begun: 64 hexadecimal digits.
    pub key: Option<String>,
    pub changed: Timestamp,
}

/// How far a rendition is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub state: RenditionState,
    /// Parts (segments, and an init segment) of the stream, and those that are made.
    pub parts: u32,
    pub made: u32,
    /// Pictures counted in it, and how many there should be where all last as long; both when it is ready.
    pub pictures: u64,
    pub expected_pictures: Option<u64>,
    pub bytes: u64,
    /// Why it failed, or is not needed.
    pub reason: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum RenditionState {
    #[default]
    Waiting = 1,
    Making = 2,
    /// All of it is there and was looked through.
    Ready = 3,
    /// The file gives the same without encoding its picture.
    Needless = 4,
    /// It is tried again with the next run.
    Failed = 5,
}

impl RenditionState {
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Making, Self::Ready, Self::Needless, Self::Failed];

    pub fn code(self) -> i16 {
        self as i16
    }

    pub fn from_code(code: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}
