//! Clocks that jump. MPEG streams count 1/90000 s in 33 bits, which wrap after 26.5 hours, and recordings that were put
//! one behind the other begin to count anew. An index holds what makes one timeline of that.

mod find;

use walros_model::index::{Clock, MediaIndex};

use crate::time::{Fraction, TICK, TICKS, rescale};

pub use find::{EpochFinder, Stamp, Timeline};

/// Seconds per unit of such a clock.
pub const UNIT: Fraction = Fraction { num: 1, den: SECOND };

/// Units of the clock in a second.
const SECOND: i64 = 90_000;
/// One behind the largest count.
const WRAP: i64 = 1 << 33;

/// Streams of a file may be so far apart where the clock jumps.
const APART: i64 = 10 * SECOND;

/// How long before a stretch the keyframes lie that are offered to whoever reads it, in ticks: how far back is necessary
/// turns out on reading.
const LEADS: [i64; 8] = [90 * TICKS, 60 * TICKS, 30 * TICKS, 15 * TICKS, 4 * TICKS, 3 * TICKS / 2, TICKS / 10, 0];

/// What a job that begins at `start` needs to know, in ticks on the index's timeline. `None` where time is told well
/// enough by the file itself.
pub fn clock_of(index: &MediaIndex, start: i64) -> Option<Clock> {
    let base = Fraction::from_pair(index.time_base).filter(|_| !index.epochs.is_empty())?;
    let before = |lead: i64| {
        let at = rescale(start.saturating_sub(lead), TICK, base);
        index.keyframes.partition_point(|keyframe| keyframe.pts <= at).checked_sub(1).and_then(|place| index.keyframes.get(place))
    };
    let mut entries: Vec<_> = LEADS.into_iter().filter_map(before).copied().filter(|keyframe| keyframe.position >= 0).collect();
    entries.dedup();
    Some(Clock { epochs: index.epochs.clone(), end: index.end, entries })
}

/// Where to enter a file to find all that is shown from `time` on; `None` when no such place was offered.
pub fn entry(clock: &Clock, time: i64) -> Option<i64> {
    clock.entries.iter().rfind(|keyframe| keyframe.pts <= time).map(|keyframe| keyframe.position)
}

/// A time of a packet that begins at `position` on the one timeline.
pub fn on_timeline(clock: &Clock, time: i64, position: i64) -> i64 {
    let count = time.rem_euclid(WRAP);
    let at = |number: usize| clock.epochs.get(number).map(|epoch| count.saturating_add(epoch.shift));
    let start = |number: usize| clock.epochs.get(number).map_or(clock.end, |epoch| epoch.start);
    let number = own(clock.epochs.iter().map(|epoch| epoch.position), position);
    let Some(own) = at(number) else { return time };
    let (start, end) = (start(number), start(number + 1));
    if (start.saturating_sub(APART)..=end.saturating_add(APART)).contains(&own) {
        return own;
    }
    // Each stream jumps at a byte of its own: what does not belong here lies just behind this epoch's beginning or end.
    let neighbours = [number.checked_sub(1).and_then(at).map(|time| (time.abs_diff(start), time)), at(number + 1).map(|time| (time.abs_diff(end), time))];
    let nearest = neighbours.into_iter().flatten().min().filter(|(distance, _)| *distance <= APART.unsigned_abs());
    nearest.map_or(own, |(_, time)| time)
}

/// The last that begins at or before a position.
fn own(positions: impl DoubleEndedIterator<Item = i64> + ExactSizeIterator, position: i64) -> usize {
    positions.enumerate().rev().find(|(_, begin)| *begin <= position).map_or(0, |(number, _)| number)
}

#[cfg(test)]
mod tests {
    use walros_model::index::{Epoch, Keyframe};

    use super::*;

    fn clock(epochs: &[(i64, i64, i64)], end: i64) -> Clock {
        let epochs = epochs.iter().map(|(position, start, shift)| Epoch { position: *position, start: *start, shift: *shift }).collect();
        Clock { epochs, end, entries: Vec::new() }
    }

    #[test]
    fn streams_wrap_each_at_its_own_byte() {
        let before = WRAP - 5 * SECOND;
        let clock = clock(&[(0, before, 0), (1000, WRAP, WRAP)], WRAP + 60 * SECOND);
        assert_eq!(on_timeline(&clock, before, 0), before);
        assert_eq!(on_timeline(&clock, 10, 1000), WRAP + 10);
        // Sound behind the byte at which the picture wrapped, and a picture shown behind the wrap but decoded before it.
        assert_eq!(on_timeline(&clock, WRAP - 10, 1010), WRAP - 10);
        assert_eq!(on_timeline(&clock, 20, 990), WRAP + 20);
        // As the demuxer tells it when it knows of the wrap.
        assert_eq!(on_timeline(&clock, WRAP + 20, 2000), WRAP + 20);
        assert_eq!(on_timeline(&clock, -10, 1010), WRAP - 10);
    }

    #[test]
    fn the_byte_decides_between_clocks_that_count_alike() {
        let clock = clock(&[(0, 100, 0), (1000, 900_100, 900_000), (2000, 1_800_100, 1_800_000)], 2_700_100);
        assert_eq!([500, 1000, 1999, 2500].map(|position| on_timeline(&clock, 200, position)), [200, 900_200, 900_200, 1_800_200]);
    }

    #[test]
    fn a_stretch_is_entered_at_a_keyframe_before_it() {
        let keyframes = (0..200).map(|second| Keyframe { pts: second * SECOND, position: second * 1000 }).collect();
        let epochs = clock(&[(0, 0, 0), (150_000, 150 * SECOND, 0)], 200 * SECOND).epochs;
        let index = MediaIndex { time_base: (1, 90_000), end: 200 * SECOND, keyframes, epochs, ..MediaIndex::default() };
        let clock = clock_of(&index, 100 * TICKS).unwrap();
        assert_eq!([100, 99, 96, 80, 41].map(|second| entry(&clock, second * SECOND)), [100, 99, 96, 70, 40].map(|second| Some(second * 1000)));
        assert_eq!(entry(&clock, 9 * SECOND), None);
        assert_eq!(clock_of(&MediaIndex { epochs: Vec::new(), ..index }, 0), None);
    }
}
