//! A media segment: `styp`, `moof` and `mdat`.

use std::borrow::Cow;

use super::boxes::{boxed, full, u32, u64};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Bytes.
    pub size: u32,
    /// In the track's timescale, as the next.
    pub duration: u32,
    /// Presentation time less decode time; may be negative.
    pub composition_offset: i32,
    /// Whether decoding can begin here.
    pub sync: bool,
}

/// What one track adds to a fragment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run<'a> {
    /// The track's number in the init segment, from 1.
    pub track: u32,
    /// When the first sample is decoded, in the track's timescale.
    pub decode_time: u64,
    pub samples: Vec<Sample>,
    /// The samples' bytes, one after the other, in pieces of any length.
    pub data: Vec<Cow<'a, [u8]>>,
}

impl Run<'_> {
    /// Bytes.
    fn length(&self) -> usize {
        self.data.iter().map(|piece| piece.len()).sum()
    }
}

/// Depends on nothing, as a keyframe.
const SYNC: u32 = 0x0200_0000;
/// Depends on others, and is no place to begin.
const NON_SYNC: u32 = 0x0101_0000;

/// Writes one fragment. `sequence` should rise over the fragments of a stream. Runs without samples are left out.
pub fn fragment(sequence: u32, runs: &[Run<'_>]) -> Vec<u8> {
    let head = fragment_head(sequence, runs);
    let mut out = Vec::with_capacity(head.len() + runs.iter().map(Run::length).sum::<usize>());
    out.extend_from_slice(&head);
    runs.iter().flat_map(|run| &run.data).for_each(|piece| out.extend_from_slice(piece));
    out
}

/// All of a fragment but the data of its runs, which follow one behind the other.
pub fn fragment_head(sequence: u32, runs: &[Run<'_>]) -> Vec<u8> {
    let runs: Vec<&Run<'_>> = runs.iter().filter(|run| !run.samples.is_empty()).collect();
    let payload: usize = runs.iter().map(|run| run.length()).sum();
    let samples: usize = runs.iter().map(|run| run.samples.len()).sum();
    let mut out = Vec::with_capacity(samples * 16 + 256);
    boxed(&mut out, b"styp", |out| {
        out.extend_from_slice(b"msdh");
        u32(out, 0);
        out.extend_from_slice(b"msdhmsix");
    });
    let moof = out.len();
    let mut offsets = Vec::new();
    boxed(&mut out, b"moof", |out| {
        full(out, b"mfhd", 0, 0, |out| u32(out, sequence));
        for run in &runs {
            boxed(out, b"traf", |out| offsets.push(write_run(out, run)));
        }
    });
    let mut data_at = out.len() - moof + 8;
    for (place, run) in offsets.into_iter().zip(&runs) {
        out[place..place + 4].copy_from_slice(&(data_at as u32).to_be_bytes());
        data_at += run.length();
    }
    u32(&mut out, payload as u32 + 8);
    out.extend_from_slice(b"mdat");
    out
}

/// Answers where the offset of the run's data is to be filled in.
fn write_run(out: &mut Vec<u8>, run: &Run<'_>) -> usize {
    // Offsets count from the moof.
    full(out, b"tfhd", 0, 0x02_0000, |out| u32(out, run.track));
    full(out, b"tfdt", 1, 0, |out| u64(out, run.decode_time));
    let mut place = 0;
    // Data offset; and of each sample: duration, size, flags, signed composition offset.
    full(out, b"trun", 1, 0x00_0f01, |out| {
        u32(out, run.samples.len() as u32);
        place = out.len();
        u32(out, 0);
        for sample in &run.samples {
            u32(out, sample.duration);
            u32(out, sample.size);
            u32(out, if sample.sync { SYNC } else { NON_SYNC });
            out.extend_from_slice(&sample.composition_offset.to_be_bytes());
        }
    });
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(data: &[u8], name: &[u8; 4]) -> usize {
        data.windows(4).position(|window| window == name).unwrap()
    }

    #[test]
    fn offsets_point_at_the_data_of_their_run() {
        let sample = |size| Sample { size, duration: 1, composition_offset: -2, sync: true };
        let runs = [
            Run { track: 1, decode_time: 90_000, samples: vec![sample(3)], data: vec![Cow::Borrowed(&[1]), Cow::Owned(vec![2, 3])] },
            Run { track: 2, ..Run::default() },
            Run { track: 3, decode_time: 48_000, samples: vec![sample(2)], data: vec![Cow::Borrowed(&[4, 5])] },
        ];
        let out = fragment(7, &runs);
        let moof = find(&out, b"moof") - 4;
        let mut at = moof;
        let mut seen = Vec::new();
        while let Some(next) = out[at..].windows(4).position(|window| window == b"trun") {
            let trun = at + next;
            let offset = u32::from_be_bytes(out[trun + 12..trun + 16].try_into().unwrap()) as usize;
            let size = u32::from_be_bytes(out[trun + 20..trun + 24].try_into().unwrap()) as usize;
            seen.push(out[moof + offset..moof + offset + size].to_vec());
            assert_eq!(out[trun + 28..trun + 32], (-2i32).to_be_bytes());
            at = trun + 4;
        }
        assert_eq!(seen, [vec![1, 2, 3], vec![4, 5]]);
        assert_eq!(out[find(&out, b"mdat") - 4..][..4], 13u32.to_be_bytes());
    }
}
