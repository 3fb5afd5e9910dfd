//! The second backend, judged as the first is: every picture once at its time, one init segment, the same bytes whenever
//! they are made; and copies that are libav's to the byte.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use walros_jobs::{Backend, Fault, LocalPool, PoolConfig};
use walros_model::playback::SegmentContainer::{self, Mp4, Ts};
use walros_model::playback::StreamRequest;
use walros_model::probe::MediaSource;
use walros_streaming::StreamError;

use super::harness::{Built, Copier, InProcess, build_on, request, source, streaming, streaming_on};
use super::library::{assert_conserved, films};
use super::processes::Mixed;
use super::{assert_honest, assert_same_times, assert_sound, inspect};
use crate::media::{Media, config};

const PICTURE: &str = "-f lavfi -i testsrc2=s=320x180:r=24000/1001:d=8";
const SOUND: &str = "-f lavfi -i sine=f=330:d=8:r=44100";
const X264: &str = "-c:v libx264 -preset ultrafast -bf 2 -g 60 -pix_fmt yuv420p";

fn film(media: &Media, name: &str) -> PathBuf {
    media.make(&format!("{PICTURE} {SOUND} {X264} -c:a aac"), name)
}

fn encoded(container: SegmentContainer) -> StreamRequest {
    StreamRequest { allow_video_copy: false, ..request(container, "h264", "aac") }
}

async fn built(source: &MediaSource, request: &StreamRequest) -> Built {
    build_on(InProcess::on(Backend::Gstreamer), source, request, Copier::Worker).await
}

async fn assert_encoded(path: &Path, container: SegmentContainer) -> Built {
    let built = built(&source(path, &[]).await, &encoded(container)).await;
    assert!(built.prepared.recipe.encodes_video());
    assert_sound(&built);
    assert_same_times(&built, path);
    assert_honest(&built);
    let likeness = inspect::likeness(&built.joined(), path, "null");
    assert!(likeness > 30.0, "{}: {likeness} dB", path.display());
    built
}

#[tokio::test]
async fn copies_are_those_of_libav() {
    let media = Media::new();
    for name in ["film.mkv", "film.mp4"] {
        let source = source(&film(&media, name), &[]).await;
        for container in [Ts, Mp4] {
            let wanted = request(container, "h264", "aac");
            let [one, other] = [Backend::Libav, Backend::Gstreamer].map(|backend| build_on(InProcess::on(backend), &source, &wanted, Copier::Worker));
            let (one, other) = (one.await, other.await);
            assert!(other.prepared.recipe.copies_video() && other.jobs >= other.segments.len(), "{name}: a worker copies");
            assert!(one.init == other.init, "{name}: another init segment");
            let differs = one.segments.iter().zip(&other.segments).position(|(one, other)| one != other);
            // GStreamer leaves out the packet of sound that an edit list's end is in.
            let expected = if name == "film.mp4" { Some(one.segments.len() - 1) } else { None };
            assert_eq!((differs, one.segments.len()), (expected, other.segments.len()), "{name} in {container:?}");
            let [pictures, sounds] = ["v:0", "a:0"].map(|stream| (inspect::packets(&one.joined(), stream), inspect::packets(&other.joined(), stream)));
            assert_eq!(pictures.0, pictures.1, "{name} in {container:?}");
            let all = sounds.0.len() - usize::from(expected.is_some());
            let place = |packets: &[inspect::Packet]| packets.iter().map(|packet| (packet.pts, packet.size)).collect::<Vec<_>>();
            assert_eq!(place(&sounds.0[..all]), place(&sounds.1), "{name} in {container:?}");
        }
    }
}

#[tokio::test]
async fn no_picture_is_lost_or_shown_twice() {
    let media = Media::new();
    for name in ["film.mkv", "film.mp4"] {
        let path = film(&media, name);
        for container in [Ts, Mp4] {
            assert_encoded(&path, container).await;
        }
    }
}

#[tokio::test]
async fn open_groups_and_uneven_pictures() {
    let media = Media::new();
    let x265 = "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=48:min-keyint=48:scenecut=0:open-gop=1:bframes=3";
    assert_encoded(&media.make(&format!("{PICTURE} {SOUND} {x265} -c:a aac"), "open.mkv"), Ts).await;
    let uneven = r"-vf select=if(lt(mod(t\,4)\,2)\,1\,not(mod(n\,2))) -vsync vfr";
    assert_encoded(&media.make(&format!("{PICTURE} {SOUND} {uneven} {X264} -sc_threshold 0 -c:a aac"), "uneven.mp4"), Mp4).await;
}

#[tokio::test]
async fn every_segment_fits_the_init_segment_and_is_the_same_whenever_it_is_made() {
    let media = Media::new();
    let graph = "nullsrc=s=320x180:r=24:d=12,geq=lum=if(lt(T\\,4)\\,16\\,if(lt(T\\,8)\\,random(1)*255\\,X)):cb=128:cr=128";
    let path = media.make(&format!("-f lavfi -i {graph} {SOUND} -c:v libx264 -preset ultrafast -g 48 -pix_fmt yuv420p -c:a aac"), "film.mkv");
    let source = source(&path, &[]).await;
    let (ts, mp4) = (built(&source, &encoded(Ts)).await, built(&source, &encoded(Mp4)).await);
    let (sets, announced) = (inspect::parameter_sets(&ts.joined()), inspect::parameter_sets(&mp4.joined()));
    assert!(announced.len() > ts.segments.len() * 20 && sets == announced, "{} and {} bytes", sets.len(), announced.len());
    let again = built(&source, &encoded(Mp4)).await;
    assert!((again.init, again.segments) == (mp4.init, mp4.segments), "the same job gives other bytes");
}

