//! Builds the web client, the server and the worker.

use crate::project::Project;
use crate::setup::{self, Purpose};
use crate::{say, shell};
use anyhow::{Context, Result};
use std::path::Path;
use std::time::SystemTime;

/// `cargo xtask build`.
pub fn everything(project: &mut Project, yes: bool, release: bool) -> Result<()> {
    setup::prepare(project, Purpose::default(), yes)?;
    web(project)?;
    binaries(project, release)?;
    say::heading("Built");
    for name in ["walros", "walros-worker"] {
        say::note(&project.binary(name, release).display().to_string());
    }
    Ok(())
}

/// Builds the binaries of the workspace into the cache's target folder.
pub fn binaries(project: &Project, release: bool) -> Result<()> {
    say::heading(if release { "Server and worker, optimised" } else { "Server and worker" });
    let mut cargo = project.cargo();
    cargo.args(["build", "--workspace", "--exclude", "xtask", "--bins"]);
    shell::run(if release { cargo.arg("--release") } else { &mut cargo })
}

/// The same after the Rust tests: together with these, dependencies keep their features and are not compiled again.
pub fn binaries_beside_tests(project: &Project) -> Result<()> {
    shell::run(project.cargo().args(["build", "--workspace", "--bins", "--tests"]))
}

/// Builds the web client into `web/dist`, unless that is newer than all it is made from.
pub fn web(project: &Project) -> Result<()> {
    say::heading("Web client");
    packages(project)?;
    let folder = project.root.join("web");
    let built = modified(&folder.join("dist/index.html"));
    let newest = ["src", "public", "index.html", "package-lock.json", "vite.config.ts"].iter().filter_map(|name| newest(&folder.join(name))).max();
    if built.is_some() && built > newest {
        say::note("web/dist is up to date");
        return Ok(());
    }
    shell::run(project.npm().args(["run", "build"]))
}

/// Installs the web client's npm packages exactly as locked, unless they are there already.
pub fn packages(project: &Project) -> Result<()> {
    let lock = project.root.join("web/package-lock.json");
    let wanted = std::fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let stamp = project.root.join("web/node_modules/.walros-installed-lock");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    shell::run(project.npm().args(["ci", "--no-audit", "--no-fund"]))?;
    std::fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().ok()?.modified().ok()
}

/// The latest modification of a file, or of anything in a folder.
fn newest(path: &Path) -> Option<SystemTime> {
    let inside = std::fs::read_dir(path).into_iter().flatten().flatten().filter_map(|entry| newest(&entry.path()));
    inside.chain(modified(path)).max()
}
