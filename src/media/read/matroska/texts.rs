//! One track of text: its blocks by the cues, where those list it, or by the heads of all blocks of a stretch.

use bytes::Bytes;
use walros_model::index::TextPlace;

use super::block::Block;
use super::clusters::{Clusters, Frame, Limits};
use super::cues::{Cues, Listed};
use super::ebml::Element;
use super::header::{self, Front, Header, MatroskaTrack, Packing, value};
use super::id;
use crate::read::texts::{LEAD, Packets, SLACK, TextCodec, TextPacket, Wanted};
use crate::read::{Place, Result, Source, Window, unsupported};
use crate::time::{Fraction, TICK, rescale};

/// Clusters hopped over on the way to a time; a film of ten hours has some ten thousand.
const HOPS_MAX: usize = 200_000;
/// Bytes of the longest block of text, packed or not.
const TEXT_MAX: usize = 4 << 20;
/// More elements than the blocks of a day of film.
/// What stands in a block between its track's number and its text.
const BLOCK_HEAD: u32 = 3;
const LIMITS: Limits = Limits { elements: 20_000_000, bytes: u64::MAX, block: TEXT_MAX as u64, time: u64::MAX };

/// What libraries write cues of all blocks of text, as their sources say: libavformat, and libebml with libmatroska,
/// which is mkvmerge. Others may list some.
const LISTS_ALL: [&[u8]; 2] = [b"Lavf", b"libebml"];

#[derive(Debug)]
pub struct Texts {
    header: Header,
    pub codec: TextCodec,
    /// The decoder's configuration: of Advanced SubStation the file's head.
    pub private: Vec<u8>,
    number: u64,
    packing: Packing,
    /// Whether two lines, a cue's name and its settings, stand before the text, as in WebM.
    headed: bool,
    cues: Cues,
}

impl Texts {
    /// The track of this stream, as libav counts.
    pub fn open(source: &dyn Source, stream: u32) -> Result<Self> {
        let mut window = Window::peeking(source);
        let front = header::front(&mut window)?;
        let Some(entry) = front.streams().nth(stream as usize) else { return unsupported("no such stream") };
        let codec = match header::codec(entry) {
            Some(b"S_TEXT/UTF8" | b"S_TEXT/ASCII") => TextCodec::SubRip,
            Some(b"S_TEXT/WEBVTT" | b"D_WEBVTT/SUBTITLES" | b"D_WEBVTT/CAPTIONS") => TextCodec::WebVtt,
            Some(b"S_TEXT/ASS" | b"S_TEXT/SSA" | b"S_ASS" | b"S_SSA") => TextCodec::Ass,
            _ => return unsupported("subtitles that are not read here"),
        };
        let simple = super::ebml::child(entry, id::TRACK_TIMESTAMP_SCALE).is_none_or(|scale| super::ebml::float(scale) == Some(1.0));
        let (Some(number), Some(packing), true) = (value(entry, id::TRACK_NUMBER), header::packing(entry), simple && front.scale > 0) else {
            return unsupported("a track of text that is not understood");
        };
        let private = super::ebml::child(entry, id::CODEC_PRIVATE).unwrap_or_default().to_vec();
        let track = MatroskaTrack { stream, number, delay: 0, frame: value(entry, id::DEFAULT_DURATION).unwrap_or(0), stripped: Vec::new() };
        let header = Header { scale: front.scale, tracks: vec![track], clusters: front.clusters, end: front.end };
        let cues = known_cues(&mut window, &front, number)?;
        let headed = header::codec(entry).is_some_and(|codec| codec.starts_with(b"D_"));
        Ok(Self { header, codec, private, number, packing, headed, cues })
    }

    /// Bytes of memory.
    pub fn weight(&self) -> usize {
        self.private.len() + self.cues.clusters.len() * 16 + self.cues.blocks.len() * size_of::<Listed>()
    }

    /// What is shown in a stretch of the file, by when it begins. `places` are all blocks of the track, where somebody
    /// noted them.
    pub fn packets(&self, source: &dyn Source, wanted: &Wanted, places: &[TextPlace]) -> Result<Vec<TextPacket>> {
        let as_it_is = !self.headed && matches!(&self.packing, Packing::Stripped(head) if head.is_empty());
        if as_it_is && self.cues.blocks.is_empty() && !places.is_empty() {
            return self.placed(source, wanted, places);
        }
        let unlisted = self.cues.blocks.is_empty();
        let mut window = if unlisted && wanted.end == i64::MAX { Window::passing(source) } else { Window::peeking(source) };
        let mut packets = Packets::default();
        if unlisted {
            self.walk(&mut window, wanted, &mut packets)?;
        } else {
            self.listed(&mut window, wanted, &mut packets)?;
        }
        Ok(packets.finish())
    }

    fn packet(&self, frame: &Frame) -> Result<TextPacket> {
        let (data, base) = (self.unpack(frame.data().clone()), self.base());
        let data = if self.headed { data.and_then(behind_line).and_then(behind_line) } else { data };
        match data {
            Some(data) => Ok(TextPacket { start: rescale(frame.time, base, TICK), duration: rescale(frame.duration, base, TICK), data }),
            None => unsupported("text that cannot be unpacked"),
        }
    }

