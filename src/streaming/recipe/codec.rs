//! Which codec a picture is encoded in, and what of the source survives in it.

use walros_jobs::{Container, VideoCodec};
use walros_model::playback::StreamRequest;
use walros_model::probe::{VideoFacts, VideoRange};

use super::{number, option, same_profile};
use crate::decision::lists;
use crate::error::{Result, StreamError};

/// The codec of the request's list that is encoded: the one that the request prefers, else H.264 wherever the device takes it: it is made in a fraction of the
/// time, and somebody waits. Else the first that can be made.
pub(crate) fn chosen(request: &StreamRequest, container: Container) -> Result<VideoCodec> {
    let listed = &request.video_codecs;
    let made = |codec: &VideoCodec| container == Container::Fmp4 || *codec != VideoCodec::Av1;
    if let Some(codec) = request.encode_as.filter(|codec| made(codec) && listed.iter().any(|name| name == codec.name())) {
        return Ok(codec);
    }
    if listed.is_empty() || listed.iter().any(|codec| codec == VideoCodec::H264.name()) {
        return Ok(VideoCodec::H264);
    }
    listed.iter().filter_map(|name| VideoCodec::named(name)).find(made).ok_or_else(|| {
        let text = format!("pictures are encoded in H.264, HEVC and (in MP4) AV1, and {} was asked for", listed.join(", "));
        StreamError::Unsupported(text)
    })
}

/// Whether high dynamic range stays: where the device says by name that it takes this codec with it, in ten bits.
/// Subtitles are painted on pictures of the usual range only.
pub(super) fn keeps_range(request: &StreamRequest, codec: VideoCodec, facts: &VideoFacts, burns: bool) -> bool {
    let base = match facts.range {
        VideoRange::Hdr10 | VideoRange::Hdr10Plus | VideoRange::DolbyVisionWithHdr10 => "HDR10",
        VideoRange::Hlg | VideoRange::DolbyVisionWithHlg => "HLG",
        _ => return false,
    };
    let name = codec.name();
    let taken = option(request, name, "rangetype").is_some_and(|list| lists(list, base));
    let deep = number(request, name, "videobitdepth").is_none_or(|depth| depth >= 10.0);
    let profile = codec == VideoCodec::Av1 || option(request, name, "profile").is_none_or(|list| list.split([',', '|']).any(|own| same_profile(own, "main10")));
    codec != VideoCodec::H264 && taken && deep && profile && !burns
}

/// The best profile that the codec's option lists; what is listed may be that of a source which cannot be copied.
pub(super) fn profile(request: &StreamRequest, codec: VideoCodec, bit_depth: u32) -> &'static str {
    match codec {
        VideoCodec::H264 => h264_profile(option(request, codec.name(), "profile")),
        VideoCodec::Hevc if bit_depth > 8 => "main10",
        VideoCodec::Hevc | VideoCodec::Av1 => "main",
    }
}

fn h264_profile(list: Option<&str>) -> &'static str {
    let listed = |name: &str| list.is_some_and(|list| list.split([',', '|']).any(|own| same_profile(own, name)));
    if list.is_none() || listed("high") {
        "high"
    } else if listed("main") {
        "main"
    } else if listed("baseline") || listed("constrained baseline") {
        "baseline"
    } else {
        "high"
    }
}
