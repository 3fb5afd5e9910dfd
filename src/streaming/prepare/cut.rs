//! Where a stream is cut, and which stretch of the file it shows.

use walros_jobs::{AudioRecipe, VideoEncode, VideoRecipe};
use walros_media::audio;
use walros_media::plan::{self, FilmTimes, Segment};
use walros_media::time::{Fraction, TICKS};
use walros_model::playback::StreamRequest;
use walros_model::probe::{MediaSource, VideoFacts};
use walros_model::{MediaStream, StreamKind};

use crate::recipe::{Recipe, frame_rate};

/// Seconds of a segment when the request does not say.
const COPY_TARGET: i64 = 6;
const ENCODE_TARGET: i64 = 3;
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
pub(super) fn origin(source: &MediaSource, recipe: &Recipe, times: Option<&FilmTimes>) -> i64 {
    if let (Some(_), Some(times)) = (&recipe.video, times) {
        return times.origin;
    }
    let number = recipe.video.as_ref().map(|(number, _)| *number).or(recipe.audio.as_ref().map(|(number, _)| *number));
    let own = |stream: &&MediaStream| !stream.is_external() && Some(stream.file_index) == number;
    source.probe.streams.iter().find(own).and_then(stream_start).unwrap_or(0)
}

/// From the origin to where the last stream ends, in ticks.
pub(super) fn duration(source: &MediaSource, origin: i64, times: Option<&FilmTimes>) -> i64 {
    let container_start = source.probe.streams.iter().filter(|stream| !stream.is_external()).filter_map(stream_start).min().unwrap_or(0);
    let length = (source.probe.duration.as_nanos() / 100) as i64;
    // Some programs write into Matroska when the film ends for how long it is. What is nearer to the picture's end is meant.
    let ends = [container_start + length, length];
    let container_end = match times {
        Some(times) => ends.into_iter().min_by_key(|end| (end - times.origin - times.end).abs()).unwrap_or(length),
        None => ends[0],
    };
    (container_end - origin).max(times.map_or(0, |times| times.end)).max(1)
}

pub(super) fn segments(source: &MediaSource, request: &StreamRequest, recipe: &Recipe, times: Option<&FilmTimes>, duration: i64) -> Vec<Segment> {
    let asked = request.segment_length.filter(|seconds| *seconds > 0).map(|seconds| i64::from(seconds).min(LONGEST_TARGET));
    let target = |usual: i64| asked.unwrap_or(usual) * TICKS;
    match (&recipe.video, times) {
        (Some((_, VideoRecipe::Copy)), Some(times)) => plan::on_keyframes(&times.keyframes, duration, target(COPY_TARGET)),
        (Some((_, VideoRecipe::Encode(_))), times) => match (even_frame(source, recipe, times), times) {
            (None, Some(times)) => plan::on_keyframes_divided(&times.keyframes, duration, target(ENCODE_TARGET)),
            (frame, _) => plan::on_grid(frame.unwrap_or(USUAL_FRAME), duration, target(ENCODE_TARGET)),
        },
        _ => plan::on_grid(audio_unit(source, recipe), duration, target(COPY_TARGET)),
    }
}

const USUAL_FRAME: Fraction = Fraction { num: 1, den: 25 };

/// How long each frame of an encoded picture lasts; `None` where they come at uneven intervals, or nothing is encoded.
pub(super) fn even_frame(source: &MediaSource, recipe: &Recipe, times: Option<&FilmTimes>) -> Option<Fraction> {
    let Some((_, VideoRecipe::Encode(encode))) = &recipe.video else { return None };
    let facts = source.probe.video().and_then(|stream| stream.video.as_ref());
    let frame = frame_length(encode, facts);
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
fn frame_length(encode: &VideoEncode, facts: Option<&VideoFacts>) -> Fraction {
    let rate = encode.frame_rate.and_then(Fraction::from_pair).or_else(|| facts.and_then(frame_rate)).unwrap_or(USUAL_FRAME.invert());
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
