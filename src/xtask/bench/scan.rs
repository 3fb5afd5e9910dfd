//! `cargo xtask bench scan`: a first scan of 10,000 small files, beside `find -exec ffprobe` on some of the same files.

use super::rate;
use crate::library::many::{self, Size};
use crate::project::Project;
use crate::{compile, say, shell};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// 10,000 files.
const SIZE: Size = Size { movies: 8_000, series: 50, episodes: 20 };

/// Every so many files ffprobe looks at one: it takes a tenth of a second for each.
const SAMPLED: usize = 25;

/// Builds optimised binaries, makes the files, and measures.
pub fn run(project: &Project, rounds: u32) -> Result<()> {
    compile::binaries(project, true)?;
    let folder = files(project)?;
    let sample: Vec<PathBuf> = videos(&folder)?.into_iter().step_by(SAMPLED).collect();
    say::heading(&format!("Scanning {} files, and ffprobe on {} of them, {rounds} times", SIZE.files(), sample.len()));
    let mut ratios = Vec::new();
    for _ in 0..rounds {
        // In turns, so that both meet the same machine.
        let probe = rate(sample.len() as u32, ffprobe(&folder, &sample)?);
        let scan = rate(SIZE.files(), scan(project, &folder)?);
        say::note(&format!("walros scan {scan:.0} files/s, find -exec ffprobe {probe:.1} files/s: {:.1} times as fast", scan / probe));
        ratios.push(scan / probe);
    }
    ratios.sort_by(f64::total_cmp);
    println!("\nscan: {:.1} times as fast as find -exec ffprobe (median of {rounds})", ratios[ratios.len() / 2]);
    Ok(())
}

/// Makes the files, once.
pub fn files(project: &Project) -> Result<PathBuf> {
    say::heading("Files");
    let folder = project.cache.join("many");
    many::make(&folder, SIZE)?;
    Ok(folder)
}

/// All videos, in the order of their paths.
fn videos(folder: &Path) -> Result<Vec<PathBuf>> {
    let listing = shell::output(Command::new("find").arg(folder).args(["-name", "*.mp4"]))?;
    let mut videos: Vec<PathBuf> = listing.lines().map(PathBuf::from).collect();
    videos.sort();
    Ok(videos)
}

/// What a script would do: one ffprobe a file, with all that a media server asks of it.
fn ffprobe(folder: &Path, sample: &[PathBuf]) -> Result<Duration> {
    // Links in a folder of their own let find walk a part of the library.
    let links = folder.join(".sample");
    let _ = std::fs::remove_dir_all(&links);
    std::fs::create_dir_all(&links)?;
    for (number, video) in sample.iter().enumerate() {
        std::os::unix::fs::symlink(video, links.join(format!("{number}.mp4")))?;
    }
    let start = Instant::now();
    let mut find = Command::new("find");
    find.arg(&links).args(["-name", "*.mp4", "-exec", "ffprobe", "-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json", "{}", ";"]);
    let status = find.stdout(Stdio::null()).status().context("cannot start find")?;
    let time = start.elapsed();
    std::fs::remove_dir_all(&links)?;
    anyhow::ensure!(status.success(), "find -exec ffprobe failed");
    Ok(time)
}

/// A first scan into a new data folder, start of the program included.
fn scan(project: &Project, folder: &Path) -> Result<Duration> {
    let data = std::env::temp_dir().join(format!("walros-bench-scan-{}", std::process::id()));
    let start = Instant::now();
    let mut walros = project.command(project.binary("walros", true));
    walros.arg("scan").arg("--data").arg(&data);
    for (kind, name) in [("movies", "movies"), ("shows", "tv")] {
        walros.arg("--folder").arg(format!("{kind}:{}", folder.join(name).display()));
    }
    let said = shell::output(&mut walros);
    let time = start.elapsed();
    std::fs::remove_dir_all(&data)?;
    said?.lines().for_each(say::note);
    Ok(time)
}
