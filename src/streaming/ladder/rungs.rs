//! Which pictures there are: the original, and those below it that are worth going down to.

use walros_jobs::{Container, VideoCodec, VideoRecipe};
use walros_model::playback::{StreamRequest, Tracks};
use walros_model::probe::{MediaSource, VideoFacts};
use walros_model::profile::SubtitleMethod;

use super::{Rung, bare, options};
use crate::decision::Rights;
use crate::error::{Result, StreamError};
use crate::prepare::{Prepared, Preparer};
use crate::recipe::{Recipe, encoded_codec};
use crate::segments::SegmentService;

/// Boxes that a picture is fitted into, in pixels, and ceilings in bits per second.
const RUNGS: [(u32, u32, u64); 5] = [(1920, 1080, 8_000_000), (1280, 720, 4_000_000), (854, 480, 2_000_000), (640, 360, 1_000_000), (426, 240, 500_000)];

/// The boxes alone, the largest first.
pub(crate) const SIZES: [(u32, u32); RUNGS.len()] = {
    let mut sizes = [(0, 0); RUNGS.len()];
    let mut number = 0;
    while number < RUNGS.len() {
        sizes[number] = (RUNGS[number].0, RUNGS[number].1);
        number += 1;
    }
    sizes
};

/// How much of the original's bits a smaller picture may have, and one of the same size: more is not worth making.
const WORTH: f64 = 0.8;
const WORTH_AT_FULL_SIZE: f64 = 0.6;

pub(super) async fn of(preparer: &Preparer, segments: &SegmentService, source: &MediaSource, request: &StreamRequest, rights: Rights) -> Result<Vec<Rung>> {
    let request = &StreamRequest { encode_as: preparer.encoders.codec(source, request), ..request.clone() };
    let original = original(preparer, source, request, rights).await?;
    let mut rungs: Vec<Rung> = Vec::new();
    let mut failure = None;
    for mut wanted in wanted(source, request) {
        preparer.encoders.choose(source, &mut wanted);
        let ahead = made_ahead(preparer, segments, source, request, &wanted).await;
        if let Some(rung) = ahead.filter(|rung| rights.admit(&rung.prepared.recipe)) {
            rungs.push(rung);
            continue;
        }
        let rung = match preparer.prepare(source, &wanted).await {
            Ok(prepared) => {
                let trouble = preparer.encoders.trouble(source, &wanted);
                Rung { trouble, ..Rung::new(wanted, prepared) }
            }
            Err(error) => {
                failure = Some(error);
                break;
            }
        };
        if !rights.admit(&rung.prepared.recipe) {
            failure = Some(StreamError::Unsupported("this user may not have pictures converted".to_owned()));
            break;
        }
        let before = rungs.last().or(original.as_ref());
        if before.is_none_or(|before| is_worth(before, &rung)) {
            rungs.push(rung);
        }
    }
    let all: Vec<Rung> = original.into_iter().chain(rungs).collect();
    if all.is_empty() { Err(failure.unwrap_or_else(|| StreamError::Unsupported("there is no picture that this device takes".to_owned()))) } else { Ok(all) }
}

/// The same picture made in software, in this codec or another that the player takes, if all of it lies there already. It is worth more than one
/// that has to be made, however many bits that spares.
async fn made_ahead(preparer: &Preparer, segments: &SegmentService, source: &MediaSource, request: &StreamRequest, wanted: &StreamRequest) -> Option<Rung> {
    for codec in request.video_codecs.iter().filter_map(|name| VideoCodec::named(name)) {
        let name = codec.name().to_owned();
        let request = StreamRequest { codec_options: options(request, &name), video_codecs: vec![name], device: None, ..wanted.clone() };
        if request != *wanted
            && let Ok(prepared) = preparer.prepare(source, &request).await
            && is_kept(segments, &prepared)
        {
            return Some(Rung::new(request, prepared));
        }
    }
    None
}