    fn base(&self) -> Fraction {
        // The scale is at most a hundred seconds.
        Fraction { num: self.header.scale as i64, den: 1_000_000_000 }
    }

    /// Ticks in the file's units.
    fn units(&self, ticks: i64) -> u64 {
        rescale(ticks, TICK, self.base()).try_into().unwrap_or(0)
    }

    /// Each block that was noted, alone: one read.
    fn placed(&self, source: &dyn Source, wanted: &Wanted, places: &[TextPlace]) -> Result<Vec<TextPacket>> {
        let ticks = |time: i64| rescale(time, self.base(), TICK);
        let shows = |place: &TextPlace| {
            let (start, duration) = (ticks(place.pts), ticks(place.duration));
            let ended = if duration > 0 { start.saturating_add(duration) < wanted.start } else { start < wanted.start.saturating_sub(LEAD) };
            !ended && start <= wanted.end.saturating_add(SLACK)
        };
        let mut window = Window::peeking(source);
        let mut packets = Packets::default();
        for place in places.iter().filter(|place| shows(place)) {
            let length = place.size.checked_add(BLOCK_HEAD + if self.number < 127 { 1 } else { 2 }).filter(|length| *length as usize <= TEXT_MAX);
            let (Some(length), Ok(offset)) = (length, u64::try_from(place.position)) else { return unsupported("an index that is not right") };
            let bytes = window.get(Place { offset, length })?;
            match Block::parse(&bytes).filter(|block| block.track == self.number && block.sizes.as_slice() == [place.size as usize]) {
                Some(block) => packets.push(TextPacket { start: ticks(place.pts), duration: ticks(place.duration), data: bytes.slice(block.begin..) })?,
                None => return unsupported("an index that is not right"),
            }
        }
        Ok(packets.finish())
    }

    /// Each block that the cues list, alone: a read for its cluster's time, and one for itself.
    fn listed(&self, window: &mut Window<'_>, wanted: &Wanted, packets: &mut Packets) -> Result<()> {
        let (start, end, lead) = (self.units(wanted.start), self.units(wanted.end.saturating_add(SLACK)), self.units(wanted.start.saturating_sub(LEAD)));
        let shows = |block: &Listed| block.duration.map_or(block.time >= lead, |duration| block.time.saturating_add(duration) >= start);
        let behind = self.cues.blocks.partition_point(|block| block.time <= end);
        for block in self.cues.blocks.get(..behind).unwrap_or_default().iter().filter(|block| shows(block)) {
            let frame = Clusters::within(&self.header, block.cluster, LIMITS).block_at(window, block.relative, |number| number == self.number)?;
            match frame.filter(|frame| u64::try_from(frame.time) == Ok(block.time)) {
                Some(frame) => packets.push(self.packet(&frame)?)?,
                None => return unsupported("an index that is not right"),
            }
        }
        Ok(())
    }

    /// All blocks from some time before the stretch on, of which only the heads are read.
    fn walk(&self, window: &mut Window<'_>, wanted: &Wanted, packets: &mut Packets) -> Result<()> {
        let begin = self.cluster_before(window, self.units(wanted.start.saturating_sub(LEAD)))?;
        let limits = Limits { time: self.units(wanted.end.saturating_add(SLACK)), ..LIMITS };
        let mut clusters = Clusters::within(&self.header, begin, limits);
        while let Some(frame) = clusters.next(window, |number| number == self.number)? {
            packets.push(self.packet(&frame)?)?;
        }
        Ok(())
    }

    /// A cluster that begins no later than this: from the cues, or else by hopping from one to the next.
    fn cluster_before(&self, window: &mut Window<'_>, time: u64) -> Result<u64> {
        if let Some(cluster) = self.cues.cluster_before(time) {
            return Ok(cluster);
        }
        let (mut at, mut found) = (self.header.clusters, self.header.clusters);
        if !self.cues.clusters.is_empty() {
            return Ok(found);
        }
        for _ in 0..HOPS_MAX {
            let Some(element) = Element::read(window, at)? else { break };
            if element.id == id::CLUSTER {
                match Clusters::new(&self.header, at).time(window)? {
                    Some(begin) if begin <= time => found = at,
                    _ => break,
                }
            }
            let Some(end) = element.end() else { break };
            at = end;
        }
        Ok(found)
    }

    fn unpack(&self, data: Bytes) -> Option<Bytes> {
        match &self.packing {
            Packing::Stripped(head) if head.is_empty() => Some(data),
            Packing::Stripped(head) => Some([&head[..], &data].concat().into()),
            Packing::Zlib => miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&data, TEXT_MAX).ok().map(Bytes::from),
        }
    }
}

fn behind_line(text: Bytes) -> Option<Bytes> {
    let end = text.iter().position(|byte| matches!(byte, b'\r' | b'\n'))?;
    let length = if text.get(end..)?.starts_with(b"\r\n") { 2 } else { 1 };
    Some(text.slice(end + length..))
}

/// The cues, of which the blocks count only where the writer lists all.
fn known_cues(window: &mut Window<'_>, front: &Front, number: u64) -> Result<Cues> {
    let cues = Cues::read(window, front, number)?;
    let lists_all = LISTS_ALL.iter().any(|writer| front.writer.starts_with(writer));
    Ok(Cues { blocks: if lists_all { cues.blocks } else { Vec::new() }, ..cues })
}
