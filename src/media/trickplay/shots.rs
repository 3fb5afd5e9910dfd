//! What each picture of a sheet shows, and where decoding begins for it.

use walros_model::index::{Keyframe, MediaIndex};
use walros_model::trickplay::{Shot, TrickplayLayout};

use crate::time::{Fraction, TICK, rescale};

/// The shots of a sheet in order. Empty for a film without keyframes, and beyond the last sheet.
pub fn shots(index: &MediaIndex, layout: &TrickplayLayout, sheet: u32) -> Vec<Shot> {
    let Some(base) = Fraction::from_pair(index.time_base) else { return Vec::new() };
    let interval = i64::try_from(layout.interval.as_nanos() / 100).unwrap_or(i64::MAX);
    let patience = rescale(interval, TICK, base);
    let at = |picture: u32| index.start.saturating_add(rescale(interval.saturating_mul(picture.into()), TICK, base));
    layout.on_sheet(sheet).filter_map(|picture| shot(&index.keyframes, at(picture), patience)).collect()
}

/// The keyframe nearest to `at`, when it is within `patience`; else what is there, decoded from the one before.
fn shot(keyframes: &[Keyframe], at: i64, patience: i64) -> Option<Shot> {
    let next = keyframes.partition_point(|keyframe| keyframe.pts <= at);
    let before = next.checked_sub(1).and_then(|place| keyframes.get(place));
    let after = keyframes.get(next);
    let distance = |keyframe: &Keyframe| keyframe.pts.abs_diff(at);
    let nearest = [before, after].into_iter().flatten().min_by_key(|keyframe| distance(keyframe))?;
    let near = distance(nearest) <= patience.unsigned_abs();
    Some(match before {
        Some(before) if !near => Shot { enter: *before, until: Some(at) },
        _ => Shot { enter: *nearest, until: None },
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn film(seconds: &[i64]) -> MediaIndex {
        let keyframes = seconds.iter().map(|second| Keyframe { pts: 500 + second * 1000, position: second * 7 }).collect();
        MediaIndex { video_stream: Some(0), time_base: (1, 1000), start: 500, end: 60_500, keyframes, tracks: Vec::new(), epochs: Vec::new() }
    }

    fn layout(count: u32) -> TrickplayLayout {
        TrickplayLayout { width: 320, height: 180, columns: 2, rows: 2, count, interval: Duration::from_secs(10) }
    }

    /// Seconds where decoding begins, and up to where it goes.
    fn seen(index: &MediaIndex, count: u32, sheet: u32) -> Vec<(i64, Option<i64>)> {
        let seconds = |pts: i64| (pts - 500) / 1000;
        shots(index, &layout(count), sheet).into_iter().map(|shot| (seconds(shot.enter.pts), shot.until.map(seconds))).collect()
    }

    #[test]
    fn the_nearest_keyframe_is_shown() {
        let index = film(&[0, 4, 9, 13, 18, 31]);
        assert_eq!(seen(&index, 6, 0), [(0, None), (9, None), (18, None), (31, None)]);
        assert_eq!(seen(&index, 6, 1), [(31, None), (31, Some(50))]);
        assert_eq!(seen(&index, 6, 2), []);
    }

    #[test]
    fn where_keyframes_are_sparse_what_is_there_is_decoded() {
        assert_eq!(seen(&film(&[0]), 4, 0), [(0, None), (0, None), (0, Some(20)), (0, Some(30))]);
        assert_eq!(seen(&film(&[30]), 2, 0), [(30, None), (30, None)], "nothing can be decoded before the first");
    }

    #[test]
    fn nonsense_has_no_shots() {
        assert_eq!(seen(&film(&[]), 4, 0), []);
        assert_eq!(shots(&MediaIndex { time_base: (0, 0), ..film(&[0]) }, &layout(4), 0), []);
        let far = MediaIndex { time_base: (i32::MAX, 1), start: i64::MAX, ..film(&[0]) };
        assert_eq!(shots(&far, &layout(4), 0).len(), 4);
    }
}
