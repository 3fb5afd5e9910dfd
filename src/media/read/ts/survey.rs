//! What the index of a whole transport stream is made of: when its packets come, and with which of them decoding can begin. Only
//! heads are looked at, as fast as a disk reads.

use walros_model::index::TrackFacts;

use super::packets::{begin, head, payload};
use super::{PACKET, WRAP, stride};
use crate::clock::Stamp;
use crate::nal::{Framing, NalCodec};
use crate::read::{Result, Source, key, unsupported};

/// Packets read at once.
const AT_ONCE: u64 = 8192;
/// Numbers that packets can have.
const PIDS: usize = 1 << 13;
/// Bytes of a picture looked at: parameter sets and messages (closed captions) stand before what tells.
const HEAD_MAX: usize = 64 * 1024;
/// Fewer packets of pictures than this part of what the rate of pictures promises: then they hold several each.
const FEWEST: f64 = 0.7;
/// A pause between pictures, in 1/90000 s.
const PAUSE: i64 = 90_000;

/// What tells whether decoding can begin with a picture.
#[derive(Clone, Copy)]
enum Pictures {
    Nal(NalCodec),
    /// MPEG-1 and MPEG-2.
    Mpeg,
}

/// A stream whose packets count.
struct Stream<'a> {
    facts: &'a TrackFacts,
    /// A time of the demuxer's, which knows on which side of a wrap it begins.
    near: i64,
}

/// A picture of which not enough was seen.
struct Doubtful {
    stamp: Stamp,
    data: Vec<u8>,
}

/// How many pictures there are in how long.
#[derive(Default)]
struct Pace {
    pictures: u64,
    played: i64,
    last: Option<i64>,
}

/// Reads all of a file and hands over what an [`EpochFinder`](crate::clock::EpochFinder) wants to know of these streams, in the order
/// of the file. `picture` is the number of the stream whose keyframes are looked for.
pub fn survey(source: &dyn Source, facts: &[&TrackFacts], picture: u32, mut take: impl FnMut(Stamp)) -> Result<()> {
    let Some(stride) = stride(source)? else { return unsupported("no transport stream") };
    let mut survey = Survey::new(facts, picture)?;
    let (mut at, end) = (0, source.length() / stride);
    let mut buffer = vec![0; (AT_ONCE.min(end) * stride) as usize];
    while at < end {
        let count = AT_ONCE.min(end - at);
        let Some(chunk) = buffer.get_mut(..(count * stride) as usize) else { break };
        source.read_exact_at(at * stride, chunk)?;
        for (number, packet) in (at..).zip(chunk.chunks_exact(stride as usize)) {
            // A place is where libav says it is: before the four bytes that some files have in front of each packet.
            survey.packet(number * stride, packet.get((stride - PACKET) as usize..).unwrap_or_default(), &mut take)?;
        }
        at += count;
    }
    survey.finish(&mut take)
}

struct Survey<'a> {
    streams: Vec<Stream<'a>>,
    /// By the packets' number: one more than the stream's place, or zero.
    places: Vec<u8>,
    picture: usize,
    pictures: Pictures,
    doubtful: Option<Doubtful>,
    pace: Pace,
}

