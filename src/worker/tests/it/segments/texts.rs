//! Subtitles that the server reads itself are those that a worker makes, and cost next to nothing to read.

use std::cell::Cell;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use walros_jobs::{Job, SubtitleFormat, SubtitleJob};
use walros_media::read::{Source, TextTrack};
use walros_model::StreamKind;
use walros_streaming::{Span, SubtitleRequest};

use super::harness::{Copier, InProcess, source, streaming_with};
use crate::media::Media;

/// Lines with all that subtitles are full of; some overlap, one shows for a minute.
const SRT: &str = "1\n00:00:00,500 --> 00:00:01,500\nEin <i>schöner</i> Tag\n\n\
    2\n00:00:02,000 --> 00:01:03,250\n{\\an8}zwei\nZeilen & mehr < als > eine\n\n\
    3\n00:00:05,000 --> 00:00:06,000\n<font color=\"#ff0000\">rot</font> <B>fett <u>und</u></B> - <<so>>\n\n\
    4\n00:00:20,100 --> 00:00:22,000\n{\\pos(3,4)}<c.yellow>gelb</c> {y:i}schief\nund \\N neu\n\n\
    5\n00:00:40,000 --> 00:00:41,000\n<unknown>x</unknown> a<br>b </ i> <i >c</i> {offen\n\n\
    6\n00:00:55,000 --> 00:00:58,000\n♪ letzte ♪\n\n";

const ASS: &str = "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize\nStyle: Top,Sans,28\n\n[Events]\n\
    Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n\
    Dialogue: 0,0:00:01.00,0:00:02.00,Top,,0,0,0,,{\\pos(1,2)}{\\i1}sign{\\i0}, really\n\
    Dialogue: 1,0:00:01.50,0:00:50.00,Top,Ann,0,0,0,,long one\\Nin two\n\
    Dialogue: 0,0:00:45.00,0:00:46.00,Default,,0,0,0,,{\\p1}m 0 0{\\p0}shown\n";

const VTT: &str = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:0\n<v Ann>I &amp; you</v> <i>there</i>\n\n\
    00:00:30.000 --> 00:00:33.000\na {brace} and 1 &lt; 2&nbsp;&gt; 0\nnext\n\n";

const PICTURE: &str = "-f lavfi -i testsrc2=s=320x180:r=25:d=60 -f lavfi -i sine=d=60";
const ENCODED: &str = "-c:v libx264 -preset ultrafast -g 50 -c:a aac";

fn spans() -> Vec<Span> {
    let span = |start, end: Option<u64>, keep_times| Span { start: Duration::from_secs(start), end: end.map(Duration::from_secs), keep_times };
    vec![span(0, None, true), span(0, Some(30), true), span(30, Some(60), true), span(30, Some(60), false), span(21, None, false), span(5, Some(6), true)]
}

/// Compares every text stream of a file in all formats and stretches, and answers how many a worker made.
async fn compare(path: &Path) -> usize {
    compare_with(path, Copier::Server).await
}

async fn compare_with(path: &Path, copier: Copier) -> usize {
    let film = source(path, &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let workers = Arc::new(InProcess::default());
    let streaming = streaming_with(folder.path(), workers.clone(), copier);
    let mut compared = 0;
    for stream in film.probe.of_kind(StreamKind::Subtitle) {
        for format in [SubtitleFormat::Vtt, SubtitleFormat::Srt, SubtitleFormat::Json, SubtitleFormat::Ass] {
            for span in spans() {
                let request = SubtitleRequest { format, span, time_map: true };
                let own = streaming.subtitle(&film, stream, request).await.unwrap();
                let (start, end, keep_times) = (span.start, span.end, span.keep_times);
                let job =
                    SubtitleJob { stream: Some(stream.file_index), extension: String::new(), format, start, end, keep_times, time_map: true, clock: None };
                let (_, other) = walros_worker::run(&Job::Subtitle(job), &[File::open(path).unwrap()]).unwrap();
                let [own, other] = [&own[..], &other].map(String::from_utf8_lossy);
                assert_eq!(own, other, "{}, stream {}, {format:?}, {span:?}", path.display(), stream.file_index);
                compared += 1;
            }
        }
    }
    assert!(compared > 0, "no subtitles in {}", path.display());
    workers.subtitles.load(Ordering::Relaxed)
}

#[tokio::test]
async fn text_of_films_is_read_without_a_worker() {
    let media = Media::new();
    for (name, text) in [("s.srt", SRT), ("s.ass", ASS), ("s.vtt", VTT)] {
        media.write(name, text);
    }
    let spans = spans().len();
    // For styles of formats that have none a worker is asked.
    let all = format!("{PICTURE} -i s.srt -i s.ass -i s.vtt -map 0 -map 1 -map 2 -map 3 -map 4 {ENCODED} -c:s copy");
    let mkv = media.make(&all, "film.mkv");
    assert_eq!(compare(&mkv).await, 2 * spans);
    let mp4 = media.make(&format!("{PICTURE} -i s.srt -i s.ass -map 0 -map 1 -map 2 -map 3 {ENCODED} -c:s mov_text"), "film.mp4");
    assert_eq!(compare(&mp4).await, 2 * spans);
    let copies = [
        // Without cues, as a recording that was broken off; with clusters whose length nobody knows.
        ("-i film.mkv -map 0 -c copy -f matroska -live 1", "live.mkv", 2),
        ("-i film.mkv -map 0 -c copy -write_crc32 0 -cluster_time_limit 700", "small.mkv", 2),
        ("-itsoffset 3 -i film.mkv -map 0 -c copy", "late.mkv", 2),
        ("-i film.mp4 -map 0 -c copy -movflags faststart", "fast.mp4", 2),
        ("-i film.mp4 -itsoffset 1.5 -i film.mp4 -map 0:v -map 0:a -map 1:s -c copy", "moved.mp4", 2),
    ];
    for (arguments, name, left) in copies {
        let path = media.make(arguments, name);
        // With what an index notes of lines, and without.
        assert_eq!(compare(&path).await, left * spans, "{name}");
        assert_eq!(compare_with(&path, Copier::Worker).await, left * spans, "{name}");
    }
}

/// A file that counts what is read of it.
struct Counted {
    file: File,
    read: Cell<u64>,
}

impl Source for Counted {
    fn length(&self) -> u64 {
        self.file.metadata().unwrap().len()
    }

    fn read_exact_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.read.set(self.read.get() + buffer.len() as u64);
        self.file.read_exact_at(buffer, offset)
    }
}

