//! The master playlist: one variant, a second one without high dynamic range beside a copied HDR film, and subtitles.

use std::fmt::Write;

use super::{Urls, Variant, quoted};
use crate::prepare::{Prepared, VariantFacts};

const SUBTITLE_GROUP: &str = "subs";

/// Writes the master playlist.
pub fn master(prepared: &Prepared, urls: &dyn Urls) -> String {
    let mut out = "#EXTM3U\n".to_owned();
    let mut group = false;
    for stream in &prepared.subtitles {
        let Some(rendition) = urls.subtitle(stream) else { continue };
        group = true;
        let yes_no = |flag| if flag { "YES" } else { "NO" };
        let default = prepared.chosen_subtitle == Some(stream.index);
        let _ = write!(
            out,
            "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"{SUBTITLE_GROUP}\",NAME=\"{}\",DEFAULT={},FORCED={},AUTOSELECT=YES,URI=\"{}\"",
            quoted(&rendition.name),
            yes_no(default),
            yes_no(stream.forced),
            quoted(&rendition.uri),
        );
        if let Some(language) = &stream.language {
            let _ = write!(out, ",LANGUAGE=\"{}\"", quoted(language));
        }
        out.push('\n');
    }
    variant(&mut out, &prepared.variant, group, &urls.media(Variant::Main));
    if let Some(sdr) = &prepared.sdr {
        variant(&mut out, sdr, group, &urls.media(Variant::Sdr));
    }
    out
}

fn variant(out: &mut String, facts: &VariantFacts, subtitles: bool, url: &str) {
    let _ = write!(out, "#EXT-X-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={}", facts.bandwidth, facts.average_bandwidth.min(facts.bandwidth));
    if let Some(range) = facts.video_range {
        let _ = write!(out, ",VIDEO-RANGE={range}");
    }
    if !facts.codecs.is_empty() {
        let _ = write!(out, ",CODECS=\"{}\"", facts.codecs.join(","));
    }
    if let Some((width, height)) = facts.resolution {
        let _ = write!(out, ",RESOLUTION={width}x{height}");
    }
    if let Some(rate) = facts.frame_rate {
        let text = format!("{rate:.3}");
        let _ = write!(out, ",FRAME-RATE={}", text.trim_end_matches('0').trim_end_matches('.'));
    }
    if subtitles {
        let _ = write!(out, ",SUBTITLES=\"{SUBTITLE_GROUP}\"");
    }
    let _ = writeln!(out, "\n{url}");
}
