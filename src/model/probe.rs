//! What a worker reports about a media file: the stored form is this one.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{ItemId, Timestamp};

/// One playable file with what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaSource {
    /// The id of the file's own item; equals the main item's id for its first version.
    pub id: ItemId,
    /// What tells it from the other versions (`2160p HDR`), or the item's name.
    pub name: String,
    /// Absolute.
    pub path: String,
    /// Bytes.
    pub size: u64,
    pub modified: Timestamp,
    /// `video`, `audio` … facts; `streams` holds the external files first, as [`MediaStream::index`] counts them.
    pub probe: MediaProbe,
    pub missing: bool,
}

/// The facts of one file. Streams are in the order of their `index`: external files first, then the container's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MediaProbe {
    /// The demuxer's name, all of it (`mov,mp4,m4a,3gp,3g2,mj2`, `matroska,webm`).
    pub format: String,
    /// Zero when unknown.
    pub duration: Duration,
    /// Bits per second of everything together; zero when unknown.
    pub bit_rate: u64,
    pub streams: Vec<MediaStream>,
    pub chapters: Vec<Chapter>,
    /// Fonts and the like.
    pub attachments: Vec<Attachment>,
    /// The container's tags, names in lower case (`title`, `artist`, `date` …).
    pub tags: Vec<(String, String)>,
    /// What was wrong with the file, when it could be read all the same.
    pub warnings: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum StreamKind {
    Video,
    Audio,
    Subtitle,
    /// A cover stored as a video stream.
    EmbeddedImage,
    #[default]
    Data,
}

/// One elementary stream, of the container or a file beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MediaStream {
    pub kind: StreamKind,
    /// The number clients choose it by: external files first, then the container's streams in order.
    pub index: i32,
    /// The stream's number inside its own file.
    pub file_index: u32,
    /// Set for a stream that is a file of its own (a subtitle beside the film).
    pub external: Option<String>,
    /// libav's codec name (`h264`, `hevc`, `subrip`, `hdmv_pgs_subtitle`).
    pub codec: String,
    /// FourCC, when the container has one that can be printed.
    pub codec_tag: Option<String>,
    pub profile: Option<String>,
    pub level: Option<i32>,
    /// ISO 639-2/T, three letters (`deu`, `fra`); `None` when unknown or `und`.
    pub language: Option<String>,
    pub title: Option<String>,
    pub default: bool,
    pub forced: bool,
    pub hearing_impaired: bool,
    pub original: bool,
    pub comment: bool,
    /// Bits per second; zero when unknown.
    pub bit_rate: u64,
    pub bit_depth: Option<u32>,
    /// As a fraction, `(1, 1000)`.
    pub time_base: (i32, i32),
    /// `None` = no way to tell.
    pub start: Option<Duration>,
    pub duration: Option<Duration>,
    pub video: Option<VideoFacts>,
    pub audio: Option<AudioFacts>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VideoFacts {
    /// Pixels as coded, before rotation.
    pub width: u32,
    pub height: u32,
    /// `16:9` and the like, after the sample aspect ratio.
    pub aspect_ratio: Option<String>,
    /// Pixels are not square.
    pub anamorphic: bool,
    pub pixel_format: Option<String>,
    /// Frames per second as a fraction; `(0, 1)` when unknown.
    pub average_frame_rate: (i32, i32),
    pub real_frame_rate: (i32, i32),
    pub interlaced: bool,
    pub ref_frames: Option<u32>,
    /// H.264 in length-prefixed form (MP4, MKV) rather than Annex B.
    pub is_avc: Option<bool>,
    pub nal_length_size: Option<u32>,
    pub color_range: Option<String>,
    pub color_space: Option<String>,
    pub color_transfer: Option<String>,
    pub color_primaries: Option<String>,
    pub range: VideoRange,
    pub dolby_vision: Option<DolbyVision>,
    pub hdr10_plus: bool,
    /// How the picture is stored turned, in degrees as ffprobe and Jellyfin sign them: for viewing it must be turned by the
    /// negative of this clockwise (−90: 90° clockwise, the usual portrait phone). 180 at most; zero = upright.
    pub rotation: i32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum VideoRange {
    #[default]
    Unknown,
    Sdr,
    Hdr10,
    Hdr10Plus,
    Hlg,
    /// Profile 5: no compatible base layer.
    DolbyVision,
    DolbyVisionWithHdr10,
    DolbyVisionWithHlg,
    DolbyVisionWithSdr,
}

impl VideoRange {
    pub fn is_hdr(self) -> bool {
        !matches!(self, Self::Unknown | Self::Sdr)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DolbyVision {
    pub version_major: u8,
    pub version_minor: u8,
    pub profile: u8,
    pub level: u8,
    pub rpu_present: bool,
    pub el_present: bool,
    pub bl_present: bool,
    pub compatibility_id: u8,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AudioFacts {
    pub channels: u32,
    /// `stereo`, `5.1`.
    pub channel_layout: Option<String>,
    /// Hz.
    pub sample_rate: u32,
    pub spatial: SpatialFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpatialFormat {
    #[default]
    None,
    DolbyAtmos,
    DtsX,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chapter {
    pub start: Duration,
    pub end: Duration,
    pub title: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The stream's number in the file.
    pub index: u32,
    pub codec: Option<String>,
    pub file_name: Option<String>,
    pub mime_type: Option<String>,
}

impl MediaStream {
    pub fn is_external(&self) -> bool {
        self.external.is_some()
    }

    /// Subtitles made of text rather than pictures.
    pub fn is_text_subtitle(&self) -> bool {
        self.kind == StreamKind::Subtitle
            && matches!(
                self.codec.as_str(),
                "subrip" | "srt" | "ass" | "ssa" | "webvtt" | "mov_text" | "text" | "ttml" | "microdvd" | "subviewer" | "sami" | "smi" | "sub"
            )
    }
}

impl MediaProbe {
    pub fn stream(&self, index: i32) -> Option<&MediaStream> {
        self.streams.iter().find(|stream| stream.index == index)
    }

    pub fn of_kind(&self, kind: StreamKind) -> impl Iterator<Item = &MediaStream> {
        self.streams.iter().filter(move |stream| stream.kind == kind)
    }

    pub fn video(&self) -> Option<&MediaStream> {
        self.of_kind(StreamKind::Video).next()
    }

    pub fn tag(&self, name: &str) -> Option<&str> {
        self.tags.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
