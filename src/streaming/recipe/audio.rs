//! The sound: copied where it fits, else encoded in the first codec of the request that can be.

use walros_jobs::{AudioRecipe, Container};
use walros_model::playback::StreamRequest;
use walros_model::probe::{MediaProbe, MediaSource};
use walros_model::{MediaStream, StreamKind};

use super::{number, option, same_profile};
use crate::error::{Result, StreamError};

pub(super) fn recipe(source: &MediaSource, request: &StreamRequest, container: Container) -> Result<Option<(u32, AudioRecipe)>> {
    let Some(stream) = track(&source.probe, request) else { return Ok(None) };
    if stream.is_external() {
        return Err(StreamError::Unsupported("sound in a file of its own is not mixed into a stream".to_owned()));
    }
    let recipe = if can_copy(request, container, stream) { AudioRecipe::Copy } else { encode(request, container, stream)? };
    Ok(Some((stream.file_index, recipe)))
}

/// The track asked for, else the file's default, else the first.
fn track<'a>(probe: &'a MediaProbe, request: &StreamRequest) -> Option<&'a MediaStream> {
    let asked = request.audio_stream.filter(|index| *index >= 0).and_then(|index| probe.stream(index)).filter(|stream| stream.kind == StreamKind::Audio);
    let mut tracks = probe.streams.iter().filter(|stream| stream.kind == StreamKind::Audio && !stream.is_external());
    asked.or_else(|| tracks.clone().find(|stream| stream.default)).or_else(|| tracks.next())
}

fn carries(container: Container, codec: &str) -> bool {
    match container {
        Container::Ts => matches!(codec, "aac" | "ac3" | "eac3" | "mp3"),
        Container::Fmp4 => matches!(codec, "aac" | "ac3" | "eac3" | "mp3" | "opus" | "flac"),
        Container::Mp3 => codec == "mp3",
        Container::Adts => codec == "aac",
        Container::Ogg => codec == "opus",
        Container::Flac => codec == "flac",
    }
}

fn can_copy(request: &StreamRequest, container: Container, stream: &MediaStream) -> bool {
    let codec = stream.codec.as_str();
    let Some(facts) = &stream.audio else { return false };
    let listed = request.audio_codecs.is_empty() || request.audio_codecs.iter().any(|listed| listed == codec || listed == "copy");
    let channels = max_channels(request, codec).is_none_or(|max| facts.channels <= max);
    // Rates are averages: a little more than asked is what asking meant.
    let rate = request.audio_bit_rate.is_none_or(|limit| stream.bit_rate <= limit + limit / 10) || matches!(codec, "flac");
    let samples = request.audio_sample_rate.is_none_or(|limit| facts.sample_rate <= limit);
    let profile = match (option(request, codec, "profile"), &stream.profile) {
        (Some(list), Some(own)) => list.split([',', '|']).any(|listed| same_profile(listed, own)),
        _ => true,
    };
    // A whole Ogg file would have to be copied page by page; its packets' lengths vary.
    let plain = container != Container::Ogg;
    request.allow_audio_copy && listed && carries(container, codec) && channels && rate && samples && profile && plain
}

fn max_channels(request: &StreamRequest, codec: &str) -> Option<u32> {
    let option = number(request, codec, "audiochannels").filter(|channels| *channels >= 1.0).map(|channels| channels as u32);
    request.max_audio_channels.filter(|max| *max > 0).into_iter().chain(option).min()
}

fn encode(request: &StreamRequest, container: Container, stream: &MediaStream) -> Result<AudioRecipe> {
    let made = |codec: &&str| carries(container, codec) && matches!(*codec, "aac" | "mp3" | "ac3" | "opus" | "flac");
    let asked = request.audio_codecs.iter().map(String::as_str).find(made);
    let usual = ["aac", "mp3", "opus", "flac"].into_iter().find(|codec| made(codec));
    // A list without any codec that can be made is answered in the usual one: silence would help nobody.
    let codec = asked.or(usual).ok_or_else(|| StreamError::Unsupported("no sound can be made for this container".to_owned()))?;
    let facts = stream.audio.clone().unwrap_or_default();
    let most = match codec {
        "mp3" => 2,
        "ac3" => 6,
        _ => 8,
    };
    let channels = match facts.channels {
        0 => 2,
        own => own,
    };
    let channels = layout(max_channels(request, codec).map_or(channels, |max| channels.min(max)).min(most));
    let sample_rate = sample_rate(
        codec,
        request.audio_sample_rate.filter(|rate| *rate >= 8_000).unwrap_or(u32::MAX).min(if facts.sample_rate == 0 { 48_000 } else { facts.sample_rate }),
    );
    let (least, usual, most) = match codec {
        "mp3" => (64_000, 192_000, 320_000),
        "ac3" => (96_000, if channels > 2 { 448_000 } else { 192_000 }, 640_000),
        "opus" => (32_000, 64_000 * u64::from(channels), 256_000 * u64::from(channels)),
        _ => (32_000 * u64::from(channels), 96_000 * u64::from(channels), 256_000 * u64::from(channels)),
    };
    let bit_rate = request.audio_bit_rate.unwrap_or(usual).clamp(least, most);
    Ok(AudioRecipe::Encode { codec: codec.to_owned(), channels, sample_rate, bit_rate })
}

/// Numbers of channels that every encoder has a layout for.
fn layout(channels: u32) -> u32 {
    match channels {
        0..=2 => channels.max(1),
        3..=5 => 2,
        6 | 7 => 6,
        _ => 8,
    }
}

/// The nearest rate that the codec has, not above the source's where there is one.
fn sample_rate(codec: &str, wanted: u32) -> u32 {
    match codec {
        "opus" => 48_000,
        "ac3" => [48_000, 44_100, 32_000].into_iter().find(|rate| *rate <= wanted).unwrap_or(32_000),
        // Lower rates have shorter frames and other headers in MP3.
        "mp3" => [48_000, 44_100, 32_000].into_iter().find(|rate| *rate <= wanted).unwrap_or(32_000),
        "flac" => wanted.clamp(8_000, 192_000),
        _ => [48_000, 44_100, 32_000, 24_000, 22_050, 16_000].into_iter().find(|rate| *rate <= wanted).unwrap_or(16_000),
    }
}
