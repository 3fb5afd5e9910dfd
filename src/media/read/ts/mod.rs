//! MPEG transport streams: a segment is read from its keyframe's packet on, and its packets are put together again.

mod frames;
mod packets;
mod survey;

use bytes::Bytes;
use walros_model::index::{Clock, Keyframe, TrackFacts};

use super::film::{Copied, Cut, EARLY, LATE, PACKETS_MAX};
use super::{Place, Result, Source, Window, key, unsupported};
use crate::clock::{clock_of, on_timeline};
use crate::segment::{PictureCopy, SoundCopy, Track, Want};
use crate::time::{TICK, TICKS, rescale};
use frames::Frame;
use packets::{Packet, Packets};
pub use survey::survey;

/// Bytes of a packet.
const PACKET: u64 = 188;
/// How far packets are apart in a file: one behind the other, or each behind four bytes that say when it came (as cameras
/// and Blu-ray discs write them, in `.m2ts`).
const STRIDES: [u64; 2] = [PACKET, PACKET + 4];
/// So many packets at the beginning tell that it is such a file.
const SEEN: usize = 5;
/// One behind the largest time: clocks have 33 bits.
const WRAP: i64 = 1 << 33;

/// Further back than the segment's own keyframe, in ticks.
const FAR: [i64; 2] = [3 * TICKS / 2, 15 * TICKS];

/// A file of packets of 188 bytes, from its beginning on at even distances.
#[derive(Debug)]
pub struct TransportStream {
    stride: u64,
    /// By the number of the stream: the packets' own number (PID).
    tracks: Vec<(u32, u16)>,
}

/// Where reading begins.
#[derive(Clone, Copy)]
struct Begin {
    position: u64,
    /// So far before the segment that nothing of it can stand before.
    certain: bool,
    /// Nothing stands before.
    first: bool,
}

/// How far packets are apart; `None` when there are none.
fn stride(source: &dyn Source) -> Result<Option<u64>> {
    let [.., most] = STRIDES;
    let length = most * SEEN as u64;
    if source.length() < length {
        return Ok(None);
    }
    let bytes = super::window::stretch(source, Place { offset: 0, length: length as u32 })?;
    let fits = |stride: &u64| bytes.chunks(*stride as usize).take(SEEN).all(|packet| packet.get((stride - PACKET) as usize) == Some(&0x47));
    Ok(STRIDES.into_iter().find(fits))
}

impl TransportStream {
    /// `None` for files that are something else.
    pub fn open(source: &dyn Source, facts: &[TrackFacts]) -> Result<Option<Self>> {
        let Some(stride) = stride(source)? else { return Ok(None) };
        let tracks = facts.iter().map(|facts| match u16::try_from(facts.id) {
            Ok(pid @ 0x10..=0x1ffe) => Ok((facts.stream, pid)),
            _ => unsupported("a track without packets"),
        });
        tracks.collect::<Result<_>>().map(|tracks| Some(Self { stride, tracks }))
    }

    /// Bytes of memory.
    pub fn weight(&self) -> usize {
        self.tracks.len() * size_of::<(u32, u16)>()
    }

    pub fn copy(&self, source: &dyn Source, cut: &Cut<'_>) -> Result<Copied> {
        for begin in begins(cut, self.stride) {
            if let Some(copied) = self.attempt(source, cut, begin)? {
                return Ok(copied);
            }
        }
        unsupported("no keyframe before the segment")
    }

    /// Reads from one place on. `None` when that was not early enough.
    fn attempt(&self, source: &dyn Source, cut: &Cut<'_>, begin: Begin) -> Result<Option<Copied>> {
        let mut takers = Takers::new(cut, begin)?;
        let wanted = [self.pid(cut.picture)?, self.pid(cut.sound)?];
        let mut packets = Packets::new(Window::passing(source), self.stride, wanted, begin.position);
        for _ in 0..PACKETS_MAX {
            if !takers.want() {
                return takers.finish().map(Some);
            }
            let Some(packet) = packets.next()? else { return takers.finish().map(Some) };
            match takers.take(packet)? {
                Step::On => (),
                Step::Over => return takers.finish().map(Some),
                Step::Earlier => return Ok(None),
            }
        }
        unsupported("more packets than a segment may have")
    }

    fn pid(&self, track: Option<&Track>) -> Result<Option<u16>> {
        let Some(track) = track else { return Ok(None) };
        match self.tracks.iter().find(|(stream, _)| *stream == track.facts.stream) {
            Some((_, pid)) => Ok(Some(*pid)),
            None => unsupported("a track that is not read here"),
        }
    }
}

/// Where reading may begin: first at the segment's own keyframe, which is nearly always early enough.
fn begins(cut: &Cut<'_>, stride: u64) -> Vec<Begin> {
    let start = cut.stretch.start;
    let entry = |lead: i64| {
        let position = u64::try_from(cut.keyframe_before(start - lead)?.position).ok()?;
        // Packets lie on a grid.
        Some(Begin { position: position - position % stride, certain: lead > 0, first: false })
    };
    let leads = std::iter::once(-cut.tolerance()).chain(FAR).filter(|lead| start > (*lead).max(0));
    let [.., farthest] = FAR;
    leads.filter_map(entry).chain((start <= farthest).then_some(Begin { position: 0, certain: true, first: true })).collect()
}