fn is_kept(segments: &SegmentService, prepared: &Prepared) -> bool {
    let mut parts = -1..prepared.segments.len() as i64;
    parts.all(|number| segments.named(prepared, number).is_ok_and(|name| segments.renditions().has(prepared.key, name)))
}

/// The picture as it is, where the request and the film's keyframes allow it.
async fn original(preparer: &Preparer, source: &MediaSource, request: &StreamRequest, rights: Rights) -> Result<Option<Rung>> {
    let asked = StreamRequest { tracks: Tracks::Picture, ..request.clone() };
    let copied = match preparer.prepare(source, &asked).await {
        Ok(prepared) => prepared.recipe.copies_video(),
        Err(StreamError::Unsupported(_)) => false,
        Err(error) => return Err(error),
    };
    let Some(codec) = source.probe.video().map(|stream| stream.codec.clone()).filter(|_| copied) else { return Ok(None) };
    let request = StreamRequest { video_codecs: vec![codec], ..bare(request, Tracks::Picture) };
    let prepared = preparer.prepare(source, &request).await?;
    Ok(rights.admit(&prepared.recipe).then(|| Rung::new(request, prepared)))
}

/// Requests for what is encoded, the largest first.
fn wanted(source: &MediaSource, request: &StreamRequest) -> Vec<StreamRequest> {
    let Ok(codec) = encoded_codec(request, Container::Fmp4) else { return Vec::new() };
    let upright = source.probe.video().and_then(|stream| stream.video.as_ref()).is_some_and(is_upright);
    let limit = request.video_bit_rate.unwrap_or(u64::MAX);
    let smallest = RUNGS.map(|(.., rate)| rate).into_iter().min().unwrap_or(0);
    let affordable = RUNGS.into_iter().filter(|(.., rate)| *rate <= limit.max(smallest));
    let burnt = request.subtitle_method.filter(|method| *method == SubtitleMethod::Encode);
    let at_most = |own: Option<u32>, side: u32| Some(own.map_or(side, |own| own.min(side)));
    let one = |(long, short, rate): (u32, u32, u64)| {
        let (width, height) = if upright { (short, long) } else { (long, short) };
        StreamRequest {
            video_codecs: vec![codec.name().to_owned()],
            codec_options: options(request, codec.name()),
            video_bit_rate: Some(rate.min(limit)),
            max_width: at_most(request.max_width, width),
            max_height: at_most(request.max_height, height),
            subtitle_stream: request.subtitle_stream.filter(|_| burnt.is_some()),
            subtitle_method: burnt,
            allow_video_copy: false,
            ..bare(request, Tracks::Picture)
        }
    };
    let mut all: Vec<StreamRequest> = Vec::new();
    for request in affordable.map(one) {
        // The same size for fewer bits: a small film fits into large boxes, too.
        if all.last().is_some_and(|before| encoded_size(source, before) == encoded_size(source, &request)) {
            all.pop();
        }
        all.push(request);
    }
    all
}

fn encoded_size(source: &MediaSource, request: &StreamRequest) -> Option<(u32, u32)> {
    match Recipe::of(source, request, None).ok()?.video? {
        (_, VideoRecipe::Encode(encode)) => Some((encode.width, encode.height)),
        _ => None,
    }
}

fn is_upright(facts: &VideoFacts) -> bool {
    if facts.rotation.rem_euclid(180) == 90 { facts.width > facts.height } else { facts.height > facts.width }
}

fn size(rung: &Rung) -> Option<(u32, u32)> {
    rung.prepared.variant.resolution
}

/// Whether somebody who has the one above gains by going down to this one.
fn is_worth(above: &Rung, below: &Rung) -> bool {
    let encoded = matches!(above.prepared.recipe.video, Some((_, VideoRecipe::Encode(_))));
    let (more, less) = (above.prepared.variant.bandwidth as f64, below.prepared.variant.bandwidth as f64);
    let share = match (encoded, size(above) == size(below)) {
        (true, _) => 1.0,
        (false, true) => WORTH_AT_FULL_SIZE,
        (false, false) => WORTH,
    };
    less < more * share
}
