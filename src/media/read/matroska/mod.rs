//! Matroska and WebM with an index of clusters: a segment is one read, from the cluster of its keyframe on.

mod block;
mod clusters;
mod cues;
mod ebml;
mod header;
mod id;
mod survey;
mod texts;

use walros_model::index::TrackFacts;

use super::film::{Copied, Cut, EARLY, LATE, PACKETS_MAX};
use super::{Result, Source, Window, key, sound, unsupported};
use crate::segment::{PictureCopy, SoundCopy, Track, Want};
use crate::time::{Fraction, TICK, TICKS, rescale};
use clusters::{Clusters, Frame};
use header::{Header, MatroskaTrack};
pub use survey::survey;
pub use texts::Texts;

/// Read behind the next segment's keyframe at once: what was written a little late.
const BEHIND: u64 = 64 * 1024;

/// Further back than the segment's own keyframe, in ticks. All that lies between is read, so that a worker has to look
/// for what is not there either.
const FAR: [i64; 2] = [3 * TICKS / 2, 15 * TICKS];

#[derive(Debug)]
pub struct Matroska {
    header: Header,
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

impl Matroska {
    pub fn open(source: &dyn Source, facts: &[TrackFacts]) -> Result<Self> {
        header::read(&mut Window::new(source), facts).map(|header| Self { header })
    }

    /// Bytes of memory.
    pub fn weight(&self) -> usize {
        self.header.tracks.iter().map(|track| size_of::<MatroskaTrack>() + track.stripped.len()).sum()
    }

    pub fn copy(&self, source: &dyn Source, cut: &Cut<'_>) -> Result<Copied> {
        let mut window = Window::new(source);
        let end = cut.keyframe_at(cut.stretch.end - cut.tolerance()).and_then(|keyframe| u64::try_from(keyframe.position).ok());
        for begin in self.begins(cut) {
            if let Some(end) = end.filter(|end| *end > begin.position) {
                window.load(begin.position, end.saturating_add(BEHIND))?;
            }
            if let Some(copied) = self.attempt(&mut window, cut, begin)? {
                return Ok(Copied { read: window.into_read(), ..copied });
            }
        }
        unsupported("no keyframe before the segment")
    }

    /// Where reading may begin: first at the segment's own keyframe, which is nearly always early enough.
    fn begins(&self, cut: &Cut<'_>) -> Vec<Begin> {
        let start = cut.stretch.start;
        let entry = |lead: i64| {
            let position = u64::try_from(cut.keyframe_before(start - lead)?.position).ok().filter(|position| *position > 0)?;
            Some(Begin { position, certain: lead > 0, first: false })
        };
        let leads = std::iter::once(-cut.tolerance()).chain(FAR).filter(|lead| start > (*lead).max(0));
        let first = Begin { position: self.header.clusters, certain: true, first: true };
        let [.., farthest] = FAR;
        leads.filter_map(entry).chain((start <= farthest).then_some(first)).collect()
    }

    /// Reads from one place on. `None` when that was not early enough.
    fn attempt(&self, window: &mut Window<'_>, cut: &Cut<'_>, begin: Begin) -> Result<Option<Copied>> {
        let mut takers = Takers::new(&self.header, cut, begin)?;
        let mut clusters = Clusters::new(&self.header, begin.position);
        for _ in 0..PACKETS_MAX {
            if !takers.want() {
                return takers.finish().map(Some);
            }
            let Some(frame) = clusters.next(window, |number| takers.takes(number))? else { return takers.finish().map(Some) };
            match takers.take(frame)? {
                Step::On => (),
                Step::Over => return takers.finish().map(Some),
                Step::Earlier => return Ok(None),
            }
        }
        unsupported("more packets than a segment may have")
    }
}

enum Step {
    On,
    Over,
    Earlier,
}

/// One track and what collects its frames.
struct Taker<'a, C> {
    track: &'a Track,
    own: &'a MatroskaTrack,
    copy: C,
    wants: bool,
}

impl<'a, C> Taker<'a, C> {
    fn new(header: &'a Header, track: &'a Track, copy: C) -> Result<Self> {
        match header.tracks.iter().find(|own| own.stream == track.facts.stream) {
            Some(own) => Ok(Self { track, own, copy, wants: true }),
            None => unsupported("a track that is not read here"),
        }
    }
}

/// Who takes the frames of a segment.
struct Takers<'a> {
    picture: Option<Taker<'a, PictureCopy<bytes::Bytes>>>,
    sound: Option<Taker<'a, SoundCopy<bytes::Bytes>>>,
    end: i64,
    last: bool,
    /// Whether sound of before the segment was seen, so that none of its own is missing.
    heard: bool,
}

