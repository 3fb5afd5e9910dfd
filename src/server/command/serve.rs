//! `walros serve`: the server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use walros_engine::ending::Ending;

use crate::config::{Common, Serving};
use crate::folder::FolderArgument;
use crate::wire;

#[derive(Args)]
pub struct Serve {
    /// Where the native API, the web client and the Jellyfin API answer [default: 0.0.0.0:8096].
    #[arg(long, env = "WALROS_LISTEN", value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// The one-time set-up code [default: a random one].
    #[arg(long, env = "WALROS_SETUP_TOKEN", value_name = "T", hide_env_values = true)]
    setup_token: Option<String>,
    /// The built web client [default: `web` beside this program].
    #[arg(long, env = "WALROS_WEB", value_name = "DIR")]
    web: Option<PathBuf>,
    /// Jellyfin's own web client, built: served at /web/ in place of ours, for the apps that load their interface from the server.
    #[arg(long, env = "WALROS_JELLYFIN_WEB", value_name = "DIR")]
    jellyfin_web: Option<PathBuf>,
    /// Folders to make libraries of: PATH, KIND:PATH or KIND:NAME=PATH, where KIND is movies, shows, music, photos,
    /// homevideos, books, musicvideos or mixed.
    folders: Vec<FolderArgument>,
    #[command(flatten)]
    common: Common,
}

impl Serve {
    /// Serves until it is told to stop; `Restart` when it is to begin anew.
    pub async fn run(self) -> anyhow::Result<Ending> {
        let begun = Instant::now();
        wire::log();
        let config = self.common.settle(Serving { listen: self.listen, web: self.web, jellyfin_web: self.jellyfin_web })?;
        let engine = wire::engine_with_code(&config, self.setup_token).await?;
        wire::add_folders(&engine, &self.folders).await?;
        let server = wire::bind(&config, engine.clone())?;
        println!("walros {}", env!("CARGO_PKG_VERSION"));
        println!("  data    {}", config.engine.data.display());
        println!("  worker  {}", config.worker.display());
        let port = config.listen.port();
        match engine.system.setup_code() {
            None => println!("  open    http://localhost:{port}/"),
            Some(code) => {
                println!("  set up  http://localhost:{port}/app/?code={code}");
                println!("  code    {code}   (asked for when you set up from another machine)");
            }
        }
        println!("  ready in {} ms", begun.elapsed().as_millis());
        engine.encoders.begin();
        engine.scans.begin().await?;
        wire::serve(server, config.listen, engine).await
    }
}
