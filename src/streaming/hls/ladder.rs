//! The master playlist of a ladder: pictures, each with all sounds and subtitles beside it, and keyframes to wind through.

use std::collections::HashSet;
use std::fmt::Write;

use walros_media::time::TICKS;
use walros_model::MediaStream;

use super::{LadderUrls, quoted};
use crate::ladder::{Ladder, Rung};
use crate::prepare::{PEAK_BUFFER, VariantFacts};

const SOUNDS: &str = "sound";
const SUBTITLES: &str = "subtitles";

/// Writes the master playlist of a ladder.
pub fn adaptive(ladder: &Ladder, urls: &dyn LadderUrls) -> String {
    let mut out = "#EXTM3U\n#EXT-X-VERSION:7\n".to_owned();
    // A copy may begin with pictures that lean on those before.
    if ladder.parts().flat_map(|part| &part.pictures).all(|rung| rung.prepared.recipe.encodes_video()) {
        out.push_str("#EXT-X-INDEPENDENT-SEGMENTS\n");
    }
    sounds(&mut out, ladder, urls);
    subtitles(&mut out, ladder, urls);
    for rung in &ladder.pictures {
        variant(&mut out, ladder, rung, urls);
    }
    for (number, rung) in ladder.pictures.iter().enumerate() {
        keyframes(&mut out, ladder, number, rung, urls);
    }
    out
}

fn sounds(out: &mut String, ladder: &Ladder, urls: &dyn LadderUrls) {
    let mut names = HashSet::new();
    for (number, sound) in ladder.sounds.iter().enumerate() {
        let _ = write!(out, "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"{SOUNDS}\",{}", named(&mut names, urls.name(&sound.stream), &sound.stream));
        let _ = write!(out, ",DEFAULT={},AUTOSELECT=YES", yes_no(number == 0));
        if let Some(channels) = sound.prepared.recipe.channels(&sound.stream) {
            let _ = write!(out, ",CHANNELS=\"{channels}\"");
        }
        let _ = writeln!(out, ",URI=\"{}\"", quoted(&urls.media(&sound.request)));
    }
}

fn subtitles(out: &mut String, ladder: &Ladder, urls: &dyn LadderUrls) {
    let mut names = HashSet::new();
    for (number, stream) in ladder.subtitles.iter().enumerate() {
        let Some(request) = ladder.text_request(number) else { return };
        let _ = write!(out, "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"{SUBTITLES}\",{}", named(&mut names, urls.name(stream), stream));
        let default = ladder.chosen_subtitle == Some(stream.index);
        let _ = write!(out, ",DEFAULT={},FORCED={},AUTOSELECT=YES", yes_no(default), yes_no(stream.forced));
        if stream.hearing_impaired {
            out.push_str(",CHARACTERISTICS=\"public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound\"");
        }
        let _ = writeln!(out, ",URI=\"{}\"", quoted(&urls.subtitle_playlist(stream, &request)));
    }
}

/// Name and language; no two of a group may be called alike.
fn named(names: &mut HashSet<String>, name: String, stream: &MediaStream) -> String {
    let name = quoted(&name);
    let name = if names.contains(&name) { format!("{name} ({})", stream.index) } else { name };
    let language = stream.language.as_deref().map(|language| format!(",LANGUAGE=\"{}\"", quoted(language))).unwrap_or_default();
    let text = format!("NAME=\"{name}\"{language}");
    names.insert(name);
    text
}

fn variant(out: &mut String, ladder: &Ladder, rung: &Rung, urls: &dyn LadderUrls) {
    let facts = ladder.with_sound(rung);
    let _ =
        write!(out, "#EXT-X-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={}{}", facts.bandwidth, facts.average_bandwidth.min(facts.bandwidth), attributes(&facts));
    if let Some(rate) = facts.frame_rate {
        let _ = write!(out, ",FRAME-RATE={rate:.3}");
    }
    if !ladder.sounds.is_empty() {
        let _ = write!(out, ",AUDIO=\"{SOUNDS}\"");
    }
    if !ladder.subtitles.is_empty() {
        let _ = write!(out, ",SUBTITLES=\"{SUBTITLES}\"");
    }
    let _ = writeln!(out, "\n{}", urls.media(&rung.request));
}

fn keyframes(out: &mut String, ladder: &Ladder, number: usize, rung: &Rung, urls: &dyn LadderUrls) {
    let facts = &rung.variant;
    let most = ladder.parts().filter_map(|part| part.pictures.get(number)).map(winding).max().unwrap_or(1);
    let _ = writeln!(out, "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH={most}{},URI=\"{}\"", attributes(facts), quoted(&urls.keyframes(&rung.request)));
}

/// Bits per second of keyframes alone, at most. One of ours has no more than the rate buffer; what a copied one has of its
/// segment nobody knows before it is read.
pub(crate) fn winding(rung: &Rung) -> u64 {
    let facts = &rung.prepared.variant;
    let shortest = rung.prepared.segments.iter().map(|segment| segment.length()).min().unwrap_or(TICKS).max(1);
    let share = if rung.prepared.recipe.encodes_video() { PEAK_BUFFER * TICKS as f64 / shortest as f64 } else { 1.0 };
    ((facts.bandwidth as f64 * share.min(1.0)) as u64).max(1)
}

fn attributes(facts: &VariantFacts) -> String {
    let mut out = String::new();
    if !facts.codecs.is_empty() {
        let _ = write!(out, ",CODECS=\"{}\"", facts.codecs.join(","));
    }
    if let Some((width, height)) = facts.resolution {
        let _ = write!(out, ",RESOLUTION={width}x{height}");
    }
    if let Some(range) = facts.video_range {
        let _ = write!(out, ",VIDEO-RANGE={range}");
    }
    out
}

fn yes_no(flag: bool) -> &'static str {
    if flag { "YES" } else { "NO" }
}
