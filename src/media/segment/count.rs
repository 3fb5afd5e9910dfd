//! How many pictures a segment of ours holds, read back from its bytes: what lies on a disk is not taken at its word.

use crate::ts;

/// In fragmented MP4: of track 1, which is the picture's where there is one. `None` for bytes that are no whole boxes.
pub fn mp4_pictures(segment: &[u8]) -> Option<u32> {
    let mut pictures = 0;
    for (_, fragment) in boxes(segment)?.into_iter().filter(|(name, _)| name == b"moof") {
        for (_, run) in boxes(fragment)?.into_iter().filter(|(name, _)| name == b"traf") {
            let inner = boxes(run)?;
            let field = |wanted: &[u8; 4]| inner.iter().find(|(name, _)| name == wanted).and_then(|(_, content)| number(content, 4));
            if field(b"tfhd")? == 1 {
                pictures += field(b"trun")?;
            }
        }
    }
    Some(pictures)
}

/// In a transport stream: each picture begins a packet of its own on the first stream. `None` for bytes that are no
/// whole packets.
pub fn ts_pictures(segment: &[u8]) -> Option<u32> {
    let packets = segment.chunks(ts::PACKET);
    let mut pictures = 0;
    for packet in packets {
        let (Some(0x47), Some(high), Some(low), ts::PACKET) = (packet.first(), packet.get(1), packet.get(2), packet.len()) else { return None };
        let pid = u16::from(high & 0x1f) << 8 | u16::from(*low);
        pictures += u32::from(pid == ts::FIRST_STREAM_PID && high & 0x40 != 0);
    }
    Some(pictures)
}

/// A box: its name and content.
pub(super) type Found<'a> = ([u8; 4], &'a [u8]);

/// The boxes that fill `bytes`, by name. `None` when they do not, or one has no length of its own.
pub(super) fn boxes(mut bytes: &[u8]) -> Option<Vec<Found<'_>>> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let length = number(bytes, 0)? as usize;
        let name: [u8; 4] = bytes.get(4..8)?.try_into().ok()?;
        found.push((name, bytes.get(8..length)?));
        bytes = &bytes[length..];
    }
    Some(found)
}

pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::mp4::{Run, Sample, fragment};
    use crate::ts::{TsCodec, Unit};

    fn run(track: u32, samples: usize) -> Run<'static> {
        let sample = Sample { size: 1, duration: 1, composition_offset: 0, sync: true };
        Run { track, decode_time: 0, samples: vec![sample; samples], data: vec![Cow::Owned(vec![0; samples])] }
    }

    #[test]
    fn pictures_of_all_fragments_count_and_sound_does_not() {
        let bytes = [fragment(1, &[run(1, 36), run(2, 70)]), fragment(2, &[run(1, 35), run(2, 71)])].concat();
        assert_eq!(mp4_pictures(&bytes), Some(71));
        assert_eq!(mp4_pictures(&bytes[..bytes.len() - 1]), None, "torn");
        assert_eq!(mp4_pictures(b"\0\0\0\0moof"), None);
        assert_eq!(mp4_pictures(b"\0\0\0\x07moof"), None);
        assert_eq!(mp4_pictures(&[]), Some(0));
    }

    #[test]
    fn pictures_of_transport_streams_count_too() {
        let unit =
            |stream, number: i64| Unit { stream, pts: number * 3600, dts: number * 3600, random_access: number == 0, data: vec![Cow::Owned(vec![1; 500])] };
        let units = (0..24).map(|number| unit(0, number)).chain((0..9).map(|number| unit(1, number))).collect();
        let bytes = ts::segment(&[TsCodec::Avc, TsCodec::Aac], units);
        assert_eq!(ts_pictures(&bytes), Some(24));
        assert_eq!(ts_pictures(&bytes[..bytes.len() - 1]), None);
        assert_eq!(ts_pictures(&[0; 188]), None);
    }
}
