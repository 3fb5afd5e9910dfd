//! nginx, serving files as fast as it can, and what we serve beside it.

use super::wrk::{self, Figures};
use super::{Bench, cpu};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long each measurement takes, and how often it is repeated, in turns.
const TIME: Duration = Duration::from_secs(3);
const ROUNDS: usize = 3;
const CONNECTIONS: [u32; 3] = [1, 16, 64];

/// Has us and nginx, which gets the same bytes as files, answer for these addresses, and prints how we compare. Answers the figures of one
/// connection and our processor time an answer, without the workers'.
pub fn beside(bench: &Bench, what: &str, paths: &[String]) -> Result<(Figures, Duration)> {
    let files = bench.scratch.join("files");
    std::fs::create_dir_all(&files)?;
    let mut plain = Vec::new();
    for (number, path) in paths.iter().enumerate() {
        bench.walros.save(path, &files.join(number.to_string()))?;
        plain.push(format!("/{number}"));
    }
    let nginx = Nginx::start(&files, &bench.scratch)?;
    let mut alone = None;
    for connections in CONNECTIONS {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            theirs.push(wrk::run(nginx.address(), &plain, connections, TIME, &bench.scratch)?);
            let before = cpu::of(bench.walros.process())?;
            ours.push(wrk::run(bench.walros.address(), paths, connections, TIME, &bench.scratch)?);
            let used = cpu::of(bench.walros.process())? - before;
            if connections == 1 {
                alone = ours.last().map(|figures| (*figures, used / figures.requests.max(1) as u32));
            }
        }
        let (ours, theirs) = (median(ours)?, median(theirs)?);
        println!(
            "{what}, {connections:>2} connections: p50 {:.2} ms, nginx {:.2} ms: {:.2} x (goal 1.5); {:.0} MB/s, nginx {:.0} MB/s: {:.2} x (goal 0.7)",
            ours.median,
            theirs.median,
            ours.median / theirs.median,
            ours.megabytes,
            theirs.megabytes,
            ours.megabytes / theirs.megabytes
        );
    }
    std::fs::remove_dir_all(files)?;
    alone.context("nothing was measured")
}

fn median(mut figures: Vec<Figures>) -> Result<Figures> {
    figures.sort_by(|one, other| one.median.total_cmp(&other.median));
    figures.get(figures.len() / 2).copied().context("nothing was measured")
}

/// A running nginx; killed when dropped.
pub struct Nginx {
    process: Child,
    address: String,
}

impl Nginx {
    /// Serves the files of a folder. `scratch` is for its own.
    pub fn start(folder: &Path, scratch: &Path) -> Result<Self> {
        let (own, address) = (scratch.join("nginx"), super::free_address()?);
        std::fs::create_dir_all(&own)?;
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|name| format!("{name}_temp_path {}/{name};", own.display()));
        let user = if crate::setup::user::is_root() { "user root;" } else { "" };
        let configuration = format!(
            "{user} daemon off; worker_processes auto; error_log stderr; pid {own}/pid; events {{ worker_connections 1024; }}
             http {{ {} access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000000; default_type video/mp4;
             open_file_cache max=1000 inactive=60s; server {{ listen {address}; root {}; }} }}",
            temporary.join(" "),
            folder.display(),
            own = own.display(),
        );
        let file = own.join("nginx.conf");
        std::fs::write(&file, configuration)?;
        let process =
            Command::new("nginx").arg("-p").arg(&own).arg("-c").arg(&file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("cannot start nginx")?;
        let mut nginx = Self { process, address };
        let begun = Instant::now();
        while std::net::TcpStream::connect(&nginx.address).is_err() {
            if let Some(status) = nginx.process.try_wait()? {
                bail!("nginx ended: {status}");
            }
            anyhow::ensure!(begun.elapsed() < Duration::from_secs(10), "nginx does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(nginx)
    }

    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked nicely, the master takes its workers with it.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}
