//! Segments as fragmented MP4.

use std::borrow::Cow;

use super::{Pictures, SegmentError, Sounds, Track, units};
use crate::audio::AudioConfig;
use crate::config::VideoConfig;
use crate::mp4::{self, Run, Sample, Track as Mp4Track, TrackMedia};
use crate::nal::{self, Framing};
use crate::time::{Fraction, TICK, rescale};

/// Bytes of a sample, as they are or made anew.
type Pieces<'a> = Vec<Cow<'a, [u8]>>;

/// Writes a segment. `start` is its place in the film, `base` what the film's beginning is labelled, in ticks.
pub fn segment(start: i64, base: i64, pictures: Option<&Pictures>, sounds: Option<&Sounds>) -> Vec<u8> {
    mp4::fragment(sequence(start), &runs(base, pictures, sounds))
}

/// The same in pieces: what is written, then the packets' bytes, most of them where they lie.
pub fn segment_parts<'a>(start: i64, base: i64, pictures: Option<&'a Pictures>, sounds: Option<&'a Sounds>) -> (Vec<u8>, Vec<Cow<'a, [u8]>>) {
    let runs = runs(base, pictures, sounds);
    (mp4::fragment_head(sequence(start), &runs), runs.into_iter().flat_map(|run| run.data).collect())
}

/// Milliseconds rise from segment to segment as numbers would, and need nobody to count.
fn sequence(start: i64) -> u32 {
    (start / 10_000) as u32 + 1
}

fn runs<'a>(base: i64, pictures: Option<&'a Pictures>, sounds: Option<&'a Sounds>) -> Vec<Run<'a>> {
    let mut runs = Vec::new();
    if let Some(pictures) = pictures {
        runs.push(picture_run(base, 1, pictures));
    }
    if let Some(sounds) = sounds {
        runs.push(sound_run(base, if pictures.is_some() { 2 } else { 1 }, sounds));
    }
    runs
}

/// A clock that MP4 can say: whole units per second.
fn timescale(base: Fraction) -> Fraction {
    if base.num == 1 && (1000..=10_000_000).contains(&base.den) { base } else { Fraction { num: 1, den: 90_000 } }
}

fn picture_run(base: i64, track: u32, pictures: &Pictures) -> Run<'_> {
    let clock = timescale(pictures.base);
    let base = rescale(base, TICK, clock);
    let at = |time: i64| rescale(time, pictures.base, clock);
    // The init segment's edit list takes it off again: the same for every segment.
    let delay = pictures.ahead(clock);
    let slots = pictures.slots();
    let mut run = Run { track, decode_time: slots.first().map_or(0, |slot| (at(slot.dts) + base).max(0) as u64), ..Run::default() };
    let sets = pictures.config.parameter_sets();
    for (frame, slot) in pictures.frames.iter().zip(slots) {
        let before = if frame.key && pictures.in_band { push_sets(&sets, &mut run.data) } else { 0 };
        let size = before + push_picture(&pictures.config, &sets, &frame.data, &mut run.data);
        run.samples.push(Sample {
            size: size as u32,
            duration: (at(slot.dts + slot.duration) - at(slot.dts)).max(1) as u32,
            composition_offset: (at(frame.pts) - at(slot.dts) + delay) as i32,
            sync: frame.key,
        });
    }
    run
}

/// Appends parameter sets and answers how many bytes they are.
fn push_sets(sets: &[&[u8]], pieces: &mut Pieces<'_>) -> usize {
    let mut made = Vec::new();
    sets.iter().for_each(|set| nal::push_length_prefixed(&mut made, set));
    let size = made.len();
    pieces.push(Cow::Owned(made));
    size
}

/// Appends a picture's bytes and answers how many they are. Units that have four bytes of length before them already
/// stay where they are.
fn push_picture<'a>(config: &VideoConfig, sets: &[&[u8]], data: &'a [u8], pieces: &mut Pieces<'a>) -> usize {
    let Some((codec, framing)) = config.nal() else {
        pieces.push(Cow::Borrowed(data));
        return data.len();
    };
    if framing != Framing::Length(4) {
        let mut made = Vec::with_capacity(data.len() + 16);
        units(codec, framing, sets, data).for_each(|unit| nal::push_length_prefixed(&mut made, unit));
        let size = made.len();
        pieces.push(Cow::Owned(made));
        return size;
    }
    let mut size = 0;
    let mut open: Option<(usize, usize)> = None;
    for unit in units(codec, framing, sets, data) {
        let end = unit.as_ptr() as usize - data.as_ptr() as usize + unit.len();
        let begin = end - unit.len() - 4;
        size += unit.len() + 4;
        open = match open {
            Some((from, to)) if to == begin => Some((from, end)),
            Some((from, to)) => {
                pieces.push(Cow::Borrowed(&data[from..to]));
                Some((begin, end))
            }
            None => Some((begin, end)),
        };
    }
    pieces.extend(open.map(|(from, to)| Cow::Borrowed(&data[from..to])));
    size
}

fn sound_run(base: i64, track: u32, sounds: &Sounds) -> Run<'_> {
    let base = rescale(base, TICK, sounds.unit());
    let mut run = Run { track, decode_time: sounds.frames.first().map_or(0, |frame| (frame.position + base).max(0) as u64), ..Run::default() };
    let aac = matches!(sounds.config, AudioConfig::Aac(_));
    for (number, frame) in sounds.frames.iter().enumerate() {
        let data: &[u8] = if aac { crate::adts::strip(&frame.data) } else { &frame.data };
        // A pause lengthens the frame before it.
        let next = sounds.frames.get(number + 1).map_or(frame.position + i64::from(frame.samples), |next| next.position);
        run.data.push(Cow::Borrowed(data));
        run.samples.push(Sample { size: data.len() as u32, duration: (next - frame.position).max(1) as u32, composition_offset: 0, sync: true });
    }
    run
}

/// What an init segment says of pictures.
pub struct PictureTrack {
    pub media: TrackMedia,
    /// Of their times.
    pub base: Fraction,
    /// As [`Pictures::reordering`].
    pub reordering: (i64, Fraction),
}

/// The init segment: the picture as it is written, and the sound with the track it is from.
pub fn init<D>(picture: Option<PictureTrack>, sound: Option<(&Sounds<D>, &Track)>) -> Vec<u8> {
    let mut tracks = Vec::new();
    if let Some(PictureTrack { media, base, reordering }) = picture {
        let clock = timescale(base);
        let delay = rescale(reordering.0, reordering.1, clock).clamp(0, i32::MAX.into()) as u32;
        tracks.push(Mp4Track { timescale: clock.den as u32, delay, language: None, media });
    }
    if let Some((sounds, track)) = sound {
        let media = TrackMedia::Audio { config: sounds.config.clone(), channels: sounds.channels as u16, sample_rate: sounds.sample_rate };
        tracks.push(Mp4Track { timescale: sounds.sample_rate, delay: 0, language: track.language(), media });
    }
    mp4::init(&tracks)
}

impl Track {
    /// What [`init`] says of its copied pictures.
    pub fn copied_picture(&self) -> Result<PictureTrack, SegmentError> {
        let reordered = self.facts.picture.map_or(0, |picture| picture.reordered);
        Ok(PictureTrack { media: self.picture_media()?, base: self.base, reordering: self.reordering(reordered) })
    }
}
