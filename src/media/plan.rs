//! Where a film is cut into segments: a pure function of its index, so that everybody cuts alike.
//!
//! All times are ticks of 100 ns on the film's own timeline, which begins with its first picture.

use walros_model::index::MediaIndex;

use crate::time::{Fraction, TICK, TICKS, rescale, rescale_down, rescale_up};

/// The stretch `[start, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Segment {
    pub start: i64,
    pub end: i64,
}

impl Segment {
    pub fn length(self) -> i64 {
        self.end - self.start
    }
}

/// No segment is shorter: keyframes closer than this are merged, and so is a tail.
const SHORTEST: i64 = TICKS;

/// What an index says, in ticks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilmTimes {
    /// Where the film begins on the file's own clock.
    pub origin: i64,
    /// Where the last picture ends, from the origin.
    pub end: i64,
    /// Keyframes from the origin, in order.
    pub keyframes: Vec<i64>,
}

impl FilmTimes {
    /// `None` when the index holds no usable time base or no keyframe.
    pub fn of(index: &MediaIndex) -> Option<Self> {
        let base = Fraction::from_pair(index.time_base)?;
        let ticks = |time: i64| rescale(time, base, TICK);
        let origin = ticks(index.start);
        let mut keyframes: Vec<i64> = index.keyframes.iter().map(|keyframe| ticks(keyframe.pts).saturating_sub(origin)).filter(|time| *time >= 0).collect();
        keyframes.sort_unstable();
        keyframes.dedup();
        (!keyframes.is_empty()).then_some(Self { origin, end: ticks(index.end).saturating_sub(origin), keyframes })
    }

    /// The same film with an earlier beginning, in ticks of the file's own clock.
    pub fn begun_at(self, origin: i64) -> Self {
        let later = self.origin.saturating_sub(origin);
        Self { origin, end: self.end.saturating_add(later), keyframes: self.keyframes.iter().map(|keyframe| keyframe.saturating_add(later)).collect() }
    }

    /// The longest stretch that cannot be cut without encoding.
    pub fn longest_gap(&self, duration: i64) -> i64 {
        let marks = self.keyframes.iter().copied().skip(1).chain([duration.max(self.end)]);
        marks.scan(0, |before, mark| Some(mark.saturating_sub(std::mem::replace(before, mark)))).max().unwrap_or(duration)
    }
}

/// The most bits per second that any of these segments has in the file, all streams together; the film begins at
/// `origin` of the file's clock, in ticks. `None` when the index does not know where its keyframes are.
pub fn peak_bit_rate(index: &MediaIndex, origin: i64, size: u64, segments: &[Segment]) -> Option<u64> {
    let base = Fraction::from_pair(index.time_base)?;
    let mut places: Vec<(i64, i64)> =
        index.keyframes.iter().map(|keyframe| (rescale(keyframe.pts, base, TICK).saturating_sub(origin), keyframe.position)).collect();
    places.sort_unstable();
    if places.is_empty() || places.iter().any(|(_, position)| *position < 0) {
        return None;
    }
    let position = |time: i64| places.get(places.partition_point(|(at, _)| *at < time)).map_or(size as i64, |(_, position)| *position);
    segments
        .iter()
        .map(|segment| {
            (position(segment.end).saturating_sub(position(segment.start)).max(0) as u64).saturating_mul(8 * TICKS as u64) / segment.length().max(1) as u64
        })
        .max()
}

/// Segments for a copied picture: from keyframe to keyframe, as near to `target` as they allow. The last one takes
/// all that is left.
pub fn on_keyframes(keyframes: &[i64], duration: i64, target: i64) -> Vec<Segment> {
    let target = target.max(SHORTEST);
    let mut bounds = vec![0];
    let mut begin = 0;
    let mut candidate = None;
    for at in keyframes.iter().copied().filter(|at| *at > 0 && *at < duration).chain([duration]) {
        // The keyframe before this one may have been nearer.
        if let Some(before) = candidate
            && at - begin > target
            && target - (before - begin) <= at - begin - target
        {
            bounds.push(before);
            begin = before;
            candidate = None;
        }
        if at - begin >= target {
            bounds.push(at);
            begin = at;
            candidate = None;
        } else if at - begin >= SHORTEST {
            candidate = Some(at);
        }
    }
    close(bounds, duration)
}

/// Segments on a grid of whole `unit`s (frames of picture or sound), each at least `target` long but the last.
pub fn on_grid(unit: Fraction, duration: i64, target: i64) -> Vec<Segment> {
    let target = target.max(SHORTEST);
    // As many units as reach the target; 3 s at 23.976 frames a second are 72 frames, or 3.003 s.
    let units = (target as f64 / TICKS as f64 / unit.as_f64() - 1e-6).ceil().max(1.0) as i64;
    let bounds = (0..).map(|number| unit.ticks(units.saturating_mul(number))).take_while(|at| *at < duration.max(1)).collect();
    close(bounds, duration)
}

