//! How far a scan is, told at most a few times a second.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use walros_model::library::Library;

use crate::scans::{ScanPhase, ScanProgress};

/// How often listeners hear of it.
const EVERY: Duration = Duration::from_millis(200);

/// Asks a scan to stop; it does after what it is at.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Counts, and tells `tell`.
pub(super) struct Teller<'a> {
    state: Mutex<State>,
    tell: &'a (dyn Fn(ScanProgress) + Send + Sync),
}

struct State {
    progress: ScanProgress,
    told: Instant,
    /// When reading began, for the rate.
    reading_since: Option<Instant>,
    /// Files that had to be read, and of those the ones that are.
    to_read: u64,
    read: u64,
}

impl<'a> Teller<'a> {
    pub fn new(library: &Library, tell: &'a (dyn Fn(ScanProgress) + Send + Sync)) -> Self {
        let progress = ScanProgress {
            library: library.id,
            library_name: library.name.clone(),
            phase: ScanPhase::Walking,
            found: 0,
            done: 0,
            rate: 0.0,
            left: None,
            folder: None,
            added: 0,
            updated: 0,
            missing: 0,
        };
        let state = State { progress, told: Instant::now(), reading_since: None, to_read: 0, read: 0 };
        let teller = Self { state: Mutex::new(state), tell };
        teller.change(true, |_| {});
        teller
    }

    pub fn phase(&self, phase: ScanPhase) {
        self.change(true, |state| {
            state.progress.phase = phase;
            if phase == ScanPhase::Reading {
                state.reading_since.get_or_insert_with(Instant::now);
            }
        });
    }

    /// So many new files more, while nobody knows yet how many there are.
    pub fn met(&self, files: u64) {
        self.change(false, |state| {
            state.to_read += files;
            state.progress.found += files;
            state.reading_since.get_or_insert_with(Instant::now);
        });
    }

    /// `found` files in all, of which `to_read` are new or changed and not read yet.
    pub fn counted(&self, found: u64, to_read: u64) {
        self.change(true, |state| {
            state.to_read = state.read + to_read;
            state.progress.found = found;
            state.progress.done = found - to_read;
        });
    }

    pub fn read(&self, files: u64, folder: Option<&str>) {
        self.change(false, |state| {
            state.read += files;
            state.progress.done += files;
            if let Some(folder) = folder {
                state.progress.folder = Some(folder.to_string());
            }
            let seconds = state.reading_since.map_or(0.0, |since| since.elapsed().as_secs_f64());
            if seconds > 0.0 {
                state.progress.rate = state.read as f64 / seconds;
                let left = state.to_read.saturating_sub(state.read) as f64;
                let is_counted = state.progress.phase == ScanPhase::Reading;
                state.progress.left = (is_counted && state.progress.rate > 0.0).then(|| Duration::from_secs_f64(left / state.progress.rate));
            }
        });
    }

    pub fn wrote(&self, added: u64, updated: u64, missing: u64) {
        self.change(false, |state| {
            state.progress.added += added;
            state.progress.updated += updated;
            state.progress.missing += missing;
        });
    }

    pub fn now(&self) -> ScanProgress {
        self.lock().progress.clone()
    }

    fn change(&self, at_once: bool, change: impl FnOnce(&mut State)) {
        let told = {
            let mut state = self.lock();
            change(&mut state);
            if !at_once && state.told.elapsed() < EVERY {
                return;
            }
            state.told = Instant::now();
            state.progress.clone()
        };
        (self.tell)(told);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
