//! NAL units of H.264 and HEVC: Annex B (start codes) and length-prefixed forms, and which unit is what.

use crate::bits::BitReader;

/// The codecs that are made of NAL units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NalCodec {
    Avc,
    Hevc,
}

/// How the units of a stream are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// `00 00 01` before each.
    AnnexB,
    /// A length of so many bytes before each.
    Length(usize),
}

/// What x264 writes its version and settings under, as user data in an SEI. It differs between machines that make
/// the same picture.
const X264_UUID: [u8; 16] = [0xdc, 0x45, 0xe9, 0xbd, 0xe6, 0xd9, 0x48, 0xb7, 0x96, 0x2c, 0xd8, 0x20, 0xd9, 0x23, 0xee, 0xef];

impl NalCodec {
    fn kind(self, unit: &[u8]) -> u8 {
        match self {
            Self::Avc => unit.first().map_or(0, |byte| byte & 0x1f),
            Self::Hevc => unit.first().map_or(0, |byte| byte >> 1 & 0x3f),
        }
    }

    /// SPS, PPS, and VPS in HEVC.
    pub fn is_parameter_set(self, unit: &[u8]) -> bool {
        match self {
            Self::Avc => matches!(self.kind(unit), 7 | 8),
            Self::Hevc => matches!(self.kind(unit), 32..=34),
        }
    }

    pub fn is_sps(self, unit: &[u8]) -> bool {
        self.kind(unit) == if self == Self::Avc { 7 } else { 33 }
    }

    pub fn is_delimiter(self, unit: &[u8]) -> bool {
        self.kind(unit) == if self == Self::Avc { 9 } else { 35 }
    }

    /// Whether behind a slice this unit belongs to the next picture.
    pub fn opens_access_unit(self, unit: &[u8]) -> bool {
        match self {
            Self::Avc => matches!(self.kind(unit), 6..=9),
            Self::Hevc => matches!(self.kind(unit), 32..=35 | 39 | 41..=44 | 48..=55),
        }
    }

    /// Where a slice stands in its picture: in H.264 the number of its first macroblock; in HEVC 0 for the first and one more
    /// than `last` for all others. `None` for units that are no slices, `Some(None)` for what is torn.
    pub fn slice(self, unit: &[u8], last: Option<u32>) -> Option<Option<u32>> {
        match (self, self.kind(unit)) {
            (Self::Avc, 1 | 2 | 5) => Some(unit.get(1..).and_then(|header| BitReader::new(header).golomb())),
            (Self::Hevc, 0..=31) => Some(unit.get(2).map(|byte| if byte & 0x80 != 0 { 0 } else { last.map_or(u32::MAX, |last| last.saturating_add(1)) })),
            _ => None,
        }
    }

    /// The unit that opens an access unit in a transport stream: any kind of slice may follow.
    pub fn delimiter(self) -> &'static [u8] {
        match self {
            Self::Avc => &[0x09, 0xf0],
            Self::Hevc => &[0x46, 0x01, 0x50],
        }
    }

    /// What says nothing about the picture: filler, the end of a sequence, x264's signature.
    pub fn is_dispensable(self, unit: &[u8]) -> bool {
        match self {
            Self::Avc => match self.kind(unit) {
                6 => unit.get(1) == Some(&5) && unit.windows(16).take(8).any(|bytes| bytes == X264_UUID),
                10..=12 => true,
                _ => false,
            },
            Self::Hevc => matches!(self.kind(unit), 36..=38),
        }
    }

    /// The units of an access unit. What cannot be a unit (a length beyond the end) ends the list.
    pub fn units(self, framing: Framing, data: &[u8]) -> Vec<&[u8]> {
        match framing {
            Framing::AnnexB => annex_b_units(data),
            Framing::Length(size) => length_prefixed_units(data, size),
        }
    }
}

/// Whether bytes open with a start code.
pub fn starts_like_annex_b(data: &[u8]) -> bool {
    data.starts_with(&[0, 0, 1]) || data.starts_with(&[0, 0, 0, 1])
}