/// The two halves of a segment, for two processors to encode side by side; one that is short stays whole. `unit` is a
/// frame's length where all have the same.
pub fn halves(segment: Segment, unit: Option<Fraction>) -> Vec<Segment> {
    if segment.length() < 2 * SHORTEST {
        return vec![segment];
    }
    let middle = match unit {
        Some(unit) => {
            let units = |time: i64| (time as f64 / TICKS as f64 / unit.as_f64()).round() as i64;
            unit.ticks((units(segment.start) + units(segment.end)) / 2)
        }
        None => segment.start + segment.length() / 2,
    };
    // Of frames that last seconds there may be none between.
    if middle > segment.start { close(vec![segment.start, middle], segment.end) } else { vec![segment] }
}

/// Segments for an encoded picture of uneven frame rate: the keyframes are the only frames whose times are known, so
/// that cuts are there where they are near enough, and on an even grid between those that are far apart: where whole
/// frames end, if all last as long as `unit`.
pub fn on_keyframes_divided(keyframes: &[i64], duration: i64, target: i64, unit: Option<Fraction>) -> Vec<Segment> {
    let mut bounds = Vec::new();
    for segment in on_keyframes(keyframes, duration, target) {
        let far = segment.length() > target * 5 / 2;
        let parts = if far { ((segment.length() + target / 2) / target.max(SHORTEST)).max(1) } else { 1 };
        bounds.extend((0..parts).map(|part| segment.start + whole_frames(segment.length() * part / parts, unit)));
    }
    close(bounds, duration)
}

fn whole_frames(length: i64, unit: Option<Fraction>) -> i64 {
    unit.map_or(length, |unit| unit.ticks((length as f64 / TICKS as f64 / unit.as_f64()).round() as i64))
}

/// The same cuts for sound that goes with these pictures: each where the first frame begins that is not before it, so
/// that playlists tell how long its segments are. One frame begins at `first` ticks, and each lasts a `unit`.
pub fn on_frames(segments: &[Segment], unit: Fraction, first: i64) -> Vec<Segment> {
    // Rounded down: a tick late would be behind the frame.
    let frame_at = |time: i64| first + rescale_down(rescale_up(time - first, TICK, unit), unit, TICK);
    let moved = |time: i64| if time <= 0 { time } else { frame_at(time) };
    let last = segments.len().saturating_sub(1);
    let place =
        |(number, segment): (usize, &Segment)| Segment { start: moved(segment.start), end: if number == last { segment.end } else { moved(segment.end) } };
    segments.iter().enumerate().map(place).collect()
}