#[tokio::test]
async fn little_is_read_for_a_stretch_of_lines() {
    let media = Media::new();
    media.write("s.srt", SRT);
    let noise = "-f lavfi -i testsrc2=s=640x360:r=25:d=60,noise=alls=40:allf=t -i s.srt -c:v libx264 -preset ultrafast -b:v 4M -g 50";
    media.make(&format!("{noise} -c:s copy"), "cues.mkv");
    media.make("-i cues.mkv -c copy -f matroska -live 1", "none.mkv");
    media.make("-i cues.mkv -c:v copy -c:s mov_text", "film.mp4");
    let index = walros_worker::run(&Job::Index { name: "none.mkv".to_owned() }, &[File::open(media.path("none.mkv")).unwrap()]).unwrap().0;
    let walros_jobs::Reply::Index(index) = index else { panic!("{index:?}") };
    let (noted, none) = (index.texts[0].places.as_slice(), &[][..]);
    assert_eq!((index.texts[0].stream, noted.len()), (1, 6));
    for (name, most, places) in [("cues.mkv", 20_000, none), ("none.mkv", 300_000, none), ("none.mkv", 2_000, noted), ("film.mp4", 20_000, none)] {
        let file = Counted { file: File::open(media.path(name)).unwrap(), read: Cell::new(0) };
        let track = TextTrack::open(&file, 1).unwrap();
        let span = Span { start: Duration::from_secs(30), end: Some(Duration::from_secs(60)), keep_times: true };
        let mut script = track.script(&file, &span, 0, places).unwrap();
        script.cut(&span);
        // In MP4 one line ends where the next begins.
        assert_eq!(script.cues.len(), if name == "film.mp4" { 2 } else { 3 }, "{name}");
        assert!(file.read.get() < most, "{name}: {} bytes of {}", file.read.get(), file.length());
    }
}

#[tokio::test]
async fn what_a_worker_must_make_is_made_once() {
    let media = Media::new();
    media.write("s.srt", SRT);
    let path = media.make("-f lavfi -i testsrc2=s=64x64:d=4 -i s.srt -c:v libx264 -c:s copy", "film.mkv");
    let film = source(&path, &[&media.path("s.srt")]).await;
    let folder = tempfile::tempdir().unwrap();
    let workers = Arc::new(InProcess::default());
    let streaming = streaming_with(folder.path(), workers.clone(), Copier::Server);
    let request = SubtitleRequest { format: SubtitleFormat::Ass, span: Span::default(), time_map: false };
    let made = || workers.subtitles.load(Ordering::Relaxed);
    let inside = film.probe.streams.iter().find(|stream| stream.kind == StreamKind::Subtitle && !stream.is_external()).unwrap();
    let answers = futures_util::future::try_join_all((0..20).map(|_| streaming.subtitle(&film, inside, request))).await.unwrap();
    assert!(answers.iter().all(|answer| *answer == answers[0]) && answers[0].starts_with(b"[Script Info]"));
    assert_eq!(made(), 1);
    // A server that comes back finds it where segments are kept.
    let again = streaming_with(folder.path(), workers.clone(), Copier::Server);
    assert_eq!(again.subtitle(&film, inside, request).await.unwrap(), answers[0]);
    assert_eq!(made(), 1);
    // A file beside the film that was written anew is another file.
    let beside = film.probe.streams.iter().find(|stream| stream.is_external()).unwrap();
    let request = SubtitleRequest { format: SubtitleFormat::Srt, ..request };
    assert_eq!(streaming.subtitle(&film, beside, request).await.unwrap(), streaming.subtitle(&film, beside, request).await.unwrap());
    assert_eq!(made(), 2);
    media.write("s.srt", "1\n00:00:01,000 --> 00:00:02,000\nanew\n\n");
    assert_eq!(streaming.subtitle(&film, beside, request).await.unwrap(), "1\n00:00:01,000 --> 00:00:02,000\nanew\n\n");
}
