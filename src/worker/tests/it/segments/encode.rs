//! Streams that are encoded: every picture of the source once, at its time, in segments that are one stream.

use std::fs::File;
use std::path::Path;

use walros_jobs::{Job, Part, SegmentJob, Speed, VideoRecipe};
use walros_model::playback::SegmentContainer::{Mp4, Ts};
use walros_model::playback::StreamRequest;
use walros_model::probe::MediaSource;
use walros_streaming::Prepared;

use super::harness::{Built, build, request, source, streaming};
use super::{assert_honest, assert_same_times, assert_sound, inspect};
use crate::media::Media;

pub const SOUND: &str = "-f lavfi -i sine=f=330:d=8:r=44100";

fn encoded(container: walros_model::playback::SegmentContainer) -> StreamRequest {
    StreamRequest { allow_video_copy: false, ..request(container, "h264", "aac") }
}

pub async fn made(path: &Path, request: &StreamRequest) -> Built {
    let built = build(&source(path, &[]).await, request).await;
    assert!(built.prepared.recipe.encodes_video());
    assert_sound(&built);
    built
}

#[tokio::test]
async fn no_picture_is_lost_or_shown_twice() {
    let media = Media::new();
    let arguments = format!("-f lavfi -i testsrc2=s=320x180:r=24000/1001:d=8 {SOUND} -c:v libx264 -preset ultrafast -bf 2 -g 60 -pix_fmt yuv420p -c:a aac");
    for name in ["film.mkv", "film.mp4", "film.ts"] {
        let path = media.make(&arguments, name);
        for container in [Ts, Mp4] {
            let built = made(&path, &encoded(container)).await;
            assert_eq!(built.segments.len(), 3, "{name}");
            assert_same_times(&built, &path);
            assert_honest(&built);
            let likeness = inspect::likeness(&built.joined(), &path, "null");
            assert!(likeness > 30.0, "{name}: {likeness} dB");
        }
    }
}

#[tokio::test]
async fn segments_are_the_same_whenever_they_are_made() {
    let media = Media::new();
    let path =
        media.make(&format!("-f lavfi -i testsrc2=s=320x180:r=25:d=8 {SOUND} -c:v libx264 -preset ultrafast -g 30 -pix_fmt yuv420p -c:a aac"), "film.mkv");
    let source = source(&path, &[]).await;
    let built = build(&source, &encoded(Mp4)).await;
    // In another order, by another server with an empty cache.
    let folder = tempfile::tempdir().unwrap();
    let streaming = streaming(folder.path());
    let prepared = streaming.prepare(&source, &encoded(Mp4)).await.unwrap();
    assert_eq!(Some(streaming.segment(&prepared, -1).await.unwrap()), built.init);
    for (number, segment) in built.segments.iter().enumerate() {
        assert!(streaming.segment(&prepared, number as i64).await.unwrap() == *segment, "segment {number}");
    }
    // The init segment fits each of them alone.
    for number in 0..built.segments.len() {
        assert_eq!(inspect::complaints(&built.alone(number)), "");
    }
}

#[tokio::test]
async fn every_segment_has_the_parameter_sets_of_the_init_segment() {
    let media = Media::new();
    // Black, noise, and a still picture: the sets depend on none of it, nor on the class that a segment is of.
    let graph = "nullsrc=s=320x180:r=24:d=18,geq=lum=if(lt(T\\,6)\\,16\\,if(lt(T\\,12)\\,random(1)*255\\,X)):cb=128:cr=128";
    let path = media.make(&format!("-f lavfi -i {graph} {SOUND} -c:v libx264 -preset ultrafast -g 48 -pix_fmt yuv420p -c:a aac"), "film.mkv");
    let source = source(&path, &[]).await;
    let (ts, mp4) = (build(&source, &encoded(Ts)).await, build(&source, &encoded(Mp4)).await);
    // Those that each job wrote into its pictures; and those of the init segment, once for each group of pictures.
    let (sets, announced) = (inspect::parameter_sets(&ts.joined()), inspect::parameter_sets(&mp4.joined()));
    assert!(announced.len() > ts.segments.len() * 20);
    assert!(sets == announced, "{} and {} bytes", sets.len(), announced.len());
}

