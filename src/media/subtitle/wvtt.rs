//! WebVTT in fragments of MP4 (ISO/IEC 14496-30, 7): samples follow one another without a gap, each with all that shows
//! for as long as nothing changes, or with the word that nothing does.

use std::borrow::Cow;

use super::text::{Markup, plain};
use super::{Cue, Script, Span, Ticks};
use crate::mp4::boxes::boxed;
use crate::mp4::{self, Run, Sample, Track, TrackMedia};
use crate::time::{HLS_BASE, TICKS};

/// What stands before all fragments of a track in this language (ISO 639-2).
pub fn init(language: Option<&str>) -> Vec<u8> {
    let language = language.and_then(|language| language.as_bytes().try_into().ok());
    mp4::init(&[Track { timescale: TICKS as u32, delay: 0, language, media: TrackMedia::Text }])
}

/// The fragment of a span that has an end, its times those of segments of HLS.
pub(super) fn fragment(track: &Script, span: &Span) -> Vec<u8> {
    let (start, end) = span.ticks();
    let last = track.cues.iter().map(|cue| cue.end).max().unwrap_or(start);
    let end = if end == Ticks::MAX { last } else { end }.max(start + 1);
    let mut run = Run { track: 1, decode_time: start.saturating_add(HLS_BASE).max(0) as u64, ..Run::default() };
    for (from, to) in stretches(&track.cues, start, end) {
        let data = sample(track.cues.iter().filter(|cue| cue.start < to && cue.end > from));
        run.samples.push(Sample { size: data.len() as u32, duration: (to - from) as u32, composition_offset: 0, sync: true });
        run.data.push(Cow::Owned(data));
    }
    mp4::fragment((start / 10_000) as u32 + 1, &[run])
}

/// A sample lasts no longer, as far as its duration can be said.
const LONGEST: Ticks = u32::MAX as Ticks;

/// Between changes of what shows, all from `start` to `end`.
fn stretches(cues: &[Cue], start: Ticks, end: Ticks) -> Vec<(Ticks, Ticks)> {
    let changes = cues.iter().flat_map(|cue| [cue.start, cue.end]).filter(|at| (start + 1..end).contains(at));
    let mut marks: Vec<Ticks> = changes.chain([start, end]).collect();
    marks.sort_unstable();
    marks.dedup();
    let pairs = marks.iter().copied().zip(marks.iter().copied().skip(1));
    pairs.flat_map(|(from, to)| (from..to).step_by(LONGEST as usize).map(move |at| (at, to.min(at + LONGEST)))).collect()
}

fn sample<'a>(cues: impl Iterator<Item = &'a Cue>) -> Vec<u8> {
    let mut out = Vec::new();
    for cue in cues {
        let (text, top) = plain(&cue.text, Markup::Escaped);
        if text.is_empty() {
            continue;
        }
        boxed(&mut out, b"vttc", |out| {
            if top {
                boxed(out, b"sttg", |out| out.extend_from_slice(b"line:0"));
            }
            boxed(out, b"payl", |out| out.extend_from_slice(text.as_bytes()));
        });
    }
    if out.is_empty() {
        boxed(&mut out, b"vtte", |_| ());
    }
    out
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn texts(cues: &[(Ticks, Ticks, &str)], start: Ticks, end: Ticks) -> Vec<(Ticks, String)> {
        let cues: Vec<Cue> = cues.iter().map(|(start, end, text)| Cue::plain(*start, *end, (*text).to_owned())).collect();
        let shown = |from, to| sample(cues.iter().filter(|cue| cue.start < to && cue.end > from));
        stretches(&cues, start, end).into_iter().map(|(from, to)| (to - from, String::from_utf8_lossy(&shown(from, to)).replace('\0', ""))).collect()
    }

    #[test]
    fn samples_cover_a_stretch_without_a_gap() {
        let all = texts(&[(-5, 10, "a"), (10, 20, "b"), (15, 40, r"{\an8}c & d"), (90, 95, r"{\p1}m 0 0{\p0}")], 0, 100);
        let lengths: Vec<Ticks> = all.iter().map(|(length, _)| *length).collect();
        assert_eq!(lengths, [10, 5, 5, 20, 50, 5, 5]);
        assert!(all[0].1.ends_with("payl\u{0}a".replace('\0', "").as_str()) && all[0].1.contains("vttc"), "{all:?}");
        assert!(all[2].1.contains('b') && all[2].1.contains("c &amp; d") && all[2].1.contains("line:0"), "{all:?}");
        // Nothing, and a drawing that is no text.
        assert!(all[4].1.contains("vtte") && all[5].1.contains("vtte"), "{all:?}");
        assert_eq!(texts(&[], 0, 7).len(), 1);
    }

    #[test]
    fn a_fragment_says_where_it_is() {
        let script = Script { header: String::new(), cues: vec![Cue::plain(0, 90 * TICKS, "a".to_owned())] };
        let bytes = fragment(&script, &Span { start: Duration::from_secs(8), end: Some(Duration::from_secs(12)), keep_times: true });
        let at = bytes.windows(4).position(|name| name == b"tfdt").unwrap() + 8;
        assert_eq!(bytes[at..at + 8], (18 * TICKS as u64).to_be_bytes());
        let at = bytes.windows(4).position(|name| name == b"trun").unwrap() + 8;
        assert_eq!((bytes[at..at + 4].to_vec(), bytes[at + 8..at + 12].to_vec()), (vec![0, 0, 0, 1], (4 * TICKS as u32).to_be_bytes().to_vec()));
        let head = init(Some("eng"));
        assert!(head.windows(14).any(|part| part == b"\0\0\0\x0evttCWEBVTT") && head.windows(4).any(|name| name == b"nmhd"));
    }
}
