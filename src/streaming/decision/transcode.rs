//! The stream that is made when a file does not play as it is.

use walros_model::MediaStream;
use walros_model::playback::{SegmentContainer, StreamRequest, SubtitleDelivery, TranscodeReason};
use walros_model::profile::{CodecClass, ConditionKind, ConditionProperty, MediaClass, ProfileCondition, StreamProtocol, SubtitleMethod, TranscodingProfile};

use super::condition::{Facts, applying, frame_rate};
use super::direct::PICTURE;
use super::{Case, bit_rate, subtitles, tracks};

/// What HLS may carry, whatever a profile says.
const HLS_VIDEO: [&str; 4] = ["h264", "hevc", "vp9", "av1"];
const HLS_AUDIO_TS: [&str; 4] = ["aac", "ac3", "eac3", "mp3"];
const HLS_AUDIO_MP4: [&str; 9] = ["aac", "ac3", "eac3", "mp3", "alac", "flac", "opus", "dts", "truehd"];

/// Below this nothing can be seen.
const LEAST_VIDEO: u64 = 64_000;

/// The transcoding profile that spares the most work; the first of those that spare as much.
pub(super) fn pick<'a>(case: &Case<'a>) -> Option<&'a TranscodingProfile> {
    case.profile
        .transcoding
        .iter()
        .filter(|profile| profile.class == case.class && !profile.is_static)
        .min_by_key(|profile| (video_rank(case, profile), audio_rank(case, profile)))
}

fn facts<'a>(case: &Case<'a>, audio: Option<&'a MediaStream>) -> Facts<'a> {
    Facts { source: case.source, video: case.video, audio, secondary_audio: audio.is_some_and(|audio| tracks::is_secondary(&case.source.probe, audio)) }
}

/// 1: the picture can be copied; 2: its codec is right but not all of it; 3: neither.
fn video_rank(case: &Case<'_>, profile: &TranscodingProfile) -> u8 {
    match case.video {
        Some(video) if case.request.allow_video_copy && profile.video_codecs.contains(&video.codec) => {
            let failures = facts(case, case.audio).codec_failures(&case.profile.codecs, CodecClass::Video, &video.codec, &profile.container);
            if failures.is_empty() { 1 } else { 2 }
        }
        _ => 3,
    }
}

/// 1: the sound can be copied; 2: there is a codec for all of its channels; 3: neither.
fn audio_rank(case: &Case<'_>, profile: &TranscodingProfile) -> u8 {
    let Some(audio) = case.audio.filter(|_| case.request.allow_audio_copy) else { return 3 };
    let class = audio_class(case);
    let rank = |codec: &String| {
        let fits = facts(case, Some(audio)).codec_failures(&case.profile.codecs, class, codec, &profile.container).is_empty();
        if !fits {
            3
        } else if *codec == audio.codec {
            1
        } else {
            2
        }
    };
    profile.audio_codecs.iter().map(rank).min().unwrap_or(3)
}

fn audio_class(case: &Case<'_>) -> CodecClass {
    if case.class == MediaClass::Audio { CodecClass::Audio } else { CodecClass::VideoAudio }
}

/// Describes the stream by a profile. Adds to the reasons which codecs do not fit.
pub(super) fn build(case: &Case<'_>, profile: &TranscodingProfile, reasons: &mut Vec<TranscodeReason>) -> StreamRequest {
    let hls = profile.protocol == StreamProtocol::Hls;
    let mp4 = profile.container.eq_ignore_ascii_case("mp4");
    let video_codecs: Vec<String> = match case.class {
        MediaClass::Video => profile.video_codecs.iter().filter(|codec| !hls || HLS_VIDEO.contains(&codec.as_str())).cloned().collect(),
        _ => Vec::new(),
    };
    let carried = |codec: &&String| !hls || if mp4 { HLS_AUDIO_MP4.contains(&codec.as_str()) } else { HLS_AUDIO_TS.contains(&codec.as_str()) };
    let audio_codecs: Vec<String> = profile.audio_codecs.iter().filter(carried).cloned().collect();
    let mut stream = StreamRequest {
        source: Some(case.source.id),
        protocol: profile.protocol,
        container: if mp4 { SegmentContainer::Mp4 } else { SegmentContainer::Ts },
        http_container: (!hls).then(|| profile.container.to_ascii_lowercase()),
        video_codecs,
        audio_codecs,
        max_audio_channels: smaller(profile.max_audio_channels, case.request.max_audio_channels),
        max_frame_rate: case.video.and_then(frame_rate).map(|rate| rate as f32),
        segment_length: (hls && profile.segment_length > 0).then_some(profile.segment_length),
        min_segments: (hls && profile.min_segments > 0).then_some(profile.min_segments),
        allow_video_copy: case.request.allow_video_copy,
        allow_audio_copy: case.request.allow_audio_copy,
        subtitles_in_manifest: subtitles::in_manifest(profile),
        start: if hls { Default::default() } else { case.request.start },
        ..StreamRequest::default()
    };
    add_video(case, &mut stream, reasons);
    add_audio(case, profile, &mut stream, reasons);
    limit_video(case, profile, &mut stream);
    if let Some(limit) = bit_rate::limit(case).filter(|_| case.video.is_some()) {
        let left = limit.saturating_sub(stream.audio_bit_rate.unwrap_or(0));
        stream.video_bit_rate = Some(stream.video_bit_rate.map_or(left, |rate| rate.min(left)).max(LEAST_VIDEO));
    }
    if reasons.iter().any(|reason| PICTURE.contains(reason) || *reason == TranscodeReason::ContainerBitrateExceedsLimit) {
        limit(&mut stream, &profile.conditions, "", true);
    }
    stream
}

