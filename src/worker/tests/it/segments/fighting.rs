//! Sources that fight back: whatever a file does with its clock, every picture is shown once, at its time, in segments that
//! are as long as the playlist says.

use std::path::{Path, PathBuf};

use walros_model::playback::SegmentContainer::{Mp4, Ts};
use walros_model::playback::StreamRequest;

use super::harness::{build, request, source};
use super::{assert_honest, assert_same_times, inspect};
use crate::media::Media;

const PICTURE: &str = "-f lavfi -i testsrc2=s=320x180:r=25:d=12";
const SOUND: &str = "-f lavfi -i sine=f=330:d=12:r=44100";
const X264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

fn encoded() -> StreamRequest {
    StreamRequest { allow_video_copy: false, ..request(Mp4, "h264", "aac") }
}

fn film(media: &Media, name: &str) -> PathBuf {
    media.make(&format!("{PICTURE} {SOUND} {X264} -bf 2 -g 50 -c:a aac"), name)
}

/// As an encode and, where a device may take it as it is, as a copy.
async fn assert_conserved(path: &Path) {
    let source = source(path, &[]).await;
    for wanted in [encoded(), request(Ts, "h264", "aac"), request(Mp4, "h264", "aac")] {
        let built = build(&source, &wanted).await;
        assert_same_times(&built, path);
        // Pictures that lead a copied keyframe are shown before it.
        if !built.prepared.recipe.copies_video() || !path.to_string_lossy().contains("open") {
            assert_honest(&built);
        }
    }
}

#[tokio::test]
async fn clocks_that_do_not_begin_at_zero() {
    let media = Media::new();
    film(&media, "film.mp4");
    let copies = [
        ("-ss 1.3 -i film.mp4 -c copy", "late.mp4"),
        ("-itsoffset 0.4 -i film.mp4 -i film.mp4 -map 0:v -map 1:a -c copy", "empty.mp4"),
        ("-i film.mp4 -c copy -movflags negative_cts_offsets", "negative.mp4"),
        ("-i film.mp4 -c copy -copyts -output_ts_offset -2", "before.mkv"),
        ("-i film.mp4 -c copy -output_ts_offset 40000", "after.mkv"),
        ("-i film.mp4 -c copy -muxdelay 0 -output_ts_offset 7200", "after.ts"),
    ];
    for (arguments, name) in copies {
        assert_conserved(&media.make(arguments, name)).await;
    }
}

#[tokio::test]
async fn groups_that_lean_on_each_other() {
    let media = Media::new();
    let open = "-bf 3 -x264-params open-gop=1:keyint=50:min-keyint=50:scenecut=0";
    for name in ["open.mkv", "open.mp4", "open.ts"] {
        assert_conserved(&media.make(&format!("{PICTURE} {SOUND} {X264} {open} -c:a aac"), name)).await;
    }
}

#[tokio::test]
async fn pictures_without_times() {
    let media = Media::new();
    for codec in ["libx264 -preset ultrafast -bf 2 -g 50 -pix_fmt yuv420p", "mpeg4 -bf 2 -g 50"] {
        let path = media.make(&format!("{PICTURE} {SOUND} -c:v {codec} -c:a libmp3lame"), "film.avi");
        let built = build(&source(&path, &[]).await, &encoded()).await;
        assert_honest(&built);
        let times: Vec<f64> = sorted(&built.joined());
        assert_eq!(times.len(), 300, "{codec}");
        assert!(times.windows(2).all(|pair| (pair[1] - pair[0] - 0.04).abs() < 0.001), "{codec}: {times:?}");
        assert!(inspect::likeness(&built.joined(), &path, "null") > 30.0, "{codec}");
    }
}

fn sorted(path: &Path) -> Vec<f64> {
    let mut times: Vec<f64> = inspect::packets(path, "v:0").iter().map(|packet| packet.pts).collect();
    times.sort_by(f64::total_cmp);
    times
}
