//! Goals 1 and 2: copied segments, warm, beside nginx with the same bytes as files and beside ffmpeg cutting them.

use super::films::Film;
use super::nginx::Nginx;
use super::server::Segment;
use super::wrk::{self, Figures};
use super::{Bench, cpu};
use crate::{say, shell};
use anyhow::{Context, Result};
use std::process::Command;
use std::time::{Duration, Instant};

/// How long each measurement takes, and how often it is repeated, in turns.
const TIME: Duration = Duration::from_secs(3);
const ROUNDS: usize = 3;
const CONNECTIONS: [u32; 3] = [1, 16, 64];
/// Segments that ffmpeg cuts of each film.
const CUTS: usize = 100;

pub fn measure(bench: &Bench) -> Result<()> {
    for container in ["mp4", "ts"] {
        say::heading(&format!("Copied segments in {container}"));
        let mut segments = Vec::new();
        for film in &bench.films {
            segments.push((film, bench.walros.copies(film, container)?));
        }
        let alone = beside_nginx(bench, container, &segments)?;
        beside_ffmpeg(bench, container, &segments, alone)?;
    }
    Ok(())
}

/// Answers the figures of one connection and the server's processor time a segment.
fn beside_nginx(bench: &Bench, container: &str, segments: &[(&Film, Vec<Segment>)]) -> Result<(Figures, Duration)> {
    let files = bench.scratch.join(container);
    std::fs::create_dir_all(&files)?;
    let (mut own, mut plain) = (Vec::new(), Vec::new());
    for segment in segments.iter().flat_map(|(_, segments)| segments) {
        let name = format!("{}.{container}", own.len());
        bench.walros.save(&segment.path, &files.join(&name))?;
        own.push(segment.path.clone());
        plain.push(format!("/{name}"));
    }
    let nginx = Nginx::start(&files, &bench.scratch)?;
    let mut alone = None;
    for connections in CONNECTIONS {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            theirs.push(wrk::run(nginx.address(), &plain, connections, TIME, &bench.scratch)?);
            let before = cpu::of(bench.walros.process())?;
            ours.push(wrk::run(bench.walros.address(), &own, connections, TIME, &bench.scratch)?);
            let used = cpu::of(bench.walros.process())? - before;
            if connections == 1 {
                alone = ours.last().map(|figures| (*figures, used / figures.requests.max(1) as u32));
            }
        }
        let (ours, theirs) = (median(ours)?, median(theirs)?);
        println!(
            "copy {container}, {connections:>2} connections: p50 {:.2} ms, nginx {:.2} ms: {:.2} x (goal 1.5); {:.0} MB/s, nginx {:.0} MB/s: {:.2} x (goal 0.7)",
            ours.median,
            theirs.median,
            ours.median / theirs.median,
            ours.megabytes,
            theirs.megabytes,
            ours.megabytes / theirs.megabytes
        );
    }
    alone.context("nothing was measured")
}

fn median(mut figures: Vec<Figures>) -> Result<Figures> {
    figures.sort_by(|one, other| one.median.total_cmp(&other.median));
    figures.get(figures.len() / 2).copied().context("nothing was measured")
}

fn beside_ffmpeg(bench: &Bench, container: &str, segments: &[(&Film, Vec<Segment>)], (own, own_cpu): (Figures, Duration)) -> Result<()> {
    let written = bench.scratch.join("cut");
    let (mut times, before) = (Vec::new(), cpu::of_children()?);
    for (film, segments) in segments {
        // Spread evenly in an order that jumps about.
        for segment in (0..CUTS).filter_map(|number| segments.get(number * 37 % segments.len())) {
            let mut ffmpeg = Command::new("ffmpeg");
            ffmpeg.args(["-v", "error", "-nostdin", "-y", "-ss", &segment.start.to_string(), "-t", &segment.length.to_string(), "-i"]).arg(&film.path);
            ffmpeg.args(["-map", "0:v:0", "-map", "0:a:0", "-c", "copy"]);
            match container {
                "ts" => ffmpeg.args(["-f", "mpegts"]),
                _ => ffmpeg.args(["-f", "mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof"]),
            };
            let begun = Instant::now();
            shell::output(ffmpeg.arg(&written))?;
            times.push(begun.elapsed());
        }
    }
    let cpu = (cpu::of_children()? - before) / times.len().max(1) as u32;
    times.sort();
    let middle = times.get(times.len() / 2).context("nothing was cut")?.as_secs_f64() * 1000.0;
    println!(
        "copy {container}, cut by ffmpeg: p50 {middle:.1} ms: {:.1} times ours (goal 10); processor time {:.1} ms, ours {:.2} ms: {:.1} times (goal 10)",
        middle / own.median,
        milliseconds(cpu),
        milliseconds(own_cpu),
        cpu.as_secs_f64() / own_cpu.as_secs_f64()
    );
    Ok(())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
