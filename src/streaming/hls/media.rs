//! The media playlist: every segment of the film, whether or not it was ever made.

use std::fmt::Write;
use std::time::Duration;

use walros_jobs::Container;
use walros_media::time::TICKS;

use super::{SegmentPlace, Urls, quoted};
use crate::prepare::Prepared;

/// Writes the media playlist.
pub fn media(prepared: &Prepared, urls: &dyn Urls) -> String {
    let fragmented = prepared.recipe.container == Container::Fmp4;
    let (version, extension) = if fragmented { (7, "mp4") } else { (3, "ts") };
    let mut out = head(prepared, version);
    if fragmented {
        let _ = writeln!(out, "#EXT-X-MAP:URI=\"{}\"", quoted(&urls.init()));
    }
    entries(&mut out, prepared, extension, |place| urls.segment(place));
    out
}

/// Writes the playlist of keyframes, one a segment, each a segment of its own that shows it until the next.
pub fn keyframes(prepared: &Prepared, init: &str, keyframe: impl Fn(&SegmentPlace) -> String) -> String {
    let mut out = head(prepared, 7);
    let _ = writeln!(out, "#EXT-X-I-FRAMES-ONLY\n#EXT-X-MAP:URI=\"{}\"", quoted(init));
    entries(&mut out, prepared, "mp4", keyframe);
    out
}

/// Writes the playlist of a text subtitle that is cut where this stream is.
pub fn texts(prepared: &Prepared, text: impl Fn(&SegmentPlace) -> String) -> String {
    let mut out = head(prepared, 3);
    entries(&mut out, prepared, "vtt", text);
    out
}

fn head(prepared: &Prepared, version: u32) -> String {
    let longest = prepared.segments.iter().map(|segment| segment.length()).max().unwrap_or(0);
    let target = ((longest + TICKS - 1) / TICKS).max(1);
    format!("#EXTM3U\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-VERSION:{version}\n#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:0\n")
}

fn entries(out: &mut String, prepared: &Prepared, extension: &'static str, address: impl Fn(&SegmentPlace) -> String) {
    for (number, segment) in prepared.segments.iter().enumerate() {
        let duration = |ticks: i64| Duration::from_nanos(ticks.max(0) as u64 * 100);
        let place = SegmentPlace { number, extension, start: duration(segment.start), length: duration(segment.length()) };
        // Six digits, from whole ticks: rounding must not add up over a film.
        let micros = (segment.length() + 5) / 10;
        let _ = writeln!(out, "#EXTINF:{}.{:06}, nodesc\n{}", micros / 1_000_000, micros % 1_000_000, address(&place));
    }
    out.push_str("#EXT-X-ENDLIST\n");
}
