//! Keyframes, compared with what `ffprobe` finds by reading everything.

use std::path::Path;
use std::process::Command;

use walros_jobs::{Job, Reply};
use walros_model::index::MediaIndex;

use crate::media::{FILM, Media, run};

pub async fn index(path: &Path) -> MediaIndex {
    match run(path, Job::Index { name: "film".to_owned() }).await.expect("an index").reply {
        Reply::Index(index) => *index,
        other => panic!("{other:?}"),
    }
}

/// Times of the keyframes, and the earliest and the last time, from every packet of the picture.
pub fn packets(path: &Path) -> (Vec<i64>, i64, i64) {
    let arguments = ["-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts,dts,duration,flags", "-of", "csv=p=0"];
    let output = Command::new("ffprobe").args(arguments).arg(path).output().expect("ffprobe is installed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let packets: Vec<(i64, i64, bool)> = text
        .lines()
        // Side data makes lines of its own.
        .filter(|line| line.contains(','))
        .map(|line| {
            let mut fields = line.split(',').map(|field| field.parse::<i64>().ok());
            let (pts, dts, duration) = (fields.next().flatten(), fields.next().flatten(), fields.next().flatten());
            // AVI has no presentation times.
            let (pts, duration) = (pts.or(dts).expect("a time"), duration.unwrap_or(0));
            (pts, duration, line.contains('K'))
        })
        .collect();
    let mut keyframes: Vec<i64> = packets.iter().filter(|packet| packet.2).map(|packet| packet.0).collect();
    keyframes.sort_unstable();
    let start = packets.iter().map(|packet| packet.0).min().expect("a packet");
    let end = packets.iter().map(|packet| packet.0 + packet.1).max().expect("a packet");
    (keyframes, start, end)
}

#[tokio::test]
async fn every_container_tells_its_keyframes() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    let copies = [
        ("-i film.mp4 -c copy", "copy.mkv"),
        ("-i film.mp4 -c copy", "copy.ts"),
        ("-i film.mp4 -c copy -movflags frag_keyframe+empty_moov", "fragments.mp4"),
        ("-i film.mp4 -c copy -movflags negative_cts_offsets", "negative.mp4"),
        ("-i film.mp4 -c copy -f matroska -live 1", "no-cues.mkv"),
        ("-i film.mp4 -an -c:v mpeg4 -g 12", "film.avi"),
        ("-i film.mp4 -an -vf select='not(eq(mod(n\\,5)\\,3))' -vsync vfr -c:v libx264 -preset ultrafast -bf 3 -g 20", "variable.mp4"),
        ("-i film.mp4 -an -c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=24:min-keyint=24:open-gop=1:bframes=3", "open.mp4"),
    ];
    let copies = copies.map(|(arguments, name)| media.make(arguments, name));
    for path in copies.iter().chain([&film]) {
        let (keyframes, start, end) = packets(path);
        let found = index(path).await;
        let times: Vec<i64> = found.keyframes.iter().map(|keyframe| keyframe.pts).collect();
        assert_eq!(times, keyframes, "{}", path.display());
        assert_eq!((found.start, found.end), (start, end), "{}", path.display());
        assert!(found.keyframes.iter().all(|keyframe| keyframe.position > 0), "{}", path.display());
        assert_eq!(found.video_stream, Some(0));
    }
}

#[tokio::test]
async fn sound_alone_has_a_length() {
    let media = Media::new();
    let found = index(&media.make("-f lavfi -i sine=d=3", "song.flac")).await;
    assert_eq!((found.video_stream, found.keyframes.len()), (None, 0));
    assert_eq!((found.end - found.start) * i64::from(found.time_base.0) / i64::from(found.time_base.1), 3);
}
