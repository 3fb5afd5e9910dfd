//! Packets of 188 bytes.

use std::collections::HashMap;

const SIZE: usize = 188;
const PAYLOAD: usize = 184;
/// An adaptation field with a clock: length, flags, six bytes.
const CLOCK_FIELD: usize = 8;
/// One with flags alone.
const FLAGS_FIELD: usize = 2;

pub(super) struct Writer {
    out: Vec<u8>,
    counts: HashMap<u16, usize>,
}

impl Writer {
    /// `payload` is how many bytes will come, about.
    pub fn new(payload: usize) -> Self {
        Self { out: Vec::with_capacity(payload + payload / 16 + 64 * SIZE), counts: HashMap::new() }
    }

    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    /// A program table, which fits into one packet.
    pub fn table(&mut self, pid: u16, section: &[u8]) {
        let begin = self.out.len();
        self.header(pid, true, false);
        // The section begins at once.
        self.out.push(0);
        self.out.extend_from_slice(section);
        self.out.resize(begin + SIZE, 0xff);
    }

    /// A PES packet. The `last` of its PID in the segment is spread over as many packets as make their number a
    /// multiple of sixteen.
    pub fn payload(&mut self, pid: u16, pes: &[u8], clock: Option<i64>, random_access: bool, last: bool) {
        let first_field = match (clock, random_access) {
            (Some(_), _) => CLOCK_FIELD,
            (None, true) => FLAGS_FIELD,
            (None, false) => 0,
        };
        let mut packets = (pes.len() + first_field).div_ceil(PAYLOAD);
        if last {
            let sent = self.counts.get(&pid).copied().unwrap_or(0);
            packets += (16 - (sent + packets) % 16) % 16;
        }
        let mut rest = pes;
        for number in 0..packets {
            let field = if number == 0 { first_field } else { 0 };
            // What is left must reach all the packets that are left.
            let take = (PAYLOAD - field).min(rest.len().saturating_sub(packets - number - 1));
            let (now, later) = rest.split_at(take);
            self.packet(pid, now, number == 0, if number == 0 { clock } else { None }, number == 0 && random_access);
            rest = later;
        }
    }

    fn packet(&mut self, pid: u16, payload: &[u8], start: bool, clock: Option<i64>, random_access: bool) {
        let stuffing = PAYLOAD - payload.len();
        self.header(pid, start, stuffing > 0);
        if stuffing > 0 {
            self.adaptation_field(stuffing, clock, random_access);
        }
        self.out.extend_from_slice(payload);
    }

    fn header(&mut self, pid: u16, start: bool, adaptation: bool) {
        let count = self.counts.entry(pid).or_insert(0);
        let counter = (*count & 0xf) as u8;
        *count += 1;
        let [high, low] = pid.to_be_bytes();
        self.out.extend_from_slice(&[0x47, u8::from(start) << 6 | high, low, u8::from(adaptation) << 5 | 0x10 | counter]);
    }

    /// A field of exactly `length` bytes.
    fn adaptation_field(&mut self, length: usize, clock: Option<i64>, random_access: bool) {
        let begin = self.out.len();
        self.out.push((length - 1) as u8);
        if length > 1 {
            self.out.push(u8::from(random_access) << 6 | u8::from(clock.is_some()) << 4);
        }
        if let Some(clock) = clock {
            let base = clock as u64 & 0x1_ffff_ffff;
            self.out.extend_from_slice(&((base >> 1) as u32).to_be_bytes());
            self.out.extend_from_slice(&[(base as u8 & 1) << 7 | 0x7e, 0]);
        }
        self.out.resize(begin + length, 0xff);
    }
}