fn annex_b_units(data: &[u8]) -> Vec<&[u8]> {
    let mut units = Vec::new();
    let mut begin = None;
    let mut at = 0;
    while at + 3 <= data.len() {
        if data[at + 2] > 1 {
            at += 3;
        } else if data[at..at + 3] == [0, 0, 1] {
            if let Some(begin) = begin {
                push_trimmed(&mut units, &data[begin..at]);
            }
            begin = Some(at + 3);
            at += 3;
        } else {
            at += 1;
        }
    }
    if let Some(begin) = begin {
        push_trimmed(&mut units, &data[begin..]);
    }
    units
}

/// A unit never ends with a zero byte: those belong to the next start code, or are padding.
fn push_trimmed<'a>(units: &mut Vec<&'a [u8]>, unit: &'a [u8]) {
    let length = unit.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    if length > 0 {
        units.push(&unit[..length]);
    }
}

fn length_prefixed_units(mut data: &[u8], size: usize) -> Vec<&[u8]> {
    let mut units = Vec::new();
    while data.len() > size {
        let (prefix, rest) = data.split_at(size);
        let length = prefix.iter().fold(0usize, |length, byte| length << 8 | usize::from(*byte));
        if length > rest.len() {
            break;
        }
        let (unit, rest) = rest.split_at(length);
        if !unit.is_empty() {
            units.push(unit);
        }
        data = rest;
    }
    units
}

/// Appends a unit with four bytes of length, as MP4 samples hold it.
pub fn push_length_prefixed(out: &mut Vec<u8>, unit: &[u8]) {
    out.extend_from_slice(&(unit.len() as u32).to_be_bytes());
    out.extend_from_slice(unit);
}

/// What stands before each unit in Annex B.
pub const START_CODE: &[u8] = &[0, 0, 0, 1];

/// Appends a unit behind a start code.
pub fn push_annex_b(out: &mut Vec<u8>, unit: &[u8]) {
    out.extend_from_slice(START_CODE);
    out.extend_from_slice(unit);
}

/// The payload of a unit without the bytes that keep start codes out of it.
pub fn unescape(unit: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(unit.len());
    let mut zeros = 0;
    for byte in unit {
        if zeros >= 2 && *byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if *byte == 0 { zeros + 1 } else { 0 };
        out.push(*byte);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annex_b_is_split_at_start_codes_of_either_length() {
        let data = [0, 0, 0, 1, 0x67, 1, 0, 0, 1, 0x68, 2, 0, 0, 0, 1, 0x65, 3, 0, 0, 3, 1, 0];
        let units = NalCodec::Avc.units(Framing::AnnexB, &data);
        assert_eq!(units, [&[0x67, 1][..], &[0x68, 2], &[0x65, 3, 0, 0, 3, 1]]);
        assert!(NalCodec::Avc.is_sps(units[0]) && NalCodec::Avc.is_parameter_set(units[1]));
        assert!(!NalCodec::Avc.is_parameter_set(units[2]));
    }

    #[test]
    fn length_prefixed_units_stop_where_the_length_is_nonsense() {
        let data = [0, 2, 0x65, 1, 0, 0, 0, 1, 0x41, 0, 9, 1];
        assert_eq!(NalCodec::Avc.units(Framing::Length(2), &data), [&[0x65, 1][..], &[0x41]]);
        assert_eq!(NalCodec::Avc.units(Framing::Length(4), &[0, 0, 0]), Vec::<&[u8]>::new());
    }

    #[test]
    fn both_forms_hold_the_same_units() {
        let units = [&[0x67, 9, 9][..], &[0x65, 8]];
        let (mut prefixed, mut annex_b) = (Vec::new(), Vec::new());
        for unit in units {
            push_length_prefixed(&mut prefixed, unit);
            push_annex_b(&mut annex_b, unit);
        }
        assert_eq!(NalCodec::Avc.units(Framing::Length(4), &prefixed), units);
        assert_eq!(NalCodec::Avc.units(Framing::AnnexB, &annex_b), units);
        assert!(starts_like_annex_b(&annex_b) && !starts_like_annex_b(&prefixed));
    }

    #[test]
    fn escapes_are_taken_out() {
        assert_eq!(unescape(&[1, 0, 0, 3, 1, 0, 0, 3, 0, 0, 3]), [1, 0, 0, 1, 0, 0, 0, 0]);
    }
}
