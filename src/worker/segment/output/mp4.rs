//! Fragmented MP4.

use walros_jobs::{Fault, VideoRecipe};
use walros_media::config::VideoConfig;
use walros_media::mp4::{self, Run, Sample, Track as Mp4Track, TrackMedia};
use walros_media::nal;
use walros_media::time::{Fraction, TICK, rescale};

use super::{reordering, slots, units};
use crate::segment::film::{Film, Track};
use crate::segment::picture::Pictures;
use crate::segment::sound::Sounds;

pub(super) fn segment(film: &Film, start: i64, base: i64, pictures: Option<Pictures>, sounds: Option<Sounds>) -> Vec<u8> {
    let mut runs = Vec::new();
    let mut number = 0;
    if let Some(pictures) = pictures {
        number += 1;
        runs.push(picture_run(film, base, number, &pictures));
    }
    if let Some(sounds) = sounds {
        number += 1;
        runs.push(sound_run(base, number, sounds));
    }
    // Milliseconds rise from segment to segment as numbers would, and need nobody to count.
    mp4::fragment((start / 10_000) as u32 + 1, &runs)
}

/// A clock that MP4 can say: whole units per second.
fn timescale(base: Fraction) -> Fraction {
    if base.num == 1 && (1000..=10_000_000).contains(&base.den) { base } else { Fraction { num: 1, den: 90_000 } }
}

fn picture_run(film: &Film, base: i64, track: u32, pictures: &Pictures) -> Run {
    let clock = timescale(pictures.base);
    let base = rescale(base, TICK, clock);
    let at = |time: i64| rescale(time, pictures.base, clock);
    // Composition offsets may be negative, but libav's demuxer shows such pictures late: decode times are moved ahead
    // by what reordering takes, the same for every segment. More would only move the stream against its playlist.
    let ahead = reordering(film, pictures, clock);
    let slots = slots(pictures);
    let mut run = Run { track, decode_time: slots.first().map_or(0, |slot| (at(slot.dts) + base - ahead).max(0) as u64), ..Run::default() };
    let sets = pictures.config.parameter_sets();
    for (frame, slot) in pictures.frames.iter().zip(slots) {
        let before = run.data.len();
        match pictures.config.nal() {
            Some((codec, framing)) => units(codec, framing, &sets, frame).for_each(|unit| nal::push_length_prefixed(&mut run.data, unit)),
            None => run.data.extend_from_slice(&frame.data),
        }
        run.samples.push(Sample {
            size: (run.data.len() - before) as u32,
            duration: (at(slot.dts + slot.duration) - at(slot.dts)).max(1) as u32,
            composition_offset: (at(frame.pts) - at(slot.dts) + ahead) as i32,
            sync: frame.key,
        });
    }
    run
}

fn sound_run(base: i64, track: u32, sounds: Sounds) -> Run {
    let base = rescale(base, TICK, Fraction { num: 1, den: sounds.sample_rate.into() });
    let mut run = Run { track, decode_time: sounds.frames.first().map_or(0, |frame| (frame.position + base).max(0) as u64), ..Run::default() };
    let aac = matches!(sounds.config, walros_media::audio::AudioConfig::Aac(_));
    for (number, frame) in sounds.frames.iter().enumerate() {
        let data = if aac { walros_media::adts::strip(&frame.data) } else { &frame.data };
        // A pause lengthens the frame before it.
        let next = sounds.frames.get(number + 1).map_or(frame.position + i64::from(frame.samples), |next| next.position);
        run.data.extend_from_slice(data);
        run.samples.push(Sample { size: data.len() as u32, duration: (next - frame.position).max(1) as u32, composition_offset: 0, sync: true });
    }
    run
}

/// The init segment. `config` and `base` are those of the picture as it is written.
pub(in crate::segment) fn init(film: &Film, picture: Option<(&VideoRecipe, VideoConfig, Fraction)>, sounds: Option<Sounds>) -> Result<Vec<u8>, Fault> {
    let mut tracks = Vec::new();
    if let (Some((recipe, config, base)), Some(track)) = (picture, &film.video) {
        tracks.push(Mp4Track { timescale: timescale(base).den as u32, language: None, media: picture_media(film, track, recipe, config) });
    }
    if let (Some(sounds), Some(track)) = (sounds, &film.audio) {
        let media = TrackMedia::Audio { config: sounds.config, channels: sounds.channels as u16, sample_rate: sounds.sample_rate };
        tracks.push(Mp4Track { timescale: sounds.sample_rate, language: language(film, track), media });
    }
    Ok(mp4::init(&tracks))
}

fn picture_media(film: &Film, track: &Track, recipe: &VideoRecipe, config: VideoConfig) -> TrackMedia {
    let numbers = track.numbers.colour_numbers();
    match recipe {
        VideoRecipe::Encode(encode) => TrackMedia::Video {
            config,
            width: encode.width as u16,
            height: encode.height as u16,
            pixel_aspect: (1, 1),
            colour: encode.tone_map.then_some(([1, 1, 1], false)),
            quarter_turns: 0,
        },
        VideoRecipe::Copy => TrackMedia::Video {
            config,
            width: track.facts.width.clamp(0, 65_535) as u16,
            height: track.facts.height.clamp(0, 65_535) as u16,
            pixel_aspect: match track.facts.sample_aspect_ratio {
                (num, den) if num > 0 && den > 0 => (num as u32, den as u32),
                _ => (1, 1),
            },
            // Nothing is known where all three are unspecified.
            colour: (numbers != [2, 2, 2]).then_some((numbers, track.numbers.full_range)),
            quarter_turns: quarter_turns(film, track),
        },
    }
}

fn language(film: &Film, track: &Track) -> Option<[u8; 3]> {
    let stream = film.input.stream(track.number)?;
    let tags = crate::raw::stream_tags(&stream);
    let (_, language) = tags.iter().find(|(name, _)| name == "language")?;
    language.as_bytes().try_into().ok()
}

/// Quarter turns clockwise that the picture must be turned for viewing, from the container's display matrix.
fn quarter_turns(film: &Film, track: &Track) -> u8 {
    let Some(stream) = film.input.stream(track.number) else { return 0 };
    let matrix = stream.side_data().find(|data| data.kind() == ffmpeg_next::packet::side_data::Type::DisplayMatrix);
    let entry = |data: &[u8], place: usize| data.get(place * 4..place * 4 + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, i32::from_ne_bytes);
    matrix.map_or(0, |matrix| {
        let (a, b) = (entry(matrix.data(), 0), entry(matrix.data(), 1));
        let turns = (f64::from(b).atan2(f64::from(a)) / std::f64::consts::FRAC_PI_2).round() as i32;
        turns.rem_euclid(4) as u8
    })
}
