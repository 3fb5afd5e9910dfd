//! MPEG transport streams, one segment at a time.
//!
//! Segments are made independently and in any order, and yet are to be joined: the packets of every PID are a multiple
//! of sixteen in each segment, so that continuity counters run through every joint without anybody counting.

mod packet;
mod pes;
mod psi;

use std::borrow::Cow;

use crate::nal::NalCodec;
pub(crate) use packet::SIZE as PACKET;
use packet::Writer;
pub(crate) use psi::FIRST_STREAM_PID;

/// What a stream carries, as its type in the program map says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TsCodec {
    Avc,
    Hevc,
    /// In ADTS frames.
    Aac,
    /// MPEG-1 layer II or III.
    Mpeg1Audio,
    /// Layer III at half rates.
    Mpeg2Audio,
    Ac3,
    Eac3,
}

impl TsCodec {
    pub fn is_video(self) -> bool {
        matches!(self, Self::Avc | Self::Hevc)
    }

    pub fn nal(self) -> Option<NalCodec> {
        match self {
            Self::Avc => Some(NalCodec::Avc),
            Self::Hevc => Some(NalCodec::Hevc),
            _ => None,
        }
    }
}

/// A piece of one stream that becomes one PES packet: a picture, or some frames of sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit<'a> {
    /// Which of the streams.
    pub stream: usize,
    /// 1/90000 s, as the next; early enough times leave room for the clock before them.
    pub pts: i64,
    pub dts: i64,
    /// Whether decoding can begin here.
    pub random_access: bool,
    /// As the stream carries it, in pieces of any length: Annex B with delimiter and parameter sets, or whole audio
    /// frames.
    pub data: Vec<Cow<'a, [u8]>>,
}

impl Unit<'_> {
    /// Bytes.
    fn length(&self) -> usize {
        self.data.iter().map(|piece| piece.len()).sum()
    }
}

/// The clock runs this far ahead of decoding, in 1/90000 s.
const CLOCK_LEAD: i64 = 27_000;

/// Program tables in a segment.
const TABLES: usize = 16;

/// Writes one segment. `streams` says what the units' stream numbers mean; at most one is video. Units are put in
/// order of their decode times.
pub fn segment(streams: &[TsCodec], mut units: Vec<Unit<'_>>) -> Vec<u8> {
    units.sort_by_key(|unit| unit.dts);
    let clock = streams.iter().position(|codec| codec.is_video()).unwrap_or(0);
    let mut last = vec![None; streams.len()];
    for (number, unit) in units.iter().enumerate() {
        last[unit.stream] = Some(number);
    }
    let mut writer = Writer::new(units.iter().map(Unit::length).sum());
    let mut tables = 0;
    for (number, unit) in units.iter().enumerate() {
        while tables * units.len() <= number * TABLES && tables < TABLES {
            writer.table(psi::PAT_PID, &psi::pat());
            writer.table(psi::PMT_PID, &psi::pmt(streams, clock));
            tables += 1;
        }
        let pcr = (unit.stream == clock).then_some(unit.dts - CLOCK_LEAD);
        let head = pes::header(unit, streams[unit.stream].is_video());
        writer.payload(psi::stream_pid(unit.stream), &head, &unit.data, pcr, unit.random_access, last[unit.stream] == Some(number));
    }
    for _ in tables..TABLES {
        writer.table(psi::PAT_PID, &psi::pat());
        writer.table(psi::PMT_PID, &psi::pmt(streams, clock));
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn unit(stream: usize, dts: i64, length: usize) -> Unit<'static> {
        let data = vec![Cow::Owned(vec![0xaa; length / 3]), Cow::Borrowed(&[][..]), Cow::Owned(vec![0xaa; length - length / 3])];
        Unit { stream, pts: dts + 100, dts, random_access: stream == 0, data }
    }

    /// Payload bytes and first and last continuity counter of each PID.
    fn read(segment: &[u8]) -> HashMap<u16, (usize, u8, u8)> {
        let mut found: HashMap<u16, (usize, u8, u8)> = HashMap::new();
        for packet in segment.chunks(188) {
            assert_eq!((packet.len(), packet[0]), (188, 0x47));
            let pid = u16::from(packet[1] & 0x1f) << 8 | u16::from(packet[2]);
            let counter = packet[3] & 0xf;
            let skipped = if packet[3] & 0x20 != 0 { 1 + usize::from(packet[4]) } else { 0 };
            let entry = found.entry(pid).or_insert((0, counter, counter.wrapping_sub(1) & 0xf));
            assert_eq!(counter, (entry.2 + 1) & 0xf, "pid {pid}");
            entry.0 += 184 - skipped;
            entry.2 = counter;
        }
        found
    }

    #[test]
    fn counters_begin_at_zero_and_end_at_fifteen_on_every_pid() {
        for length in [1, 150, 169, 170, 184, 400, 20_000, 300_000] {
            let units = vec![unit(0, 900_000, length), unit(1, 900_010, 40), unit(0, 903_750, length), unit(1, 902_000, 3000)];
            let found = read(&segment(&[TsCodec::Avc, TsCodec::Aac], units));
            assert_eq!(found.len(), 4);
            for (pid, (_, first, last)) in &found {
                assert_eq!((*first, *last), (0, 15), "pid {pid}, length {length}");
            }
            // Two PES headers of 19 bytes for video, of 14 for sound.
            assert_eq!(found[&psi::stream_pid(0)].0, 2 * (19 + length));
            assert_eq!(found[&psi::stream_pid(1)].0, 2 * 14 + 3040);
        }
    }

    #[test]
    fn nothing_to_carry_still_gives_tables() {
        let found = read(&segment(&[TsCodec::Aac], Vec::new()));
        assert_eq!(found.len(), 2);
    }
}
