//! Streams made by real worker processes, as the server has them made: the same bytes from each, whoever dies.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};
use walros_jobs::{Backend, Begun, Done, Fault, Job, LocalPool, Part, PoolConfig, Priority, SegmentJob, Workers};
use walros_model::playback::SegmentContainer::Mp4;
use walros_model::playback::StreamRequest;
use walros_model::probe::MediaSource;
use walros_streaming::{Prepared, Streaming};

use super::harness::{InProcess, mix_classes, request, source, streaming, streaming_on};
use crate::media::{Media, WORKER, config};

const DEATHS: usize = 100;

/// A pool whose segments are of one class or the other by their place, so that it does not matter who asks when.
pub struct Mixed(pub LocalPool);

impl Workers for Mixed {
    fn run(&self, priority: Priority, mut job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>> {
        mix_classes(&mut job);
        self.0.run(priority, job, files)
    }

    fn run_telling(&self, priority: Priority, mut job: Job, files: Vec<File>, begun: Begun) -> BoxFuture<'_, Result<Done, Fault>> {
        mix_classes(&mut job);
        self.0.run_telling(priority, job, files, begun)
    }

    fn backend(&self) -> Backend {
        self.0.backend()
    }
}

fn wanted() -> StreamRequest {
    StreamRequest { allow_video_copy: false, ..request(Mp4, "h264", "aac") }
}

fn film(media: &Media, seconds: usize) -> PathBuf {
    media.make(
        &format!("-f lavfi -i testsrc2=s=160x90:r=10:d={seconds} -f lavfi -i sine=d={seconds} -c:v libx264 -preset ultrafast -g 40 -pix_fmt yuv420p -c:a aac"),
        "film.mkv",
    )
}

/// All parts of a stream as jobs. Whether a server has a segment made whole or in halves hangs on how fast this machine
/// was just now, so the jobs are compared and not what a server answers.
fn jobs(source: &MediaSource, prepared: &Prepared) -> Vec<Job> {
    let parts = prepared.segments.iter().map(|segment| Part::Media { start: segment.start, end: segment.end });
    let end = prepared.segments.last().map(|segment| segment.end);
    let job = |part: Part| SegmentJob {
        name: source.path.clone(),
        container: prepared.recipe.container,
        part,
        video: prepared.recipe.video.clone(),
        audio: prepared.recipe.audio.clone(),
        origin: 0,
        base: 0,
        clock: None,
        last: matches!(part, Part::Media { end: own, .. } if Some(own) == end),
    };
    std::iter::once(Part::Init).chain(parts).map(|part| Job::Segment(job(part))).collect()
}

/// What these workers make of them, half of them for nobody who waits.
async fn all(workers: &dyn Workers, source: &MediaSource, jobs: &[Job]) -> Vec<Bytes> {
    let run = |(number, job): (usize, &Job)| {
        let priority = if number % 2 == 0 { Priority::Waiting } else { Priority::Ahead };
        workers.run(priority, job.clone(), vec![File::open(&source.path).unwrap()])
    };
    join_all(jobs.iter().enumerate().map(run)).await.into_iter().map(|done| done.unwrap().bytes).collect()
}

#[tokio::test]
async fn equal_jobs_are_equal_bytes_in_every_process() {
    let media = Media::new();
    let source = source(&film(&media, 30), &[]).await;
    let folder = tempfile::tempdir().unwrap();
    for codec in ["h264", "hevc", "av1"] {
        let wanted = StreamRequest { video_codecs: vec![codec.to_owned()], ..wanted() };
        let prepared = streaming(folder.path()).prepare(&source, &wanted).await.unwrap();
        let jobs = jobs(&source, &prepared);
        let here = all(&InProcess::default(), &source, &jobs).await;
        // One process a job; one process for all; several side by side, some of them gentle.
        for (workers, jobs_per_worker) in [(1, 1), (1, 1000), (3, 1000)] {
            let there = all(&Mixed(LocalPool::new(PoolConfig { workers, jobs_per_worker, ..config() })), &source, &jobs).await;
            let differs = here.iter().zip(&there).position(|(one, other)| one != other);
            assert_eq!(differs, None, "{codec}, {workers} workers, {jobs_per_worker} jobs each: this part differs");
        }
    }
}

