//! From what somebody wants to the stream that a client would ask for.
//!
//! A quality means the picture that our own client goes to in Chrome when it may have that much: the rung of the film's
//! ladder below that height and bit rate, in H.264 and fragmented MP4, without the sound, which is copied or made as it
//! is played. For a device that asks for streams of its own, a rendition is made for what it says it can
//! ([`Wish::Device`]).

use walros_model::playback::{PlaybackRequest, StreamRequest};
use walros_model::probe::MediaSource;
use walros_model::profile::{
    CodecClass, CodecProfile, ConditionKind, ConditionProperty, DeviceProfile, DirectPlayProfile, MediaClass, NameList, ProfileCondition, StreamProtocol,
    TranscodingProfile,
};
use walros_model::rendition::Quality;
use walros_model::user::Preferences;
use walros_streaming::decision::{self, Rights};
use walros_streaming::ladder;
use walros_streaming::recipe::Recipe;

use super::Wish;

/// The stream for this file; `None` when its picture needs no encoding.
pub(super) fn stream(source: &MediaSource, wish: &Wish) -> Option<StreamRequest> {
    let asked = match wish {
        Wish::Quality(quality) => browser(*quality),
        Wish::Device(request) => PlaybackRequest { source: None, ..(**request).clone() },
    };
    let judged = decision::decide(source, &asked, &Rights::ALL, &Preferences::default());
    let request = judged.transcode.filter(|request| !judged.direct_play && request.protocol == StreamProtocol::Hls)?;
    let encodes = Recipe::of(source, &request, None).is_ok_and(|recipe| recipe.encodes_video());
    match wish {
        Wish::Quality(Quality { max_height, max_bit_rate }) if encodes => {
            Some(ladder::rung_within(source, &request, *max_height, *max_bit_rate).unwrap_or(request))
        }
        _ => encodes.then_some(request),
    }
}

fn browser(quality: Quality) -> PlaybackRequest {
    let video = ["h264"].map(String::from).to_vec();
    let audio = ["aac", "mp3", "opus", "flac"].map(String::from).to_vec();
    let file = |container: &str| DirectPlayProfile {
        class: MediaClass::Video,
        containers: NameList::parse(container),
        video_codecs: NameList::parse(&video.join(",")),
        audio_codecs: NameList::parse(&audio.join(",")),
    };
    let stream = TranscodingProfile {
        class: MediaClass::Video,
        container: "mp4".into(),
        protocol: StreamProtocol::Hls,
        video_codecs: video.clone(),
        audio_codecs: audio.clone(),
        min_segments: 1,
        break_on_non_key_frames: false,
        ..TranscodingProfile::default()
    };
    let picture = vec![
        condition(ConditionKind::EqualsAny, ConditionProperty::VideoRangeType, "SDR".into()),
        condition(ConditionKind::LessThanEqual, ConditionProperty::Height, quality.max_height.to_string()),
    ];
    let depth = vec![condition(ConditionKind::LessThanEqual, ConditionProperty::VideoBitDepth, "8".into())];
    let codecs = |names: &str, conditions| CodecProfile { class: CodecClass::Video, codecs: NameList::parse(names), conditions, ..CodecProfile::default() };
    let profile = DeviceProfile {
        direct_play: vec![file("mp4"), file("m4v"), file("mkv")],
        transcoding: vec![stream],
        codecs: vec![codecs("", picture), codecs("h264", depth)],
        ..DeviceProfile::default()
    };
    PlaybackRequest {
        profile: Some(profile),
        max_bit_rate: Some(quality.max_bit_rate),
        // None is burnt in: viewers choose their own.
        subtitle_stream: Some(-1),
        allow_direct_play: true,
        allow_transcode: true,
        allow_video_copy: true,
        allow_audio_copy: true,
        ..PlaybackRequest::default()
    }
}

fn condition(kind: ConditionKind, property: ConditionProperty, value: String) -> ProfileCondition {
    ProfileCondition { kind, property, value, required: false }
}
