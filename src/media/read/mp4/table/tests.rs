//! Sample tables as files hold them, and as they should not.

use super::*;

fn boxed(name: &[u8; 4], words: &[u32]) -> Vec<u8> {
    let mut bytes = ((8 + words.len() * 4) as u32).to_be_bytes().to_vec();
    bytes.extend(name);
    bytes.extend(words.iter().flat_map(|word| word.to_be_bytes()));
    bytes
}

/// Five samples in three chunks of two, two and one; the last two last longer, and the second and third are shown later.
fn table() -> Vec<u8> {
    let mut table = boxed(b"stsz", &[0, 0, 5, 10, 20, 30, 40, 50]);
    table.extend(boxed(b"stco", &[0, 3, 1000, 2000, 3000]));
    table.extend(boxed(b"stsc", &[0, 2, 1, 2, 1, 3, 1, 1]));
    table.extend(boxed(b"stts", &[0, 2, 3, 40, 2, 60]));
    table.extend(boxed(b"ctts", &[0, 3, 1, 0, 2, 80, 2, u32::MAX]));
    table.extend(boxed(b"stss", &[0, 2, 1, 4]));
    table
}

#[test]
fn samples_are_what_all_tables_say_together() {
    let table = SampleTable::parse(&table()).unwrap();
    let sample = |offset, size, dts, composition, duration, sync| Sample { offset, size, dts, composition, duration, sync };
    let all = [
        sample(1000, 10, 0, 0, 40, true),
        sample(1010, 20, 40, 80, 40, false),
        sample(2000, 30, 80, 80, 40, false),
        sample(2030, 40, 120, -1, 60, true),
        sample(3000, 50, 180, -1, 60, false),
    ];
    for begin in 0..=5 {
        assert_eq!(table.from(begin).collect::<Vec<_>>(), all[begin..], "from {begin}");
    }
    assert_eq!(table.from(usize::MAX).next(), None);
}

#[test]
fn a_time_finds_its_sample() {
    let table = SampleTable::parse(&table()).unwrap();
    for (dts, number) in [(i64::MIN, 0), (0, 0), (1, 1), (40, 1), (81, 3), (120, 3), (121, 4), (180, 4), (181, 5), (i64::MAX, 5)] {
        assert_eq!(table.first_at(dts), number, "at {dts}");
    }
}

#[test]
fn offsets_of_eight_bytes_and_sizes_that_are_all_equal() {
    let mut body = boxed(b"stsz", &[0, 7, 3]);
    body.extend(boxed(b"co64", &[0, 1, 1, 0]));
    body.extend(boxed(b"stsc", &[0, 1, 1, 3, 1]));
    body.extend(boxed(b"stts", &[0, 1, 3, 1024]));
    let table = SampleTable::parse(&body).unwrap();
    assert_eq!(table.from(0).map(|sample| sample.offset - (1 << 32)).collect::<Vec<_>>(), [0, 7, 14]);
    assert!(table.from(0).all(|sample| sample.sync && sample.composition == 0));
}

#[test]
fn tables_that_do_not_fit_together_are_refused() {
    let whole = table();
    let with = |name: &[u8; 4], words: &[u32]| {
        let mut body = boxed(name, words);
        body.extend_from_slice(&whole);
        SampleTable::parse(&body).is_some()
    };
    assert!(with(b"stsz", &[0, 0, 4, 1, 2, 3, 4]), "the first of two tables counts");
    // More samples than sizes, than chunks, than durations; no samples in a chunk; keyframes out of order.
    assert!(!with(b"stsz", &[0, 0, u32::MAX]));
    assert!(!with(b"stsz", &[0, 0, 6, 1, 1, 1, 1, 1, 1]));
    assert!(!with(b"stsz", &[0, 9, 20_000_001]));
    assert!(!with(b"stco", &[0, u32::MAX, 1000]));
    assert!(!with(b"stsc", &[0, 1, 1, 0, 1]));
    assert!(!with(b"stts", &[0, 1, 4, 40]));
    assert!(!with(b"stss", &[0, 2, 4, 1]));
    assert!(!with(b"stss", &[0, 1, 0]));
    assert_eq!(SampleTable::parse(&[]).map(|table| table.len()), None);
}