#[tokio::test]
async fn both_classes_have_the_same_init_segment_and_look_alike() {
    let media = Media::new();
    let path =
        media.make("-f lavfi -i testsrc2=s=640x360:r=25:d=3 -vf noise=alls=8:allf=t -c:v libx264 -preset ultrafast -crf 10 -pix_fmt yuv420p", "film.mkv");
    let source = source(&path, &[]).await;
    for profile in ["high", "main", "baseline"] {
        let options = vec![("h264".to_owned(), "profile".to_owned(), profile.to_owned())];
        let prepared = streaming(&media.path("streaming")).prepare(&source, &StreamRequest { codec_options: options, ..encoded(Mp4) }).await.unwrap();
        let of = |speed| [Part::Init, Part::Media { start: 0, end: 30_000_000 }].map(|part| job(&source, &prepared, part, speed));
        let [[init, good], [same, fast]] = [of(Speed::Good), of(Speed::Fast)];
        assert!(init == same, "{profile}");
        let likeness = [good, fast].map(|segment| {
            let file = media.path("segment.mp4");
            std::fs::write(&file, [init.as_slice(), &segment].concat()).unwrap();
            inspect::likeness(&file, &path, "null")
        });
        assert!(likeness[1] > likeness[0] - 1.0, "{profile}: {likeness:?} dB");
    }
}

/// What a worker makes of a part at this speed.
pub fn job(source: &MediaSource, prepared: &Prepared, part: Part, speed: Speed) -> Vec<u8> {
    let mut video = prepared.recipe.video.clone();
    let Some((_, VideoRecipe::Encode(encode))) = &mut video else { panic!("{video:?}") };
    encode.speed = speed;
    let (name, container) = (source.path.clone(), prepared.recipe.container);
    let job = SegmentJob { name, container, part, video, audio: None, origin: 0, base: 0, last: true, clock: None };
    walros_worker::run(&Job::Segment(job), &[File::open(&source.path).unwrap()]).unwrap().1
}

#[tokio::test]
async fn open_groups_are_decoded_from_before() {
    let media = Media::new();
    let x265 = "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=48:min-keyint=48:scenecut=0:open-gop=1:bframes=3";
    let path = media.make(&format!("-f lavfi -i testsrc2=s=320x180:r=24:d=8 {SOUND} {x265} -c:a aac"), "film.mkv");
    let built = made(&path, &encoded(Ts)).await;
    assert_same_times(&built, &path);
    assert_honest(&built);
    assert!(inspect::likeness(&built.joined(), &path, "null") > 30.0);
}

#[tokio::test]
async fn uneven_pictures_keep_their_times() {
    let media = Media::new();
    let uneven = r"-vf select=if(lt(mod(t\,4)\,2)\,1\,not(mod(n\,2))) -vsync vfr";
    let path = media.make(
        &format!("-f lavfi -i testsrc2=s=320x180:r=30:d=8 {SOUND} {uneven} -c:v libx264 -preset ultrafast -g 60 -sc_threshold 0 -pix_fmt yuv420p -c:a aac"),
        "film.mp4",
    );
    let built = made(&path, &encoded(Mp4)).await;
    assert_same_times(&built, &path);
    assert_honest(&built);
}

#[tokio::test]
async fn interlaced_broadcast_becomes_progressive() {
    let media = Media::new();
    let mpeg2 = "-c:v mpeg2video -flags +ilme+ildct -g 12 -b:v 2M -c:a mp2 -f mpegts";
    let path = media.make(&format!("-f lavfi -i testsrc2=s=352x288:r=50:d=8 {SOUND} -vf interlace {mpeg2}"), "film.ts");
    let built = made(&path, &encoded(Ts)).await;
    assert!(matches!(&built.prepared.recipe.video, Some((_, walros_jobs::VideoRecipe::Encode(encode))) if encode.deinterlace), "{:?}", built.prepared.recipe);
    assert_same_times(&built, &path);
    assert_honest(&built);
    assert_eq!(inspect::stream_field(&built.joined(), "v:0", "field_order"), "progressive");
}

