//! Streams of a device that fails now and then, or is gone: software stands in for it, and what comes of both is one stream.
//! The device is made up of software that has other parameter sets.

use std::fs::File;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use walros_jobs::{Done, Fault, Job, Part, Priority, Speed, Trial, TrialOutcome, VideoCodec, VideoRecipe, Workers, trial};
use walros_media::time::TICKS;
use walros_model::Device;
use walros_model::playback::SegmentContainer::{self, Mp4, Ts};
use walros_model::playback::StreamRequest;
use walros_model::probe::MediaSource;
use walros_streaming::{StreamError, Streaming};

use super::encode::SOUND;
use super::harness::{InProcess, request, source, streaming_on};
use super::{Packet, inspect};
use crate::media::Media;

const DEVICE: Device = Device::Vaapi(128);

/// Software, and a device that fails where it is told to.
#[derive(Default)]
struct WithDevice {
    software: InProcess,
    /// Where the segments begin that the device fails, in seconds (−1: init); `None` = all.
    fails: Mutex<Option<Vec<i64>>>,
    tried: AtomicUsize,
    made: AtomicUsize,
}

impl WithDevice {
    fn failing(seconds: Option<&[i64]>) -> Arc<Self> {
        Arc::new(Self { fails: Mutex::new(seconds.map(<[i64]>::to_vec)), ..Self::default() })
    }
}

