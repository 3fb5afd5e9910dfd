//! What stands before the clusters: the clock, and the tracks with what tells their streams.

use bytes::Bytes;
use walros_model::index::TrackFacts;

use super::ebml::{Element, child, children, float, number, unsigned};
use super::id;
use crate::read::{Place, Result, Window, unsupported};
use crate::time::{Fraction, TICKS, rescale};

/// Elements looked at before the first cluster; there are some dozen.
const ELEMENTS_MAX: usize = 1000;
/// Bytes of the largest `Info` or `Tracks` that is read: decoder configurations are some kilobytes.
const BODY_MAX: u64 = 16 << 20;
const NANOSECOND: Fraction = Fraction { num: 1, den: 1_000_000_000 };

/// One track that is copied from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatroskaTrack {
    /// Its stream, as the index counts.
    pub stream: u32,
    /// As blocks name it.
    pub number: u64,
    /// What the codec's own delay takes from all times, in the track's units.
    pub delay: i64,
    /// How long a frame lasts, in nanoseconds; zero when nobody says.
    pub frame: u64,
    /// What stands before each frame and is not repeated.
    pub stripped: Vec<u8>,
}

#[derive(Clone, Debug)]
pub struct Header {
    /// Nanoseconds in a unit.
    pub scale: u64,
    pub tracks: Vec<MatroskaTrack>,
    /// Where the first cluster begins.
    pub clusters: u64,
    /// Where the last one ends at the latest.
    pub end: u64,
}

/// What stands before the first cluster, not yet taken apart.
#[derive(Clone, Debug)]
pub struct Front {
    /// Where positions in the segment count from.
    pub segment: u64,
    /// Nanoseconds in a unit; zero when it makes no sense.
    pub scale: u64,
    /// The program that wrote the clusters.
    pub writer: Vec<u8>,
    /// Where other parts are.
    seek: Option<Bytes>,
    cues: Option<Place>,
    entries: Bytes,
    pub clusters: u64,
    pub end: u64,
}

impl Front {
    /// The track entries, one for each stream as libav counts: by what kinds it makes streams of.
    pub fn streams(&self) -> impl Iterator<Item = &[u8]> {
        let entries = children(&self.entries).filter(|(id, _)| *id == id::TRACK_ENTRY).map(|(_, entry)| entry);
        entries.filter(|entry| matches!(value(entry, id::TRACK_TYPE), Some(1 | 2 | 17 | 33)) && codec(entry).is_some())
    }

    /// Where the cues are: before the clusters, or where the front says.
    pub fn cues(&self, window: &mut Window<'_>) -> Result<Option<Place>> {
        if self.cues.is_some() {
            return Ok(self.cues);
        }
        let told = self.seek.as_ref().and_then(|seek| {
            let named = |entry: &[u8]| child(entry, id::SEEK_ID) == Some(&id::CUES.to_be_bytes()[..]);
            let entry = children(seek).find(|(id, entry)| *id == id::SEEK && named(entry))?.1;
            self.segment.checked_add(value(entry, id::SEEK_POSITION)?).filter(|at| *at < window.length())
        });
        let Some(at) = told else { return Ok(None) };
        Ok(Element::read(window, at)?.and_then(|element| place(&element).filter(|_| element.id == id::CUES)))
    }
}

/// Where an element's content is, unless it is too long for anything that stands outside clusters.
fn place(element: &Element) -> Option<Place> {
    let size = element.size.filter(|size| *size <= BODY_MAX)?;
    Some(Place { offset: element.content, length: size as u32 })
}

pub fn value(entry: &[u8], id: u32) -> Option<u64> {
    child(entry, id).and_then(unsigned)
}

/// Matroska's name of a track's codec.
pub fn codec(entry: &[u8]) -> Option<&[u8]> {
    child(entry, id::CODEC_ID).map(|text| text.split(|byte| *byte == 0).next().unwrap_or_default())
}

/// Reads all before the first cluster.
pub fn front(window: &mut Window<'_>) -> Result<Front> {
    let mut at = match Element::read(window, 0)? {
        Some(Element { id: id::EBML, content, size: Some(size) }) => content + size,
        _ => return unsupported("no Matroska file"),
    };
    let (segment, end) = match Element::read(window, at)? {
        Some(segment) if segment.id == id::SEGMENT => (segment.content, segment.end().unwrap_or(window.length())),
        _ => return unsupported("a Matroska file without a segment"),
    };
    at = segment;
    let (mut scale, mut writer, mut entries, mut seek, mut cues) = (1_000_000, Vec::new(), None, None, None);
    for _ in 0..ELEMENTS_MAX {
        let Some(element) = Element::read(window, at)? else { break };
        if element.id == id::CLUSTER {
            let Some(entries) = entries else { break };
            return Ok(Front { segment, scale, writer, seek, cues, entries, clusters: at, end });
        }
        let Some(size) = element.size else { break };
        let mut body = || place(&element).map_or_else(|| unsupported("a Matroska header that is too long"), |place| window.get(place));
        match element.id {
            id::INFO => {
                let body = body()?;
                scale =
                    child(&body, id::TIMESTAMP_SCALE).map_or(Some(1_000_000), unsigned).filter(|scale| *scale > 0 && *scale <= TICKS as u64 * 100).unwrap_or(0);
                writer = child(&body, id::MUXING_APP).unwrap_or_default().to_vec();
            }
            id::TRACKS => entries = Some(body()?),
            id::SEEK_HEAD if seek.is_none() => seek = Some(body()?),
            id::CUES => cues = place(&element),
            _ => {}
        }
        at = element.content + size;
    }
    unsupported("a Matroska file without tracks before its clusters")
}

