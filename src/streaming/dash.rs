//! The manifest of a ladder as MPEG-DASH: the same renditions, the same segments.
//!
//! All times are ticks of 100 ns, as segments are planned, so that nothing is rounded twice.

use std::fmt::Write;

use walros_media::plan::Segment;
use walros_media::time::TICKS;
use walros_model::MediaStream;

use crate::hls::{LadderUrls, winding};
use crate::ladder::{Ladder, Rung, SoundTrack, TEXT_BANDWIDTH};
use crate::prepare::Prepared;

/// Stands for a segment's number in a template, and in the addresses that templates are made of.
const NUMBER: &str = "$Number$";
const MARK: &str = "\u{0}";

/// Writes the manifest: a period for each part of a film, of which most have one.
pub fn manifest(ladder: &Ladder, urls: &dyn LadderUrls) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let pictures = ladder.parts().flat_map(|part| &part.pictures);
    let longest = pictures.flat_map(|rung| &rung.prepared.segments).map(|segment| segment.length()).max().unwrap_or(TICKS);
    let _ = writeln!(
        out,
        "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" profiles=\"urn:mpeg:dash:profile:isoff-live:2011\" \
         mediaPresentationDuration=\"{}\" minBufferTime=\"PT2S\" maxSegmentDuration=\"{}\">",
        duration(ladder.parts().map(|part| part.duration).sum()),
        duration(longest),
    );
    let mut start = 0;
    for (number, part) in ladder.parts().enumerate() {
        period(&mut out, number, start, part, urls);
        start += part.duration;
    }
    out.push_str("</MPD>\n");
    out
}

fn period(out: &mut String, number: usize, start: i64, ladder: &Ladder, urls: &dyn LadderUrls) {
    let start = if start == 0 { "PT0S".to_owned() } else { duration(start) };
    let _ = writeln!(out, "<Period id=\"{number}\" start=\"{start}\">");
    // In a manifest these are whole numbers.
    let mut ids = 1..;
    let mut next = || ids.next().unwrap_or_default();
    let sets: Vec<(u32, Vec<&Rung>)> = sets(&ladder.pictures).into_iter().map(|set| (next(), set)).collect();
    for (id, set) in &sets {
        pictures(out, *id, set, urls);
    }
    for (number, sound) in ladder.sounds.iter().enumerate() {
        self::sound(out, next(), sound, number == 0, urls);
    }
    if let Some(timeline) = ladder.timeline() {
        for stream in &ladder.subtitles {
            subtitle(out, next(), stream, ladder.chosen_subtitle == Some(stream.index), timeline, urls);
        }
    }
    for (id, set) in &sets {
        keyframes(out, next(), *id, set, urls);
    }
    out.push_str("</Period>\n");
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

fn pictures(out: &mut String, id: u32, set: &[&Rung], urls: &dyn LadderUrls) {
    let Some(first) = set.first() else { return };
    // A copy may begin with pictures that lean on those before.
    let closed = set.iter().all(|rung| rung.prepared.recipe.encodes_video());
    let start = if closed { " startWithSAP=\"1\"" } else { "" };
    let _ = writeln!(out, "<AdaptationSet id=\"{id}\" contentType=\"video\" mimeType=\"video/mp4\" segmentAlignment=\"true\"{start}>");
    range(out, &first.prepared);
    timeline(out, &first.prepared);
    for (place, rung) in set.iter().enumerate() {
        let rate = rung.variant.frame_rate.map(|rate| format!(" frameRate=\"{}\"", fraction(rate))).unwrap_or_default();
        let _ = writeln!(out, "<Representation id=\"v{id}-{place}\" bandwidth=\"{}\"{}{rate}>", rung.variant.bandwidth, picture(rung));
        template(out, &urls.segment(&rung.request, MARK), &urls.init(&rung.request));
        out.push_str("</Representation>\n");
    }
    out.push_str("</AdaptationSet>\n");
}

/// How much faster than time a player may show keyframes: as many a second as a screen has pictures.
const WINDING_MAX: i64 = 60;

/// The first pictures of the segments of these, for winding: of the set `main`.
fn keyframes(out: &mut String, id: u32, main: u32, set: &[&Rung], urls: &dyn LadderUrls) {
    let Some(first) = set.first() else { return };
    let _ = writeln!(out, "<AdaptationSet id=\"{id}\" contentType=\"video\" mimeType=\"video/mp4\" segmentAlignment=\"true\" startWithSAP=\"1\">");
    let _ = writeln!(out, "<EssentialProperty schemeIdUri=\"http://dashif.org/guidelines/trickmode\" value=\"{main}\"/>");
    range(out, &first.prepared);
    timeline(out, &first.prepared);
    let segments = &first.prepared.segments;
    let shortest = segments.iter().map(|segment| segment.length()).min().unwrap_or(TICKS);
    let fastest = (shortest * WINDING_MAX / TICKS).max(1);
    let seconds = segments.iter().map(|segment| segment.length()).sum::<i64>() / TICKS;
    let rate = format!("{}/{}", segments.len(), seconds.max(1));
    for (place, rung) in set.iter().enumerate() {
        let _ = writeln!(
            out,
            "<Representation id=\"k{id}-{place}\" bandwidth=\"{}\"{} frameRate=\"{rate}\" codingDependency=\"false\" maxPlayoutRate=\"{fastest}\">",
            winding(rung),
            picture(rung)
        );
        template(out, &urls.keyframe(&rung.request, MARK), &urls.init(&rung.request));
        out.push_str("</Representation>\n");
    }
    out.push_str("</AdaptationSet>\n");
}

/// What a picture is coded in and how large it is.
fn picture(rung: &Rung) -> String {
    let facts = &rung.variant;
    let size = facts.resolution.map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\"")).unwrap_or_default();
    format!(" codecs=\"{}\"{size}", escaped(&facts.codecs.join(",")))
}

