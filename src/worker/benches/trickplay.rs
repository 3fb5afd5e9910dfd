//! Makes all sheets of a film the way a worker does, and says in JSON how long that took and what it read of the file.
//! `cargo xtask bench pictures` runs it beside other ways to do the same.

// A benchmark's output is its result.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use walros_jobs::{Job, Reply, TilesJob};
use walros_media::trickplay;
use walros_model::trickplay::TrickplayLayout;

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo test --benches` runs this too, with nothing to measure.
    let Some(path) = std::env::args_os().nth(1).filter(|path| path != "--bench").map(PathBuf::from) else { return Ok(()) };
    walros_worker::prepare();
    let files = [File::open(&path)?];
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let Reply::Probe(probe) = walros_worker::run(&Job::Probe { name: name.clone() }, &files)?.0 else { return Err("no probe".into()) };
    let layout = trickplay::layout(&probe).ok_or("no moving picture")?;
    let begun = Instant::now();
    let Reply::Index(index) = walros_worker::run(&Job::Index { name: name.clone() }, &files)?.0 else { return Err("no index".into()) };
    let indexing = begun.elapsed();
    let (begun, before) = (Instant::now(), bytes_read()?);
    let mut made = 0;
    for sheet in 0..layout.sheets() {
        let TrickplayLayout { width, height, columns, rows, .. } = layout;
        let (shots, stream) = (trickplay::shots(&index, &layout, sheet), index.video_stream.ok_or("no picture")?);
        let job = TilesJob { name: name.clone(), stream, shots, width, height, columns, rows, quality: 90, clock: None };
        made += walros_worker::run(&Job::Tiles(job), &files)?.1.len();
    }
    let (time, read) = (begun.elapsed(), bytes_read()? - before);
    let seconds = |time: Duration| time.as_secs_f64();
    println!(
        "{}",
        serde_json::json!({ "pictures": layout.count, "indexSeconds": seconds(indexing), "seconds": seconds(time), "bytesRead": read, "bytesMade": made })
    );
    Ok(())
}

/// By this process so far, from whatever file.
fn bytes_read() -> Result<u64, Box<dyn Error>> {
    let counts = std::fs::read_to_string("/proc/self/io")?;
    let line = counts.lines().find_map(|line| line.strip_prefix("rchar: ")).ok_or("the kernel counts nothing")?;
    Ok(line.trim().parse()?)
}