enum Step {
    On,
    Over,
    Earlier,
}

/// One track and what collects its frames.
struct Taker<'a, C> {
    track: &'a Track,
    copy: C,
    wants: bool,
}

/// Who takes the frames of a segment.
struct Takers<'a> {
    picture: Option<Taker<'a, PictureCopy<Bytes>>>,
    sound: Option<Taker<'a, SoundCopy<Bytes>>>,
    keyframes: &'a [Keyframe],
    clock: Option<Clock>,
    /// A time near those that are read, for files whose clock runs on.
    near: i64,
    end: i64,
    last: bool,
    /// Whether sound of before the segment was seen, so that none of its own is missing.
    heard: bool,
}

impl<'a> Takers<'a> {
    fn new(cut: &Cut<'a>, begin: Begin) -> Result<Self> {
        if [cut.picture, cut.sound].into_iter().flatten().any(|track| track.facts.time_base != (1, 90_000)) {
            return unsupported("a transport stream with another clock");
        }
        let picture = cut.picture.map(|track| {
            let mut copy = PictureCopy::new(track, cut.window(track))?;
            copy.at_beginning = begin.first;
            Ok::<_, super::ReadError>(Taker { track, copy, wants: true })
        });
        let sound = cut.sound.map(|track| Ok::<_, super::ReadError>(Taker { track, copy: SoundCopy::new(track, cut.stretch)?, wants: true }));
        let (picture, sound) = (picture.transpose()?, sound.transpose()?);
        let near = cut.keyframe_before(cut.stretch.start).map_or(cut.index.start, |keyframe| keyframe.pts);
        let Cut { index, stretch, .. } = *cut;
        let clock = clock_of(index, stretch.start);
        Ok(Self { picture, sound, keyframes: &index.keyframes, clock, near, end: stretch.end, last: stretch.last, heard: begin.certain })
    }

    fn want(&self) -> bool {
        self.picture.as_ref().is_some_and(|taker| taker.wants) || self.sound.as_ref().is_some_and(|taker| taker.wants)
    }

    /// A time as the demuxer would say it, or on the one timeline where the clock jumps.
    fn placed(&self, time: i64, position: u64) -> i64 {
        match &self.clock {
            Some(clock) => on_timeline(clock, time, i64::try_from(position).unwrap_or(i64::MAX)),
            None => self.near + (time - self.near + WRAP / 2).rem_euclid(WRAP) - WRAP / 2,
        }
    }

    fn take(&mut self, packet: Packet) -> Result<Step> {
        let late = |film: i64, by: i64| !self.last && rescale(film, crate::clock::UNIT, TICK) > self.end.saturating_add(by);
        let (pts, dts) = (self.placed(packet.pts, packet.position), self.placed(packet.dts, packet.position));
        let Some((is_picture, track)) = self.track(packet.place) else { return Ok(Step::On) };
        let film = track.film(dts);
        if late(film, LATE) {
            return if is_picture && self.picture.as_ref().is_some_and(|taker| taker.wants) { unsupported("no keyframe for long") } else { Ok(Step::Over) };
        }
        if is_picture {
            let doubtful = late(film, EARLY);
            return self.take_picture(pts, packet, doubtful);
        }
        let exact = self.clock.is_none();
        self.take_sounds(pts, packet, exact)
    }

    fn track(&self, place: usize) -> Option<(bool, &'a Track)> {
        match place {
            0 => self.picture.as_ref().map(|taker| (true, taker.track)),
            _ => self.sound.as_ref().map(|taker| (false, taker.track)),
        }
    }

    fn take_picture(&mut self, pts: i64, packet: Packet, doubtful: bool) -> Result<Step> {
        let Some(taker) = self.picture.as_mut().filter(|taker| taker.wants) else { return Ok(Step::On) };
        if doubtful {
            return unsupported("a picture that comes late");
        }
        let data = Bytes::from(packet.data);
        let Some(is_key) = frames::access_unit(taker.copy.config(), &data) else { return unsupported("packets that are no single pictures") };
        if is_key != self.keyframes.binary_search_by_key(&pts, |keyframe| keyframe.pts).is_ok() {
            return unsupported("keyframes that are none, or others that are");
        }
        match taker.copy.take(taker.track.film(pts), is_key, data) {
            Want::More => (),
            Want::Nothing => taker.wants = false,
            Want::Earlier => return Ok(Step::Earlier),
        }
        Ok(Step::On)
    }

    fn take_sounds(&mut self, pts: i64, packet: Packet, exact: bool) -> Result<Step> {
        let Some(taker) = self.sound.as_mut().filter(|taker| taker.wants) else { return Ok(Step::On) };
        for Frame { time, data } in frames::sounds(&taker.track.facts, pts, packet.data.into(), exact)? {
            let time = taker.track.film(time);
            if !self.heard && taker.copy.misses_before(time) {
                return Ok(Step::Earlier);
            }
            self.heard = true;
            // All last as long.
            if taker.copy.take(time, 0, data) != Want::More {
                taker.wants = false;
                break;
            }
        }
        Ok(Step::On)
    }

    fn finish(self) -> Result<Copied> {
        let pictures = self.picture.map(|taker| taker.copy.finish()).transpose()?;
        Ok(Copied { pictures, sounds: self.sound.map(|taker| taker.copy.finish()), read: Vec::new() })
    }
}
