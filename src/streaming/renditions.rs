//! Renditions that are kept whole: a folder for each, named by source and recipe, with a file for each segment and a
//! list of what these hold. What lies here is not the cache's: no viewer's segments push it out, and it has a limit of
//! its own. It goes when nobody wants it any more ([`Renditions::remove`]).

use std::collections::HashMap;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fs, io};

use bytes::Bytes;

/// The list beside the segments: a line for each, with its name, length and hash.
const LIST: &str = "segments";
const UNFINISHED: &str = "part";

#[derive(Clone, Debug)]
pub(crate) struct Renditions(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    /// Bytes of all segments.
    limit: u64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    renditions: HashMap<blake3::Hash, HashMap<blake3::Hash, Kept>>,
    total: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kept {
    size: u64,
    content: blake3::Hash,
}

/// What became of a segment that was to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    Kept,
    /// Its rendition is not kept.
    Unwanted,
    /// There is no room left, or the disk takes no more.
    NoRoom,
}

impl Renditions {
    /// Takes over what an earlier run left.
    pub fn open(folder: PathBuf, limit: u64) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        let mut state = State::default();
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let Some(key) = entry.file_name().to_str().and_then(|name| blake3::Hash::from_hex(name).ok()) else { continue };
            let list = match fs::read_to_string(entry.path().join(LIST)) {
                Ok(list) => list,
                // Made and not begun.
                Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
                Err(error) => return Err(error),
            };
            let segments: HashMap<_, _> = list.lines().filter_map(read_line).collect();
            state.total += segments.values().map(|kept| kept.size).sum::<u64>();
            state.renditions.insert(key, segments);
        }
        Ok(Self(Arc::new(Inner { folder, limit, state: Mutex::new(state) })))
    }

    /// From now on the segments of this rendition are kept.
    pub fn begin(&self, rendition: blake3::Hash) -> io::Result<()> {
        fs::create_dir_all(self.path(rendition))?;
        self.state().renditions.entry(rendition).or_default();
        Ok(())
    }

    pub async fn get(&self, rendition: blake3::Hash, segment: blake3::Hash) -> Option<Bytes> {
        let kept = self.kept(rendition, segment)?;
        match tokio::fs::read(self.path(rendition).join(segment.to_hex().as_str())).await {
            Ok(bytes) if bytes.len() as u64 == kept.size => Some(bytes.into()),
            outcome => {
                tracing::warn!(error = outcome.err().map(tracing::field::display), "a segment of a rendition is gone or torn; it is made again");
                self.forget(rendition, segment);
                None
            }
        }
    }

    /// The file of a segment and its length, to be read by whoever sends it.
    pub async fn file(&self, rendition: blake3::Hash, segment: blake3::Hash) -> Option<(fs::File, u64)> {
        let kept = self.kept(rendition, segment)?;
        let path = self.path(rendition).join(segment.to_hex().as_str());
        let opened = tokio::task::spawn_blocking(move || fs::File::open(path).and_then(|file| Ok((file.metadata()?.len(), file))));
        let (size, file) = opened.await.ok()?.ok()?;
        (size == kept.size).then_some((file, size))
    }

    /// Whether its segments are kept.
    pub fn keeps(&self, rendition: blake3::Hash) -> bool {
        self.state().renditions.contains_key(&rendition)
    }

    /// Whether the segment's bytes are those that were kept; one that is not is forgotten.
    pub async fn check(&self, rendition: blake3::Hash, segment: blake3::Hash) -> Option<Bytes> {
        let bytes = self.get(rendition, segment).await?;
        let kept = self.kept(rendition, segment)?;
        if blake3::hash(&bytes) == kept.content {
            return Some(bytes);
        }
        tracing::warn!("a segment of a rendition is damaged; it is made again");
        self.forget(rendition, segment);
        None
    }

    pub fn has(&self, rendition: blake3::Hash, segment: blake3::Hash) -> bool {
        self.kept(rendition, segment).is_some()
    }

    /// Bytes of a segment that is kept.
    pub fn size(&self, rendition: blake3::Hash, segment: blake3::Hash) -> Option<u64> {
        self.kept(rendition, segment).map(|kept| kept.size)
    }

    pub async fn put(&self, rendition: blake3::Hash, segment: blake3::Hash, bytes: Bytes) -> Put {
        {
            let state = self.state();
            match state.renditions.get(&rendition) {
                None => return Put::Unwanted,
                Some(segments) if segments.contains_key(&segment) => return Put::Kept,
                Some(_) if state.total + bytes.len() as u64 > self.0.limit => return Put::NoRoom,
                Some(_) => (),
            }
        }
        let renditions = self.clone();
        match tokio::task::spawn_blocking(move || renditions.write(rendition, segment, &bytes)).await {
            Ok(Ok(())) => Put::Kept,
            Ok(Err(error)) => {
                tracing::warn!(%error, folder = %self.0.folder.display(), "a segment of a rendition could not be kept");
                Put::NoRoom
            }
            Err(error) => {
                tracing::error!(%error, "keeping a segment of a rendition");
                Put::NoRoom
            }
        }
    }

    /// The segment is whole on the disk before the list names it.
    fn write(&self, rendition: blake3::Hash, segment: blake3::Hash, bytes: &[u8]) -> io::Result<()> {
        let folder = self.path(rendition);
        let name = segment.to_hex();
        let unfinished = folder.join(format!("{name}.{UNFINISHED}"));
        let mut file = fs::File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_data()?;
        fs::rename(&unfinished, folder.join(name.as_str()))?;
        let kept = Kept { size: bytes.len() as u64, content: blake3::hash(bytes) };
        let mut state = self.state();
        // Removed meanwhile: what was just written went with its folder, or goes with the next start.
        let Some(segments) = state.renditions.get_mut(&rendition) else { return Ok(()) };
        let mut list = fs::File::options().append(true).create(true).open(folder.join(LIST))?;
        // A line begins by ending the one before, which a crash may have torn.
        write!(list, "\n{name} {} {}", kept.size, kept.content.to_hex())?;
        let before = segments.insert(segment, kept).map_or(0, |kept| kept.size);
        state.total = state.total - before + kept.size;
        Ok(())
    }

    /// Nobody wants it any more.
    pub fn remove(&self, rendition: blake3::Hash) -> io::Result<()> {
        {
            let mut state = self.state();
            let gone = state.renditions.remove(&rendition).unwrap_or_default();
            state.total -= gone.values().map(|kept| kept.size).sum::<u64>();
        }
        match fs::remove_dir_all(self.path(rendition)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    pub fn all(&self) -> Vec<blake3::Hash> {
        self.state().renditions.keys().copied().collect()
    }

    /// Bytes kept, and how many there may be.
    pub fn room(&self) -> (u64, u64) {
        (self.state().total, self.0.limit)
    }

    fn kept(&self, rendition: blake3::Hash, segment: blake3::Hash) -> Option<Kept> {
        self.state().renditions.get(&rendition)?.get(&segment).copied()
    }

    fn forget(&self, rendition: blake3::Hash, segment: blake3::Hash) {
        let mut state = self.state();
        if let Some(kept) = state.renditions.get_mut(&rendition).and_then(|segments| segments.remove(&segment)) {
            state.total -= kept.size;
        }
    }

    fn path(&self, rendition: blake3::Hash) -> PathBuf {
        self.0.folder.join(rendition.to_hex().as_str())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A line that was torn by a crash names nothing; its segment is made again.
fn read_line(line: &str) -> Option<(blake3::Hash, Kept)> {
    let mut words = line.split(' ');
    let hash = |word: Option<&str>| blake3::Hash::from_hex(word?).ok();
    let (segment, size, content) = (hash(words.next())?, words.next()?.parse().ok()?, hash(words.next())?);
    words.next().is_none().then_some((segment, Kept { size, content }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> blake3::Hash {
        blake3::hash(name.as_bytes())
    }

    fn open(folder: &tempfile::TempDir) -> Renditions {
        Renditions::open(folder.path().join("renditions"), 100).unwrap()
    }

    #[tokio::test]
    async fn only_what_is_wanted_is_kept_and_only_as_far_as_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let renditions = open(&folder);
        let (film, bytes) = (key("film"), Bytes::from(vec![1; 60]));
        assert_eq!(renditions.put(film, key("0"), bytes.clone()).await, Put::Unwanted);
        renditions.begin(film).unwrap();
        assert_eq!(renditions.put(film, key("0"), bytes.clone()).await, Put::Kept);
        assert_eq!(renditions.put(film, key("0"), bytes.clone()).await, Put::Kept, "the same once more takes no room");
        assert_eq!(renditions.put(film, key("1"), bytes.clone()).await, Put::NoRoom);
        assert_eq!((renditions.get(film, key("0")).await, renditions.room()), (Some(bytes.clone()), (60, 100)));
        renditions.remove(film).unwrap();
        assert_eq!((renditions.get(film, key("0")).await, renditions.room()), (None, (0, 100)));
        assert_eq!(fs::read_dir(folder.path().join("renditions")).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn what_was_kept_is_there_after_a_restart_and_what_was_lost_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let film = key("film");
        let before = open(&folder);
        before.begin(film).unwrap();
        for name in ["0", "1", "2", "3"] {
            before.put(film, key(name), Bytes::from_static(b"segment")).await;
        }
        drop(before);
        let place = |name: &str| folder.path().join("renditions").join(film.to_hex().as_str()).join(key(name).to_hex().as_str());
        fs::remove_file(place("1")).unwrap();
        fs::write(place("2"), "seg").unwrap();
        fs::write(place("3"), "Segment").unwrap();
        // Torn in the middle of a line.
        let list = place("0").with_file_name(LIST);
        let text = fs::read_to_string(&list).unwrap();
        fs::write(&list, format!("{text}\n{} 7 ab", key("4").to_hex())).unwrap();
        let after = open(&folder);
        assert_eq!((after.all(), after.room().0), (vec![film], 28));
        assert_eq!(after.check(film, key("0")).await.as_deref(), Some(b"segment".as_slice()));
        for name in ["1", "2", "3", "4"] {
            assert_eq!(after.check(film, key(name)).await, None, "{name}");
            assert!(!after.has(film, key(name)), "{name}");
        }
        assert_eq!(after.room().0, 7);
        after.put(film, key("1"), Bytes::from_static(b"segment")).await;
        assert!(open(&folder).has(film, key("1")), "made again, behind a torn line");
    }
}
