//! Which track of one part of a stacked film stands for which of another: parts come from different hands at times, and
//! number their tracks differently.

use walros_model::probe::MediaProbe;
use walros_model::{MediaStream, StreamKind};

/// The track of sound of `probe` that is most like this one: by language, then by what it is for, then as it comes.
pub fn sound<'a>(like: &MediaStream, probe: &'a MediaProbe) -> Option<&'a MediaStream> {
    closest(like, probe.of_kind(StreamKind::Audio).filter(|stream| !stream.is_external()))
}

/// The same of subtitles. In another language, or of another kind, it is none of them.
pub fn subtitle<'a>(like: &MediaStream, probe: &'a MediaProbe) -> Option<&'a MediaStream> {
    let alike =
        |stream: &&MediaStream| stream.language == like.language && stream.forced == like.forced && stream.is_text_subtitle() == like.is_text_subtitle();
    closest(like, probe.of_kind(StreamKind::Subtitle).filter(alike))
}

/// The first of those that have most in common with `like`.
pub(crate) fn closest<'a>(like: &MediaStream, streams: impl Iterator<Item = &'a MediaStream>) -> Option<&'a MediaStream> {
    let channels = |stream: &MediaStream| stream.audio.as_ref().map(|facts| facts.channels);
    streams
        .enumerate()
        .max_by_key(|(place, stream)| {
            let common = [
                stream.language == like.language,
                stream.comment == like.comment,
                stream.hearing_impaired == like.hearing_impaired,
                channels(stream) == channels(like),
                stream.title == like.title,
            ];
            (common, std::cmp::Reverse(*place))
        })
        .map(|(_, stream)| stream)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(index: i32, kind: StreamKind, language: &str, channels: u32) -> MediaStream {
        let audio = Some(walros_model::probe::AudioFacts { channels, ..Default::default() });
        MediaStream { index, kind, language: Some(language.into()), audio, codec: "subrip".into(), ..MediaStream::default() }
    }

    #[test]
    fn sound_is_found_by_language_and_subtitles_too_or_not_at_all() {
        use StreamKind::{Audio, Subtitle};
        let streams = vec![track(1, Audio, "deu", 2), track(2, Audio, "eng", 6), track(3, Audio, "eng", 2), track(4, Subtitle, "fra", 0)];
        let probe = MediaProbe { streams, ..MediaProbe::default() };
        let index = |found: Option<&MediaStream>| found.map(|stream| stream.index);
        assert_eq!(index(sound(&track(9, Audio, "eng", 2), &probe)), Some(3));
        assert_eq!(index(sound(&track(9, Audio, "eng", 8), &probe)), Some(2), "the first of equals");
        assert_eq!(index(sound(&track(9, Audio, "jpn", 8), &probe)), Some(1), "any is better than silence");
        assert_eq!(index(subtitle(&track(9, Subtitle, "fra", 0), &probe)), Some(4));
        assert_eq!(index(subtitle(&track(9, Subtitle, "eng", 0), &probe)), None);
    }
}
