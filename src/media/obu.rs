//! The open bitstream units of AV1, and what a sequence header says that a configuration record repeats.

use crate::bits::BitReader;

const SEQUENCE_HEADER: u8 = 1;
const TEMPORAL_DELIMITER: u8 = 2;

/// The units of a picture, whole, with their kinds. What cannot be a unit (a length beyond the end) ends the list.
fn units(mut data: &[u8]) -> Vec<(u8, &[u8])> {
    let mut units = Vec::new();
    while let Some(length) = length(data) {
        let (unit, rest) = data.split_at(length);
        units.push((unit[0] >> 3 & 15, unit));
        data = rest;
    }
    units
}

/// Of the unit that opens `data`, its header included.
fn length(data: &[u8]) -> Option<usize> {
    let header = *data.first()?;
    let begin = 1 + usize::from(header >> 2 & 1);
    if header & 2 == 0 {
        // It takes all that is left.
        return (data.len() >= begin).then_some(data.len());
    }
    let (size, read) = leb128(data.get(begin..)?)?;
    let end = (begin + read).checked_add(usize::try_from(size).ok()?)?;
    (end <= data.len()).then_some(end)
}

/// A number of seven bits a byte, the lowest first, and how many bytes it takes.
fn leb128(data: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0;
    for (place, byte) in data.iter().take(8).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((value, place + 1));
        }
    }
    None
}

/// The unit, whole, that says what all pictures have in common.
pub fn sequence_header(data: &[u8]) -> Option<&[u8]> {
    units(data).into_iter().find(|(kind, _)| *kind == SEQUENCE_HEADER).map(|(_, unit)| unit)
}

/// A picture without the units that only tell pictures apart, which MP4 does by itself.
pub fn without_delimiters(data: &[u8]) -> Vec<u8> {
    units(data).into_iter().filter(|(kind, _)| *kind != TEMPORAL_DELIMITER).flat_map(|(_, unit)| unit.iter().copied()).collect()
}

/// What a sequence header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SequenceFacts {
    pub profile: u8,
    /// `seq_level_idx` of the first operating point.
    pub level: u8,
    pub high_tier: bool,
    pub high_depth: bool,
    pub twelve_bit: bool,
    pub monochrome: bool,
    pub subsampling: (bool, bool),
    pub chroma_position: u8,
}

impl SequenceFacts {
    /// From a whole unit. `None` for what is torn, and for forms that no encoder of ours writes (timing information,
    /// reduced headers of still pictures).
    pub fn parse(unit: &[u8]) -> Option<Self> {
        let header = *unit.first()?;
        let begin = 1 + usize::from(header >> 2 & 1);
        let (_, read) = if header & 2 != 0 { leb128(unit.get(begin..)?)? } else { (0, 0) };
        let mut bits = BitReader::new(unit.get(begin + read..)?);
        let profile = bits.bits(3)? as u8;
        let (_still, reduced, timing) = (bits.bit()?, bits.bit()?, bits.bit()?);
        if reduced || timing {
            return None;
        }
        let (level, high_tier) = operating_points(&mut bits)?;
        skip_tools(&mut bits)?;
        let high_depth = bits.bit()?;
        let twelve_bit = profile == 2 && high_depth && bits.bit()?;
        let monochrome = profile != 1 && bits.bit()?;
        let srgb = if bits.bit()? { [bits.bits(8)?, bits.bits(8)?, bits.bits(8)?] == [1, 13, 0] } else { false };
        let mut facts = Self { profile, level, high_tier, high_depth, twelve_bit, monochrome, subsampling: (true, true), chroma_position: 0 };
        if monochrome {
            return Some(facts);
        }
        if srgb {
            facts.subsampling = (false, false);
            return Some(facts);
        }
        bits.skip(1)?;
        facts.subsampling = match profile {
            0 => (true, true),
            1 => (false, false),
            _ if twelve_bit => {
                let across = bits.bit()?;
                (across, across && bits.bit()?)
            }
            _ => (true, false),
        };
        if facts.subsampling == (true, true) {
            facts.chroma_position = bits.bits(2)? as u8;
        }
        Some(facts)
    }
}

/// Level and tier of the first.
fn operating_points(bits: &mut BitReader<'_>) -> Option<(u8, bool)> {
    let delays = bits.bit()?;
    let count = bits.bits(5)? + 1;
    let mut first = None;
    for _ in 0..count {
        bits.skip(12)?;
        let level = bits.bits(5)? as u8;
        let tier = level > 7 && bits.bit()?;
        if delays && bits.bit()? {
            bits.skip(4)?;
        }
        first.get_or_insert((level, tier));
    }
    first
}

/// From the picture's size to what stands before the colours.
fn skip_tools(bits: &mut BitReader<'_>) -> Option<()> {
    const CHOSEN_BY_PICTURE: u32 = 2;
    let (width, height) = (bits.bits(4)? + 1, bits.bits(4)? + 1);
    bits.skip((width + height) as usize)?;
    if bits.bit()? {
        bits.skip(7)?;
    }
    // Superblocks, filter intra, intra edge filter; compounds, warped motion, dual filter.
    bits.skip(3 + 4)?;
    let order_hint = bits.bit()?;
    if order_hint {
        bits.skip(2)?;
    }
    let screen_tools = if bits.bit()? { CHOSEN_BY_PICTURE } else { bits.bits(1)? };
    if screen_tools > 0 && !bits.bit()? {
        bits.skip(1)?;
    }
    if order_hint {
        bits.skip(3)?;
    }
    // Super-resolution, directional enhancement, restoration.
    bits.skip(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As SVT-AV1 1.4 opens a stream of 640 × 360 at 25 pictures a second.
    const STREAM: &[u8] = &[0x12, 0x00, 0x0a, 0x0b, 0x00, 0x00, 0x00, 0x0c, 0xc4, 0xff, 0x67, 0x3e, 0xfe, 0x40, 0x10, 0x32, 0x03, 0x01, 0x02, 0x03];

    #[test]
    fn a_stream_is_taken_apart() {
        let header = sequence_header(STREAM).unwrap();
        assert_eq!(header, &STREAM[2..15]);
        assert_eq!(without_delimiters(STREAM), &STREAM[2..]);
        let facts = SequenceFacts::parse(header).unwrap();
        assert_eq!((facts.profile, facts.level, facts.high_tier), (0, 1, false));
        assert_eq!((facts.high_depth, facts.monochrome, facts.subsampling, facts.chroma_position), (false, false, (true, true), 0));
    }

    #[test]
    fn torn_units_end_the_list() {
        assert_eq!(sequence_header(&STREAM[..10]), None);
        assert_eq!(SequenceFacts::parse(&STREAM[2..9]), None);
        assert_eq!(sequence_header(&[0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), None);
        assert_eq!(without_delimiters(&[]), Vec::<u8>::new());
        assert_eq!(without_delimiters(&[0x0e]), Vec::<u8>::new());
    }
}
