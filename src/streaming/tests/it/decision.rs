//! Decisions for seven films and six devices, and what single rules do.

use walros_model::playback::{PlayableSource, PlaybackRequest, TranscodeReason};
use walros_model::profile::{DeviceProfile, StreamProtocol, SubtitleMethod};
use walros_model::user::Preferences;
use walros_streaming::decision::{Rights, decide};

use crate::films::film;
use crate::profiles::{browser, profile, television};

fn asked(profile: DeviceProfile) -> PlaybackRequest {
    PlaybackRequest {
        profile: Some(profile),
        allow_direct_play: true,
        allow_transcode: true,
        allow_video_copy: true,
        allow_audio_copy: true,
        ..PlaybackRequest::default()
    }
}

fn decided(title: &str, request: &PlaybackRequest) -> PlayableSource {
    decide(&film(title), request, &Rights::ALL, &Preferences::default())
}

fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or("-".to_owned(), |value| value.to_string())
}

/// A decision in the columns of the table, without the frame rate.
fn columns(found: &PlayableSource) -> Vec<String> {
    let stream = found.transcode.as_ref().expect("a stream is made");
    let protocol = if found.transcode_protocol == StreamProtocol::Hls { "hls" } else { "http" };
    let joined = |parts: Vec<String>, separator: &str| if parts.is_empty() { "-".to_owned() } else { parts.join(separator) };
    let subtitle = stream.subtitle_stream.zip(stream.subtitle_method).map(|(index, method)| format!("{index}:{method:?}"));
    vec![
        protocol.to_owned(),
        or_dash(found.transcode_container.clone()),
        or_dash(found.default_audio),
        or_dash(found.default_subtitle),
        stream.video_codecs.join(","),
        stream.audio_codecs.join(","),
        or_dash(stream.video_bit_rate),
        or_dash(stream.audio_bit_rate),
        or_dash(stream.audio_sample_rate),
        or_dash(stream.max_width),
        or_dash(subtitle),
        joined(stream.codec_options.iter().map(|(codec, name, value)| format!("{codec}-{name}={value}")).collect(), " "),
        joined(found.reasons.iter().map(|reason| format!("{reason:?}")).collect(), ","),
        joined(found.subtitles.iter().map(|delivery| format!("{}:{:?}", delivery.index, delivery.method)).collect(), ","),
    ]
}

#[test]
fn decisions_are_those_that_clients_know() {
    let mut wrong = Vec::new();
    let lines = include_str!("../data/decisions.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut cases = 0;
    for line in lines {
        cases += 1;
        let mut expected: Vec<&str> = line.split('\t').collect();
        let frame_rate: f32 = expected.remove(11).parse().unwrap();
        let (title, device) = (expected.remove(0), expected.remove(0));
        let found = decided(title, &asked(profile(device)));
        let rate = found.transcode.as_ref().and_then(|stream| stream.max_frame_rate).unwrap_or(0.0);
        if columns(&found) != expected || (rate - frame_rate).abs() > 0.01 || found.direct_play || !found.can_transcode {
            wrong.push(format!("{title}, {device}:\n  {expected:?} {frame_rate}\n  {:?} {rate}", columns(&found)));
        }
    }
    assert_eq!(cases, 42);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_television_plays_what_a_browser_cannot() {
    for title in ["Big Test", "Open Door", "Broadcast Day"] {
        let found = decided(title, &asked(television()));
        assert!(found.direct_play && found.transcode.is_none() && found.can_transcode, "{title}: {:?}", found.reasons);
        let found = decided(title, &asked(browser()));
        assert!(!found.direct_play && found.transcode.is_some(), "{title}");
        assert!(found.reasons.contains(&TranscodeReason::ContainerNotSupported), "{title}: {:?}", found.reasons);
    }
    let found = decided("Web Minute", &asked(browser()));
    assert!(found.direct_play);
    assert_eq!(found.container, "webm");
    let uneven = decided("Uneven Time", &asked(browser()));
    assert_eq!((uneven.direct_play, uneven.container.as_str()), (true, "mp4"));
}

#[test]
fn embedded_subtitles_stay_where_the_device_reads_them() {
    let found = decided("Big Test", &asked(television()));
    let ways: Vec<_> = found.subtitles.iter().map(|delivery| (delivery.index, delivery.method, delivery.format.as_str())).collect();
    use SubtitleMethod::{Embed, External};
    assert_eq!(ways, [(0, External, "subrip"), (1, External, "subrip"), (2, External, "subrip"), (6, Embed, "subrip"), (7, Embed, "ass")]);
}

#[test]
fn a_track_asked_for_is_the_one_that_plays() {
    let request = PlaybackRequest { audio_stream: Some(5), subtitle_stream: Some(-1), ..asked(browser()) };
    let found = decided("Big Test", &request);
    let stream = found.transcode.unwrap();
    assert_eq!((stream.audio_stream, stream.subtitle_stream), (Some(5), None));
    assert_eq!((found.default_audio, found.default_subtitle), (Some(4), Some(0)));
    assert!(found.reasons.contains(&TranscodeReason::AudioCodecNotSupported), "{:?}", found.reasons);
}

#[test]
fn the_connection_limits() {
    let request = PlaybackRequest { max_bit_rate: Some(1_000_000), ..asked(television()) };
    let found = decided("Big Test", &request);
    assert!(!found.direct_play);
    assert_eq!(found.reasons, [TranscodeReason::ContainerBitrateExceedsLimit]);
    let stream = found.transcode.unwrap();
    assert_eq!(stream.video_bit_rate.unwrap() + stream.audio_bit_rate.unwrap(), 1_000_000);
}

#[test]
fn rights_are_kept() {
    let device = asked(profile("ts"));
    let judge = |title: &str, rights: Rights| decide(&film(title), &device, &rights, &Preferences::default());
    // Its picture and sound can be copied.
    let remux = Rights { transcode_video: false, transcode_audio: false, remux: true };
    assert!(judge("Big Test", remux).can_transcode);
    assert!(!judge("Big Test", Rights { remux: false, ..remux }).can_transcode);
    // The picture can, the sound cannot.
    assert!(!judge("Night Sea", remux).can_transcode);
    assert!(judge("Night Sea", Rights { transcode_audio: true, ..remux }).can_transcode);
    // Neither can.
    let found = judge("Blue Hour", Rights { transcode_video: false, ..Rights::ALL });
    assert!(!found.can_transcode && found.transcode.is_none());
    // What plays as it is needs none.
    let found = decide(&film("Blue Hour"), &asked(television()), &Rights { remux: false, ..remux }, &Preferences::default());
    assert!(found.direct_play);
}

#[test]
fn nothing_known_of_the_device_means_the_file_as_it_is() {
    let found = decided("Uneven Time", &PlaybackRequest { allow_transcode: true, ..PlaybackRequest::default() });
    assert!(found.direct_play && found.can_transcode && found.transcode.is_none() && found.subtitles.is_empty());
    assert_eq!(found.container, "mp4");
}

#[test]
fn direct_play_may_be_declined() {
    let request = PlaybackRequest { allow_direct_play: false, ..asked(television()) };
    let found = decided("Big Test", &request);
    assert!(!found.direct_play && found.transcode.is_some());
    let request = PlaybackRequest { allow_direct_play: false, allow_transcode: false, ..asked(television()) };
    let found = decided("Big Test", &request);
    assert!(!found.direct_play && !found.can_transcode && found.transcode.is_none());
}
