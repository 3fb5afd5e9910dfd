//! `walros backup`: a copy of the database made by the database itself.

use std::path::PathBuf;

use clap::Args;
use walros_engine::Caller;

use crate::config::{Common, Serving};
use crate::wire;

#[derive(Args)]
pub struct Backup {
    /// The file to write; must not exist.
    file: PathBuf,
    #[command(flatten)]
    common: Common,
}

impl Backup {
    pub async fn run(self) -> anyhow::Result<()> {
        let engine = wire::engine(&self.common.settle(Serving::default())?).await?;
        engine.system.backup(&Caller::server(), &self.file).await?;
        println!("wrote {}", self.file.display());
        Ok(())
    }
}
