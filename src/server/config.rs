//! Settings: command line over environment (`WALROS_*`) over `config.toml` in the data folder over default.

use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use serde::Deserialize;
use walros_engine::{EngineConfig, Hardware};
use walros_jobs::Backend;

/// Options that every subcommand takes.
#[derive(Args, Clone, Debug)]
pub struct Common {
    /// The folder everything of Walros is kept in [default: the platform's data folder].
    #[arg(long, env = "WALROS_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// PostgreSQL to use instead of SQLite in the data folder.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The worker program [default: `walros-worker` beside this program].
    #[arg(long, env = "WALROS_WORKER", value_name = "FILE")]
    pub worker: Option<PathBuf>,
    /// Workers at one time [default: one for each core].
    #[arg(long, env = "WALROS_WORKERS", value_name = "N")]
    pub workers: Option<usize>,
}

/// What `config.toml` may say; every key is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigFile {
    pub listen: Option<SocketAddr>,
    pub database_url: Option<String>,
    pub workers: Option<usize>,
    /// What makes segments in the workers: `libav`, or `gstreamer` where they were built with it [default: libav].
    pub backend: Option<Backend>,
    /// Which devices may encode: `auto` (whatever is found and passes its trial), `off`, or one, written as `vaapi-renderD128`,
    /// `qsv-renderD128` or `nvenc-0` [default: auto].
    pub hardware: Option<Hardware>,
    /// Bytes encoded segments may take.
    pub segment_quota: Option<u64>,
    /// Bytes renditions that are kept may take.
    pub rendition_quota: Option<u64>,
    /// Bytes scaled pictures may take.
    pub image_quota: Option<u64>,
    pub watch_folders: Option<bool>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Whether Jellyfin's TV apps may open an original file without a token when they asked for it before, from the same
    /// address [default: true].
    pub bare_originals: Option<bool>,
    /// The web client's folder.
    pub web: Option<PathBuf>,
    /// The folder of Jellyfin's web client, if that is to be served at `/web/`.
    pub jellyfin_web: Option<PathBuf>,
}

/// Everything settled.
#[derive(Clone, Debug)]
pub struct Config {
    pub engine: EngineConfig,
    pub worker: PathBuf,
    pub workers: usize,
    pub backend: Backend,
    pub listen: SocketAddr,
    pub trusted_proxies: Vec<std::net::IpAddr>,
    pub bare_originals: bool,
    pub web: Option<PathBuf>,
    pub jellyfin_web: Option<PathBuf>,
}

/// What only the server is told on its command line.
#[derive(Clone, Debug, Default)]
pub struct Serving {
    pub listen: Option<SocketAddr>,
    pub web: Option<PathBuf>,
    pub jellyfin_web: Option<PathBuf>,
}

const DEFAULT_LISTEN: ([u8; 4], u16) = ([0, 0, 0, 0], 8096);

impl Common {
    pub fn settle(&self, Serving { listen, web, jellyfin_web }: Serving) -> anyhow::Result<Config> {
        let data = match &self.data {
            Some(data) => data.clone(),
            None => default_data().context("no data folder: give one with --data DIR")?,
        };
        // Password hashes are in there: nobody else's business.
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&data).with_context(|| format!("cannot make the data folder {}", data.display()))?;
        let data = data.canonicalize().with_context(|| format!("cannot read the data folder {}", data.display()))?;
        let file = read_file(&data.join("config.toml"))?;
        let mut engine = EngineConfig::in_folder(&data);
        engine.database_url = self.database_url.clone().or(file.database_url);
        engine.segment_quota = file.segment_quota.unwrap_or(engine.segment_quota);
        engine.rendition_quota = file.rendition_quota.unwrap_or(engine.rendition_quota);
        engine.image_quota = file.image_quota.unwrap_or(engine.image_quota);
        engine.watch_folders = file.watch_folders.unwrap_or(engine.watch_folders);
        engine.hardware = file.hardware.unwrap_or_default();
        let worker = self.worker.clone().map_or_else(beside_us, Ok)?;
        engine.worker.clone_from(&worker);
        Ok(Config {
            engine,
            worker,
            workers: self.workers.or(file.workers).unwrap_or_else(cores).max(1),
            backend: file.backend.unwrap_or_default(),
            listen: listen.or(file.listen).unwrap_or_else(|| DEFAULT_LISTEN.into()),
            trusted_proxies: file.trusted_proxies,
            bare_originals: file.bare_originals.unwrap_or(true),
            web: web.or(file.web),
            jellyfin_web: jellyfin_web.or(file.jellyfin_web).map(jellyfin_client).transpose()?,
        })
    }
}

fn read_file(path: &Path) -> anyhow::Result<ConfigFile> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).with_context(|| format!("{} is not right", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(ConfigFile::default()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// A folder that is named must be what it is said to be: shells would show an empty page else.
fn jellyfin_client(folder: PathBuf) -> anyhow::Result<PathBuf> {
    let shown = folder.display();
    anyhow::ensure!(folder.is_dir(), "--jellyfin-web: there is no folder {shown}");
    anyhow::ensure!(
        folder.join("index.html").is_file(),
        "--jellyfin-web: {shown} has no index.html: give the folder that Jellyfin's web client was built into"
    );
    folder.canonicalize().with_context(|| format!("--jellyfin-web: cannot read {shown}"))
}

fn beside_us() -> anyhow::Result<PathBuf> {
    let us = std::env::current_exe().context("cannot tell where this program is")?;
    Ok(us.with_file_name("walros-worker"))
}

/// `$XDG_DATA_HOME/walros`, else `~/.local/share/walros`.
fn default_data() -> Option<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")))?;
    Some(base.join("walros"))
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}
