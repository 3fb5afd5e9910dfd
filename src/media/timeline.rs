//! Decode times made from presentation times.
//!
//! Demuxers' own decode times are unreliable after a seek (Matroska stores none), so they are rebuilt: the n-th frame
//! to be decoded gets the n-th presentation time of its segment. Decode times of consecutive segments then join
//! without gap or overlap, whichever of them was made first, and composition offsets are signed.

/// When a frame is decoded, and for how long that is the latest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub dts: i64,
    pub duration: i64,
}

/// The slots of frames whose presentation times are given in decode order; `end` is where the next segment begins.
/// Equal times, which broken files hold, are told apart by one unit. No frame is decoded more than `ahead` after it is
/// shown: behind a hole those that are decoded early would be, by as much as the hole is longer than a frame. What is less
/// than half a frame is how a container rounds, and stays: what would be taken from one frame would be missing at the next.
pub fn decode_slots(presentation: &[i64], end: i64, ahead: i64) -> Vec<Slot> {
    let mut sorted = presentation.to_vec();
    sorted.sort_unstable();
    for at in 1..sorted.len() {
        sorted[at] = sorted[at].max(sorted[at - 1] + 1);
    }
    let mut latest = i64::MAX;
    for (dts, shown) in sorted.iter_mut().zip(presentation).rev() {
        let bound = shown.saturating_add(ahead);
        *dts = latest.min(if *dts > bound.saturating_add(ahead / 4) { bound } else { *dts });
        latest = *dts - 1;
    }
    let next = sorted.iter().copied().skip(1).chain([end]);
    sorted.iter().zip(next).map(|(dts, next)| Slot { dts: *dts, duration: (next - dts).max(1) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reordered_frames_get_rising_decode_times() {
        let slots = decode_slots(&[0, 120, 40, 80, 160], 200, 80);
        let dts: Vec<i64> = slots.iter().map(|slot| slot.dts).collect();
        assert_eq!(dts, [0, 40, 80, 120, 160]);
        assert_eq!(slots.iter().map(|slot| slot.duration).sum::<i64>(), 200);
    }

    #[test]
    fn leading_pictures_come_before_the_keyframe_they_follow() {
        let slots = decode_slots(&[80, 0, 40, 120], 160, 80);
        assert_eq!(slots[0], Slot { dts: 0, duration: 40 });
    }

    #[test]
    fn frames_behind_a_hole_are_decoded_in_time() {
        // 80, 120 and 160 are missing.
        let shown = [0, 240, 40, 200, 280];
        let slots = decode_slots(&shown, 320, 40);
        let dts: Vec<i64> = slots.iter().map(|slot| slot.dts).collect();
        assert_eq!(dts, [0, 40, 80, 240, 280]);
        assert!(slots.iter().zip(shown).all(|(slot, shown)| slot.dts <= shown + 40));
        assert_eq!(slots.iter().map(|slot| slot.duration).sum::<i64>(), 320);
    }

    #[test]
    fn times_that_were_rounded_stay() {
        // 24 frames a second in milliseconds, as Matroska has them: the fifth group comes 84 ms late, the first 83.
        let shown = [21, 188, 104, 63, 146, 354, 271, 229, 313];
        let dts: Vec<i64> = decode_slots(&shown, 396, 83).iter().map(|slot| slot.dts).collect();
        assert_eq!(dts, [21, 63, 104, 146, 188, 229, 271, 313, 354]);
    }

    #[test]
    fn equal_times_are_told_apart() {
        assert_eq!(decode_slots(&[5, 5], 5, 1), [Slot { dts: 5, duration: 1 }, Slot { dts: 6, duration: 1 }]);
        assert_eq!(decode_slots(&[], 5, 1), []);
    }
}
