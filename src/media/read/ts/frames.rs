//! What the packets of a transport stream hold, as libav's parsers would take it apart.

use bytes::Bytes;
use walros_model::index::TrackFacts;

use super::key;
use crate::adts;
use crate::audio::samples_per_frame;
use crate::clock::UNIT;
use crate::config::VideoConfig;
use crate::nal::{Framing, NalCodec, starts_like_annex_b};
use crate::read::sound::frame_length;
use crate::read::{Result, unsupported};
use crate::time::{Fraction, rescale, rescale_down};

/// A frame of sound.
pub(super) struct Frame {
    pub time: i64,
    pub data: Bytes,
}

/// Whether decoding can begin with a picture. `None` unless the data is one access unit with a delimiter before it: then a
/// parser finds the same pictures.
pub(super) fn access_unit(config: &VideoConfig, data: &[u8]) -> Option<bool> {
    match config.nal()? {
        (codec, Framing::AnnexB) => picture(codec, data),
        _ => None,
    }
}

fn picture(codec: NalCodec, data: &[u8]) -> Option<bool> {
    let units = codec.units(Framing::AnnexB, data);
    let (delimiter, units) = units.split_first()?;
    if !starts_like_annex_b(data) || !codec.is_delimiter(delimiter) || !is_one_picture(codec, units) {
        return None;
    }
    key::of_units(codec, units)
}

/// Whether no unit is one with which the next picture would begin.
fn is_one_picture(codec: NalCodec, units: &[&[u8]]) -> bool {
    let mut last = None;
    for unit in units {
        match codec.slice(unit, last) {
            Some(None) => return false,
            Some(Some(place)) if last.map_or(place != 0, |last| place <= last) => return false,
            Some(place) => last = place,
            None if codec.is_delimiter(unit) || last.is_some() && codec.opens_access_unit(unit) => return false,
            None => (),
        }
    }
    last.is_some()
}

/// The frames of a packet of sound, each with its time. `exact` says that `time` is the demuxer's own, not one that was
/// moved.
pub(super) fn sounds(facts: &TrackFacts, time: i64, mut data: Bytes, exact: bool) -> Result<Vec<Frame>> {
    let sound = facts.sound.unwrap_or_default();
    let samples = match sound.packet_samples {
        0 => samples_per_frame(&facts.codec, sound.sample_rate),
        samples => Some(samples),
    };
    let Some(length) = samples.and_then(|samples| Fraction::new(samples.into(), sound.sample_rate.into())) else {
        return unsupported("sound of unknown length");
    };
    // Of AAC libav's parser does not say how long a frame is; of all others it does, in whole units.
    let length = if facts.codec == "aac" { length } else { Fraction { num: rescale_down(1, length, UNIT), den: UNIT.den } };
    if !exact && !is_whole(length) {
        return unsupported("frames between the ticks of a clock that jumps");
    }
    let (mut frames, mut time) = (Vec::new(), time);
    while !data.is_empty() {
        let own = match facts.codec.as_str() {
            "aac" => adts::frame_length(&data, sound.sample_rate),
            codec => frame_length(codec, &data),
        };
        let Some(own) = own.filter(|own| *own > 0 && *own <= data.len()) else { return unsupported("packets of sound that are no whole frames") };
        frames.push(Frame { time, data: data.split_to(own) });
        time = one_later(time, length);
    }
    Ok(frames)
}

/// Whether a frame lasts whole units of the clock.
fn is_whole(length: Fraction) -> bool {
    length.num * UNIT.den % length.den == 0
}

/// As libav adds lengths that are no whole units, so that they do not drift: on the grid of such lengths, as far from it as
/// before.
fn one_later(time: i64, length: Fraction) -> i64 {
    if is_whole(length) {
        return time.saturating_add(length.num * UNIT.den / length.den);
    }
    let number = rescale(time, UNIT, length);
    let on_grid = |number: i64| rescale(number, length, UNIT);
    on_grid(number.saturating_add(1)).saturating_add(time.saturating_sub(on_grid(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_between_ticks_follow_as_libav_counts_them() {
        let length = Fraction { num: 1024, den: 44_100 };
        let times: Vec<i64> = std::iter::successors(Some(885_527), |time| Some(one_later(*time, length))).take(6).collect();
        assert_eq!(times, [885_527, 887_617, 889_707, 891_797, 893_887, 895_976]);
        assert_eq!(one_later(100, Fraction { num: 1024, den: 48_000 }), 2020);
    }

    fn annex_b(units: &[&[u8]]) -> Vec<u8> {
        let mut out = Vec::new();
        units.iter().for_each(|unit| crate::nal::push_annex_b(&mut out, unit));
        out
    }

    fn one(codec: NalCodec, units: &[&[u8]]) -> Option<bool> {
        let data = annex_b(units);
        picture(codec, &data)
    }

    #[test]
    fn a_packet_is_one_picture_or_none() {
        // Delimiter; parameter sets; slices with their first macroblock (0 is the bit 1, 1 the bits 010, 2 the bits 011).
        let (delimiter, sps, recovery): (&[u8], &[u8], &[u8]) = (&[9, 0xf0], &[0x67, 1, 2], &[6, 6, 1, 0xc4, 0x80]);
        let avc = |units: &[&[u8]]| one(NalCodec::Avc, units);
        assert_eq!(avc(&[delimiter, sps, &[0x65, 0x88], &[0x65, 0x48], &[0x65, 0x68]]), Some(true));
        assert_eq!(avc(&[delimiter, &[0x41, 0x9a]]), Some(false));
        assert_eq!(avc(&[delimiter, recovery, &[0x41, 0x9a]]), Some(true));
        assert_eq!(avc(&[&[0x41, 0x9a]]), None, "without a delimiter");
        assert_eq!(avc(&[delimiter, &[0x41, 0x9a], &[0x41, 0x9a]]), None, "two pictures");
        assert_eq!(avc(&[delimiter, &[0x41, 0x9a], delimiter, &[0x41, 0x9a]]), None, "two pictures");
        assert_eq!(avc(&[delimiter, &[0x41, 0x48]]), None, "the end of a picture");
        assert_eq!(avc(&[delimiter, &[0x41, 0x9a], sps]), None, "the beginning of the next");
        assert_eq!(avc(&[delimiter, sps]), None, "no picture");
        let hevc = |units: &[&[u8]]| one(NalCodec::Hevc, units);
        let delimiter: &[u8] = &[0x46, 1, 0x50];
        assert_eq!(hevc(&[delimiter, &[0x26, 1, 0xaf], &[0x26, 1, 0x20], &[0x26, 1, 0x21]]), Some(true));
        assert_eq!(hevc(&[delimiter, &[0x02, 1, 0xd0]]), Some(false));
        assert_eq!(hevc(&[delimiter, &[0x02, 1, 0xd0], &[0x02, 1, 0xd0]]), None, "two pictures");
    }
}
