//! When the server does something by itself: scans, for disks that tell nobody when something on them changes, and pictures.

use std::sync::{Arc, Weak};
use std::time::Duration;

use chrono::{DateTime, Datelike, Local, Timelike};
use serde::{Deserialize, Serialize};

use crate::Caller;
use crate::core::Core;
use crate::tasks::{Task, Tasks};

/// When a task runs. Times of day are the machine's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trigger {
    /// So long after the last time.
    Interval { seconds: u64 },
    /// At this time of day.
    Daily { minute: u32 },
    /// On a day of the week, 0 = Sunday.
    Weekly { day: u32, minute: u32 },
    /// Whenever the server starts, which scans do anyhow.
    Startup,
}

/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(60);
const SHORTEST: u64 = 60;

impl Trigger {
    pub(crate) fn is_proper(&self) -> bool {
        const DAY: u32 = 24 * 60;
        match self {
            Self::Interval { seconds } => (SHORTEST..=u64::from(u32::MAX)).contains(seconds),
            Self::Daily { minute } => *minute < DAY,
            Self::Weekly { day, minute } => *day < 7 && *minute < DAY,
            Self::Startup => true,
        }
    }

    /// Whether it strikes after `before` and not after `now`, when it last did at `last`.
    fn strikes(&self, last: DateTime<Local>, before: DateTime<Local>, now: DateTime<Local>) -> bool {
        let minutes = |at: DateTime<Local>| at.hour() * 60 + at.minute();
        // Looked at once a minute or less often: all days between are passed, which is one after a sleep.
        let passed = |minute: u32| now.date_naive() > before.date_naive() && minutes(now) >= minute || minutes(before) < minute && minutes(now) >= minute;
        match self {
            Self::Interval { seconds } => now.signed_duration_since(last).num_seconds() >= i64::try_from(*seconds).unwrap_or(i64::MAX),
            Self::Daily { minute } => passed(*minute),
            Self::Weekly { day, minute } => now.weekday().num_days_from_sunday() == *day && passed(*minute),
            Self::Startup => false,
        }
    }
}

/// Runs tasks when it is time to, as long as the engine lives.
pub(crate) fn keep(core: &Arc<Core>) {
    let core = Arc::downgrade(core);
    tokio::spawn(async move {
        let begun = Local::now();
        let (mut last, mut before) = (Task::ALL.map(|task| (task, begun)), begun);
        start_at_startup(&core).await;
        loop {
            tokio::time::sleep(TICK).await;
            let now = Local::now();
            for (task, last) in &mut last {
                if !strike(&core, *task, last, before, now).await {
                    return;
                }
            }
            before = now;
        }
    });
}

async fn start_at_startup(core: &Weak<Core>) {
    let Some(core) = core.upgrade() else { return };
    let tasks = Tasks(core);
    // A scan runs anyhow.
    for task in [Task::Trickplay, Task::ChapterPictures, Task::Renditions] {
        if tasks.triggers(task).contains(&Trigger::Startup) {
            start(&tasks, task).await;
        }
    }
}

/// Whether there is still an engine.
async fn strike(core: &Weak<Core>, task: Task, last: &mut DateTime<Local>, before: DateTime<Local>, now: DateTime<Local>) -> bool {
    let Some(core) = core.upgrade() else { return false };
    let tasks = Tasks(core);
    let mut triggers = tasks.triggers(task);
    if task == Task::Renditions
        && let Some(window) = tasks.0.settings.get().rendition_window
    {
        triggers.push(Trigger::Daily { minute: window.from });
    }
    if triggers.iter().any(|trigger| trigger.strikes(*last, before, now)) {
        *last = now;
        start(&tasks, task).await;
    }
    true
}

async fn start(tasks: &Tasks, task: Task) {
    if let Err(error) = tasks.start(&Caller::server(), task).await {
        tracing::warn!(%error, ?task, "a task could not begin at its time");
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Local, TimeZone};

    use super::Trigger::{Daily, Interval, Startup, Weekly};

    /// In November 2026, of which the 1st is a Sunday.
    fn at(day: u32, hour: u32, minute: u32) -> DateTime<Local> {
        Local.with_ymd_and_hms(2026, 11, day, hour, minute, 0).single().expect("a time that exists once")
    }

    #[test]
    fn times_strike_once_when_they_pass() {
        let daily = Daily { minute: 4 * 60 };
        assert!(daily.strikes(at(3, 0, 0), at(3, 3, 59), at(3, 4, 0)));
        assert!(!daily.strikes(at(3, 0, 0), at(3, 4, 0), at(3, 4, 1)));
        assert!(daily.strikes(at(3, 0, 0), at(2, 23, 0), at(3, 8, 0)), "after a sleep over it");
        assert!(!daily.strikes(at(3, 0, 0), at(2, 23, 59), at(3, 0, 0)), "at midnight nothing else passes");
        let weekly = Weekly { day: 0, minute: 4 * 60 };
        assert!(weekly.strikes(at(1, 0, 0), at(1, 3, 59), at(1, 4, 0)));
        assert!(!weekly.strikes(at(1, 0, 0), at(2, 3, 59), at(2, 4, 0)));
    }

    #[test]
    fn intervals_count_from_the_last_time() {
        let hourly = Interval { seconds: 3600 };
        assert!(hourly.strikes(at(3, 1, 0), at(3, 1, 59), at(3, 2, 0)));
        assert!(!hourly.strikes(at(3, 1, 0), at(3, 1, 58), at(3, 1, 59)));
        assert!(!Startup.strikes(at(3, 1, 0), at(3, 1, 59), at(3, 2, 0)));
    }

    #[test]
    fn times_that_do_not_exist_are_refused() {
        for trigger in [Daily { minute: 1440 }, Weekly { day: 7, minute: 0 }, Interval { seconds: 1 }] {
            assert!(!trigger.is_proper(), "{trigger:?}");
        }
    }
}
