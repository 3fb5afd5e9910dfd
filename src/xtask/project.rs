//! Where things are: the checkout, the user's cache, cargo's target folder; and commands that start from there.

use anyhow::{Context, Result};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout and the folders that belong to it.
pub struct Project {
    pub root: PathBuf,
    /// `$XDG_CACHE_HOME/walros`, by default `~/.cache/walros`: everything made outside the checkout, safe to delete.
    pub cache: PathBuf,
    /// Cargo's target folder for all builds, so that every checkout shares the compiled dependencies.
    pub target: PathBuf,
    /// A folder with `node` and `npm` to put before `PATH`, when the system's own are too old.
    pub node: Option<PathBuf>,
}

impl Project {
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("xtask does not lie in src/xtask")?.to_owned();
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let cache = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache"))).context("neither XDG_CACHE_HOME nor HOME is set")?.join("walros");
        let target = set("CARGO_TARGET_DIR").unwrap_or_else(|| cache.join("target"));
        Ok(Self { root, cache, target, node: None })
    }

    /// Where the sample library of this version of the code is kept.
    pub fn sample(&self) -> PathBuf {
        self.cache.join(format!("sample-{}", crate::library::VERSION))
    }

    /// Where the library of a seed is kept.
    pub fn seeded(&self, seed: u64) -> PathBuf {
        self.cache.join(format!("seeded-{}-{seed}", crate::library::VERSION))
    }

    /// A command that runs in the checkout's root.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target).env("PATH", self.path());
        command
    }

    /// Cargo, the same one that built xtask.
    pub fn cargo(&self) -> Command {
        self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// npm in the web client's folder.
    pub fn npm(&self) -> Command {
        let mut npm = self.command("npm");
        npm.current_dir(self.root.join("web"));
        npm
    }

    fn path(&self) -> OsString {
        let old = std::env::var_os("PATH").unwrap_or_default();
        let folders = self.node.iter().cloned().chain(std::env::split_paths(&old));
        std::env::join_paths(folders).unwrap_or(old)
    }

    /// A built binary of the workspace.
    pub fn binary(&self, name: &str, release: bool) -> PathBuf {
        self.target.join(if release { "release" } else { "debug" }).join(name)
    }
}
