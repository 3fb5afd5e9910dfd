//! Subtitles out of films and files, in every format.

use std::path::Path;
use std::time::Duration;

use walros_jobs::{Fault, Job, SubtitleFormat, SubtitleJob};

use crate::media::{Media, run};

fn job(stream: Option<u32>, extension: &str, format: SubtitleFormat) -> SubtitleJob {
    SubtitleJob { stream, extension: extension.to_owned(), format, start: Duration::ZERO, end: None, keep_times: true, time_map: false, clock: None }
}

async fn text(path: &Path, job: SubtitleJob) -> String {
    let bytes = run(path, Job::Subtitle(job)).await.expect("a subtitle").bytes;
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

const SRT: &str = "1\n00:00:00,500 --> 00:00:01,500\nEin <i>schöner</i> Tag\n\n2\n00:00:02,000 --> 00:00:03,250\nzwei\nZeilen & mehr\n\n";
const VTT: &str = "WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nEin <i>schöner</i> Tag\n\n00:00:02.000 --> 00:00:03.250\nzwei\nZeilen &amp; mehr\n";

#[tokio::test]
async fn a_file_in_any_charset() {
    let media = Media::new();
    let latin: Vec<u8> = SRT.chars().map(|character| character as u8).collect();
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(SRT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [("utf8.srt", SRT.as_bytes().to_vec()), ("latin.srt", latin), ("utf16.srt", utf16)] {
        let path = media.write(name, bytes);
        assert_eq!(text(&path, job(None, "srt", SubtitleFormat::Vtt)).await, VTT, "{name}");
        assert_eq!(text(&path, job(None, "srt", SubtitleFormat::Srt)).await, SRT, "{name}");
    }
}

#[tokio::test]
async fn streams_of_a_film() {
    let media = Media::new();
    media.write("s.srt", SRT);
    let ass = "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize\nStyle: Top,Sans,28\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n\
        Dialogue: 0,0:00:01.00,0:00:02.00,Top,,0,0,0,,{\\pos(1,2)}{\\i1}sign{\\i0}, really\n";
    let file = media.write("s.ass", ass);
    let film = "-f lavfi -i testsrc2=s=64x64:d=4 -i s.srt -i s.ass -map 0 -map 1 -map 2 -c:v libx264";
    let mkv = media.make(&format!("{film} -c:s copy"), "film.mkv");
    let mp4 = media.make("-f lavfi -i testsrc2=s=64x64:d=4 -i s.srt -c:v libx264 -c:s mov_text", "film.mp4");
    assert_eq!(text(&mkv, job(Some(1), "", SubtitleFormat::Vtt)).await, VTT);
    assert_eq!(text(&mp4, job(Some(1), "", SubtitleFormat::Vtt)).await, VTT);
    let kept = text(&mkv, job(Some(2), "", SubtitleFormat::Ass)).await;
    assert!(kept.contains("Style: Top,Sans,28"), "{kept}");
    assert!(kept.contains("Dialogue: 0,0:00:01.00,0:00:02.00,Top,,0,0,0,,{\\pos(1,2)}{\\i1}sign{\\i0}, really"), "{kept}");
    assert_eq!(text(&mkv, job(Some(2), "", SubtitleFormat::Srt)).await, "1\n00:00:01,000 --> 00:00:02,000\n<i>sign</i>, really\n\n");
    assert_eq!(text(&file, job(None, "ass", SubtitleFormat::Ass)).await, ass);
    let events = r#"{"TrackEvents":[{"Id":"1","Text":"<i>sign</i>, really","StartPositionTicks":10000000,"EndPositionTicks":20000000}]}"#;
    assert_eq!(text(&mkv, job(Some(2), "", SubtitleFormat::Json)).await, events);
}

#[tokio::test]
async fn a_window_for_hls() {
    let media = Media::new();
    media.write("s.srt", SRT);
    let film = media.make("-f lavfi -i testsrc2=s=64x64:d=4 -i s.srt -c:v libx264 -c:s copy", "film.mkv");
    let window = SubtitleJob { start: Duration::from_secs(2), end: Some(Duration::from_secs(4)), time_map: true, ..job(Some(1), "", SubtitleFormat::Vtt) };
    let expected = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n\n00:00:02.000 --> 00:00:03.250\nzwei\nZeilen &amp; mehr\n";
    assert_eq!(text(&film, window.clone()).await, expected);
    let moved = SubtitleJob { keep_times: false, time_map: false, ..window };
    assert!(text(&film, moved).await.contains("00:00:00.000 --> 00:00:01.250"));
}

#[tokio::test]
async fn what_has_no_text_says_so() {
    let media = Media::new();
    media.write("s.srt", SRT);
    let film = media.make("-f lavfi -i testsrc2=s=720x576:d=2 -i s.srt -c:v libx264", "film.mkv");
    assert!(matches!(run(&film, Job::Subtitle(job(Some(0), "", SubtitleFormat::Vtt))).await, Err(Fault::BadFile { .. })));
    assert!(matches!(run(&film, Job::Subtitle(job(Some(9), "", SubtitleFormat::Vtt))).await, Err(Fault::BadFile { .. })));
    let words = media.write("words.srt", "only words");
    assert!(matches!(run(&words, Job::Subtitle(job(None, "srt", SubtitleFormat::Vtt))).await, Err(Fault::BadFile { .. })));
}
