//! Lyrics: LRC files with times, or plain text.

use std::time::Duration;

use super::LyricLine;

/// The lines of an LRC or plain text. A line with several times is sung several times; lines come in order of time.
pub fn parse(text: &str) -> Vec<LyricLine> {
    let mut lines = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let (times, rest) = leading_times(line.trim());
        let text = rest.trim().to_string();
        if times.is_empty() {
            if !is_header(line) {
                lines.push(LyricLine { text, start: None });
            }
            continue;
        }
        lines.extend(times.into_iter().map(|start| LyricLine { text: text.clone(), start: Some(start) }));
    }
    if lines.iter().any(|line| line.start.is_some()) {
        lines.retain(|line| line.start.is_some());
        lines.sort_by_key(|line| line.start);
    } else {
        while lines.last().is_some_and(|line| line.text.is_empty()) {
            lines.pop();
        }
    }
    lines
}

fn leading_times(mut line: &str) -> (Vec<Duration>, &str) {
    let mut times = Vec::new();
    while let Some((inside, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let Some(time) = time(inside) else { break };
        times.push(time);
        line = rest.trim_start();
    }
    (times, line)
}

/// `mm:ss`, `mm:ss.xx` or `mm:ss:xx`.
fn time(text: &str) -> Option<Duration> {
    let (minutes, seconds) = text.split_once(':')?;
    let seconds = seconds.replacen(':', ".", 1);
    let (minutes, seconds) = (minutes.parse::<u32>().ok()?, seconds.parse::<f64>().ok()?);
    (0.0..60.0).contains(&seconds).then(|| Duration::from_secs(u64::from(minutes) * 60) + Duration::from_millis((seconds * 1000.0).round() as u64))
}

/// `[ar:Somebody]` and its like.
fn is_header(line: &str) -> bool {
    let inside = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inside.and_then(|inside| inside.split_once(':')).is_some_and(|(key, _)| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Option<u64>, String)> {
        parse(text).into_iter().map(|line| (line.start.map(|start| start.as_millis() as u64), line.text)).collect()
    }

    #[test]
    fn timed_lines_come_in_order_and_may_repeat() {
        let text = "\u{feff}[ar:Somebody]\n[00:05.50]five\n[00:01.00][01:00:25]one\n";
        assert_eq!(read(text), [(Some(1000), "one".into()), (Some(5500), "five".into()), (Some(60_250), "one".into())]);
    }

    #[test]
    fn plain_text_keeps_its_lines() {
        assert_eq!(read("first\n\nthird\n\n"), [(None, "first".into()), (None, String::new()), (None, "third".into())]);
        assert_eq!(read("[Chorus]\nla"), [(None, "[Chorus]".into()), (None, "la".into())]);
    }
}
