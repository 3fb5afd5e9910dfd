//! What every stream has, whatever its kind.

use ffmpeg_next::Stream;
use ffmpeg_next::format::stream::Disposition;
use ffmpeg_next::media;
use walros_model::language;
use walros_model::probe::{MediaStream, StreamKind};

use super::{audio, video};
use crate::avio::Input;
use crate::raw::{self, CodecParameters};
use crate::time;

/// The facts of one stream of the container; [`MediaStream::index`] is its number there.
pub(super) fn facts(input: &Input, stream: &Stream<'_>) -> MediaStream {
    let parameters = raw::codec_parameters(input, stream);
    let tags = raw::stream_tags(stream);
    let tag = |name: &str| tags.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let disposition = stream.disposition();
    let kind = kind(stream.parameters().medium(), disposition);
    let is_video = matches!(kind, StreamKind::Video | StreamKind::EmbeddedImage);
    let time_base = (stream.time_base().numerator(), stream.time_base().denominator());
    MediaStream {
        kind,
        index: stream.index() as i32,
        file_index: stream.index() as u32,
        external: None,
        codec: parameters.codec.clone(),
        codec_tag: printable_tag(parameters.tag),
        profile: parameters.profile.clone(),
        // −99 is libav's "unknown", and what Jellyfin's clients are used to see.
        level: (kind == StreamKind::Video).then_some(parameters.level),
        language: tag("language").and_then(language::normalise),
        title: tag("title").filter(|title| !title.is_empty()).map(str::to_owned),
        default: disposition.contains(Disposition::DEFAULT),
        forced: disposition.contains(Disposition::FORCED),
        hearing_impaired: disposition.contains(Disposition::HEARING_IMPAIRED),
        original: disposition.contains(Disposition::ORIGINAL),
        comment: disposition.contains(Disposition::COMMENT),
        bit_rate: bit_rate(&parameters, &tags),
        bit_depth: bit_depth(&parameters, kind),
        time_base,
        start: time::duration(stream.start_time(), time_base),
        duration: time::duration(stream.duration(), time_base).or_else(|| tag("duration").and_then(clock)),
        video: is_video.then(|| video::facts(stream, &parameters)),
        audio: (kind == StreamKind::Audio).then(|| audio::facts(&parameters)),
    }
}

fn kind(medium: media::Type, disposition: Disposition) -> StreamKind {
    match medium {
        media::Type::Video if disposition.contains(Disposition::ATTACHED_PIC) => StreamKind::EmbeddedImage,
        media::Type::Video => StreamKind::Video,
        media::Type::Audio => StreamKind::Audio,
        media::Type::Subtitle => StreamKind::Subtitle,
        _ => StreamKind::Data,
    }
}

/// Transport streams have numbers where others have four letters; those say nothing.
fn printable_tag(tag: u32) -> Option<String> {
    let bytes = tag.to_le_bytes();
    bytes.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ').then(|| bytes.iter().copied().map(char::from).collect())
}

/// What the codec says, or what mkvmerge counted when it wrote the file.
fn bit_rate(parameters: &CodecParameters, tags: &[(String, String)]) -> u64 {
    // With a language appended (`BPS-eng`) in old files.
    let counted = |name: &str| {
        let found = tags.iter().find(|(key, _)| key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')));
        found.map(|(_, value)| value.as_str())
    };
    if let Ok(rate @ 1..) = u64::try_from(parameters.bit_rate) {
        return rate;
    }
    if let Some(rate) = counted("bps").and_then(|text| text.trim().parse().ok()) {
        return rate;
    }
    let bytes = counted("number_of_bytes").and_then(|text| text.trim().parse::<u64>().ok());
    let seconds = counted("duration").and_then(clock).map(|duration| duration.as_secs_f64());
    match (bytes, seconds) {
        (Some(bytes), Some(seconds)) if seconds > 0.0 => (bytes as f64 * 8.0 / seconds) as u64,
        _ => 0,
    }
}

fn bit_depth(parameters: &CodecParameters, kind: StreamKind) -> Option<u32> {
    let sample = [parameters.bits_per_sample, parameters.bits_per_raw_sample].into_iter().find(|bits| *bits > 0).map(|bits| bits as u32);
    match kind {
        StreamKind::Video => parameters.pixel_depth.or(sample),
        StreamKind::Audio => sample,
        _ => None,
    }
}

/// `00:01:30.500000000` as MKV tags write durations.
fn clock(text: &str) -> Option<std::time::Duration> {
    let mut parts = text.trim().split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let seconds = hours.parse::<u32>().ok()? as f64 * 3600.0 + minutes.parse::<u32>().ok()? as f64 * 60.0 + seconds.parse::<f64>().ok()?;
    std::time::Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_tags_of_letters_are_told() {
        assert_eq!(printable_tag(u32::from_le_bytes(*b"avc1")).as_deref(), Some("avc1"));
        assert_eq!(printable_tag(u32::from_le_bytes([3, 0, 0, 0])), None);
        assert_eq!(printable_tag(0), None);
    }

    #[test]
    fn clocks_of_mkv_tags() {
        assert_eq!(clock("00:01:30.500000000"), Some(Duration::from_millis(90_500)));
        assert_eq!(clock("1:2"), None);
        assert_eq!(clock("-1:00:00"), None);
        assert_eq!(clock("0:0:nan"), None);
    }
}
