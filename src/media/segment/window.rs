//! The stretch of a segment, in units of one stream's time base.

use crate::time::{Fraction, TICK, rescale};

/// Times are on the film's timeline.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub base: Fraction,
    pub start: i64,
    pub end: i64,
    /// Nothing follows: all that is left belongs here.
    pub last: bool,
    /// Boundaries are planned to the tick, pictures come as their container rounds. What is less than half a picture
    /// early begins the next segment, for both of the segments that meet there.
    pub tolerance: i64,
}

impl Window {
    /// `start` and `end` in ticks; `frame` = how long a picture lasts, if that is known.
    pub fn new(base: Fraction, start: i64, end: i64, last: bool, frame: Option<Fraction>) -> Self {
        let units = |ticks: i64| rescale(ticks, TICK, base);
        // Rates are sometimes nonsense: no picture is taken to last longer than a fifth of a second.
        let longest = Fraction { num: 1, den: 5 };
        let frame = frame.filter(|frame| frame.as_f64() < longest.as_f64()).unwrap_or(Fraction { num: 1, den: 50 });
        Self { base, start: units(start), end: units(end), last, tolerance: rescale(1, frame, base) / 2 }
    }

    pub fn is_before(&self, time: i64) -> bool {
        time < self.start - self.tolerance
    }

    /// Whether a time belongs to what follows.
    pub fn is_after(&self, time: i64) -> bool {
        !self.last && time >= self.end - self.tolerance
    }

    pub fn holds(&self, time: i64) -> bool {
        !self.is_before(time) && !self.is_after(time)
    }

    pub fn ticks(&self, time: i64) -> i64 {
        rescale(time, self.base, TICK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_belongs_to_one_of_two_neighbours() {
        let milli = Fraction { num: 1, den: 1000 };
        let frame = Some(Fraction { num: 1001, den: 24000 });
        // 72 pictures at 23.976 a second, planned to the tick, in a container that rounds to milliseconds.
        let bounds = [0, 30_030_000, 60_060_000];
        let windows: Vec<Window> = bounds.windows(2).map(|pair| Window::new(milli, pair[0], pair[1], false, frame)).collect();
        let counts: Vec<usize> =
            windows.iter().map(|window| (0..144).filter(|number| window.holds((f64::from(*number) * 1001.0 / 24.0).round() as i64)).count()).collect();
        assert_eq!(counts, [72, 72]);
    }

    #[test]
    fn the_last_takes_all_that_is_left() {
        let window = Window::new(Fraction { num: 1, den: 1000 }, 0, 10_000_000, true, None);
        assert!(window.holds(5000) && !window.is_after(5000));
    }
}
