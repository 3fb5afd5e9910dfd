//! The pool: deaths, hangs, priorities, and what becomes of jobs that nobody waits for.

use std::fs::File;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::FutureExt;
use walros_jobs::{Done, Fault, Job, LocalPool, PoolConfig, Priority, Workers};

use crate::media::{FILM, Media, WORKER, config};

fn script(media: &Media, name: &str, text: &str) -> PathBuf {
    let path = media.write(name, format!("#!/bin/sh\n{text}\n"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    path
}

/// A worker that does `first` the first `times` it is started, and is a real one after that.
fn first_times(media: &Media, times: usize, first: &str) -> PathBuf {
    let marker = media.path("started").display().to_string();
    script(media, "worker", &format!("if [ $(cat '{marker}' 2> /dev/null | wc -c) -ge {times} ]; then exec '{WORKER}'; fi\nprintf x >> '{marker}'\n{first}"))
}

fn first_time(media: &Media, first: &str) -> PathBuf {
    first_times(media, 1, first)
}

/// With the job in its hands.
const DIES: &str = "head -c 8 > /dev/null; echo 'last words' >&2; kill -9 $$";

async fn probe(pool: &LocalPool, path: &Path, priority: Priority) -> Result<Done, Fault> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    pool.run(priority, Job::Probe { name }, vec![File::open(path).expect("opening a file")]).await
}

#[tokio::test]
async fn killed_workers_cost_nothing() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    let binary = first_times(&media, 3, DIES);
    let pool = LocalPool::new(PoolConfig { binary, workers: 1, ..config() });
    probe(&pool, &film, Priority::Waiting).await.expect("a probe");
}

#[tokio::test]
async fn a_job_that_ends_all_its_workers_is_given_up() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    let binary = first_times(&media, 5, DIES);
    let pool = LocalPool::new(PoolConfig { binary, workers: 1, ..config() });
    let fault = probe(&pool, &film, Priority::Waiting).await.expect_err("the worker died");
    let Fault::Crashed { text } = fault else { panic!("{fault:?}") };
    assert!(text.contains("film.mp4") && text.contains("signal: 9") && !text.contains('\n'), "{text}");
    assert!(probe(&pool, &film, Priority::Waiting).await.is_ok());
}

#[tokio::test]
async fn a_worker_that_hangs_is_replaced() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    let binary = first_time(&media, "exec sleep 1000");
    let pool = LocalPool::new(PoolConfig { binary, workers: 1, time_limit: Some(Duration::from_secs(3)), ..config() });
    let fault = probe(&pool, &film, Priority::Waiting).await.expect_err("the worker hung");
    assert!(matches!(&fault, Fault::Crashed { text } if text.contains("longer than 3 s")), "{fault:?}");
    assert!(probe(&pool, &film, Priority::Waiting).await.is_ok());
}

#[tokio::test]
async fn a_worker_that_talks_nonsense_is_replaced() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    // A frame that claims four thousand million bytes.
    let binary = first_times(&media, 2, "printf '\\377\\377\\377\\377\\377\\377\\377\\377' >&0; exec sleep 1000");
    let pool = LocalPool::new(PoolConfig { binary, workers: 1, ..config() });
    let fault = probe(&pool, &film, Priority::Waiting).await.expect_err("nonsense");
    assert!(matches!(&fault, Fault::Crashed { text } if text.contains("beyond the bounds")), "{fault:?}");
    assert!(probe(&pool, &film, Priority::Waiting).await.is_ok());
}

#[tokio::test]
async fn a_missing_binary_is_told() {
    let media = Media::new();
    let film = media.write("film.mp4", "");
    let pool = LocalPool::new(PoolConfig { binary: media.path("nothing"), ..config() });
    let fault = probe(&pool, &film, Priority::Waiting).await.expect_err("no binary");
    assert!(matches!(&fault, Fault::NoWorker { text } if text.contains("nothing")), "{fault:?}");
}

