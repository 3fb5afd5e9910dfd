//! What pictures are encoded by (administrators).

use serde::Serialize;
use utoipa::ToSchema;

use super::rendition::VideoCodec;

/// What was found by trying.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EncoderTable {
    /// The setting: `auto`, `off`, or a device.
    pub hardware: String,
    /// Whether something is tried now.
    pub trying: bool,
    /// Software first, then devices, the one that is preferred first. Empty before anything was tried.
    pub encoders: Vec<Encoders>,
}

/// The encoders of a device, or of software.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Encoders {
    /// `vaapi-renderD128`, `qsv-renderD128`, `nvenc-0`; absent for software.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub device: Option<String>,
    /// Whether it is there and the setting lets it be used. What is not stays listed, since streams were begun with it.
    pub usable: bool,
    /// Seconds for which software encodes in its place, since it failed again and again; then it is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub rests_for: Option<f64>,
    /// Segments that software made in its place since the server started.
    pub stood_in: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_failure: Option<String>,
    pub trials: Vec<EncoderTrial>,
}

/// One encoder.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EncoderTrial {
    pub codec: VideoCodec,
    pub bit_depth: u32,
    /// libav's name.
    pub encoder: String,
    pub passed: bool,
    /// How like its original the picture was that came back the least like it, in dB; absent when it did not pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub psnr: Option<f64>,
    /// Why it did not pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
    /// Whether new streams of this codec are encoded by it.
    pub used: bool,
}