#[tokio::test]
async fn fewer_pictures_a_second_on_one_grid() {
    let media = Media::new();
    let path =
        media.make(&format!("-f lavfi -i testsrc2=s=320x180:r=50:d=8 {SOUND} -c:v libx264 -preset ultrafast -g 100 -pix_fmt yuv420p -c:a aac"), "film.mkv");
    let built = made(&path, &StreamRequest { max_frame_rate: Some(25.0), ..encoded(Mp4) }).await;
    let packets = inspect::packets(&built.joined(), "v:0");
    assert_eq!(packets.len(), 200);
    let mut times: Vec<f64> = packets.iter().map(|packet| packet.pts).collect();
    times.sort_by(f64::total_cmp);
    assert!(times.windows(2).all(|pair| (pair[1] - pair[0] - 0.04).abs() < 0.000_2), "{times:?}");
    assert_honest(&built);
}

#[tokio::test]
async fn turned_and_shrunk() {
    let media = Media::new();
    media.make(&format!("-f lavfi -i testsrc2=s=640x360:r=25:d=4 {SOUND} -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -shortest"), "flat.mp4");
    let path = media.make("-i flat.mp4 -c copy -metadata:s:v rotate=90", "film.mp4");
    let built = made(&path, &StreamRequest { max_height: Some(320), ..encoded(Ts) }).await;
    let size = ["width", "height"].map(|field| inspect::stream_field(&built.joined(), "v:0", field));
    assert_eq!(size, ["180", "320"]);
    // The same way up as a player would turn it.
    assert!(inspect::likeness(&built.joined(), &path, "scale=180:320") > 25.0);
}

#[tokio::test]
async fn high_range_becomes_standard() {
    let media = Media::new();
    let tags = "-color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc";
    let x265 = "-c:v libx265 -preset ultrafast -x265-params log-level=none:hdr10=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc";
    let path = media.make(&format!("-f lavfi -i testsrc2=s=320x180:r=24:d=4 {SOUND} -vf format=yuv420p10le {x265} {tags} -c:a aac -shortest"), "film.mkv");
    let built = made(&path, &encoded(Mp4)).await;
    assert_same_times(&built, &path);
    let joined = built.joined();
    let colours = ["color_transfer", "color_primaries", "pix_fmt"].map(|field| inspect::stream_field(&joined, "v:0", field));
    assert_eq!(colours, ["bt709", "bt709", "yuv420p"]);
    // Not black, not white.
    let (pixels, _) = inspect::luma(&joined, 1.0);
    let mean = pixels.iter().map(|pixel| f64::from(*pixel)).sum::<f64>() / pixels.len() as f64;
    assert!((30.0..225.0).contains(&mean), "{mean}");
}

#[tokio::test]
async fn the_ceiling_holds() {
    let media = Media::new();
    let noise = "-vf noise=alls=60:allf=t";
    let path = media
        .make(&format!("-f lavfi -i testsrc2=s=640x360:r=25:d=9 {SOUND} {noise} -c:v libx264 -preset ultrafast -g 50 -pix_fmt yuv420p -c:a aac"), "film.mkv");
    let built = made(&path, &StreamRequest { video_bit_rate: Some(600_000), audio_bit_rate: Some(128_000), ..encoded(Mp4) }).await;
    let bandwidth: f64 = built.master.split("BANDWIDTH=").nth(1).and_then(|rest| rest.split(',').next()).unwrap().parse().unwrap();
    for (number, (segment, length)) in built.segments.iter().zip(built.promised()).enumerate() {
        let rate = segment.len() as f64 * 8.0 / length;
        assert!(rate <= bandwidth * 1.1, "segment {number}: {rate} of {bandwidth}");
    }
}
