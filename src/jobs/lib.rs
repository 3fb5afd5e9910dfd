//! What server and worker say to each other.
//!
//! A job is one frame: a JSON [`Job`] with the open files it may read (the worker can open nothing itself). The answer
//! is one frame: a JSON [`Reply`] or [`Fault`], followed by bytes where the job makes some.

mod describe;
pub mod frame;
mod local;
mod process;
mod queue;
pub mod trial;

use std::fs::File;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use walros_model::index::{Clock, MediaIndex};
use walros_model::trickplay::Shot;
use walros_model::{Device, MediaProbe};

pub use local::{LocalPool, PoolConfig, default_binary};
pub use trial::{Trial, TrialOutcome};
pub use walros_model::playback::{SubtitleFormat, VideoCodec};

/// One piece of media work. File numbers count the files passed with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Facts of the file: container, streams, chapters, tags. `name` helps libav to tell formats apart.
    Probe { name: String },
    /// Keyframes and their byte positions, without decoding.
    Index { name: String },
    /// Size, transparency and blurhash of a picture.
    DescribeImage { from: ImageFrom },
    /// The picture scaled and encoded. `clock` where it is a frame of a film whose clock jumps.
    Image {
        from: ImageFrom,
        size: ImageSize,
        format: ImageFormat,
        quality: u8,
        #[serde(default)]
        clock: Option<Clock>,
    },
    /// Small pictures of a film on one sheet, for seeking.
    Tiles(TilesJob),
    /// A text subtitle stream (or a subtitle file) as a whole, in another format.
    Subtitle(SubtitleJob),
    /// The bytes of an attachment (a font).
    Attachment { stream: u32 },
    /// A stretch of film or sound in a container of ours.
    Segment(SegmentJob),
}

/// Which picture a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImageFrom {
    /// The file is a picture.
    File,
    /// The attached picture in this stream.
    Stream(u32),
    /// A frame of the film, near this time.
    Frame(Duration),
}

