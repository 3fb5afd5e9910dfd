//! Scans at set times, for disks that tell nobody when something on them changes.

use std::sync::{Arc, Weak};
use std::time::Duration;

use chrono::{DateTime, Datelike, Local, Timelike};
use serde::{Deserialize, Serialize};

use crate::core::Core;
use crate::scans::Scans;
use crate::{Caller, EngineError, Result};

/// When all libraries are looked through. Times of day are the machine's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScanTrigger {
    /// So long after the last time.
    Interval { seconds: u64 },
    /// At this time of day.
    Daily { minute: u32 },
    /// On a day of the week, 0 = Sunday.
    Weekly { day: u32, minute: u32 },
    /// Whenever the server starts, which it does anyhow.
    Startup,
}

/// What a fresh server does.
pub(crate) const DEFAULT: [ScanTrigger; 1] = [ScanTrigger::Interval { seconds: 12 * 3600 }];

/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(60);
const MOST_TRIGGERS: usize = 50;
const SHORTEST: u64 = 60;

impl Scans {
    pub fn triggers(&self) -> Vec<ScanTrigger> {
        self.0.settings.get().scan_triggers
    }

    /// `Invalid` for times that do not exist, and intervals of less than a minute.
    pub async fn set_triggers(&self, caller: &Caller, triggers: Vec<ScanTrigger>) -> Result<()> {
        caller.require_administrator()?;
        if triggers.len() > MOST_TRIGGERS || !triggers.iter().all(|trigger| trigger.is_proper()) {
            return Err(EngineError::Invalid("there is no such time".into()));
        }
        self.0.settings.set_scan_triggers(&self.0.db, triggers).await
    }
}

impl ScanTrigger {
    fn is_proper(&self) -> bool {
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

/// Scans when it is time to, as long as the engine lives.
pub(crate) fn keep(core: &Arc<Core>) {
    let core = Arc::downgrade(core);
    tokio::spawn(async move {
        let (mut last, mut before) = (Local::now(), Local::now());
        loop {
            tokio::time::sleep(TICK).await;
            let now = Local::now();
            if !strike(&core, &mut last, before, now).await {
                return;
            }
            before = now;
        }
    });
}

/// Whether there is still an engine.
async fn strike(core: &Weak<Core>, last: &mut DateTime<Local>, before: DateTime<Local>, now: DateTime<Local>) -> bool {
    let Some(core) = core.upgrade() else { return false };
    let scans = Scans(core);
    if scans.triggers().iter().any(|trigger| trigger.strikes(*last, before, now)) {
        *last = now;
        if let Err(error) = scans.start(&Caller::server(), None).await {
            tracing::warn!(%error, "a scan at a set time could not begin");
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Local, TimeZone};

    use super::ScanTrigger::{Daily, Interval, Startup, Weekly};

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
