//! Versions of an item and the tracks in them.

use serde::Serialize;
use utoipa::ToSchema;

/// One way to play an item: a file, or the several that a stacked film lies in.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// To be given to `playback` as `sourceId`.
    pub id: String,
    /// What tells it from the others (`2160p HDR`).
    pub title: String,
    /// Bytes, of all parts.
    pub size: u64,
    /// How many files it lies in.
    pub part_count: u32,
    /// The file's extension.
    pub container: String,
    /// Seconds, of all parts.
    pub duration: f64,
    /// Bits per second of everything together; 0 when unknown.
    pub bit_rate: u64,
    pub tracks: Vec<Track>,
    pub missing: bool,
    /// Where it is; told to administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub path: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TrackKind {
    Video,
    Audio,
    Subtitle,
    /// A cover or data.
    Other,
}

/// One stream of a file, or of a file beside it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Track {
    /// The number it is chosen by.
    pub index: i32,
    pub kind: TrackKind,
    pub codec: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub profile: Option<String>,
    /// ISO 639, three letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub title: Option<String>,
    pub default: bool,
    pub forced: bool,
    pub hearing_impaired: bool,
    pub comment: bool,
    /// A file of its own.
    pub external: bool,
    /// Bits per second; 0 when unknown.
    pub bit_rate: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub bit_depth: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub video: Option<TrackVideo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub audio: Option<TrackAudio>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrackVideo {
    pub width: u32,
    pub height: u32,
    /// Frames per second; 0 when unknown.
    pub frame_rate: f64,
    pub interlaced: bool,
    pub range: DynamicRange,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum DynamicRange {
    Unknown,
    Sdr,
    Hdr10,
    Hdr10Plus,
    Hlg,
    DolbyVision,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrackAudio {
    pub channels: u32,
    /// `stereo`, `5.1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub layout: Option<String>,
    /// Hz.
    pub sample_rate: u32,
    /// `Dolby Atmos`, `DTS:X`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub spatial: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Chapter {
    /// Seconds.
    pub start: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub title: Option<String>,
    /// Relative to `/api/v1/`; made when it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub picture: Option<String>,
}
