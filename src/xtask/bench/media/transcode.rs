//! Goals 4 to 8: encoded segments, cold and again, beside Jellyfin's way and beside ffmpeg making the one segment.

use super::films::Film;
use super::jellyfin::{self, Session};
use super::server::Segment;
use super::{Bench, cpu, nginx};
use crate::{say, shell};
use anyhow::{Context, Result};
use std::process::Command;
use std::time::{Duration, Instant};

pub const WIDTH: u32 = 1280;
pub const HEIGHT: u32 = 720;
/// Bits a second at most.
pub const BIT_RATE: u64 = 4_000_000;

/// Far seeks in each film.
const SEEKS: usize = 10;
/// Who ask for one cold segment at once.
const CROWD: usize = 50;

pub fn measure(bench: &Bench) -> Result<()> {
    say::heading("Encoded segments");
    let (mut starts, mut seeks, mut made) = (Vec::new(), Vec::new(), Vec::new());
    for film in &bench.films {
        let segments = bench.walros.encoded(film)?;
        starts.push(start(bench, film, &segments)?);
        for number in places(&segments) {
            seeks.push(seek(bench, film, &segments, number)?);
            made.push(segments[number].path.clone());
        }
    }
    for (number, ours, theirs) in &starts {
        println!("first segment, cold, {number}: {:.0} ms, Jellyfin's way {:.0} ms: {:.2} x (goal 0.4)", ms(*ours), ms(*theirs), ratio(*ours, *theirs));
    }
    let column = |pick: fn(&Seek) -> Duration| percentiles(seeks.iter().map(pick).collect());
    let (ours, theirs, alone) = (column(|seek| seek.ours)?, column(|seek| seek.jellyfin)?, column(|seek| seek.alone)?);
    println!(
        "far seek while playing, {} times: p50 {:.0} ms, p95 {:.0} ms; Jellyfin's way {:.0} and {:.0} ms: {:.2} x at p95 (goal 0.4)",
        seeks.len(),
        ms(ours.0),
        ms(ours.1),
        ms(theirs.0),
        ms(theirs.1),
        ratio(ours.1, theirs.1)
    );
    println!("the same segments by an ffmpeg alone: p50 {:.0} ms, p95 {:.0} ms: {:.2} x at p95 (goal 1.25)", ms(alone.0), ms(alone.1), ratio(ours.1, alone.1));
    again(bench, &made)?;
    processor(bench)?;
    crowd(bench)
}

/// Who comes second, or seeks back, gets what was made.
fn again(bench: &Bench, made: &[String]) -> Result<()> {
    bench.walros.wait_until_idle()?;
    let before = cpu::of_workers(bench.walros.process())?;
    nginx::beside(bench, "the same segments again", made)?;
    let used = cpu::of_workers(bench.walros.process())? - before;
    println!("processor time of the workers for all that: {:.2} s (goal: none)", used.as_secs_f64());
    Ok(())
}

/// What making one segment costs, beside one process that decodes and encodes the same pictures with the same settings. The
/// last segment of a film, behind which nothing is made ahead.
fn processor(bench: &Bench) -> Result<()> {
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    for film in &bench.films {
        let segments = bench.walros.encoded(film)?;
        let last = segments.last().context("no segments")?;
        bench.walros.wait_until_idle()?;
        let before = cpu::of_workers(bench.walros.process())?;
        bench.walros.time(&last.path)?;
        bench.walros.wait_until_idle()?;
        ours += cpu::of_workers(bench.walros.process())? - before;
        let before = cpu::of_children()?;
        let mut ffmpeg = Command::new("ffmpeg");
        ffmpeg.args(["-v", "error", "-nostdin", "-y", "-threads", "1", "-ss", &last.start.to_string(), "-t", &last.length.to_string(), "-i"]).arg(&film.path);
        ffmpeg.args(["-map", "0:v:0", "-map", "0:a:0", "-filter_threads", "1", "-vf", &format!("scale={WIDTH}:{HEIGHT}"), "-c:v", "libx264"]);
        ffmpeg.args(["-preset", "ultrafast", "-crf", "23", "-maxrate", &BIT_RATE.to_string(), "-bufsize", &(BIT_RATE * 3 / 8).to_string()]);
        ffmpeg.args(["-x264-params", "threads=1:lookahead-threads=1:8x8dct=1:cabac=1:bframes=3:ref=2:weightp=1:deblock=1,0,0"]);
        shell::output(ffmpeg.args(["-c:a", "aac", "-ac", "2", "-b:a", "192k", "-f", "mpegts"]).arg(bench.scratch.join("same.ts")))?;
        theirs += cpu::of_children()? - before;
    }
    println!(
        "processor time of a segment: {:.2} s, of one ffmpeg with the same settings {:.2} s: {:.2} x (goal 1.15)",
        ours.as_secs_f64(),
        theirs.as_secs_f64(),
        ratio(ours, theirs)
    );
    Ok(())
}

