//! Where a stream is cut, and which stretch of the file it shows.

use walros_jobs::{AudioRecipe, VideoEncode, VideoRecipe};
use walros_media::audio;
use walros_media::plan::{self, FilmTimes, Segment};
use walros_media::segment::{Grid, Track};
use walros_media::time::{Fraction, TICKS};
use walros_model::index::MediaIndex;
use walros_model::playback::{StreamRequest, Tracks};
use walros_model::probe::{MediaSource, VideoFacts};
use walros_model::{MediaStream, StreamKind};

use crate::recipe::{Recipe, frame_rate};

/// Seconds of a segment when the request does not say.
const COPY_TARGET: i64 = 6;
const ENCODE_TARGET: i64 = 3;
/// What is switched between is as long whether it is copied or encoded.
const SHARED_TARGET: i64 = 4;
/// The longest that a request may ask for.
const LONGEST_TARGET: i64 = 30;

fn stream_start(stream: &MediaStream) -> Option<i64> {
    stream.start.map(|start| (start.as_nanos() / 100) as i64)
}

/// Sound that comes this much before the first picture is part of the film; less is how streams are interleaved.
const EARLY_SOUND: i64 = TICKS / 2;

/// The film begins with its first picture, or with what is heard long before it.
pub(super) fn with_early_sound(source: &MediaSource, times: FilmTimes) -> FilmTimes {
    let sound = source.probe.of_kind(StreamKind::Audio).filter(|stream| !stream.is_external()).filter_map(stream_start).min();
    match sound {
        Some(start) if start + EARLY_SOUND < times.origin => times.begun_at(start),
        _ => times,
    }
}

/// Where the film begins on the file's own clock, in ticks.
pub(super) fn origin(source: &MediaSource, request: &StreamRequest, recipe: &Recipe, times: Option<&FilmTimes>) -> i64 {
    let beside = source.probe.video().filter(|_| request.tracks == Tracks::Sound).map(|stream| stream.file_index);
    let picture = recipe.video.as_ref().map(|(number, _)| *number).or(beside);
    if let (Some(_), Some(times)) = (picture, times) {
        return times.origin;
    }
    let number = picture.or(recipe.audio.as_ref().map(|(number, _)| *number));
    let own = |stream: &&MediaStream| !stream.is_external() && Some(stream.file_index) == number;
    source.probe.streams.iter().find(own).and_then(stream_start).unwrap_or(0)
}

/// A broken file may claim any length; its playlist must not fill the memory.
pub(super) const LONGEST_FILM: i64 = 240 * 60 * 60 * TICKS;

/// From the origin to where the last stream ends, in ticks.
pub(super) fn duration(source: &MediaSource, origin: i64, times: Option<&FilmTimes>) -> i64 {
    let container_start = source.probe.streams.iter().filter(|stream| !stream.is_external()).filter_map(stream_start).min().unwrap_or(0);
    let length = i64::try_from(source.probe.duration.as_nanos() / 100).unwrap_or(LONGEST_FILM);
    // Some programs write into Matroska when the film ends for how long it is. What is nearer to the picture's end is meant.
    // Beginnings below zero, as of clocks that are about to wrap, are zero in the probe.
    let begin = times.map_or(0, |times| times.origin.min(0));
    let ends = [container_start.saturating_add(length), begin.saturating_add(length)];
    let container_end = match times {
        Some(times) => ends.into_iter().min_by_key(|end| end.saturating_sub(times.origin).saturating_sub(times.end).saturating_abs()).unwrap_or(length),
        None => ends[0],
    };
    container_end.saturating_sub(origin).max(times.map_or(0, |times| times.end)).clamp(1, LONGEST_FILM)
}

pub(super) fn segments(source: &MediaSource, request: &StreamRequest, recipe: &Recipe, times: Option<&FilmTimes>, duration: i64) -> Vec<Segment> {
    if request.tracks != Tracks::Muxed {
        return shared(source, recipe, times, duration);
    }
    let asked = request.segment_length.filter(|seconds| *seconds > 0).map(|seconds| i64::from(seconds).min(LONGEST_TARGET));
    let target = |usual: i64| asked.unwrap_or(usual) * TICKS;
    match (&recipe.video, times) {
        (Some((_, VideoRecipe::Copy)), Some(times)) => plan::on_keyframes(&times.keyframes, duration, target(COPY_TARGET)),
        (Some((_, VideoRecipe::Encode(_))), times) => match (even_frame(source, recipe, times), times) {
            (None, Some(times)) => plan::on_keyframes_divided(&times.keyframes, duration, target(ENCODE_TARGET), None),
            (frame, _) => plan::on_grid(frame.unwrap_or(USUAL_FRAME), duration, target(ENCODE_TARGET)),
        },
        _ => plan::on_grid(audio_unit(source, recipe), duration, target(COPY_TARGET)),
    }
}

