//! The answer to "play this": an address, the tracks, and why.

use walros_engine::trickplay;
use walros_model::playback::{PlayableSource, StreamRequest, SubtitleDelivery, TranscodeReason};
use walros_model::probe::MediaSource;
use walros_model::profile::{StreamProtocol, SubtitleMethod};
use walros_model::{ItemId, StreamKind};

use super::to_version::{chapters, track};
use crate::dto::playback::{Delivery, Method, Output, PlaybackPlan, Reason, SubtitleChoice, Trickplay};
use crate::urls::{StreamPath, trickplay_sheet};

/// What the plan is made from.
pub struct Planned<'a> {
    pub item: ItemId,
    pub session: String,
    pub playable: &'a PlayableSource,
    /// What the player asked for, when it asked.
    pub audio: Option<i32>,
    pub subtitle: Option<i32>,
}

/// `None` when the source can be neither played as it is nor transcoded.
pub fn plan(planned: Planned<'_>) -> Option<PlaybackPlan> {
    let Planned { item, session, playable, audio, subtitle } = planned;
    let source = &playable.source;
    let audio_track = audio.or(playable.default_audio);
    let subtitle_track = subtitle.or(playable.default_subtitle).filter(|&index| index >= 0);
    let (method, delivery, url) = match &playable.transcode {
        _ if playable.direct_play => (Method::Direct, Delivery::File, format!("play/{}/file", source.id)),
        Some(request) => {
            let delivery = if request.protocol == StreamProtocol::Hls { Delivery::Hls } else { Delivery::File };
            (method(playable), delivery, StreamPath { source: source.id, request, session: &session }.first())
        }
        None => return None,
    };
    Some(PlaybackPlan {
        item_id: item.simple(),
        source_id: source.id.simple(),
        version_title: source.name.clone(),
        method,
        delivery,
        url,
        duration: source.probe.duration.as_secs_f64(),
        audio_track,
        subtitle_track,
        tracks: source.probe.streams.iter().map(track).collect(),
        subtitles: playable.subtitles.iter().map(|delivery| subtitle_choice(source.id, delivery)).collect(),
        chapters: chapters(source),
        trickplay: trickplay_of(source),
        why: why(playable),
        output: output(playable, audio_track),
        session,
    })
}

fn trickplay_of(source: &MediaSource) -> Option<Trickplay> {
    let layout = trickplay::layout(source)?;
    let trickplay::Layout { width, height, columns, rows, count, interval } = layout;
    Some(Trickplay {
        width,
        height,
        columns,
        rows,
        count,
        interval: interval.as_secs_f64(),
        sheets: (0..layout.sheets()).map(|sheet| format!("play/{}/trickplay/{}", source.id, trickplay_sheet(source, sheet))).collect(),
        track: format!("play/{}/trickplay.vtt", source.id),
    })
}

/// A stream without a reason of its own was asked for because the file itself could not be played.
fn why(playable: &PlayableSource) -> Vec<Reason> {
    match playable.reasons.as_slice() {
        _ if playable.direct_play => Vec::new(),
        [] => vec![to_reason(TranscodeReason::DirectPlayError)],
        reasons => reasons.iter().map(|&reason| to_reason(reason)).collect(),
    }
}

fn subtitle_choice(source: ItemId, delivery: &SubtitleDelivery) -> SubtitleChoice {
    let SubtitleDelivery { index, method, format: _ } = delivery;
    let text = matches!(method, SubtitleMethod::External | SubtitleMethod::Hls | SubtitleMethod::Embed);
    SubtitleChoice { index: *index, url: text.then(|| format!("play/{source}/subtitles/{index}.vtt")) }
}

fn method(playable: &PlayableSource) -> Method {
    if encodes_video(playable) || encodes_audio(playable) { Method::Transcode } else { Method::Remux }
}

