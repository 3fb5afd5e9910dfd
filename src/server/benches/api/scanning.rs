//! A library of real files, scanned from nothing again and again while requests are measured.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use anyhow::Context;
use walros_engine::libraries::NewLibrary;
use walros_engine::model::library::LibraryKind;
use walros_engine::{Caller, Engine};

pub struct Scanning {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<anyhow::Result<()>>,
}

impl Scanning {
    /// On a runtime of its own, as the program has more threads than this one.
    pub fn begin(engine: Arc<Engine>, folder: PathBuf) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || tokio::runtime::Runtime::new()?.block_on(again_and_again(&engine, &folder, &stopped)));
        Self { stop, thread }
    }

    pub fn end(self) -> anyhow::Result<()> {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.join().ok().context("the scan panicked")?
    }
}

async fn again_and_again(engine: &Engine, folder: &std::path::Path, stop: &AtomicBool) -> anyhow::Result<()> {
    let server = Caller::server();
    let path = folder.to_str().context("the folder's name is not UTF-8")?;
    while !stop.load(Ordering::SeqCst) {
        let new =
            NewLibrary { name: Some("scanned".into()), kind: Some(LibraryKind::Movies), folders: vec![path.into()], ahead: Default::default(), options: None };
        let library = engine.libraries.create(&server, new).await?;
        tokio::select! {
            () = engine.scans.idle() => {}
            () = told(stop) => engine.scans.cancel(&server, Some(library.id))?,
        }
        engine.scans.idle().await;
        engine.libraries.remove(&server, library.id).await?;
    }
    Ok(())
}

async fn told(stop: &AtomicBool) {
    while !stop.load(Ordering::SeqCst) {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
