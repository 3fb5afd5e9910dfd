//! Made segments on disk: a folder of files named by what they hold, the least recently used ones removed first.
//!
//! A file is what was made and its hash. The hash is looked at once, for files that an earlier run left: a machine that lost
//! its power may have kept a name without what was written under it.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
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
    /// So far, for names.
    writes: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    files: HashMap<blake3::Hash, Entry>,
    total: u64,
    clock: u64,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Of the file.
    size: u64,
    used: u64,
    /// Whether this run wrote the file, or has looked at its hash.
    trusted: bool,
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
            state.insert(key, size, false);
        }
        let cache = Self(Arc::new(Inner { folder, quota, state: Mutex::new(state), writes: AtomicU64::new(0) }));
        cache.remove(cache.state().evict(quota));
        Ok(cache)
    }

    pub async fn get(&self, key: blake3::Hash) -> Option<Bytes> {
        let Entry { used, trusted, .. } = self.state().touch(key)?;
        let cache = self.clone();
        let read = move || {
            let read = cache.read(key, !trusted);
            match &read {
                Ok(_) => cache.state().trust(key),
                // Evicted meanwhile, as a rule: then it is made again.
                Err(error) => {
                    tracing::debug!(%error, "a kept segment cannot be read");
                    let forgotten = cache.state().forget_unless_used_since(key, used);
                    cache.remove(forgotten);
                }
            }
            read.ok()
        };
        tokio::task::spawn_blocking(read).await.ok().flatten()
    }

    /// The file of what is kept, and how many of its bytes that are, to be read by whoever sends it. `None` where [`get`](Self::get)
    /// has to look at it first.
    pub async fn file(&self, key: blake3::Hash) -> Option<(File, u64)> {
        let entry = self.state().touch(key).filter(|entry| entry.trusted)?;
        let path = self.path(key);
        let opened = tokio::task::spawn_blocking(move || File::open(path).and_then(|file| Ok((file.metadata()?.len(), file))));
        let (size, file) = opened.await.ok()?.ok()?;
        (size == entry.size).then(|| (file, size.saturating_sub(blake3::OUT_LEN as u64)))
    }

    pub fn has(&self, key: blake3::Hash) -> bool {
        self.state().files.contains_key(&key)
    }

    fn read(&self, key: blake3::Hash, look: bool) -> io::Result<Bytes> {
        let mut bytes = fs::read(self.path(key))?;
        let whole = unseal(&mut bytes, look);
        whole.then(|| Bytes::from(bytes)).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "it is torn"))
    }

    /// Keeps a segment if there is room for it. Failures are logged: a full disk must not stop a film.
    pub async fn put(&self, key: blake3::Hash, bytes: Bytes) {
        let (size, quota) = (bytes.len() as u64 + blake3::OUT_LEN as u64, self.0.quota);
        if size > quota {
            return;
        }
        let cache = self.clone();
        let write = move || -> io::Result<()> {
            match cache.write(key, &bytes) {
                // Others may have filled the disk: what is old here makes room for what is new.
                Err(error) if error.kind() == io::ErrorKind::StorageFull => {
                    let evicted = {
                        let mut state = cache.state();
                        let goal = (state.total - state.total / 4).saturating_sub(size);
                        state.evict_to(goal)
                    };
                    cache.remove(evicted);
                    cache.write(key, &bytes)?;
                }
                outcome => outcome?,
            }
            let evicted = {
                let mut state = cache.state();
                state.insert(key, size, true);
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

    /// A file appears whole or not at all.
    fn write(&self, key: blake3::Hash, bytes: &[u8]) -> io::Result<()> {
        // Nobody else writes this file, even when the same segment is made twice.
        let number = self.0.writes.fetch_add(1, Relaxed);
        let unfinished = self.0.folder.join(format!("{number}{UNFINISHED}"));
        let written = File::create(&unfinished).and_then(|mut file| {
            file.write_all(bytes)?;
            file.write_all(blake3::hash(bytes).as_bytes())
        });
        let named = written.and_then(|()| fs::rename(&unfinished, self.path(key)));
        if named.is_err() {
            let _ = fs::remove_file(&unfinished);
        }
        named
    }

    fn path(&self, key: blake3::Hash) -> PathBuf {
        self.0.folder.join(key.to_hex().as_str())
    }

    fn remove(&self, keys: impl IntoIterator<Item = blake3::Hash>) {
        for key in keys {
            match fs::remove_file(self.path(key)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => tracing::warn!(%error, "removing a kept segment"),
                _ => (),
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn insert(&mut self, key: blake3::Hash, size: u64, trusted: bool) {
        self.clock += 1;
        let before = self.files.insert(key, Entry { size, used: self.clock, trusted });
        self.total = self.total - before.map_or(0, |entry| entry.size) + size;
    }

    fn touch(&mut self, key: blake3::Hash) -> Option<Entry> {
        self.clock += 1;
        let entry = self.files.get_mut(&key)?;
        entry.used = self.clock;
        Some(*entry)
    }

    fn trust(&mut self, key: blake3::Hash) {
        if let Some(entry) = self.files.get_mut(&key) {
            entry.trusted = true;
        }
    }

    /// What was put there since stays.
    fn forget_unless_used_since(&mut self, key: blake3::Hash, used: u64) -> Option<blake3::Hash> {
        self.files.get(&key).filter(|entry| entry.used <= used)?;
        self.forget(key);
        Some(key)
    }

    fn forget(&mut self, key: blake3::Hash) {
        if let Some(entry) = self.files.remove(&key) {
            self.total -= entry.size;
        }
    }

    /// Takes out what has not been used for longest until the rest fits.
    fn evict(&mut self, quota: u64) -> Vec<blake3::Hash> {
        // Some room is made at once, so that not every segment sorts them all again.
        if self.total <= quota { Vec::new() } else { self.evict_to(quota - quota / 16) }
    }

    fn evict_to(&mut self, goal: u64) -> Vec<blake3::Hash> {
        let mut evicted = Vec::new();
        let mut by_use: Vec<(u64, blake3::Hash)> = self.files.iter().map(|(key, entry)| (entry.used, *key)).collect();
        by_use.sort_unstable_by_key(|(used, _)| *used);
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

/// Takes the hash off what stands before it, and looks at it if that is wanted. False when it is not that of these bytes.
fn unseal(bytes: &mut Vec<u8>, look: bool) -> bool {
    let Some(length) = bytes.len().checked_sub(blake3::OUT_LEN) else { return false };
    let hash = bytes.split_off(length);
    !look || blake3::hash(bytes).as_bytes() == hash.as_slice()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn key(name: &str) -> blake3::Hash {
        blake3::hash(name.as_bytes())
    }

    /// Of a file with this many bytes in it.
    const fn sealed(length: u64) -> u64 {
        length + blake3::OUT_LEN as u64
    }

    fn filled(length: usize, value: u8) -> Bytes {
        Bytes::from(vec![value; length])
    }

    fn files(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[tokio::test]
    async fn the_least_recently_used_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let quota = sealed(300) * 10 / 3;
        let cache = Cache::open(folder.path().to_owned(), quota).unwrap();
        for name in ["a", "b", "c"] {
            cache.put(key(name), filled(300, 1)).await;
        }
        assert!(cache.get(key("a")).await.is_some());
        cache.put(key("d"), filled(300, 2)).await;
        assert!(cache.get(key("b")).await.is_none());
        assert!(cache.get(key("a")).await.is_some() && cache.get(key("d")).await.is_some());
        cache.put(key("huge"), filled(quota as usize, 3)).await;
        assert!(cache.get(key("huge")).await.is_none());
        assert!(files(folder.path()) <= 3);
    }

    #[tokio::test]
    async fn what_an_earlier_run_left_is_used_or_removed() {
        let folder = tempfile::tempdir().unwrap();
        Cache::open(folder.path().to_owned(), 1000).unwrap().put(key("a"), Bytes::from_static(b"kept")).await;
        fs::write(folder.path().join("7.part"), b"x").unwrap();
        let cache = Cache::open(folder.path().to_owned(), 1000).unwrap();
        for _ in 0..2 {
            assert_eq!(cache.get(key("a")).await.as_deref(), Some(b"kept".as_slice()));
        }
        assert_eq!(files(folder.path()), 1);
        // Somebody empties the folder.
        fs::remove_file(cache.path(key("a"))).unwrap();
        assert_eq!(cache.get(key("a")).await, None);
        assert_eq!(Cache::open(folder.path().to_owned(), 1).unwrap().state().total, 0);
    }

    #[tokio::test]
    async fn a_file_is_handed_out_once_it_was_looked_at() {
        use std::os::unix::fs::FileExt;
        let folder = tempfile::tempdir().unwrap();
        let open = || Cache::open(folder.path().to_owned(), 1000).unwrap();
        open().put(key("a"), Bytes::from_static(b"kept")).await;
        let cache = open();
        assert!(cache.has(key("a")) && cache.file(key("a")).await.is_none(), "an earlier run's");
        assert!(cache.get(key("a")).await.is_some());
        let (file, length) = cache.file(key("a")).await.unwrap();
        fs::remove_file(cache.path(key("a"))).unwrap();
        let mut bytes = vec![0; length as usize];
        file.read_exact_at(&mut bytes, 0).unwrap();
        assert_eq!(bytes, b"kept", "whoever reads it is not disturbed");
        assert!(cache.file(key("a")).await.is_none(), "it is gone");
    }

    #[tokio::test]
    async fn torn_files_are_not_served() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path().to_owned(), 100_000).unwrap();
        let names = ["whole", "empty", "short", "zeroed", "flipped"];
        for name in names {
            cache.put(key(name), filled(5000, 7)).await;
        }
        let change = |name: &str, change: fn(&mut Vec<u8>)| {
            let mut bytes = fs::read(cache.path(key(name))).unwrap();
            change(&mut bytes);
            fs::write(cache.path(key(name)), bytes).unwrap();
        };
        change("empty", Vec::clear);
        change("short", |bytes| bytes.truncate(4096));
        change("zeroed", |bytes| bytes[4096..].fill(0));
        change("flipped", |bytes| bytes[17] ^= 1);
        let cache = Cache::open(folder.path().to_owned(), 100_000).unwrap();
        for name in names {
            assert_eq!(cache.get(key(name)).await.is_some(), name == "whole", "{name}");
        }
        assert_eq!((files(folder.path()), cache.state().total), (1, sealed(5000)));
        cache.put(key("short"), filled(5000, 8)).await;
        assert_eq!(cache.get(key("short")).await, Some(filled(5000, 8)));
    }

    #[tokio::test]
    async fn a_full_disk_costs_what_is_old_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path().to_owned(), 1 << 20).unwrap();
        for name in ["a", "b", "c", "d"] {
            cache.put(key(name), filled(1000, 1)).await;
        }
        // What is written there finds the disk full.
        let full = |write: u64| std::os::unix::fs::symlink("/dev/full", folder.path().join(format!("{write}.part"))).unwrap();
        full(4);
        cache.put(key("e"), filled(1000, 2)).await;
        assert!(cache.get(key("a")).await.is_none() && cache.get(key("e")).await.is_some());
        full(6);
        full(7);
        cache.put(key("f"), filled(1000, 3)).await;
        assert!(cache.get(key("f")).await.is_none() && cache.get(key("e")).await.is_some());
        assert_eq!(files(folder.path()) as u64, cache.state().total / sealed(1000));
    }

    #[tokio::test]
    async fn the_same_segment_twice_at_once_is_one_whole_file() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path().to_owned(), 1 << 24).unwrap();
        let puts = (0..20).map(|number| cache.put(key("a"), filled(100_000 + number, 1)));
        futures_util::future::join_all(puts).await;
        let kept = cache.get(key("a")).await.unwrap();
        assert_eq!(files(folder.path()), 1);
        let again = Cache::open(folder.path().to_owned(), 1 << 24).unwrap();
        assert_eq!(again.get(key("a")).await, Some(kept));
    }
}
