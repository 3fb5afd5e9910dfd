//! How a file reaches a player: what was asked, what was decided and why, and the stream that carries it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ItemId;
use crate::device::Device;
use crate::probe::MediaSource;
use crate::profile::{DeviceProfile, StreamProtocol, SubtitleMethod};

/// What a player wants to play, and how.
#[derive(Clone, Debug, Default)]
pub struct PlaybackRequest {
    /// `None`: every version is judged.
    pub source: Option<ItemId>,
    /// `None`: nothing is known of the device; sources are answered as they are.
    pub profile: Option<DeviceProfile>,
    /// Bits per second the connection can take.
    pub max_bit_rate: Option<u64>,
    pub max_audio_channels: Option<u32>,
    /// `None` = our choice.
    pub audio_stream: Option<i32>,
    /// `-1` = none, `None` = our choice.
    pub subtitle_stream: Option<i32>,
    pub start: Duration,
    pub allow_direct_play: bool,
    pub allow_transcode: bool,
    pub allow_video_copy: bool,
    pub allow_audio_copy: bool,
    pub always_burn_subtitles: bool,
}

/// What text subtitles are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SubtitleFormat {
    Vtt,
    Srt,
    Ass,
    /// Jellyfin web's JSON of cues.
    Json,
    /// WebVTT in a fragment of MP4 (ISO/IEC 14496-30), for MPEG-DASH.
    Fragment,
}

/// One version with what was decided for it.
#[derive(Clone, Debug)]
pub struct PlayableSource {
    pub source: MediaSource,
    /// The short name of its container: the one a device's profile knows it by, or what its extension says.
    pub container: String,
    pub default_audio: Option<i32>,
    pub default_subtitle: Option<i32>,
    pub direct_play: bool,
    pub can_transcode: bool,
    /// Set when it cannot be played directly and can be transcoded.
    pub transcode: Option<StreamRequest>,
    /// The protocol and container a transcode has or would have, when a profile was judged.
    pub transcode_protocol: StreamProtocol,
    pub transcode_container: Option<String>,
    pub reasons: Vec<TranscodeReason>,
    /// For each subtitle stream, how it is delivered: `(index, method, format)`.
    pub subtitles: Vec<SubtitleDelivery>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubtitleDelivery {
    pub index: i32,
    pub method: SubtitleMethod,
    /// The format it is delivered in (`vtt`, `ass`, `srt`).
    pub format: String,
}

/// Why a source is not played as it is. Spelled as Jellyfin's clients know them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TranscodeReason {
    ContainerNotSupported,
    VideoCodecNotSupported,
    AudioCodecNotSupported,
    SubtitleCodecNotSupported,
    AudioIsExternal,
    SecondaryAudioNotSupported,
    VideoProfileNotSupported,
    VideoLevelNotSupported,
    VideoResolutionNotSupported,
    VideoBitDepthNotSupported,
    VideoFramerateNotSupported,
    RefFramesNotSupported,
    AnamorphicVideoNotSupported,
    InterlacedVideoNotSupported,
    AudioChannelsNotSupported,
    AudioProfileNotSupported,
    AudioSampleRateNotSupported,
    AudioBitDepthNotSupported,
    ContainerBitrateExceedsLimit,
    VideoBitrateNotSupported,
    AudioBitrateNotSupported,
    UnknownVideoStreamInfo,
    UnknownAudioStreamInfo,
    DirectPlayError,
    VideoRangeTypeNotSupported,
    VideoCodecTagNotSupported,
    StreamCountExceedsLimit,
    VideoRotationNotSupported,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SegmentContainer {
    #[default]
    Ts,
    /// Fragmented MP4 with one init segment.
    Mp4,
}

/// What pictures are encoded in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VideoCodec {
    #[default]
    H264,
    Hevc,
    Av1,
}

impl VideoCodec {
    pub const ALL: [Self; 3] = [Self::H264, Self::Hevc, Self::Av1];

    /// libav's name, which URLs and device profiles use, too.
    pub fn name(self) -> &'static str {
        match self {
            Self::H264 => "h264",
            Self::Hevc => "hevc",
            Self::Av1 => "av1",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|codec| codec.name() == name)
    }
}

/// What of a film a stream holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tracks {
    /// Picture and sound, cut as suits them.
    #[default]
    Muxed,
    /// One picture of several to switch between. All renditions of a film are cut where its keyframes are.
    Picture,
    /// One track of sound beside such pictures.
    Sound,
}

/// Everything a stream's URL says. The same request always means the same bytes (with the same source), so it is
/// what segments are named by. Codec lists hold what the client takes, best first; whether the source's own stream
/// is copied is decided from them and the limits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StreamRequest {
    pub source: Option<ItemId>,
    pub tracks: Tracks,
    pub protocol: StreamProtocol,
    pub container: SegmentContainer,
    /// The progressive container when `protocol` is `Http` (`mp3`, `mp4`, `ts`).
    pub http_container: Option<String>,
    pub video_codecs: Vec<String>,
    /// What pictures are encoded in where the list holds it and the container takes it; else H.264 where the list holds
    /// that, which is made in a fraction of the time, and the first that can be made where not.
    pub encode_as: Option<VideoCodec>,
    /// What encodes the picture where it is encoded; `None` = software. It is part of the name, since each encoder has parameter
    /// sets of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Device>,
    pub audio_codecs: Vec<String>,
    pub audio_stream: Option<i32>,
    pub subtitle_stream: Option<i32>,
    pub subtitle_method: Option<SubtitleMethod>,
    /// Bits per second.
    pub video_bit_rate: Option<u64>,
    pub audio_bit_rate: Option<u64>,
    pub audio_sample_rate: Option<u32>,
    pub max_audio_channels: Option<u32>,
    pub max_width: Option<u32>,
    pub max_height: Option<u32>,
    pub max_frame_rate: Option<f32>,
    /// Seconds; `None` = ours (six when the picture is copied, three when not).
    pub segment_length: Option<u32>,
    pub min_segments: Option<u32>,
    pub allow_video_copy: bool,
    pub allow_audio_copy: bool,
    /// What the chosen codecs are limited to, such as `("h264", "level", "41")`, `("h264", "profile", "high,main")`.
    pub codec_options: Vec<(String, String, String)>,
    pub subtitles_in_manifest: bool,
    #[serde(skip)]
    pub reasons: Vec<TranscodeReason>,
    /// Where a progressive stream starts.
    pub start: Duration,
    /// Of HLS with picture and sound together: a rendition of the picture alone that is taken instead of one of its own,
    /// since it was made ahead. It decides where the stream is cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture_of: Option<Box<StreamRequest>>,
    /// Of the playlists of a stacked film: the streams of its later parts, in playing order. Each names its source. A
    /// segment has none: it is a part's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub later_parts: Vec<StreamRequest>,
}

impl StreamRequest {
    /// The requests for the streams of all parts, this one's first.
    pub fn parts(&self) -> impl Iterator<Item = StreamRequest> {
        let first = Self { later_parts: Vec::new(), ..self.clone() };
        std::iter::once(first).chain(self.later_parts.clone())
    }
}
