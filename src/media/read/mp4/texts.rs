//! A track of timed text: the boxes of its own table alone are read, and the samples that are wanted.

use super::boxes::{child, children, descendant, long, word};
use super::table::SampleTable;
use crate::read::texts::{LEAD, Packets, TextPacket, Wanted};
use crate::read::{Place, Result, Source, Window, unsupported};
use crate::time::{Fraction, TICK, rescale};

/// Boxes looked at beside one another; there is a handful, and a track for each language.
const BOXES_MAX: usize = 1000;
/// Bytes of the largest table of a track of text.
const TRACK_MAX: u64 = 16 << 20;
/// Bytes of the longest sample.
const TEXT_MAX: u32 = 1 << 20;

#[derive(Debug)]
pub struct Texts {
    table: SampleTable,
    /// Seconds in a unit of the track.
    base: Fraction,
    /// What edit lists add to the table's times, in the track's units.
    shift: i64,
}

/// A box in the file.
struct Place64 {
    name: [u8; 4],
    content: u64,
    end: u64,
}

impl Texts {
    /// The track of this stream, as libav counts: every track is one.
    pub fn open(source: &dyn Source, stream: u32) -> Result<Self> {
        let mut window = Window::peeking(source);
        let all = boxes(&mut window, 0, source.length())?;
        let mut headers = all.iter().filter(|found| &found.name == b"moov");
        let (Some(header), None) = (headers.next(), headers.next()) else { return unsupported("an MP4 with an odd header") };
        let inside = boxes(&mut window, header.content, header.end)?;
        if inside.iter().chain(&all).any(|found| matches!(&found.name, b"mvex" | b"moof")) {
            return unsupported("an MP4 in fragments");
        }
        let mut read = |found: Option<&Place64>| match found {
            Some(found) if found.end - found.content <= TRACK_MAX => window.get(Place { offset: found.content, length: (found.end - found.content) as u32 }),
            _ => unsupported("an MP4 without a track of text there"),
        };
        let film = read(inside.iter().find(|found| &found.name == b"mvhd"))?;
        let track = read(inside.iter().filter(|found| &found.name == b"trak").nth(stream as usize))?;
        Self::parse(&film, &track).map_or_else(|| unsupported("a track of text that is not understood"), Ok)
    }

    fn parse(film: &[u8], track: &[u8]) -> Option<Self> {
        let media = child(track, b"mdia")?;
        let stbl = descendant(media, &[b"minf", b"stbl"])?;
        // Behind version and count of the sample descriptions.
        let mut entries = children(child(stbl, b"stsd")?.get(8..)?);
        let (Some((b"tx3g", _)), None) = (entries.next(), entries.next()) else { return None };
        let base = Fraction::new(1, clock(child(media, b"mdhd")?)?.into())?;
        let film = Fraction::new(1, clock(film)?.into())?;
        let shift = match descendant(track, &[b"edts", b"elst"]) {
            Some(edits) => shift(edits, film, base)?,
            None => 0,
        };
        Some(Self { table: SampleTable::parse(stbl)?, base, shift })
    }

    /// Bytes of memory.
    pub fn weight(&self) -> usize {
        self.table.weight()
    }

    /// What is shown in a stretch of the file, by when it begins.
    pub fn packets(&self, source: &dyn Source, wanted: &Wanted) -> Result<Vec<TextPacket>> {
        let mut window = Window::peeking(source);
        let units = |ticks: i64| rescale(ticks, TICK, self.base).saturating_sub(self.shift);
        let (start, end) = (units(wanted.start), units(wanted.end));
        let first = self.table.first_at(units(wanted.start.saturating_sub(LEAD)));
        let mut packets = Packets::default();
        let samples = self.table.from(first).take_while(|sample| sample.dts <= end).filter(|sample| sample.dts.saturating_add(sample.duration.into()) >= start);
        for sample in samples {
            // Two bytes are a length of nothing: a pause.
            if sample.size <= 2 {
                continue;
            }
            if sample.size > TEXT_MAX || sample.composition != 0 {
                return unsupported("odd samples of text");
            }
            let data = window.get(Place { offset: sample.offset, length: sample.size })?;
            let start = rescale(sample.dts.saturating_add(self.shift), self.base, TICK);
            packets.push(TextPacket { start, duration: rescale(sample.duration.into(), self.base, TICK), data })?;
        }
        Ok(packets.finish())
    }
}

/// The boxes of a stretch of the file, until one makes no sense.
fn boxes(window: &mut Window<'_>, begin: u64, end: u64) -> Result<Vec<Place64>> {
    let mut found = Vec::new();
    let mut at = begin;
    while end - at >= 8 {
        if found.len() >= BOXES_MAX {
            return unsupported("an MP4 of many boxes");
        }
        let head = window.get(Place { offset: at, length: (end - at).min(16) as u32 })?;
        let (head_length, size) = match word(&head, 0).map(u64::from) {
            // To the end.
            Some(0) => (8, end - at),
            Some(1) => (16, long(&head, 8).unwrap_or(0)),
            size => (8, size.unwrap_or(0)),
        };
        let (true, Some(name)) = (size >= head_length && size <= end - at, head.get(4..8).and_then(|name| name.try_into().ok())) else { break };
        found.push(Place64 { name, content: at + head_length, end: at + size });
        at += size;
    }
    Ok(found)
}

/// Units in a second, of an `mvhd` or `mdhd`. Times before it have 4 bytes each in version 0, and 8 in version 1.
fn clock(body: &[u8]) -> Option<u32> {
    word(body, if body.first()? == &1 { 20 } else { 12 })
}

/// What a list of edits adds to all times: nothing before it but emptiness, then the track from its beginning on.
fn shift(body: &[u8], film: Fraction, base: Fraction) -> Option<i64> {
    let wide = body.first()? == &1;
    let count = word(body, 4)? as usize;
    let row = if wide { 20 } else { 12 };
    let edit = |number: usize| {
        let at = 8 + number * row;
        if wide { Some((long(body, at)?, long(body, at + 8)? as i64)) } else { Some((word(body, at)?.into(), (word(body, at + 4)? as i32).into())) }
    };
    match (count, edit(0), edit(1)) {
        (0, ..) | (1, Some((_, 0)), _) => Some(0),
        (2, Some((empty, -1)), Some((_, 0))) => Some(rescale(i64::try_from(empty).ok()?, film, base)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_that_only_move_a_track() {
        let second = Fraction { num: 1, den: 1000 };
        let list = |edits: &[(u32, i32)]| {
            let rows = edits.iter().flat_map(|(length, from)| [length.to_be_bytes(), from.to_be_bytes(), [0, 1, 0, 0]].concat());
            [&[0; 4][..], &(edits.len() as u32).to_be_bytes(), &rows.collect::<Vec<u8>>()].concat()
        };
        let moved = |edits: &[(u32, i32)]| shift(&list(edits), second, Fraction { num: 1, den: 90_000 });
        assert_eq!((moved(&[]), moved(&[(9, 0)]), moved(&[(500, -1), (9, 0)])), (Some(0), Some(0), Some(45_000)));
        assert_eq!((moved(&[(9, 100)]), moved(&[(9, 0), (9, 0)])), (None, None));
        assert_eq!(shift(&list(&[(500, -1), (9, 0)])[..20], second, second), None);
    }
}
