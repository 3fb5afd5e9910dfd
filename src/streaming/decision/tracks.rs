//! Which track of sound and which subtitle play when nobody chose.

use walros_model::playback::PlaybackRequest;
use walros_model::probe::MediaProbe;
use walros_model::user::{Preferences, SubtitleMode};
use walros_model::{MediaStream, StreamKind};

/// Streams by their [`index`](MediaStream::index); `None` = none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What plays when the request does not say.
    pub default_audio: Option<i32>,
    pub default_subtitle: Option<i32>,
    /// What plays.
    pub audio: Option<i32>,
    pub subtitle: Option<i32>,
}

pub(super) fn choose(probe: &MediaProbe, request: &PlaybackRequest, preferences: &Preferences) -> Choice {
    let default_audio = default_audio(probe, preferences);
    let default_subtitle = default_subtitle(probe, preferences, default_audio.and_then(|stream| stream.language.as_deref()));
    let asked = |index: Option<i32>, kind| index.filter(|index| probe.stream(*index).is_some_and(|stream| stream.kind == kind));
    let (default_audio, default_subtitle) = (default_audio.map(|stream| stream.index), default_subtitle.map(|stream| stream.index));
    Choice {
        default_audio,
        default_subtitle,
        audio: asked(request.audio_stream, StreamKind::Audio).or(default_audio),
        subtitle: match request.subtitle_stream {
            // −1 and anything else that is no subtitle: none.
            Some(index) => asked(Some(index), StreamKind::Subtitle),
            None => default_subtitle,
        },
    }
}

/// The tracks that would do in place of the chosen one: none but it when it was asked for, else those that are as
/// much the default, or in the same language.
pub(super) fn candidates<'a>(probe: &'a MediaProbe, chosen: Option<&'a MediaStream>, asked_for: bool) -> Vec<&'a MediaStream> {
    let Some(chosen) = chosen else { return Vec::new() };
    let alike = |stream: &&MediaStream| {
        stream.index != chosen.index && if chosen.default { stream.default && stream.language == chosen.language } else { stream.language == chosen.language }
    };
    let others = probe.of_kind(StreamKind::Audio).filter(|_| !asked_for).filter(alike);
    std::iter::once(chosen).chain(others).collect()
}

/// Whether a track is another than the first, which some devices cannot select.
pub(super) fn is_secondary(probe: &MediaProbe, stream: &MediaStream) -> bool {
    let mut tracks = probe.streams.iter().filter(|track| track.kind == StreamKind::Audio && !track.is_external());
    let first = tracks.clone().find(|track| track.default).or_else(|| tracks.next());
    first.is_some_and(|first| first.index != stream.index)
}

fn default_audio<'a>(probe: &'a MediaProbe, preferences: &Preferences) -> Option<&'a MediaStream> {
    let sorted = sorted(probe, StreamKind::Audio, preferences.audio_language.as_deref());
    let default = sorted.iter().copied().find(|stream| stream.default).filter(|_| preferences.play_default_audio);
    default.or(sorted.first().copied())
}

fn default_subtitle<'a>(probe: &'a MediaProbe, preferences: &Preferences, audio_language: Option<&str>) -> Option<&'a MediaStream> {
    let wanted = preferences.subtitle_language.as_deref();
    let sorted = sorted(probe, StreamKind::Subtitle, wanted);
    let speaks = |stream: &&MediaStream| wanted.is_none() || stream.language.as_deref() == wanted;
    let forced = || {
        let forced = sorted.iter().copied().filter(|stream| stream.forced);
        let in_language = forced.clone().find(|stream| wanted.is_some() && stream.language.as_deref() == wanted);
        in_language.or_else(|| forced.clone().find(|stream| stream.language.is_none())).or_else(|| forced.clone().find(speaks))
    };
    match preferences.subtitle_mode {
        SubtitleMode::None => None,
        SubtitleMode::Default => sorted.iter().copied().find(|stream| stream.is_external() || stream.forced || stream.default),
        // Only where the sound is not in a language the user reads.
        SubtitleMode::Smart if wanted.is_none() || wanted != audio_language => sorted.iter().copied().find(speaks),
        SubtitleMode::Smart | SubtitleMode::OnlyForced => forced(),
        SubtitleMode::Always => sorted.iter().copied().find(|stream| !stream.forced && speaks(stream)).or_else(forced),
    }
}

