//! Files that are not as they should be: every planned segment is made all the same.

use walros_model::playback::SegmentContainer::{Mp4, Ts};
use walros_model::playback::StreamRequest;

use super::harness::{build, request, source};
use super::inspect;
use crate::media::Media;

#[tokio::test]
async fn a_hole_is_played_across() {
    let media = Media::new();
    let whole = media
        .make("-f lavfi -i testsrc2=s=320x180:r=25:d=12 -f lavfi -i sine=d=12 -c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -c:a aac", "whole.mkv");
    let mut bytes = std::fs::read(whole).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 60_000].fill(0);
    let path = media.write("torn.mkv", bytes);
    let source = source(&path, &[]).await;
    for container in [Ts, Mp4] {
        for copied in [true, false] {
            let wanted = StreamRequest { allow_video_copy: copied, segment_length: Some(2), ..request(container, "h264", "aac") };
            let built = build(&source, &wanted).await;
            assert_eq!(built.prepared.recipe.copies_video(), copied);
            for number in 0..built.segments.len() {
                let pictures = inspect::packets(&built.alone(number), "v:0");
                assert!(!pictures.is_empty() && pictures[0].key, "{container:?}, copied {copied}, segment {number}");
            }
            let end = inspect::packets(&built.joined(), "v:0").iter().map(|packet| packet.pts).fold(0.0, f64::max);
            assert!(end > 21.5, "{end}");
        }
    }
}

#[tokio::test]
async fn sound_may_be_longer_than_the_picture() {
    let media = Media::new();
    let path =
        media.make("-f lavfi -i testsrc2=s=320x180:r=25:d=4 -f lavfi -i sine=d=11 -c:v libx264 -preset ultrafast -g 50 -pix_fmt yuv420p -c:a aac", "film.mkv");
    let source = source(&path, &[]).await;
    for copied in [true, false] {
        let built = build(&source, &StreamRequest { allow_video_copy: copied, ..request(Mp4, "h264", "aac") }).await;
        let sound = inspect::packets(&built.joined(), "a:0");
        let length = sound.last().unwrap().pts - sound[0].pts;
        assert!((10.8..11.1).contains(&length), "copied {copied}: {length} s of sound");
        assert!((0..built.segments.len()).all(|number| !inspect::packets(&built.alone(number), "v:0").is_empty()));
    }
}

#[tokio::test]
async fn old_containers_without_presentation_times() {
    let media = Media::new();
    let path = media.make("-f lavfi -i testsrc2=s=320x240:r=25:d=7 -f lavfi -i sine=d=7 -c:v mpeg4 -vtag XVID -bf 2 -g 60 -c:a libmp3lame", "film.avi");
    let built = build(&source(&path, &[]).await, &request(Ts, "h264,mpeg4", "mp3,aac")).await;
    assert!(built.prepared.recipe.encodes_video());
    assert_eq!(inspect::complaints(&built.joined()), "");
    let (made, original) = (inspect::packets(&built.joined(), "v:0").len(), inspect::picture_hashes(&path).len());
    assert_eq!(made, original);
}

#[tokio::test]
async fn a_picture_that_begins_late_leaves_the_sound_before_it() {
    let media = Media::new();
    media.make("-f lavfi -i testsrc2=s=320x180:r=25:d=6 -c:v libx264 -preset ultrafast -g 50 -pix_fmt yuv420p", "picture.mkv");
    media.make("-f lavfi -i sine=d=9 -c:a aac", "sound.mka");
    let path = media.make("-itsoffset 3 -i picture.mkv -i sound.mka -map 0 -map 1 -c copy", "film.mkv");
    let source = source(&path, &[]).await;
    for copied in [true, false] {
        let built = build(&source, &StreamRequest { allow_video_copy: copied, ..request(Ts, "h264", "aac") }).await;
        let begin = |stream| inspect::packets(&built.joined(), stream).iter().map(|packet| packet.pts).fold(f64::MAX, f64::min);
        assert!((begin("a:0") - 10.0).abs() < 0.05, "sound at {}", begin("a:0"));
        // An encode shows black until then.
        let expected = if copied { 13.0 } else { 10.0 };
        assert!((begin("v:0") - expected).abs() < 0.05, "picture at {}", begin("v:0"));
    }
}

#[tokio::test]
async fn one_keyframe_in_the_whole_film() {
    let media = Media::new();
    let path = media.make(
        "-f lavfi -i testsrc2=s=320x180:r=25:d=40 -f lavfi -i sine=d=40 -c:v libx264 -preset ultrafast -g 9999 -sc_threshold 0 -pix_fmt yuv420p -c:a aac",
        "film.mkv",
    );
    let built = build(&source(&path, &[]).await, &request(Ts, "h264", "aac")).await;
    // A copy would be one segment of 40 s.
    assert!(built.prepared.recipe.encodes_video());
    assert_eq!(built.segments.len(), 14);
    assert_eq!(inspect::packets(&built.joined(), "v:0").len(), 1000);
}
