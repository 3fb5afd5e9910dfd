//! The media playlist: every segment of the film, whether or not it was ever made.

use std::fmt::Write;
use std::time::Duration;

use walros_jobs::Container;
use walros_media::time::TICKS;

use super::{SegmentPlace, Urls, quoted};
use crate::prepare::Prepared;

/// Writes the media playlist of a film's parts, of which most have one. All are in one container.
pub fn media(parts: &[(&Prepared, &dyn Urls)]) -> String {
    let fragmented = parts.iter().any(|(prepared, _)| prepared.recipe.container == Container::Fmp4);
    let (version, extension) = if fragmented { (7, "mp4") } else { (3, "ts") };
    let stretches =
        parts.iter().map(|(prepared, urls)| Stretch { prepared, init: fragmented.then(|| urls.init()), address: Box::new(|place| urls.segment(place)) });
    playlist(&stretches.collect::<Vec<_>>(), version, "", extension)
}

/// A part of a film in a playlist.
pub struct Stretch<'a> {
    pub prepared: &'a Prepared,
    /// The address of what stands in front of its pieces.
    pub init: Option<String>,
    /// The address of a piece.
    pub address: Box<dyn Fn(&SegmentPlace) -> String + 'a>,
}

/// Writes the playlist of keyframes, one a segment, each a segment of its own that shows it until the next.
pub fn keyframes(parts: &[Stretch<'_>]) -> String {
    playlist(parts, 7, "#EXT-X-I-FRAMES-ONLY\n", "mp4")
}

/// Writes the playlist of a text subtitle that is cut where these streams are.
pub fn texts(parts: &[Stretch<'_>]) -> String {
    playlist(parts, 3, "", "vtt")
}

fn playlist(parts: &[Stretch<'_>], version: u32, tags: &str, extension: &'static str) -> String {
    let longest = parts.iter().flat_map(|part| &part.prepared.segments).map(|segment| segment.length()).max().unwrap_or(0);
    let target = ((longest + TICKS - 1) / TICKS).max(1);
    let mut out = format!("#EXTM3U\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-VERSION:{version}\n#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:0\n{tags}");
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            // Each part has a clock of its own.
            out.push_str("#EXT-X-DISCONTINUITY\n");
        }
        if let Some(init) = &part.init {
            let _ = writeln!(out, "#EXT-X-MAP:URI=\"{}\"", quoted(init));
        }
        entries(&mut out, part, extension);
    }
    out.push_str("#EXT-X-ENDLIST\n");
    out
}

fn entries(out: &mut String, part: &Stretch<'_>, extension: &'static str) {
    for (number, segment) in part.prepared.segments.iter().enumerate() {
        let duration = |ticks: i64| Duration::from_nanos(ticks.max(0) as u64 * 100);
        let place = SegmentPlace { number, extension, start: duration(segment.start), length: duration(segment.length()) };
        // Six digits, from whole ticks: rounding must not add up over a film.
        let micros = (segment.length() + 5) / 10;
        let _ = writeln!(out, "#EXTINF:{}.{:06}, nodesc\n{}", micros / 1_000_000, micros % 1_000_000, (part.address)(&place));
    }
}
