//! The manifest of a ladder as MPEG-DASH: the same renditions, the same segments.
//!
//! All times are ticks of 100 ns, as segments are planned, so that nothing is rounded twice.

use std::fmt::Write;

use walros_jobs::VideoRecipe;
use walros_media::plan::Segment;
use walros_media::time::TICKS;
use walros_model::MediaStream;

use crate::hls::LadderUrls;
use crate::ladder::{Ladder, Rung, SoundTrack};
use crate::prepare::Prepared;

/// Stands for a segment's number in a template.
const NUMBER: &str = "$Number$";

/// Writes the manifest.
pub fn manifest(ladder: &Ladder, urls: &dyn LadderUrls) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let longest = ladder.pictures.iter().flat_map(|rung| &rung.prepared.segments).map(|segment| segment.length()).max().unwrap_or(TICKS);
    let _ = write!(
        out,
        "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" profiles=\"urn:mpeg:dash:profile:isoff-live:2011\" \
         mediaPresentationDuration=\"{}\" minBufferTime=\"PT2S\" maxSegmentDuration=\"{}\">\n<Period id=\"0\" start=\"PT0S\">\n",
        duration(ladder.duration),
        duration(longest),
    );
    for (number, set) in sets(&ladder.pictures).into_iter().enumerate() {
        pictures(&mut out, number, &set, urls);
    }
    for (number, sound) in ladder.sounds.iter().enumerate() {
        self::sound(&mut out, number, sound, urls);
    }
    for stream in &ladder.subtitles {
        subtitle(&mut out, stream, ladder.chosen_subtitle == Some(stream.index), urls);
    }
    out.push_str("</Period>\n</MPD>\n");
    out
}

/// Pictures between which a player may change without anybody noticing: of one codec, range and plan.
fn sets(rungs: &[Rung]) -> Vec<Vec<&Rung>> {
    let mut sets: Vec<Vec<&Rung>> = Vec::new();
    let alike = |a: &Rung, b: &Rung| {
        let family = |rung: &Rung| rung.prepared.variant.codecs.first().and_then(|codec| codec.split('.').next().map(str::to_owned));
        family(a) == family(b) && a.prepared.variant.video_range == b.prepared.variant.video_range && a.prepared.segments == b.prepared.segments
    };
    for rung in rungs {
        match sets.iter_mut().find(|set| set.first().is_some_and(|first| alike(first, rung))) {
            Some(set) => set.push(rung),
            None => sets.push(vec![rung]),
        }
    }
    sets
}

fn pictures(out: &mut String, number: usize, set: &[&Rung], urls: &dyn LadderUrls) {
    let Some(first) = set.first() else { return };
    // A copy may begin with pictures that lean on those before.
    let closed = set.iter().all(|rung| matches!(rung.prepared.recipe.video, Some((_, VideoRecipe::Encode(_)))));
    let start = if closed { " startWithSAP=\"1\"" } else { "" };
    let _ = writeln!(out, "<AdaptationSet id=\"v{number}\" contentType=\"video\" mimeType=\"video/mp4\" segmentAlignment=\"true\"{start}>");
    range(out, &first.prepared);
    timeline(out, &first.prepared);
    for (place, rung) in set.iter().enumerate() {
        let facts = &rung.prepared.variant;
        let _ = write!(out, "<Representation id=\"v{number}-{place}\" bandwidth=\"{}\" codecs=\"{}\"", facts.bandwidth, escaped(&facts.codecs.join(",")));
        if let Some((width, height)) = facts.resolution {
            let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
        }
        if let Some(rate) = facts.frame_rate {
            let _ = write!(out, " frameRate=\"{}\"", fraction(rate));
        }
        out.push_str(">\n");
        template(out, &rung.request, urls);
        out.push_str("</Representation>\n");
    }
    out.push_str("</AdaptationSet>\n");
}

/// What a screen must be able to show: transfer characteristics by ISO/IEC 23001-8.
fn range(out: &mut String, prepared: &Prepared) {
    let transfer = match prepared.variant.video_range {
        Some("PQ") => 16,
        Some("HLG") => 18,
        _ => return,
    };
    for (name, value) in [("TransferCharacteristics", transfer), ("ColourPrimaries", 9), ("MatrixCoefficients", 9)] {
        let _ = writeln!(out, "<SupplementalProperty schemeIdUri=\"urn:mpeg:mpegB:cicp:{name}\" value=\"{value}\"/>");
    }
}