impl<'a> Survey<'a> {
    fn new(facts: &[&'a TrackFacts], picture: u32) -> Result<Self> {
        let mut places = vec![0; PIDS];
        let mut streams = Vec::new();
        for facts in facts.iter().take(usize::from(u8::MAX)) {
            let (Some(place), (1, 90_000), Some(near)) = (usize::try_from(facts.id).ok().and_then(|id| places.get_mut(id)), facts.time_base, facts.start)
            else {
                return unsupported("a track without packets or times");
            };
            streams.push(Stream { facts, near });
            *place = streams.len() as u8;
        }
        let Some(place) = streams.iter().position(|stream| stream.facts.stream == picture) else { return unsupported("no picture") };
        let pictures = match streams.get(place).map(|stream| stream.facts.codec.as_str()) {
            Some("h264") => Pictures::Nal(NalCodec::Avc),
            Some("hevc") => Pictures::Nal(NalCodec::Hevc),
            Some("mpeg1video" | "mpeg2video") => Pictures::Mpeg,
            _ => return unsupported("pictures that are not read here"),
        };
        Ok(Self { streams, places, picture: place, pictures, doubtful: None, pace: Pace::default() })
    }

    fn packet(&mut self, position: u64, packet: &[u8], take: &mut impl FnMut(Stamp)) -> Result<()> {
        let Some((pid, begins)) = head(packet) else { return unsupported("no packet where one should be") };
        let Some(place) = self.places.get(usize::from(pid)).and_then(|place| usize::from(*place).checked_sub(1)) else { return Ok(()) };
        let is_picture = place == self.picture;
        if !(begins || is_picture && self.doubtful.is_some()) {
            return Ok(());
        }
        let Some(payload) = payload(packet)? else { return Ok(()) };
        if begins { self.begin(place, position, payload.data, take) } else { self.go_on(payload.data, take) }
    }

    fn begin(&mut self, place: usize, position: u64, payload: &[u8], take: &mut impl FnMut(Stamp)) -> Result<()> {
        let is_picture = place == self.picture;
        if is_picture && self.doubtful.is_some() {
            return unsupported("a packet without a picture");
        }
        let Some(stream) = self.streams.get(place) else { return Ok(()) };
        let packet = begin(place, position, payload)?.packet;
        let placed = |time: i64| stream.near + (time - stream.near + WRAP / 2).rem_euclid(WRAP) - WRAP / 2;
        let (pts, dts, position) = (placed(packet.pts), placed(packet.dts), i64::try_from(position).unwrap_or(-1));
        let stamp = Stamp { stream: stream.facts.stream as usize, pts, dts, duration: 0, position, key: false };
        if !is_picture {
            take(stamp);
            return Ok(());
        }
        self.pace.count(dts);
        self.doubtful = Some(Doubtful { stamp, data: Vec::new() });
        self.go_on(&packet.data, take)
    }

    /// More of the picture whose packet began last.
    fn go_on(&mut self, more: &[u8], take: &mut impl FnMut(Stamp)) -> Result<()> {
        let Some(doubtful) = &mut self.doubtful else { return Ok(()) };
        doubtful.data.extend_from_slice(more);
        match self.pictures.is_key(&doubtful.data)? {
            Some(key) => take(Stamp { key, ..doubtful.stamp }),
            None if doubtful.data.len() > HEAD_MAX => return unsupported("a picture that does not tell what it is"),
            None => return Ok(()),
        }
        self.doubtful = None;
        Ok(())
    }

    fn finish(self, take: &mut impl FnMut(Stamp)) -> Result<()> {
        // A file ends where its recorder stopped.
        if let Some(doubtful) = self.doubtful {
            take(doubtful.stamp);
        }
        let rate = self.streams.get(self.picture).and_then(|stream| stream.facts.picture).map_or((0, 0), |picture| picture.average_rate);
        self.pace.holds(rate)
    }
}

impl Pictures {
    /// `None` when more must be seen.
    fn is_key(self, data: &[u8]) -> Result<Option<bool>> {
        let Self::Nal(codec) = self else { return Ok(mpeg_is_key(data)) };
        let units = codec.units(Framing::AnnexB, data);
        let Some((last, whole)) = units.split_last() else { return Ok(None) };
        if let Some(told) = key::of_units(codec, whole) {
            return Ok(Some(told));
        }
        // Of the last one the end may be missing: enough for slices, and not for messages before them.
        let slice = codec.slice(last, Some(0)).is_some();
        Ok(if slice && last.len() > 2 { key::of_units(codec, &units) } else { None })
    }
}

/// A picture's header: its number in ten bits, its kind in three (1 is coded by itself). The first one of the packet.
fn mpeg_is_key(data: &[u8]) -> Option<bool> {
    let at = data.windows(4).position(|code| code == [0, 0, 1, 0])?;
    data.get(at + 5).map(|bits| bits >> 3 & 7 == 1)
}

impl Pace {
    fn count(&mut self, dts: i64) {
        self.pictures += 1;
        let step = self.last.map_or(0, |last| dts - last);
        if (1..PAUSE).contains(&step) {
            self.played += step;
        }
        self.last = Some(dts);
    }

    /// Fails where packets hold more pictures than one: the others' times stand nowhere.
    fn holds(&self, (pictures, seconds): (i32, i32)) -> Result<()> {
        let promised = f64::from(pictures) / f64::from(seconds.max(1)) * self.played as f64 / 90_000.0;
        if (self.pictures as f64) < promised * FEWEST { unsupported("packets that hold several pictures") } else { Ok(()) }
    }
}
