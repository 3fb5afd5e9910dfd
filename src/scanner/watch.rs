//! Watching folders for changes.
//!
//! What changes is gathered until it is quiet for a moment, then told at once. Where a folder cannot be watched (it is
//! not there, the system has no watches left, or its file system tells nothing) it is told of every now and then, and
//! whoever listens looks for himself.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecursiveMode, Watcher as _};

use crate::ignored;

/// How patient a watcher is.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// This long nothing must have changed before it is told.
    pub quiet: Duration,
    /// However busy it is, what changed is told after this long.
    pub longest: Duration,
    /// How often folders are told of that cannot be watched.
    pub unwatched: Duration,
    /// How often all folders are told of, watched or not: events get lost.
    pub all: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { quiet: Duration::from_secs(3), longest: Duration::from_secs(60), unwatched: Duration::from_secs(5 * 60), all: Duration::from_secs(6 * 3600) }
    }
}

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    stop: Sender<Message>,
}

enum Message {
    Changed(PathBuf),
    /// Events were lost.
    Overflow,
    Stop,
}

impl Watcher {
    /// Watches these folders and all below them; `changed` is called on a thread of the watcher's with the folders in
    /// which something changed, each once.
    pub fn start(folders: Vec<PathBuf>, changed: impl Fn(Vec<PathBuf>) + Send + 'static) -> Self {
        Self::start_with(folders, Patience::default(), changed)
    }

    pub fn start_with(folders: Vec<PathBuf>, patience: Patience, changed: impl Fn(Vec<PathBuf>) + Send + 'static) -> Self {
        let (stop, messages) = mpsc::channel();
        let events = stop.clone();
        let spawned = thread::Builder::new().name("watcher".to_owned()).spawn(move || Watching::new(folders, patience, events).run(&messages, &changed));
        if let Err(error) = spawned {
            tracing::warn!(%error, "folders cannot be watched");
        }
        Self { stop }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // The thread may have ended by itself.
        let _ = self.stop.send(Message::Stop);
    }
}

struct Watching {
    folders: Vec<PathBuf>,
    patience: Patience,
    watcher: Option<notify::RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
    pending: BTreeSet<PathBuf>,
    first_change: Option<Instant>,
    last_change: Instant,
    next_unwatched: Instant,
    next_all: Instant,
}

impl Watching {
    fn new(folders: Vec<PathBuf>, patience: Patience, events: Sender<Message>) -> Self {
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| tell(event, &events));
        let watcher = watcher.map_err(|error| tracing::warn!(%error, "folders cannot be watched; they are looked at every now and then")).ok();
        let now = Instant::now();
        let mut out = Self {
            folders,
            patience,
            watcher,
            watched: BTreeSet::new(),
            pending: BTreeSet::new(),
            first_change: None,
            last_change: now,
            next_unwatched: now + patience.unwatched,
            next_all: now + patience.all,
        };
        out.watch_all();
        out
    }

    /// Watches what is not watched yet.
    fn watch_all(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        for folder in &self.folders {
            if self.watched.contains(folder) {
                continue;
            }
            match watcher.watch(folder, RecursiveMode::Recursive) {
                Ok(()) => {
                    self.watched.insert(folder.clone());
                }
                Err(error) => {
                    // Half a tree may be watched by now; it takes watches from others and tells half the truth.
                    let _ = watcher.unwatch(folder);
                    tracing::info!(folder = %folder.display(), %error, "this folder cannot be watched; it is looked at every {} minutes", self.patience.unwatched.as_secs() / 60);
                }
            }
        }
    }

    fn run(mut self, messages: &Receiver<Message>, changed: &dyn Fn(Vec<PathBuf>)) {
        loop {
            match messages.recv_timeout(self.due().saturating_duration_since(Instant::now())) {
                Ok(Message::Changed(path)) => self.note(path),
                Ok(Message::Overflow) => self.folders.clone().into_iter().for_each(|folder| self.note(folder)),
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.look_at_the_clock();
            if self.is_ready() {
                self.first_change = None;
                changed(std::mem::take(&mut self.pending).into_iter().collect());
            }
        }
    }

    fn note(&mut self, path: PathBuf) {
        let now = Instant::now();
        self.pending.insert(path);
        self.first_change.get_or_insert(now);
        self.last_change = now;
    }

    fn ready_at(&self) -> Option<Instant> {
        self.first_change.map(|first| (self.last_change + self.patience.quiet).min(first + self.patience.longest))
    }

    fn is_ready(&self) -> bool {
        self.ready_at().is_some_and(|at| at <= Instant::now())
    }

    fn due(&self) -> Instant {
        let clock = self.next_unwatched.min(self.next_all);
        self.ready_at().map_or(clock, |at| at.min(clock))
    }

    /// Folders that nobody tells of are told of by the clock; one that came back is watched again.
    fn look_at_the_clock(&mut self) {
        let now = Instant::now();
        if self.next_unwatched <= now {
            self.next_unwatched = now + self.patience.unwatched;
            let gone: Vec<PathBuf> = self.watched.iter().filter(|folder| !folder.is_dir()).cloned().collect();
            for folder in gone {
                self.watched.remove(&folder);
            }
            self.folders.iter().filter(|folder| !self.watched.contains(*folder)).cloned().collect::<Vec<_>>().into_iter().for_each(|folder| self.note(folder));
            self.watch_all();
        }
        if self.next_all <= now {
            self.next_all = now + self.patience.all;
            self.folders.clone().into_iter().for_each(|folder| self.note(folder));
        }
    }
}

/// Passes on what may change a library: not reads, and nothing of files that no scan looks at.
fn tell(event: notify::Result<notify::Event>, to: &Sender<Message>) {
    let event = match event {
        Ok(event) => event,
        Err(error) => {
            tracing::debug!(%error, "watching");
            let _ = to.send(Message::Overflow);
            return;
        }
    };
    if event.need_rescan() {
        let _ = to.send(Message::Overflow);
    }
    // Our own reading must not look like a change.
    let written = AccessKind::Close(AccessMode::Write);
    if matches!(event.kind, EventKind::Access(kind) if kind != written) || event.kind == EventKind::Other {
        return;
    }
    for path in event.paths {
        if let Some(folder) = folder_to_tell(&path) {
            let _ = to.send(Message::Changed(folder));
        }
    }
}

/// The folder that something changed in; `None` for what no scan looks at.
fn folder_to_tell(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    // The lists of what is hidden are hidden files themselves.
    let list = matches!(name, ".ignore" | ".nomedia" | ".plexignore");
    (list || !ignored::is_junk(name, false)).then(|| path.parent().map(Path::to_owned))?
}
