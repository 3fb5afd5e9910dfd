//! The conditions of a device profile against what is known of a file.

use walros_model::MediaStream;
use walros_model::playback::TranscodeReason;
use walros_model::probe::{MediaSource, VideoRange};
use walros_model::profile::{CodecClass, CodecProfile, ConditionKind, ConditionProperty, ProfileCondition};

use walros_media::time::Fraction;

/// What a property of a file is.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Number(f64),
    Text(String),
    Flag(bool),
}

/// The streams that conditions speak of.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub source: &'a MediaSource,
    pub video: Option<&'a MediaStream>,
    pub audio: Option<&'a MediaStream>,
    /// Whether the audio track is another than the first one.
    pub secondary_audio: bool,
}

impl Facts<'_> {
    fn value(&self, property: ConditionProperty) -> Option<Value> {
        use ConditionProperty as P;
        let video = self.video.and_then(|stream| stream.video.as_ref());
        let audio = self.audio.and_then(|stream| stream.audio.as_ref());
        let number = |value: f64| Some(Value::Number(value));
        let count = |value: u32| if value > 0 { Some(Value::Number(value.into())) } else { None };
        let rate = |value: u64| if value > 0 { Some(Value::Number(value as f64)) } else { None };
        let text = |value: &Option<String>| value.clone().map(Value::Text);
        let streams = |kind| self.source.probe.of_kind(kind).count() as f64;
        match property {
            P::AudioChannels => count(audio?.channels),
            P::AudioBitrate => rate(self.audio?.bit_rate),
            P::AudioProfile => text(&self.audio?.profile),
            P::AudioSampleRate => count(audio?.sample_rate),
            P::AudioBitDepth => count(self.audio?.bit_depth?),
            P::IsSecondaryAudio => Some(Value::Flag(self.secondary_audio)),
            P::Width => count(video?.width),
            P::Height => count(video?.height),
            P::VideoBitDepth => count(self.video?.bit_depth?),
            P::VideoBitrate => rate(self.video?.bit_rate),
            P::VideoFramerate => frame_rate(self.video?).and_then(number),
            P::VideoLevel => number(self.video?.level?.into()),
            P::VideoProfile => text(&self.video?.profile),
            P::VideoCodecTag => text(&self.video?.codec_tag),
            P::VideoRangeType => range_name(video?.range).map(|name| Value::Text(name.to_owned())),
            P::VideoRotation => number(video?.rotation.into()),
            P::IsAnamorphic => Some(Value::Flag(video?.anamorphic)),
            P::IsAvc => video?.is_avc.map(Value::Flag),
            P::IsInterlaced => Some(Value::Flag(video?.interlaced)),
            P::RefFrames => count(video?.ref_frames?),
            P::NumAudioStreams => number(streams(walros_model::StreamKind::Audio)),
            P::NumVideoStreams => number(streams(walros_model::StreamKind::Video)),
            P::NumStreams => number(self.source.probe.streams.len() as f64),
            P::Has64BitOffsets | P::PacketLength | P::VideoTimestamp => None,
        }
    }

    /// What is not known passes unless it is required.
    pub fn satisfy(&self, condition: &ProfileCondition) -> bool {
        match self.value(condition.property) {
            None => !condition.required,
            Some(Value::Number(own)) => compare_numbers(own, condition),
            Some(Value::Text(own)) => compare_texts(&own, condition),
            Some(Value::Flag(own)) => compare_texts(if own { "true" } else { "false" }, condition),
        }
    }

    pub fn satisfy_all(&self, conditions: &[ProfileCondition]) -> bool {
        conditions.iter().all(|condition| self.satisfy(condition))
    }

    /// Why these conditions are not met.
    pub fn failures(&self, conditions: &[ProfileCondition]) -> Vec<TranscodeReason> {
        conditions.iter().filter(|condition| !self.satisfy(condition)).filter_map(|condition| reason(condition.property)).collect()
    }

    /// Why a codec in a container fails the codec profiles of a class.
    pub fn codec_failures(&self, profiles: &[CodecProfile], class: CodecClass, codec: &str, container: &str) -> Vec<TranscodeReason> {
        applying(profiles, class, codec, container)
            .filter(|profile| self.satisfy_all(&profile.apply_conditions))
            .flat_map(|profile| self.failures(&profile.conditions))
            .collect()
    }
}

/// The codec profiles that speak of a codec in a container.
pub(super) fn applying<'a>(profiles: &'a [CodecProfile], class: CodecClass, codec: &'a str, container: &'a str) -> impl Iterator<Item = &'a CodecProfile> {
    profiles.iter().filter(move |profile| profile.class == class && profile.codecs.admits(codec) && profile.containers.admits(container))
}

/// Frames per second: the average, or what the stream claims.
pub(super) fn frame_rate(stream: &MediaStream) -> Option<f64> {
    let facts = stream.video.as_ref()?;
    Fraction::from_pair(facts.average_frame_rate).or(Fraction::from_pair(facts.real_frame_rate)).map(Fraction::as_f64)
}

/// As profiles name the ranges.
fn range_name(range: VideoRange) -> Option<&'static str> {
    Some(match range {
        VideoRange::Unknown => return None,
        VideoRange::Sdr => "SDR",
        VideoRange::Hdr10 => "HDR10",
        VideoRange::Hdr10Plus => "HDR10Plus",
        VideoRange::Hlg => "HLG",
        VideoRange::DolbyVision => "DOVI",
        VideoRange::DolbyVisionWithHdr10 => "DOVIWithHDR10",
        VideoRange::DolbyVisionWithHlg => "DOVIWithHLG",
        VideoRange::DolbyVisionWithSdr => "DOVIWithSDR",
    })
}

