//! A device profile as clients send it. Words that are unknown drop the one entry they are in: a newer client must not
//! lose the rest of its profile to a server that is older.

use walros_model::profile::{
    CodecClass, CodecProfile, ConditionKind, ConditionProperty, ContainerProfile, DeviceProfile, DirectPlayProfile, MediaClass, NameList, ProfileCondition,
    StreamProtocol, SubtitleProfile, TranscodingProfile,
};

use super::kinds::{parse_subtitle_method, pick};
use crate::error::Result;
use crate::json::Object;
use crate::lookup::Lookup;

pub fn device_profile(body: &Object) -> Result<DeviceProfile> {
    Ok(DeviceProfile {
        name: body.text("Name").map(|name| name.into_owned()),
        max_bit_rate: rate(body, "MaxStreamingBitrate")?,
        max_static_bit_rate: rate(body, "MaxStaticBitrate")?,
        music_bit_rate: rate(body, "MusicStreamingTranscodingBitrate")?,
        direct_play: each(body, "DirectPlayProfiles", direct_play)?,
        transcoding: each(body, "TranscodingProfiles", transcoding)?,
        containers: each(body, "ContainerProfiles", container)?,
        codecs: each(body, "CodecProfiles", codec)?,
        subtitles: each(body, "SubtitleProfiles", subtitle)?,
    })
}

fn each<T>(body: &Object, name: &str, read: impl Fn(&Object) -> Result<Option<T>>) -> Result<Vec<T>> {
    body.objects(name)?.iter().filter_map(|entry| read(entry).transpose()).collect()
}

/// Zero and below mean no limit.
fn rate(body: &Object, name: &str) -> Result<Option<u64>> {
    Ok(body.int(name)?.filter(|rate| *rate > 0).map(i64::unsigned_abs))
}

fn names(entry: &Object, name: &str) -> NameList {
    NameList::parse(&entry.text(name).unwrap_or_default())
}

fn ordered(entry: &Object, name: &str) -> Vec<String> {
    entry.text(name).map(|text| NameList::parse(text.trim_start_matches('-')).names).unwrap_or_default()
}

fn class(entry: &Object) -> Option<MediaClass> {
    let words = [
        ("Video", MediaClass::Video),
        ("Audio", MediaClass::Audio),
        ("Photo", MediaClass::Photo),
        ("Subtitle", MediaClass::Subtitle),
        ("Lyric", MediaClass::Lyric),
    ];
    pick(&entry.text("Type")?, &words)
}

fn direct_play(entry: &Object) -> Result<Option<DirectPlayProfile>> {
    let Some(class) = class(entry) else { return Ok(None) };
    Ok(Some(DirectPlayProfile {
        class,
        containers: names(entry, "Container"),
        video_codecs: names(entry, "VideoCodec"),
        audio_codecs: names(entry, "AudioCodec"),
    }))
}

fn transcoding(entry: &Object) -> Result<Option<TranscodingProfile>> {
    let Some(class) = class(entry) else { return Ok(None) };
    let protocol = entry.text("Protocol").and_then(|text| pick(&text, &[("hls", StreamProtocol::Hls), ("http", StreamProtocol::Http)])).unwrap_or_default();
    let small = |name| entry.count(name, 3600).map(|value| value.unwrap_or(0) as u32);
    let flag = |name| entry.flag(name).map(|value| value.unwrap_or(false));
    Ok(Some(TranscodingProfile {
        class,
        container: entry.text("Container").unwrap_or_default().to_ascii_lowercase(),
        protocol,
        video_codecs: ordered(entry, "VideoCodec"),
        audio_codecs: ordered(entry, "AudioCodec"),
        max_audio_channels: entry.count("MaxAudioChannels", 64)?.filter(|channels| *channels > 0).map(|channels| channels as u32),
        is_static: entry.text("Context").is_some_and(|context| context.eq_ignore_ascii_case("Static")),
        min_segments: small("MinSegments")?,
        segment_length: small("SegmentLength")?,
        copy_timestamps: flag("CopyTimestamps")?,
        subtitles_in_manifest: flag("EnableSubtitlesInManifest")?,
        audio_vbr: entry.flag("EnableAudioVbrEncoding")?.unwrap_or(true),
        break_on_non_key_frames: flag("BreakOnNonKeyFrames")?,
        conditions: each(entry, "Conditions", condition)?,
    }))
}

fn container(entry: &Object) -> Result<Option<ContainerProfile>> {
    let Some(class) = class(entry) else { return Ok(None) };
    Ok(Some(ContainerProfile { class, containers: names(entry, "Container"), conditions: each(entry, "Conditions", condition)? }))
}

fn codec(entry: &Object) -> Result<Option<CodecProfile>> {
    let words = [("Video", CodecClass::Video), ("VideoAudio", CodecClass::VideoAudio), ("Audio", CodecClass::Audio)];
    let Some(class) = entry.text("Type").and_then(|text| pick(&text, &words)) else { return Ok(None) };
    Ok(Some(CodecProfile {
        class,
        codecs: names(entry, "Codec"),
        containers: names(entry, "Container"),
        conditions: each(entry, "Conditions", condition)?,
        apply_conditions: each(entry, "ApplyConditions", condition)?,
    }))
}

fn subtitle(entry: &Object) -> Result<Option<SubtitleProfile>> {
    let method = entry.text("Method").and_then(|text| parse_subtitle_method(&text));
    let (Some(format), Some(method)) = (entry.text("Format"), method) else { return Ok(None) };
    let language = entry.text("Language").map(|text| text.into_owned());
    Ok(Some(SubtitleProfile { format: format.to_ascii_lowercase(), method, language, containers: names(entry, "Container") }))
}

