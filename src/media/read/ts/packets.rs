//! From packets of 188 bytes to the packets (PES) that streams were cut into: ISO/IEC 13818-1, 2.4.3.

use bytes::Bytes;

use super::PACKET;
use crate::read::{Place, Result, Window, unsupported};

/// Packets fetched at once.
const AT_ONCE: u64 = 1024;
/// Bytes read for one segment.
const MOST: u64 = 512 << 20;
/// Bytes of the largest picture.
const DATA_MAX: usize = 64 << 20;

/// One packet of a stream, put together again.
pub(super) struct Packet {
    /// Which of the wanted streams.
    pub place: usize,
    /// Where it begins in the file.
    pub position: u64,
    /// 33 bits each.
    pub pts: i64,
    pub dts: i64,
    pub data: Vec<u8>,
}

/// A stream of which packets are wanted.
#[derive(Default)]
struct Stream {
    pid: Option<u16>,
    /// The last packet's count.
    count: Option<u8>,
    begun: Option<Begun>,
}

pub(super) struct Begun {
    pub packet: Packet,
    /// Bytes still to come, where the packet says how long it is.
    missing: Option<usize>,
}

pub(super) struct Packets<'a> {
    window: Window<'a>,
    stride: u64,
    at: u64,
    chunk: Bytes,
    read: u64,
    streams: [Stream; 2],
}

impl<'a> Packets<'a> {
    /// Two streams at most, from where a packet stands; packets are `stride` bytes apart.
    pub fn new(window: Window<'a>, stride: u64, pids: [Option<u16>; 2], position: u64) -> Self {
        let streams = pids.map(|pid| Stream { pid, ..Stream::default() });
        Self { window, stride, at: position, chunk: Bytes::new(), read: 0, streams }
    }

    /// The next whole packet; `None` at the end of the file.
    pub fn next(&mut self) -> Result<Option<Packet>> {
        loop {
            let Some(packet) = self.fetch()? else { return self.rest() };
            if let Some(whole) = self.take(self.at.saturating_sub(PACKET), &packet)? {
                return Ok(Some(whole));
            }
        }
    }

    /// 188 bytes. What is less at the end of a file is none.
    fn fetch(&mut self) -> Result<Option<Bytes>> {
        if self.chunk.is_empty() {
            let left = self.window.length().saturating_sub(self.at) / self.stride;
            let count = left.min(AT_ONCE);
            if count == 0 {
                return Ok(None);
            }
            self.read += count * self.stride;
            if self.read > MOST {
                return unsupported("more than a segment may have");
            }
            self.chunk = self.window.get(Place { offset: self.at, length: (count * self.stride) as u32 })?;
        }
        self.at += self.stride;
        let packet = self.chunk.split_to(self.stride as usize);
        Ok(Some(packet.slice((self.stride - PACKET) as usize..)))
    }

    /// What was begun and has no end but that of the file.
    fn rest(&mut self) -> Result<Option<Packet>> {
        for stream in &mut self.streams {
            match stream.begun.take() {
                Some(Begun { missing: Some(1..), .. }) => return unsupported("a packet that is torn"),
                Some(begun) => return Ok(Some(begun.packet)),
                None => (),
            }
        }
        Ok(None)
    }

    /// Answers what the packet completes: one of its own stream.
    fn take(&mut self, position: u64, packet: &[u8]) -> Result<Option<Packet>> {
        let Some((pid, begins)) = head(packet) else { return unsupported("no packet where one should be") };
        let found = self.streams.iter_mut().enumerate().find(|(_, stream)| stream.pid == Some(pid));
        let Some((place, stream)) = found else { return Ok(None) };
        let Some(Payload { data: payload, count, restarts }) = payload(packet)? else { return Ok(None) };
        if stream.count.is_some_and(|last| (last + 1) & 0xf != count) && !restarts {
            return unsupported("packets that are missing");
        }
        stream.count = Some(count);
        if !begins {
            return stream.append(payload);
        }
        let before = stream.begun.take();
        if before.as_ref().is_some_and(|begun| begun.missing.is_some_and(|missing| missing > 0)) {
            return unsupported("a packet that is torn");
        }
        stream.begun = Some(begin(place, position, payload)?);
        Ok(before.map(|begun| begun.packet).or_else(|| stream.whole()))
    }
}