pub(crate) fn range_in_list(range: VideoRange, list: &str) -> bool {
    range_name(range).is_none_or(|name| lists(list, name))
}

/// Whether a list of alternatives holds a name.
pub(crate) fn lists(list: &str, name: &str) -> bool {
    alternatives(list).any(|alternative| alternative.eq_ignore_ascii_case(name))
}

fn alternatives(value: &str) -> impl Iterator<Item = &str> {
    value.split(['|', ',']).map(str::trim)
}

fn compare_numbers(own: f64, condition: &ProfileCondition) -> bool {
    let mut values = alternatives(&condition.value).filter_map(|value| value.parse::<f64>().ok());
    match condition.kind {
        ConditionKind::Equals | ConditionKind::EqualsAny => values.any(|value| value == own),
        ConditionKind::NotEquals => values.next().is_some_and(|value| value != own),
        ConditionKind::LessThanEqual => values.next().is_some_and(|value| own <= value),
        ConditionKind::GreaterThanEqual => values.next().is_some_and(|value| own >= value),
    }
}

fn compare_texts(own: &str, condition: &ProfileCondition) -> bool {
    let listed = alternatives(&condition.value).any(|value| value.eq_ignore_ascii_case(own));
    match condition.kind {
        ConditionKind::Equals | ConditionKind::EqualsAny => listed,
        ConditionKind::NotEquals => !listed,
        ConditionKind::LessThanEqual | ConditionKind::GreaterThanEqual => false,
    }
}

/// `None` for properties that nobody ever failed for: clients do not know a word for it.
fn reason(property: ConditionProperty) -> Option<TranscodeReason> {
    use ConditionProperty as P;
    use TranscodeReason as R;
    Some(match property {
        P::AudioChannels => R::AudioChannelsNotSupported,
        P::AudioBitrate => R::AudioBitrateNotSupported,
        P::AudioProfile => R::AudioProfileNotSupported,
        P::AudioSampleRate => R::AudioSampleRateNotSupported,
        P::AudioBitDepth => R::AudioBitDepthNotSupported,
        P::IsSecondaryAudio => R::SecondaryAudioNotSupported,
        P::Width | P::Height => R::VideoResolutionNotSupported,
        P::VideoBitDepth => R::VideoBitDepthNotSupported,
        P::VideoBitrate => R::VideoBitrateNotSupported,
        P::VideoFramerate => R::VideoFramerateNotSupported,
        P::VideoLevel => R::VideoLevelNotSupported,
        P::VideoProfile => R::VideoProfileNotSupported,
        P::VideoCodecTag => R::VideoCodecTagNotSupported,
        P::VideoRangeType => R::VideoRangeTypeNotSupported,
        P::VideoRotation => R::VideoRotationNotSupported,
        P::IsAnamorphic => R::AnamorphicVideoNotSupported,
        P::IsAvc => R::VideoCodecNotSupported,
        P::IsInterlaced => R::InterlacedVideoNotSupported,
        P::RefFrames => R::RefFramesNotSupported,
        P::NumStreams => R::StreamCountExceedsLimit,
        P::NumAudioStreams | P::NumVideoStreams | P::Has64BitOffsets | P::PacketLength | P::VideoTimestamp => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::source;
    use walros_model::probe::{AudioFacts, VideoFacts};

    fn condition(property: ConditionProperty, kind: ConditionKind, value: &str, required: bool) -> ProfileCondition {
        ProfileCondition { kind, property, value: value.to_owned(), required }
    }

    #[test]
    fn conditions_hold_or_not() {
        use ConditionKind as K;
        use ConditionProperty as P;
        let video = MediaStream {
            profile: Some("High".to_owned()),
            level: Some(41),
            video: Some(VideoFacts { width: 1920, height: 1080, range: VideoRange::Hdr10, average_frame_rate: (24000, 1001), ..VideoFacts::default() }),
            ..MediaStream::default()
        };
        let audio = MediaStream { audio: Some(AudioFacts { channels: 6, ..AudioFacts::default() }), ..MediaStream::default() };
        let source = source("a.mkv", "matroska,webm");
        let facts = Facts { source: &source, video: Some(&video), audio: Some(&audio), secondary_audio: false };
        let cases = [
            (P::VideoProfile, K::EqualsAny, "high|main|baseline", true, true),
            (P::VideoProfile, K::Equals, "main", true, false),
            (P::VideoProfile, K::NotEquals, "main", true, true),
            (P::VideoLevel, K::LessThanEqual, "41", true, true),
            (P::VideoLevel, K::LessThanEqual, "40", true, false),
            (P::Width, K::LessThanEqual, "1280", false, false),
            (P::VideoFramerate, K::LessThanEqual, "24", true, true),
            (P::VideoRangeType, K::EqualsAny, "SDR|HDR10", true, true),
            (P::AudioChannels, K::LessThanEqual, "2", true, false),
            (P::AudioSampleRate, K::LessThanEqual, "48000", false, true),
            (P::AudioSampleRate, K::LessThanEqual, "48000", true, false),
            (P::IsSecondaryAudio, K::Equals, "false", false, true),
            (P::IsInterlaced, K::NotEquals, "true", false, true),
            (P::Width, K::LessThanEqual, "wide", false, false),
        ];
        for (property, kind, value, required, expected) in cases {
            assert_eq!(facts.satisfy(&condition(property, kind, value, required)), expected, "{property:?} {kind:?} {value}");
        }
    }
}
