//! Units of time: ticks of 100 ns on a film's own timeline, and time bases as fractions of a second.

/// Ticks in a second.
pub const TICKS: i64 = 10_000_000;

/// Seconds per tick.
pub const TICK: Fraction = Fraction { num: 1, den: TICKS };

/// What HLS segments label the film's beginning, in ticks: pictures may be decoded before it, and containers know no
/// negative times. WebVTT beside such streams says so in its `X-TIMESTAMP-MAP` (`MPEGTS:900000`).
pub const HLS_BASE: i64 = 10 * TICKS;

/// The same in 1/90000 s.
pub const TS_BASE: i64 = 900_000;

/// A rational number, mostly the seconds that one unit of a time base lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    pub num: i64,
    pub den: i64,
}

impl Fraction {
    /// `None` unless both are positive: what a file says of its rates may be nonsense.
    pub fn new(num: i64, den: i64) -> Option<Self> {
        (num > 0 && den > 0).then_some(Self { num, den })
    }

    pub fn from_pair((num, den): (i32, i32)) -> Option<Self> {
        Self::new(num.into(), den.into())
    }

    pub fn invert(self) -> Self {
        Self { num: self.den, den: self.num }
    }

    pub fn as_f64(self) -> f64 {
        self.num as f64 / self.den as f64
    }

    /// `count` of these, in ticks, to the nearest.
    pub fn ticks(self, count: i64) -> i64 {
        rescale(count, self, TICK)
    }
}

/// `value` units of `from` in units of `to`, to the nearest, halves away from zero; saturating.
pub fn rescale(value: i64, from: Fraction, to: Fraction) -> i64 {
    let num = (i128::from(value) * i128::from(from.num)).saturating_mul(to.den.into());
    let den = i128::from(from.den) * i128::from(to.num);
    clamp(if num >= 0 { (num + den / 2) / den } else { (num - den / 2) / den })
}

/// As [`rescale`], rounding up.
pub fn rescale_up(value: i64, from: Fraction, to: Fraction) -> i64 {
    let num = (i128::from(value) * i128::from(from.num)).saturating_mul(to.den.into());
    let den = i128::from(from.den) * i128::from(to.num);
    clamp(num.div_euclid(den) + i128::from(num.rem_euclid(den) != 0))
}

/// As [`rescale`], rounding down.
pub fn rescale_down(value: i64, from: Fraction, to: Fraction) -> i64 {
    let num = (i128::from(value) * i128::from(from.num)).saturating_mul(to.den.into());
    clamp(num.div_euclid(i128::from(from.den) * i128::from(to.num)))
}

fn clamp(value: i128) -> i64 {
    value.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rescaling_rounds_to_the_nearest() {
        let film = Fraction { num: 1001, den: 24000 };
        assert_eq!(film.ticks(72), 30_030_000);
        assert_eq!(film.ticks(1), 417_083);
        let milli = Fraction { num: 1, den: 1000 };
        assert_eq!(rescale(417_083, TICK, milli), 42);
        assert_eq!(rescale(-5_000, TICK, milli), -1);
        assert_eq!(rescale_up(417_083, TICK, milli), 42);
        assert_eq!(rescale_up(410_001, TICK, milli), 42);
        assert_eq!(rescale_up(-15_000, TICK, milli), -1);
        assert_eq!(rescale_down(417_083, TICK, milli), 41);
        assert_eq!(rescale_down(-15_000, TICK, milli), -2);
    }

    #[test]
    fn nonsense_rates_are_refused() {
        assert_eq!(Fraction::from_pair((0, 1)), None);
        assert_eq!(Fraction::from_pair((25, 0)), None);
        assert_eq!(rescale(i64::MAX, Fraction { num: i64::MAX, den: 1 }, TICK), i64::MAX);
    }
}
