//! A PostgreSQL server of our own for the tests: a fresh cluster in a temporary folder, reached only through a Unix
//! socket in that folder, gone when dropped.

use super::user;
use crate::shell;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A running server.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub fn start() -> Result<Self> {
        user::ensure()?;
        let server = Self { programs: programs()?, folder: user::folder("postgres")? };
        let data = server.data();
        shell::output(server.command("initdb").arg("--pgdata").arg(&data).args([
            "--username=walros",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]))?;
        // No TCP; no fsync, since the cluster is thrown away; connections for many tests at once.
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off -c full_page_writes=off -c max_connections=200",
            server.folder.display()
        );
        shell::output(
            server.command("pg_ctl").args(["start", "--wait", "--pgdata"]).arg(&data).arg("--log").arg(server.folder.join("log")).args(["--options", &options]),
        )?;
        shell::output(server.command("createdb").arg("--host").arg(&server.folder).args(["--username=walros", "walros"]))?;
        Ok(server)
    }

    /// The address of an empty database in it, with rights to make more.
    pub fn url(&self) -> String {
        format!("postgresql://walros@{}/walros", self.folder.display().to_string().replace('/', "%2F"))
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn command(&self, program: &str) -> Command {
        user::command(self.programs.join(program))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.data();
        if data.exists() {
            let _ = shell::output(self.command("pg_ctl").args(["stop", "--mode=immediate", "--pgdata"]).arg(&data));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Where the server programs are: Debian keeps them off the search path, one folder per version.
fn programs() -> Result<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))).collect();
    found.retain(|(_, bin)| bin.join("initdb").exists());
    found.sort();
    let on_path = || std::env::split_paths(&std::env::var_os("PATH")?).find(|folder: &PathBuf| Path::new(folder).join("initdb").exists());
    found.pop().map(|(_, bin)| bin).or_else(on_path).context("no PostgreSQL server is installed")
}