/// A worker that leaves its process id in a folder.
fn known_worker(media: &Media) -> (PathBuf, PathBuf) {
    let pids = media.path("pids");
    std::fs::create_dir(&pids).unwrap();
    let binary = media.write("worker", format!("#!/bin/sh\n: > '{}'/$$\nexec '{WORKER}' \"$@\"\n", pids.display()));
    std::fs::set_permissions(&binary, std::fs::Permissions::from_mode(0o755)).unwrap();
    (binary, pids)
}

/// xorshift: the same choices in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Kills one of the workers that live, if there is one. Answers whether it did.
fn kill_one(pids: &Path, dead: &mut HashSet<String>, dice: &mut Dice) -> bool {
    let names = std::fs::read_dir(pids).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut alive: Vec<String> = names.filter(|pid| !dead.contains(pid)).collect();
    alive.sort();
    let Some(pid) = alive.get(dice.roll(alive.len())).cloned() else { return false };
    // One that had ended by itself does not count; its number may be another's.
    let ours = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).is_ok_and(|line| line.contains("worker"));
    let killed = ours && Command::new("kill").args(["-9", &pid]).output().unwrap().status.success();
    dead.insert(pid);
    killed
}

async fn asked(streaming: Streaming, prepared: Arc<Prepared>, number: usize) -> Bytes {
    streaming.segment(&prepared, number as i64).await.unwrap_or_else(|error| panic!("segment {number}: {error}"))
}

/// Workers whose every answer is compared with what is made here of the same job.
struct Compared {
    pool: Mixed,
    here: InProcess,
    known: Mutex<HashMap<String, Bytes>>,
    /// Whether each answer was the same.
    same: Mutex<Vec<bool>>,
}

impl Compared {
    fn with(pool: LocalPool) -> Self {
        Self { pool: Mixed(pool), here: InProcess::default(), known: Mutex::default(), same: Mutex::default() }
    }

    /// Whether this is what a job gives, or two one behind the other.
    fn made(&self, answer: &[u8]) -> bool {
        let known = self.known.lock().unwrap();
        let given = |bytes: &[u8]| known.values().any(|known| known == bytes);
        known.values().filter_map(|first| answer.strip_prefix(&first[..])).any(|rest| rest.is_empty() || given(rest))
    }

    async fn expected(&self, job: Job, files: Vec<File>) -> Bytes {
        let name = format!("{job:?}");
        if let Some(known) = self.known.lock().unwrap().get(&name) {
            return known.clone();
        }
        let bytes = self.here.run(Priority::Waiting, job, files).await.unwrap().bytes;
        self.known.lock().unwrap().insert(name, bytes.clone());
        bytes
    }
}

impl Workers for Compared {
    fn run(&self, priority: Priority, mut job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>> {
        mix_classes(&mut job);
        async move {
            let again = files.iter().map(|file| file.try_clone().unwrap()).collect();
            let done = self.pool.run(priority, job.clone(), files).await?;
            let same = done.bytes == self.expected(job, again).await;
            self.same.lock().unwrap().push(same);
            Ok(done)
        }
        .boxed()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_deaths_during_playback_change_nothing() {
    let media = Media::new();
    let source = source(&film(&media, 150), &[]).await;
    let (binary, pids) = known_worker(&media);
    let workers = Arc::new(Compared::with(LocalPool::new(PoolConfig { binary, ..config() })));
    let (mut deaths, mut dead, mut dice) = (0, HashSet::new(), Dice(7));
    while deaths < DEATHS {
        // One viewer after the other, and nothing is kept for the next.
        let folder = tempfile::tempdir().unwrap();
        let streaming = streaming_on(folder.path(), workers.clone(), 1 << 30);
        let prepared = streaming.prepare(&source, &wanted()).await.unwrap();
        for number in 0..prepared.segments.len() {
            let asked = tokio::spawn(asked(streaming.clone(), prepared.clone(), number));
            // One death while somebody waits: a job is in at most three such times, and may die four.
            while !asked.is_finished() && dice.roll(200) != 0 {
                tokio::task::yield_now().await;
            }
            deaths += usize::from(kill_one(&pids, &mut dead, &mut dice));
            assert!(workers.made(&asked.await.unwrap()), "segment {number} is not what jobs gave");
        }
        assert!(deaths > 0, "no worker was there to be killed");
    }
    let same = workers.same.lock().unwrap();
    assert!(same.len() > 50 && same.iter().all(|same| *same), "{} of {} jobs gave other bytes", same.iter().filter(|same| !**same).count(), same.len());
}
