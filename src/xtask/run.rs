//! `cargo xtask run`: from a clone to a server that serves.

use crate::project::Project;
use crate::setup::{self, Purpose};
use crate::{compile, library, say, shell};
use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;

/// Sets up, builds and becomes the server, which prints its address and the one-time setup code.
pub fn run(project: &mut Project, yes: bool, release: bool, folders: &[String], server: &[String]) -> Result<()> {
    setup::prepare(project, Purpose { sample: folders.is_empty(), ..Purpose::default() }, yes)?;
    compile::web(project)?;
    compile::binaries(project, release)?;
    let sample = if folders.is_empty() { sample(project)? } else { Vec::new() };
    say::heading("Serving");
    let mut command = project.command(project.binary("walros", release));
    command.env("WALROS_WEB", project.root.join("web/dist")).arg("serve").args(server).args(folders).args(sample);
    say::note(&format!("$ {}", shell::line(&command)));
    let error = command.exec();
    Err(error).context("cannot start the server")
}

/// Makes the sample library and returns its folders, each with its kind.
fn sample(project: &Project) -> Result<Vec<String>> {
    say::heading("Sample library");
    let folder = project.sample();
    library::make_sample(&folder)?;
    let kinds = [("movies", "movies"), ("shows", "tv"), ("music", "music"), ("photos", "photos")];
    Ok(kinds.map(|(kind, name)| format!("{kind}:{}", folder.join(name).display())).into())
}
