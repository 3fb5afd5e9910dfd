//! Sheets on disk, under names that say which state of which file they show:
//! `cache/trickplay/<file>/<state>-<width>/<number>.jpg`. They go when the file is another, or no item's any more.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use moka::future::Cache;
use walros_model::{ItemId, Timestamp};

use crate::images::cache::{copy_of, write_whole};
use crate::{EngineError, Result};

/// Changes when the same film would make other sheets.
const RECIPE: u32 = 1;

pub(crate) struct SheetStore {
    folder: PathBuf,
    /// What is being made. Sheets that somebody waits for never wait for one that nobody does.
    making: Cache<(PathBuf, bool), ()>,
}

/// One sheet of a file.
#[derive(Clone, Debug)]
pub(crate) struct SheetName {
    pub source: ItemId,
    pub state: String,
    pub width: u32,
    pub number: u32,
}

/// What a file is like, in a word that is another when its sheets would be.
pub(crate) fn state(size: u64, modified: Timestamp) -> String {
    let words = format!("{RECIPE} {size} {}", modified.timestamp_micros());
    blake3::hash(words.as_bytes()).to_hex()[..16].to_string()
}

impl SheetStore {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, making: Cache::new(1000) }
    }

    fn path(&self, name: &SheetName) -> PathBuf {
        let SheetName { source, state, width, number } = name;
        self.folder.join(source.simple()).join(format!("{state}-{width}")).join(format!("{number}.jpg"))
    }

    /// Whether nothing more needs to be done for a sheet: it is there, or nobody can make it.
    pub async fn is_settled(&self, name: &SheetName) -> bool {
        let path = self.path(name);
        exists(&path).await || exists(&refusal(&path)).await
    }

    /// The sheet's file, made by `make` if it is not there. That it cannot be made is kept in mind as long as the file
    /// stays what it is: `NotFound` from then on.
    pub async fn get<F>(&self, name: &SheetName, waited_for: bool, make: F) -> Result<PathBuf>
    where
        F: Future<Output = Result<bytes::Bytes>> + Send,
    {
        let path = self.path(name);
        if exists(&path).await {
            return Ok(path);
        }
        if exists(&refusal(&path)).await {
            return Err(EngineError::NotFound);
        }
        let key = (path.clone(), waited_for);
        let made = self.making.try_get_with(key.clone(), produce(&path, make)).await;
        // Only those who wait at the same time share it.
        self.making.invalidate(&key).await;
        made.map_err(|error: std::sync::Arc<EngineError>| copy_of(&error))?;
        Ok(path)
    }

    /// Removes the sheets of files that are no longer, or no longer as they were. `states` answers for each id what the
    /// file is now.
    pub async fn tidy<F>(&self, states: impl Fn(Vec<ItemId>) -> F) -> Result<()>
    where
        F: Future<Output = Result<HashMap<ItemId, String>>>,
    {
        const BATCH: usize = 256;
        let folder = self.folder.clone();
        let kept: Vec<(ItemId, PathBuf)> = blocking(move || folders(&folder)).await?;
        for batch in kept.chunks(BATCH) {
            let now = states(batch.iter().map(|(id, _)| *id).collect()).await?;
            let old = batch.iter().map(|(id, path)| (path.clone(), now.get(id).cloned())).collect::<Vec<_>>();
            blocking(move || old.into_iter().for_each(|(path, state)| remove_old(&path, state.as_deref()))).await?;
        }
        Ok(())
    }
}

async fn produce<F>(path: &Path, make: F) -> Result<()>
where
    F: Future<Output = Result<bytes::Bytes>> + Send,
{
    let io = |error: std::io::Error| EngineError::Internal(format!("cannot keep a sheet of pictures: {error}"));
    let made = make.await;
    if let Some(folder) = path.parent() {
        tokio::fs::create_dir_all(folder).await.map_err(io)?;
    }
    match made {
        Ok(bytes) => write_whole(path, &bytes).await.map_err(io),
        Err(EngineError::Unsupported(text)) => {
            tracing::debug!(path = %path.display(), "no pictures for seeking: {text}");
            write_whole(&refusal(path), b"").await.map_err(io)?;
            Err(EngineError::NotFound)
        }
        Err(other) => Err(other),
    }
}

/// Stands where a sheet cannot be made.
fn refusal(path: &Path) -> PathBuf {
    path.with_extension("none")
}

async fn exists(path: &Path) -> bool {
    tokio::fs::try_exists(path).await.unwrap_or(false)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| EngineError::Internal(error.to_string()))
}

/// Those of files; what is called otherwise is not ours.
fn folders(folder: &Path) -> Vec<(ItemId, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path()))).collect()
}

/// Removes what does not show `state`; everything where there is none.
fn remove_old(path: &Path, state: Option<&str>) {
    let Some(state) = state else {
        let _ = std::fs::remove_dir_all(path);
        return;
    };
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        let current = entry.file_name().to_str().is_some_and(|name| name.split('-').next() == Some(state));
        if !current {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
