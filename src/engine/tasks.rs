//! What the server does by itself at set times, and what an administrator can start, watch and stop.

use std::sync::Arc;

use crate::core::Core;
use crate::scans::{ScanPhase, Scans};
use crate::schedule::Trigger;
use crate::{Caller, EngineError, Result};

pub struct Tasks(pub(crate) Arc<Core>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// Looking through all libraries.
    Scan,
    /// Pictures for seeking, of the libraries that want them made ahead.
    Trickplay,
    /// Pictures of chapters, likewise.
    ChapterPictures,
    /// Whole renditions of films, of the libraries that have rules for it and of those that somebody chose.
    Renditions,
}

impl Task {
    pub const ALL: [Task; 4] = [Self::Scan, Self::Trickplay, Self::ChapterPictures, Self::Renditions];

    /// Under what its triggers are stored.
    pub(crate) fn setting(self) -> &'static str {
        match self {
            Self::Scan => "scan.triggers",
            Self::Trickplay => "trickplay.triggers",
            Self::ChapterPictures => "chapter-pictures.triggers",
            Self::Renditions => "renditions.triggers",
        }
    }

    /// What a fresh server does. Pictures are made at night: nothing waits for them, and they wait for everything.
    pub(crate) fn usual_triggers(self) -> Vec<Trigger> {
        match self {
            Self::Scan => vec![Trigger::Interval { seconds: 12 * 3600 }],
            Self::Trickplay => vec![Trigger::Daily { minute: 3 * 60 }],
            Self::ChapterPictures => vec![Trigger::Daily { minute: 2 * 60 }],
            // What a restart interrupted goes on.
            Self::Renditions => vec![Trigger::Startup, Trigger::Daily { minute: 60 }],
        }
    }
}

const MOST_TRIGGERS: usize = 50;

impl Tasks {
    pub fn triggers(&self, task: Task) -> Vec<Trigger> {
        self.0.settings.get().triggers.remove(&task).unwrap_or_default()
    }

    /// `Invalid` for times that do not exist, and intervals of less than a minute.
    pub async fn set_triggers(&self, caller: &Caller, task: Task, triggers: Vec<Trigger>) -> Result<()> {
        caller.require_administrator()?;
        if triggers.len() > MOST_TRIGGERS || !triggers.iter().all(Trigger::is_proper) {
            return Err(EngineError::Invalid("there is no such time".into()));
        }
        self.0.settings.set_triggers(&self.0.db, task, triggers).await
    }

    /// One that runs or waits already is not started twice.
    pub async fn start(&self, caller: &Caller, task: Task) -> Result<()> {
        caller.require_administrator()?;
        match task {
            Task::Scan => Scans(self.0.clone()).start(caller, None).await?,
            Task::Trickplay | Task::ChapterPictures | Task::Renditions => self.0.ahead.start(&self.0, task),
        }
        Ok(())
    }

    pub fn cancel(&self, caller: &Caller, task: Task) -> Result<()> {
        caller.require_administrator()?;
        match task {
            Task::Scan => Scans(self.0.clone()).cancel(caller, None)?,
            Task::Trickplay | Task::ChapterPictures | Task::Renditions => self.0.ahead.cancel(task),
        }
        Ok(())
    }

    /// From 0 to 1; `None` for a task that does not run.
    pub fn progress(&self, caller: &Caller, task: Task) -> Result<Option<f64>> {
        caller.require_administrator()?;
        if task != Task::Scan {
            return Ok(self.0.ahead.progress(task));
        }
        let scans = Scans(self.0.clone()).progress(caller)?;
        let running = scans.iter().filter(|scan| matches!(scan.phase, ScanPhase::Waiting | ScanPhase::Walking | ScanPhase::Reading | ScanPhase::Pictures));
        let shares: Vec<f64> = running.map(|scan| (scan.done as f64 / scan.found.max(1) as f64).min(0.99)).collect();
        Ok((!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64))
    }

    /// Returns when nothing is made or waiting to be made ahead.
    pub async fn ahead_made(&self) {
        self.0.ahead.idle().await;
    }
}
