//! Libav's time bases and ours.

use std::time::Duration;

/// Libav's "no timestamp".
pub(crate) const NONE: i64 = i64::MIN;

/// Ticks of 100 ns.
pub(crate) const TICKS_PER_SECOND: i128 = 10_000_000;

/// A time in units of a time base, in ticks of 100 ns; `None` for "no timestamp" and what does not fit.
pub(crate) fn ticks(units: i64, time_base: (i32, i32)) -> Option<i64> {
    let (numerator, denominator) = time_base;
    if units == NONE || denominator <= 0 || numerator <= 0 {
        return None;
    }
    i64::try_from((i128::from(units) * i128::from(numerator) * TICKS_PER_SECOND).div_euclid(i128::from(denominator))).ok()
}

/// As [`ticks`]; negative times are zero.
pub(crate) fn duration(units: i64, time_base: (i32, i32)) -> Option<Duration> {
    let ticks = ticks(units, time_base)?;
    let ticks = u64::try_from(ticks).unwrap_or(0);
    Some(Duration::new(ticks / 10_000_000, (ticks % 10_000_000) as u32 * 100))
}

/// Microseconds in the units of MPEG streams, 1/90000 s.
pub(crate) fn mpeg(microseconds: i64) -> i64 {
    i64::try_from(i128::from(microseconds) * 9 / 100).unwrap_or(i64::MAX)
}

/// A duration in units of a time base, rounded down.
pub(crate) fn units(duration: Duration, time_base: (i32, i32)) -> i64 {
    let (numerator, denominator) = (i128::from(time_base.0.max(1)), i128::from(time_base.1.max(1)));
    let nanoseconds = i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX / i128::from(i32::MAX));
    i64::try_from(nanoseconds * denominator / (numerator * 1_000_000_000)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_convert_both_ways() {
        assert_eq!(ticks(90_000, (1, 90_000)), Some(10_000_000));
        assert_eq!(ticks(-1, (1, 1000)), Some(-10_000));
        assert_eq!(ticks(NONE, (1, 1000)), None);
        assert_eq!(ticks(5, (1, 0)), None);
        assert_eq!(duration(1001, (1, 24_000)), Some(Duration::from_nanos(41_708_300)));
        assert_eq!(duration(-7, (1, 1000)), Some(Duration::ZERO));
        assert_eq!(units(Duration::from_millis(1500), (1, 90_000)), 135_000);
    }
}
