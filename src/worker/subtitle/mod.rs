//! The subtitle job: a text track of a film, or a subtitle file, in another format.

mod charset;
mod read;
mod text;
mod write;

use std::fs::File;

use walros_jobs::{Fault, SubtitleFormat, SubtitleJob};

/// Ticks of 100 ns.
type Ticks = i64;

/// One line on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cue {
    /// On the film's timeline.
    start: Ticks,
    end: Ticks,
    /// What a line of Advanced SubStation has besides times and text: layer, and style to effect with their commas.
    layer: String,
    style: String,
    /// With that format's override tags.
    text: String,
}

/// A whole track.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Track {
    /// The head of an Advanced SubStation file: script information and styles.
    header: String,
    cues: Vec<Cue>,
}

pub(crate) fn run(file: &File, job: &SubtitleJob) -> Result<Vec<u8>, Fault> {
    let whole = job.start.is_zero() && job.end.is_none();
    let mut track = match job.stream {
        Some(stream) => read::embedded(file, stream, job)?,
        None => {
            let text = read::text(file)?;
            let is_ass = matches!(job.extension.to_ascii_lowercase().as_str(), "ass" | "ssa");
            if is_ass && whole && job.format == SubtitleFormat::Ass {
                return Ok(text.into_bytes());
            }
            read::external(text, &job.extension)?
        }
    };
    cut(&mut track, job);
    Ok(match job.format {
        SubtitleFormat::Vtt => write::vtt(&track, job.time_map),
        SubtitleFormat::Srt => write::srt(&track),
        SubtitleFormat::Ass => write::ass(&track),
        SubtitleFormat::Json => write::json(&track),
    }
    .into_bytes())
}

/// Keeps what is shown within the job's window, and counts its times as the job wants.
fn cut(track: &mut Track, job: &SubtitleJob) {
    let ticks = |duration: std::time::Duration| Ticks::try_from(duration.as_nanos() / 100).unwrap_or(Ticks::MAX);
    let start = ticks(job.start);
    let end = job.end.map_or(Ticks::MAX, ticks);
    track.cues.retain(|cue| cue.end > start && cue.start < end);
    track.cues.sort_by_key(|cue| cue.start);
    if !job.keep_times {
        for cue in &mut track.cues {
            cue.start = (cue.start - start).max(0);
            cue.end -= start;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn track(spans: &[(Ticks, Ticks)]) -> Track {
        let cue = |&(start, end): &(Ticks, Ticks)| Cue { start, end, layer: String::new(), style: String::new(), text: String::new() };
        Track { header: String::new(), cues: spans.iter().map(cue).collect() }
    }

    fn spans(track: &Track) -> Vec<(Ticks, Ticks)> {
        track.cues.iter().map(|cue| (cue.start, cue.end)).collect()
    }

    #[test]
    fn a_window_keeps_what_shows_in_it() {
        let second = 10_000_000;
        let all = [(0, second), (9 * second, 12 * second), (19 * second, 21 * second), (20 * second, 22 * second)];
        let mut job = SubtitleJob {
            stream: None,
            extension: "srt".to_owned(),
            format: SubtitleFormat::Vtt,
            start: Duration::from_secs(10),
            end: Some(Duration::from_secs(20)),
            keep_times: true,
            time_map: false,
        };
        let mut kept = track(&all);
        cut(&mut kept, &job);
        assert_eq!(spans(&kept), [(9 * second, 12 * second), (19 * second, 21 * second)]);
        job.keep_times = false;
        let mut moved = track(&all);
        cut(&mut moved, &job);
        assert_eq!(spans(&moved), [(0, 2 * second), (9 * second, 11 * second)]);
    }
}
