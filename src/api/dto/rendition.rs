//! Renditions that are made ahead of time and kept (administrators).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::playback::PlaybackAsk;

/// How large a picture may be, and how many bits per second all of it may take. It stands for the largest
/// of the pictures that players switch between within it: 1080 at 8 000 000, 720 at 4 000 000, 480 at 2 000 000, 360 at
/// 1 000 000 and 240 at 500 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenditionQuality {
    /// Pixels, 144 to 4320.
    pub max_height: u32,
    /// Bits per second, 200 000 to 200 000 000.
    pub max_bit_rate: u64,
    /// Players that take it get it instead of H.264.
    #[serde(default)]
    pub codec: VideoCodec,
}

/// What pictures are encoded in. HEVC and AV1 are smaller and take longer to make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum VideoCodec {
    #[default]
    H264,
    Hevc,
    Av1,
}

/// What is to be made of a film: one of the two.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRendition {
    /// What our own players go to within this quality, where they take its codec.
    #[serde(default)]
    pub quality: Option<RenditionQuality>,
    /// What this device would get, as it asks for playback.
    #[serde(default)]
    pub device: Option<PlaybackAsk>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RenditionsWanted {
    /// How many were not wanted before.
    pub added: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RenditionState {
    Waiting,
    Making,
    /// All of it is there and was looked through.
    Ready,
    /// The file gives the same without encoding its picture.
    Needless,
    /// It is tried again with the next run.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rendition {
    pub id: i64,
    pub source_id: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub series_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub max_height: Option<u32>,
    /// Of the picture, bits per second.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub video_bit_rate: Option<u64>,
    /// Of the picture, libav's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub video_codec: Option<String>,
    /// A track of sound rather than a picture.
    pub sound: bool,
    pub state: RenditionState,
    /// Somebody asked for it.
    pub by_hand: bool,
    /// A library's rule asks for it.
    pub by_rule: bool,
    /// Parts (segments, and what stands before them) that are made, of how many.
    pub made: u32,
    pub parts: u32,
    /// Pictures counted in it, when it is ready.
    pub pictures: u64,
    /// Pictures that there should be, where all last as long.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub expected_pictures: Option<u64>,
    pub bytes: u64,
    /// Why it failed, or is not needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// Renditions, what is being made first, and how far everything is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Renditions {
    pub items: Vec<Rendition>,
    pub total: u64,
    /// Bytes kept, and how many there may be.
    pub bytes: u64,
    pub bytes_max: u64,
    /// When renditions are made; whenever nothing else is done when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub hours: Option<Hours>,
    /// From 0 to 1 of what was wanted when the run began; absent while none runs or waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub running: Option<f64>,
}

/// Minutes after midnight, by the server's clock; over midnight when `to` is before `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hours {
    pub from: u32,
    pub to: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenditionSettings {
    /// Whenever nothing else is done when absent.
    #[serde(default)]
    pub hours: Option<Hours>,
}

/// What the films of a library get without anybody asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenditionRule {
    pub max_height: u32,
    pub max_bit_rate: u64,
    /// Players that take it get it instead of H.264.
    #[serde(default)]
    pub codec: VideoCodec,
    /// Only files that come after the rule was made.
    #[serde(default)]
    pub new_files_only: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LibraryRules {
    pub library_id: String,
    pub rules: Vec<RenditionRule>,
}