fn sound(out: &mut String, number: usize, sound: &SoundTrack, urls: &dyn LadderUrls) {
    let facts = &sound.prepared.variant;
    let _ = writeln!(
        out,
        "<AdaptationSet id=\"a{number}\" contentType=\"audio\" mimeType=\"audio/mp4\" segmentAlignment=\"true\" startWithSAP=\"1\"{}>",
        language(&sound.stream)
    );
    if let Some(channels) = sound.prepared.recipe.channels(&sound.stream) {
        let _ = writeln!(out, "<AudioChannelConfiguration schemeIdUri=\"urn:mpeg:dash:23003:3:audio_channel_configuration:2011\" value=\"{channels}\"/>");
    }
    role(out, if number == 0 { "main" } else { "alternate" });
    let _ = writeln!(out, "<Label>{}</Label>", escaped(&urls.name(&sound.stream)));
    timeline(out, &sound.prepared);
    let _ = writeln!(out, "<Representation id=\"a{number}\" bandwidth=\"{}\" codecs=\"{}\">", facts.bandwidth, escaped(&facts.codecs.join(",")));
    template(out, &sound.request, urls);
    out.push_str("</Representation>\n</AdaptationSet>\n");
}

fn subtitle(out: &mut String, stream: &MediaStream, chosen: bool, urls: &dyn LadderUrls) {
    let id = stream.index;
    let _ = writeln!(out, "<AdaptationSet id=\"s{id}\" contentType=\"text\" mimeType=\"text/vtt\"{}>", language(stream));
    role(out, if stream.forced { "forced-subtitle" } else { "subtitle" });
    if chosen {
        role(out, "main");
    }
    let _ = writeln!(out, "<Label>{}</Label>", escaped(&urls.name(stream)));
    let _ = writeln!(out, "<Representation id=\"s{id}\" bandwidth=\"1000\">\n<BaseURL>{}</BaseURL>", escaped(&urls.subtitle(stream)));
    out.push_str("</Representation>\n</AdaptationSet>\n");
}

fn role(out: &mut String, value: &str) {
    let _ = writeln!(out, "<Role schemeIdUri=\"urn:mpeg:dash:role:2011\" value=\"{value}\"/>");
}

fn language(stream: &MediaStream) -> String {
    stream.language.as_deref().map(|language| format!(" lang=\"{}\"", escaped(language))).unwrap_or_default()
}

/// When each segment begins and how long it lasts; those that are equally long after one another are told together.
fn timeline(out: &mut String, prepared: &Prepared) {
    let base = prepared.base;
    let _ = writeln!(out, "<SegmentTemplate timescale=\"{TICKS}\" presentationTimeOffset=\"{base}\" startNumber=\"0\">\n<SegmentTimeline>");
    let alike = |a: &Segment, b: &Segment| a.length() == b.length() && a.end == b.start;
    for run in prepared.segments.chunk_by(alike) {
        let Some(first) = run.first() else { continue };
        let _ = write!(out, "<S t=\"{}\" d=\"{}\"", first.start + base, first.length());
        if run.len() > 1 {
            let _ = write!(out, " r=\"{}\"", run.len() - 1);
        }
        out.push_str("/>\n");
    }
    out.push_str("</SegmentTimeline>\n</SegmentTemplate>\n");
}

fn template(out: &mut String, request: &walros_model::playback::StreamRequest, urls: &dyn LadderUrls) {
    // What a template means itself by is doubled, but for the number.
    let media = urls.segment(request, "\u{0}").replace('$', "$$").replace('\u{0}', NUMBER);
    let init = urls.init(request).replace('$', "$$");
    let _ = writeln!(out, "<SegmentTemplate media=\"{}\" initialization=\"{}\"/>", escaped(&media), escaped(&init));
}

/// An ISO 8601 duration of ticks.
fn duration(ticks: i64) -> String {
    let ticks = ticks.max(0);
    format!("PT{}.{:07}S", ticks / TICKS, ticks % TICKS)
}

/// A rate as whole numbers: films have thousandths more.
fn fraction(rate: f64) -> String {
    let film = (rate * 1.001).round();
    if (rate - rate.round()).abs() < 0.002 {
        format!("{}", rate.round())
    } else if (rate - film / 1.001).abs() < 0.002 {
        format!("{}/1001", film * 1000.0)
    } else {
        format!("{}/1000", (rate * 1000.0).round())
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML has no way to write the others.
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
