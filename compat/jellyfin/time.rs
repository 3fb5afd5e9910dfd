//! Ticks of 100 ns, and moments as .NET writes them.

use std::time::Duration;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use walros_model::Timestamp;

pub const TICKS_PER_SECOND: i64 = 10_000_000;

pub fn ticks(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos() / 100).unwrap_or(i64::MAX)
}

/// Negative ticks are zero.
pub fn from_ticks(ticks: i64) -> Duration {
    let ticks = ticks.max(0).unsigned_abs();
    Duration::new(ticks / TICKS_PER_SECOND.unsigned_abs(), (ticks % TICKS_PER_SECOND.unsigned_abs()) as u32 * 100)
}

/// `2024-01-02T03:04:05.0000000Z`: Swift's decoder needs the zone, Kotlin's takes any fraction.
pub fn moment(at: Timestamp) -> String {
    // Not chrono's `format`, which reads its pattern again for each of the dates of a page.
    let (year, month, day, hour, minute, second) = (at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:07}Z", at.timestamp_subsec_nanos() / 100 % 10_000_000)
}

pub fn day(date: NaiveDate) -> String {
    moment(Utc.from_utc_datetime(&date.and_time(chrono::NaiveTime::MIN)))
}

/// What .NET writes for a date that was never set.
pub const NEVER: &str = "0001-01-01T00:00:00.0000000Z";

/// ISO dates with and without time and zone, and the `yyyyMMddHHmmss` of old clients.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    for format in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y%m%d%H%M%S"] {
        if let Ok(at) = NaiveDateTime::parse_from_str(text, format) {
            return Some(at.and_utc());
        }
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|date| date.and_time(chrono::NaiveTime::MIN).and_utc())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{TimeZone, Utc};

    #[test]
    fn ticks_go_there_and_back() {
        assert_eq!(super::ticks(Duration::from_millis(1500)), 15_000_000);
        assert_eq!(super::from_ticks(600_210_000), Duration::from_millis(60_021));
        assert_eq!(super::from_ticks(-5), Duration::ZERO);
        assert_eq!(super::from_ticks(i64::MAX).as_secs(), 922_337_203_685);
    }

    #[test]
    fn moments_have_seven_digits_and_a_zone() {
        let at = Utc.with_ymd_and_hms(2024, 1, 2, 3, 4, 5).unwrap() + chrono::TimeDelta::nanoseconds(123_456_789);
        assert_eq!(super::moment(at), "2024-01-02T03:04:05.1234567Z");
    }

    #[test]
    fn dates_in_every_form_clients_send() {
        let at = Utc.with_ymd_and_hms(2026, 1, 31, 0, 0, 0).unwrap();
        for text in ["2026-01-31", "2026-01-31T00:00:00Z", "2026-01-31T00:00:00", "2026-01-31T00:00:00.0000000Z", "20260131000000", "2026-01-31T01:00:00+01:00"]
        {
            assert_eq!(super::parse(text), Some(at), "{text}");
        }
        assert_eq!(super::parse("soon"), None);
    }
}