/// The language first, then the file's own default, then what is cheap to deliver.
fn sorted<'a>(probe: &'a MediaProbe, kind: StreamKind, language: Option<&str>) -> Vec<&'a MediaStream> {
    let mut streams: Vec<&MediaStream> = probe.of_kind(kind).collect();
    streams.sort_by_key(|stream| {
        let in_language = language.is_some() && stream.language.as_deref() == language;
        (!in_language, !stream.default, !stream.is_text_subtitle(), !stream.is_external(), stream.index)
    });
    streams
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(index: i32, kind: StreamKind, language: &str, flags: &str) -> MediaStream {
        MediaStream {
            kind,
            index,
            codec: if kind == StreamKind::Subtitle { "subrip" } else { "aac" }.to_owned(),
            language: (!language.is_empty()).then(|| language.to_owned()),
            default: flags.contains('d'),
            forced: flags.contains('f'),
            external: flags.contains('e').then(|| "a.srt".to_owned()),
            ..MediaStream::default()
        }
    }

    /// German external, English, French forced; English sound, then German as the file's default.
    fn probe() -> MediaProbe {
        use StreamKind::{Audio, Subtitle, Video};
        let streams = vec![
            stream(0, Subtitle, "deu", "e"),
            stream(1, Video, "", ""),
            stream(2, Audio, "eng", ""),
            stream(3, Audio, "deu", "d"),
            stream(4, Subtitle, "eng", ""),
            stream(5, Subtitle, "fra", "f"),
        ];
        MediaProbe { streams, ..MediaProbe::default() }
    }

    #[test]
    fn audio_follows_language_and_the_files_default() {
        let probe = probe();
        for (language, play_default, expected) in [(None, true, 3), (None, false, 3), (Some("eng"), true, 3), (Some("eng"), false, 2), (Some("jpn"), true, 3)] {
            let preferences = Preferences { audio_language: language.map(str::to_owned), play_default_audio: play_default, ..Preferences::default() };
            assert_eq!(choose(&probe, &PlaybackRequest::default(), &preferences).audio, Some(expected), "{language:?} {play_default}");
        }
    }

    #[test]
    fn subtitles_follow_the_mode() {
        use SubtitleMode as M;
        let cases = [
            (M::Default, None, Some(0)),
            (M::None, Some("eng"), None),
            (M::Always, Some("eng"), Some(4)),
            (M::Always, Some("fra"), Some(5)),
            (M::OnlyForced, Some("fra"), Some(5)),
            (M::OnlyForced, Some("eng"), None),
            (M::Smart, Some("eng"), Some(4)),
            // The sound is German and so is the reader: forced ones only, and there is none in German.
            (M::Smart, Some("deu"), None),
        ];
        for (mode, language, expected) in cases {
            let preferences = Preferences { subtitle_mode: mode, subtitle_language: language.map(str::to_owned), ..Preferences::default() };
            assert_eq!(choose(&probe(), &PlaybackRequest::default(), &preferences).subtitle, expected, "{mode:?} {language:?}");
        }
    }

    #[test]
    fn what_was_asked_for_wins_and_leaves_the_default_alone() {
        let request = PlaybackRequest { audio_stream: Some(2), subtitle_stream: Some(-1), ..PlaybackRequest::default() };
        let choice = choose(&probe(), &request, &Preferences::default());
        assert_eq!(choice, Choice { default_audio: Some(3), default_subtitle: Some(0), audio: Some(2), subtitle: None });
        // A number that is no audio track.
        let request = PlaybackRequest { audio_stream: Some(1), ..PlaybackRequest::default() };
        assert_eq!(choose(&probe(), &request, &Preferences::default()).audio, Some(3));
    }

    #[test]
    fn another_track_may_stand_in_only_when_none_was_asked_for() {
        let mut probe = probe();
        probe.streams.push(stream(6, StreamKind::Audio, "deu", "d"));
        let indices = |chosen: i32, asked| candidates(&probe, probe.stream(chosen), asked).iter().map(|stream| stream.index).collect::<Vec<_>>();
        assert_eq!(indices(3, false), [3, 6]);
        assert_eq!(indices(3, true), [3]);
        assert_eq!(indices(2, false), [2]);
        assert!(is_secondary(&probe, probe.stream(2).unwrap()) && !is_secondary(&probe, probe.stream(3).unwrap()));
    }
}