/// Some segments far from each other, in an order that jumps about, none of which is made ahead of another.
fn places(segments: &[Segment]) -> impl Iterator<Item = usize> {
    let apart = (segments.len() / (SEEKS + 2)).max(1);
    let count = segments.len();
    (1..=SEEKS).map(move |place| (place * 7 % (SEEKS + 1) + 1) * apart).filter(move |number| number + 1 < count)
}

fn start<'a>(bench: &Bench, film: &'a Film, segments: &[Segment]) -> Result<(&'a str, Duration, Duration)> {
    let first = segments.first().context("no segments")?;
    let ours = bench.walros.time(&first.path)?;
    bench.walros.wait_until_idle()?;
    let (session, theirs) = Session::seek(film, 0, &bench.scratch.join("jellyfin"))?;
    drop(session);
    Ok((film.name, ours, theirs))
}

struct Seek {
    ours: Duration,
    jellyfin: Duration,
    alone: Duration,
}

/// A seek away from where somebody is playing, so that what is made ahead there is in the way.
fn seek(bench: &Bench, film: &Film, segments: &[Segment], number: usize) -> Result<Seek> {
    let segment = &segments[number];
    let ours = bench.walros.time(&segment.path)?;
    let before = bench.scratch.join("jellyfin");
    let place = (segment.start / jellyfin::SEGMENT) as usize;
    bench.walros.wait_until_idle()?;
    let (playing, _) = Session::seek(film, place / 2, &bench.scratch.join("jellyfin-before"))?;
    let begun = Instant::now();
    drop(playing);
    let (session, _) = Session::seek(film, place, &before)?;
    let jellyfin = begun.elapsed();
    drop(session);
    let begun = Instant::now();
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-nostdin", "-y", "-ss", &segment.start.to_string(), "-t", &segment.length.to_string(), "-i"]).arg(&film.path);
    jellyfin::encode(&mut ffmpeg);
    shell::output(ffmpeg.args(["-f", "mpegts"]).arg(bench.scratch.join("alone.ts")))?;
    Ok(Seek { ours, jellyfin, alone: begun.elapsed() })
}

/// Many ask for the same cold segment: it is made once.
fn crowd(bench: &Bench) -> Result<()> {
    let film = bench.films.first().context("no films")?;
    let segments = bench.walros.encoded(film)?;
    let [one, other] = [segments.len() - 2, segments.len() / 2 + 3].map(|number| segments.get(number));
    let (Some(one), Some(other)) = (one, other) else { anyhow::bail!("too few segments") };
    bench.walros.wait_until_idle()?;
    let before = cpu::of_workers(bench.walros.process())?;
    let alone = bench.walros.time(&other.path)?;
    bench.walros.wait_until_idle()?;
    let middle = cpu::of_workers(bench.walros.process())?;
    let times: Vec<Duration> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..CROWD).map(|_| scope.spawn(|| bench.walros.time(&one.path))).collect();
        asking.into_iter().map(|asking| asking.join().map_err(|_| anyhow::anyhow!("a thread ended"))?).collect::<Result<_>>()
    })?;
    bench.walros.wait_until_idle()?;
    let after = cpu::of_workers(bench.walros.process())?;
    let (p50, worst) = (percentiles(times.clone())?.0, times.into_iter().max().unwrap_or_default());
    println!(
        "{CROWD} at once for one cold segment: p50 {:.0} ms, last {:.0} ms: {:.2} x (goal 1.1); one alone {:.0} ms",
        ms(p50),
        ms(worst),
        ratio(worst, p50),
        ms(alone)
    );
    println!(
        "processor time of the workers: {:.2} s for {CROWD} viewers, {:.2} s for one and what is made ahead of him: {:.2} x (goal 1.05)",
        (after - middle).as_secs_f64(),
        (middle - before).as_secs_f64(),
        ratio(after - middle, middle - before)
    );
    Ok(())
}

/// The middle one, and the one that 95 of 100 do not exceed.
fn percentiles(mut times: Vec<Duration>) -> Result<(Duration, Duration)> {
    times.sort();
    let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied();
    at(50).zip(at(95)).context("nothing was measured")
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn ratio(ours: Duration, theirs: Duration) -> f64 {
    ours.as_secs_f64() / theirs.as_secs_f64()
}