/// Pictures never grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ImageSize {
    Original,
    /// The largest that fits into the box.
    Within {
        width: u32,
        height: u32,
    },
    /// The smallest that covers the box, without cutting.
    Cover {
        width: u32,
        height: u32,
    },
    /// Exactly this, whatever the shape.
    Exact {
        width: u32,
        height: u32,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ImageFormat {
    Jpeg,
    Png,
    Webp,
}

/// The answer is a JPEG. What cannot be decoded shows what was before it, and nothing at all is a [`Fault::BadFile`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TilesJob {
    /// The film's file name, which helps libav to tell formats apart.
    pub name: String,
    /// The picture's stream.
    pub stream: u32,
    /// At most `columns` × `rows`, row by row; the rest stays black.
    pub shots: Vec<Shot>,
    /// Pixels of one picture, upright; even numbers.
    pub width: u32,
    pub height: u32,
    pub columns: u32,
    pub rows: u32,
    /// 1–100.
    pub quality: u8,
    /// Where the file's clock jumps.
    #[serde(default)]
    pub clock: Option<Clock>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubtitleJob {
    /// The stream in the container; `None` when the file is a subtitle itself.
    pub stream: Option<u32>,
    /// The file's extension, for formats without a signature.
    pub extension: String,
    pub format: SubtitleFormat,
    /// Only cues in this window are written; `None` = to the end.
    pub start: Duration,
    pub end: Option<Duration>,
    /// Whether times stay those of the film (as HLS wants) or count from `start`.
    pub keep_times: bool,
    /// Whether WebVTT opens with an `X-TIMESTAMP-MAP` for MPEG-TS.
    pub time_map: bool,
    /// Where the file's clock jumps.
    #[serde(default)]
    pub clock: Option<Clock>,
}

/// How a segment's picture is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum VideoRecipe {
    Copy,
    Encode(VideoEncode),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VideoEncode {
    pub codec: VideoCodec,
    /// Bits of a sample: 8, or 10 where high dynamic range is kept (HEVC and AV1).
    pub bit_depth: u32,
    /// Pixels after scaling, even numbers.
    pub width: u32,
    pub height: u32,
    /// Bits per second; the ceiling of a constant-quality encode.
    pub bit_rate: u64,
    pub profile: Option<String>,
    /// As the codec's own standard counts it: level 4.1 is 41 in H.264, 123 in HEVC, and 9 in AV1.
    pub level: Option<u32>,
    /// Frames per second as a fraction to reduce to, when the source has more.
    pub frame_rate: Option<(i32, i32)>,
    pub deinterlace: bool,
    pub tone_map: bool,
    /// Degrees clockwise to turn the picture.
    pub rotation: i32,
    /// The subtitle stream to burn in.
    pub burn_subtitle: Option<BurnSubtitle>,
    pub speed: Speed,
    /// What encodes; `None` = software.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Device>,
    /// Whether each keyframe carries its parameter sets, so that it is decoded whoever made those before it, and whatever
    /// the init segment says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_band: bool,
}

/// How an encoder weighs time against bits. Both classes have the same parameter sets and the same ceiling, and look
/// alike, so that a stream is made of either, segment by segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Speed {
    /// What is made ahead.
    #[default]
    Good,
    /// What somebody waits for: in two thirds of the time, with up to two thirds more bits.
    Fast,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BurnSubtitle {
    /// Which of the files passed with the job holds it (0 = the film).
    pub file: usize,
    /// That file's name, which helps libav to tell formats apart.
    pub name: String,
    pub stream: u32,
}

/// How a segment's sound is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AudioRecipe {
    Copy,
    Encode {
        /// `aac`, `mp3`, `ac3`, `opus` or `flac`.
        codec: String,
        channels: u32,
        /// Hz.
        sample_rate: u32,
        /// Bits per second.
        bit_rate: u64,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Container {
    Ts,
    /// A CMAF fragment; the init segment is asked for by [`Part::Init`].
    Fmp4,
    /// Whole progressive files.
    Mp3,
    Adts,
    Ogg,
    Flac,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Part {
    /// What stands before all fragments.
    Init,
    /// The stretch `[start, end)`, in ticks of 100 ns on the film's own timeline, which starts at zero.
    Media { start: i64, end: i64 },
    /// The first picture of such a stretch alone, shown for all of it, for winding: nothing else of it is encoded.
    Keyframe { start: i64, end: i64 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentJob {
    /// The film's file name, which helps libav to tell formats apart.
    pub name: String,
    pub container: Container,
    pub part: Part,
    /// The picture's stream in file 0 and how it is made; `None` for sound alone.
    pub video: Option<(u32, VideoRecipe)>,
    pub audio: Option<(u32, AudioRecipe)>,
    /// Where the film's timeline begins on the file's own clock, in ticks of 100 ns.
    pub origin: i64,
    /// What the film's beginning is labelled in what is written, in ticks: room for pictures that are decoded before
    /// it, since containers know no negative times.
    pub base: i64,
    /// Whether nothing follows: the last segment takes all that is left.
    pub last: bool,
    /// Where the file's clock jumps.
    #[serde(default)]
    pub clock: Option<Clock>,
}

impl SegmentJob {
    /// What is to encode its picture, if no software.
    pub fn device(&self) -> Option<Device> {
        match &self.video {
            Some((_, VideoRecipe::Encode(encode))) => encode.device,
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    Probe(Box<MediaProbe>),
    Index(Box<MediaIndex>),
    Image {
        width: u32,
        height: u32,
        transparent: bool,
        blurhash: String,
    },
    /// The answer is the bytes.
    Bytes,
    Segment(SegmentFacts),
}

/// What the worker counted while it made a segment; the server checks it before it serves the bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SegmentFacts {
    pub video_frames: u32,
    pub audio_frames: u32,
    /// Earliest and end presentation times, ticks of 100 ns; `None` without such a stream.
    pub video_span: Option<(i64, i64)>,
    pub audio_span: Option<(i64, i64)>,
}

/// Why a job failed. `text` is one line for the log and the administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Fault {
    /// The file is broken, or no media file.
    #[error("{text}")]
    BadFile { text: String },
    /// It cannot be done with this build or this input.
    #[error("{text}")]
    Unsupported { text: String },
    /// The worker died or ran out of time on it.
    #[error("{text}")]
    Crashed { text: String },
    /// Reading failed.
    #[error("{text}")]
    Io { text: String },
    /// No worker could take it, which is nothing of the file's.
    #[error("{text}")]
    NoWorker { text: String },
}

#[derive(Debug)]
pub struct Done {
    pub reply: Reply,
    pub bytes: Bytes,
}

/// What makes segments inside a worker. Copies are the same by each; encodes differ, and are kept under names of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    #[default]
    Libav,
    /// In workers that are built with the feature `gstreamer`.
    Gstreamer,
}

impl Backend {
    /// As the worker's command line and the configuration name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Libav => "libav",
            Self::Gstreamer => "gstreamer",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Libav, Self::Gstreamer].into_iter().find(|known| known.name() == name)
    }
}

/// Who waits for a job: the first runs first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// A player or a page is waiting.
    Waiting,
    /// Soon wanted.
    Ahead,
    /// A scan.
    Background,
    /// Nobody waits: begins only while nothing else is done.
    Idle,
}

/// Anything that can run jobs: the local pool, or machines that joined.
pub trait Workers: Send + Sync {
    /// Runs one job to its end. `files` are those it may read, in the order the job counts them.
    /// Dropping the future takes a job that has not begun out of the queue.
    fn run(&self, priority: Priority, job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>>;

    /// As [`run`](Self::run), telling when a worker has the job in hand: until then another may be run in its place.
    fn run_telling(&self, priority: Priority, job: Job, files: Vec<File>, begun: Begun) -> BoxFuture<'_, Result<Done, Fault>> {
        begun.mark();
        self.run(priority, job, files)
    }

    /// What makes its segments, one for all.
    fn backend(&self) -> Backend {
        Backend::default()
    }

    /// Finds out which encoders of a device (`None` = software) work here, by [`TRIALS`](trial::TRIALS). The fault is that
    /// nothing can be tried.
    fn trial(&self, device: Option<Device>) -> BoxFuture<'_, Result<Vec<Trial>, Fault>> {
        let _ = device;
        Box::pin(async { Err(Fault::Unsupported { text: "these workers try nothing".to_owned() }) })
    }

    /// Another number when the program that does the work is another one: a file that ends one may be read by the next.
    fn build(&self) -> u64 {
        0
    }
}

/// When work on something began. Clones tell the same.
#[derive(Clone, Debug, Default)]
pub struct Begun(Arc<OnceLock<Instant>>);

impl Begun {
    /// Only the first time counts.
    pub fn mark(&self) {
        self.0.get_or_init(Instant::now);
    }

    /// `None` before it began.
    pub fn at(&self) -> Option<Instant> {
        self.0.get().copied()
    }
}
