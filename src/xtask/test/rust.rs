//! The checks of the Rust code.

use super::count::{self, Count};
use crate::project::Project;
use crate::setup::{postgres::Postgres, user};
use crate::{library, say, shell};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The variable that tells tests of crates with a database to use this PostgreSQL server, not SQLite files.
const TEST_DATABASE: &str = "WALROS_TEST_POSTGRES";

pub fn format(project: &Project) -> Result<Count> {
    count::check(project.cargo().args(["fmt", "--all", "--check"]))
}

pub fn clippy(project: &Project) -> Result<Count> {
    count::check(project.cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    // Tables of tests may be as long as they like; functions of the product may not.
    count::check(project.cargo().args(["clippy", "--workspace", "--lib", "--bins", "--", "-D", "warnings", "-D", "clippy::too_many_lines"]))
}

pub fn on_sqlite(project: &Project) -> Result<Count> {
    // Some tests look at all films that real libraries have.
    library::make_sample(&project.sample())?;
    let mut cargo = project.cargo();
    cargo.args(["test", "--workspace", "--no-fail-fast"]).env_remove(TEST_DATABASE);
    count::tests(cargo.env("WALROS_SAMPLE", project.sample()))
}

pub fn on_postgres(project: &Project) -> Result<Count> {
    let server = Postgres::start()?;
    // Integration tests are called `it` everywhere; the other tests know no database. The whole workspace, even so: another
    // choice of crates would mean other features of dependencies, and compiling those again.
    let mut cargo = project.cargo();
    cargo.args(["test", "--workspace", "--no-fail-fast", "--test", "it"]);
    count::tests(cargo.env(TEST_DATABASE, server.url()))
}

/// The tests of what the worker's feature `gstreamer` adds, and its lints. The whole workspace, so that nothing else is compiled again.
pub fn gstreamer(project: &Project) -> Result<Count> {
    library::make_sample(&project.sample())?;
    let feature = ["--features", "walros-worker/gstreamer"];
    let lint = count::check(project.cargo().args(["clippy", "--workspace", "--all-targets"]).args(feature).args(["--", "-D", "warnings"]));
    let mut cargo = project.cargo();
    cargo.args(["test", "--workspace", "--test", "it"]).args(feature).args(["segments::gst"]);
    count::all([lint, count::tests(cargo.env("WALROS_SAMPLE", project.sample()))])
}

/// Crates whose tests say more when somebody other than root runs them: folders that may not be read are none to root.
const FOR_ANOTHER_USER: &[&str] = &["walros-scanner"];

/// Runs the tests of those crates again as the unprivileged user.
pub fn unprivileged(project: &Project) -> Result<Count> {
    if !user::is_root() {
        say::note("not root: these ran with the others");
        return Ok(Count::default());
    }
    user::ensure()?;
    let folder = user::folder("unprivileged")?;
    let result = as_another_user(project, &folder);
    std::fs::remove_dir_all(&folder)?;
    result
}

/// That user may not be able to enter our home folder, so what it runs is copied to `folder`.
fn as_another_user(project: &Project, folder: &Path) -> Result<Count> {
    let programs = test_programs(project, FOR_ANOTHER_USER)?;
    count::all(programs.iter().map(|program| {
        let copy = folder.join(program.file_name().context("a test program without a name")?);
        std::fs::copy(program, &copy).with_context(|| format!("cannot copy {}", program.display()))?;
        count::tests(user::command(&copy).env("TMPDIR", folder).current_dir(folder))
    }))
}

/// The test programs of some packages, built with the whole workspace as the other groups do.
fn test_programs(project: &Project, packages: &[&str]) -> Result<Vec<PathBuf>> {
    let messages = shell::output(project.cargo().args(["test", "--workspace", "--no-run", "--message-format=json-render-diagnostics"]))?;
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let program = |message: Value| {
        // Such as `path+file:///…/src/scanner#walros-scanner@0.1.0`.
        let id = message["package_id"].as_str()?;
        let wanted = packages.iter().any(|package| id.contains(&format!("#{package}@")));
        message["executable"].as_str().filter(|_| wanted && message["profile"]["test"] == true).map(PathBuf::from)
    };
    Ok(artifacts.filter_map(program).collect())
}