#[tokio::test]
async fn encodes_have_names_of_their_own_and_copies_have_not() {
    let media = Media::new();
    let source = source(&film(&media, "film.mkv"), &[]).await;
    let (one, other) = (streaming(&media.path("one")), streaming_on(&media.path("other"), Arc::new(InProcess::on(Backend::Gstreamer)), 1 << 30));
    for (wanted, same) in [(encoded(Mp4), false), (request(Mp4, "h264", "aac"), true)] {
        let names = [one.prepare(&source, &wanted).await.unwrap(), other.prepare(&source, &wanted).await.unwrap()].map(|prepared| prepared.rendition());
        assert_eq!(names[0].to_string() == names[1].to_string(), same);
    }
}

#[tokio::test]
async fn what_is_not_done_is_said() {
    let media = Media::new();
    let path = film(&media, "film.mkv");
    let ts = media.make("-i film.mkv -c copy", "film.ts");
    let aac = StreamRequest { allow_audio_copy: false, ..encoded(Mp4) };
    let slower = StreamRequest { max_frame_rate: Some(12.0), ..encoded(Mp4) };
    for (path, wanted, words) in [(&path, aac, "encode sound"), (&path, slower, "leave out pictures"), (&ts, encoded(Ts), "read mpegts")] {
        let source = source(path, &[]).await;
        let folder = tempfile::tempdir().unwrap();
        let streaming = streaming_on(folder.path(), Arc::new(InProcess::on(Backend::Gstreamer)), 1 << 30);
        let prepared = streaming.prepare(&source, &wanted).await.unwrap();
        let error = streaming.segment(&prepared, 0).await.expect_err(words);
        assert!(matches!(&error, StreamError::Worker(Fault::Unsupported { text }) if text.contains(words)), "{error:?}");
    }
}

#[tokio::test]
async fn locked_in_processes_make_the_same() {
    let media = Media::new();
    let source = source(&film(&media, "film.mkv"), &[]).await;
    let here = built(&source, &encoded(Mp4)).await;
    let pool = LocalPool::new(PoolConfig { backend: Backend::Gstreamer, ..config() });
    let streaming = streaming_on(&media.path("there"), Arc::new(Mixed(pool)), 1 << 30);
    let prepared = streaming.prepare(&source, &encoded(Mp4)).await.unwrap();
    assert!(Some(streaming.segment(&prepared, -1).await.unwrap()) == here.init);
    for (number, segment) in here.segments.iter().enumerate() {
        assert!(streaming.segment(&prepared, number as i64).await.unwrap() == *segment, "segment {number} is another");
    }
}

/// Encodes a film if this backend does that; then every picture must be there. Answers whether it did.
async fn assert_conserved_if_done(path: &Path) -> bool {
    let wanted = StreamRequest { max_height: Some(144), max_audio_channels: None, ..request(Mp4, "h264", "aac,mp3,ac3,eac3,opus,flac") };
    let wanted = StreamRequest { allow_video_copy: false, ..wanted };
    let source = source(path, &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let streaming = streaming_on(folder.path(), Arc::new(InProcess::on(Backend::Gstreamer)), 1 << 30);
    let prepared = streaming.prepare(&source, &wanted).await.unwrap();
    match streaming.segment(&prepared, 0).await {
        Err(StreamError::Worker(Fault::Unsupported { text })) => eprintln!("{}: {text}", path.display()),
        Err(error) => panic!("{}: {error}", path.display()),
        Ok(_) => {
            eprintln!("{}", path.display());
            assert_conserved(path, &built(&source, &wanted).await);
            return true;
        }
    }
    false
}

#[tokio::test]
async fn clocks_that_do_not_begin_at_zero() {
    let media = Media::new();
    film(&media, "film.mp4");
    let mut done = Vec::new();
    for (arguments, name) in [
        ("-ss 1.3 -i film.mp4 -c copy", "cut.mp4"),
        ("-itsoffset 0.4 -i film.mp4 -i film.mp4 -map 0:v -map 1:a -c copy", "late.mp4"),
        ("-i film.mp4 -c copy -use_editlist 0", "without.mp4"),
        ("-i film.mp4 -c copy -movflags negative_cts_offsets", "negative.mp4"),
        ("-i film.mp4 -c copy -output_ts_offset 40000", "after.mkv"),
    ] {
        if assert_conserved_if_done(&media.make(arguments, name)).await {
            done.push(name);
        }
    }
    assert!(done.contains(&"negative.mp4") && done.contains(&"after.mkv"), "only {done:?}");
}

/// Open groups, uneven pictures, VP9, another rate, and names of files that are no ASCII.
const FILMS: &[&str] = &["Open Door", "Uneven Time", "Web Minute", "Blue Hour (2015) - 1080p", "千の窓", "S01E01 - Pilot"];

#[tokio::test]
async fn films_of_the_library_are_conserved() {
    for path in films().iter().filter(|path| FILMS.iter().any(|name| path.to_string_lossy().contains(name))) {
        assert!(assert_conserved_if_done(path).await, "{} is not done", path.display());
    }
}
