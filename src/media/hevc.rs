//! What an HEVC sequence parameter set says that a decoder configuration record repeats.

use crate::bits::BitReader;
use crate::nal::unescape;

/// The general profile, tier and level, and the sample format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpsFacts {
    /// Profile space, tier and profile in one byte.
    pub profile: u8,
    pub compatibility: u32,
    /// 48 bits.
    pub constraints: u64,
    pub level: u8,
    pub temporal_layers: u8,
    pub temporal_nesting: bool,
    pub chroma_format: u8,
    pub luma_depth: u8,
    pub chroma_depth: u8,
}

impl SpsFacts {
    /// From a whole SPS unit, its two header bytes included.
    pub fn parse(unit: &[u8]) -> Option<Self> {
        let payload = unescape(unit.get(2..)?);
        let mut bits = BitReader::new(&payload);
        bits.skip(4)?;
        let sub_layers = bits.bits(3)?;
        let temporal_nesting = bits.bit()?;
        let profile = bits.bits(8)? as u8;
        let compatibility = bits.bits(32)?;
        let constraints = u64::from(bits.bits(32)?) << 16 | u64::from(bits.bits(16)?);
        let level = bits.bits(8)? as u8;
        skip_sub_layers(&mut bits, sub_layers)?;
        bits.golomb()?;
        let chroma_format = bits.golomb()?;
        if chroma_format == 3 {
            bits.skip(1)?;
        }
        bits.golomb()?;
        bits.golomb()?;
        if bits.bit()? {
            for _ in 0..4 {
                bits.golomb()?;
            }
        }
        let (luma_depth, chroma_depth) = (bits.golomb()? + 8, bits.golomb()? + 8);
        Some(Self {
            profile,
            compatibility,
            constraints,
            level,
            temporal_layers: sub_layers as u8 + 1,
            temporal_nesting,
            chroma_format: chroma_format.min(3) as u8,
            luma_depth: luma_depth.min(16) as u8,
            chroma_depth: chroma_depth.min(16) as u8,
        })
    }
}

fn skip_sub_layers(bits: &mut BitReader<'_>, sub_layers: u32) -> Option<()> {
    if sub_layers == 0 {
        return Some(());
    }
    let present: Vec<(bool, bool)> = (0..sub_layers).map(|_| Some((bits.bit()?, bits.bit()?))).collect::<Option<_>>()?;
    bits.skip(2 * (8 - sub_layers as usize))?;
    for (profile, level) in present {
        bits.skip(if profile { 88 } else { 0 } + if level { 8 } else { 0 })?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn main_10_at_level_5_without_sub_layers() {
        // As x265 writes it: Main 10, tier main, level 150, 4:2:0, 10 bit, 3840 × 2160.
        let unit = [
            0x42, 0x01, 0x01, 0x02, 0x20, 0x00, 0x00, 0x03, 0x00, 0x90, 0x00, 0x00, 0x03, 0x00, 0x00, 0x03, 0x00, 0x96, 0xa0, 0x01, 0xe0, 0x20, 0x02, 0x1c,
            0x4d, 0x96, 0x56,
        ];
        let facts = SpsFacts::parse(&unit).unwrap();
        assert_eq!((facts.profile, facts.level, facts.temporal_layers), (2, 150, 1));
        assert_eq!(facts.compatibility, 0x2000_0000);
        assert_eq!(facts.constraints, 0x9000_0000_0000);
        assert_eq!((facts.chroma_format, facts.luma_depth, facts.chroma_depth), (1, 10, 10));
    }

    #[test]
    fn a_torn_set_is_none() {
        assert_eq!(SpsFacts::parse(&[0x42, 0x01, 0x01, 0x02]), None);
    }
}
