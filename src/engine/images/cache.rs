//! Scaled pictures on disk: each made once, however many ask for it at a time, within a quota.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use moka::future::Cache;
use moka::notification::RemovalCause;
use moka::policy::EvictionPolicy;

use crate::{EngineError, Result};

#[derive(Clone)]
pub struct ImageCache {
    folder: Arc<PathBuf>,
    /// File name → bytes it takes.
    files: Cache<String, u32>,
}

impl ImageCache {
    /// Takes over what an earlier run left in `folder`.
    pub fn open(folder: PathBuf, quota: u64) -> std::io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        let folder = Arc::new(folder);
        let listener_folder = folder.clone();
        let files = Cache::builder()
            .max_capacity(quota)
            // What was just made is what somebody waits for: it must not be the first to go.
            .eviction_policy(EvictionPolicy::lru())
            .weigher(|_, bytes: &u32| *bytes)
            .eviction_listener(move |name: Arc<String>, _, cause| {
                if matches!(cause, RemovalCause::Size | RemovalCause::Explicit) {
                    // A reader that has it open keeps its bytes; a missing file is made again.
                    let _ = std::fs::remove_file(listener_folder.join(name.as_str()));
                }
            })
            .build();
        Ok(Self { folder, files })
    }

    /// Fills the books from the folder; until then pictures that are there are found one by one.
    pub async fn take_stock(&self) {
        let folder = self.folder.clone();
        let found = tokio::task::spawn_blocking(move || list(&folder)).await.unwrap_or_default();
        for (name, bytes) in found {
            self.files.insert(name, bytes).await;
        }
    }

    /// The file called `name`, if it is there.
    pub async fn find(&self, name: &str) -> Option<PathBuf> {
        let path = self.folder.join(name);
        tokio::fs::try_exists(&path).await.unwrap_or(false).then_some(path)
    }

    /// Keeps what was made without anybody waiting for it.
    pub async fn keep(&self, name: String, bytes: &[u8]) -> Result<PathBuf> {
        let path = self.folder.join(&name);
        write_whole(&path, bytes).await.map_err(|error| EngineError::Internal(format!("cannot keep a picture: {error}")))?;
        self.files.insert(name, weight(bytes.len() as u64)).await;
        Ok(path)
    }

    /// The file called `name`, made by `make` if it is not there.
    pub async fn get<F>(&self, name: String, make: F) -> Result<PathBuf>
    where
        F: Future<Output = Result<bytes::Bytes>> + Send,
    {
        let path = self.folder.join(&name);
        let wanted = path.clone();
        let made = self.files.try_get_with(name.clone(), async move {
            if let Ok(facts) = tokio::fs::metadata(&wanted).await {
                return Ok(weight(facts.len()));
            }
            let bytes = make.await?;
            write_whole(&wanted, &bytes).await.map_err(|error| EngineError::Internal(format!("cannot keep a picture: {error}")))?;
            Ok(weight(bytes.len() as u64))
        });
        made.await.map_err(|error: Arc<EngineError>| copy_of(&error))?;
        if tokio::fs::try_exists(&path).await.unwrap_or(false) {
            return Ok(path);
        }
        // Somebody emptied the folder under us: forget it, so that the next request makes it again.
        self.files.invalidate(&name).await;
        Err(EngineError::Unavailable("the picture went away; ask again".into()))
    }
}

/// Written under another name first: a picture is there whole or not at all.
pub(crate) async fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let partial = path.with_extension("partial");
    tokio::fs::write(&partial, bytes).await?;
    tokio::fs::rename(&partial, path).await
}

fn list(folder: &Path) -> Vec<(String, u32)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let file = |entry: std::fs::DirEntry| {
        let facts = entry.metadata().ok().filter(|facts| facts.is_file())?;
        let name = entry.file_name().into_string().ok()?;
        if name.ends_with(".partial") {
            let _ = std::fs::remove_file(entry.path());
            return None;
        }
        Some((name, weight(facts.len())))
    };
    entries.filter_map(file).collect()
}

fn weight(bytes: u64) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// All who waited for one picture hear of its failure.
pub(crate) fn copy_of(error: &EngineError) -> EngineError {
    match error {
        EngineError::NotFound => EngineError::NotFound,
        // A picture that workers die on is as good as none.
        EngineError::Unavailable(text) | EngineError::Failed(text) => EngineError::Unavailable(text.clone()),
        EngineError::Unsupported(text) | EngineError::Invalid(text) => EngineError::Unsupported(text.clone()),
        other => EngineError::Internal(other.to_string()),
    }
}
