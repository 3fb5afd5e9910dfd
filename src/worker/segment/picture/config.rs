//! How a copied picture is coded.

use walros_jobs::Fault;
use walros_media::config::{VideoConfig, Vp9Config};

use crate::fault;
use crate::segment::film::Track;

pub(in crate::segment) fn of_copy(track: &Track) -> Result<VideoConfig, Fault> {
    let facts = &track.facts;
    let config = match facts.codec.as_str() {
        "vp9" => Some(VideoConfig::Vp9(vp9(track))),
        codec => VideoConfig::from_extradata(codec, &facts.extradata),
    };
    config.ok_or_else(|| fault::unsupported(format!("{} without a decoder configuration cannot be copied", facts.codec)))
}

fn vp9(track: &Track) -> Vp9Config {
    let (facts, numbers) = (&track.facts, &track.numbers);
    let (width, height) = (facts.width.max(0) as u32, facts.height.max(0) as u32);
    let rate = track.frame.map_or(30.0, |frame| 1.0 / frame.as_f64());
    let colour = numbers.colour_numbers().map(|number| if number == 0 { 2 } else { number as u8 });
    Vp9Config {
        profile: numbers.profile.clamp(0, 3) as u8,
        level: if facts.level > 0 { facts.level.min(62) as u8 } else { Vp9Config::level_for(width, height, rate) },
        bit_depth: facts.pixel_depth.unwrap_or(8) as u8,
        chroma: match numbers.subsampling {
            (1, 1) => 1,
            (1, 0) => 2,
            _ => 3,
        },
        full_range: numbers.full_range,
        colour,
    }
}
