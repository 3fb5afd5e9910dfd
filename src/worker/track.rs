//! A stream's facts as copying needs them: what an index keeps, and what a job on a segment works from.

use ffmpeg_next::format::stream::Stream;
use ffmpeg_next::packet::side_data;
use ffmpeg_next::{Rational, media};
use walros_model::index::{PictureFacts, SoundFacts, TrackFacts};

use crate::avio::Input;
use crate::raw::{self, CodecParameters};
use crate::time;

/// Of a first packet, this much is kept: headers are shorter.
pub(crate) const FIRST_PACKET_BYTES: usize = 64;

/// The facts of one stream, but for its first packet and where its samples stand.
pub(crate) fn facts(input: &Input, stream: &Stream<'_>) -> TrackFacts {
    let parameters = raw::codec_parameters(input, stream);
    let numbers = raw::codec_numbers(stream);
    let medium = stream.parameters().medium();
    let positive = |number: i32| u32::try_from(number).unwrap_or(0);
    TrackFacts {
        stream: stream.index() as u32,
        id: u32::try_from(stream.id()).unwrap_or(0),
        codec: parameters.codec.clone(),
        config: parameters.extradata.clone(),
        first_packet: Vec::new(),
        profile: numbers.profile,
        level: parameters.level,
        time_base: pair(stream.time_base()),
        start: Some(stream.start_time()).filter(|start| *start != time::NONE),
        language: raw::stream_tags(stream).into_iter().find(|(name, _)| name == "language").map(|(_, value)| value),
        picture: (medium == media::Type::Video).then(|| picture(stream, &parameters, &numbers)),
        sound: (medium == media::Type::Audio).then(|| SoundFacts {
            channels: if parameters.channels < 0 { 2 } else { positive(parameters.channels) },
            sample_rate: positive(parameters.sample_rate),
            packet_samples: numbers.frame_size,
        }),
        samples: None,
    }
}

/// Whether a copy's configuration stands only in its packets.
pub(crate) fn needs_first_packet(facts: &TrackFacts) -> bool {
    matches!(facts.codec.as_str(), "ac3" | "eac3") || facts.codec == "aac" && facts.config.is_empty()
}

fn pair(fraction: Rational) -> (i32, i32) {
    (fraction.numerator(), fraction.denominator())
}

fn picture(stream: &Stream<'_>, parameters: &CodecParameters, numbers: &raw::Numbers) -> PictureFacts {
    let positive = |number: i32| u32::try_from(number).unwrap_or(0);
    PictureFacts {
        width: positive(parameters.width),
        height: positive(parameters.height),
        pixel_aspect: match parameters.sample_aspect_ratio {
            (num, den) if num > 0 && den > 0 => (num as u32, den as u32),
            _ => (1, 1),
        },
        colour: numbers.colour_numbers(),
        full_range: numbers.full_range,
        depth: parameters.pixel_depth.unwrap_or(0),
        subsampling: numbers.subsampling,
        quarter_turns: quarter_turns(stream),
        average_rate: pair(stream.avg_frame_rate()),
        highest_rate: pair(stream.rate()),
        reordered: numbers.video_delay,
    }
}

/// Quarter turns clockwise that the picture must be turned for viewing, from the container's display matrix.
fn quarter_turns(stream: &Stream<'_>) -> u8 {
    let matrix = stream.side_data().find(|data| data.kind() == side_data::Type::DisplayMatrix);
    let entry = |data: &[u8], place: usize| data.get(place * 4..place * 4 + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, i32::from_ne_bytes);
    matrix.map_or(0, |matrix| {
        let (a, b) = (entry(matrix.data(), 0), entry(matrix.data(), 1));
        let turns = (f64::from(b).atan2(f64::from(a)) / std::f64::consts::FRAC_PI_2).round() as i32;
        turns.rem_euclid(4) as u8
    })
}
