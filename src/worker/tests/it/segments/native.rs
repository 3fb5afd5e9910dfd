//! Copies that the server makes itself are those that a worker makes, to the byte.

use std::path::Path;

use walros_model::playback::SegmentContainer::{self, Mp4, Ts};
use walros_model::playback::StreamRequest;

use super::harness::{Copier, build_with, request, source};
use super::library::films;
use crate::media::{FILM, Media};

const VIDEO: &str = "h264,hevc,vp9,av1";
const SOUND: &str = "aac,mp3,ac3,eac3,opus,flac";

/// Builds a stream both ways and compares. Answers how many parts a worker had to make all the same, of how many.
/// `None` where something has to be encoded.
async fn compare(path: &Path, wanted: &StreamRequest) -> Option<(usize, usize)> {
    let source = source(path, &[]).await;
    let server = build_with(&source, wanted, Copier::Server).await;
    let recipe = &server.prepared.recipe;
    if recipe.encodes_video() || recipe.encodes_audio() {
        return None;
    }
    let worker = build_with(&source, wanted, Copier::Worker).await;
    let name = format!("{} in {:?}", path.display(), wanted.container);
    assert_eq!(server.init, worker.init, "{name}: the init segment");
    assert_eq!(server.segments.len(), worker.segments.len(), "{name}");
    for (number, (own, other)) in server.segments.iter().zip(&worker.segments).enumerate() {
        let differs = own.iter().zip(other).position(|(one, two)| one != two);
        assert!(own == other, "{name}: segment {number} of {} differs at {differs:?}, {} and {} bytes", worker.segments.len(), own.len(), other.len());
    }
    Some((server.jobs, worker.jobs))
}

async fn assert_same(path: &Path, wanted: &StreamRequest) -> (usize, usize) {
    compare(path, wanted).await.unwrap_or_else(|| panic!("{} is encoded", path.display()))
}

fn wanted(container: SegmentContainer) -> StreamRequest {
    StreamRequest { max_audio_channels: Some(8), segment_length: Some(3), ..request(container, VIDEO, SOUND) }
}

/// The same, and no worker had anything to do.
pub async fn assert_native(path: &Path, containers: &[SegmentContainer]) {
    for container in containers {
        let (jobs, parts) = assert_same(path, &wanted(*container)).await;
        assert_eq!(jobs, 0, "{} in {container:?}: of {parts} parts", path.display());
    }
}

/// The same, though a worker made it.
async fn assert_left(path: &Path, containers: &[SegmentContainer]) {
    for container in containers {
        let (jobs, parts) = assert_same(path, &wanted(*container)).await;
        assert!(jobs > 0, "{} in {container:?}: none of {parts} parts", path.display());
    }
}

const PICTURE: &str = "-f lavfi -i testsrc2=s=320x180:r=25:d=14";
const TONE: &str = "-f lavfi -i sine=f=330:d=14:r=44100";
const X264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

#[tokio::test]
async fn plain_films_in_both_containers() {
    let media = Media::new();
    for sound in ["aac", "ac3", "eac3", "libmp3lame"] {
        for name in ["film.mp4", "film.mkv"] {
            let path = media.make(&format!("{PICTURE} {TONE} {X264} -bf 3 -g 50 -c:a {sound}"), name);
            assert_native(&path, &[Ts, Mp4]).await;
        }
    }
    for (sound, rate) in [("flac", 44_100), ("libopus", 48_000)] {
        for name in ["film.mp4", "film.mkv"] {
            let path = media.make(&format!("{PICTURE} {TONE} {X264} -bf 2 -g 40 -c:a {sound} -strict -2 -ar {rate}"), name);
            assert_native(&path, &[Mp4]).await;
        }
    }
}

#[tokio::test]
async fn every_codec_of_pictures() {
    let media = Media::new();
    let codecs = [
        "libx265 -preset ultrafast -x265-params log-level=none:keyint=48:min-keyint=48:scenecut=0:open-gop=0:bframes=3",
        // Groups that lean on each other, and pictures that lead their keyframe.
        "libx265 -preset ultrafast -x265-params log-level=none:keyint=48:min-keyint=48:scenecut=0:open-gop=1:bframes=3",
        "libx264 -preset ultrafast -pix_fmt yuv420p -bf 3 -x264-params open-gop=1:keyint=50:min-keyint=50:scenecut=0",
        "libvpx-vp9 -deadline realtime -cpu-used 8 -g 60",
        "libsvtav1 -preset 12 -g 60",
    ];
    for codec in codecs {
        for name in ["film.mp4", "film.mkv"] {
            let path = media.make(&format!("{PICTURE} {TONE} -c:v {codec} -c:a aac"), name);
            let containers: &[_] = if codec.contains("265") || codec.contains("264") { &[Ts, Mp4] } else { &[Mp4] };
            assert_native(&path, containers).await;
        }
    }
}

