//! Whether encoders work: a few pictures are encoded as segments are, decoded in software, and compared. What a driver
//! says of itself is not asked: it is often more than it does.

mod back;
mod made;

use walros_jobs::trial::{TRIALS, encoder};
use walros_jobs::{Fault, Trial, TrialOutcome, VideoCodec};
use walros_media::segment::Pictures;
use walros_media::time::Fraction;
use walros_model::Device;

use crate::segment::{BT709, Encoder, Pace};

/// Less is another picture. What works gives 40 and more of these.
const LEAST_PSNR: f64 = 30.0;

const BASE: Fraction = Fraction { num: 1, den: 25 };

/// Tries every encoder of a device that is open, or of software.
pub fn run(device: Option<Device>) -> Vec<Trial> {
    let trial = |(codec, bit_depth): (VideoCodec, u32)| {
        crate::log::take();
        let outcome = match attempt(device, codec, bit_depth) {
            Ok(psnr) => TrialOutcome::Passed { psnr },
            Err(reason) => TrialOutcome::Failed { reason },
        };
        Trial { codec, bit_depth, encoder: encoder(device, codec).to_owned(), outcome }
    };
    TRIALS.map(trial).to_vec()
}

/// How like its original the picture is that came back the least like it, in dB.
fn attempt(device: Option<Device>, codec: VideoCodec, bit_depth: u32) -> Result<f64, String> {
    let recipe = made::recipe(device, codec, bit_depth);
    let pictures: Vec<_> = (0..made::PICTURES).map(|number| made::picture(number, bit_depth)).collect();
    let (first, second) = pictures.split_at(made::PICTURES / 2);
    // Segments of one stream must have the same parameter sets, whoever made them.
    let segments = [(0, first), (first.len(), second)].map(|(start, pictures)| encode(&recipe, start, pictures).map_err(in_words));
    let [one, other] = segments;
    let (one, other) = (one?, other?);
    if one.config != other.config {
        return Err("two segments have different parameter sets".to_owned());
    }
    let decoded = back::decode(codec, &[one, other])?;
    if decoded.len() != pictures.len() {
        return Err(format!("{} of {} pictures came back", decoded.len(), pictures.len()));
    }
    let least = pictures.iter().zip(&decoded).map(|(one, other)| made::likeness(one, other)).fold(f64::INFINITY, f64::min);
    if least < LEAST_PSNR { Err(format!("the pictures that came back are others ({least:.1} dB)")) } else { Ok(least) }
}

fn encode(recipe: &walros_jobs::VideoEncode, start: usize, pictures: &[ffmpeg_next::frame::Video]) -> Result<Pictures, Fault> {
    let pace = Pace { base: BASE, frame: Some(BASE), shortest: Some(BASE), wait: (1, BASE), colour: BT709 };
    let mut encoder = Encoder::new(&pace, recipe)?;
    let unit = encoder.base.den / BASE.den;
    for (number, picture) in pictures.iter().enumerate() {
        encoder.encode(picture.clone(), (start + number) as i64 * unit)?;
    }
    encoder.finish((start + pictures.len()) as i64 * unit)
}

/// With what the encoder itself had to say.
fn in_words(fault: Fault) -> String {
    match crate::log::take().into_iter().last() {
        Some(detail) => format!("{fault} ({detail})"),
        None => fault.to_string(),
    }
}
