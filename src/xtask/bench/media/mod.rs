//! `cargo xtask bench media`: the media engine's goals, each beside a plain way to do the same. One file a goal or two;
//! a further one is a file that takes a [`Bench`] and prints its figures.

mod copy;
mod cpu;
mod films;
mod jellyfin;
mod nginx;
mod playlist;
mod read;
mod segments;
mod server;
mod subtitles;
mod transcode;
mod wrk;

use crate::project::Project;
use crate::{compile, say};
use anyhow::{Context, Result};
use films::Film;
use server::Walros;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// As long as the film of goal 16 is.
const FILM_MINUTES: u32 = 120;

/// What every goal is measured on.
pub struct Bench {
    pub films: Vec<Film>,
    pub walros: Walros,
    /// For what a goal writes; gone afterwards.
    pub scratch: PathBuf,
}

/// Builds optimised binaries, makes the films, serves them, and measures everything or one group.
pub fn run(project: &Project, only: Option<&str>) -> Result<()> {
    compile::binaries(project, true)?;
    say::heading("Films");
    let films = films::make(&project.cache.join("bench-media"))?;
    let scratch = std::env::temp_dir().join(format!("walros-bench-media-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let measured = measure(project, films, &scratch, only);
    std::fs::remove_dir_all(&scratch)?;
    measured
}

/// An address of this machine that nobody listens on at present.
fn free_address() -> Result<String> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// The one in the middle.
fn middle(mut times: Vec<Duration>) -> Result<Duration> {
    times.sort();
    times.get(times.len() / 2).copied().context("nothing was measured")
}

fn measure(project: &Project, films: Vec<Film>, scratch: &Path, only: Option<&str>) -> Result<()> {
    let walros = Walros::start(project, &films, &scratch.join("data"))?;
    let bench = Bench { films, walros, scratch: scratch.to_owned() };
    if only.is_none_or(|only| only == "copy") {
        copy::measure(&bench)?;
    }
    if only.is_none_or(|only| only == "transcode") {
        transcode::measure(&bench)?;
    }
    if only.is_none_or(|only| only == "playlist") {
        playlist::measure(project, &bench)?;
    }
    if only.is_none_or(|only| only == "subtitles") {
        subtitles::measure(project, &bench)?;
    }
    if only.is_none_or(|only| only == "segments") {
        segments::measure(project, &bench)?;
    }
    drop(bench);
    if only.is_none_or(|only| only == "pictures") {
        super::trickplay::run(project, FILM_MINUTES, 1)?;
    }
    Ok(())
}
