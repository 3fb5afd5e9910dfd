//! Goal 10: the same jobs give the same bytes whatever machine does them; an ffmpeg with a rate buffer and its usual threads does not.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use walros_jobs::{LocalPool, PoolConfig, Speed};
use walros_model::playback::Tracks;

use crate::whole::{self, BIT_RATE, SECONDS};

/// Every so many jobs one is done.
const EACH: usize = 3;
/// Stretches that ffmpeg encodes twice, in seconds.
const STRETCH: i64 = 6;

pub async fn measure(film: &Path, scratch: &Path) {
    let worker = env!("CARGO_BIN_EXE_walros-worker");
    // On one core and gentle, each process for one job; and side by side on all.
    let pinned = scratch.join("pinned");
    std::fs::write(&pinned, format!("#!/bin/sh\nexec taskset -c 0 '{worker}' --gentle\n")).expect("a script");
    std::fs::set_permissions(&pinned, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    let (mut equal, mut all) = (0, 0);
    for speed in [Speed::Good, Speed::Fast] {
        let jobs: Vec<_> = whole::jobs(film, scratch, Tracks::Muxed, speed).await.into_iter().step_by(EACH).collect();
        let one = LocalPool::new(PoolConfig { binary: pinned.clone(), workers: 1, jobs_per_worker: 1, ..PoolConfig::default() });
        let many = LocalPool::new(PoolConfig { binary: worker.into(), workers: 4, ..PoolConfig::default() });
        let (one, many) = tokio::join!(whole::run(&one, film, &jobs, 1), whole::run(&many, film, &jobs, 4));
        equal += one.iter().zip(&many).filter(|(one, other)| one == other).count();
        all += jobs.len();
    }
    let places = (0..SECONDS / STRETCH).map(|number| number * STRETCH);
    let unequal = places.filter(|place| ffmpeg(film, *place) != ffmpeg(film, *place)).count() as i64;
    println!(
        "goal 10: {equal} of {all} jobs equal on one core and on all (goal: all); ffmpeg with a rate buffer and 4 threads: {} of {}",
        SECONDS / STRETCH - unequal,
        SECONDS / STRETCH
    );
}

fn ffmpeg(film: &Path, place: i64) -> Vec<u8> {
    let (rate, buffer) = (BIT_RATE.to_string(), (BIT_RATE * 3 / 8).to_string());
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-nostdin", "-ss", &place.to_string(), "-t", &STRETCH.to_string(), "-i"]).arg(film);
    command.args(["-an", "-vf", "scale=640:-2", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-maxrate", &rate, "-bufsize", &buffer]);
    command.args(["-threads", "4", "-f", "h264", "-"]).output().expect("ffmpeg").stdout
}