/// The picture as the source has it, which is what a copy has.
fn add_video(case: &Case<'_>, stream: &mut StreamRequest, reasons: &mut Vec<TranscodeReason>) {
    let Some(video) = case.video else { return };
    if !stream.video_codecs.contains(&video.codec) {
        reasons.push(TranscodeReason::VideoCodecNotSupported);
    }
    let mut option = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            stream.codec_options.push((video.codec.clone(), name.to_owned(), value));
        }
    };
    option("level", video.level.map(|level| level.to_string()));
    option("videobitdepth", video.bit_depth.map(|depth| depth.to_string()));
    option("profile", video.profile.as_ref().map(|profile| profile.to_ascii_lowercase().replace(' ', "")));
}

/// What the device limits its video codecs to. The first profile has the last word.
fn limit_video(case: &Case<'_>, profile: &TranscodingProfile, stream: &mut StreamRequest) {
    let own = facts(case, case.audio);
    for codec in stream.video_codecs.clone() {
        let profiles: Vec<_> =
            applying(&case.profile.codecs, CodecClass::Video, &codec, &profile.container).filter(|found| own.satisfy_all(&found.apply_conditions)).collect();
        for found in profiles.iter().rev() {
            limit(stream, &found.conditions, &codec, true);
        }
    }
}

fn add_audio(case: &Case<'_>, profile: &TranscodingProfile, stream: &mut StreamRequest, reasons: &mut Vec<TranscodeReason>) {
    let Some(chosen) = case.audio else { return };
    let class = audio_class(case);
    let fits = |track: &&MediaStream| {
        let channels = track.audio.as_ref().map_or(0, |audio| audio.channels);
        stream.audio_codecs.contains(&track.codec)
            && stream.max_audio_channels.is_none_or(|max| channels <= max)
            && facts(case, Some(track)).codec_failures(&case.profile.codecs, class, &track.codec, &profile.container).is_empty()
    };
    let copied = case.candidates.iter().copied().find(fits).filter(|_| !reasons.contains(&TranscodeReason::ContainerBitrateExceedsLimit));
    if !case.candidates.iter().any(|track| stream.audio_codecs.contains(&track.codec)) {
        reasons.push(TranscodeReason::AudioCodecNotSupported);
    } else if copied.is_none() && !reasons.contains(&TranscodeReason::ContainerBitrateExceedsLimit) {
        reasons.push(TranscodeReason::AudioChannelsNotSupported);
    }
    let track = copied.unwrap_or(chosen);
    stream.audio_stream = Some(track.index);
    if let Some(copied) = copied {
        stream.audio_codecs = vec![copied.codec.clone()];
        stream.audio_sample_rate = copied.audio.as_ref().map(|audio| audio.sample_rate).filter(|rate| *rate > 0);
        if let (Some(video), Some(audio)) = (case.video, &copied.audio) {
            stream.codec_options.push((video.codec.clone(), "audiochannels".to_owned(), audio.channels.to_string()));
        }
        if let Some(profile) = &copied.profile {
            stream.codec_options.push((copied.codec.clone(), "profile".to_owned(), profile.to_ascii_lowercase()));
        }
    }
    stream.audio_bit_rate = Some(bit_rate::for_audio(case, track, &stream.audio_codecs, stream.max_audio_channels));
    for codec in stream.audio_codecs.clone() {
        let own = facts(case, Some(track));
        let profiles: Vec<_> =
            applying(&case.profile.codecs, class, &codec, &profile.container).filter(|found| own.satisfy_all(&found.apply_conditions)).collect();
        for found in profiles.iter().rev() {
            limit(stream, &found.conditions, &codec, false);
        }
    }
}

