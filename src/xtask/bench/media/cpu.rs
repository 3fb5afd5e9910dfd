//! Processor time, as the kernel counts it: in hundredths of a second, so that only sums over many things mean much.

use anyhow::{Context, Result};
use std::time::Duration;

/// What a process and the children it waited for have used.
pub fn of(process: u32) -> Result<Duration> {
    times(&process.to_string()).map(|[user, system, ..]| user + system)
}

/// What all children of a process have used so far, those that are gone included.
pub fn of_workers(parent: u32) -> Result<Duration> {
    let [.., user, system] = times(&parent.to_string())?;
    let mut sum = user + system;
    for child in children(parent)? {
        // One may end meanwhile, which is counted the next time.
        sum += times(&child.to_string()).map_or(Duration::ZERO, |[user, system, ..]| user + system);
    }
    Ok(sum)
}

/// The children of a process that live.
pub fn children(parent: u32) -> Result<Vec<u32>> {
    let mut children = Vec::new();
    // Each thread has those that it began.
    for thread in std::fs::read_dir(format!("/proc/{parent}/task"))? {
        let list = std::fs::read_to_string(thread?.path().join("children")).unwrap_or_default();
        children.extend(list.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
    }
    Ok(children)
}

/// What the children of this process have used that it waited for.
pub fn of_children() -> Result<Duration> {
    times("self").map(|[.., user, system]| user + system)
}

fn times(process: &str) -> Result<[Duration; 4]> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name, in brackets, may hold anything.
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let field = |number: usize| -> Result<Duration> {
        let ticks: u64 = fields.get(number).context("a short line")?.parse()?;
        Ok(Duration::from_millis(ticks * 10))
    };
    Ok([field(11)?, field(12)?, field(13)?, field(14)?])
}
