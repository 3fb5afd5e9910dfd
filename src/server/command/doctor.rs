//! `walros doctor`: what is needed, what is found.

use std::time::Instant;

use clap::Args;
use walros_engine::Caller;
use walros_engine::encoders::{EncoderState, Trial};

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
        engine.encoders.begin();
        engine.encoders.tried().await;
        for state in engine.encoders.table(&Caller::server())?.encoders {
            println!("encodes       {}", encoders(&state));
        }
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

/// `vaapi-renderD128: h264_vaapi (8 bit), hevc_vaapi (10 bit)`: what passed its trial.
fn encoders(state: &EncoderState) -> String {
    let device = state.device.map_or_else(|| "software".to_owned(), |device| device.to_string());
    let name = |trial: &Trial| format!("{} ({} bit)", trial.encoder, trial.bit_depth);
    let passed: Vec<String> = state.trials.iter().filter(|trial| trial.passed()).map(name).collect();
    let passed = if passed.is_empty() { "NOTHING passed its trial".to_owned() } else { passed.join(", ") };
    format!("{device}: {passed}{}", if state.usable { "" } else { "  (not there, or turned off)" })
}
