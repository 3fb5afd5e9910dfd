//! Where files can be entered: made by a worker the first time somebody needs it, then kept.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use futures_util::future::BoxFuture;
use moka::future::Cache;
use walros_db::{Conn, Db, items, scan};
use walros_jobs::{Fault, Job, Priority, Reply, Workers};
use walros_media::plan::FilmTimes;
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

    /// The index of a file. What nobody waits for is not shared with those who wait: they would wait with it.
    pub async fn get(&self, source: &MediaSource, priority: Priority) -> Result<Arc<MediaIndex>, Fault> {
        let key = key(source);
        if priority != Priority::Idle {
            let index = self.known.try_get_with(key, self.load(source, priority)).await;
            return index.map_err(|fault: Arc<Fault>| (*fault).clone());
        }
        match self.known.get(&key).await {
            Some(index) => Ok(index),
            // Not kept in memory: it would push out what is played.
            None => self.load(source, priority).await,
        }
    }

    /// Whether an index is there, or can be had without reading the whole file.
    pub async fn is_cheap(&self, source: &MediaSource) -> bool {
        let own = source.probe.format.split(',').next().is_some_and(|format| matches!(format, "mov" | "matroska" | "avi"));
        own || self.known.contains_key(&key(source)) || matches!(self.stored(source).await, Ok(Some(_)))
    }

    async fn stored(&self, source: &MediaSource) -> Result<Option<MediaIndex>, Fault> {
        let id = source.id;
        self.db.read(move |conn| items::index(conn, id)).await.map_err(|error| Fault::Io { text: error.to_string() })
    }

    async fn load(&self, source: &MediaSource, priority: Priority) -> Result<Arc<MediaIndex>, Fault> {
        if let Some(index) = self.stored(source).await? {
            return Ok(Arc::new(index));
        }
        let id = source.id;
        let path = source.path.clone();
        let file = tokio::task::spawn_blocking(move || File::open(path)).await.map_err(|error| Fault::Io { text: error.to_string() })?;
        let file = file.map_err(|error| Fault::Io { text: format!("{}: {error}", source.path) })?;
        let name = Path::new(&source.path).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let done = self.workers.run(priority, Job::Index { name }, vec![file]).await?;
        let Reply::Index(index) = done.reply else {
            return Err(Fault::Crashed { text: "an index job answered something else".into() });
        };
        let row = (*index).clone();
        let length = length_of(source, &index);
        let keep = move |conn: &mut Conn| {
            scan::set_index(conn, id, &row)?;
            length.map_or(Ok(()), |length| scan::set_length(conn, id, length, Utc::now()))
        };
        // A file played without being kept is only slower the next time.
        if let Err(error) = self.db.write(keep).await {
            tracing::warn!(%error, "an index could not be kept");
        }
        Ok(Arc::new(*index))
    }
}

/// How long a film is whose clock jumps (what its container says then is the distance of two clocks), or of whose length its container says
/// nothing, as of a recording that was cut off.
fn length_of(source: &MediaSource, index: &MediaIndex) -> Option<Duration> {
    let unknown = !index.epochs.is_empty() || source.probe.duration.is_zero();
    let times = FilmTimes::of(index).filter(|_| unknown && !index.keyframes.is_empty())?;
    Some(Duration::from_nanos(u64::try_from(times.end).unwrap_or(0).saturating_mul(100)))
}

fn key(source: &MediaSource) -> (ItemId, u64, i64) {
    (source.id, source.size, source.modified.timestamp_micros())
}

impl Indexes for StoredIndexes {
    fn index<'a>(&'a self, source: &'a MediaSource) -> BoxFuture<'a, Result<Arc<MediaIndex>, Fault>> {
        Box::pin(async move { self.get(source, Priority::Waiting).await })
    }

    fn known<'a>(&'a self, source: &'a MediaSource) -> BoxFuture<'a, Option<Arc<MediaIndex>>> {
        Box::pin(async move {
            if let Some(index) = self.known.get(&key(source)).await {
                return Some(index);
            }
            let index = Arc::new(self.stored(source).await.ok().flatten()?);
            self.known.insert(key(source), index.clone()).await;
            Some(index)
        })
    }
}
