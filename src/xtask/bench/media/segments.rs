//! Goals 9 to 15: whole titles by segments, equal bytes, joints, and honesty. The worker's own benchmark measures them.

use super::Bench;
use crate::project::Project;
use crate::{library, say, shell};
use anyhow::{Context, Result};

pub fn measure(project: &Project, bench: &Bench) -> Result<()> {
    say::heading("Segments beside whole titles");
    library::make_sample(&project.sample())?;
    let film = bench.films.last().context("no films")?;
    shell::run(project.cargo().args(["bench", "-q", "-p", "walros-worker", "--bench", "segments", "--"]).arg(&film.path).arg(project.sample()))
}
