//! What a stream is called in a player's menu.

use walros_model::probe::{MediaStream, StreamKind, VideoFacts, VideoRange};

/// `1080p H264 SDR`, `Surround - French - Dolby Digital - 5.1`, `German - SUBRIP - External`; `None` for streams that
/// are not chosen by anybody.
pub fn display_title(stream: &MediaStream, language: Option<&str>) -> Option<String> {
    match stream.kind {
        StreamKind::Video => Some(of_video(stream)),
        StreamKind::Audio => Some(titled(stream, audio_parts(stream, language))),
        StreamKind::Subtitle => Some(titled(stream, subtitle_parts(stream, language))),
        StreamKind::EmbeddedImage | StreamKind::Data => None,
    }
}

/// Parts that the stream's own title already says are left out.
fn titled(stream: &MediaStream, parts: Vec<String>) -> String {
    let Some(title) = stream.title.as_deref().filter(|title| !title.is_empty()) else { return parts.join(" - ") };
    let said = title.to_lowercase();
    let mut whole = title.to_owned();
    for part in parts.iter().filter(|part| !said.contains(&part.to_lowercase())) {
        whole.push_str(" - ");
        whole.push_str(part);
    }
    whole
}

fn of_video(stream: &MediaStream) -> String {
    let mut parts = Vec::new();
    if let Some(video) = &stream.video {
        parts.extend(resolution(video.width, video.height, video.interlaced));
    }
    parts.push(stream.codec.to_uppercase());
    if let Some(video) = &stream.video {
        parts.extend(dolby_vision_title(video).or_else(|| match video.range {
            VideoRange::Unknown => None,
            range => Some(if range.is_hdr() { "HDR" } else { "SDR" }.to_owned()),
        }));
    }
    let Some(title) = stream.title.as_deref().filter(|title| !title.is_empty()) else { return parts.join(" ") };
    let said = title.to_lowercase();
    let mut whole = title.to_owned();
    for part in parts.iter().filter(|part| !said.contains(&part.to_lowercase())) {
        whole.push(' ');
        whole.push_str(part);
    }
    whole
}

/// `Dolby Vision Profile 8.1 (HDR10)`.
pub fn dolby_vision_title(video: &VideoFacts) -> Option<String> {
    let vision = video.dolby_vision?;
    let compatibility = if vision.compatibility_id == 0 { String::new() } else { format!(".{}", vision.compatibility_id) };
    let base = match video.range {
        VideoRange::DolbyVisionWithHdr10 => " (HDR10)",
        VideoRange::DolbyVisionWithHlg => " (HLG)",
        VideoRange::DolbyVisionWithSdr => " (SDR)",
        _ => "",
    };
    Some(format!("Dolby Vision Profile {}{compatibility}{base}", vision.profile))
}

/// By the smallest usual format that holds the picture, in either of its sides.
fn resolution(width: u32, height: u32, interlaced: bool) -> Option<String> {
    if width == 0 || height == 0 {
        return None;
    }
    const FORMATS: [(u32, u32, &str); 9] = [
        (256, 144, "144"),
        (426, 240, "240"),
        (640, 360, "360"),
        (682, 384, "384"),
        (720, 404, "404"),
        (854, 480, "480"),
        (960, 544, "540"),
        (1024, 576, "576"),
        (1280, 962, "720"),
    ];
    let scan = if interlaced { "i" } else { "p" };
    if let Some((.., lines)) = FORMATS.iter().find(|(most_width, most_height, _)| width <= *most_width && height <= *most_height) {
        return Some(format!("{lines}{scan}"));
    }
    Some(match (width, height) {
        (..=2560, ..=1440) => format!("1080{scan}"),
        (..=4096, ..=3072) => "4K".to_owned(),
        (..=8192, ..=6144) => "8K".to_owned(),
        _ => format!("{height}{scan}"),
    })
}

fn audio_parts(stream: &MediaStream, language: Option<&str>) -> Vec<String> {
    let mut parts: Vec<String> = language.map(str::to_owned).into_iter().collect();
    parts.push(match stream.profile.as_deref() {
        // `LC` says nothing that `AAC` does not.
        Some(profile) if !profile.is_empty() && !profile.eq_ignore_ascii_case("lc") => profile.to_owned(),
        _ => audio_codec(&stream.codec),
    });
    if let Some(audio) = &stream.audio {
        match audio.channel_layout.as_deref().filter(|layout| !layout.is_empty()) {
            Some(layout) => parts.push(capitalised(layout)),
            None if audio.channels > 0 => parts.push(format!("{} ch", audio.channels)),
            None => {}
        }
    }
    parts.extend(stream.default.then(|| "Default".to_owned()));
    parts.extend(stream.is_external().then(|| "External".to_owned()));
    parts.extend(stream.original.then(|| "Original".to_owned()));
    parts
}

