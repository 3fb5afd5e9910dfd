//! Files that end the workers which read them.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use walros_engine::{Caller, Engine, EngineConfig};
use walros_jobs::{Done, Fault, Job, LocalPool, PoolConfig, Priority, Workers};

use crate::fixture::{Fixture, sign_in, write};

const FILE: &str = "movies/Broken (2002).mkv";

/// Workers that crash on one file, counting how often they are given it.
struct Crashing {
    pool: LocalPool,
    given: AtomicUsize,
    build: AtomicU64,
}

impl Workers for Crashing {
    fn run(&self, priority: Priority, job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>> {
        async move {
            if matches!(&job, Job::Probe { name } if FILE.ends_with(name)) {
                self.given.fetch_add(1, Ordering::SeqCst);
                return Err(Fault::Crashed { text: "the worker died".into() });
            }
            self.pool.run(priority, job, files).await
        }
        .boxed()
    }

    fn build(&self) -> u64 {
        self.build.load(Ordering::SeqCst)
    }
}

struct Scanned {
    engine: Arc<Engine>,
    workers: Arc<Crashing>,
    admin: Caller,
}

impl Scanned {
    async fn open(fixture: &Fixture) -> Self {
        let workers = Arc::new(Crashing { pool: LocalPool::new(PoolConfig::default()), given: AtomicUsize::new(0), build: AtomicU64::new(1) });
        let config = EngineConfig { watch_folders: false, ..EngineConfig::in_folder(&fixture.data) };
        let engine = Engine::open(config, workers.clone(), None).await.expect("an engine");
        let admin = sign_in(&engine, "admin", "secret").await;
        Self { engine, workers, admin }
    }

    /// Scans, and answers how often workers were given the file so far. It is told as a trouble each time.
    async fn scan(&self) -> usize {
        self.engine.scans.start(&self.admin, None).await.expect("a scan");
        self.given().await
    }

    async fn given(&self) -> usize {
        self.engine.scans.idle().await;
        let troubles = self.engine.scans.troubles(&self.admin).await.expect("troubles");
        assert!(matches!(&troubles[..], [one] if one.path.ends_with(FILE)), "{troubles:?}");
        self.workers.given.load(Ordering::SeqCst)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_ends_its_workers_is_left_alone_after_three_scans() {
    let fixture = Fixture::scanned().await;
    // It was found to be no film; changed, it is read again.
    write(&fixture.media.join(FILE), "this ends workers");
    let server = Scanned::open(&fixture).await;
    for scans in 1..=3 {
        assert_eq!(server.scan().await, scans, "read in each of the first three");
    }
    assert_eq!(server.scan().await, 3, "and then no more");
    // An upgraded worker is given it once.
    server.workers.build.store(2, Ordering::SeqCst);
    assert_eq!((server.scan().await, server.scan().await), (4, 4));
    server.engine.scans.try_again(&server.admin).await.expect("a scan");
    assert_eq!((server.given().await, server.scan().await, server.scan().await, server.scan().await), (5, 6, 7, 7), "as if it were new");
    write(&fixture.media.join(FILE), "this is another one that ends workers");
    for scans in 8..=10 {
        assert_eq!(server.scan().await, scans, "another file");
    }
    assert_eq!(server.scan().await, 10);
}