/// The tracks that have facts.
pub fn read(window: &mut Window<'_>, facts: &[TrackFacts]) -> Result<Header> {
    let front = front(window)?;
    Ok(Header { scale: front.scale, tracks: tracks(&front, facts)?, clusters: front.clusters, end: front.end })
}

pub fn tracks(front: &Front, facts: &[TrackFacts]) -> Result<Vec<MatroskaTrack>> {
    let scale = front.scale;
    if scale == 0 {
        return unsupported("a Matroska clock that makes no sense");
    }
    let mut found = Vec::new();
    for (stream, entry) in (0..).zip(front.streams()) {
        let (Some(kind), Some(codec)) = (value(entry, id::TRACK_TYPE), codec(entry)) else { continue };
        let own = facts.iter().find(|facts| facts.stream == stream);
        // What is not certain here is not offered.
        let Some(own) = own.filter(|own| is_codec(codec, &own.codec) && (kind == 1) == own.picture.is_some() && (kind == 2) == own.sound.is_some()) else {
            continue;
        };
        let (Some(number), Some(stripped)) = (value(entry, id::TRACK_NUMBER), stripped(entry)) else { continue };
        // A clock of its own, which nobody writes.
        if child(entry, id::TRACK_TIMESTAMP_SCALE).is_some_and(|scale| float(scale) != Some(1.0)) || !clock_is(scale, own.time_base) {
            continue;
        }
        let delay = i64::try_from(value(entry, id::CODEC_DELAY).unwrap_or(0)).unwrap_or(i64::MAX);
        let delay = rescale(delay, NANOSECOND, Fraction { num: scale as i64, den: 1_000_000_000 });
        found.push(MatroskaTrack { stream: own.stream, number, delay, frame: value(entry, id::DEFAULT_DURATION).unwrap_or(0), stripped });
    }
    let numbers_differ = found.iter().enumerate().all(|(at, track)| found.iter().skip(at + 1).all(|other| other.number != track.number));
    if found.is_empty() || !numbers_differ { unsupported("no track that is read here") } else { Ok(found) }
}

/// Whether a unit of the file's clock is a unit of the stream's.
fn clock_is(scale: u64, (num, den): (i32, i32)) -> bool {
    u128::from(scale) * u128::try_from(den).unwrap_or(0) == u128::try_from(num).unwrap_or(0) * 1_000_000_000
}

/// Matroska's names of the codecs that are copied.
fn is_codec(name: &[u8], codec: &str) -> bool {
    match name {
        b"V_MPEG4/ISO/AVC" => codec == "h264",
        b"V_MPEGH/ISO/HEVC" => codec == "hevc",
        b"V_VP9" => codec == "vp9",
        b"V_AV1" => codec == "av1",
        b"A_MPEG/L3" => codec == "mp3",
        b"A_AC3" => codec == "ac3",
        b"A_EAC3" => codec == "eac3",
        b"A_OPUS" => codec == "opus",
        b"A_FLAC" => codec == "flac",
        name => name.starts_with(b"A_AAC") && codec == "aac",
    }
}

/// What was done to frames before they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packing {
    /// This stood before each frame; nothing for most.
    Stripped(Vec<u8>),
    Zlib,
}

/// `None` for frames that are coded otherwise.
pub fn packing(entry: &[u8]) -> Option<Packing> {
    let Some(encodings) = child(entry, id::CONTENT_ENCODINGS) else { return Some(Packing::Stripped(Vec::new())) };
    let mut encodings = children(encodings).filter(|(id, _)| *id == id::CONTENT_ENCODING);
    let Some((_, encoding)) = encodings.next() else { return Some(Packing::Stripped(Vec::new())) };
    let value = |body: &[u8], id: u32, usual: u64| child(body, id).map_or(Some(usual), unsigned);
    // Frames alone, by compression.
    let plain = encodings.next().is_none() && value(encoding, id::ENCODING_SCOPE, 1) == Some(1) && value(encoding, id::ENCODING_TYPE, 0) == Some(0);
    let compression = child(encoding, id::COMPRESSION).filter(|_| plain)?;
    match value(compression, id::COMPRESSION_ALGORITHM, 0)? {
        0 => Some(Packing::Zlib),
        3 => Some(Packing::Stripped(child(compression, id::COMPRESSION_SETTINGS).unwrap_or_default().to_vec())),
        _ => None,
    }
}

fn stripped(entry: &[u8]) -> Option<Vec<u8>> {
    match packing(entry)? {
        Packing::Stripped(bytes) => Some(bytes),
        Packing::Zlib => None,
    }
}

/// The number of a track, as blocks begin with it.
pub fn track_number(block: &[u8]) -> Option<(u64, usize)> {
    let (number, length) = number(block)?;
    Some((number?, length))
}
