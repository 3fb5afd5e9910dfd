//! Made segments on disk: a folder of files named by what they hold, the least recently used ones removed first.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;
use std::{fs, io};

use bytes::Bytes;

/// What unfinished files end with.
const UNFINISHED: &str = ".part";

#[derive(Clone, Debug)]
pub(crate) struct Cache(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    quota: u64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    files: HashMap<blake3::Hash, Entry>,
    total: u64,
    clock: u64,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    size: u64,
    used: u64,
}

impl Cache {
    /// Takes over what an earlier run left in the folder, and forgets what is not its own.
    pub fn open(folder: PathBuf, quota: u64) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        let mut found = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let facts = entry.metadata()?;
            match blake3::Hash::from_hex(name) {
                Ok(key) if facts.is_file() => found.push((facts.modified().unwrap_or(SystemTime::UNIX_EPOCH), key, facts.len())),
                _ if name.ends_with(UNFINISHED) => drop(fs::remove_file(entry.path())),
                _ => (),
            }
        }
        found.sort_unstable_by_key(|(modified, ..)| *modified);
        let mut state = State::default();
        for (_, key, size) in found {
            state.insert(key, size);
        }
        let cache = Self(Arc::new(Inner { folder, quota, state: Mutex::new(state) }));
        cache.remove(cache.state().evict(quota));
        Ok(cache)
    }

    pub async fn get(&self, key: blake3::Hash) -> Option<Bytes> {
        if !self.state().touch(key) {
            return None;
        }
        match tokio::fs::read(self.path(key)).await {
            Ok(bytes) => Some(bytes.into()),
            Err(error) => {
                tracing::warn!(%error, "a cached segment is gone");
                self.state().forget(key);
                None
            }
        }
    }

    /// Keeps a segment if there is room for it. Failures are logged: a full disk must not stop a film.
    pub async fn put(&self, key: blake3::Hash, bytes: Bytes) {
        let (size, quota) = (bytes.len() as u64, self.0.quota);
        if size > quota {
            return;
        }
        let cache = self.clone();
        let write = move || -> io::Result<()> {
            let path = cache.path(key);
            let unfinished = path.with_extension(&UNFINISHED[1..]);
            fs::write(&unfinished, &bytes)?;
            fs::rename(&unfinished, &path)?;
            let evicted = {
                let mut state = cache.state();
                state.insert(key, size);
                state.evict(quota)
            };
            cache.remove(evicted);
            Ok(())
        };
        match tokio::task::spawn_blocking(write).await {
            Ok(Ok(())) => (),
            Ok(Err(error)) => tracing::warn!(%error, folder = %self.0.folder.display(), "a segment could not be kept"),
            Err(error) => tracing::error!(%error, "keeping a segment"),
        }
    }

    fn path(&self, key: blake3::Hash) -> PathBuf {
        self.0.folder.join(key.to_hex().as_str())
    }

    fn remove(&self, keys: Vec<blake3::Hash>) {
        for key in keys {
            if let Err(error) = fs::remove_file(self.path(key)) {
                tracing::warn!(%error, "removing a cached segment");
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn insert(&mut self, key: blake3::Hash, size: u64) {
        self.clock += 1;
        let before = self.files.insert(key, Entry { size, used: self.clock });
        self.total = self.total - before.map_or(0, |entry| entry.size) + size;
    }

    fn touch(&mut self, key: blake3::Hash) -> bool {
        self.clock += 1;
        let clock = self.clock;
        self.files.get_mut(&key).map(|entry| entry.used = clock).is_some()
    }

    fn forget(&mut self, key: blake3::Hash) {
        if let Some(entry) = self.files.remove(&key) {
            self.total -= entry.size;
        }
    }

    /// Takes out what has not been used for longest until the rest fits.
    fn evict(&mut self, quota: u64) -> Vec<blake3::Hash> {
        let mut evicted = Vec::new();
        if self.total <= quota {
            return evicted;
        }
        let mut by_use: Vec<(u64, blake3::Hash)> = self.files.iter().map(|(key, entry)| (entry.used, *key)).collect();
        by_use.sort_unstable_by_key(|(used, _)| *used);
        // Some room is made at once, so that not every segment sorts them all again.
        let goal = quota - quota / 16;
        for (_, key) in by_use {
            if self.total <= goal {
                break;
            }
            self.forget(key);
            evicted.push(key);
        }
        evicted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> blake3::Hash {
        blake3::hash(name.as_bytes())
    }

    #[tokio::test]
    async fn the_least_recently_used_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path().to_owned(), 100).unwrap();
        for name in ["a", "b", "c"] {
            cache.put(key(name), Bytes::from(vec![1; 30])).await;
        }
        assert!(cache.get(key("a")).await.is_some());
        cache.put(key("d"), Bytes::from(vec![2; 30])).await;
        assert!(cache.get(key("b")).await.is_none());
        assert!(cache.get(key("a")).await.is_some() && cache.get(key("d")).await.is_some());
        cache.put(key("huge"), Bytes::from(vec![3; 101])).await;
        assert!(cache.get(key("huge")).await.is_none());
        assert!(fs::read_dir(folder.path()).unwrap().count() <= 3);
    }

    #[tokio::test]
    async fn what_an_earlier_run_left_is_used_or_removed() {
        let folder = tempfile::tempdir().unwrap();
        Cache::open(folder.path().to_owned(), 100).unwrap().put(key("a"), Bytes::from_static(b"kept")).await;
        fs::write(folder.path().join("torn.part"), b"x").unwrap();
        let cache = Cache::open(folder.path().to_owned(), 100).unwrap();
        assert_eq!(cache.get(key("a")).await.as_deref(), Some(b"kept".as_slice()));
        assert!(!folder.path().join("torn.part").exists());
        // Somebody empties the folder.
        fs::remove_file(cache.path(key("a"))).unwrap();
        assert_eq!(cache.get(key("a")).await, None);
        assert_eq!(Cache::open(folder.path().to_owned(), 1).unwrap().state().total, 0);
    }
}
