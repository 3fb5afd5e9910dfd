//! `walros`: the server and its command line. Composition only; the rules live in the crates below.

mod command;
mod config;
mod folder;
mod web;
mod wire;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    let done = runtime.block_on(async {
        match cli.command {
            Command::Serve(serve) => serve.run().await,
            Command::User(user) => user.run().await,
            Command::Scan(scan) => scan.run().await,
            Command::Doctor(doctor) => doctor.run().await,
            Command::Backup(backup) => backup.run().await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// One line: what went wrong, why, and what to do where the error knows it.
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("walros: {error:#}");
    ExitCode::FAILURE
}
