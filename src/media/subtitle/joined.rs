//! One WebVTT file of those of a stacked film's parts.

use std::fmt::Write;

use super::Ticks;
use super::write::clock;

const ARROW: &str = " --> ";

/// Puts WebVTT files of our own writing one behind the other: each with where its part begins in the film.
pub fn joined_vtt<'a>(parts: impl IntoIterator<Item = (Ticks, &'a str)>) -> String {
    let mut out = "WEBVTT\n".to_owned();
    for (start, text) in parts {
        for line in text.lines().skip(1) {
            match line.split_once(ARROW).and_then(|times| shifted(times, start)) {
                Some(times) => out.push_str(&times),
                None => out.push_str(line),
            }
            out.push('\n');
        }
    }
    out
}

/// Both times of a cue, and what stands behind them.
fn shifted((from, rest): (&str, &str), by: Ticks) -> Option<String> {
    let (to, settings) = rest.split_once(' ').map_or((rest, None), |(to, settings)| (to, Some(settings)));
    let mut out = format!("{}{ARROW}{}", clock(ticks(from)?.checked_add(by)?, '.'), clock(ticks(to)?.checked_add(by)?, '.'));
    if let Some(settings) = settings {
        let _ = write!(out, " {settings}");
    }
    Some(out)
}

/// `hh:mm:ss.mmm`.
fn ticks(clock: &str) -> Option<Ticks> {
    let mut fields = clock.split([':', '.']).map(|field| field.parse::<Ticks>().ok());
    let mut next = || fields.next().flatten();
    let (hours, minutes, seconds, millis) = (next()?, next()?, next()?, next()?);
    let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?;
    seconds.checked_mul(1000)?.checked_add(millis)?.checked_mul(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_later_parts_count_on() {
        let one = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nWe go --&gt; there\n";
        let two = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000 line:0\nAnd on\n";
        let wanted = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nWe go --&gt; there\n\n01:00:00.250 --> 01:00:01.250 line:0\nAnd on\n";
        assert_eq!(joined_vtt([(0, one), (36_002_500_000, two)]), wanted);
    }
}
