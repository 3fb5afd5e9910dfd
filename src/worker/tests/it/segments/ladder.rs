//! Renditions to switch between: each is whole by itself, as long as its playlist says, and all begin a segment at the
//! same places.

use std::path::Path;

use walros_model::playback::SegmentContainer::Mp4;
use walros_model::playback::StreamRequest;
use walros_streaming::decision::Rights;

use super::harness::{Built, build, request, source, streaming};
use super::{MILLISECOND, assert_honest, beginnings, first, inspect};
use crate::media::Media;

const X264: &str = "-c:v libx264 -preset ultrafast -bf 2 -pix_fmt yuv420p";

/// Builds every rendition of a film.
async fn built(path: &Path, wanted: &StreamRequest) -> (Vec<Built>, Vec<Built>) {
    let source = source(path, &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let ladder = streaming(folder.path()).ladder(&source, wanted, Rights::ALL).await.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (mut pictures, mut sounds) = (Vec::new(), Vec::new());
    for rung in &ladder.pictures {
        pictures.push(build(&source, &rung.request).await);
    }
    for sound in &ladder.sounds {
        sounds.push(build(&source, &sound.request).await);
    }
    (pictures, sounds)
}

/// Every segment of sound begins and ends when the playlist says.
fn assert_honest_sound(built: &Built) {
    let packets: Vec<_> = (0..built.segments.len()).map(|number| inspect::packets(&built.alone(number), "a:0")).collect();
    let begun: Vec<f64> = packets.iter().map(|packets| first(packets)).collect();
    for (number, pair) in begun.windows(2).enumerate() {
        // The first one says where the film begins, which is not always where its sound does.
        let begin = if number == 0 { begun[0].min(10.0) } else { pair[0] };
        let (promised, measured) = (built.promised()[number], pair[1] - begin);
        assert!((promised - measured).abs() <= MILLISECOND, "segment {number}: promised {promised}, measured {measured}");
    }
    let all = inspect::packets(&built.joined(), "a:0");
    let gap = all.windows(2).find(|pair| (pair[0].pts + pair[0].duration - pair[1].pts).abs() > 0.000_1);
    assert_eq!(gap, None, "sound has a gap or an overlap");
}

#[tokio::test]
async fn copy_and_encodes_begin_together() {
    let media = Media::new();
    let sounds = "-f lavfi -i sine=f=330:d=14:r=44100 -f lavfi -i sine=f=440:d=14:r=48000";
    let arguments =
        format!("-f lavfi -i testsrc2=s=960x540:r=24000/1001:d=14 {sounds} -map 0 -map 1 -map 2 {X264} -g 48 -vf noise=alls=30:allf=t -c:a:0 aac -c:a:1 ac3");
    for name in ["film.mkv", "film.mp4"] {
        let (pictures, sounds) = built(&media.make(&arguments, name), &request(Mp4, "h264", "aac")).await;
        assert_eq!((pictures.len(), sounds.len()), (5, 2), "{name}");
        assert!(pictures[0].prepared.recipe.copies_video() && pictures[0].jobs == 0);
        let begun = beginnings(&pictures[0]);
        assert!(begun.len() > 2, "{name}");
        for picture in &pictures {
            assert_eq!(inspect::complaints(&picture.joined()), "", "{name}");
            assert_honest(picture);
            let own = beginnings(picture);
            assert_eq!(own.len(), begun.len(), "{name}");
            assert!(own.iter().zip(&begun).all(|(own, begun)| (own - begun).abs() <= MILLISECOND), "{name}: {own:?} {begun:?}");
        }
        assert!(sounds[0].jobs == 0 && sounds[1].jobs > 0, "{name}: one is copied, one is made");
        sounds.iter().for_each(assert_honest_sound);
    }
}

#[tokio::test]
async fn where_keyframes_are_far_apart_encodes_are_cut_more_often() {
    let media = Media::new();
    let sound = "-f lavfi -i sine=f=330:d=24:r=48000";
    let arguments =
        format!("-f lavfi -i testsrc2=s=426x240:r=24000/1001:d=24 {sound} {X264} -g 264 -keyint_min 264 -sc_threshold 0 -vf noise=alls=30:allf=t -c:a aac");
    let (pictures, sounds) = built(&media.make(&arguments, "film.mkv"), &request(Mp4, "h264", "aac")).await;
    let places: Vec<Vec<f64>> = pictures.iter().map(beginnings).collect();
    assert!(places[0].len() < places[1].len(), "{places:?}");
    assert!(places[0].iter().all(|begin| places[1].iter().any(|other| (begin - other).abs() <= MILLISECOND)), "{places:?}");
    pictures.iter().for_each(assert_honest);
    assert_eq!(sounds[0].segments.len(), places[1].len());
    assert_honest_sound(&sounds[0]);
}

#[tokio::test]
async fn a_keyframe_alone_is_shown_until_the_next() {
    let media = Media::new();
    let path = media.make(&format!("-f lavfi -i testsrc2=s=960x540:r=25:d=14 {X264} -g 50 -vf noise=alls=30:allf=t"), "film.mkv");
    let source = source(&path, &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let streaming = streaming(folder.path());
    let ladder = streaming.ladder(&source, &request(Mp4, "h264", "aac"), Rights::ALL).await.unwrap();
    let (copied, small) = (&ladder.pictures[0], ladder.pictures.last().unwrap());
    for rung in [copied, small] {
        let mut film = streaming.segment(&rung.prepared, -1).await.unwrap().to_vec();
        let mut whole = film.clone();
        for number in 0..rung.prepared.segments.len() {
            film.extend(streaming.keyframe(&rung.prepared, number).await.unwrap());
            whole.extend(streaming.segment(&rung.prepared, number as i64).await.unwrap());
        }
        let (keys, whole) = (media.write("keys.mp4", film), media.write("whole.mp4", whole));
        assert_eq!(inspect::complaints(&keys), "");
        let packets = inspect::packets(&keys, "v:0");
        assert_eq!(packets.len(), rung.prepared.segments.len());
        assert!(packets.iter().all(|packet| packet.key));
        // Where the segments themselves begin.
        for (packet, segment) in packets.iter().zip(&rung.prepared.segments) {
            assert!((packet.pts - 10.0 - segment.start as f64 / 1e7).abs() <= MILLISECOND, "{packet:?} {segment:?}");
        }
        // Each is decoded when the one before is over.
        assert!(
            packets
                .windows(2)
                .zip(&rung.prepared.segments)
                .all(|(pair, segment)| (pair[1].dts - pair[0].dts - segment.length() as f64 / 1e7).abs() <= MILLISECOND)
        );
        let shown = |path: &Path, at: f64| inspect::luma(path, at).0;
        assert!(shown(&keys, 14.0) == shown(&whole, 14.0) || rung.prepared.recipe.encodes_video(), "the picture of the film itself");
    }
}