fn output(playable: &PlayableSource, audio: Option<i32>) -> Output {
    let probe = &playable.source.probe;
    let video = probe.video().map(|stream| stream.codec.clone());
    let audio = audio.and_then(|index| probe.stream(index)).or_else(|| probe.of_kind(StreamKind::Audio).next()).map(|stream| stream.codec.clone());
    match &playable.transcode {
        Some(request) if !playable.direct_play => {
            let (video_copied, audio_copied) = (!encodes_video(playable), !encodes_audio(playable));
            let made = |codecs: &[String], own: Option<String>, copied: bool| own.map(|own| if copied { own } else { codecs.first().cloned().unwrap_or(own) });
            Output {
                container: container(request),
                video_codec: made(&request.video_codecs, video, video_copied),
                audio_codec: made(&request.audio_codecs, audio, audio_copied),
                video_copied,
                audio_copied,
            }
        }
        _ => {
            let extension = std::path::Path::new(&playable.source.path).extension();
            let container = extension.map(|extension| extension.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
            Output { container, video_codec: video, audio_codec: audio, video_copied: true, audio_copied: true }
        }
    }
}

fn container(request: &StreamRequest) -> String {
    match request.protocol {
        StreamProtocol::Hls => "hls".into(),
        StreamProtocol::Http => request.http_container.clone().unwrap_or_default(),
    }
}

fn encodes_video(playable: &PlayableSource) -> bool {
    let burnt = playable
        .transcode
        .as_ref()
        .is_some_and(|request| request.subtitle_method == Some(SubtitleMethod::Encode) && request.subtitle_stream.is_some_and(|index| index >= 0));
    let refused = playable.transcode.as_ref().is_some_and(|request| !request.allow_video_copy);
    playable.source.probe.video().is_some() && (burnt || refused || playable.reasons.iter().any(|&reason| is_about_video(reason)))
}

fn encodes_audio(playable: &PlayableSource) -> bool {
    let refused = playable.transcode.as_ref().is_some_and(|request| !request.allow_audio_copy);
    let any = playable.source.probe.of_kind(StreamKind::Audio).next().is_some();
    any && (refused || playable.reasons.iter().any(|&reason| is_about_audio(reason)))
}

fn is_about_video(reason: TranscodeReason) -> bool {
    use TranscodeReason as R;
    match reason {
        R::VideoCodecNotSupported
        | R::VideoProfileNotSupported
        | R::VideoLevelNotSupported
        | R::VideoResolutionNotSupported
        | R::VideoBitDepthNotSupported
        | R::VideoFramerateNotSupported
        | R::RefFramesNotSupported
        | R::AnamorphicVideoNotSupported
        | R::InterlacedVideoNotSupported
        | R::ContainerBitrateExceedsLimit
        | R::VideoBitrateNotSupported
        | R::UnknownVideoStreamInfo
        | R::VideoRangeTypeNotSupported
        | R::VideoRotationNotSupported => true,
        R::ContainerNotSupported
        | R::AudioCodecNotSupported
        | R::SubtitleCodecNotSupported
        | R::AudioIsExternal
        | R::SecondaryAudioNotSupported
        | R::AudioChannelsNotSupported
        | R::AudioProfileNotSupported
        | R::AudioSampleRateNotSupported
        | R::AudioBitDepthNotSupported
        | R::AudioBitrateNotSupported
        | R::UnknownAudioStreamInfo
        | R::DirectPlayError
        | R::VideoCodecTagNotSupported
        | R::StreamCountExceedsLimit => false,
    }
}

fn is_about_audio(reason: TranscodeReason) -> bool {
    use TranscodeReason as R;
    matches!(
        reason,
        R::AudioCodecNotSupported
            | R::AudioChannelsNotSupported
            | R::AudioProfileNotSupported
            | R::AudioSampleRateNotSupported
            | R::AudioBitDepthNotSupported
            | R::AudioBitrateNotSupported
            | R::UnknownAudioStreamInfo
    )
}

fn to_reason(reason: TranscodeReason) -> Reason {
    use TranscodeReason as R;
    let (code, text) = match reason {
        R::ContainerNotSupported => ("containerNotSupported", "The player cannot open this kind of file."),
        R::VideoCodecNotSupported => ("videoCodecNotSupported", "The player cannot decode the picture's format."),
        R::AudioCodecNotSupported => ("audioCodecNotSupported", "The player cannot decode the sound's format."),
        R::SubtitleCodecNotSupported => ("subtitleCodecNotSupported", "These subtitles must be drawn into the picture."),
        R::AudioIsExternal => ("audioIsExternal", "The sound is in a file of its own."),
        R::SecondaryAudioNotSupported => ("secondaryAudioNotSupported", "The player can only play the first sound track of this file."),
        R::VideoProfileNotSupported => ("videoProfileNotSupported", "The picture uses a profile that the player cannot decode."),
        R::VideoLevelNotSupported => ("videoLevelNotSupported", "The picture is more demanding than the player allows."),
        R::VideoResolutionNotSupported => ("videoResolutionNotSupported", "The picture is larger than asked for."),
        R::VideoBitDepthNotSupported => ("videoBitDepthNotSupported", "The picture has more colour depth than the player can decode."),
        R::VideoFramerateNotSupported => ("videoFramerateNotSupported", "The picture has more frames a second than the player can show."),
        R::RefFramesNotSupported => ("refFramesNotSupported", "The picture refers to more frames than the player can keep."),
        R::AnamorphicVideoNotSupported => ("anamorphicVideoNotSupported", "The picture's pixels are not square."),
        R::InterlacedVideoNotSupported => ("interlacedVideoNotSupported", "The picture is interlaced."),
        R::AudioChannelsNotSupported => ("audioChannelsNotSupported", "The sound has more channels than the player takes."),
        R::AudioProfileNotSupported => ("audioProfileNotSupported", "The sound uses a profile that the player cannot decode."),
        R::AudioSampleRateNotSupported => ("audioSampleRateNotSupported", "The sound has a sample rate that the player cannot play."),
        R::AudioBitDepthNotSupported => ("audioBitDepthNotSupported", "The sound has a bit depth that the player cannot play."),
        R::ContainerBitrateExceedsLimit => ("containerBitrateExceedsLimit", "The file needs more bandwidth than is allowed."),
        R::VideoBitrateNotSupported => ("videoBitrateNotSupported", "The picture needs more bandwidth than is allowed."),
        R::AudioBitrateNotSupported => ("audioBitrateNotSupported", "The sound needs more bandwidth than is allowed."),
        R::UnknownVideoStreamInfo => ("unknownVideoStreamInfo", "Too little is known of the picture."),
        R::UnknownAudioStreamInfo => ("unknownAudioStreamInfo", "Too little is known of the sound."),
        R::DirectPlayError => ("directPlayError", "Playing the file as it is failed."),
        R::VideoRangeTypeNotSupported => ("videoRangeTypeNotSupported", "The picture is HDR and the screen is not."),
        R::VideoCodecTagNotSupported => ("videoCodecTagNotSupported", "The picture is marked in a way the player refuses."),
        R::StreamCountExceedsLimit => ("streamCountExceedsLimit", "The file has more tracks than the player takes."),
        R::VideoRotationNotSupported => ("videoRotationNotSupported", "The player cannot turn the picture upright."),
    };
    Reason { code: code.into(), text: text.into() }
}