fn subtitle_parts(stream: &MediaStream, language: Option<&str>) -> Vec<String> {
    let mut parts = vec![language.unwrap_or("Undefined").to_owned()];
    parts.extend(stream.hearing_impaired.then(|| "Hearing Impaired".to_owned()));
    parts.extend(stream.default.then(|| "Default".to_owned()));
    parts.extend(stream.forced.then(|| "Forced".to_owned()));
    parts.push(stream.codec.to_uppercase());
    parts.extend(stream.is_external().then(|| "External".to_owned()));
    parts
}

fn audio_codec(codec: &str) -> String {
    match codec {
        "ac3" => "Dolby Digital".to_owned(),
        "eac3" => "Dolby Digital+".to_owned(),
        "dts" | "dca" => "DTS".to_owned(),
        other => other.to_uppercase(),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use walros_model::probe::{AudioFacts, MediaStream, StreamKind, VideoFacts, VideoRange};

    use super::display_title;

    fn video(codec: &str, width: u32, height: u32, range: VideoRange, interlaced: bool) -> MediaStream {
        MediaStream {
            kind: StreamKind::Video,
            codec: codec.into(),
            video: Some(VideoFacts { width, height, range, interlaced, ..VideoFacts::default() }),
            ..MediaStream::default()
        }
    }

    fn audio(codec: &str, layout: &str) -> MediaStream {
        let facts = AudioFacts { channels: 2, channel_layout: Some(layout.into()), ..AudioFacts::default() };
        MediaStream { kind: StreamKind::Audio, codec: codec.into(), audio: Some(facts), ..MediaStream::default() }
    }

    fn subtitle(codec: &str) -> MediaStream {
        MediaStream { kind: StreamKind::Subtitle, codec: codec.into(), ..MediaStream::default() }
    }

    #[test]
    fn video_tracks() {
        let cases = [
            (video("h264", 1920, 1080, VideoRange::Sdr, false), "1080p H264 SDR"),
            (video("h264", 640, 360, VideoRange::Sdr, false), "360p H264 SDR"),
            (video("mpeg2video", 1920, 1080, VideoRange::Sdr, true), "1080i MPEG2VIDEO SDR"),
            (video("hevc", 3840, 2160, VideoRange::Hdr10, false), "4K HEVC HDR"),
            (video("mpeg4", 640, 480, VideoRange::Sdr, false), "480p MPEG4 SDR"),
            (video("hevc", 1280, 720, VideoRange::Sdr, false), "720p HEVC SDR"),
            (video("vp9", 854, 480, VideoRange::Sdr, false), "480p VP9 SDR"),
        ];
        for (stream, title) in cases {
            assert_eq!(display_title(&stream, None).as_deref(), Some(title));
        }
    }

    #[test]
    fn audio_tracks() {
        let cases = [
            (MediaStream { profile: Some("LC".into()), ..audio("aac", "stereo") }, Some("English"), "English - AAC - Stereo"),
            (MediaStream { title: Some("Surround".into()), ..audio("ac3", "5.1") }, Some("French"), "Surround - French - Dolby Digital - 5.1"),
            (MediaStream { default: true, ..audio("eac3", "5.1") }, Some("English"), "English - Dolby Digital+ - 5.1 - Default"),
            (MediaStream { default: true, profile: Some("DTS".into()), ..audio("dts", "5.1") }, Some("English"), "English - DTS - 5.1 - Default"),
            (MediaStream { title: Some("Commentary".into()), ..audio("flac", "stereo") }, Some("English"), "Commentary - English - FLAC - Stereo"),
            (MediaStream { title: Some("English 5.1".into()), ..audio("ac3", "5.1") }, Some("English"), "English 5.1 - Dolby Digital"),
            (audio("truehd", "5.1"), None, "TRUEHD - 5.1"),
        ];
        for (stream, language, title) in cases {
            assert_eq!(display_title(&stream, language).as_deref(), Some(title));
        }
    }

    #[test]
    fn subtitles() {
        let cases = [
            (MediaStream { external: Some("/x.srt".into()), ..subtitle("subrip") }, Some("German"), "German - SUBRIP - External"),
            (
                MediaStream { external: Some("/x.srt".into()), hearing_impaired: true, ..subtitle("subrip") },
                Some("English"),
                "English - Hearing Impaired - SUBRIP - External",
            ),
            (MediaStream { forced: true, title: Some("Signs".into()), ..subtitle("ass") }, Some("Japanese"), "Signs - Japanese - Forced - ASS"),
            (subtitle("subrip"), None, "Undefined - SUBRIP"),
        ];
        for (stream, language, title) in cases {
            assert_eq!(display_title(&stream, language).as_deref(), Some(title));
        }
    }
}
