//! Starting, watching and cancelling scans. One runs at a time: two would only take the disk from each other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::Notify;
use walros_db::{libraries, scan as db_scan};
use walros_model::ItemId;
use walros_model::library::Library;
use walros_scanner::watch::Watcher;

use crate::core::Core;
use crate::scan::progress::Cancel;
use crate::scan::{ScanContext, scan_library};
use crate::{Caller, EngineError, Event, Result};

pub struct Scans(pub(crate) Arc<Core>);

/// Where a scan stands.
#[derive(Clone, Debug)]
pub struct ScanProgress {
    pub library: ItemId,
    pub library_name: String,
    pub phase: ScanPhase,
    /// Media files found so far, and done.
    pub found: u64,
    pub done: u64,
    /// Files a second, lately.
    pub rate: f64,
    pub left: Option<Duration>,
    pub folder: Option<String>,
    /// Items that came, changed and went missing in this scan so far.
    pub added: u64,
    pub updated: u64,
    pub missing: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanPhase {
    Waiting,
    Walking,
    Reading,
    /// Items are there; pictures are being measured.
    Pictures,
    Done,
    Cancelled,
    /// The folder is not there, empty or unreadable: nothing was changed.
    Offline,
    Failed,
}

/// A file that could not be taken in.
#[derive(Clone, Debug)]
pub struct Trouble {
    pub library: ItemId,
    pub path: String,
    pub text: String,
}

/// What is to be scanned, and what is being scanned.
#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<QueueState>,
    /// Rings when the last scan ended.
    quiet: Notify,
}

#[derive(Default)]
struct QueueState {
    waiting: VecDeque<ItemId>,
    running: Option<(ItemId, Cancel)>,
    progress: BTreeMap<ItemId, ScanProgress>,
    watcher: Option<Watcher>,
}

impl Scans {
    /// Queues a scan of one library, or of all. One that is queued already is not queued twice.
    pub async fn start(&self, caller: &Caller, library: Option<ItemId>) -> Result<()> {
        caller.require_administrator()?;
        let all = self.0.db.read(libraries::list).await?;
        let wanted: Vec<&Library> = all.iter().filter(|known| library.is_none_or(|id| known.id == id)).collect();
        if wanted.is_empty() && library.is_some() {
            return Err(EngineError::NotFound);
        }
        let mut state = self.0.scan_queue.lock();
        for library in wanted {
            if !state.waiting.contains(&library.id) {
                state.waiting.push_back(library.id);
                let idle = state.running.as_ref().is_none_or(|(running, _)| *running != library.id);
                if idle {
                    state.progress.insert(library.id, waiting(library));
                }
            }
        }
        if state.running.is_none() && !state.waiting.is_empty() {
            // Taken at once, so that nobody else starts a second runner.
            let next = next(&mut state);
            tokio::spawn(run(self.0.clone(), next));
        }
        Ok(())
    }

    pub fn cancel(&self, caller: &Caller, library: Option<ItemId>) -> Result<()> {
        caller.require_administrator()?;
        let mut state = self.0.scan_queue.lock();
        let (cancelled, waiting): (Vec<ItemId>, Vec<ItemId>) = state.waiting.drain(..).partition(|waiting| library.is_none_or(|library| library == *waiting));
        state.waiting.extend(waiting);
        for id in cancelled {
            if let Some(progress) = state.progress.get_mut(&id).filter(|progress| progress.phase == ScanPhase::Waiting) {
                progress.phase = ScanPhase::Cancelled;
                self.0.events.send(Event::ScanProgress(progress.clone()));
            }
        }
        if let Some((running, cancel)) = &state.running
            && library.is_none_or(|library| library == *running)
        {
            cancel.cancel();
        }
        Ok(())
    }

    /// Those that are queued or run, and the last finished one of each library.
    pub fn progress(&self, caller: &Caller) -> Result<Vec<ScanProgress>> {
        caller.require_administrator()?;
        Ok(self.0.scan_queue.lock().progress.values().cloned().collect())
    }

