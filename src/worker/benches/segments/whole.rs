//! Goal 9: a stretch of film encoded by segments as it is ahead of time, picture and sound each by itself, beside one ffmpeg with the
//! same settings on all cores.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use walros_jobs::{Job, LocalPool, Part, PoolConfig, Priority, SegmentJob, Speed, VideoRecipe, Workers};
use walros_media::plan;
use walros_media::time::{Fraction, TICKS};
use walros_model::playback::{SegmentContainer, StreamRequest, Tracks};

use crate::harness::{request, source, streaming};

pub const SECONDS: i64 = 60;
pub const BIT_RATE: u64 = 4_000_000;
const WIDTH: u32 = 1280;
const ROUNDS: usize = 3;
/// What the worker pins, but for what makes it one thread's work.
const SETTINGS: &str = "ref=2:b-pyramid=2:weightp=1:weightb=1:bframes=3:cabac=1:8x8dct=1:stitchable=1:open-gop=0:force-cfr=1";

pub async fn measure(film: &Path, scratch: &Path) {
    let cores = std::thread::available_parallelism().map_or(2, |count| count.get());
    let mut jobs = jobs(film, scratch, Tracks::Picture, Speed::Good).await;
    jobs.extend(self::jobs(film, scratch, Tracks::Sound, Speed::Good).await);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut spent = [0.0, 0.0];
    for _ in 0..ROUNDS {
        let (begun, before) = (Instant::now(), spent_by_children());
        ffmpeg(film, &scratch.join("whole.mp4"));
        theirs.push(begun.elapsed());
        spent[1] += spent_by_children() - before;
        let before = spent_by_children();
        let pool = LocalPool::new(PoolConfig { binary: env!("CARGO_BIN_EXE_walros-worker").into(), workers: cores, ..PoolConfig::default() });
        let begun = Instant::now();
        run(&pool, film, &jobs, cores).await;
        ours.push(begun.elapsed());
        pool.shut_down();
        // Until they are waited for.
        tokio::time::sleep(Duration::from_millis(300)).await;
        spent[0] += spent_by_children() - before;
    }
    let frames = SECONDS as f64 * 24.0;
    let rate = |times: &mut Vec<Duration>| {
        times.sort();
        frames / times[times.len() / 2].as_secs_f64()
    };
    let (ours, theirs) = (rate(&mut ours), rate(&mut theirs));
    println!("goal 9: {ours:.1} frames/s by segments, {theirs:.1} by one ffmpeg on {cores} cores: {:.2} x (goal 0.95)", ours / theirs);
    println!("        processor time: {:.1} s by segments, {:.1} s by one ffmpeg", spent[0] / ROUNDS as f64, spent[1] / ROUNDS as f64);
}

/// Processor time of children that ended and were waited for, in seconds.
fn spent_by_children() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the program's name; clock ticks, 100 a second on Linux.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    fields.skip(13).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The jobs of the first minute of one class: two a segment in haste.
pub async fn jobs(film: &Path, scratch: &Path, tracks: Tracks, speed: Speed) -> Vec<SegmentJob> {
    let source = source(film, &[]).await;
    let wanted = StreamRequest {
        allow_video_copy: false,
        allow_audio_copy: false,
        video_bit_rate: Some(BIT_RATE),
        audio_bit_rate: Some(192_000),
        max_width: Some(WIDTH),
        tracks,
        ..request(SegmentContainer::Mp4, "h264", "aac")
    };
    let prepared = streaming(scratch).prepare(&source, &wanted).await.expect("a stream");
    let mut video = prepared.recipe.video.clone();
    if let Some((_, VideoRecipe::Encode(encode))) = &mut video {
        encode.speed = speed;
    }
    let segments = prepared.segments.iter().filter(|segment| segment.end <= SECONDS * TICKS);
    let parts = segments.flat_map(|segment| match speed {
        Speed::Fast => plan::halves(*segment, Some(Fraction { num: 1, den: 24 })),
        Speed::Good => vec![*segment],
    });
    let job = |half: plan::Segment| SegmentJob {
        name: source.path.clone(),
        container: prepared.recipe.container,
        part: Part::Media { start: half.start, end: half.end },
        video: video.clone(),
        audio: prepared.recipe.audio.clone(),
        origin: 0,
        base: 0,
        last: false,
        clock: None,
    };
    parts.map(job).collect()
}

/// The bytes of each, `at_once` at a time.
pub async fn run(pool: &LocalPool, film: &Path, jobs: &[SegmentJob], at_once: usize) -> Vec<Vec<u8>> {
    let made = stream::iter(jobs).map(|job| async {
        let file = File::open(film).expect("the film");
        pool.run(Priority::Waiting, Job::Segment(job.clone()), vec![file]).await.expect("a segment").bytes.to_vec()
    });
    made.buffered(at_once).collect().await
}

fn ffmpeg(film: &Path, target: &Path) {
    let scale = format!("scale={WIDTH}:-2");
    let (rate, buffer) = (BIT_RATE.to_string(), (BIT_RATE * 3 / 8).to_string());
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-nostdin", "-y", "-t", &SECONDS.to_string(), "-i"]).arg(film).args(["-map", "0:v:0", "-map", "0:a:0", "-vf", &scale]);
    command.args([
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "23",
        "-profile:v",
        "high",
        "-maxrate",
        &rate,
        "-bufsize",
        &buffer,
        "-x264-params",
        SETTINGS,
    ]);
    command.args(["-force_key_frames", "expr:gte(t,n_forced*4)", "-c:a", "aac", "-ac", "2", "-b:a", "192k", "-f", "mp4"]).arg(target);
    assert!(command.status().expect("ffmpeg").success());
}