#[tokio::test]
async fn workers_are_replaced_after_their_share_of_jobs() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    let starts = media.path("starts").display().to_string();
    let binary = script(&media, "worker", &format!("echo x >> '{starts}'\nexec '{WORKER}'"));
    let pool = LocalPool::new(PoolConfig { binary, workers: 1, jobs_per_worker: 2, ..config() });
    for _ in 0..5 {
        assert!(probe(&pool, &film, Priority::Background).await.is_ok());
    }
    assert_eq!(std::fs::read_to_string(&starts).expect("the starts").lines().count(), 3);
}

#[tokio::test]
async fn idle_workers_end_and_come_back() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    let starts = media.path("starts");
    let binary = script(&media, "worker", &format!("echo $$ >> '{}'\nexec '{WORKER}'", starts.display()));
    let pool = LocalPool::new(PoolConfig { binary, workers: 1, idle_limit: Duration::from_millis(20), ..config() });
    assert!(probe(&pool, &film, Priority::Waiting).await.is_ok());
    let first = std::fs::read_to_string(&starts).expect("the starts");
    has_ended(first.trim()).await;
    assert!(probe(&pool, &film, Priority::Waiting).await.is_ok());
    assert_eq!(std::fs::read_to_string(&starts).expect("the starts").lines().count(), 2);
}

/// Waits until a process is no more, or, until it is reaped, a zombie.
async fn has_ended(pid: &str) {
    while std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z ")) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_scan_leaves_one_worker_to_players() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    let binary = first_time(&media, "exec sleep 1000");
    let pool = LocalPool::new(PoolConfig { binary, workers: 2, ..config() });
    let mut hanging = Box::pin(probe(&pool, &film, Priority::Background));
    assert!(hanging.as_mut().now_or_never().is_none());
    // The marker says that the one which hangs is running.
    while !media.path("started").exists() {
        tokio::task::yield_now().await;
    }
    let mut held_back = Box::pin(probe(&pool, &film, Priority::Background));
    assert!(held_back.as_mut().now_or_never().is_none());
    assert!(probe(&pool, &film, Priority::Waiting).await.is_ok());
    assert!(probe(&pool, &film, Priority::Ahead).await.is_ok());
    assert!(held_back.as_mut().now_or_never().is_none());
}

#[tokio::test]
async fn who_waits_has_a_process_that_is_not_gentle_and_at_once() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    let started = media.path("started").display().to_string();
    // How each is started; gentle ones hang.
    let binary = script(&media, "worker", &format!("echo \"worker $1\" >> '{started}'\n[ \"$1\" = --gentle ] && exec sleep 1000\nexec '{WORKER}'"));
    let pool = LocalPool::new(PoolConfig { binary, workers: 1, ..config() });
    let mut ahead = Box::pin(probe(&pool, &film, Priority::Ahead));
    assert!(ahead.as_mut().now_or_never().is_none());
    for _ in 0..2 {
        assert!(probe(&pool, &film, Priority::Waiting).await.is_ok());
    }
    let started = || std::fs::read_to_string(media.path("started")).unwrap_or_default();
    while started().lines().count() < 2 {
        tokio::task::yield_now().await;
    }
    let mut lines: Vec<String> = started().lines().map(str::to_owned).collect();
    lines.sort();
    assert_eq!(lines, ["worker ", "worker --gentle"], "one process for both who waited");
}

#[test]
fn a_gentle_worker_is_nice() {
    let (ours, theirs) = std::os::unix::net::UnixStream::pair().expect("sockets");
    let stdin = std::os::fd::OwnedFd::from(theirs);
    let mut worker = std::process::Command::new(WORKER).arg("--gentle").stdin(stdin).spawn().expect("a worker");
    let niceness = |pid: u32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("a process");
        stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(16)?.parse::<i32>().ok()).expect("a number")
    };
    let wanted = (niceness(std::process::id()) + 10).min(19);
    while niceness(worker.id()) != wanted {
        assert!(worker.try_wait().expect("its state").is_none(), "it ended");
        std::thread::yield_now();
    }
    drop(ours);
    worker.wait().expect("its end");
}

