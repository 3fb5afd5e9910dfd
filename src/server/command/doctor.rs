//! `walros doctor`: what is needed, what is found.

use std::time::Instant;

use clap::Args;
use walros_engine::Caller;

use crate::config::{Common, Serving};
use crate::wire;

#[derive(Args)]
pub struct Doctor {
    #[command(flatten)]
    common: Common,
}

impl Doctor {
    pub async fn run(self) -> anyhow::Result<()> {
        let config = self.common.settle(Serving::default())?;
        println!("walros {}", env!("CARGO_PKG_VERSION"));
        println!("data folder   {}", config.engine.data.display());
        println!("database      {}", if config.engine.database_url.is_some() { "PostgreSQL" } else { "SQLite" });
        println!("worker        {}{}", config.worker.display(), if config.worker.exists() { "" } else { "  MISSING: media cannot be read" });
        let begun = Instant::now();
        let engine = wire::engine(&config).await?;
        println!("opened in     {} ms", begun.elapsed().as_millis());
        println!("set up        {}", if engine.system.info().set_up { "yes" } else { "no: start `walros serve` and open the address it prints" });
        for library in engine.libraries.list(&Caller::server()).await? {
            for root in &library.roots {
                let state = match (&root.trouble, std::fs::read_dir(&root.path)) {
                    (Some(trouble), _) => format!("offline: {trouble}"),
                    (None, Err(error)) => format!("cannot be read: {error}"),
                    (None, Ok(_)) => format!("{} files", root.file_count),
                };
                println!("library       {}  {}  {state}", library.name, root.path);
            }
        }
        Ok(())
    }
}
