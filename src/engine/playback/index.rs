//! Where files can be entered: made by a worker the first time somebody needs it, then kept.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use moka::future::Cache;
use walros_db::{Db, items, scan};
use walros_jobs::{Fault, Job, Priority, Reply, Workers};
use walros_model::ItemId;
use walros_model::index::MediaIndex;
use walros_model::probe::MediaSource;
use walros_streaming::Indexes;

/// Indexes kept in memory; a two-hour film's takes some tens of kilobytes.
const KEPT: u64 = 200;

pub(crate) struct StoredIndexes {
    db: Db,
    workers: Arc<dyn Workers>,
    /// By the file's id and what would change with its content.
    known: Cache<(ItemId, u64, i64), Arc<MediaIndex>>,
}

impl StoredIndexes {
    pub fn new(db: Db, workers: Arc<dyn Workers>) -> Self {
        Self { db, workers, known: Cache::new(KEPT) }
    }

    async fn load(&self, source: &MediaSource) -> Result<Arc<MediaIndex>, Fault> {
        let id = source.id;
        let stored = self.db.read(move |conn| items::index(conn, id)).await.map_err(|error| Fault::Io { text: error.to_string() })?;
        if let Some(index) = stored {
            return Ok(Arc::new(index));
        }
        let path = source.path.clone();
        let file = tokio::task::spawn_blocking(move || File::open(path)).await.map_err(|error| Fault::Io { text: error.to_string() })?;
        let file = file.map_err(|error| Fault::Io { text: format!("{}: {error}", source.path) })?;
        let name = Path::new(&source.path).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let done = self.workers.run(Priority::Waiting, Job::Index { name }, vec![file]).await?;
        let Reply::Index(index) = done.reply else {
            return Err(Fault::Crashed { text: "an index job answered something else".into() });
        };
        let row = (*index).clone();
        // A file played without being kept is only slower the next time.
        if let Err(error) = self.db.write(move |conn| scan::set_index(conn, id, &row)).await {
            tracing::warn!(%error, "an index could not be kept");
        }
        Ok(Arc::new(*index))
    }
}

impl Indexes for StoredIndexes {
    fn index<'a>(&'a self, source: &'a MediaSource) -> BoxFuture<'a, Result<Arc<MediaIndex>, Fault>> {
        Box::pin(async move {
            let key = (source.id, source.size, source.modified.timestamp_micros());
            let index = self.known.try_get_with(key, self.load(source)).await;
            index.map_err(|fault: Arc<Fault>| (*fault).clone())
        })
    }
}
