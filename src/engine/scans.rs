//! Starting, watching and cancelling scans.

use std::sync::Arc;
use std::time::Duration;

use walros_model::ItemId;

use crate::core::Core;
use crate::{Caller, Result};

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

impl Scans {
    /// Queues a scan of one library, or of all. One that is queued already is not queued twice.
    pub async fn start(&self, _caller: &Caller, _library: Option<ItemId>) -> Result<()> {
        todo!()
    }

    pub fn cancel(&self, _caller: &Caller, _library: Option<ItemId>) -> Result<()> {
        todo!()
    }

    /// Those that are queued or run, and the last finished one of each library.
    pub fn progress(&self, _caller: &Caller) -> Result<Vec<ScanProgress>> {
        todo!()
    }

    /// Somebody (Sonarr, Radarr) says that these paths changed.
    pub async fn paths_changed(&self, _caller: &Caller, _paths: &[String]) -> Result<()> {
        todo!()
    }

    pub async fn troubles(&self, _caller: &Caller) -> Result<Vec<Trouble>> {
        todo!()
    }

    /// Returns when nothing is queued or running.
    pub async fn idle(&self) {
        todo!()
    }
}
