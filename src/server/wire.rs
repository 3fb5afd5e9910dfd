//! The one file that knows all concrete types: it builds the engine and mounts the facades.

use std::any::Any;
use std::net::SocketAddr;
use std::sync::Arc;

use actix_web::dev::{Extensions, Server};
use actix_web::middleware::from_fn;
use actix_web::rt::net::TcpStream;
use actix_web::{App, HttpServer};
use anyhow::Context;
use walros_engine::ending::Ending;
use walros_engine::libraries::NewLibrary;
use walros_engine::{Caller, Engine};
use walros_http::TrustedProxies;
use walros_jobs::{Backend, LocalPool, PoolConfig, Workers};

use crate::config::Config;
use crate::folder::FolderArgument;
use crate::web;

/// Logs to standard error; `WALROS_LOG` chooses what (`info`, `walros_engine=debug` …).
pub fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("WALROS_LOG").unwrap_or_else(|_| "info,actix_server=warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}

pub async fn engine(config: &Config) -> anyhow::Result<Arc<Engine>> {
    engine_with_code(config, None).await
}

pub async fn engine_with_code(config: &Config, setup_code: Option<String>) -> anyhow::Result<Arc<Engine>> {
    let pool = PoolConfig { binary: config.worker.clone(), backend: config.backend, workers: config.workers + 1, ..PoolConfig::default() };
    let pool = LocalPool::new(pool);
    if config.backend != Backend::default() {
        // Else every film would fail, one by one.
        let missing = || format!("config.toml says backend = \"{}\", which {} does not have", config.backend.name(), config.worker.display());
        pool.check().await.with_context(missing)?;
    }
    let workers: Arc<dyn Workers> = Arc::new(pool);
    Ok(Engine::open(config.engine.clone(), workers, setup_code).await?)
}

/// Makes libraries of folders given on the command line, unless a library has the folder already.
pub async fn add_folders(engine: &Engine, folders: &[FolderArgument]) -> anyhow::Result<()> {
    let caller = Caller::server();
    for folder in folders {
        let path = std::path::absolute(&folder.path).with_context(|| format!("{} is no path", folder.path.display()))?;
        let path = path.to_str().with_context(|| format!("{} is not written in UTF-8", path.display()))?.trim_end_matches('/').to_string();
        let known = engine.libraries.list(&caller).await?;
        if known.iter().flat_map(|library| &library.roots).any(|root| root.path == path) {
            continue;
        }
        // Two folders given under one name are one library.
        let same_name = folder.name.as_ref().and_then(|name| known.iter().find(|library| library.name.eq_ignore_ascii_case(name)));
        match same_name {
            Some(library) => engine.libraries.add_folder(&caller, library.id, &path).await?,
            None => {
                let new = NewLibrary { name: folder.name.clone(), kind: folder.kind, folders: vec![path], ahead: Default::default(), options: None };
                engine.libraries.create(&caller, new).await?;
            }
        }
    }
    Ok(())
}

/// Takes the port; nothing answers yet.
pub fn bind(config: &Config, engine: Arc<Engine>) -> anyhow::Result<Server> {
    let listen = config.listen;
    let proxies: Vec<String> = config.trusted_proxies.iter().map(ToString::to_string).collect();
    let proxies = TrustedProxies::parse(proxies.iter().map(String::as_str)).map_err(anyhow::Error::msg)?;
    let clients = web::Clients { own: web_client(config), jellyfin: config.jellyfin_web.clone() };
    let options = walros_jellyfin::JellyfinOptions { proxies: proxies.clone(), data: config.engine.data.clone(), bare_originals: config.bare_originals };
    let jellyfin = walros_jellyfin::Jellyfin::new(engine.clone(), options);
    let app = move || {
        let api = walros_api::Options { proxies: proxies.clone() };
        App::new()
            .wrap(from_fn(walros_jellyfin::fold_case))
            .wrap(from_fn(walros_http::compress::spare))
            .wrap(actix_web::middleware::Compress::default())
            .wrap(from_fn(walros_http::headers::finish))
            .configure(|service| walros_api::configure(service, engine.clone(), api))
            .configure(|service| web::configure(service, clients.clone()))
            .configure(|service| jellyfin.configure(service))
            .default_service(actix_web::web::to(walros_jellyfin::unknown))
    };
    let server = HttpServer::new(app).on_connect(send_at_once).shutdown_timeout(5).bind(listen).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => anyhow::anyhow!("port {} is in use: stop what uses it, or choose another with --listen 0.0.0.0:PORT", listen.port()),
        _ => anyhow::Error::new(error).context(format!("cannot listen on {listen}")),
    })?;
    Ok(server.run())
}

/// Without this the kernel holds the last bytes of an answer back until the client has confirmed those before, which it
/// delays in turn: 40 ms for a segment that took two.
fn send_at_once(connection: &dyn Any, _: &mut Extensions) {
    if let Some(stream) = connection.downcast_ref::<TcpStream>()
        && let Err(error) = stream.set_nodelay(true)
    {
        tracing::debug!(%error, "a connection without TCP_NODELAY");
    }
}

/// Answers until told to stop, by a signal or by an administrator.
pub async fn serve(server: Server, listen: SocketAddr, engine: Arc<Engine>) -> anyhow::Result<Ending> {
    let discovery = tokio::spawn(walros_jellyfin::discovery::serve(engine.clone(), listen));
    let handle = server.handle();
    tokio::pin!(server);
    let done = tokio::select! {
        done = &mut server => done,
        _ = engine.system.ended() => tokio::join!(handle.stop(true), &mut server).1,
    };
    discovery.abort();
    // Stopped by a signal, nobody asked.
    done.context("the server stopped").map(|()| engine.system.ending().unwrap_or(Ending::Stop))
}

fn web_client(config: &Config) -> Option<std::path::PathBuf> {
    let beside_us = || std::env::current_exe().ok().map(|us| us.with_file_name("web"));
    let folder = config.web.clone().or_else(beside_us)?;
    if folder.join("index.html").is_file() {
        return Some(folder);
    }
    tracing::warn!(folder = %folder.display(), "the web client is not there: /app/ answers nothing");
    None
}
