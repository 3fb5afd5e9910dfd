//! Running other programs: shown before they run, and an error that names the command line when they fail.

use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};

/// The command line as a person would type it, without the environment.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(|word| word.to_string_lossy());
    words.map(|word| if word.is_empty() || word.contains(' ') { format!("'{word}'") } else { word.into_owned() }).collect::<Vec<_>>().join(" ")
}

/// Shows the command line, runs it on our own standard streams, and fails when it fails.
pub fn run(command: &mut Command) -> Result<()> {
    crate::say::note(&format!("$ {}", line(command)));
    let status = command.status().with_context(|| format!("cannot start `{}`", line(command)))?;
    if !status.success() {
        bail!("`{}` failed: {status}", line(command));
    }
    Ok(())
}

/// Runs quietly and returns standard output; standard error becomes part of the error.
pub fn output(command: &mut Command) -> Result<String> {
    let done = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start `{}`", line(command)))?;
    if !done.status.success() {
        bail!("`{}` failed: {}\n{}", line(command), done.status, String::from_utf8_lossy(&done.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Whether the program is there and says yes, quietly.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Whether a program of this name is on the search path.
pub fn on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_names_itself() {
        let failed = output(Command::new("sh").args(["-c", "echo why >&2; exit 3"])).unwrap_err().to_string();
        assert!(failed.contains("sh -c 'echo why >&2; exit 3'") && failed.contains("why"), "{failed}");
    }
}