/// From the starts of segments to segments. A tail that is too short goes to the one before it.
fn close(mut bounds: Vec<i64>, duration: i64) -> Vec<Segment> {
    while bounds.len() > 1 && bounds.last().is_some_and(|last| duration - last < SHORTEST) {
        bounds.pop();
    }
    let ends = bounds.iter().copied().skip(1).chain([duration.max(1)]);
    bounds.iter().copied().zip(ends).map(|(start, end)| Segment { start, end }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use walros_model::index::Keyframe;

    fn seconds(values: &[f64]) -> Vec<i64> {
        values.iter().map(|value| (value * TICKS as f64).round() as i64).collect()
    }

    fn starts(segments: &[Segment]) -> Vec<f64> {
        segments.iter().map(|segment| segment.start as f64 / TICKS as f64).collect()
    }

    /// Consecutive, from zero to the end.
    fn assert_whole(segments: &[Segment], duration: i64) {
        assert_eq!(segments.first().unwrap().start, 0);
        assert_eq!(segments.last().unwrap().end, duration);
        assert!(segments.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert!(segments.iter().all(|segment| segment.length() > 0));
    }

    #[test]
    fn keyframes_are_merged_to_about_the_target() {
        let cases: &[(&[f64], f64, &[f64])] = &[
            (&[0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0], 14.021, &[0.0, 6.0, 12.0]),
            // Five is nearer to six than ten.
            (&[0.0, 5.0, 10.0, 15.0], 20.0, &[0.0, 5.0, 10.0, 15.0]),
            (&[0.0, 10.0, 20.0], 24.0, &[0.0, 10.0, 20.0]),
            (&[0.0, 0.4, 0.8, 6.1], 7.0, &[0.0]),
            (&[0.0, 0.5, 7.0, 7.5], 15.0, &[0.0, 7.0]),
            (&[0.0], 100.0, &[0.0]),
            (&[], 3.0, &[0.0]),
        ];
        for (keyframes, duration, expected) in cases {
            let duration = (duration * TICKS as f64) as i64;
            let segments = on_keyframes(&seconds(keyframes), duration, 6 * TICKS);
            assert_eq!(starts(&segments), *expected);
            assert_whole(&segments, duration);
        }
    }

    #[test]
    fn the_grid_is_made_of_whole_frames() {
        let film = Fraction { num: 1001, den: 24000 };
        let segments = on_grid(film, 240 * TICKS, 3 * TICKS);
        assert_eq!(segments[1].start, 30_030_000);
        assert_eq!(segments[79].start, 79 * 30_030_000);
        assert_eq!(segments.len(), 80);
        assert_whole(&segments, 240 * TICKS);
        assert_eq!(on_grid(Fraction { num: 1, den: 25 }, 9 * TICKS, 3 * TICKS).len(), 3);
        assert_eq!(on_grid(Fraction { num: 1, den: 25 }, 91_000_000, 3 * TICKS).len(), 3);
        assert_eq!(on_grid(Fraction { num: 1024, den: 44100 }, 0, 6 * TICKS).len(), 1);
    }

    #[test]
    fn halves_meet_between_frames() {
        let film = Fraction { num: 1001, den: 24000 };
        let whole = on_grid(film, 240 * TICKS, 3 * TICKS)[5];
        let halves = halves(whole, Some(film));
        assert_eq!([halves[0].start, halves[0].end, halves[1].end], [whole.start, film.ticks(5 * 72 + 36), whole.end]);
        assert_eq!(halves[1].start, halves[0].end);
        let uneven = Segment { start: 7, end: 3 * TICKS };
        assert_eq!(super::halves(uneven, None)[1], Segment { start: 7 + (3 * TICKS - 7) / 2, end: 3 * TICKS });
        let short = Segment { start: TICKS, end: 2 * TICKS + 5 };
        assert_eq!(super::halves(short, Some(film)), [short]);
        let one_frame = Segment { start: 0, end: 5 * TICKS };
        assert_eq!(super::halves(one_frame, Some(Fraction { num: 5, den: 1 })), [one_frame]);
    }

    #[test]
    fn far_keyframes_are_divided() {
        let segments = on_keyframes_divided(&seconds(&[0.0, 4.0, 8.0, 20.0]), 22 * TICKS, 3 * TICKS, None);
        assert_eq!(starts(&segments), [0.0, 4.0, 8.0, 11.0, 14.0, 17.0, 20.0]);
        assert_whole(&segments, 22 * TICKS);
        let segments = on_keyframes_divided(&seconds(&[0.0, 5.0, 10.0]), 15 * TICKS, 3 * TICKS, None);
        assert_eq!(starts(&segments), [0.0, 5.0, 10.0]);
        // Between whole frames of film.
        let film = Fraction { num: 1001, den: 24000 };
        let segments = on_keyframes_divided(&[0, film.ticks(250)], film.ticks(500), 4 * TICKS, Some(film));
        assert_eq!(segments.iter().map(|segment| segment.start).collect::<Vec<_>>(), [0, 83, 167, 250, 333, 417].map(|frames| film.ticks(frames)));
    }

    #[test]
    fn sound_is_cut_where_its_frames_begin() {
        let aac = Fraction { num: 1024, den: 48_000 };
        let pictures = on_keyframes(&seconds(&[0.0, 4.0, 8.0]), 10 * TICKS, 4 * TICKS);
        let sounds = on_frames(&pictures, aac, 0);
        // 4 s are 187.5 frames.
        assert_eq!(sounds[0], Segment { start: 0, end: 40_106_666 });
        assert_eq!(rescale_up(sounds[0].end, TICK, aac), 188);
        assert_eq!((sounds[1].start, sounds[2].end), (40_106_666, 10 * TICKS));
        // A track whose frames begin 5 ms later has a grid of its own.
        assert_eq!(on_frames(&pictures, aac, 50_000)[0].end, 40_156_666);
    }

    #[test]
    fn an_index_counts_from_its_first_picture() {
        let keyframe = |pts| Keyframe { pts, position: -1 };
        let index = MediaIndex {
            time_base: (1, 90_000),
            start: 126_000,
            end: 126_000 + 900_000,
            keyframes: vec![keyframe(126_000), keyframe(306_000)],
            ..MediaIndex::default()
        };
        let times = FilmTimes::of(&index).unwrap();
        assert_eq!(times, FilmTimes { origin: 14_000_000, end: 10 * TICKS, keyframes: vec![0, 2 * TICKS] });
        assert_eq!(times.longest_gap(10 * TICKS), 8 * TICKS);
        let earlier = times.clone().begun_at(4_000_000);
        assert_eq!(earlier, FilmTimes { origin: 4_000_000, end: 11 * TICKS, keyframes: vec![TICKS, 3 * TICKS] });
        assert_eq!(FilmTimes::of(&MediaIndex::default()), None);
        assert_eq!(peak_bit_rate(&index, times.origin, 1000, &[Segment { start: 0, end: 10 * TICKS }]), None);
    }

    #[test]
    fn the_peak_is_that_of_the_heaviest_segment() {
        let keyframe = |pts, position| Keyframe { pts, position };
        let index = MediaIndex { time_base: (1, 1), end: 6, keyframes: vec![keyframe(0, 100), keyframe(2, 350), keyframe(4, 1350)], ..MediaIndex::default() };
        let segments = [Segment { start: 0, end: 2 * TICKS }, Segment { start: 2 * TICKS, end: 4 * TICKS }, Segment { start: 4 * TICKS, end: 6 * TICKS }];
        assert_eq!(peak_bit_rate(&index, 0, 1600, &segments), Some(4000));
    }
}
