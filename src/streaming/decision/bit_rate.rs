//! Bits per second: limits, what streams probably have when files do not say, and what an encoder is given.

use walros_model::MediaStream;
use walros_model::profile::MediaClass;

use super::Case;

/// What a file of unknown bit rate counts as.
const UNKNOWN: u64 = 40_000_000;

/// What the connection takes; `None` = anything.
pub(super) fn limit(case: &Case<'_>) -> Option<u64> {
    case.request.max_bit_rate.or(case.profile.max_bit_rate).filter(|limit| *limit > 0)
}

pub(super) fn exceeds_limit(case: &Case<'_>) -> bool {
    let own = match case.source.probe.bit_rate {
        0 => UNKNOWN,
        known => known,
    };
    limit(case).is_some_and(|limit| own > limit)
}

/// What a track probably has when its file does not say; zero = no idea.
pub fn guess(stream: &MediaStream) -> u64 {
    let channels = u64::from(stream.audio.as_ref().map_or(2, |audio| audio.channels.max(1)));
    match stream.codec.as_str() {
        _ if stream.bit_rate > 0 => stream.bit_rate,
        "aac" | "mp3" | "mp2" if channels >= 5 => 320_000,
        "ac3" | "eac3" if channels >= 5 => 640_000,
        "aac" | "mp3" | "mp2" | "ac3" | "eac3" => 192_000,
        "opus" | "vorbis" => channels * 64_000,
        "flac" | "alac" if channels >= 5 => 2_880_000,
        "flac" | "alac" => 960_000,
        _ => 0,
    }
}

/// What the sound of a stream may take: that of the track when its codec stays, else what is usual for the codec
/// and number of channels, within what the whole connection leaves for it.
pub(super) fn for_audio(case: &Case<'_>, track: &MediaStream, codecs: &[String], max_channels: Option<u32>) -> u64 {
    let channels = track.audio.as_ref().map_or(2, |audio| audio.channels.max(1));
    let target = max_channels.map_or(channels, |max| max.min(channels));
    let codec = codecs.iter().find(|codec| **codec == track.codec).or(codecs.first()).map_or("", String::as_str);
    let kept = codec == track.codec && target == channels;
    let rate = match guess(track) {
        known if kept && known > 0 => known,
        _ => usual(codec, target),
    };
    let rate = limit(case).map_or(rate, |limit| rate.min(share(limit)));
    if case.class == MediaClass::Audio { case.profile.music_bit_rate.filter(|limit| *limit > 0).map_or(rate, |limit| rate.min(limit)) } else { rate }
}

fn usual(codec: &str, channels: u32) -> u64 {
    match (codec, channels) {
        ("aac" | "mp3" | "ac3" | "eac3", 0..=1) => 128_000,
        ("aac" | "mp3" | "ac3" | "eac3", 2..=5) => 384_000,
        ("aac" | "mp3" | "ac3" | "eac3", _) => 640_000,
        ("flac" | "alac", 0..=1) => 768_000,
        ("flac" | "alac", 2..=5) => 1_536_000,
        ("flac" | "alac", _) => 3_584_000,
        _ => 192_000,
    }
}

/// How much of a connection sound may take.
fn share(total: u64) -> u64 {
    match total {
        0..=640_000 => 128_000,
        640_001..=2_000_000 => 384_000,
        2_000_001..=3_000_000 => 448_000,
        3_000_001..=4_000_000 => 640_000,
        4_000_001..=5_000_000 => 768_000,
        5_000_001..=10_000_000 => 1_536_000,
        10_000_001..=15_000_000 => 2_304_000,
        15_000_001..=20_000_000 => 3_584_000,
        _ => 7_168_000,
    }
}
