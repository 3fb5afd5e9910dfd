//! `cargo xtask bench api`: the benchmark of the server's package, optimised, with the worker beside it.

use crate::project::Project;
use crate::{compile, say, shell};
use anyhow::Result;

/// Builds optimised binaries and measures.
pub fn run(project: &Project) -> Result<()> {
    compile::binaries(project, true)?;
    let folder = super::scan::files(project)?;
    say::heading("Requests");
    shell::run(project.cargo().args(["bench", "-p", "walros", "--bench", "api"]).env("WALROS_BENCH_FOLDER", folder.join("movies")))
}
