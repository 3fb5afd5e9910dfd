//! Program tables: which PID carries what.

use super::TsCodec;

pub(super) const PAT_PID: u16 = 0;
pub(super) const PMT_PID: u16 = 0x1000;
/// Of the first stream; the others follow.
pub(crate) const FIRST_STREAM_PID: u16 = 0x100;
const PROGRAM: u16 = 1;

pub(super) fn stream_pid(stream: usize) -> u16 {
    FIRST_STREAM_PID + stream as u16
}

/// The program association table: one program.
pub(super) fn pat() -> Vec<u8> {
    let mut body = PROGRAM.to_be_bytes().to_vec();
    body.extend_from_slice(&(0xe000 | PMT_PID).to_be_bytes());
    section(0x00, 1, &body)
}

/// The program map; `clock` is the stream with the program clock.
pub(super) fn pmt(streams: &[TsCodec], clock: usize) -> Vec<u8> {
    let mut body = (0xe000 | stream_pid(clock)).to_be_bytes().to_vec();
    body.extend_from_slice(&[0xf0, 0]);
    for (number, codec) in streams.iter().enumerate() {
        let (kind, registration): (u8, Option<&[u8; 4]>) = match codec {
            TsCodec::Avc => (0x1b, None),
            TsCodec::Hevc => (0x24, Some(b"HEVC")),
            TsCodec::Aac => (0x0f, None),
            TsCodec::Mpeg1Audio => (0x03, None),
            TsCodec::Mpeg2Audio => (0x04, None),
            TsCodec::Ac3 => (0x81, Some(b"AC-3")),
            TsCodec::Eac3 => (0x87, Some(b"EAC3")),
        };
        body.push(kind);
        body.extend_from_slice(&(0xe000 | stream_pid(number)).to_be_bytes());
        let descriptors = registration.map(|name| [&[0x05, 4], name.as_slice()].concat()).unwrap_or_default();
        body.extend_from_slice(&(0xf000 | descriptors.len() as u16).to_be_bytes());
        body.extend_from_slice(&descriptors);
    }
    section(0x02, PROGRAM, &body)
}

fn section(table: u8, id: u16, body: &[u8]) -> Vec<u8> {
    let length = (body.len() + 9) as u16;
    let mut out = vec![table];
    out.extend_from_slice(&(0xb000 | length).to_be_bytes());
    out.extend_from_slice(&id.to_be_bytes());
    out.extend_from_slice(&[0xc1, 0, 0]);
    out.extend_from_slice(body);
    let checksum = crc32(&out);
    out.extend_from_slice(&checksum.to_be_bytes());
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte) << 24, |crc, _| if crc >> 31 == 1 { crc << 1 ^ 0x04c1_1db7 } else { crc << 1 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_section_checks_to_zero() {
        assert_eq!(crc32(&pat()), 0);
        let map = pmt(&[TsCodec::Hevc, TsCodec::Eac3], 0);
        assert_eq!(crc32(&map), 0);
        assert_eq!(usize::from(map[1] & 0x0f) << 8 | usize::from(map[2]), map.len() - 3);
    }
}
