//! Sound: one grid of frames for the whole film, and joints that nobody hears.

use futures_util::StreamExt;
use walros_model::playback::SegmentContainer::{Mp4, Ts};
use walros_model::playback::StreamRequest;
use walros_model::profile::StreamProtocol;

use super::harness::{build, request, source, streaming};
use super::{inspect, joints};
use crate::media::Media;

/// A tone with an overtone: what an encoder gets wrong at a joint stands out from it.
const TONE: &str = "-f lavfi -i aevalsrc=0.3*sin(2*PI*220*t)+0.2*sin(2*PI*1370*t):s=48000:d=14:c=stereo";

/// The error against the pure tone, as a part of its power, around a place and over `count` samples.
fn error(samples: &[f32], from: usize, count: usize) -> f64 {
    let tone = |place: usize| {
        let time = place as f64 / 48_000.0;
        0.3 * (std::f64::consts::TAU * 220.0 * time).sin() + 0.2 * (std::f64::consts::TAU * 1370.0 * time).sin()
    };
    let range = from..(from + count).min(samples.len());
    let (noise, power) =
        range.fold((0.0, 0.0), |(noise, power), place| (noise + (f64::from(samples[place]) - tone(place)).powi(2), power + tone(place).powi(2)));
    noise / power
}

#[tokio::test]
async fn joints_of_encoded_sound_cannot_be_heard() {
    let media = Media::new();
    let path = media.make(&format!("{TONE} -c:a flac"), "track.flac");
    let source = source(&path, &[]).await;
    for container in [Ts, Mp4] {
        let built = build(&source, &request(container, "", "aac")).await;
        assert_eq!(built.segments.len(), 3);
        let joined = built.joined();
        assert_eq!(inspect::complaints(&joined), "");
        let packets = inspect::packets(&joined, "a:0");
        assert!(packets.windows(2).all(|pair| (pair[1].pts - pair[0].pts - 1024.0 / 48_000.0).abs() < 0.000_05));
        // No sample more or less: the last frame is filled up.
        assert_eq!(packets.len(), (14 * 48_000_usize).div_ceil(1024));
        let samples = inspect::samples(&joined, 48_000);
        // In the middle of a segment, and around each joint. A decoder may begin one frame late, and with silence.
        let usual = error(&samples, 100_000, 50_000);
        assert!(usual < 0.01, "{usual}");
        for bound in &built.prepared.segments[1..] {
            let place = (bound.start as f64 / 10_000_000.0 * 48_000.0) as usize;
            let around = error(&samples, place - 2048, 4096);
            assert!(around < usual * 4.0 + 0.000_1, "{around} at a joint, {usual} elsewhere");
        }
    }
}

#[tokio::test]
async fn joints_are_as_good_as_one_encode() {
    let media = Media::new();
    for kind in 0..joints::KINDS.len() {
        let path = joints::recording(&media.path(""), kind, 0);
        let deficits = joints::deficits(&path).await;
        assert!(deficits.len() >= 20, "{} joints", deficits.len());
        let (middle, worst) = joints::middle_and_worst(deficits.clone());
        assert!(middle <= 3.0 && worst <= 8.0, "{}: {deficits:?} dB", path.display());
    }
}

#[tokio::test]
async fn copied_sound_is_whole() {
    let media = Media::new();
    for (arguments, name, codec) in [
        ("-c:a libmp3lame -ar 44100", "track.mp3", "mp3"),
        ("-c:a aac", "track.m4a", "aac"),
        ("-c:a ac3", "track.mka", "ac3"),
        ("-c:a aac", "track.mka", "aac"),
    ] {
        let path = media.make(&format!("{TONE} {arguments}"), name);
        let source = source(&path, &[]).await;
        for container in [Ts, Mp4] {
            let built = build(&source, &request(container, "", codec)).await;
            assert!(!built.prepared.recipe.encodes_audio());
            let (made, original) = (inspect::packets(&built.joined(), "a:0"), inspect::packets(&path, "a:0"));
            assert!(original.len() - made.len() <= 2, "{name}: {} of {}", made.len(), original.len());
            let gap = made.windows(2).find(|pair| (pair[0].pts + pair[0].duration - pair[1].pts).abs() > 0.000_1);
            assert_eq!(gap, None, "{name} in {container:?}");
        }
    }
}

#[tokio::test]
async fn every_codec_that_is_offered_can_be_made() {
    let media = Media::new();
    let path = media.make("-f lavfi -i sine=d=7:r=48000 -ac 6 -c:a flac", "track.flac");
    let source = source(&path, &[]).await;
    for (container, codec, name) in
        [(Ts, "aac", "aac"), (Ts, "mp3", "mp3"), (Ts, "ac3", "ac3"), (Mp4, "opus", "opus"), (Mp4, "ac3", "ac3"), (Mp4, "mp3", "mp3")]
    {
        let built = build(&source, &request(container, "", codec)).await;
        let joined = built.joined();
        assert_eq!(inspect::stream_field(&joined, "a:0", "codec_name"), name);
        assert_eq!(inspect::stream_field(&joined, "a:0", "channels"), "2");
        assert_eq!(inspect::complaints(&joined), "", "{codec}");
        let packets = inspect::packets(&joined, "a:0");
        let gap = packets.windows(2).find(|pair| (pair[0].pts + pair[0].duration - pair[1].pts).abs() > 0.000_1);
        assert_eq!(gap, None, "{codec}");
    }
    let surround = build(&source, &StreamRequest { max_audio_channels: None, ..request(Ts, "", "aac") }).await;
    assert_eq!(inspect::stream_field(&surround.joined(), "a:0", "channels"), "6");
}

#[tokio::test]
async fn plain_files_of_sound() {
    let media = Media::new();
    let path = media.make(&format!("{TONE} -c:a flac"), "track.flac");
    let source = source(&path, &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let streaming = streaming(folder.path());
    for (container, codec) in [("mp3", "mp3"), ("aac", "aac"), ("ogg", "opus"), ("mp4", "aac")] {
        let wanted = StreamRequest { protocol: StreamProtocol::Http, http_container: Some(container.to_owned()), ..request(Ts, "", codec) };
        let prepared = streaming.prepare(&source, &wanted).await.unwrap();
        for (start, seconds) in [(0, 14.0), (80_000_000, 6.0)] {
            let parts: Vec<_> = streaming.progressive(&prepared, start).map(|part| part.unwrap()).collect().await;
            let file = folder.path().join(format!("track.{container}"));
            std::fs::write(&file, parts.concat()).unwrap();
            assert_eq!(inspect::stream_field(&file, "a:0", "codec_name"), codec);
            let heard = inspect::samples(&file, 48_000).len() as f64 / 48_000.0;
            assert!((heard - seconds).abs() < 0.1, "{container} from {start}: {heard} s");
            // Without a header there is no length to know.
            if !matches!(container, "mp3" | "aac") {
                assert_eq!(inspect::complaints(&file), "", "{container}");
            }
        }
    }
}
