//! What a device can play, in the terms every client family shares (Jellyfin's DeviceProfile is the richest of them).

use serde::{Deserialize, Serialize};

/// All lists are alternatives in order of preference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceProfile {
    pub name: Option<String>,
    /// Bits per second; `None` = no limit.
    pub max_bit_rate: Option<u64>,
    pub max_static_bit_rate: Option<u64>,
    pub music_bit_rate: Option<u64>,
    pub direct_play: Vec<DirectPlayProfile>,
    pub transcoding: Vec<TranscodingProfile>,
    pub containers: Vec<ContainerProfile>,
    pub codecs: Vec<CodecProfile>,
    pub subtitles: Vec<SubtitleProfile>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MediaClass {
    #[default]
    Video,
    Audio,
    Photo,
    Subtitle,
    Lyric,
}

/// A name list such as `mp4,m4v`: empty means any, a leading `-` means none of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameList {
    pub names: Vec<String>,
    pub negated: bool,
}

impl NameList {
    /// From a client's comma list; blanks and case are ignored.
    pub fn parse(text: &str) -> Self {
        let (negated, text) = match text.trim().strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let names = text.split(',').map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty()).collect();
        Self { names, negated }
    }

    /// Whether any of `names` (itself possibly a comma list, as libav's format names are) is admitted.
    pub fn admits(&self, names: &str) -> bool {
        if self.names.is_empty() {
            return true;
        }
        let found = names.split(',').any(|name| self.names.iter().any(|own| own.eq_ignore_ascii_case(name.trim())));
        found != self.negated
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DirectPlayProfile {
    pub class: MediaClass,
    pub containers: NameList,
    pub video_codecs: NameList,
    pub audio_codecs: NameList,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StreamProtocol {
    /// One progressive answer.
    #[default]
    Http,
    Hls,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TranscodingProfile {
    pub class: MediaClass,
    pub container: String,
    pub protocol: StreamProtocol,
    pub video_codecs: Vec<String>,
    pub audio_codecs: Vec<String>,
    pub max_audio_channels: Option<u32>,
    /// Made for download rather than streaming.
    pub is_static: bool,
    pub min_segments: u32,
    /// Seconds; zero = the server's choice.
    pub segment_length: u32,
    pub copy_timestamps: bool,
    pub subtitles_in_manifest: bool,
    pub audio_vbr: bool,
    pub break_on_non_key_frames: bool,
    pub conditions: Vec<ProfileCondition>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerProfile {
    pub class: MediaClass,
    pub containers: NameList,
    pub conditions: Vec<ProfileCondition>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodecClass {
    #[default]
    Video,
    /// Sound of a video.
    VideoAudio,
    Audio,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodecProfile {
    pub class: CodecClass,
    pub codecs: NameList,
    pub containers: NameList,
    pub conditions: Vec<ProfileCondition>,
    /// The conditions that must hold for `conditions` to matter.
    pub apply_conditions: Vec<ProfileCondition>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionKind {
    Equals,
    NotEquals,
    LessThanEqual,
    GreaterThanEqual,
    EqualsAny,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionProperty {
    AudioChannels,
    AudioBitrate,
    AudioProfile,
    Width,
    Height,
    Has64BitOffsets,
    PacketLength,
    VideoBitDepth,
    VideoBitrate,
    VideoFramerate,
    VideoLevel,
    VideoProfile,
    VideoTimestamp,
    IsAnamorphic,
    RefFrames,
    NumAudioStreams,
    NumVideoStreams,
    IsSecondaryAudio,
    VideoCodecTag,
    IsAvc,
    IsInterlaced,
    AudioSampleRate,
    AudioBitDepth,
    VideoRangeType,
    NumStreams,
    VideoRotation,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ProfileCondition {
    pub kind: ConditionKind,
    pub property: ConditionProperty,
    /// May hold alternatives: `high|main|baseline`.
    pub value: String,
    /// Whether a source of which the property is unknown fails.
    pub required: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SubtitleMethod {
    /// Burnt into the picture.
    Encode,
    /// Inside the container.
    Embed,
    /// A file of its own.
    External,
    /// A rendition in the playlist.
    Hls,
    Drop,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SubtitleProfile {
    pub format: String,
    pub method: SubtitleMethod,
    pub language: Option<String>,
    pub containers: NameList,
}