    /// Somebody (Sonarr, Radarr) says that these paths changed: the libraries they are in are looked at again, which
    /// reads only what did change.
    pub async fn paths_changed(&self, caller: &Caller, paths: &[String]) -> Result<()> {
        caller.require_any()?;
        let all = self.0.db.read(libraries::list).await?;
        for library in all {
            let inside =
                |path: &String| library.roots.iter().any(|root| path.strip_prefix(&root.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
            if paths.iter().any(inside) {
                self.start(&Caller::server(), Some(library.id)).await?;
            }
        }
        Ok(())
    }

    pub async fn troubles(&self, caller: &Caller) -> Result<Vec<Trouble>> {
        caller.require_administrator()?;
        let found = self.0.db.read(|conn| {
            let mut troubles = Vec::new();
            for library in libraries::list(conn)? {
                for item in db_scan::load_known(conn, library.id)? {
                    let Some((path, text)) = item.path.zip(item.media.and_then(|media| media.failure)) else { continue };
                    troubles.push(Trouble { library: library.id, path, text });
                }
            }
            Ok(troubles)
        });
        Ok(found.await?)
    }

    /// Reads every file that could not be taken in once more, also those that are left alone as they ended their workers.
    pub async fn try_again(&self, caller: &Caller) -> Result<()> {
        caller.require_administrator()?;
        self.0.db.write(db_scan::read_failures_again).await?;
        self.start(caller, None).await
    }

    /// Returns when nothing is queued or running.
    pub async fn idle(&self) {
        loop {
            let quiet = self.0.scan_queue.quiet.notified();
            {
                let state = self.0.scan_queue.lock();
                if state.running.is_none() && state.waiting.is_empty() {
                    return;
                }
            }
            quiet.await;
        }
    }

    /// Looks at all libraries, and from now on whenever their folders change or it is time to.
    pub async fn begin(&self) -> Result<()> {
        let core = self.0.clone();
        tokio::spawn(async move { core.image_cache.take_stock().await });
        self.start(&Caller::server(), None).await?;
        crate::schedule::keep(&self.0);
        self.watch().await
    }

    /// Watches the folders of all libraries, as they are now.
    pub(crate) async fn watch(&self) -> Result<()> {
        if !self.0.config.watch_folders {
            return Ok(());
        }
        let folders = self.0.db.read(libraries::list).await?.into_iter().flat_map(|library| library.roots).map(|root| root.path.into()).collect();
        let (core, runtime) = (Arc::downgrade(&self.0), tokio::runtime::Handle::current());
        let changed = move |paths: Vec<std::path::PathBuf>| {
            let Some(core) = core.upgrade() else { return };
            let paths: Vec<String> = paths.into_iter().filter_map(|path| path.into_os_string().into_string().ok()).collect();
            runtime.spawn(async move {
                if let Err(error) = Scans(core).paths_changed(&Caller::server(), &paths).await {
                    tracing::warn!(%error, "a change on disk could not be followed");
                }
            });
        };
        // The old watcher ends where the new one is put.
        self.0.scan_queue.lock().watcher = Some(Watcher::start(folders, changed));
        Ok(())
    }
}

/// Scans what is queued, one after the other, until nothing is.
async fn run(core: Arc<Core>, first: Option<(ItemId, Cancel)>) {
    let mut next_one = first;
    while let Some((library, cancel)) = next_one {
        scan(&core, library, &cancel).await;
        next_one = next(&mut core.scan_queue.lock());
    }
    core.scan_queue.quiet.notify_waiters();
}

fn next(state: &mut QueueState) -> Option<(ItemId, Cancel)> {
    state.running = state.waiting.pop_front().map(|library| (library, Cancel::default()));
    state.running.clone()
}

async fn scan(core: &Arc<Core>, id: ItemId, cancel: &Cancel) {
    let library = match core.db.read(move |conn| libraries::get(conn, id)).await {
        Ok(Some(library)) => library,
        // It was removed while it waited.
        Ok(None) => {
            core.scan_queue.lock().progress.remove(&id);
            return;
        }
        Err(error) => return tracing::error!(%error, "a scan could not begin"),
    };
    let tell = |progress: ScanProgress| {
        core.scan_queue.lock().progress.insert(id, progress.clone());
        core.events.send(Event::ScanProgress(progress));
    };
    let kept = crate::kept::root(&core.config);
    let context = ScanContext { kept: &kept, db: &core.db, workers: &core.workers, events: &core.events };
    match scan_library(&context, &library, cancel, &tell).await {
        Ok(_) => core.ahead.scanned(core, library.id, library.ahead),
        Err(error) => {
            tracing::error!(library = %library.name, %error, "the scan failed");
            tell(ScanProgress { phase: ScanPhase::Failed, ..waiting(&library) });
        }
    }
}

fn waiting(library: &Library) -> ScanProgress {
    ScanProgress {
        library: library.id,
        library_name: library.name.clone(),
        phase: ScanPhase::Waiting,
        found: 0,
        done: 0,
        rate: 0.0,
        left: None,
        folder: None,
        added: 0,
        updated: 0,
        missing: 0,
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
