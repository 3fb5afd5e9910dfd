//! wrk: many requests on connections that stay open, picked at random from a list.

use crate::shell;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const SCRIPT: &str = r#"
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
math.randomseed(tonumber(os.getenv("SEED")))
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("FIGURES %d %d %d %d %d\n", summary.requests, summary.bytes, summary.duration, latency:percentile(50),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"#;

/// What a run came to.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    pub requests: u64,
    /// Millions a second.
    pub megabytes: f64,
    /// The middle answer's time, in milliseconds.
    pub median: f64,
}

/// Asks `address` for random ones of `paths` for a while.
pub fn run(address: &str, paths: &[String], connections: u32, time: Duration, scratch: &Path) -> Result<Figures> {
    let (script, list) = (scratch.join("wrk.lua"), scratch.join("wrk.paths"));
    std::fs::write(&script, SCRIPT)?;
    std::fs::write(&list, paths.join("\n"))?;
    let mut wrk = Command::new("wrk");
    wrk.args(["-t1", &format!("-c{connections}"), &format!("-d{}s", time.as_secs()), "--timeout", "30s", "-s"]).arg(&script);
    let said = shell::output(wrk.arg(format!("http://{address}")).env("PATHS", &list).env("SEED", connections.to_string()))?;
    let figures = said.lines().find_map(|line| line.strip_prefix("FIGURES ")).with_context(|| format!("wrk said only: {said}"))?;
    let numbers: Vec<u64> = figures.split(' ').map(str::parse).collect::<Result<_, _>>()?;
    let [requests, bytes, microseconds, median, errors] = numbers[..] else { anyhow::bail!("wrk said {figures}") };
    anyhow::ensure!(errors == 0, "{errors} of {requests} requests failed");
    Ok(Figures { requests, megabytes: bytes as f64 / microseconds as f64, median: median as f64 / 1000.0 })
}
