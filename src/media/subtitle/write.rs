//! Writing tracks in the formats that clients read.

use std::fmt::Write;

use super::text::{Markup, plain};
use super::{Script, Ticks};
use crate::time::TS_BASE;
use serde::Serialize;

pub(super) fn vtt(track: &Script, time_map: bool) -> String {
    let mut out = String::from("WEBVTT\n");
    if time_map {
        let _ = writeln!(out, "X-TIMESTAMP-MAP=MPEGTS:{TS_BASE},LOCAL:00:00:00.000");
    }
    for cue in &track.cues {
        let (text, top) = plain(&cue.text, Markup::Escaped);
        if !text.is_empty() {
            let place = if top { " line:0" } else { "" };
            let _ = write!(out, "\n{} --> {}{place}\n{text}\n", clock(cue.start, '.'), clock(cue.end, '.'));
        }
    }
    out
}

pub(super) fn srt(track: &Script) -> String {
    let mut out = String::new();
    let shown = track.cues.iter().map(|cue| (cue, plain(&cue.text, Markup::Tags).0)).filter(|(_, text)| !text.is_empty());
    for (number, (cue, text)) in shown.enumerate() {
        let _ = write!(out, "{}\n{} --> {}\n{text}\n\n", number + 1, clock(cue.start, ','), clock(cue.end, ','));
    }
    out
}

pub(super) fn ass(track: &Script) -> String {
    let mut out = track.header.trim_end().to_owned();
    if !out.contains("[Events]") {
        out.push_str("\n\n[Events]");
    }
    if out.rsplit_once("[Events]").is_none_or(|(_, events)| !events.contains("Format:")) {
        out.push_str("\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text");
    }
    out.push('\n');
    for cue in &track.cues {
        let _ = writeln!(out, "Dialogue: {},{},{},{},{}", cue.layer, short_clock(cue.start), short_clock(cue.end), cue.style, cue.text);
    }
    out
}

/// The form that Jellyfin's web client reads when it draws subtitles itself.
pub(super) fn json(track: &Script) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Event {
        id: String,
        text: String,
        start_position_ticks: Ticks,
        end_position_ticks: Ticks,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Events {
        track_events: Vec<Event>,
    }
    let shown = track.cues.iter().map(|cue| (cue, plain(&cue.text, Markup::Escaped).0)).filter(|(_, text)| !text.is_empty());
    let events = shown.enumerate().map(|(number, (cue, text))| Event {
        id: (number + 1).to_string(),
        text,
        start_position_ticks: cue.start,
        end_position_ticks: cue.end,
    });
    serde_json::to_string(&Events { track_events: events.collect() }).unwrap_or_default()
}

/// `01:02:03.004`.
pub(super) fn clock(ticks: Ticks, point: char) -> String {
    let milliseconds = ticks.max(0) / 10_000;
    let (seconds, milliseconds) = (milliseconds / 1000, milliseconds % 1000);
    format!("{:02}:{:02}:{:02}{point}{milliseconds:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `1:02:03.04`.
fn short_clock(ticks: Ticks) -> String {
    let hundredths = ticks.max(0) / 100_000;
    let seconds = hundredths / 100;
    format!("{}:{:02}:{:02}.{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::super::Cue;
    use super::*;

    fn track() -> Script {
        let cue = |start, end, text: &str| Cue { start, end, layer: "0".to_owned(), style: "Top,,0,0,0,".to_owned(), text: text.to_owned() };
        Script {
            header: "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nStyle: Top,Sans,28\n".to_owned(),
            cues: vec![
                cue(0, 30_000_000, r"{\i1}Hello{\i0} & welcome"),
                cue(36_610_050_000, 36_620_000_000, r"{\an8}later\Non two lines"),
                cue(36_630_000_000, 36_640_000_000, r"{\p1}m 0 0{\p0}"),
            ],
        }
    }

    #[test]
    fn webvtt() {
        let expected = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n\n00:00:00.000 --> 00:00:03.000\n<i>Hello</i> &amp; welcome\n\n\
            01:01:01.005 --> 01:01:02.000 line:0\nlater\non two lines\n";
        assert_eq!(vtt(&track(), true), expected);
        assert!(!vtt(&track(), false).contains("X-TIMESTAMP-MAP"));
    }

    #[test]
    fn subrip() {
        let expected = "1\n00:00:00,000 --> 00:00:03,000\n<i>Hello</i> & welcome\n\n2\n01:01:01,005 --> 01:01:02,000\nlater\non two lines\n\n";
        assert_eq!(srt(&track()), expected);
    }

    #[test]
    fn advanced_substation_keeps_everything() {
        let out = ass(&track());
        assert!(out.starts_with("[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nStyle: Top,Sans,28\n\n[Events]\nFormat: "), "{out}");
        assert!(out.contains("\nDialogue: 0,1:01:01.00,1:01:02.00,Top,,0,0,0,,{\\an8}later\\Non two lines\n"), "{out}");
    }

    #[test]
    fn events_for_jellyfin_web() {
        let out = json(&track());
        assert!(
            out.starts_with(r#"{"TrackEvents":[{"Id":"1","Text":"<i>Hello</i> &amp; welcome","StartPositionTicks":0,"EndPositionTicks":30000000},"#),
            "{out}"
        );
        assert_eq!(out.matches("\"Id\"").count(), 2);
    }
}
