//! Goal 17: the first line of a subtitle inside a large film, beside ffmpeg taking the subtitle out.

use super::films::{self, Film};
use super::server::Walros;
use super::{Bench, middle, read};
use crate::project::Project;
use crate::{say, shell};
use anyhow::{Context, Result};
use std::time::{Duration, Instant};

/// How often the film is repeated, so that it is large.
const REPEATED: u32 = 2;
/// Seconds from one line to the next.
const BETWEEN: u64 = 4;
/// The subtitle's number: behind picture and sound.
const STREAM: u32 = 2;
const ROUNDS: usize = 5;

pub fn measure(project: &Project, bench: &Bench) -> Result<()> {
    say::heading("Subtitles inside a film");
    let folder = bench.scratch.join("subtitled");
    std::fs::create_dir_all(&folder)?;
    let all =
        [("With Cues", "2003", ""), ("Without Cues", "2004", "-live 1")].map(|(name, year, form)| (name, folder.join(format!("{name} ({year}).mkv")), form));
    let source = bench.films.first().context("no films")?;
    let mut made = Vec::new();
    for (name, path, form) in all {
        let lines = folder.join("lines.srt");
        std::fs::write(&lines, subtitle(Duration::from_secs(3 * 3600)))?;
        let mut mux = films::ffmpeg();
        mux.args(["-stream_loop", &REPEATED.to_string(), "-i"]).arg(&source.path).arg("-i").arg(&lines);
        mux.args(["-map", "0", "-map", "1", "-c", "copy", "-shortest", "-f", "matroska"]).args(form.split_whitespace());
        shell::output(mux.arg(&path))?;
        std::fs::remove_file(lines)?;
        made.push(Film { name, path });
    }
    let walros = Walros::start(project, &made, &bench.scratch.join("subtitled-data"))?;
    for film in &made {
        beside_ffmpeg(bench, &walros, film)?;
    }
    drop(walros);
    Ok(std::fs::remove_dir_all(folder)?)
}

/// A line every few seconds.
fn subtitle(length: Duration) -> String {
    let clock = |seconds: u64| format!("{:02}:{:02}:{:02},000", seconds / 3600, seconds / 60 % 60, seconds % 60);
    let line = |number: u64| format!("{}\n{} --> {}\nThis is line {number} of a film\n\n", number + 1, clock(number * BETWEEN), clock(number * BETWEEN + 3));
    (0..length.as_secs() / BETWEEN).map(line).collect()
}

fn beside_ffmpeg(bench: &Bench, walros: &Walros, film: &Film) -> Result<()> {
    // Lines are asked for when the film plays: its index is made.
    walros.time(&walros.playlist(film)?)?;
    let playlist = walros.subtitles(film, STREAM)?;
    let mut plain = Vec::new();
    for _ in 0..ROUNDS {
        read::forget()?;
        let begun = Instant::now();
        shell::output(films::ffmpeg().arg("-i").arg(&film.path).args(["-map", "0:s:0", "-c", "copy"]).arg(bench.scratch.join("taken.srt")))?;
        plain.push(begun.elapsed());
    }
    // Each time another stretch, of which nothing is known yet.
    let (mut first, mut most) = (Vec::new(), 0);
    for round in 0..ROUNDS {
        let segment = playlist.segments.get(playlist.segments.len() * (2 * round + 1) / (2 * ROUNDS)).context("no stretches")?;
        read::forget()?;
        let before = read::by(walros.process())?;
        first.push(walros.time(&playlist.path)? + walros.time(segment)?);
        most = (read::by(walros.process())? - before).max(most);
    }
    read::forget()?;
    let (whole, before) = (walros.time(&playlist.whole)?, read::by(walros.process())?);
    let again = walros.time(&playlist.whole)?;
    let more = read::by(walros.process())? - before;
    let (ours, theirs) = (middle(first)?, middle(plain)?);
    println!(
        "subtitles, {} ({:.1} GB): first line after {:.1} ms, ffmpeg {:.0} ms: 1/{:.0} (goal 1/20); {:.2} MB read (goal 1); the whole file {:.0} ms, again {:.1} ms and {:.2} MB",
        film.name,
        std::fs::metadata(&film.path)?.len() as f64 / 1e9,
        milliseconds(ours),
        milliseconds(theirs),
        theirs.as_secs_f64() / ours.as_secs_f64(),
        most as f64 / 1e6,
        milliseconds(whole),
        milliseconds(again),
        more as f64 / 1e6,
    );
    Ok(())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
