//! Packets of 188 bytes.

use std::borrow::Cow;

pub(crate) const SIZE: usize = 188;
const PAYLOAD: usize = 184;
/// An adaptation field with a clock: length, flags, six bytes.
const CLOCK_FIELD: usize = 8;
/// One with flags alone.
const FLAGS_FIELD: usize = 2;

pub(super) struct Writer {
    out: Vec<u8>,
    /// Packets of each PID so far; there are a handful.
    counts: Vec<(u16, usize)>,
}

/// What is left of a payload that lies in pieces.
struct Rest<'a> {
    pieces: std::slice::Iter<'a, Cow<'a, [u8]>>,
    piece: &'a [u8],
    length: usize,
}

impl<'a> Rest<'a> {
    fn new(first: &'a [u8], pieces: &'a [Cow<'a, [u8]>]) -> Self {
        let length = first.len() + pieces.iter().map(|piece| piece.len()).sum::<usize>();
        Self { pieces: pieces.iter(), piece: first, length }
    }

    /// Moves so many bytes; there must be as many.
    fn take(&mut self, mut count: usize, out: &mut Vec<u8>) {
        self.length -= count;
        while count > 0 {
            let now = count.min(self.piece.len());
            let (taken, rest) = self.piece.split_at(now);
            out.extend_from_slice(taken);
            (self.piece, count) = (rest, count - now);
            if rest.is_empty() {
                let Some(next) = self.pieces.next() else { break };
                self.piece = next;
            }
        }
    }
}

impl Writer {
    /// `payload` is how many bytes will come, about.
    pub fn new(payload: usize) -> Self {
        Self { out: Vec::with_capacity(payload + payload / 16 + 64 * SIZE), counts: Vec::new() }
    }

    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    /// A program table, which fits into one packet.
    pub fn table(&mut self, pid: u16, section: &[u8]) {
        let begin = self.out.len();
        let number = self.number(pid, 1);
        self.header(pid, number, true, false);
        // The section begins at once.
        self.out.push(0);
        self.out.extend_from_slice(section);
        self.out.resize(begin + SIZE, 0xff);
    }

    /// A PES packet: its header, and what it carries. The `last` of its PID in the segment is spread over as many
    /// packets as make their number a multiple of sixteen.
    pub fn payload(&mut self, pid: u16, head: &[u8], data: &[Cow<'_, [u8]>], clock: Option<i64>, random_access: bool, last: bool) {
        let mut rest = Rest::new(head, data);
        let first_field = match (clock, random_access) {
            (Some(_), _) => CLOCK_FIELD,
            (None, true) => FLAGS_FIELD,
            (None, false) => 0,
        };
        let mut packets = (rest.length + first_field).div_ceil(PAYLOAD);
        let sent = self.number(pid, 0);
        if last {
            packets += (16 - (sent + packets) % 16) % 16;
        }
        self.number(pid, packets);
        for number in 0..packets {
            let field = if number == 0 { first_field } else { 0 };
            // What is left must reach all the packets that are left.
            let take = (PAYLOAD - field).min(rest.length.saturating_sub(packets - number - 1));
            let stuffing = PAYLOAD - take;
            self.header(pid, sent + number, number == 0, stuffing > 0);
            if stuffing > 0 {
                self.adaptation_field(stuffing, clock.filter(|_| number == 0), number == 0 && random_access);
            }
            rest.take(take, &mut self.out);
        }
    }

    /// How many packets of a PID there were; so many more are counted.
    fn number(&mut self, pid: u16, more: usize) -> usize {
        if let Some((_, count)) = self.counts.iter_mut().find(|(known, _)| *known == pid) {
            *count += more;
            return *count - more;
        }
        self.counts.push((pid, more));
        0
    }

    fn header(&mut self, pid: u16, number: usize, start: bool, adaptation: bool) {
        let [high, low] = pid.to_be_bytes();
        self.out.extend_from_slice(&[0x47, u8::from(start) << 6 | high, low, u8::from(adaptation) << 5 | 0x10 | (number & 0xf) as u8]);
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
