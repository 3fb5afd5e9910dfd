//! `cargo xtask test`: every check there is, in groups. All groups run, whatever fails; the summary at the end says what did.

mod count;
mod rust;
mod system;

use crate::project::Project;
use crate::setup::{self, Purpose};
use crate::{say, tidy};
use anyhow::{Result, bail};
use count::Count;
use std::time::{Duration, Instant};

/// A group of checks.
struct Group {
    name: &'static str,
    what: &'static str,
    run: fn(&Project) -> Result<Count>,
}

/// All groups, the quick ones first.
const GROUPS: &[Group] = &[
    Group { name: "format", what: "rustfmt finds nothing to change", run: rust::format },
    Group { name: "tidy", what: "crate edges, file sizes, migrations", run: |project| tidy::run(project).map(|()| Count::ONE) },
    Group { name: "clippy", what: "no warnings", run: rust::clippy },
    Group { name: "sqlite", what: "all Rust tests, on SQLite", run: rust::on_sqlite },
    Group { name: "postgres", what: "the Rust tests again, on a PostgreSQL started here", run: rust::on_postgres },
    Group { name: "gstreamer", what: "the worker's second backend, built with its feature", run: rust::gstreamer },
    Group { name: "unprivileged", what: "the tests that root cannot run, as another user", run: rust::unprivileged },
    Group { name: "web", what: "the web client: types, lint, unit tests, build", run: system::web },
    Group { name: "conformance", what: "real client libraries against a running server", run: system::conformance },
    Group { name: "browser", what: "the web client in a browser without a screen", run: system::browser },
];

/// Prints the groups.
pub fn list() -> Result<()> {
    GROUPS.iter().for_each(|group| println!("{:<14}{}", group.name, group.what));
    Ok(())
}

/// Runs the groups named in `only`, or all of them.
pub fn run(project: &mut Project, yes: bool, only: &[String]) -> Result<()> {
    if let Some(unknown) = only.iter().find(|name| GROUPS.iter().all(|group| group.name != **name)) {
        bail!("no group is called {unknown}; `cargo xtask test --list` shows them");
    }
    setup::prepare(project, Purpose { sample: true, test: true, ..Purpose::default() }, yes)?;
    let chosen: Vec<&Group> = GROUPS.iter().filter(|group| only.is_empty() || only.iter().any(|name| name == group.name)).collect();
    let outcomes = chosen.iter().enumerate().map(|(at, group)| {
        say::heading(&format!("{} ({} of {}): {}", group.name, at + 1, chosen.len(), group.what));
        let start = Instant::now();
        let result = (group.run)(project);
        if let Err(error) = &result {
            say::note(&format!("FAILED: {error:#}"));
        }
        Outcome { name: group.name, result, time: start.elapsed() }
    });
    summary(&outcomes.collect::<Vec<_>>())
}

struct Outcome {
    name: &'static str,
    result: Result<Count>,
    time: Duration,
}

/// Prints what ran, and fails if anything failed.
fn summary(outcomes: &[Outcome]) -> Result<()> {
    say::heading("Summary");
    let mut total = Count::default();
    for outcome in outcomes {
        let word = if outcome.result.is_ok() { "ok" } else { "FAILED" };
        let count = count::of(&outcome.result);
        say::note(&format!("{:<14}{word:<8}{:>6} passed {:>4} failed  {:>13}", outcome.name, count.passed, count.failed, say::duration(outcome.time)));
        total = total + count;
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    match outcomes.iter().filter(|outcome| outcome.result.is_err()).map(|outcome| outcome.name).collect::<Vec<_>>() {
        failed if failed.is_empty() => Ok(()),
        failed => bail!("failed: {}", failed.join(", ")),
    }
}
