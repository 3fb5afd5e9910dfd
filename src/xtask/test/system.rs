//! The checks that need more than Rust: the web client, and the built server with real clients.

use super::count::{self, Count};
use crate::project::Project;
use crate::{compile, library};
use anyhow::Result;

/// Which random library the conformance tests use.
const SEED: u64 = 20_260;

pub fn web(project: &Project) -> Result<Count> {
    compile::packages(project)?;
    let lint = count::check(project.npm().args(["run", "lint"]));
    let unit = count::tests(project.npm().arg("test"));
    let build = compile::web(project).map(|()| Count::ONE);
    count::all([lint, unit, build])
}

pub fn conformance(project: &Project) -> Result<Count> {
    compile::binaries_beside_tests(project)?;
    let (sample, seeded) = (project.sample(), project.seeded(SEED));
    library::make_sample(&sample)?;
    library::make_random(SEED, &seeded)?;
    let mut run = project.command(project.root.join("conformance-tests/run"));
    count::tests(run.arg("--sample").arg(sample).arg("--seeded").arg(seeded))
}

pub fn browser(project: &Project) -> Result<Count> {
    compile::binaries_beside_tests(project)?;
    compile::web(project)?;
    library::make_sample(&project.sample())?;
    let mut npm = project.npm();
    npm.args(["run", "e2e"]).env("CHROMIUM", "/usr/bin/chromium").env("WALROS_SERVER", project.binary("walros", false));
    count::tests(npm.env("WALROS_WEB", project.root.join("web/dist")).env("WALROS_SAMPLE", project.sample()))
}