#[tokio::test]
async fn dropping_a_waiting_job_takes_it_out() {
    let media = Media::new();
    let film = media.write("film.mp4", "");
    let binary = script(&media, "worker", "exec sleep 1000");
    let pool = LocalPool::new(PoolConfig { binary, workers: 1, ..config() });
    let mut hanging = Box::pin(probe(&pool, &film, Priority::Ahead));
    assert!(hanging.as_mut().now_or_never().is_none());
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    let file = File::from(std::os::fd::OwnedFd::from(reader));
    let mut waiting = Box::pin(pool.run(Priority::Ahead, Job::Probe { name: String::new() }, vec![file]));
    assert!(waiting.as_mut().now_or_never().is_none());
    assert!(writer.write_all(b"x").is_ok());
    drop(waiting);
    // Its file went with it: nobody reads the pipe any more.
    assert!(writer.write_all(b"x").is_err());
}

#[tokio::test]
async fn shutting_down_ends_everything() {
    let media = Media::new();
    let film = media.write("film.mp4", "");
    let pid_file = media.path("pid");
    let binary = script(&media, "worker", &format!("echo $$ > '{0}.new'; mv '{0}.new' '{0}'; exec sleep 1000", pid_file.display()));
    let pool = LocalPool::new(PoolConfig { binary, workers: 1, ..config() });
    let mut hanging = Box::pin(probe(&pool, &film, Priority::Waiting));
    let mut waiting = Box::pin(probe(&pool, &film, Priority::Waiting));
    assert!(hanging.as_mut().now_or_never().is_none() && waiting.as_mut().now_or_never().is_none());
    while !pid_file.exists() {
        tokio::task::yield_now().await;
    }
    pool.shut_down();
    for outcome in [hanging.await, waiting.await, probe(&pool, &film, Priority::Waiting).await] {
        assert!(matches!(&outcome, Err(Fault::NoWorker { text }) if text.contains("shut down")), "{outcome:?}");
    }
    has_ended(std::fs::read_to_string(&pid_file).expect("the process").trim()).await;
}

#[tokio::test]
async fn idle_jobs_wait_until_nothing_else_is_done() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    let go = media.path("go").display().to_string();
    // The first worker takes its time, until it is told.
    let binary = first_time(&media, &format!("while [ ! -e '{go}' ]; do sleep 0.02; done; exec '{WORKER}'"));
    let pool = LocalPool::new(PoolConfig { binary, workers: 3, ..config() });
    let mut slow = std::pin::pin!(probe(&pool, &film, Priority::Waiting));
    while !media.path("started").exists() {
        assert!(slow.as_mut().now_or_never().is_none());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut idle = std::pin::pin!(probe(&pool, &film, Priority::Idle));
    assert!(idle.as_mut().now_or_never().is_none());
    // Others find a worker meanwhile.
    probe(&pool, &film, Priority::Background).await.expect("a probe");
    assert!(idle.as_mut().now_or_never().is_none());
    std::fs::write(&go, "").expect("a file");
    slow.await.expect("a probe");
    idle.await.expect("a probe");
}

#[tokio::test]
async fn idle_jobs_are_done_side_by_side() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    // Each worker waits until another has begun, too.
    let here = media.path("begun").display().to_string();
    let binary = script(&media, "worker", &format!("echo >>'{here}'\nwhile [ $(wc -l <'{here}') -lt 2 ]; do sleep 0.02; done\nexec '{WORKER}' \"$@\""));
    let pool = LocalPool::new(PoolConfig { binary, workers: 3, ..config() });
    let (one, other) = tokio::join!(probe(&pool, &film, Priority::Idle), probe(&pool, &film, Priority::Idle));
    one.and(other).expect("two probes");
}
