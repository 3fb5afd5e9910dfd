//! Six devices.

use walros_model::profile::{
    CodecClass, CodecProfile, ConditionKind, ConditionProperty, DeviceProfile, DirectPlayProfile, MediaClass, NameList, ProfileCondition, StreamProtocol,
    SubtitleMethod, SubtitleProfile, TranscodingProfile,
};

fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

fn hls(container: &str, video: &str, audio: &str) -> TranscodingProfile {
    TranscodingProfile {
        class: MediaClass::Video,
        container: container.to_owned(),
        protocol: StreamProtocol::Hls,
        video_codecs: words(video),
        audio_codecs: words(audio),
        max_audio_channels: Some(2),
        min_segments: 1,
        ..TranscodingProfile::default()
    }
}

fn subtitle(format: &str, method: SubtitleMethod) -> SubtitleProfile {
    SubtitleProfile { format: format.to_owned(), method, language: None, containers: NameList::default() }
}

fn video_limit(codec: &str, property: ConditionProperty, kind: ConditionKind, value: &str) -> CodecProfile {
    CodecProfile {
        class: CodecClass::Video,
        codecs: NameList::parse(codec),
        conditions: vec![ProfileCondition { kind, property, value: value.to_owned(), required: false }],
        ..CodecProfile::default()
    }
}

/// By the names that the recorded decisions use. None of these plays any file as it is.
pub fn profile(name: &str) -> DeviceProfile {
    let texts = vec![subtitle("vtt", SubtitleMethod::External), subtitle("ass", SubtitleMethod::External)];
    let device = |max_bit_rate, transcoding| DeviceProfile { max_bit_rate: Some(max_bit_rate), transcoding: vec![transcoding], ..DeviceProfile::default() };
    match name {
        "ts" => DeviceProfile { subtitles: texts, ..device(8_000_000, hls("ts", "h264", "aac,mp3")) },
        "fmp4" => DeviceProfile { subtitles: texts, ..device(40_000_000, hls("mp4", "av1,hevc,h264,vp9", "aac,opus,flac,ac3,eac3")) },
        "small" => DeviceProfile {
            codecs: vec![video_limit("h264", ConditionProperty::Width, ConditionKind::LessThanEqual, "854")],
            ..device(700_000, hls("ts", "h264", "aac"))
        },
        "sdr" => DeviceProfile {
            codecs: vec![video_limit("hevc,h264", ConditionProperty::VideoRangeType, ConditionKind::Equals, "SDR")],
            ..device(8_000_000, hls("mp4", "hevc,h264", "aac"))
        },
        "manifest" => DeviceProfile {
            subtitles: vec![subtitle("vtt", SubtitleMethod::Hls)],
            ..device(8_000_000, TranscodingProfile { subtitles_in_manifest: true, ..hls("ts", "h264", "aac") })
        },
        "progressive" => device(8_000_000, TranscodingProfile { protocol: StreamProtocol::Http, min_segments: 0, ..hls("mp4", "h264", "aac") }),
        other => panic!("there is no device {other}"),
    }
}

/// A television that plays nearly everything.
pub fn television() -> DeviceProfile {
    let formats = ["srt", "subrip", "ass", "ssa", "vtt", "pgssub", "dvdsub"];
    DeviceProfile {
        max_bit_rate: Some(100_000_000),
        direct_play: vec![DirectPlayProfile {
            class: MediaClass::Video,
            containers: NameList::parse("mkv,mp4,ts,webm,avi,mov"),
            video_codecs: NameList::parse("h264,hevc,mpeg2video,mpeg4,vp9,av1"),
            audio_codecs: NameList::parse("aac,ac3,eac3,dts,flac,mp2,mp3,opus,vorbis,truehd"),
        }],
        transcoding: vec![TranscodingProfile { max_audio_channels: None, min_segments: 0, ..hls("ts", "h264", "aac,ac3") }],
        subtitles: formats.iter().flat_map(|format| [subtitle(format, SubtitleMethod::Embed), subtitle(format, SubtitleMethod::External)]).collect(),
        ..DeviceProfile::default()
    }
}

/// A browser.
pub fn browser() -> DeviceProfile {
    let direct = |containers: &str, video: &str, audio: &str| DirectPlayProfile {
        class: MediaClass::Video,
        containers: NameList::parse(containers),
        video_codecs: NameList::parse(video),
        audio_codecs: NameList::parse(audio),
    };
    let condition = |property, kind, value: &str| ProfileCondition { kind, property, value: value.to_owned(), required: false };
    DeviceProfile {
        max_bit_rate: Some(120_000_000),
        direct_play: vec![direct("webm", "vp8,vp9,av1", "vorbis,opus"), direct("mp4,m4v", "h264,vp9,av1", "aac,mp3,opus,flac")],
        transcoding: vec![hls("mp4", "av1,h264,vp9", "aac,mp3,opus,flac"), hls("ts", "h264", "aac,mp3")],
        codecs: vec![
            CodecProfile {
                conditions: vec![
                    condition(ConditionProperty::IsAnamorphic, ConditionKind::NotEquals, "true"),
                    condition(ConditionProperty::VideoProfile, ConditionKind::EqualsAny, "high|main|baseline|constrained baseline"),
                    condition(ConditionProperty::VideoLevel, ConditionKind::LessThanEqual, "52"),
                ],
                ..video_limit("h264", ConditionProperty::Width, ConditionKind::LessThanEqual, "1")
            },
            CodecProfile {
                class: CodecClass::VideoAudio,
                codecs: NameList::parse("aac"),
                conditions: vec![condition(ConditionProperty::IsSecondaryAudio, ConditionKind::Equals, "false")],
                ..CodecProfile::default()
            },
        ],
        subtitles: ["vtt", "ass", "ssa"].iter().map(|format| subtitle(format, SubtitleMethod::External)).collect(),
        ..DeviceProfile::default()
    }
}
