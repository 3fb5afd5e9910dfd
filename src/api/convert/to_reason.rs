//! Why a file is not played as it is: in words, and what it has against what there may be.

use walros_model::playback::{PlayableSource, TranscodeReason};
use walros_model::{Device, MediaStream, StreamKind};

use crate::dto::playback::{PlaybackAsk, Reason};

/// What the player said it can take.
pub struct Limits {
    containers: Vec<String>,
    pub video_codecs: Vec<String>,
    pub audio_codecs: Vec<String>,
    max_height: Option<u32>,
    max_bit_rate: Option<u64>,
    max_channels: Option<u32>,
}

impl Limits {
    pub fn of(ask: &PlaybackAsk) -> Self {
        let mut containers: Vec<String> = ask.capabilities.files.iter().map(|file| file.container.clone()).collect();
        containers.sort_unstable();
        containers.dedup();
        Self {
            containers,
            video_codecs: ask.capabilities.hls_video_codecs.clone(),
            audio_codecs: ask.capabilities.hls_audio_codecs.clone(),
            max_height: ask.max_height,
            max_bit_rate: ask.max_bit_rate,
            max_channels: ask.capabilities.max_audio_channels,
        }
    }
}

/// Why the file is not played as it is. One without a reason of its own could not be played when it was tried.
pub fn reasons(playable: &PlayableSource, limits: &Limits) -> Vec<Reason> {
    match playable.reasons.as_slice() {
        _ if playable.direct_play => Vec::new(),
        [] => vec![reason(playable, limits, TranscodeReason::DirectPlayError)],
        reasons => reasons.iter().map(|&found| reason(playable, limits, found)).collect(),
    }
}

pub fn reason(playable: &PlayableSource, limits: &Limits, reason: TranscodeReason) -> Reason {
    let probe = &playable.source.probe;
    let audio = playable.default_audio.and_then(|index| probe.stream(index)).or_else(|| probe.of_kind(StreamKind::Audio).next());
    explained(playable, limits, reason, audio)
}

fn explained(playable: &PlayableSource, limits: &Limits, reason: TranscodeReason, audio: Option<&MediaStream>) -> Reason {
    let (code, text) = words(reason);
    let (actual, limit) = facts(playable, limits, reason, audio);
    Reason { code: code.into(), text: text.into(), actual, limit }
}

/// Why a track of sound is converted that is one of several.
pub fn of_sound(playable: &PlayableSource, limits: &Limits, stream: &MediaStream) -> Vec<Reason> {
    let channels = stream.audio.as_ref().map_or(0, |facts| facts.channels);
    let codec = !limits.audio_codecs.contains(&stream.codec);
    let many = limits.max_channels.is_some_and(|max| channels > max);
    let found = [(codec, TranscodeReason::AudioCodecNotSupported), (many, TranscodeReason::AudioChannelsNotSupported)];
    let mut reasons: Vec<Reason> = found.into_iter().filter(|(holds, _)| *holds).map(|(_, found)| explained(playable, limits, found, Some(stream))).collect();
    if reasons.is_empty() {
        let text = "All tracks of sound are sent in one codec, so that the player can change between them.";
        reasons.push(Reason { code: "oneCodecForAllSound".into(), text: text.into(), actual: Some(stream.codec.clone()), limit: None });
    }
    reasons
}

/// Why software encodes what a device is there for, all of it or what that fails.
pub fn stood_in((device, failure): &(Device, String)) -> Reason {
    let text = "The device that encodes failed, so that software stands in for it.";
    Reason { code: "deviceFailed".into(), text: text.into(), actual: Some(format!("{device}: {failure}")), limit: None }
}

/// What the file has, and what it may have.
fn facts(playable: &PlayableSource, limits: &Limits, reason: TranscodeReason, audio: Option<&MediaStream>) -> (Option<String>, Option<String>) {
    use TranscodeReason as R;
    let probe = &playable.source.probe;
    let video = probe.video();
    let picture = video.and_then(|stream| stream.video.as_ref());
    let list = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
    let codec = |stream: Option<&MediaStream>| stream.map(|stream| stream.codec.clone());
    match reason {
        R::ContainerNotSupported => (Some(playable.container.clone()), list(&limits.containers)),
        R::VideoCodecNotSupported => (codec(video), list(&limits.video_codecs)),
        R::AudioCodecNotSupported => (codec(audio), list(&limits.audio_codecs)),
        R::SubtitleCodecNotSupported => (codec(playable.default_subtitle.and_then(|index| probe.stream(index))), None),
        R::VideoResolutionNotSupported => {
            (picture.map(|facts| format!("{} × {}", facts.width, facts.height)), limits.max_height.map(|height| format!("{height}")))
        }
        R::VideoBitDepthNotSupported => (video.and_then(|stream| stream.bit_depth).map(|depth| format!("{depth} bit")), Some("8 bit".into())),
        R::VideoProfileNotSupported => (video.and_then(|stream| stream.profile.clone()), None),
        R::VideoLevelNotSupported => (video.and_then(|stream| stream.level).map(|level| level.to_string()), None),
        R::VideoRangeTypeNotSupported => (picture.map(|facts| format!("{:?}", facts.range)), Some("SDR".into())),
        R::ContainerBitrateExceedsLimit => ((probe.bit_rate > 0).then(|| megabits(probe.bit_rate)), limits.max_bit_rate.map(megabits)),
        R::AudioChannelsNotSupported => {
            let channels = audio.and_then(|stream| stream.audio.as_ref()).map(|facts| facts.channels.to_string());
            (channels, limits.max_channels.map(|channels| channels.to_string()))
        }
        _ => (None, None),
    }
}

fn megabits(rate: u64) -> String {
    format!("{:.1} Mbit/s", rate as f64 / 1e6)
}

pub fn is_about_video(reason: TranscodeReason) -> bool {
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

pub fn is_about_audio(reason: TranscodeReason) -> bool {
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

fn words(reason: TranscodeReason) -> (&'static str, &'static str) {
    use TranscodeReason as R;
    match reason {
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
    }
}