/// Narrows a stream by the conditions a codec must meet.
fn limit(stream: &mut StreamRequest, conditions: &[ProfileCondition], codec: &str, video: bool) {
    use ConditionProperty as P;
    for condition in conditions.iter().filter(|condition| condition.kind != ConditionKind::GreaterThanEqual && !condition.value.is_empty()) {
        let number = condition.value.parse::<u64>().ok();
        let upper = matches!(condition.kind, ConditionKind::Equals | ConditionKind::LessThanEqual);
        let flag = condition.value.eq_ignore_ascii_case("true") == (condition.kind == ConditionKind::Equals);
        let number_32 = number.and_then(|number| u32::try_from(number).ok()).filter(|_| upper);
        match condition.property {
            P::AudioBitrate if upper => stream.audio_bit_rate = smaller(stream.audio_bit_rate, number),
            P::AudioSampleRate => stream.audio_sample_rate = smaller(stream.audio_sample_rate, number_32),
            P::VideoBitrate if upper => stream.video_bit_rate = smaller(stream.video_bit_rate, number),
            P::VideoFramerate if upper => {
                if let Ok(rate) = condition.value.parse::<f32>() {
                    stream.max_frame_rate = Some(stream.max_frame_rate.map_or(rate, |own| own.min(rate)));
                }
            }
            P::Width => stream.max_width = smaller(stream.max_width, number_32),
            P::Height => stream.max_height = smaller(stream.max_height, number_32),
            P::IsInterlaced if !flag => set_option(stream, codec, "deinterlace", "true"),
            P::AudioChannels if upper => set_option(stream, codec, "audiochannels", &condition.value),
            P::AudioBitDepth if upper => set_option(stream, codec, "audiobitdepth", &condition.value),
            P::RefFrames if upper => set_option(stream, codec, "maxrefframes", &condition.value),
            P::VideoBitDepth if upper => set_option(stream, codec, "videobitdepth", &condition.value),
            P::VideoLevel if upper => set_option(stream, codec, "level", &condition.value),
            P::AudioProfile | P::VideoProfile if condition.kind != ConditionKind::NotEquals => {
                set_option(stream, codec, "profile", &condition.value.replace('|', ","))
            }
            P::VideoRangeType if video && condition.kind != ConditionKind::NotEquals => {
                set_option(stream, codec, "rangetype", &condition.value.replace('|', ","))
            }
            P::VideoCodecTag if condition.kind != ConditionKind::NotEquals => set_option(stream, codec, "codectag", &condition.value.replace('|', ",")),
            _ => (),
        }
    }
}

/// A value that the source already meets stays: a level of 40 within a limit of 52 is what the copy has.
fn set_option(stream: &mut StreamRequest, codec: &str, name: &str, value: &str) {
    let Some((_, _, own)) = stream.codec_options.iter_mut().find(|(of, key, _)| of == codec && key == name) else {
        if !codec.is_empty() {
            stream.codec_options.push((codec.to_owned(), name.to_owned(), value.to_owned()));
        }
        return;
    };
    let met = match (own.parse::<f64>(), value.parse::<f64>()) {
        (Ok(own), Ok(limit)) => own <= limit,
        _ => value.split(',').any(|listed| listed.replace(' ', "").eq_ignore_ascii_case(own)),
    };
    if !met {
        value.clone_into(own);
    }
}

fn smaller<T: Ord + Copy>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// What the stream must know of the chosen subtitle: one that is a file of its own is none of its business.
pub(super) fn add_subtitle(stream: &mut StreamRequest, chosen: Option<i32>, deliveries: &[SubtitleDelivery]) {
    let Some(delivery) = deliveries.iter().find(|delivery| Some(delivery.index) == chosen) else { return };
    if matches!(delivery.method, SubtitleMethod::Encode | SubtitleMethod::Hls | SubtitleMethod::Embed) {
        stream.subtitle_stream = Some(delivery.index);
        stream.subtitle_method = Some(delivery.method);
    }
}
