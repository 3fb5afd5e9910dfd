//! Where a file can be entered: its random-access points, found without decoding.

use serde::{Deserialize, Serialize};

/// The random-access points of one file's picture. Times are in the stream's own time base, as the demuxer says them;
/// where the file's clock jumps, on the one timeline that its [epochs](Epoch) make of it.
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
    /// Pictures and sounds of the file, with what copying them needs to know.
    pub tracks: Vec<TrackFacts>,
    /// Of Matroska without cues: where its lines of text are. All other files say it themselves.
    #[serde(default)]
    pub texts: Vec<TextPlaces>,
    /// In order of position. Empty where the file's clock is one timeline, as it nearly always is.
    pub epochs: Vec<Epoch>,
}

/// The blocks of one track of text, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPlaces {
    /// The track's stream number in the file.
    pub stream: u32,
    pub places: Vec<TextPlace>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPlace {
    /// In the stream's own time base, as the next; zero when nobody says how long it shows.
    pub pts: i64,
    pub duration: i64,
    /// Where the block's content begins in the file.
    pub position: i64,
    /// Bytes of text in it.
    pub size: u32,
}

/// A stretch of an MPEG stream over which its clock runs on. The next begins where the clock wraps (it has 33 bits) or
/// jumps, as it does in recordings put one behind the other. Times are in units of 1/90000 s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Epoch {
    /// What begins at this byte of the file or behind it belongs to this epoch.
    pub position: i64,
    /// When it begins on the one timeline.
    pub start: i64,
    /// What the clock's 33 bits lack to that timeline.
    pub shift: i64,
}

/// What reading a stretch of such a file needs, since it cannot be entered by time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub epochs: Vec<Epoch>,
    /// Where the last epoch ends.
    pub end: i64,
    /// Some keyframes before the stretch, in order.
    pub entries: Vec<Keyframe>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyframe {
    pub pts: i64,
    /// Where its packet begins in the file (in Matroska its cluster), or −1.
    pub position: i64,
}

/// One stream of picture or sound, with all that must be known before its packets are copied into another container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrackFacts {
    /// Its number in the file, as the demuxer counts.
    pub stream: u32,
    /// What the container itself calls it (in MP4 the track's id); zero when it has no such thing.
    pub id: u32,
    /// libav's name.
    pub codec: String,
    /// The decoder's configuration as the container keeps it (`avcC` and the like); empty when it keeps none.
    pub config: Vec<u8>,
    /// How the first packet begins, for codecs whose configuration stands only there.
    pub first_packet: Vec<u8>,
    /// The codec's own numbers; negative when unknown.
    pub profile: i32,
    pub level: i32,
    /// Seconds per unit of its times, as a fraction.
    pub time_base: (i32, i32),
    /// When its first packet comes, on the file's clock.
    pub start: Option<i64>,
    /// ISO 639-2, as the container says it.
    pub language: Option<String>,
    pub picture: Option<PictureFacts>,
    pub sound: Option<SoundFacts>,
    /// In MP4: where its samples stand in the header's tables, if all follow them.
    pub samples: Option<SampleRange>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PictureFacts {
    /// Pixels as coded.
    pub width: u32,
    pub height: u32,
    /// The shape of a pixel; `(1, 1)` for square ones.
    pub pixel_aspect: (u32, u32),
    /// Primaries, transfer and matrix as ISO/IEC 23001-8 numbers them; 2 = unknown.
    pub colour: [u16; 3],
    pub full_range: bool,
    /// Bits of a component; zero when unknown.
    pub depth: u32,
    /// Horizontal and vertical subsampling of colour, as powers of two.
    pub subsampling: (u8, u8),
    /// Quarter turns clockwise for viewing.
    pub quarter_turns: u8,
    /// Pictures a second, as fractions; `(0, 0)` when unknown.
    pub average_rate: (i32, i32),
    pub highest_rate: (i32, i32),
    /// How many pictures are reordered.
    pub reordered: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SoundFacts {
    pub channels: u32,
    /// Hz.
    pub sample_rate: u32,
    /// Samples in a packet, where the demuxer says that all have as many; otherwise zero.
    pub packet_samples: u32,
}

/// The samples of an MP4 track that are played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleRange {
    /// Numbers from 0, in order of decoding: `[first, end)`.
    pub first: u32,
    pub end: u32,
    /// What edit lists add to the tables' times, in the track's units.
    pub shift: i64,
}
