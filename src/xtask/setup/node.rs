//! A Node.js that Vite accepts. Debian 12's own is too old, so its npm is used once, to fetch a newer Node and npm
//! as npm packages into the user's cache; nothing of the system changes.

use super::Need;
use crate::project::Project;
use crate::{say, shell};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The Node and npm that are fetched: the long-term release when this was written.
const NODE: &str = "24.21.0";
const NPM: &str = "11.21.2";

/// What fetching a newer Node needs.
pub const NEEDS: &[Need] = &[Need { what: "npm, to fetch a Node.js that the web client's tools accept", packages: &["nodejs", "npm"] }];

/// Uses the system's Node if it is new enough, or the one fetched before. Whether there was one.
pub fn find(project: &mut Project) -> bool {
    let system = shell::output(Command::new("node").arg("--version")).is_ok_and(|version| good(&version));
    if system && shell::on_path("npm") {
        return true;
    }
    let folder = folder(project);
    if ready(&folder) {
        project.node = Some(folder.join("bin"));
        return true;
    }
    false
}

/// Fetches Node and npm into the cache.
pub fn install(project: &mut Project) -> Result<()> {
    let folder = folder(project);
    let platform = match std::env::consts::ARCH {
        "x86_64" => "linux-x64",
        "aarch64" => "linux-arm64",
        other => bail!("no Node.js is packaged for {other}: install Node 22.12 or newer by hand"),
    };
    say::note(&format!("fetching Node.js {NODE} into {}", folder.display()));
    std::fs::create_dir_all(folder.join("bin"))?;
    let packages = [format!("node-{platform}@{NODE}"), format!("npm@{NPM}")];
    shell::run(Command::new("npm").args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(&folder).args(packages))?;
    let modules = folder.join("node_modules");
    link(&modules.join(format!("node-{platform}/bin/node")), &folder.join("bin/node"))?;
    link(&modules.join("npm/bin/npm-cli.js"), &folder.join("bin/npm"))?;
    link(&modules.join("npm/bin/npx-cli.js"), &folder.join("bin/npx"))?;
    if !ready(&folder) {
        bail!("the Node.js in {} does not run; delete that folder and try again", folder.display());
    }
    project.node = Some(folder.join("bin"));
    Ok(())
}

fn folder(project: &Project) -> PathBuf {
    project.cache.join(format!("node-{NODE}"))
}

fn ready(folder: &Path) -> bool {
    shell::succeeds(Command::new(folder.join("bin/node")).arg("--version")) && folder.join("bin/npm").exists()
}

fn link(from: &Path, to: &Path) -> Result<()> {
    let _ = std::fs::remove_file(to);
    std::os::unix::fs::symlink(from, to).with_context(|| format!("cannot link {}", to.display()))
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
