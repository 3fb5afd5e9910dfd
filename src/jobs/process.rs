//! One worker process: started on a socket pair, given one job after the other, ended by dropping it.

use std::fs::File;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::UnixStream;
use tokio::process::{Child, ChildStderr, Command};
use walros_model::Device;

use crate::frame::{self, Answer};
use crate::{Backend, Job};

/// What of the server's environment a worker sees: nothing secret.
const ENVIRONMENT: &[&str] = &["LD_LIBRARY_PATH", "RUST_BACKTRACE", "TZ", "LANG"];

/// Glibc's allocator gives large blocks back to the kernel at once, which then must be cleared again for the next picture;
/// that was a fifth of the time of a probe. And one arena per thread would eat up the worker's address space.
const ALLOCATOR: &[(&str, &str)] = &[("MALLOC_MMAP_THRESHOLD_", "33554432"), ("MALLOC_TRIM_THRESHOLD_", "67108864"), ("MALLOC_ARENA_MAX", "2")];

/// SVT-AV1 would tell its settings with every job; errors are enough.
const QUIET: (&str, &str) = ("SVT_LOG", "1");

/// GStreamer's elements would write code for this processor as they run, which the sandbox does not let them.
const WITHOUT_MADE_CODE: (&str, &str) = ("ORC_CODE", "backup");

/// What chooses a driver.
const ENVIRONMENT_OF_DEVICES: &[&str] = &["LIBVA_DRIVER_NAME", "LIBVA_DRIVERS_PATH", "CUDA_VISIBLE_DEVICES"];

/// CUDA would count cards by their speed; the kernel counts them by their place.
const CARDS_IN_ORDER: (&str, &str) = ("CUDA_DEVICE_ORDER", "PCI_BUS_ID");

const SIGKILL: i32 = 9;

/// What a process is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kind {
    pub backend: Backend,
    /// Leaves the processors to those that are not.
    pub gentle: bool,
    /// What it opens before it is locked in.
    pub device: Option<Device>,
}

/// A worker, with nothing of the server's environment but what it needs.
pub(crate) fn command(binary: &Path, kind: Kind) -> Command {
    let Kind { backend, gentle, device } = kind;
    let more = if device.is_some() { ENVIRONMENT_OF_DEVICES } else { &[] };
    let environment = ENVIRONMENT.iter().chain(more).filter_map(|name| Some((name, std::env::var_os(name)?)));
    let mut command = Command::new(binary);
    command
        .args(gentle.then_some("--gentle"))
        .args((backend != Backend::default()).then_some(["--backend", backend.name()]).into_iter().flatten())
        .env_clear()
        .envs(environment)
        .envs(ALLOCATOR.iter().copied())
        .envs([QUIET])
        .envs((backend == Backend::Gstreamer).then_some(WITHOUT_MADE_CODE))
        .envs(matches!(device, Some(Device::Nvenc(_))).then_some(CARDS_IN_ORDER))
        .current_dir("/")
        .kill_on_drop(true);
    command
}

/// The process is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct WorkerProcess {
    child: Child,
    socket: UnixStream,
    last_words: Arc<Mutex<String>>,
    /// Jobs done so far.
    pub(crate) jobs: u32,
    pub(crate) kind: Kind,
}

impl WorkerProcess {
    /// Must run inside a tokio runtime that outlives the process.
    pub(crate) fn start(binary: &Path, kind: Kind) -> io::Result<Self> {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
        ours.set_nonblocking(true)?;
        let device = kind.device.map(|device| device.to_string());
        let mut child = command(binary, kind)
            .args(device.iter().flat_map(|device| ["--device", device]))
            .stdin(std::os::fd::OwnedFd::from(theirs))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let last_words = Arc::new(Mutex::new(String::new()));
        if let Some(stderr) = child.stderr.take() {
            tokio::spawn(relay(stderr, child.id(), last_words.clone()));
        }
        Ok(Self { child, socket: UnixStream::from_std(ours)?, last_words, jobs: 0, kind })
    }

    /// Hands over a job. An error means that the process is gone and the job has not begun.
    pub(crate) async fn send(&mut self, job: &Job, files: &[File]) -> io::Result<()> {
        frame::send_job(&mut self.socket, job, files).await
    }

    /// The answer to the job sent last. An error means that the process is gone, or talks nonsense.
    pub(crate) async fn receive(&mut self) -> io::Result<(Answer, Bytes)> {
        let answer = frame::receive_answer(&mut self.socket).await?;
        self.jobs += 1;
        Ok(answer)
    }

    /// How the process ended, in words, with the last line it wrote; and whether it was killed.
    pub(crate) async fn obituary(mut self) -> (String, bool) {
        // It closed its socket but may live on.
        let _ = self.child.start_kill();
        let (status, killed) = match self.child.wait().await {
            Ok(status) => (status.to_string(), status.signal() == Some(SIGKILL)),
            Err(error) => (error.to_string(), false),
        };
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        (if words.is_empty() { status } else { format!("{status}: {words}") }, killed)
    }
}

/// Passes on what a worker writes, line by line, to the server's log.
async fn relay(stderr: ChildStderr, pid: Option<u32>, last_words: Arc<Mutex<String>>) {
    let mut lines = BufReader::new(stderr).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        tracing::info!(target: "walros_worker", pid, "{line}");
        *last_words.lock().unwrap_or_else(PoisonError::into_inner) = line;
    }
}