/// Cuts that all renditions have, so that players can go from one to another at each. A copy has none where keyframes
/// are far apart.
fn shared(source: &MediaSource, recipe: &Recipe, times: Option<&FilmTimes>, duration: i64) -> Vec<Segment> {
    let target = SHARED_TARGET * TICKS;
    let facts = source.probe.video().and_then(|stream| stream.video.as_ref());
    let frame = facts.filter(|facts| !is_uneven(facts)).map(|facts| frame_length(None, Some(facts)));
    let frame = frame.filter(|frame| times.is_none_or(|times| !leaves_grid(&times.keyframes, *frame)));
    match times {
        Some(times) if recipe.copies_video() => plan::on_keyframes(&times.keyframes, duration, target),
        Some(times) => plan::on_keyframes_divided(&times.keyframes, duration, target, frame),
        None => plan::on_grid(frame.unwrap_or(USUAL_FRAME), duration, target),
    }
}

/// The frames of a track that is made beside pictures: how long each lasts, and where one begins, in ticks. `None`
/// where frames differ.
pub(super) fn sound_grid(recipe: &Recipe, index: Option<&MediaIndex>, origin: i64) -> Option<(Fraction, i64)> {
    match recipe.audio.as_ref()? {
        // The encoder's own, which has no run-in.
        (_, AudioRecipe::Encode { codec, sample_rate, .. }) => {
            let samples = audio::samples_per_frame(codec, *sample_rate)?;
            Some((Fraction::new(samples.into(), (*sample_rate).into())?, 0))
        }
        (number, AudioRecipe::Copy) => {
            let facts = index?.tracks.iter().find(|track| track.stream == *number)?.clone();
            let grid = Grid::of(&Track::new(facts, origin)?);
            Some((Fraction::new(grid.frame?.checked_mul(grid.unit.num)?, grid.unit.den)?, grid.unit.ticks(grid.begin())))
        }
    }
}

const USUAL_FRAME: Fraction = Fraction { num: 1, den: 25 };

/// How long each frame of an encoded picture lasts; `None` where they come at uneven intervals, or nothing is encoded.
pub(super) fn even_frame(source: &MediaSource, recipe: &Recipe, times: Option<&FilmTimes>) -> Option<Fraction> {
    let Some((_, VideoRecipe::Encode(encode))) = &recipe.video else { return None };
    let facts = source.probe.video().and_then(|stream| stream.video.as_ref());
    let frame = frame_length(Some(encode), facts);
    let uneven = || facts.is_some_and(is_uneven) || times.is_some_and(|times| leaves_grid(&times.keyframes, frame));
    (encode.frame_rate.is_some() || !uneven()).then_some(frame)
}

/// What times may be off by where a container holds them in milliseconds, the film's beginning as well: ticks.
const ROUNDING: i64 = 11_000;

/// Whether keyframes lie between whole frames: films that were joined from several leave the grid where the next begins.
fn leaves_grid(keyframes: &[i64], frame: Fraction) -> bool {
    let nearest = |time: i64| frame.ticks((time as f64 / TICKS as f64 / frame.as_f64()).round() as i64);
    keyframes.iter().any(|keyframe| (keyframe - nearest(*keyframe)).abs() > ROUNDING)
}

/// Whether frames come at uneven intervals: on average at another rate than the shortest interval says.
fn is_uneven(facts: &VideoFacts) -> bool {
    let (Some(average), Some(real)) = (Fraction::from_pair(facts.average_frame_rate), Fraction::from_pair(facts.real_frame_rate)) else { return false };
    let ratio = real.as_f64() / average.as_f64();
    // Fields count as frames in some interlaced files.
    let even = |ratio: f64| (ratio - 1.0).abs() < 0.01;
    !even(ratio) && !even(ratio / 2.0)
}

/// How long an encoded frame lasts, as the fraction that films have: averages of files are a little off.
fn frame_length(encode: Option<&VideoEncode>, facts: Option<&VideoFacts>) -> Fraction {
    let rate = encode.and_then(|encode| encode.frame_rate).and_then(Fraction::from_pair).or_else(|| facts.and_then(frame_rate)).unwrap_or(USUAL_FRAME.invert());
    let value = rate.as_f64();
    let film = (value * 1.001).round();
    if (value - value.round()).abs() < 0.002 && value >= 1.0 {
        Fraction { num: 1, den: value.round() as i64 }
    } else if (value - film / 1.001).abs() < 0.002 && film >= 1.0 {
        Fraction { num: 1001, den: film as i64 * 1000 }
    } else {
        rate.invert()
    }
}

/// What sound alone is cut into: whole frames of its codec.
fn audio_unit(source: &MediaSource, recipe: &Recipe) -> Fraction {
    let frames = match &recipe.audio {
        Some((_, AudioRecipe::Encode { codec, sample_rate, .. })) => audio::samples_per_frame(codec, *sample_rate).zip(Some(*sample_rate)),
        Some((number, AudioRecipe::Copy)) => {
            source.probe.of_kind(StreamKind::Audio).find(|stream| !stream.is_external() && stream.file_index == *number).and_then(|stream| {
                let rate = stream.audio.as_ref()?.sample_rate;
                audio::samples_per_frame(&stream.codec, rate).zip(Some(rate))
            })
        }
        None => None,
    };
    frames.and_then(|(samples, rate)| Fraction::new(samples.into(), rate.into())).unwrap_or(Fraction { num: 1, den: 1000 })
}
