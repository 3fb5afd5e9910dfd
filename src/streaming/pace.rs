//! How fast this machine encodes. H.264 keeps up with films on nearly any; HEVC and AV1 take several times as long, so that
//! whoever waits for them is offered no larger picture than the machine makes as fast as it is shown. What is made ahead of
//! time, or lies there already, has no such limit.

use std::sync::{Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use walros_jobs::{VideoCodec, VideoEncode, VideoRecipe};
use walros_media::time::{Fraction, TICKS};
use walros_model::playback::StreamRequest;
use walros_model::probe::{MediaSource, VideoFacts};

use crate::ladder::{Ladder, SIZES};
use crate::recipe::{self, Recipe};

/// Pixels a second that a processor encodes in the fast class, decoding and scaling included, until it is known better. Measured
/// with 1080p on a virtual machine of two cores (x265 3.5: 20 pictures a second and core, SVT-AV1 1.4: 43, x264: 88).
const HEVC: f64 = 41e6;
const AV1: f64 = 89e6;

/// A segment in haste is made in two halves.
const SIDE_BY_SIDE: usize = 2;

/// What must be left over for sound, sending, and the next segment.
const MARGIN: f64 = 1.25;

/// Pixels of a picture below which what it costs to begin a job counts most: of these a codec is known to be faster, not slower.
const SMALL: f64 = 854.0 * 480.0;

/// The part of what is known that one more segment replaces.
const WEIGHT: f64 = 0.25;

/// Pixels a second by codec, as the last segments took.
#[derive(Debug, Default)]
pub(crate) struct Paces(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    hevc: Option<f64>,
    av1: Option<f64>,
}

impl Known {
    fn of(&mut self, codec: VideoCodec) -> Option<(&mut Option<f64>, f64)> {
        let processors = available_parallelism().map_or(SIDE_BY_SIDE, |count| count.get().min(SIDE_BY_SIDE)) as f64;
        match codec {
            VideoCodec::H264 => None,
            VideoCodec::Hevc => Some((&mut self.hevc, HEVC * processors)),
            VideoCodec::Av1 => Some((&mut self.av1, AV1 * processors)),
        }
    }
}

impl Paces {
    /// So many ticks of film took so long in the fast class.
    pub fn note(&self, encode: &VideoEncode, frame: Option<Fraction>, ticks: i64, took: Duration) {
        if encode.device.is_some() {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((known, assumed)) = known.of(encode.codec) else { return };
        let pixels = pixels_per_second(encode, frame) * ticks.max(0) as f64 / TICKS as f64;
        let (before, seen) = (known.unwrap_or(assumed), pixels / took.as_secs_f64().max(1e-6));
        if seen > before || f64::from(encode.width) * f64::from(encode.height) >= SMALL {
            *known = Some(before + (seen - before) * WEIGHT);
        }
    }

    /// Devices always do, as far as is known.
    fn keeps_up(&self, encode: &VideoEncode, frame: Option<Fraction>) -> bool {
        if encode.device.is_some() {
            return true;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.of(encode.codec).is_none_or(|(known, assumed)| pixels_per_second(encode, frame) * MARGIN <= known.unwrap_or(assumed))
    }

    /// The same ladder without the pictures that would have to be encoded and come too late. One is left in any case.
    pub fn offered(&self, mut ladder: Ladder) -> Ladder {
        let smallest = ladder.pictures.len().saturating_sub(1);
        let mut number = 0..;
        ladder.pictures.retain(|rung| {
            let last = number.next() == Some(smallest);
            let late = matches!(&rung.prepared.recipe.video, Some((_, VideoRecipe::Encode(encode))) if !self.keeps_up(encode, rung.prepared.frame));
            last || rung.is_made_ahead() || !late
        });
        ladder
    }

    /// The same request for a picture that is encoded in time: `None` when it is as it is.
    pub fn eased(&self, source: &MediaSource, request: &StreamRequest) -> Option<StreamRequest> {
        let frame = source.probe.video().and_then(|stream| stream.video.as_ref()).and_then(frame_of);
        let late = |request: &StreamRequest| match Recipe::of(source, request, None).ok()?.video? {
            (_, VideoRecipe::Encode(encode)) => Some((!self.keeps_up(&encode, frame), encode.width < encode.height)),
            _ => None,
        };
        let (true, upright) = late(request)? else { return None };
        let at_most = |own: Option<u32>, side: u32| Some(own.map_or(side, |own| own.min(side)));
        let smaller = SIZES.iter().map(|&(long, short)| {
            let (width, height) = if upright { (short, long) } else { (long, short) };
            StreamRequest { max_width: at_most(request.max_width, width), max_height: at_most(request.max_height, height), ..request.clone() }
        });
        let mut smaller: Vec<StreamRequest> = smaller.collect();
        let smallest = smaller.pop()?;
        Some(smaller.into_iter().find(|request| late(request).is_some_and(|(late, _)| !late)).unwrap_or(smallest))
    }
}

fn frame_of(facts: &VideoFacts) -> Option<Fraction> {
    recipe::frame_rate(facts).map(Fraction::invert)
}

fn pixels_per_second(encode: &VideoEncode, frame: Option<Fraction>) -> f64 {
    const USUAL: Fraction = Fraction { num: 1, den: 25 };
    let frame = encode.frame_rate.and_then(Fraction::from_pair).map(Fraction::invert).or(frame).unwrap_or(USUAL);
    f64::from(encode.width) * f64::from(encode.height) / frame.as_f64()
}
