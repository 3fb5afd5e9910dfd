//! Goals 1 and 2: copied segments, warm, beside nginx with the same bytes as files and beside ffmpeg cutting them.

use super::films::Film;
use super::nginx;
use super::server::Segment;
use super::wrk::Figures;
use super::{Bench, cpu};
use crate::{say, shell};
use anyhow::{Context, Result};
use std::process::Command;
use std::time::{Duration, Instant};

/// Segments that ffmpeg cuts of each film.
const CUTS: usize = 100;

pub fn measure(bench: &Bench) -> Result<()> {
    for container in ["mp4", "ts"] {
        say::heading(&format!("Copied segments in {container}"));
        let mut segments = Vec::new();
        for film in &bench.films {
            segments.push((film, bench.walros.copies(film, container)?));
        }
        let paths: Vec<String> = segments.iter().flat_map(|(_, segments)| segments).map(|segment| segment.path.clone()).collect();
        let alone = nginx::beside(bench, &format!("copy {container}"), &paths)?;
        beside_ffmpeg(bench, container, &segments, alone)?;
    }
    Ok(())
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
