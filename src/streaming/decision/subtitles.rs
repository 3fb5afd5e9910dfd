//! How each subtitle reaches the player.

use walros_model::MediaStream;
use walros_model::StreamKind;
use walros_model::playback::SubtitleDelivery;
use walros_model::probe::MediaSource;
use walros_model::profile::{DeviceProfile, StreamProtocol, SubtitleMethod, SubtitleProfile, TranscodingProfile};

/// For every subtitle of a source. `transcoding` is the profile of the stream that is made, `None` when the file
/// plays as it is; `container` is that of what plays.
pub fn deliveries(source: &MediaSource, profile: &DeviceProfile, transcoding: Option<&TranscodingProfile>, container: &str) -> Vec<SubtitleDelivery> {
    source.probe.of_kind(StreamKind::Subtitle).map(|stream| delivery(stream, &profile.subtitles, transcoding, container)).collect()
}

pub(super) fn delivery(stream: &MediaStream, profiles: &[SubtitleProfile], transcoding: Option<&TranscodingProfile>, container: &str) -> SubtitleDelivery {
    let found = embedded(stream, profiles, transcoding, container)
        .or_else(|| separate(stream, profiles, transcoding.is_some(), false))
        .or_else(|| separate(stream, profiles, transcoding.is_some(), true));
    match found {
        Some(profile) => SubtitleDelivery { index: stream.index, method: profile.method, format: profile.format.to_ascii_lowercase() },
        None => SubtitleDelivery { index: stream.index, method: SubtitleMethod::Encode, format: stream.codec.clone() },
    }
}

/// Inside the container: only when the file plays as it is, since no subtitle is written into what is made.
fn embedded<'a>(
    stream: &MediaStream,
    profiles: &'a [SubtitleProfile],
    transcoding: Option<&TranscodingProfile>,
    container: &str,
) -> Option<&'a SubtitleProfile> {
    if stream.is_external() || transcoding.is_some() {
        return None;
    }
    let fitting =
        || profiles.iter().filter(|profile| profile.method == SubtitleMethod::Embed && speaks(profile, stream) && profile.containers.admits(container));
    fitting().find(|profile| same_format(&stream.codec, &profile.format)).or_else(|| fitting().find(|profile| converts(stream, &profile.format)))
}

/// A file or a playlist of its own.
fn separate<'a>(stream: &MediaStream, profiles: &'a [SubtitleProfile], transcoding: bool, conversion: bool) -> Option<&'a SubtitleProfile> {
    profiles.iter().find(|profile| {
        let possible = match profile.method {
            // Pictures stay in the file they are in.
            SubtitleMethod::External => stream.is_text_subtitle() == is_text(&profile.format) && (stream.is_text_subtitle() || stream.is_external()),
            SubtitleMethod::Hls => transcoding && stream.is_text_subtitle(),
            _ => false,
        };
        possible && speaks(profile, stream) && if conversion { converts(stream, &profile.format) } else { same_format(&stream.codec, &profile.format) }
    })
}

fn speaks(profile: &SubtitleProfile, stream: &MediaStream) -> bool {
    let listed = profile.language.as_deref().unwrap_or_default();
    let language = stream.language.as_deref().unwrap_or("und");
    listed.is_empty() || listed.split(',').any(|name| name.trim().eq_ignore_ascii_case(language))
}

/// Text becomes any plain text; styled text is left as it is, for its styling would be lost.
fn converts(stream: &MediaStream, format: &str) -> bool {
    let styled = |name: &str| matches!(name.to_ascii_lowercase().as_str(), "ass" | "ssa");
    stream.is_text_subtitle() && is_text(format) && !styled(&stream.codec) && !styled(format)
}

/// Clients and libav have different words for some formats.
fn same_format(codec: &str, format: &str) -> bool {
    let format = format.to_ascii_lowercase();
    let alias = match codec {
        "hdmv_pgs_subtitle" => "pgssub",
        "dvd_subtitle" => "dvdsub",
        "dvb_subtitle" => "dvbsub",
        "webvtt" => "vtt",
        other => other,
    };
    format == codec || format == alias || codec == "hdmv_pgs_subtitle" && format == "pgs"
}

fn is_text(format: &str) -> bool {
    let format = format.to_ascii_lowercase();
    !["pgs", "dvd", "dvb", "vobsub", "xsub"].iter().any(|name| format.contains(name)) && !matches!(format.as_str(), "sub" | "sup" | "idx")
}

/// Whether a stream of this protocol can name subtitles in its playlist.
pub(super) fn in_manifest(profile: &TranscodingProfile) -> bool {
    profile.protocol == StreamProtocol::Hls && profile.subtitles_in_manifest
}

#[cfg(test)]
mod tests {
    use super::*;
    use walros_model::profile::NameList;

    fn profile(format: &str, method: SubtitleMethod) -> SubtitleProfile {
        SubtitleProfile { format: format.to_owned(), method, language: None, containers: NameList::default() }
    }

    fn stream(codec: &str, external: bool) -> MediaStream {
        MediaStream { kind: StreamKind::Subtitle, codec: codec.to_owned(), external: external.then(|| "x".to_owned()), ..MediaStream::default() }
    }

    #[test]
    fn the_first_way_that_works() {
        use SubtitleMethod::{Embed, Encode, External, Hls};
        let tv = [
            profile("srt", Embed),
            profile("srt", External),
            profile("subrip", Embed),
            profile("subrip", External),
            profile("ass", Embed),
            profile("pgssub", Embed),
            profile("pgssub", External),
        ];
        let web = [profile("vtt", External), profile("ass", External)];
        let hls = TranscodingProfile { protocol: StreamProtocol::Hls, ..TranscodingProfile::default() };
        type Case<'a> = (&'a str, bool, &'a [SubtitleProfile], bool, SubtitleMethod, &'a str);
        let cases: &[Case<'_>] = &[
            ("subrip", true, &tv, false, External, "subrip"),
            ("subrip", false, &tv, false, Embed, "subrip"),
            ("ass", false, &tv, false, Embed, "ass"),
            ("hdmv_pgs_subtitle", false, &tv, false, Embed, "pgssub"),
            ("hdmv_pgs_subtitle", false, &tv, true, Encode, "hdmv_pgs_subtitle"),
            ("mov_text", false, &tv, true, External, "srt"),
            ("subrip", false, &web, true, External, "vtt"),
            ("ass", false, &web, true, External, "ass"),
            ("hdmv_pgs_subtitle", false, &web, false, Encode, "hdmv_pgs_subtitle"),
            ("subrip", false, &[profile("vtt", Hls)], true, Hls, "vtt"),
            ("subrip", false, &[profile("vtt", Hls)], false, Encode, "subrip"),
            ("ass", false, &[profile("vtt", Hls)], true, Encode, "ass"),
            ("subrip", true, &[], true, Encode, "subrip"),
        ];
        for (codec, external, profiles, transcoded, method, format) in cases {
            let found = delivery(&stream(codec, *external), profiles, transcoded.then_some(&hls), "mkv");
            assert_eq!((found.method, found.format.as_str()), (*method, *format), "{codec} {external} {transcoded}");
        }
    }

    #[test]
    fn a_profile_may_be_for_one_language() {
        let mut german = profile("srt", SubtitleMethod::External);
        german.language = Some("deu".to_owned());
        assert_eq!(delivery(&stream("subrip", true), &[german], None, "mkv").method, SubtitleMethod::Encode);
    }
}