fn condition(entry: &Object) -> Result<Option<ProfileCondition>> {
    use ConditionKind::*;
    let kinds =
        [("Equals", Equals), ("NotEquals", NotEquals), ("LessThanEqual", LessThanEqual), ("GreaterThanEqual", GreaterThanEqual), ("EqualsAny", EqualsAny)];
    let kind = entry.text("Condition").and_then(|text| pick(&text, &kinds));
    let property = entry.text("Property").and_then(|text| pick(&text, &PROPERTIES));
    let (Some(kind), Some(property)) = (kind, property) else { return Ok(None) };
    let value = entry.text("Value").unwrap_or_default().into_owned();
    Ok(Some(ProfileCondition { kind, property, value, required: entry.flag("IsRequired")?.unwrap_or(true) }))
}

const PROPERTIES: [(&str, ConditionProperty); 26] = [
    ("AudioChannels", ConditionProperty::AudioChannels),
    ("AudioBitrate", ConditionProperty::AudioBitrate),
    ("AudioProfile", ConditionProperty::AudioProfile),
    ("Width", ConditionProperty::Width),
    ("Height", ConditionProperty::Height),
    ("Has64BitOffsets", ConditionProperty::Has64BitOffsets),
    ("PacketLength", ConditionProperty::PacketLength),
    ("VideoBitDepth", ConditionProperty::VideoBitDepth),
    ("VideoBitrate", ConditionProperty::VideoBitrate),
    ("VideoFramerate", ConditionProperty::VideoFramerate),
    ("VideoLevel", ConditionProperty::VideoLevel),
    ("VideoProfile", ConditionProperty::VideoProfile),
    ("VideoTimestamp", ConditionProperty::VideoTimestamp),
    ("IsAnamorphic", ConditionProperty::IsAnamorphic),
    ("RefFrames", ConditionProperty::RefFrames),
    ("NumAudioStreams", ConditionProperty::NumAudioStreams),
    ("NumVideoStreams", ConditionProperty::NumVideoStreams),
    ("IsSecondaryAudio", ConditionProperty::IsSecondaryAudio),
    ("VideoCodecTag", ConditionProperty::VideoCodecTag),
    ("IsAvc", ConditionProperty::IsAvc),
    ("IsInterlaced", ConditionProperty::IsInterlaced),
    ("AudioSampleRate", ConditionProperty::AudioSampleRate),
    ("AudioBitDepth", ConditionProperty::AudioBitDepth),
    ("VideoRangeType", ConditionProperty::VideoRangeType),
    ("NumStreams", ConditionProperty::NumStreams),
    ("VideoRotation", ConditionProperty::VideoRotation),
];

#[cfg(test)]
mod tests {
    use serde_json::json;
    use walros_model::profile::{ConditionProperty, MediaClass, StreamProtocol, SubtitleMethod};

    use super::device_profile;
    use crate::json::Object;

    #[test]
    fn a_browsers_profile() {
        let body = json!({
            "MaxStreamingBitrate": 120_000_000, "MaxStaticBitrate": 0,
            "DirectPlayProfiles": [{"Container": "mp4,m4v", "Type": "Video", "VideoCodec": "h264,vp9", "AudioCodec": "aac,mp3"}, {"Container": "x", "Type": "Hologram"}],
            "transcodingprofiles": [{"Container": "ts", "Type": "Video", "VideoCodec": "h264", "AudioCodec": "aac,mp3", "Protocol": "hls", "MaxAudioChannels": "2", "MinSegments": "1"}],
            "CodecProfiles": [{"Type": "Video", "Codec": "h264", "Conditions": [
                {"Condition": "LessThanEqual", "Property": "VideoLevel", "Value": 52, "IsRequired": false},
                {"Condition": "Equals", "Property": "Smell", "Value": "good"}
            ]}],
            "SubtitleProfiles": [{"Format": "vtt", "Method": "External"}, {"Format": "x", "Method": "Telepathy"}],
            "ResponseProfiles": [{"Type": "Video"}]
        });
        let profile = device_profile(&Object(body.as_object().unwrap().clone())).unwrap();
        assert_eq!((profile.max_bit_rate, profile.max_static_bit_rate), (Some(120_000_000), None));
        assert_eq!(profile.direct_play.len(), 1);
        assert!(profile.direct_play[0].containers.admits("m4v") && !profile.direct_play[0].video_codecs.admits("hevc"));
        let transcoding = &profile.transcoding[0];
        assert_eq!(
            (transcoding.class, transcoding.protocol, transcoding.max_audio_channels, transcoding.min_segments),
            (MediaClass::Video, StreamProtocol::Hls, Some(2), 1)
        );
        assert_eq!(transcoding.audio_codecs, ["aac", "mp3"]);
        let conditions = &profile.codecs[0].conditions;
        assert_eq!(
            (conditions.len(), conditions[0].property, conditions[0].value.as_str(), conditions[0].required),
            (1, ConditionProperty::VideoLevel, "52", false)
        );
        assert_eq!((profile.subtitles.len(), profile.subtitles[0].method), (1, SubtitleMethod::External));
    }

    #[test]
    fn nonsense_is_refused() {
        for body in [json!({"DirectPlayProfiles": 5}), json!({"TranscodingProfiles": [5]}), json!({"MaxStreamingBitrate": "fast"})] {
            assert!(device_profile(&Object(body.as_object().unwrap().clone())).is_err(), "{body}");
        }
    }
}
