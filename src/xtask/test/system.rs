//! The checks that need more than Rust: the web client, and the built server with real clients.

use super::count::{self, Count};
use crate::compile;
use crate::project::Project;
use anyhow::Result;

pub fn web(project: &Project) -> Result<Count> {
    compile::packages(project)?;
    let lint = count::check(project.npm().args(["run", "lint"]))?;
    let unit = count::tests(project.npm().arg("test"))?;
    compile::web(project)?;
    Ok(lint + unit + Count::ONE)
}

pub fn conformance(project: &Project) -> Result<Count> {
    compile::binaries(project, false)?;
    count::tests(&mut project.command(project.root.join("conformance-tests/run")))
}

pub fn browser(project: &Project) -> Result<Count> {
    compile::binaries(project, false)?;
    compile::web(project)?;
    count::tests(project.npm().args(["run", "e2e"]).env("CHROMIUM", "/usr/bin/chromium"))
}
