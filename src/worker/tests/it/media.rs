//! Media made on the spot, and a pool of real workers.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use walros_jobs::{Done, Fault, Job, LocalPool, PoolConfig, Priority, Workers};

pub const WORKER: &str = env!("CARGO_BIN_EXE_walros-worker");

/// A folder of its own for a test's files.
pub struct Media {
    folder: TempDir,
}

impl Media {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a file with the `ffmpeg` command line; the name comes last.
    pub fn make(&self, arguments: &str, name: &str) -> PathBuf {
        let path = self.path(name);
        let command = format!("-v error -nostdin -y {arguments}");
        let output = Command::new("ffmpeg").current_dir(self.folder.path()).args(command.split_whitespace()).arg(&path).output().expect("ffmpeg is installed");
        assert!(output.status.success(), "ffmpeg {command}: {}", String::from_utf8_lossy(&output.stderr));
        path
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("writing a file");
        path
    }
}

/// A few seconds of a test picture with sound.
pub const FILM: &str = "-f lavfi -i testsrc2=s=320x180:r=24:d=4 -f lavfi -i sine=d=4 -c:v libx264 -preset ultrafast -bf 2 -g 24 -pix_fmt yuv420p -c:a aac";

pub fn config() -> PoolConfig {
    PoolConfig { binary: WORKER.into(), workers: 2, ..PoolConfig::default() }
}

/// Runs one job on a file in a pool of its own.
pub async fn run(path: &Path, job: Job) -> Result<Done, Fault> {
    let pool = LocalPool::new(config());
    pool.run(Priority::Waiting, job, vec![File::open(path).expect("opening a file")]).await
}
