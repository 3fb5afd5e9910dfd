//! When a device is left alone that fails: after a few failures in a row it rests, then one job tries it.

use std::time::Duration;

use tokio::time::Instant;

const FAILURES_MAX: u32 = 3;
/// How long it rests.
const REST: Duration = Duration::from_secs(300);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Breaker {
    /// In a row.
    failures: u32,
    /// When the next job may try.
    open_until: Option<Instant>,
}

/// What a report did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    None,
    /// The first failure after successes.
    Failing,
    /// It rests from now on, or again.
    Opened,
    /// It works again.
    Closed,
}

impl Breaker {
    /// Whether jobs are kept from it.
    pub fn is_open(&self, now: Instant) -> bool {
        self.open_until.is_some_and(|until| now < until)
    }

    /// Whether it has not worked since it failed.
    pub fn is_failing(&self) -> bool {
        self.failures > 0
    }

    /// How long it still rests.
    pub fn rests_for(&self, now: Instant) -> Option<Duration> {
        self.open_until.map(|until| until.saturating_duration_since(now)).filter(|left| !left.is_zero())
    }

    /// Whether a job may be given to it. After a rest one may, and the others when that one went well.
    pub fn admit(&mut self, now: Instant) -> bool {
        if self.is_open(now) {
            return false;
        }
        if let Some(until) = &mut self.open_until {
            *until = now + REST;
        }
        true
    }

    pub fn report(&mut self, worked: bool, now: Instant) -> Change {
        if worked {
            let change = if self.open_until.is_some() { Change::Closed } else { Change::None };
            *self = Self::default();
            return change;
        }
        self.failures += 1;
        if self.failures >= FAILURES_MAX {
            let opened = self.open_until.replace(now + REST).is_none() || self.failures == FAILURES_MAX;
            return if opened { Change::Opened } else { Change::None };
        }
        if self.failures == 1 { Change::Failing } else { Change::None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_after_failures_in_a_row_lets_one_try_later_and_closes_when_that_works() {
        let (mut breaker, begin) = (Breaker::default(), Instant::now());
        let changes = [false, false, true, false, false, false].map(|worked| breaker.report(worked, begin));
        assert_eq!(changes, [Change::Failing, Change::None, Change::None, Change::Failing, Change::None, Change::Opened]);
        assert!(breaker.is_failing());
        assert!(!breaker.admit(begin) && !breaker.admit(begin + REST / 2));
        assert_eq!(breaker.rests_for(begin), Some(REST));
        // One tries, and the rest wait for what comes of it.
        let later = begin + REST;
        assert!(!breaker.is_open(later) && breaker.admit(later) && !breaker.admit(later));
        assert_eq!(breaker.report(false, later), Change::None);
        assert!(!breaker.admit(later) && breaker.admit(later + REST));
        assert_eq!(breaker.report(true, later + REST), Change::Closed);
        assert!(!breaker.is_failing() && breaker.admit(later + REST) && breaker.admit(later + REST));
        assert_eq!(breaker.report(false, later + REST), Change::Failing);
    }
}
