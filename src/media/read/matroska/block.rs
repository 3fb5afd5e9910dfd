//! Blocks: the frames of one track at one time, perhaps several laced together.

use super::ebml::number;
use super::header::track_number;

/// Frames in one block; the count is a byte.
const LACES_MAX: usize = 256;

/// A block taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub track: u64,
    /// From the cluster's time on.
    pub time: i16,
    pub flags: u8,
    /// Where the first frame begins in the block.
    pub begin: usize,
    /// Bytes of each frame.
    pub sizes: Vec<usize>,
}

impl Block {
    /// `None` for a block that does not hold what it says.
    pub fn parse(block: &[u8]) -> Option<Self> {
        let (track, length) = track_number(block)?;
        let [high, low, flags, rest @ ..] = block.get(length..)? else { return None };
        let (sizes, behind) = match flags >> 1 & 3 {
            0 => (vec![rest.len()], rest),
            lacing => laces(lacing, rest)?,
        };
        (sizes.iter().all(|size| *size > 0)).then(|| Self {
            track,
            time: i16::from_be_bytes([*high, *low]),
            flags: *flags,
            begin: block.len() - behind.len(),
            sizes,
        })
    }
}

/// The sizes of laced frames, and what stands behind them.
fn laces(lacing: u8, rest: &[u8]) -> Option<(Vec<usize>, &[u8])> {
    let (count, mut rest) = rest.split_first()?;
    let count = usize::from(*count) + 1;
    let mut sizes = Vec::with_capacity(LACES_MAX.min(count));
    match lacing {
        // Xiph: each but the last is so many 255s and a rest.
        1 => {
            for _ in 1..count {
                let mut size = 0usize;
                loop {
                    let (byte, behind) = rest.split_first()?;
                    rest = behind;
                    size += usize::from(*byte);
                    if *byte != 255 {
                        break;
                    }
                }
                sizes.push(size);
            }
        }
        // All are equally long.
        2 => {
            return (rest.len() % count == 0).then(|| (vec![rest.len() / count; count], rest));
        }
        // EBML: the first as a number, the others but the last by how much they differ.
        _ => {
            let mut size = 0i64;
            for place in 1..count {
                let (value, length) = number(rest)?;
                let value = i64::try_from(value?).ok()?;
                // Numbers with a sign are moved by half of what their length can say.
                size = if place == 1 { value } else { size.checked_add(value - ((1i64 << (7 * length - 1)) - 1))? };
                rest = rest.get(length..)?;
                sizes.push(usize::try_from(size).ok()?);
            }
        }
    }
    let known = sizes.iter().try_fold(0usize, |sum, size| sum.checked_add(*size))?;
    sizes.push(rest.len().checked_sub(known)?);
    Some((sizes, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simple_block_holds_one_frame() {
        let block = Block::parse(&[0x81, 0xff, 0xfe, 0x80, 9, 9, 9]).unwrap();
        assert_eq!(block, Block { track: 1, time: -2, flags: 0x80, begin: 4, sizes: vec![3] });
    }

    #[test]
    fn three_ways_of_lacing() {
        let sizes = |flags: u8, rest: &[u8]| Block::parse(&[&[0x81, 0, 0, flags], rest].concat()).map(|block| (block.begin, block.sizes));
        // Two of 1 and 256 bytes, and what is left.
        let xiph = [&[2, 1, 255, 1][..], &[7; 260]].concat();
        assert_eq!(sizes(2, &xiph), Some((8, vec![1, 256, 3])));
        assert_eq!(sizes(4, &[2, 1, 1, 2, 2, 3, 3]), Some((5, vec![2, 2, 2])));
        assert_eq!(sizes(4, &[2, 1, 1, 2, 2, 3]), None);
        // 3, then one less, then the rest.
        assert_eq!(sizes(6, &[2, 0x83, 0xbe, 1, 1, 1, 2, 2, 3]), Some((7, vec![3, 2, 1])));
        assert_eq!(sizes(6, &[2, 0x83, 0x80, 1, 1, 1]), None);
        assert_eq!(sizes(2, &[9, 255, 255]), None);
    }
}
