//! The unprivileged user `walros-ci`, made when we run as root: PostgreSQL refuses to run as root, and root cannot see
//! that a folder is unreadable.

use crate::{say, shell};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

const NAME: &str = "walros-ci";
const HOME: &str = "/var/lib/walros-ci";

/// Whether we run as root.
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0)
}

/// Makes the user if we are root and it is not there yet.
pub fn ensure() -> Result<()> {
    if !is_root() || shell::succeeds(Command::new("id").arg(NAME)) {
        return Ok(());
    }
    say::note(&format!("making the user {NAME}, as which the tests that refuse root run"));
    shell::run(Command::new("useradd").args(["--system", "--user-group", "--create-home", "--home-dir", HOME, "--shell", "/usr/sbin/nologin", NAME]))
}

/// A command that runs as the unprivileged user, or as ourselves when we are not root. Its working folder is one that user can enter.
pub fn command(program: impl AsRef<Path>) -> Command {
    if !is_root() {
        return Command::new(program.as_ref());
    }
    let mut command = Command::new("runuser");
    command.args(["-u", NAME, "--"]).arg(program.as_ref()).env("HOME", HOME).current_dir(HOME);
    command
}

/// Makes an empty folder that belongs to that user, whose parents everybody may enter. `name` makes it recognisable.
pub fn folder(name: &str) -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("walros-{name}-{}", std::process::id()));
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    if is_root() {
        shell::output(Command::new("chown").arg(format!("{NAME}:{NAME}")).arg(&folder))?;
    }
    Ok(folder)
}
