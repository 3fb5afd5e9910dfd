//! Goal 3: the playlist of a film of which nothing is known yet, beside ffprobe listing its packets, or, where the file
//! has no index, beside reading all of it.

use super::films::{self, Film};
use super::server::Walros;
use super::{Bench, middle, read};
use crate::project::Project;
use crate::{say, shell};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FILES: usize = 5;
/// Films with an index are as long as films are: what there is to list counts, not how large it is.
const MINUTE: u32 = 60;
const MINUTES: u32 = 120;
/// Seconds of the films without one, which are as large as films are.
const PIECE: usize = 100;

/// What films are made as: their names, how, and whether all has to be read.
const KINDS: [(&str, &str, &str, bool); 4] =
    [("Matroska", "mkv", "", false), ("MP4", "mp4", "", false), ("Matroska without cues", "mkv", "-f matroska -live 1", true), ("MPEG-TS", "ts", "", true)];

pub fn measure(project: &Project, bench: &Bench) -> Result<()> {
    say::heading("Cold playlists");
    let folder = bench.scratch.join("cold");
    std::fs::create_dir_all(&folder)?;
    let minute = bench.scratch.join("minute.mp4");
    let picture = format!("testsrc2=size=160x90:rate=24:duration={MINUTE}");
    let sound = format!("anoisesrc=color=pink:amplitude=0.2:sample_rate=48000:duration={MINUTE}");
    let mut encode = films::ffmpeg();
    encode.args(["-f", "lavfi", "-i", &picture, "-f", "lavfi", "-i", &sound, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]);
    shell::output(encode.args(["-bf", "2", "-g", "48", "-crf", "40", "-c:a", "aac", "-b:a", "64k"]).arg(&minute))?;
    for (kind, extension, form, all) in KINDS {
        let files = make(bench, &folder, &minute, (kind, extension, form, all))?;
        // A server of its own, which has seen no file before.
        let walros = Walros::start(project, &files, &bench.scratch.join(format!("cold-{kind}")))?;
        beside(&walros, &files, kind, all)?;
        drop(walros);
        files.iter().try_for_each(|film| std::fs::remove_file(&film.path))?;
    }
    std::fs::remove_file(minute)?;
    Ok(std::fs::remove_dir_all(folder)?)
}

fn make(bench: &Bench, folder: &Path, minute: &Path, (_, extension, form, all): (&str, &str, &str, bool)) -> Result<Vec<Film>> {
    let source = &bench.films.first().context("no films")?.path;
    let names = ["Cold One", "Cold Two", "Cold Three", "Cold Four", "Cold Five"];
    let mut films = Vec::new();
    for (number, name) in names.into_iter().enumerate().take(FILES) {
        let path = folder.join(format!("{name} ({}).{extension}", 2005 + number));
        let mut mux = films::ffmpeg();
        match all {
            true => mux.args(["-ss", &(number * PIECE).to_string(), "-t", &PIECE.to_string(), "-i"]).arg(source),
            false => mux.args(["-stream_loop", &(MINUTES - 1).to_string(), "-i"]).arg(minute),
        };
        shell::output(mux.args(["-c", "copy", "-metadata", &format!("comment={name}")]).args(form.split_whitespace()).arg(&path))?;
        films.push(Film { name, path });
    }
    Ok(films)
}

fn beside(walros: &Walros, films: &[Film], kind: &str, all: bool) -> Result<()> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for film in films {
        let playlist = walros.playlist(film)?;
        read::forget()?;
        ours.push(walros.time(&playlist)?);
        read::forget()?;
        let begun = Instant::now();
        let mut plain = if all { Command::new("cat") } else { Command::new("ffprobe") };
        if !all {
            plain.args(["-v", "error", "-show_packets"]);
        }
        anyhow::ensure!(plain.arg(&film.path).stdout(Stdio::null()).status()?.success(), "{plain:?} failed");
        theirs.push(begun.elapsed());
    }
    let (ours, theirs) = (middle(ours)?, middle(theirs)?);
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    if all {
        println!("playlist, {kind}: {:.0} ms, cat {:.0} ms: {ratio:.2} x (goal 1.1)", milliseconds(ours), milliseconds(theirs));
    } else {
        println!("playlist, {kind}: {:.0} ms, ffprobe {:.0} ms: 1/{:.0} (goal 1/50)", milliseconds(ours), milliseconds(theirs), 1.0 / ratio);
    }
    Ok(())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
