//! Streams that are copied: the very pictures of the source, and its sound.

use std::path::Path;

use walros_model::playback::SegmentContainer::{self, Mp4, Ts};

use super::harness::{build, request, source};
use super::{assert_honest, assert_same_times, assert_sound, inspect};
use crate::media::Media;

const SOUND: &str = "-f lavfi -i sine=f=330:d=13:r=44100";

/// Builds, checks, and compares every picture.
async fn assert_copied(path: &Path, container: SegmentContainer, video: &str, segments: usize) -> super::harness::Built {
    let built = build(&source(path, &[]).await, &request(container, video, "aac,mp3,ac3")).await;
    assert!(built.prepared.recipe.copies_video() && !built.prepared.recipe.encodes_audio(), "{:?}", built.prepared.recipe);
    assert_eq!(built.segments.len(), segments);
    assert_sound(&built);
    assert_same_times(&built, path);
    assert_eq!(inspect::picture_hashes(&built.joined()), inspect::picture_hashes(path));
    let (made, original) = (inspect::packets(&built.joined(), "a:0"), inspect::packets(path, "a:0"));
    // A packet that only runs the decoder in stands before the film.
    assert!(original.len() - made.len() <= 2, "{} of {} packets of sound", made.len(), original.len());
    built
}

#[tokio::test]
async fn h264_in_mp4_with_reordered_pictures() {
    let media = Media::new();
    let arguments = format!("-f lavfi -i testsrc2=s=320x180:r=25:d=13 {SOUND} -c:v libx264 -preset ultrafast -bf 3 -g 50 -pix_fmt yuv420p -c:a aac");
    let path = media.make(&arguments, "film.mp4");
    for container in [Ts, Mp4] {
        let built = assert_copied(&path, container, "h264", 3).await;
        assert_honest(&built);
    }
}

#[tokio::test]
async fn film_speed_in_matroska_with_ac3() {
    let media = Media::new();
    let arguments = format!("-f lavfi -i testsrc2=s=320x180:r=24000/1001:d=13 {SOUND} -c:v libx264 -preset ultrafast -bf 2 -g 48 -pix_fmt yuv420p -c:a ac3");
    let path = media.make(&arguments, "film.mkv");
    for container in [Ts, Mp4] {
        let built = assert_copied(&path, container, "h264", 3).await;
        assert_honest(&built);
        assert_eq!(inspect::stream_field(&built.joined(), "a:0", "codec_name"), "ac3");
    }
}

#[tokio::test]
async fn a_transport_stream_stays_what_it_was() {
    let media = Media::new();
    let arguments = format!("-f lavfi -i testsrc2=s=320x180:r=25:d=13 {SOUND} -c:v libx264 -preset ultrafast -bf 2 -g 50 -pix_fmt yuv420p -c:a mp2");
    let path = media.make(&arguments.replace("-c:a mp2", "-c:a aac -f mpegts"), "film.ts");
    for container in [Ts, Mp4] {
        let built = assert_copied(&path, container, "h264", 3).await;
        assert_honest(&built);
    }
}

#[tokio::test]
async fn matroska_without_cues_is_cut_all_the_same() {
    let media = Media::new();
    let arguments = format!(
        "-f lavfi -i testsrc2=s=320x180:r=25:d=13 {SOUND} -c:v libx264 -preset ultrafast -bf 2 -g 50 -pix_fmt yuv420p -c:a libmp3lame -f matroska -live 1"
    );
    let path = media.make(&arguments, "film.mkv");
    assert_honest(&assert_copied(&path, Ts, "h264", 3).await);
    assert_honest(&assert_copied(&path, Mp4, "h264", 3).await);
}

#[tokio::test]
async fn open_groups_keep_their_leading_pictures() {
    let media = Media::new();
    let x265 = "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=48:min-keyint=48:scenecut=0:open-gop=1:bframes=3";
    let path = media.make(&format!("-f lavfi -i testsrc2=s=320x180:r=24:d=14 {SOUND} {x265} -c:a aac"), "film.mkv");
    let built = assert_copied(&path, Mp4, "hevc,h264", 3).await;
    // The pictures that lead a keyframe are shown before it: the first segment ends early by as much as the last
    // begins, and what is between is exact.
    let begun = super::beginnings(&built);
    let off = built.promised()[0] - (begun[1] - begun[0]);
    assert!((0.0..0.17).contains(&off), "{off}");
    assert_eq!(inspect::stream_field(&built.joined(), "v:0", "codec_tag_string"), "hvc1");
}

#[tokio::test]
async fn a_turned_picture_stays_turned() {
    let media = Media::new();
    media
        .make(&format!("-f lavfi -i testsrc2=s=320x180:r=25:d=8 {SOUND} -c:v libx264 -preset ultrafast -g 50 -pix_fmt yuv420p -c:a aac -shortest"), "flat.mp4");
    let path = media.make("-i flat.mp4 -c copy -metadata:s:v rotate=90", "film.mp4");
    let built = build(&source(&path, &[]).await, &request(Mp4, "h264", "aac")).await;
    assert!(built.prepared.recipe.copies_video());
    assert_eq!(inspect::rotation(&built.joined()), inspect::rotation(&path));
    assert!(!inspect::rotation(&path).is_empty());
}

#[tokio::test]
async fn vp9_av1_and_opus_go_into_mp4() {
    let media = Media::new();
    let path = media.make(
        "-f lavfi -i testsrc2=s=320x180:r=25:d=8 -f lavfi -i sine=d=8:r=48000 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 75 -c:a libopus",
        "film.webm",
    );
    let built = build(&source(&path, &[]).await, &request(Mp4, "vp9", "opus")).await;
    assert!(built.prepared.recipe.copies_video() && !built.prepared.recipe.encodes_audio());
    assert_sound(&built);
    assert_honest(&built);
    assert_eq!(inspect::picture_hashes(&built.joined()), inspect::picture_hashes(&path));
    assert!(built.master.contains("vp09.00.11.08,Opus"), "{}", built.master);
    let path = media.make("-f lavfi -i testsrc2=s=320x180:r=25:d=8 -f lavfi -i sine=d=8 -c:v libsvtav1 -preset 12 -g 75 -c:a flac", "film.mkv");
    let built = build(&source(&path, &[]).await, &request(Mp4, "av1", "flac")).await;
    assert!(built.prepared.recipe.copies_video() && !built.prepared.recipe.encodes_audio());
    assert_honest(&built);
    assert_eq!(inspect::picture_hashes(&built.joined()), inspect::picture_hashes(&path));
}