impl<'a> Takers<'a> {
    fn new(header: &'a Header, cut: &Cut<'a>, begin: Begin) -> Result<Self> {
        let picture = cut.picture.map(|track| {
            let mut copy = PictureCopy::new(track, cut.window(track))?;
            copy.at_beginning = begin.first;
            Taker::new(header, track, copy)
        });
        let sound = cut.sound.map(|track| Taker::new(header, track, SoundCopy::new(track, cut.stretch)?));
        let (picture, sound) = (picture.transpose()?, sound.transpose()?);
        Ok(Self { picture, sound, end: cut.stretch.end, last: cut.stretch.last, heard: begin.certain })
    }

    fn want(&self) -> bool {
        self.picture.as_ref().is_some_and(|taker| taker.wants) || self.sound.as_ref().is_some_and(|taker| taker.wants)
    }

    fn takes(&self, number: u64) -> bool {
        [self.picture.as_ref().map(|taker| taker.own), self.sound.as_ref().map(|taker| taker.own)].into_iter().flatten().any(|own| own.number == number)
    }

    fn take(&mut self, frame: Frame) -> Result<Step> {
        let Self { picture, sound, end, last, heard } = self;
        // A worker stops at a certain lateness by decode times, which are not known here: shortly before and after that
        // nothing may depend on it.
        let late = |track: &Track, by: i64| !*last && rescale(track.film(frame.time), track.base, TICK) > end.saturating_add(by);
        if let Some(taker) = picture.as_mut().filter(|taker| taker.own.number == frame.track) {
            if late(taker.track, LATE) {
                return if taker.wants { unsupported("no keyframe for long") } else { Ok(Step::Over) };
            }
            if taker.wants {
                return taker.take_picture(&frame, late(taker.track, EARLY));
            }
        } else if let Some(taker) = sound.as_mut().filter(|taker| taker.own.number == frame.track) {
            if late(taker.track, LATE) {
                return Ok(Step::Over);
            }
            if taker.wants {
                return taker.take_sound(&frame, heard);
            }
        }
        Ok(Step::On)
    }

    fn finish(self) -> Result<Copied> {
        let pictures = self.picture.map(|taker| taker.copy.finish()).transpose()?;
        Ok(Copied { pictures, sounds: self.sound.map(|taker| taker.copy.finish()), read: Vec::new() })
    }
}

impl Taker<'_, PictureCopy<bytes::Bytes>> {
    fn take_picture(&mut self, frame: &Frame, late: bool) -> Result<Step> {
        if late {
            return unsupported("a picture that comes late");
        }
        let data = frame.whole(self.own);
        if key::is_key(self.copy.config(), &data) != Some(frame.key) {
            return unsupported("keyframes that are none, or others that are");
        }
        match self.copy.take(self.track.film(frame.time), frame.key, data) {
            Want::More => (),
            Want::Nothing => self.wants = false,
            Want::Earlier => return Ok(Step::Earlier),
        }
        Ok(Step::On)
    }
}

impl Taker<'_, SoundCopy<bytes::Bytes>> {
    fn take_sound(&mut self, frame: &Frame, heard: &mut bool) -> Result<Step> {
        let facts = &self.track.facts;
        let data = frame.whole(self.own);
        if !sound::is_one_frame(&facts.codec, &data) {
            return unsupported("packets of sound that are no single frames");
        }
        let time = self.track.film(frame.time);
        if !*heard && self.copy.misses_before(time) {
            return Ok(Step::Earlier);
        }
        *heard = true;
        let duration = match self.copy.grid.frame {
            Some(_) => frame.duration,
            // Where lengths differ, frames say their own.
            None => {
                let Some(samples) = sound::packet_samples(&facts.codec, &data) else { return unsupported("sound of unknown length") };
                let rate = if facts.codec == "opus" { 48_000 } else { facts.sound.map_or(0, |sound| sound.sample_rate) };
                rounded_down(samples, rate, self.track.base)
            }
        };
        self.wants = self.copy.take(time, duration, data) == Want::More;
        Ok(Step::On)
    }
}

/// As libav counts what a parser says in a container's clock.
fn rounded_down(samples: u32, rate: u32, base: Fraction) -> i64 {
    let units = i128::from(samples) * i128::from(base.den) / (i128::from(rate.max(1)) * i128::from(base.num));
    i64::try_from(units).unwrap_or(i64::MAX)
}
