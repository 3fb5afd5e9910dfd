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
    let longest = prepared.segments.iter().map(|segment| segment.length()).max().unwrap_or(0);
    let target = ((longest + TICKS - 1) / TICKS).max(1);
    let version = if fragmented { 7 } else { 3 };
    let mut out = format!("#EXTM3U\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-VERSION:{version}\n#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:0\n");
    if fragmented {
        let _ = writeln!(out, "#EXT-X-MAP:URI=\"{}\"", quoted(&urls.init()));
    }
    for (number, segment) in prepared.segments.iter().enumerate() {
        let duration = |ticks: i64| Duration::from_nanos(ticks.max(0) as u64 * 100);
        let place =
            SegmentPlace { number, extension: if fragmented { "mp4" } else { "ts" }, start: duration(segment.start), length: duration(segment.length()) };
        // Six digits, from whole ticks: rounding must not add up over a film.
        let micros = (segment.length() + 5) / 10;
        let _ = writeln!(out, "#EXTINF:{}.{:06}, nodesc\n{}", micros / 1_000_000, micros % 1_000_000, urls.segment(&place));
    }
    out.push_str("#EXT-X-ENDLIST\n");
    out
}
