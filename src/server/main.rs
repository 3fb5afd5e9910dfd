//! `walros`: the server and its command line. Composition only; the rules live in the crates below.

mod command;
mod config;
mod folder;
mod web;
mod wire;

use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{self, ExitCode};

use clap::{Parser, Subcommand};
use walros_engine::ending::Ending;

#[derive(Parser)]
#[command(name = "walros", version, about = "A self-hosted media server for Jellyfin and Plex apps.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the libraries; folders given here become libraries.
    Serve(command::serve::Serve),
    /// Manage accounts.
    #[command(subcommand)]
    User(command::user::User),
    /// Scan one library, or all of them, without serving.
    Scan(command::scan::Scan),
    /// Check what Walros needs and what it finds.
    Doctor(command::doctor::Doctor),
    /// Write a verified copy of the database to a file.
    Backup(command::backup::Backup),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Asked now: once a package manager has replaced the program, its path is called otherwise.
    let program = std::env::current_exe();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    let done = runtime.block_on(async {
        match cli.command {
            Command::Serve(serve) => serve.run().await,
            Command::User(user) => user.run().await.map(|()| Ending::Stop),
            Command::Scan(scan) => scan.run().await.map(|()| Ending::Stop),
            Command::Doctor(doctor) => doctor.run().await.map(|()| Ending::Stop),
            Command::Backup(backup) => backup.run().await.map(|()| Ending::Stop),
        }
    });
    // Ends the workers and what else still runs.
    drop(runtime);
    match done {
        Ok(Ending::Stop) => ExitCode::SUCCESS,
        Ok(Ending::Restart) => fail(&begin_anew(program)),
        Err(error) => fail(&error),
    }
}

/// Becomes the same program with the same arguments; returns only when that cannot be done.
fn begin_anew(program: std::io::Result<PathBuf>) -> anyhow::Error {
    let error = match program {
        Ok(program) => process::Command::new(program).args(std::env::args_os().skip(1)).exec(),
        Err(error) => error,
    };
    anyhow::Error::new(error).context("cannot start again")
}

/// One line: what went wrong, why, and what to do where the error knows it.
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("walros: {error:#}");
    ExitCode::FAILURE
}
