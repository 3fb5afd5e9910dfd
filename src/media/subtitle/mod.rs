//! Text subtitles: the lines of a track, as they are cut and written for clients. Server and worker both make them.
//!
//! Lines are kept as libav's decoders answer them, in the text of Advanced SubStation: it can say what all others can.

pub mod event;
mod joined;
mod subrip;
mod text;
mod tx3g;
mod webvtt;
mod write;
mod wvtt;

use std::time::Duration;

pub use joined::joined_vtt;
pub use subrip::from_subrip;
pub use tx3g::from_tx3g;
use walros_model::playback::SubtitleFormat;
pub use webvtt::from_webvtt;
pub use wvtt::init as fragment_init;

/// Ticks of 100 ns.
pub type Ticks = i64;

/// How long a line without an end shows at most.
pub const UNENDING: Ticks = 50_000_000;

/// What lines have besides times and text where their format knows no such thing: layer, and style to effect.
const PLAIN: (&str, &str) = ("0", "Default,,0,0,0,");

/// One line on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// On the film's timeline.
    pub start: Ticks,
    pub end: Ticks,
    /// What a line of Advanced SubStation has besides times and text: layer, and style to effect with their commas.
    pub layer: String,
    pub style: String,
    /// With that format's override tags.
    pub text: String,
}

impl Cue {
    /// A line of a format without styles.
    pub fn plain(start: Ticks, end: Ticks, text: String) -> Self {
        let (layer, style) = PLAIN;
        Self { start, end, layer: layer.to_owned(), style: style.to_owned(), text }
    }
}

/// A whole track.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The head of an Advanced SubStation file: script information and styles.
    pub header: String,
    pub cues: Vec<Cue>,
}

/// How much of a track is wanted, and with which clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// On the film's timeline.
    pub start: Duration,
    /// `None` = to the end.
    pub end: Option<Duration>,
    /// Whether times stay those of the film (as HLS wants) or count from `start`.
    pub keep_times: bool,
}

impl Span {
    /// First and last tick.
    pub fn ticks(&self) -> (Ticks, Ticks) {
        let ticks = |duration: Duration| Ticks::try_from(duration.as_nanos() / 100).unwrap_or(Ticks::MAX);
        (ticks(self.start), self.end.map_or(Ticks::MAX, ticks))
    }

    /// The whole track.
    pub fn is_whole(&self) -> bool {
        self.start.is_zero() && self.end.is_none()
    }
}

impl Script {
    /// Keeps what is shown within the span, and counts its times as the span says.
    pub fn cut(&mut self, span: &Span) {
        let (start, end) = span.ticks();
        self.cues.retain(|cue| cue.end > start && cue.start < end);
        self.cues.sort_by_key(|cue| cue.start);
        if !span.keep_times {
            for cue in &mut self.cues {
                cue.start = (cue.start - start).max(0);
                cue.end -= start;
            }
        }
    }

    /// Lines whose end nobody told show until the next, but not for ever.
    pub fn end_the_unending(&mut self) {
        self.cues.sort_by_key(|cue| cue.start);
        let mut next: Option<Ticks> = None;
        let mut later: Option<Ticks> = None;
        for cue in self.cues.iter_mut().rev() {
            // Lines that begin together end together.
            if next != Some(cue.start) {
                (later, next) = (next, Some(cue.start));
            }
            if cue.end <= cue.start {
                cue.end = later.unwrap_or(Ticks::MAX).min(cue.start.saturating_add(UNENDING));
            }
        }
    }

    /// The bytes of a file of that format, for a script that was [cut](Self::cut) to `span`. WebVTT can open with an
    /// `X-TIMESTAMP-MAP` for MPEG-TS.
    pub fn write(&self, format: SubtitleFormat, span: &Span, time_map: bool) -> Vec<u8> {
        match format {
            SubtitleFormat::Fragment => return wvtt::fragment(self, span),
            SubtitleFormat::Vtt => write::vtt(self, time_map),
            SubtitleFormat::Srt => write::srt(self),
            SubtitleFormat::Ass => write::ass(self),
            SubtitleFormat::Json => write::json(self),
        }
        .into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(spans: &[(Ticks, Ticks)]) -> Script {
        Script { header: String::new(), cues: spans.iter().map(|(start, end)| Cue::plain(*start, *end, String::new())).collect() }
    }

    fn spans(script: &Script) -> Vec<(Ticks, Ticks)> {
        script.cues.iter().map(|cue| (cue.start, cue.end)).collect()
    }

    #[test]
    fn a_span_keeps_what_shows_in_it() {
        let second = 10_000_000;
        let all = [(0, second), (9 * second, 12 * second), (19 * second, 21 * second), (20 * second, 22 * second)];
        let mut span = Span { start: Duration::from_secs(10), end: Some(Duration::from_secs(20)), keep_times: true };
        let mut kept = script(&all);
        kept.cut(&span);
        assert_eq!(spans(&kept), [(9 * second, 12 * second), (19 * second, 21 * second)]);
        span.keep_times = false;
        let mut moved = script(&all);
        moved.cut(&span);
        assert_eq!(spans(&moved), [(0, 2 * second), (9 * second, 11 * second)]);
    }

    #[test]
    fn lines_without_an_end_show_until_the_next() {
        let mut script = script(&[(0, 0), (10, 10), (10, 20), (30, 30)]);
        script.end_the_unending();
        let ends: Vec<_> = script.cues.iter().map(|cue| cue.end).collect();
        assert_eq!(ends, [10, 30, 20, 30 + UNENDING]);
    }
}
