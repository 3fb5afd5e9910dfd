//! Recordings made of numbers, and what is found of their clocks.

use super::*;
use crate::clock::on_timeline;

const PICTURE: i64 = 3600;
const SOUND: i64 = 1920;
/// A hundred pictures, and as long a sound.
const LENGTH: i64 = 100 * PICTURE;

/// A recording that begins at `start`, and `bytes` into the file; sound is a little ahead of the picture in the file.
fn recording(start: i64, bytes: i64) -> Vec<Stamp> {
    let stamp = |stream, at: i64, lag: i64, duration, key| {
        // Pairs of pictures are shown in turned order, two pictures after they are decoded.
        let shown = if stream == 0 { [2, 0][(at / PICTURE % 2) as usize] * PICTURE } else { 0 };
        Stamp { stream, dts: (start + at).rem_euclid(WRAP), pts: (start + at + shown).rem_euclid(WRAP), duration, position: bytes + at + lag, key }
    };
    let pictures = (0..LENGTH / PICTURE).map(|number| stamp(0, number * PICTURE, 500, PICTURE, number % 20 == 0));
    let sounds = (0..LENGTH / SOUND).map(|number| stamp(1, number * SOUND, 0, SOUND, true));
    let mut stamps: Vec<Stamp> = pictures.chain(sounds).collect();
    stamps.sort_by_key(|stamp| stamp.position);
    stamps
}

fn find(stamps: &[Stamp]) -> Timeline {
    let mut finder = EpochFinder::new(0, 10_000);
    stamps.iter().for_each(|stamp| finder.take(*stamp));
    finder.finish().unwrap()
}

/// The picture's times as a reader would place them, sorted and counted from the first.
fn placed(stamps: &[Stamp], found: &Timeline) -> Vec<i64> {
    let clock = walros_model::index::Clock { epochs: found.epochs.clone(), end: found.end, entries: Vec::new() };
    let mut times: Vec<i64> = stamps.iter().filter(|stamp| stamp.stream == 0).map(|stamp| on_timeline(&clock, stamp.pts, stamp.position)).collect();
    times.sort_unstable();
    let first = times[0];
    times.into_iter().map(|time| time - first).collect()
}

fn assert_even(stamps: &[Stamp], epochs: usize) -> Timeline {
    let found = find(stamps);
    assert_eq!(found.epochs.len(), epochs);
    let pictures = stamps.iter().filter(|stamp| stamp.stream == 0).count() as i64;
    assert_eq!(placed(stamps, &found), (0..pictures).map(|number| number * PICTURE).collect::<Vec<i64>>());
    assert_eq!(found.end - found.start, pictures * PICTURE);
    let keyframes: Vec<i64> = found.keyframes.iter().map(|keyframe| keyframe.pts - found.keyframes[0].pts).collect();
    assert_eq!(keyframes, (0..pictures / 20).map(|number| number * 20 * PICTURE).collect::<Vec<i64>>());
    found
}

#[test]
fn a_clock_that_runs_on_has_no_epochs() {
    let found = find(&recording(126_000, 0));
    assert_eq!((found.epochs.len(), found.start, found.keyframes.len()), (0, 126_000 + PICTURE, 5));
}

#[test]
fn a_wrap_anywhere_is_one() {
    for before in [0, 100, 3599, 3600, 5000, LENGTH / 2, LENGTH - 7000] {
        let found = assert_even(&recording(WRAP - before, 0), if before == 0 { 0 } else { 2 });
        assert!(found.epochs.iter().skip(1).all(|epoch| epoch.shift == WRAP));
    }
}

#[test]
fn recordings_follow_each_other() {
    for second in [126_000, 0, 126_000 + 3600 * SECOND, WRAP - LENGTH / 2] {
        let stamps = [recording(126_000, 0), recording(second, LENGTH + 1000), recording(126_000, 2 * LENGTH + 2000)].concat();
        assert_even(&stamps, if second > WRAP / 2 { 4 } else { 3 });
    }
}

#[test]
fn pictures_come_out_when_the_next_one_begins() {
    for sound_behind in [0, 400, 600, 2000] {
        let mut stamps = [recording(126_000, 0), recording(126_000, LENGTH + 5000)].concat();
        stamps.iter_mut().filter(|stamp| stamp.stream == 1).for_each(|stamp| stamp.position += sound_behind);
        stamps.sort_by_key(|stamp| stamp.position + if stamp.stream == 0 { PICTURE } else { 0 });
        assert_even(&stamps, 2);
    }
}

#[test]
fn torn_times_are_no_jumps() {
    let mut stamps = recording(126_000, 0);
    let torn: Vec<usize> = stamps.iter().enumerate().filter(|(_, stamp)| stamp.stream == 0 && !stamp.key).map(|(place, _)| place).step_by(20).collect();
    for place in torn {
        stamps[place].dts = WRAP - 1 - stamps[place].dts * 7;
        stamps[place].pts = stamps[place].dts;
    }
    let found = find(&stamps);
    assert_eq!((found.epochs.len(), found.keyframes.len()), (0, 5));
}

#[test]
fn a_pause_in_one_stream_is_no_jump() {
    let mut stamps = [recording(126_000, 0), recording(126_000 + LENGTH, LENGTH)].concat();
    stamps.extend((2..6).flat_map(|number| recording(126_000 + number * LENGTH, number * LENGTH)));
    // Twelve seconds without sound.
    stamps.retain(|stamp| stamp.stream == 0 || !(LENGTH..4 * LENGTH).contains(&stamp.position));
    assert_even(&stamps, 0);
}

#[test]
fn nonsense_does_no_harm() {
    let mut finder = EpochFinder::new(0, 10);
    let numbers = [i64::MIN, -1, 0, 1, WRAP, i64::MAX];
    for dts in numbers {
        for pts in numbers {
            for position in numbers {
                finder.take(Stamp { stream: 0, pts, dts, duration: position, position, key: true });
            }
        }
    }
    finder.finish();
    assert_eq!(EpochFinder::new(0, 10).finish(), None);
    // Noise opens no more epochs than are kept.
    let mut finder = EpochFinder::new(0, 10);
    let mut count: i64 = 1;
    for position in 0..100_000 {
        count = count.wrapping_mul(6_364_136_223).wrapping_add(1_442_695_041).rem_euclid(WRAP);
        finder.take(Stamp { stream: (position % 3) as usize, pts: count, dts: count, duration: 0, position, key: false });
    }
    assert!(finder.finish().unwrap().epochs.len() <= EPOCHS_MAX);
}