impl Stream {
    /// Packets that say how long they are, are whole when they are so long.
    fn append(&mut self, payload: &[u8]) -> Result<Option<Packet>> {
        // Reading began in the middle of it.
        let Some(begun) = &mut self.begun else { return Ok(None) };
        if begun.packet.data.len() + payload.len() > DATA_MAX {
            return unsupported("a picture of such a size");
        }
        begun.packet.data.extend_from_slice(payload);
        if let Some(missing) = &mut begun.missing {
            match missing.checked_sub(payload.len()) {
                Some(left) => *missing = left,
                None => return unsupported("a packet that is longer than it says"),
            }
        }
        Ok(self.whole())
    }

    /// What was begun, when nothing is missing.
    fn whole(&mut self) -> Option<Packet> {
        self.begun.take_if(|begun| begun.missing == Some(0)).map(|begun| begun.packet)
    }
}

/// Whose packet it is, and whether a packet of its stream begins in it. `None` when it is none.
pub(super) fn head(packet: &[u8]) -> Option<(u16, bool)> {
    match packet {
        [0x47, second, third, ..] => Some((u16::from(second & 0x1f) << 8 | u16::from(*third), second & 0x40 != 0)),
        _ => None,
    }
}

pub(super) struct Payload<'a> {
    pub data: &'a [u8],
    /// Of four bits, one more than that of the packet before.
    pub count: u8,
    /// Whether the count may jump here.
    pub restarts: bool,
}

/// `None` for a packet without payload.
pub(super) fn payload(packet: &[u8]) -> Result<Option<Payload<'_>>> {
    let [_, second, _, fourth, rest @ ..] = packet else { return unsupported("no packet where one should be") };
    if second & 0x80 != 0 || fourth & 0xc0 != 0 {
        return unsupported("a packet that is broken or scrambled");
    }
    let count = fourth & 0xf;
    match fourth >> 4 & 3 {
        1 => Ok(Some(Payload { data: rest, count, restarts: false })),
        3 => {
            let Some((length, rest)) = rest.split_first() else { return unsupported("a packet that is broken") };
            let Some(data) = rest.get(usize::from(*length)..) else { return unsupported("a packet that is broken") };
            Ok(Some(Payload { data, count, restarts: *length > 0 && rest.first().is_some_and(|flags| flags & 0x80 != 0) }))
        }
        _ => Ok(None),
    }
}

/// Reads a packet's header, which stands in one piece.
pub(super) fn begin(place: usize, position: u64, payload: &[u8]) -> Result<Begun> {
    let [0, 0, 1, kind, high, low, first, second, header, rest @ ..] = payload else { return unsupported("a packet without a header") };
    // Sound and pictures, private ones (AC-3) among them.
    let known = matches!(kind, 0xc0..=0xef | 0xbd | 0xfd);
    if !known || first & 0xf0 != 0x80 {
        return unsupported("a packet that is scrambled, or something else");
    }
    let (fields, data) = match rest.split_at_checked((*header).into()) {
        Some(parts) => parts,
        None => return unsupported("a header in pieces"),
    };
    let stamp = |from: usize| fields.get(from..from + 5).and_then(timestamp);
    let (pts, dts) = match second >> 6 {
        2 => (stamp(0), stamp(0)),
        3 => (stamp(0), stamp(5)),
        _ => (None, None),
    };
    let Some((pts, dts)) = pts.zip(dts) else { return unsupported("a packet without a time") };
    let length = usize::from(*high) << 8 | usize::from(*low);
    let missing = match length {
        0 => None,
        length => match length.checked_sub(3 + usize::from(*header) + data.len()) {
            Some(missing) => Some(missing),
            None => return unsupported("a packet that is longer than it says"),
        },
    };
    Ok(Begun { packet: Packet { place, position, pts, dts, data: data.to_vec() }, missing })
}

