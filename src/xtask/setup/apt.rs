//! Debian packages: which are missing, and installing them.

use crate::shell;
use anyhow::{Context, Result};
use std::process::Command;

/// Whether this machine has apt.
pub fn available() -> bool {
    shell::on_path("apt-get") && shell::on_path("dpkg-query")
}

/// Those of `packages` that are not installed, in the order given.
pub fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    // dpkg-query fails as soon as one name is unknown, but still prints the others.
    let query = Command::new("dpkg-query").args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"]).args(packages).output();
    let known = query.map(|done| String::from_utf8_lossy(&done.stdout).into_owned()).unwrap_or_default();
    not_installed(packages, &known)
}

fn not_installed<'a>(packages: &[&'a str], listing: &str) -> Vec<&'a str> {
    packages.iter().copied().filter(|package| !listing.lines().any(|line| line == format!("{package} installed"))).collect()
}

/// Installs packages, as root or through sudo.
pub fn install(packages: &[&str]) -> Result<()> {
    shell::run(apt_get()?.args(["update", "-q"]))?;
    shell::run(apt_get()?.args(["install", "-y", "-q", "--no-install-recommends"]).args(packages))
}

fn apt_get() -> Result<Command> {
    let common = ["-o", "Acquire::Retries=3", "-o", "Dpkg::Use-Pty=0"];
    if super::user::is_root() {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(common);
        return Ok(command);
    }
    shell::on_path("sudo").then_some(()).context("installing packages needs root: run this as root, or install sudo")?;
    let mut command = Command::new("sudo");
    command.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(common);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fully_installed_packages_count() {
        let listing = "clang installed\nffmpeg config-files\n";
        assert_eq!(not_installed(&["clang", "ffmpeg", "libpq-dev"], listing), ["ffmpeg", "libpq-dev"]);
    }
}
