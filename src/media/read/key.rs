//! Whether decoding can begin with a picture, by its own bits.
//!
//! Containers mark keyframes as their writers pleased, and libav believes the pictures more than the container for most
//! codecs. Where both say the same there is no question; where they do not, a worker decides.

use crate::config::VideoConfig;
use crate::nal::{Framing, NalCodec};

/// `None` when these bytes do not tell.
pub fn is_key(config: &VideoConfig, data: &[u8]) -> Option<bool> {
    match config {
        VideoConfig::Avc(config) => nal(NalCodec::Avc, config.framing, data),
        VideoConfig::Hevc(config) => nal(NalCodec::Hevc, config.framing, data),
        VideoConfig::Vp9(_) => vp9(data),
        VideoConfig::Av1(_) => av1(data),
    }
}

/// The same of the units of a picture, which are all there.
pub fn of_units(codec: NalCodec, units: &[&[u8]]) -> Option<bool> {
    let mut recovers = false;
    units.iter().find_map(|unit| tell(codec, *unit.first()?, unit.get(1..), &mut recovers)).flatten()
}

/// What a unit says by its first byte, `None` when others have to: `Some(None)` is that nothing can be said. `body` is all
/// that follows the byte, if it is there.
fn tell(codec: NalCodec, first: u8, body: Option<&[u8]>, recovers: &mut bool) -> Option<Option<bool>> {
    match (codec, first & 0x1f, first >> 1 & 0x3f) {
        (NalCodec::Avc, 5, _) => Some(Some(true)),
        (NalCodec::Avc, 1, _) => Some(Some(*recovers)),
        (NalCodec::Avc, 2..=4, _) => Some(None),
        (NalCodec::Avc, 6, _) => match body {
            Some(messages) => {
                *recovers |= recovery_point(messages);
                None
            }
            None => Some(None),
        },
        (NalCodec::Hevc, _, kind @ 0..=31) => Some(Some((16..=23).contains(&kind))),
        _ => None,
    }
}

/// The first slice tells, or a recovery point before it. `data` may be the beginning of a picture.
fn nal(codec: NalCodec, framing: Framing, mut data: &[u8]) -> Option<bool> {
    // Matroska and MP4 hold no start codes; those who write them all the same are left to a worker.
    let Framing::Length(size) = framing else { return None };
    let mut recovers = false;
    loop {
        let (prefix, rest) = data.split_at_checked(size)?;
        let length = prefix.iter().fold(0usize, |length, byte| length << 8 | usize::from(*byte));
        let first = *rest.first()?;
        if length == 0 {
            return None;
        }
        if let Some(told) = tell(codec, first, rest.get(1..length), &mut recovers) {
            return told;
        }
        data = rest.get(length..)?;
    }
}

/// Whether an SEI unit of H.264 holds a recovery point message (type 6).
fn recovery_point(mut messages: &[u8]) -> bool {
    // Each number is written as so many 255s and a rest.
    fn number(messages: &mut &[u8]) -> Option<usize> {
        let mut value = 0usize;
        loop {
            let (byte, rest) = messages.split_first()?;
            *messages = rest;
            value = value.checked_add(usize::from(*byte))?;
            if *byte != 255 {
                return Some(value);
            }
        }
    }
    // One byte is the mark of the end.
    while messages.len() > 2 {
        let Some((kind, size)) = number(&mut messages).zip(number(&mut messages)) else { return false };
        if kind == 6 {
            return true;
        }
        let Some(rest) = messages.get(size..) else { return false };
        messages = rest;
    }
    false
}

fn vp9(data: &[u8]) -> Option<bool> {
    let first = u32::from(*data.first()?);
    // From the top: the marker 10, two bits of profile (and one more in profile 3), show-existing, inter.
    let profile_3 = first >> 4 & 3 == 3;
    let rest = if profile_3 { first << 1 } else { first };
    (first >> 6 == 2 && rest >> 3 & 1 == 0).then_some(rest >> 2 & 1 == 0)
}

/// The picture that the unit shows tells; one that is shown for the second time is nothing to begin with.
fn av1(mut data: &[u8]) -> Option<bool> {
    let mut key = None;
    while let [header, rest @ ..] = data {
        let (kind, extended, sized) = (header >> 3 & 0xf, header & 4 != 0, header & 2 != 0);
        let rest = rest.get(usize::from(extended)..)?;
        let (size, rest) = if sized { leb128(rest)? } else { (rest.len(), rest) };
        let (unit, behind) = rest.split_at_checked(size)?;
        // A frame, or its header alone.
        if matches!(kind, 3 | 6) {
            let bits = *unit.first()?;
            let (again, frame_kind, shown) = (bits >> 7, bits >> 5 & 3, bits >> 4 & 1);
            if again == 1 {
                key = Some(false);
            } else if shown == 1 {
                key = Some(frame_kind == 0);
            }
        }
        data = behind;
    }
    key
}

fn leb128(data: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0usize;
    for (place, byte) in data.iter().enumerate().take(4) {
        value |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((value, data.get(place + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(units: &[&[u8]]) -> Vec<u8> {
        let mut out = Vec::new();
        units.iter().for_each(|unit| crate::nal::push_length_prefixed(&mut out, unit));
        out
    }

    #[test]
    fn h264_begins_at_idr_pictures_and_recovery_points() {
        let avc = |data: &[u8]| nal(NalCodec::Avc, Framing::Length(4), data);
        let (delimiter, sps): (&[u8], &[u8]) = (&[0x09, 0xf0], &[0x67, 1, 2]);
        assert_eq!(avc(&units(&[delimiter, sps, &[0x65, 1]])), Some(true));
        assert_eq!(avc(&units(&[delimiter, &[0x41, 1]])), Some(false));
        // Picture timing, then a recovery point.
        let timing: &[u8] = &[0x06, 1, 2, 0, 0, 6, 1, 0xc4, 0x80];
        assert_eq!(avc(&units(&[timing, &[0x41, 1]])), Some(true));
        assert_eq!(avc(&units(&[&[0x06, 1, 2, 6, 6, 0x80], &[0x01, 1]])), Some(false));
        assert_eq!(avc(&units(&[sps])), None);
        assert_eq!(avc(&[0, 0, 1, 0, 0x67]), None);
    }

    #[test]
    fn hevc_begins_at_every_kind_of_random_access_picture() {
        let hevc = |kind: u8| nal(NalCodec::Hevc, Framing::Length(4), &units(&[&[0x40, 1], &[kind << 1, 1]]));
        assert_eq!((hevc(19), hevc(21), hevc(1), hevc(8)), (Some(true), Some(true), Some(false), Some(false)));
    }

    #[test]
    fn vp9_and_av1_say_it_in_their_first_bits() {
        assert_eq!((vp9(&[0b1000_0010]), vp9(&[0b1000_0110]), vp9(&[0b1000_1000])), (Some(true), Some(false), None));
        assert_eq!(vp9(&[0b1011_0001]), Some(true));
        // A temporal delimiter, then a frame.
        assert_eq!(av1(&[0x12, 0, 0x32, 1, 0b0001_0000]), Some(true));
        assert_eq!(av1(&[0x12, 0, 0x32, 1, 0b0010_0000, 0x1a, 1, 0b0011_0000]), Some(false));
        assert_eq!(av1(&[0x32, 9, 1]), None);
    }
}