/// What a screen must be able to show: transfer characteristics by ISO/IEC 23001-8. HLG is made to look right on others,
/// too; PQ does not.
fn range(out: &mut String, prepared: &Prepared) {
    let (property, transfer) = match prepared.variant.video_range {
        Some("PQ") => ("EssentialProperty", 16),
        Some("HLG") => ("SupplementalProperty", 18),
        _ => return,
    };
    for (name, value) in [("TransferCharacteristics", transfer), ("ColourPrimaries", 9), ("MatrixCoefficients", 9)] {
        let _ = writeln!(out, "<{property} schemeIdUri=\"urn:mpeg:mpegB:cicp:{name}\" value=\"{value}\"/>");
    }
}

fn sound(out: &mut String, id: u32, sound: &SoundTrack, first: bool, urls: &dyn LadderUrls) {
    let facts = &sound.variant;
    let _ = writeln!(
        out,
        "<AdaptationSet id=\"{id}\" contentType=\"audio\" mimeType=\"audio/mp4\" segmentAlignment=\"true\" startWithSAP=\"1\"{}>",
        language(&sound.stream)
    );
    if let Some(channels) = sound.prepared.recipe.channels(&sound.stream) {
        let _ = writeln!(out, "<AudioChannelConfiguration schemeIdUri=\"urn:mpeg:dash:23003:3:audio_channel_configuration:2011\" value=\"{channels}\"/>");
    }
    role(out, if first { "main" } else { "alternate" });
    let _ = writeln!(out, "<Label>{}</Label>", escaped(&urls.name(&sound.stream)));
    timeline(out, &sound.prepared);
    let _ = writeln!(out, "<Representation id=\"a{id}\" bandwidth=\"{}\" codecs=\"{}\">", facts.bandwidth, escaped(&facts.codecs.join(",")));
    template(out, &urls.segment(&sound.request, MARK), &urls.init(&sound.request));
    out.push_str("</Representation>\n</AdaptationSet>\n");
}

fn subtitle(out: &mut String, id: u32, stream: &MediaStream, chosen: bool, rung: &Rung, urls: &dyn LadderUrls) {
    let _ = writeln!(
        out,
        "<AdaptationSet id=\"{id}\" contentType=\"text\" mimeType=\"application/mp4\" segmentAlignment=\"true\" startWithSAP=\"1\"{}>",
        language(stream)
    );
    role(out, if stream.forced { "forced-subtitle" } else { "subtitle" });
    if chosen {
        role(out, "main");
    }
    let _ = writeln!(out, "<Label>{}</Label>", escaped(&urls.name(stream)));
    timeline(out, &rung.prepared);
    let _ = writeln!(out, "<Representation id=\"s{id}\" bandwidth=\"{TEXT_BANDWIDTH}\" codecs=\"wvtt\">");
    template(out, &urls.subtitle_segment(stream, &rung.request, MARK), &urls.subtitle_init(stream, &rung.request));
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

/// `media` has [`MARK`] where the number goes.
fn template(out: &mut String, media: &str, init: &str) {
    // What a template means itself by is doubled, but for the number.
    let media = media.replace('$', "$$").replace(MARK, NUMBER);
    let init = init.replace('$', "$$");
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
