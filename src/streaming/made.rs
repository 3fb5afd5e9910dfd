//! What was made ahead for others, and whether it does for what is asked now: apps ask with limits of their own, which
//! few renditions are made for, and most of which one is within.

use walros_jobs::{Container, VideoCodec, VideoEncode, VideoRecipe};
use walros_model::playback::{StreamRequest, Tracks};
use walros_model::probe::MediaSource;

use crate::recipe::{Recipe, usual_bit_rate};

/// How much smaller than what would be made anew a picture may be: by one rung of a ladder.
const SIZE_STEP: f64 = 0.66;

/// How many of the bits that a picture of the size asked for usually has one must have at least, in the same way.
const RATE_STEP: f64 = 0.45;

/// The best of these renditions of a film that serves a request as well as a picture of its own; `None` when nothing
/// would be encoded, or none does.
pub fn fitting<'a>(source: &MediaSource, request: &StreamRequest, made: &'a [StreamRequest]) -> Option<&'a StreamRequest> {
    let wanted = Recipe::of(source, request, None).ok()?;
    let Some((_, VideoRecipe::Encode(anew))) = &wanted.video else { return None };
    let encode = |rendition: &StreamRequest| match Recipe::of(source, rendition, None).ok()?.video? {
        (_, VideoRecipe::Encode(encode)) if rendition.tracks == Tracks::Picture => Some(encode),
        _ => None,
    };
    let candidates = made.iter().filter_map(|rendition| Some((rendition, encode(rendition)?)));
    let fitting = candidates.filter(|(_, encode)| fits(request, wanted.container, anew, encode));
    fitting.max_by_key(|(_, encode)| (encode.height, encode.bit_rate)).map(|(rendition, _)| rendition)
}

fn fits(request: &StreamRequest, container: Container, anew: &VideoEncode, made: &VideoEncode) -> bool {
    let carried = match container {
        Container::Ts => made.codec != VideoCodec::Av1,
        _ => true,
    };
    let taken = made.codec == anew.codec || request.video_codecs.iter().any(|codec| codec == made.codec.name());
    // Sides are rounded to even numbers.
    let within = made.width <= anew.width + 2 && made.height <= anew.height + 2 && made.bit_rate <= anew.bit_rate;
    let large = f64::from(made.height) >= f64::from(anew.height) * SIZE_STEP;
    let rich = made.bit_rate as f64 >= anew.bit_rate.min(usual_bit_rate(anew.width, anew.height)) as f64 * RATE_STEP;
    let same = |field: fn(&VideoEncode) -> String| field(made) == field(anew);
    // Of the depth hangs whether the high range was kept.
    let film = same(|encode| format!("{:?}{:?}{}", encode.burn_subtitle, encode.frame_rate, encode.bit_depth));
    carried && taken && within && large && rich && film && decodable(request, anew, made)
}

/// Whether a device that says which profiles and levels it takes is given no other.
fn decodable(request: &StreamRequest, anew: &VideoEncode, made: &VideoEncode) -> bool {
    let option = |name: &str| {
        let found = request.codec_options.iter().find(|(codec, key, _)| codec == made.codec.name() && key.eq_ignore_ascii_case(name));
        found.map(|(_, _, value)| value.as_str())
    };
    let level = option("level").and_then(|level| level.parse::<f64>().ok()).filter(|level| *level >= 10.0 || made.codec == VideoCodec::Av1);
    let levels = level.zip(made.level).is_none_or(|(most, own)| f64::from(own) <= most);
    let rank = |profile: &Option<String>| ["baseline", "main", "high"].iter().position(|known| profile.as_deref() == Some(known));
    let profiles =
        made.codec != anew.codec || made.profile == anew.profile || rank(&made.profile).zip(rank(&anew.profile)).is_some_and(|(own, most)| own <= most);
    levels && profiles
}
