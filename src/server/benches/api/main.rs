//! `cargo xtask bench api`: requests of the stock web client through the Jellyfin facade, in this process, on 100,000
//! items and a million play states, beside the same SQL run bare, and again while the films in `$WALROS_BENCH_FOLDER`
//! are scanned. Prints what it measures and fails nothing.

// A command-line tool: what it prints is its result.
#![allow(clippy::print_stdout)]

mod fill;
mod measure;
mod requests;
mod scanning;
mod start;

use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use walros_db::{Db, DbConfig};
use walros_engine::model::user::Policy;
use walros_engine::{Caller, Engine, EngineConfig};
use walros_jobs::{LocalPool, PoolConfig};

pub const PASSWORD: &str = "benchmark";

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("no folder for the data")?;
    let data = folder.path();
    let begun = Instant::now();
    let (anna, ben) = accounts(data).await?;
    let db = Db::open(&DbConfig::sqlite(data.join("walros.db")))?;
    let filled = fill::fill(&db, [anna, ben]).await?;
    println!("{} items and {} play states of {} users, made in {:.0} s\n", filled.items, filled.states, filled.users, begun.elapsed().as_secs_f64());

    let engine = open(data).await?;
    // For whoever looks into a slow one: `cargo bench -p walros --bench api -- --sql 'home: next up'`.
    let show_sql = std::env::args().any(|argument| argument == "--sql");
    let mut asks = requests::of(&filled);
    if let Some(only) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) {
        asks.retain(|ask| ask.name.contains(&only));
    }
    measure::all(engine, &db, &asks, show_sql, std::env::var_os("WALROS_BENCH_FOLDER").map(Into::into)).await?;
    drop(db);
    start::measure(data)
}

async fn open(data: &std::path::Path) -> anyhow::Result<Arc<Engine>> {
    let config = EngineConfig { watch_folders: false, ..EngineConfig::in_folder(data) };
    Ok(Engine::open(config, Arc::new(LocalPool::new(PoolConfig::default())), None).await?)
}

/// `anna`, who may see everything, and `ben`, who may not see what is rated above 12.
async fn accounts(data: &std::path::Path) -> anyhow::Result<(walros_engine::model::UserId, walros_engine::model::UserId)> {
    let engine = open(data).await?;
    let server = Caller::server();
    let anna = engine.users.create(&server, "anna", Some(PASSWORD), Policy { administrator: true, ..Policy::default() }).await?;
    let ben = engine.users.create(&server, "ben", Some(PASSWORD), Policy { max_age: Some(12), ..Policy::default() }).await?;
    Ok((anna.id, ben.id))
}
