//! Renditions that are made ahead of time and kept (administrators).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::playback::PlaybackAsk;

/// How large a picture may be, and how many bits per second it may take. Players that switch by themselves have
/// pictures of 1080 lines with 8 000 000, 720 with 4 000 000, 480 with 2 000 000, 360 with 1 000 000 and 240 with 500 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenditionQuality {
    /// Pixels, 144 to 4320.
    pub max_height: u32,
    /// Bits per second, 200 000 to 200 000 000.
    pub max_bit_rate: u64,
}

/// What is to be made of a film: one of the two.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRendition {
    /// What a browser gets that asks for this quality.
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