#[tokio::test]
async fn transport_streams() {
    let media = Media::new();
    for sound in ["aac", "ac3", "eac3", "libmp3lame", "aac -ar 48000"] {
        let path = media.make(&format!("{PICTURE} {TONE} {X264} -bf 3 -g 50 -c:a {sound}"), "film.ts");
        assert_native(&path, &[Ts, Mp4]).await;
    }
    let codecs = [
        "libx265 -preset ultrafast -x265-params log-level=none:keyint=48:min-keyint=48:scenecut=0:open-gop=1:bframes=3",
        "libx264 -preset ultrafast -pix_fmt yuv420p -bf 3 -x264-params open-gop=1:keyint=50:min-keyint=50:scenecut=0:slices=4",
    ];
    for codec in codecs {
        let path = media.make(&format!("{PICTURE} {TONE} -c:v {codec} -c:a ac3"), "film.ts");
        assert_native(&path, &[Ts, Mp4]).await;
    }
}

/// However a multiplexer puts it together.
#[tokio::test]
async fn transport_streams_of_many_forms() {
    let media = Media::new();
    media.make(&format!("{PICTURE} {TONE} {X264} -bf 2 -g 50 -c:a aac"), "film.mp4");
    let forms = [
        ("-muxrate 4M", true),
        ("-omit_video_pes_length 0", true),
        ("-pes_payload_size 0", true),
        ("-pes_payload_size 16000", true),
        ("-mpegts_flags initial_discontinuity+pat_pmt_at_frames", true),
        ("-mpegts_start_pid 0x1e00 -muxdelay 0 -muxpreload 0", true),
        // Sound in another form than ADTS.
        ("-mpegts_flags latm", false),
    ];
    for (form, native) in forms {
        let path = media.make(&format!("-i film.mp4 -c copy {form}"), "film.ts");
        eprintln!("{form}");
        if native { assert_native(&path, &[Ts, Mp4]).await } else { assert_left_or_encoded(&path).await }
    }
    assert_native(&media.make("-i film.mp4 -c copy -mpegts_m2ts_mode 1", "film.m2ts"), &[Ts, Mp4]).await;
    // Lost, repeated and scrambled packets.
    let whole = std::fs::read(media.make("-i film.mp4 -c copy", "film.ts")).unwrap();
    let packet = |number: usize| number * 188..(number + 1) * 188;
    for number in [300, 301, 302, 303, 304] {
        let lost = [&whole[..packet(number).start], &whole[packet(number).end..]].concat();
        let twice = [&whole[..packet(number).end], &whole[packet(number).start..]].concat();
        let mut scrambled = whole.clone();
        scrambled[packet(number).start + 3] |= 0x80;
        for (name, bytes) in [("lost.ts", lost), ("twice.ts", twice), ("scrambled.ts", scrambled)] {
            assert_same(&media.write(name, bytes), &wanted(Mp4)).await;
        }
    }
}

async fn assert_left_or_encoded(path: &Path) {
    for container in [Ts, Mp4] {
        let jobs = compare(path, &wanted(container)).await.map(|(jobs, _)| jobs);
        assert!(jobs != Some(0), "{} in {container:?}", path.display());
    }
}

/// Clocks that wrap and jump, with frames of sound that last whole units.
#[tokio::test]
async fn transport_streams_whose_clock_jumps() {
    let media = Media::new();
    let one = media.make(&format!("{PICTURE} {TONE} {X264} -bf 2 -g 50 -c:a aac -ar 48000"), "one.ts");
    let files = [("95390", "nearly.ts"), ("95440", "wraps.ts"), ("3600", "later.ts")];
    let [nearly, wraps, later] = files.map(|(offset, name)| media.make(&format!("-i one.ts -c copy -output_ts_offset {offset}"), name));
    let read = |path: &Path| std::fs::read(path).unwrap();
    let joined = media.write("joined.ts", [read(&one), read(&one), read(&later), read(&wraps)].concat());
    let disc = media.make("-i one.ts -c copy -mpegts_m2ts_mode 1", "one.m2ts");
    let discs = media.write("discs.m2ts", [read(&disc), read(&disc)].concat());
    for path in [nearly, wraps] {
        assert_native(&path, &[Ts, Mp4]).await;
    }
    assert_same(&discs, &wanted(Mp4)).await;
    for container in [Ts, Mp4] {
        let (jobs, parts) = assert_same(&joined, &wanted(container)).await;
        // Packets are counted anew where recordings meet: those three segments are left to a worker, at each of three askings.
        assert!(jobs <= 9 && parts > 20, "{jobs} of {parts} parts");
    }
}

