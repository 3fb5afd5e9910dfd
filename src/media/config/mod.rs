//! Decoder configurations: what a player must know before the first sample. Read from what a demuxer or encoder
//! hands over, written as the boxes of MP4 and the RFC 6381 strings of playlists.

mod av1;
mod avc;
mod hevc;
mod vp9;

pub use av1::Av1Config;
pub use avc::AvcConfig;
pub use hevc::HevcConfig;
pub use vp9::Vp9Config;

use crate::nal::{Framing, NalCodec};
use crate::obu;

/// How the picture is coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VideoConfig {
    Avc(AvcConfig),
    Hevc(HevcConfig),
    Av1(Av1Config),
    Vp9(Vp9Config),
}

impl VideoConfig {
    /// From libav's codec name and extradata, for codecs that keep their configuration there. `None` when there is
    /// none, or none that makes sense.
    pub fn from_extradata(codec: &str, extradata: &[u8]) -> Option<Self> {
        match codec {
            "h264" => AvcConfig::parse(extradata).map(Self::Avc),
            "hevc" => HevcConfig::parse(extradata).map(Self::Hevc),
            "av1" => Av1Config::parse(extradata).map(Self::Av1),
            _ => None,
        }
    }

    /// The codec and framing of its NAL units; `None` for codecs that have none.
    pub fn nal(&self) -> Option<(NalCodec, Framing)> {
        match self {
            Self::Avc(config) => Some((NalCodec::Avc, config.framing)),
            Self::Hevc(config) => Some((NalCodec::Hevc, config.framing)),
            _ => None,
        }
    }

    /// Parameter sets that stand outside the samples, in order.
    pub fn parameter_sets(&self) -> Vec<&[u8]> {
        match self {
            Self::Avc(config) => config.sps.iter().chain(&config.pps).map(Vec::as_slice).collect(),
            Self::Hevc(config) => config.sets.iter().map(Vec::as_slice).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether what a keyframe says of all pictures, if it says anything, is what this says.
    pub fn agrees_with(&self, keyframe: &[u8]) -> bool {
        if let Self::Av1(config) = self {
            return obu::sequence_header(keyframe).is_none_or(|header| config.header() == Some(header));
        }
        let Some((codec, framing)) = self.nal() else { return true };
        let sets = self.parameter_sets();
        codec.units(framing, keyframe).into_iter().all(|unit| !codec.is_parameter_set(unit) || sets.contains(&unit))
    }

    /// What `CODECS` in a playlist says.
    pub fn codec_string(&self) -> String {
        match self {
            Self::Avc(config) => config.codec_string(),
            Self::Hevc(config) => config.codec_string(),
            Self::Av1(config) => config.codec_string(),
            Self::Vp9(config) => config.codec_string(),
        }
    }
}
