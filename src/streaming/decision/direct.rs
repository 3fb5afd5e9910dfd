//! Whether the device plays the file as it is.

use walros_model::playback::TranscodeReason;
use walros_model::profile::{CodecClass, MediaClass, SubtitleMethod};

use super::condition::Facts;
use super::{Case, container, subtitles, tracks};

pub(super) enum Direct {
    /// By this direct-play profile, with this track.
    Plays {
        profile: usize,
        audio: Option<i32>,
    },
    Fails(Vec<TranscodeReason>),
}

/// Reasons that concern the picture.
pub(super) const PICTURE: &[TranscodeReason] = &[
    TranscodeReason::VideoCodecNotSupported,
    TranscodeReason::VideoProfileNotSupported,
    TranscodeReason::VideoLevelNotSupported,
    TranscodeReason::VideoResolutionNotSupported,
    TranscodeReason::VideoBitDepthNotSupported,
    TranscodeReason::VideoFramerateNotSupported,
    TranscodeReason::VideoBitrateNotSupported,
    TranscodeReason::VideoRangeTypeNotSupported,
    TranscodeReason::VideoCodecTagNotSupported,
    TranscodeReason::VideoRotationNotSupported,
    TranscodeReason::RefFramesNotSupported,
    TranscodeReason::AnamorphicVideoNotSupported,
    TranscodeReason::InterlacedVideoNotSupported,
];

/// Reasons that concern the sound.
const SOUND: &[TranscodeReason] = &[
    TranscodeReason::AudioCodecNotSupported,
    TranscodeReason::AudioChannelsNotSupported,
    TranscodeReason::AudioProfileNotSupported,
    TranscodeReason::AudioSampleRateNotSupported,
    TranscodeReason::AudioBitDepthNotSupported,
    TranscodeReason::AudioBitrateNotSupported,
    TranscodeReason::AudioIsExternal,
    TranscodeReason::SecondaryAudioNotSupported,
];

pub(super) fn judge(case: &Case<'_>) -> Direct {
    let names = container::list(case.source);
    let facts = |audio| Facts {
        source: case.source,
        video: case.video,
        audio,
        secondary_audio: audio.is_some_and(|audio| tracks::is_secondary(&case.source.probe, audio)),
    };
    let profiles = &case.profile.codecs;
    // What fails whatever the profile says.
    let mut common: Vec<TranscodeReason> = Vec::new();
    for profile in case.profile.containers.iter().filter(|profile| profile.class == case.class && profile.containers.admits(&names)) {
        common.extend(facts(case.audio).failures(&profile.conditions));
    }
    if let Some(video) = case.video {
        common.extend(facts(case.audio).codec_failures(profiles, CodecClass::Video, &video.codec, &names));
    }
    if case.subtitle.is_some_and(|stream| !delivered(case, stream)) {
        common.push(TranscodeReason::SubtitleCodecNotSupported);
    }
    let audio_class = if case.class == MediaClass::Audio { CodecClass::Audio } else { CodecClass::VideoAudio };
    let mut best: Option<(bool, usize, Vec<TranscodeReason>)> = None;
    for (number, profile) in case.profile.direct_play.iter().enumerate().filter(|(_, profile)| profile.class == case.class) {
        let mut reasons = common.clone();
        let in_container = profile.containers.admits(&names);
        if !in_container {
            reasons.push(TranscodeReason::ContainerNotSupported);
        }
        if case.video.is_some_and(|video| !profile.video_codecs.admits(&video.codec)) {
            reasons.push(TranscodeReason::VideoCodecNotSupported);
        }
        let track = case.candidates.iter().copied().find(|track| profile.audio_codecs.admits(&track.codec));
        match track {
            Some(track) => {
                reasons.extend(facts(Some(track)).codec_failures(profiles, audio_class, &track.codec, &names));
                if track.is_external() {
                    reasons.push(TranscodeReason::AudioIsExternal);
                }
            }
            None if !case.candidates.is_empty() => reasons.push(TranscodeReason::AudioCodecNotSupported),
            None => (),
        }
        if reasons.is_empty() {
            return Direct::Plays { profile: number, audio: track.map(|track| track.index) };
        }
        // A profile that fails for the sound alone is the better match than one that fails for the picture, and any of
        // the right container tells more than one of another.
        let rank = [PICTURE, SOUND].iter().position(|kind| reasons.iter().any(|reason| kind.contains(reason))).unwrap_or(2);
        if best.as_ref().is_none_or(|(right, before, _)| (in_container, rank) > (*right, *before)) {
            best = Some((in_container, rank, reasons));
        }
    }
    Direct::Fails(best.map_or_else(|| vec![TranscodeReason::DirectPlayError], |(_, _, reasons)| reasons))
}

fn delivered(case: &Case<'_>, stream: &walros_model::MediaStream) -> bool {
    let delivery = subtitles::delivery(stream, &case.profile.subtitles, None, container::of(case.source));
    matches!(delivery.method, SubtitleMethod::Drop | SubtitleMethod::External | SubtitleMethod::Embed)
}
