//! `walros scan`: a scan without a server.

use anyhow::bail;
use clap::Args;
use walros_engine::scans::ScanPhase;
use walros_engine::{Caller, Event};

use crate::config::{Common, Serving};
use crate::folder::FolderArgument;
use crate::wire;

#[derive(Args)]
pub struct Scan {
    /// The library's name [default: all].
    library: Option<String>,
    /// Folders to make libraries of first.
    #[arg(long, value_name = "FOLDER")]
    folder: Vec<FolderArgument>,
    #[command(flatten)]
    common: Common,
}

impl Scan {
    pub async fn run(self) -> anyhow::Result<()> {
        let mut config = self.common.settle(Serving::default())?;
        config.engine.watch_folders = false;
        let engine = wire::engine(&config).await?;
        let caller = Caller::server();
        let mut events = engine.events.subscribe();
        let known = engine.libraries.list(&caller).await?;
        // New libraries are scanned as they are made.
        wire::add_folders(&engine, &self.folder).await?;
        match &self.library {
            None => {
                for library in known {
                    engine.scans.start(&caller, Some(library.id)).await?;
                }
            }
            Some(name) => match engine.libraries.list(&caller).await?.into_iter().find(|library| library.name.eq_ignore_ascii_case(name)) {
                Some(library) => engine.scans.start(&caller, Some(library.id)).await?,
                None => bail!("there is no library {name}"),
            },
        }
        tokio::select! {
            () = engine.scans.idle() => {}
            () = async {
                while let Ok(event) = events.recv().await {
                    if let Event::ScanProgress(progress) = event {
                        eprint!("\r{}: {} of {} files, {:.0} a second   ", progress.library_name, progress.done, progress.found, progress.rate);
                    }
                }
            } => {}
        }
        eprintln!();
        for progress in engine.scans.progress(&caller)? {
            let word = match progress.phase {
                ScanPhase::Offline => "offline, nothing changed",
                ScanPhase::Failed => "failed",
                ScanPhase::Cancelled => "cancelled",
                _ => "scanned",
            };
            println!(
                "{}: {word}, {} files, {} added, {} updated, {} missing",
                progress.library_name, progress.found, progress.added, progress.updated, progress.missing
            );
        }
        for trouble in engine.scans.troubles(&caller).await? {
            println!("{}: {}", trouble.path, trouble.text);
        }
        Ok(())
    }
}