impl Workers for WithDevice {
    fn run(&self, priority: Priority, mut job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>> {
        if let Some(device) = job.device() {
            assert_eq!(device, DEVICE);
            self.tried.fetch_add(1, Ordering::Relaxed);
            let start = match &job {
                Job::Segment(segment) => match segment.part {
                    Part::Init => -1,
                    Part::Media { start, .. } | Part::Keyframe { start, .. } => start / TICKS,
                },
                _ => 0,
            };
            if self.fails.lock().unwrap().as_ref().is_none_or(|fails| fails.contains(&start)) {
                return std::future::ready(Err(Fault::Crashed { text: "the driver hangs".to_owned() })).boxed();
            }
            self.made.fetch_add(1, Ordering::Relaxed);
            other_parameter_sets(&mut job);
        }
        self.software.run(priority, job, files)
    }
}

/// As if something else encoded.
fn other_parameter_sets(job: &mut Job) {
    let Job::Segment(segment) = job else { return };
    let Some((_, VideoRecipe::Encode(encode))) = &mut segment.video else { return };
    (encode.device, encode.speed) = (None, Speed::Good);
    match encode.codec {
        VideoCodec::H264 => encode.profile = Some("main".to_owned()),
        VideoCodec::Hevc => encode.level = Some(123),
        VideoCodec::Av1 => (),
    }
}

fn passed() -> Vec<Trial> {
    let one = |(codec, bit_depth)| Trial {
        codec,
        bit_depth,
        encoder: trial::encoder(Some(DEVICE), codec).to_owned(),
        outcome: if codec == VideoCodec::Av1 { TrialOutcome::Failed { reason: "none".to_owned() } } else { TrialOutcome::Passed { psnr: 45.0 } },
    };
    trial::TRIALS.map(one).to_vec()
}

fn wanted(codec: &str, container: SegmentContainer) -> StreamRequest {
    StreamRequest { allow_video_copy: false, ..request(container, codec, "aac") }
}

struct Played {
    media: Media,
    file: std::path::PathBuf,
    streaming: Streaming,
    original: MediaSource,
}

/// The stream of a film of twelve seconds in one file, with its segments made one after the other.
async fn play(workers: Arc<WithDevice>, codec: &str, container: SegmentContainer) -> Played {
    let media = Media::new();
    let film = format!("-f lavfi -i testsrc2=s=640x360:r=24:d=12 {SOUND} -c:v libx264 -preset ultrafast -bf 2 -g 48 -pix_fmt yuv420p -c:a aac");
    let original = source(&media.make(&film, "film.mkv"), &[]).await;
    let streaming = streaming_on(&media.path("store"), workers, 1 << 30);
    streaming.encoders().learn(Some(DEVICE), passed(), true);
    let mut request = wanted(codec, container);
    streaming.encoders().choose(&original, &mut request);
    assert_eq!(request.device, Some(DEVICE));
    let prepared = streaming.prepare(&original, &request).await.unwrap();
    assert_eq!(prepared.segments.len(), 4);
    let mut bytes = Vec::new();
    for number in if container == Mp4 { -1 } else { 0 }..4 {
        bytes.extend_from_slice(&streaming.segment(&prepared, number).await.unwrap());
    }
    let file = media.write(if container == Mp4 { "joined.mp4" } else { "joined.ts" }, bytes);
    Played { media, file, streaming, original }
}

/// It is decoded to the last picture, and nothing is complained of.
fn assert_whole(played: &Played) {
    assert_eq!(inspect::complaints(&played.file), "");
    let packets = inspect::packets(&played.file, "v:0");
    assert!(packets.windows(2).all(|pair: &[Packet]| pair[0].dts < pair[1].dts), "it goes back in time");
    assert_eq!(inspect::picture_hashes(&played.file).len(), 12 * 24);
    let likeness = inspect::likeness(&played.file, &played.media.path("film.mkv"), "null");
    assert!(likeness > 30.0, "{likeness} dB");
}

#[tokio::test]
async fn what_a_device_fails_software_makes_and_both_are_one_stream() {
    for (codec, container) in [("h264", Mp4), ("h264", Ts), ("hevc", Mp4), ("hevc", Ts)] {
        let workers = WithDevice::failing(Some(&[3, 6]));
        let played = play(workers.clone(), codec, container).await;
        assert_whole(&played);
        let state = played.streaming.encoders().states().remove(0);
        assert_eq!((state.stood_in, state.rests_for), (2, None), "{codec}");
        assert_eq!(state.last_failure.as_deref(), Some("the driver hangs"));
        assert_eq!(workers.made.load(Ordering::Relaxed), if container == Mp4 { 3 } else { 2 });
    }
}

#[tokio::test]
async fn an_init_segment_of_software_goes_with_what_the_device_makes() {
    let played = play(WithDevice::failing(Some(&[-1])), "h264", Mp4).await;
    assert_whole(&played);
}

#[tokio::test]
async fn a_device_that_only_fails_rests_and_new_streams_are_of_software() {
    let workers = WithDevice::failing(None);
    let played = play(workers.clone(), "h264", Mp4).await;
    assert_whole(&played);
    // Streams that name it are not given to it meanwhile.
    let tried = workers.tried.load(Ordering::Relaxed);
    let other = StreamRequest { device: Some(DEVICE), max_height: Some(240), ..wanted("h264", Mp4) };
    let prepared = played.streaming.prepare(&played.original, &other).await.unwrap();
    played.streaming.segment(&prepared, 0).await.unwrap();
    assert_eq!(workers.tried.load(Ordering::Relaxed), tried);
    let encoders = played.streaming.encoders();
    assert!(encoders.states()[0].rests_for.is_some());
    let mut request = wanted("h264", Mp4);
    encoders.choose(&played.original, &mut request);
    assert_eq!(request.device, None);
    assert_eq!(encoders.trouble(&played.original, &request), Some((DEVICE, "the driver hangs".to_owned())));
}

#[tokio::test]
async fn streams_of_a_device_that_went_play_on_and_those_of_one_that_never_was_do_not() {
    let workers = WithDevice::failing(Some(&[]));
    let played = play(workers.clone(), "h264", Mp4).await;
    assert_whole(&played);
    let made = workers.made.load(Ordering::Relaxed);
    played.streaming.encoders().learn(Some(DEVICE), passed(), false);
    let request = |device| StreamRequest { device: Some(device), max_height: Some(240), ..wanted("h264", Mp4) };
    let prepared = played.streaming.prepare(&played.original, &request(DEVICE)).await.unwrap();
    played.streaming.segment(&prepared, 0).await.unwrap();
    assert_eq!(workers.made.load(Ordering::Relaxed), made, "it is gone");
    let unknown = played.streaming.prepare(&played.original, &request(Device::Nvenc(3))).await;
    assert_eq!(unknown.err(), Some(StreamError::Invalid("there is no device nvenc-3 here".to_owned())));
}