/// 33 bits in five bytes, with marks between.
fn timestamp(bytes: &[u8]) -> Option<i64> {
    let [one, two, three, four, five] = bytes else { return None };
    let bits = |byte: &u8, shift: u32| i64::from(*byte) << shift;
    (one & three & five & 1 == 1).then(|| bits(&(one >> 1 & 7), 30) | bits(two, 22) | bits(&(three >> 1), 15) | bits(four, 7) | bits(&(five >> 1), 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::window::tests::Memory;

    const PID: u16 = 0x100;

    /// A packet with so much payload, filled up in front.
    fn packet(pid: u16, begins: bool, count: u8, payload: &[u8]) -> Vec<u8> {
        let mut out = vec![0x47, u8::from(begins) << 6 | (pid >> 8) as u8, pid as u8, 0x30 | count];
        let filling = 184 - 1 - payload.len();
        out.push(filling as u8);
        out.extend((0..filling).map(|place| if place == 0 { 0 } else { 0xff }));
        out.extend_from_slice(payload);
        out
    }

    /// A header with both times, and some data; `length` of zero is one that is not told.
    fn pes(kind: u8, length: u16, data: &[u8]) -> Vec<u8> {
        let mut out = vec![0, 0, 1, kind];
        out.extend(length.to_be_bytes());
        out.extend([0x80, 0xc0, 10, 0x31, 0, 0x01, 0x23, 0x45, 0x11, 0, 0x01, 0x00, 0x03]);
        out.extend_from_slice(data);
        out
    }

    fn read(packets: &[Vec<u8>]) -> Result<Vec<Packet>> {
        let file = Memory::new(packets.concat());
        let mut packets = Packets::new(Window::passing(&file), PACKET, [Some(PID), None], 0);
        std::iter::from_fn(|| packets.next().transpose()).collect()
    }

    #[test]
    fn packets_are_put_together_in_order() {
        let found = read(&[
            packet(PID, false, 6, &[9; 50]),
            packet(PID, true, 7, &pes(0xe0, 0, &[1; 20])),
            packet(0x101, true, 3, &pes(0xe0, 0, &[7; 20])),
            packet(PID, false, 8, &[2; 30]),
            packet(PID, true, 9, &pes(0xc0, 13 + 4, &[3; 4])),
            packet(PID, true, 10, &pes(0xe0, 0, &[4; 1])),
        ])
        .unwrap();
        let lengths: Vec<(u64, usize)> = found.iter().map(|packet| (packet.position, packet.data.len())).collect();
        assert_eq!(lengths, [(188, 50), (4 * 188, 4), (5 * 188, 1)]);
        assert_eq!(found[0].data, [&[1; 20][..], &[2; 30]].concat());
        // 0x2345 with its marks, and 1.
        assert_eq!((found[0].pts, found[0].dts), (0x23 << 7 | 0x22, 1));
    }

    #[test]
    fn what_is_not_certain_is_refused() {
        let begun = packet(PID, true, 0, &pes(0xe0, 0, &[1; 20]));
        let refused = |next: Vec<u8>| read(&[begun.clone(), next]).is_err();
        assert!(refused(packet(PID, false, 2, &[2; 30])), "a packet is missing");
        assert!(refused(packet(PID, true, 1, &[0, 0, 1, 0xe0, 0, 0, 0x80, 0, 0])), "no time");
        assert!(refused(packet(PID, true, 1, &pes(0xbe, 0, &[]))), "padding");
        assert!(refused(packet(PID, true, 1, &pes(0xe0, 14, &[1; 20]))), "longer than it says");
        assert!(refused(packet(PID, true, 1, &pes(0xe0, 100, &[1; 20]))), "torn by the end of the file");
        let mut scrambled = packet(PID, false, 1, &[2; 30]);
        scrambled[3] |= 0x80;
        assert!(refused(scrambled));
        assert!(refused(vec![0; 188]), "no packet");
        let mut filled = packet(PID, false, 1, &[2; 30]);
        filled[4] = 190;
        assert!(refused(filled), "filled beyond its end");
    }

    #[test]
    fn times_have_33_bits() {
        assert_eq!(timestamp(&[0x2f, 0xff, 0xff, 0xff, 0xff]), Some((1 << 33) - 1));
        assert_eq!(timestamp(&[0x21, 0, 0x05, 0xbf, 0x21]), Some(2 << 15 | 0x5f90));
        assert_eq!(timestamp(&[0x20, 0, 1, 0, 1]), None);
    }
}
