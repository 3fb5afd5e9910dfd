//! From what a browser says it can play to a device profile.

use walros_model::playback::PlaybackRequest;
use walros_model::profile::{
    CodecClass, CodecProfile, ConditionKind, ConditionProperty, DeviceProfile, DirectPlayProfile, MediaClass, NameList, ProfileCondition, StreamProtocol,
    SubtitleMethod, SubtitleProfile, TranscodingProfile,
};

use super::ids::item_id;
use crate::dto::playback::{Capabilities, FileCapability, PlaybackAsk};
use crate::error::{ApiError, ApiResult};

pub fn to_request(ask: PlaybackAsk) -> ApiResult<PlaybackRequest> {
    let PlaybackAsk { source_id, audio_track, subtitle_track, max_bit_rate, max_height, avoid_direct, avoid_copy, capabilities } = ask;
    let profile = profile(&capabilities, max_height)?;
    Ok(PlaybackRequest {
        source: source_id.as_deref().map(item_id).transpose()?,
        max_audio_channels: capabilities.max_audio_channels,
        profile: Some(profile),
        max_bit_rate,
        audio_stream: audio_track,
        subtitle_stream: subtitle_track,
        allow_direct_play: !avoid_direct,
        allow_transcode: true,
        allow_video_copy: !avoid_copy,
        allow_audio_copy: !avoid_copy,
        ..PlaybackRequest::default()
    })
}

fn profile(capabilities: &Capabilities, max_height: Option<u32>) -> ApiResult<DeviceProfile> {
    let Capabilities { files, hls_video_codecs, hls_audio_codecs, hdr, h264_high_bit_depth, max_audio_channels } = capabilities;
    if files.len() > 64 || hls_video_codecs.len() > 32 || hls_audio_codecs.len() > 32 {
        return Err(ApiError::invalid("these are more capabilities than there are formats"));
    }
    let hls = |class, video: &[String]| TranscodingProfile {
        class,
        container: "mp4".into(),
        protocol: StreamProtocol::Hls,
        video_codecs: video.to_vec(),
        audio_codecs: hls_audio_codecs.clone(),
        max_audio_channels: *max_audio_channels,
        min_segments: 1,
        break_on_non_key_frames: false,
        ..TranscodingProfile::default()
    };
    Ok(DeviceProfile {
        direct_play: files.iter().map(direct_play).collect(),
        transcoding: vec![hls(MediaClass::Video, hls_video_codecs), hls(MediaClass::Audio, &[])],
        codecs: limits(*hdr, *h264_high_bit_depth, max_height, *max_audio_channels),
        subtitles: vec![SubtitleProfile { format: "vtt".into(), method: SubtitleMethod::External, language: None, containers: NameList::default() }],
        ..DeviceProfile::default()
    })
}

fn direct_play(file: &FileCapability) -> DirectPlayProfile {
    let FileCapability { container, video_codecs, audio_codecs } = file;
    let list = |names: &[String]| NameList::parse(&names.join(","));
    DirectPlayProfile {
        class: if video_codecs.is_empty() { MediaClass::Audio } else { MediaClass::Video },
        containers: NameList::parse(container),
        video_codecs: list(video_codecs),
        audio_codecs: list(audio_codecs),
    }
}

fn limits(hdr: bool, h264_high_bit_depth: bool, max_height: Option<u32>, max_audio_channels: Option<u32>) -> Vec<CodecProfile> {
    let mut all = Vec::new();
    let mut picture = Vec::new();
    if !hdr {
        picture.push(condition(ConditionKind::EqualsAny, ConditionProperty::VideoRangeType, "SDR"));
    }
    if let Some(height) = max_height {
        picture.push(condition(ConditionKind::LessThanEqual, ConditionProperty::Height, &height.to_string()));
    }
    all.push(codec(CodecClass::Video, "", picture));
    if !h264_high_bit_depth {
        all.push(codec(CodecClass::Video, "h264", vec![condition(ConditionKind::LessThanEqual, ConditionProperty::VideoBitDepth, "8")]));
    }
    // Browsers play a file's first sound and cannot switch to another: that takes a stream made for it.
    all.push(codec(CodecClass::VideoAudio, "", vec![condition(ConditionKind::Equals, ConditionProperty::IsSecondaryAudio, "false")]));
    if let Some(channels) = max_audio_channels {
        let few = vec![condition(ConditionKind::LessThanEqual, ConditionProperty::AudioChannels, &channels.to_string())];
        all.push(codec(CodecClass::VideoAudio, "", few.clone()));
        all.push(codec(CodecClass::Audio, "", few));
    }
    all.retain(|profile| !profile.conditions.is_empty());
    all
}

fn codec(class: CodecClass, codecs: &str, conditions: Vec<ProfileCondition>) -> CodecProfile {
    CodecProfile { class, codecs: NameList::parse(codecs), conditions, ..CodecProfile::default() }
}

/// What is unknown of a file is taken to be fine: browsers forgive more than they promise.
fn condition(kind: ConditionKind, property: ConditionProperty, value: &str) -> ProfileCondition {
    ProfileCondition { kind, property, value: value.into(), required: false }
}
