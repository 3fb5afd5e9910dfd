//! The hours of the day in which renditions are made.

use chrono::{DateTime, Local, Timelike};
use serde::{Deserialize, Serialize};

/// Minutes after midnight, by the machine's own clock; one that ends before it begins goes over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: u32,
    pub to: u32,
}

const DAY: u32 = 24 * 60;

impl Window {
    pub(crate) fn is_proper(self) -> bool {
        self.from < DAY && self.to < DAY && self.from != self.to
    }

    pub(crate) fn holds(self, at: DateTime<Local>) -> bool {
        let minute = at.hour() * 60 + at.minute();
        if self.from < self.to { (self.from..self.to).contains(&minute) } else { minute >= self.from || minute < self.to }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn hours_go_over_midnight() {
        let at = |hour| Local.with_ymd_and_hms(2026, 11, 3, hour, 30, 0).single().expect("a time that exists once");
        let (day, night) = (Window { from: 9 * 60, to: 17 * 60 }, Window { from: 23 * 60, to: 6 * 60 });
        assert_eq!([8, 9, 16, 17].map(|hour| day.holds(at(hour))), [false, true, true, false]);
        assert_eq!([22, 23, 0, 5, 6, 12].map(|hour| night.holds(at(hour))), [false, true, true, true, false, false]);
        assert!(!Window { from: 60, to: 60 }.is_proper() && !Window { from: 0, to: DAY }.is_proper() && night.is_proper());
    }
}
