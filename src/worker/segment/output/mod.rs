//! From coded pictures and sound to the bytes of a container.

mod mp4;
mod plain;
mod ts;

use walros_jobs::{Container, Fault, SegmentFacts};
use walros_media::nal::{self, NalCodec};
use walros_media::time::{Fraction, TICK, rescale};
use walros_media::timeline::decode_slots;

use super::film::Film;
use super::picture::{Coded, Pictures};
use super::sound::Sounds;

/// Pictures that our own encoder reorders.
const ENCODER_REORDERING: i64 = 2;

/// Writes a segment. `start` is its place in the film, `base` what the film's beginning is labelled, in ticks.
pub(super) fn segment(
    container: Container,
    film: &Film,
    start: i64,
    base: i64,
    pictures: Option<Pictures>,
    sounds: Option<Sounds>,
) -> Result<(SegmentFacts, Vec<u8>), Fault> {
    let facts = count(pictures.as_ref(), sounds.as_ref());
    let bytes = match container {
        Container::Fmp4 => mp4::segment(film, start, base, pictures, sounds),
        Container::Ts => ts::segment(film, base, pictures, sounds)?,
        Container::Mp3 | Container::Adts | Container::Ogg | Container::Flac => plain::segment(container, sounds)?,
    };
    Ok((facts, bytes))
}

pub(super) use mp4::init as mp4_init;
pub(super) use plain::ogg_init;

fn count(pictures: Option<&Pictures>, sounds: Option<&Sounds>) -> SegmentFacts {
    let video_span = pictures.and_then(|pictures| {
        let first = pictures.frames.iter().map(|frame| frame.pts).min()?;
        Some((rescale(first, pictures.base, TICK), rescale(pictures.end, pictures.base, TICK)))
    });
    let audio_span = sounds.and_then(|sounds| {
        let unit = Fraction { num: 1, den: sounds.sample_rate.into() };
        let (first, last) = (sounds.frames.first()?, sounds.frames.last()?);
        Some((rescale(first.position, unit, TICK), rescale(last.position + i64::from(last.samples), unit, TICK)))
    });
    SegmentFacts {
        video_frames: pictures.map_or(0, |pictures| pictures.frames.len() as u32),
        audio_frames: sounds.map_or(0, |sounds| sounds.frames.len() as u32),
        video_span,
        audio_span,
    }
}

/// How long a picture may wait for those that are decoded after it and shown before, as a number of units of a clock.
/// The same for every segment of a recipe.
fn reordering(film: &Film, pictures: &Pictures, clock: Fraction) -> i64 {
    let Some(track) = &film.video else { return 0 };
    let count = if pictures.encoded { ENCODER_REORDERING } else { track.numbers.video_delay.into() };
    let average = track.frame.filter(|frame| frame.as_f64() < 0.2).unwrap_or(Fraction { num: 1, den: 24 });
    // Where pictures are uneven, some wait longer than the average.
    let spread = if track.shortest_frame(average).as_f64() < average.as_f64() * 0.95 { 2 } else { 1 };
    rescale(count * spread, average, clock)
}

/// When each picture is decoded, for how long, in the pictures' units.
fn slots(pictures: &Pictures) -> Vec<walros_media::timeline::Slot> {
    let times: Vec<i64> = pictures.frames.iter().map(|frame| frame.pts).collect();
    decode_slots(&times, pictures.end)
}

/// The NAL units of a picture without those that the container carries elsewhere or nobody needs.
fn units<'a>(codec: NalCodec, framing: nal::Framing, sets: &[&[u8]], frame: &'a Coded) -> impl Iterator<Item = &'a [u8]> {
    let known = sets.to_vec();
    let units = codec.units(framing, &frame.data).into_iter();
    let known: Vec<Vec<u8>> = known.into_iter().map(<[u8]>::to_vec).collect();
    units.filter(move |unit| !codec.is_delimiter(unit) && !codec.is_dispensable(unit) && !known.iter().any(|set| set == unit))
}