#[tokio::test]
async fn clocks_that_are_not_simple() {
    let media = Media::new();
    let film = media.make(&format!("{PICTURE} {TONE} {X264} -bf 2 -g 40 -c:a aac"), "film.mp4");
    let copies = [
        // An edit list that leaves the beginning out, one that begins with nothing, negative offsets.
        ("-ss 1.3 -i film.mp4 -c copy", "late.mp4"),
        ("-itsoffset 0.7 -i film.mp4 -i film.mp4 -map 0:v -map 1:a -c copy", "empty.mp4"),
        ("-i film.mp4 -itsoffset 0.7 -i film.mp4 -map 0:v -map 1:a -c copy", "quiet.mp4"),
        ("-itsoffset 2 -i film.mp4 -i film.mp4 -map 0:v -map 1:a -c copy", "black.mkv"),
        ("-i film.mp4 -c copy -movflags negative_cts_offsets", "negative.mp4"),
        ("-i film.mp4 -c copy -movflags faststart -video_track_timescale 1000000", "fast.mp4"),
        ("-i film.mp4 -c copy -copyts -output_ts_offset -2", "before.mkv"),
        ("-i film.mp4 -c copy -metadata:s:v rotate=90", "turned.mp4"),
        ("-i film.mp4 -vf select='not(eq(mod(n\\,5)\\,3))' -vsync vfr -c:v libx264 -preset ultrafast -bf 3 -g 30 -c:a copy", "variable.mp4"),
        ("-i film.mp4 -vf select='not(eq(mod(n\\,5)\\,3))' -vsync vfr -c:v libx264 -preset ultrafast -bf 3 -g 30 -c:a copy", "variable.mkv"),
        // Without an index, as a recording that was broken off.
        ("-i film.mp4 -c copy -f matroska -live 1", "no-cues.mkv"),
        (
            "-i film.mp4 -f lavfi -i testsrc2=s=320x180:r=24000/1001:d=14 -map 0:a -map 1:v -c:a copy -c:v libx264 -preset ultrafast -g 48 -pix_fmt yuv420p",
            "speed.mkv",
        ),
    ];
    let turned = |name: &str| name.starts_with("turned");
    for (arguments, name) in copies {
        let path = media.make(arguments, name);
        assert_native(&path, if turned(name) { &[Mp4] } else { &[Ts, Mp4] }).await;
    }
    drop(film);
}

#[tokio::test]
async fn streams_that_are_not_equally_long() {
    let media = Media::new();
    let long = "-f lavfi -i sine=f=330:d=40:r=44100";
    for name in ["long.mp4", "long.mkv", "long.ts"] {
        let path = media.make(&format!("{PICTURE} {long} {X264} -bf 2 -g 50 -c:a aac"), name);
        assert_same(&path, &wanted(Mp4)).await;
    }
    let short = "-f lavfi -i sine=f=330:d=4:r=44100 -f lavfi -i testsrc2=s=320x180:r=25:d=40";
    for name in ["short.mp4", "short.mkv", "short.ts"] {
        let path = media.make(&format!("{short} {X264} -bf 2 -g 50 -c:a aac"), name);
        assert_same(&path, &wanted(Ts)).await;
    }
}

#[tokio::test]
async fn films_in_fragments() {
    let media = Media::new();
    for (codec, sound) in [("libx264 -preset ultrafast -pix_fmt yuv420p -bf 3", "aac"), ("libx265 -preset ultrafast -x265-params log-level=none", "libmp3lame")]
    {
        media.make(&format!("{PICTURE} {TONE} -c:v {codec} -g 50 -c:a {sound}"), "film.mp4");
        let forms = [
            "frag_keyframe+empty_moov",
            "frag_keyframe+empty_moov+default_base_moof",
            "cmaf+frag_every_frame",
            "frag_keyframe+empty_moov+omit_tfhd_offset+separate_moof",
            "dash+global_sidx",
            // The first fragment stands in the header.
            "frag_keyframe -frag_duration 3000000",
            "empty_moov+delay_moov+negative_cts_offsets -frag_duration 700000",
        ];
        for form in forms {
            let path = media.make(&format!("-i film.mp4 -c copy -movflags {form}"), "fragments.mp4");
            eprintln!("{codec}, {form}");
            assert_native(&path, &[Ts, Mp4]).await;
        }
    }
}

#[tokio::test]
async fn what_is_not_understood_is_left_to_workers() {
    let media = Media::new();
    media.make(FILM, "film.mp4");
    let mut bytes = std::fs::read(media.make("-i film.mp4 -c copy", "film.ts")).unwrap();
    // A packet is missing in the middle.
    let middle = bytes.len() / 376 * 188;
    bytes.drain(middle..middle + 188);
    assert_left(&media.write("torn.ts", bytes), &[Ts, Mp4]).await;
}

#[tokio::test]
async fn every_film_of_the_sample_library() {
    let films = films();
    let (mut compared, mut left) = (0, 0);
    for path in &films {
        for container in [Ts, Mp4] {
            let Some((jobs, parts)) = compare(path, &wanted(container)).await else { continue };
            compared += parts;
            left += jobs;
            eprintln!("{} in {container:?}: {jobs} of {parts} by a worker", path.display());
        }
    }
    assert!(films.is_empty() || compared > 100 && left * 10 < compared, "{left} of {compared} parts were left to workers");
}
