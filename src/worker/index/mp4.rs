//! MP4's sample tables, as far as libav does not pass them on: its index says when a sample is decoded, and the
//! composition offsets say how much later it is shown.

use std::fs::File;
use std::os::unix::fs::FileExt;

/// Boxes looked at; before the header or the first fragment there are a handful.
const BOXES_MAX: usize = 100;
/// Bytes of the largest header that is read: some hours of film have a few millions.
const HEADER_MAX: u64 = 512 << 20;
/// Samples of one track; a week of film.
const SAMPLES_MAX: usize = 20_000_000;

/// One sample of a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sample {
    /// Where its bytes begin in the file.
    pub position: u64,
    /// Composition offset and duration, in the track's units.
    pub offset: i32,
    pub duration: u32,
}

/// The samples of a track, by position. `None` when they are spread over fragments, or the tables make no sense.
pub(super) fn samples(file: &File, track: u32) -> Option<Vec<Sample>> {
    let header = header(file)?;
    let table = children(&header).filter(|(name, _)| *name == b"trak").map(|(_, body)| body).find(|body| track_id(body) == Some(track))?;
    let table = [b"mdia", b"minf", b"stbl"].iter().try_fold(table, |body, name| child(body, name))?;
    let mut samples = positions(table)?;
    let mut offsets = runs(child(table, b"ctts").unwrap_or_default()).map(|(count, offset)| (count, offset as i32));
    let mut durations = runs(child(table, b"stts")?);
    let (mut offset, mut duration) = ((0, 0), (0, 0));
    for sample in &mut samples {
        sample.offset = next(&mut offsets, &mut offset).unwrap_or(0);
        sample.duration = next(&mut durations, &mut duration).unwrap_or(0);
    }
    samples.sort_unstable_by_key(|sample| sample.position);
    Some(samples)
}

/// The next value of a run-length table.
fn next<T: Copy>(runs: &mut impl Iterator<Item = (u32, T)>, current: &mut (u32, T)) -> Option<T> {
    while current.0 == 0 {
        *current = runs.next()?;
    }
    current.0 -= 1;
    Some(current.1)
}

/// The body of the `moov` box, if no fragment stands before or behind it.
fn header(file: &File) -> Option<Vec<u8>> {
    let mut found = None;
    let mut at = 0u64;
    for _ in 0..BOXES_MAX {
        let mut start = [0; 16];
        if file.read_at(&mut start, at).ok()? < 8 {
            break;
        }
        let [s1, s2, s3, s4, name @ .., l1, l2, l3, l4, l5, l6, l7, l8] = start;
        let (head, size) = match u32::from_be_bytes([s1, s2, s3, s4]) {
            // To the end of the file.
            0 => (8, u64::MAX - at),
            1 => (16, u64::from_be_bytes([l1, l2, l3, l4, l5, l6, l7, l8])),
            size => (8, u64::from(size)),
        };
        let length = size.checked_sub(head)?;
        match &name {
            b"moof" => return None,
            b"moov" if length <= HEADER_MAX => {
                let mut body = vec![0; length as usize];
                file.read_exact_at(&mut body, at + head).ok()?;
                found = Some(body);
            }
            _ => {}
        }
        at = at.checked_add(size)?;
    }
    found
}

/// Positions of all samples in decoding order: chunks have a position each, samples a size, and a table says how many are in a chunk.
fn positions(table: &[u8]) -> Option<Vec<Sample>> {
    let sizes = child(table, b"stsz")?;
    let (all, count) = (word(sizes, 4)?, word(sizes, 8)? as usize);
    let size = |number: usize| if all != 0 { Some(all) } else { word(sizes, 12 + number * 4) };
    let chunk_position = |number: usize| match (child(table, b"stco"), child(table, b"co64")) {
        (Some(body), _) => word(body, 8 + number * 4).map(u64::from),
        (None, Some(body)) => Some(u64::from(word(body, 8 + number * 8)?) << 32 | u64::from(word(body, 12 + number * 8)?)),
        (None, None) => None,
    };
    let in_chunks = child(table, b"stsc")?;
    let rows = word(in_chunks, 4)? as usize;
    let row = |number: usize| if number < rows { Some((word(in_chunks, 8 + number * 12)?, word(in_chunks, 12 + number * 12)?)) } else { None };
    if count > SAMPLES_MAX || all == 0 && sizes.len() < 12 + count * 4 {
        return None;
    }
    let mut samples = Vec::with_capacity(count);
    let (mut chunk, mut at_row) = (0usize, 0usize);
    while samples.len() < count {
        // Rows say from which chunk (counted from one) on they hold.
        while row(at_row + 1).is_some_and(|(first, _)| first as usize <= chunk + 1) {
            at_row += 1;
        }
        let mut position = chunk_position(chunk)?;
        for _ in 0..row(at_row)?.1.min((count - samples.len()) as u32) {
            samples.push(Sample { position, offset: 0, duration: 0 });
            position = position.checked_add(u64::from(size(samples.len() - 1)?))?;
        }
        chunk += 1;
    }
    Some(samples)
}

/// The pairs of a run-length table (`ctts`, `stts`).
fn runs(body: &[u8]) -> impl Iterator<Item = (u32, u32)> {
    let count = word(body, 4).unwrap_or(0) as usize;
    body.get(8..).unwrap_or_default().chunks_exact(8).take(count).filter_map(|pair| Some((word(pair, 0)?, word(pair, 4)?)))
}

fn track_id(track: &[u8]) -> Option<u32> {
    let header = child(track, b"tkhd")?;
    // Times before it have 4 bytes each in version 0, and 8 in version 1.
    word(header, if header.first()? == &1 { 20 } else { 12 })
}

fn child<'a>(body: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    children(body).find(|(found, _)| *found == name).map(|(_, body)| body)
}

/// The boxes in a box.
fn children(mut body: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let size = word(body, 0)? as usize;
        let name = body.get(4..8)?.try_into().ok()?;
        let inside = body.get(8..size)?;
        body = &body[size..];
        Some((name, inside))
    })
}

/// The big-endian number there.
fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(name: &[u8; 4], words: &[u32]) -> Vec<u8> {
        let mut bytes = ((8 + words.len() * 4) as u32).to_be_bytes().to_vec();
        bytes.extend(name);
        bytes.extend(words.iter().flat_map(|word| word.to_be_bytes()));
        bytes
    }

    #[test]
    fn positions_follow_chunks() {
        // Five samples in three chunks of two, two and one.
        let mut table = boxed(b"stsz", &[0, 0, 5, 10, 20, 30, 40, 50]);
        table.extend(boxed(b"stco", &[0, 3, 1000, 2000, 3000]));
        table.extend(boxed(b"stsc", &[0, 2, 1, 2, 1, 3, 1, 1]));
        let found: Vec<u64> = positions(&table).unwrap_or_default().iter().map(|sample| sample.position).collect();
        assert_eq!(found, [1000, 1010, 2000, 2030, 3000]);
    }

    #[test]
    fn tables_that_make_no_sense_are_refused() {
        let mut table = boxed(b"stsz", &[0, 0, u32::MAX]);
        table.extend(boxed(b"stco", &[0, 1, 1000]));
        table.extend(boxed(b"stsc", &[0, 1, 1, 1, 1]));
        assert_eq!(positions(&table), None);
        // More samples than chunks hold.
        let mut table = boxed(b"stsz", &[0, 7, 100]);
        table.extend(boxed(b"stco", &[0, 1, 1000]));
        table.extend(boxed(b"stsc", &[0, 1, 1, 1, 1]));
        assert_eq!(positions(&table), None);
        assert_eq!(child(&[0, 0, 0, 200, b'a', b'b', b'c', b'd'], b"abcd"), None);
    }

    #[test]
    fn runs_are_unrolled() {
        let table = boxed(b"stts", &[0, 2, 2, 512, 1, 1024]);
        let mut pairs = runs(&table[8..]);
        let mut current = (0, 0);
        let found: Vec<u32> = std::iter::from_fn(|| next(&mut pairs, &mut current)).collect();
        assert_eq!(found, [512, 512, 1024]);
    }
}
