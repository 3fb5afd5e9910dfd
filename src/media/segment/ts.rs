//! Segments as MPEG transport streams.

use std::borrow::Cow;

use super::{Pictures, SegmentError, Sounds, units};
use crate::audio::AudioConfig;
use crate::config::VideoConfig;
use crate::time::{Fraction, TICK, rescale};
use crate::ts::{self, TsCodec, Unit};
use crate::{adts, nal};

const CLOCK: Fraction = Fraction { num: 1, den: 90_000 };

/// What decoding is ahead of showing beyond what reordering takes, in 1/90000 s.
const LEEWAY: i64 = 3_600;

/// Sound is put into packets of about this much, in 1/90000 s.
const SOUND_PACKET: i64 = 8_000;

/// Writes a segment. `base` is what the film's beginning is labelled, in ticks.
pub fn segment(base: i64, pictures: Option<&Pictures>, sounds: Option<&Sounds>) -> Result<Vec<u8>, SegmentError> {
    let base = rescale(base, TICK, CLOCK);
    let mut streams = Vec::new();
    let mut written = Vec::new();
    if let Some(pictures) = pictures {
        let codec = match &pictures.config {
            VideoConfig::Avc(_) => TsCodec::Avc,
            VideoConfig::Hevc(_) => TsCodec::Hevc,
            _ => return Err(SegmentError::Unsupported("a transport stream holds H.264 and HEVC only".to_owned())),
        };
        write_pictures(base, pictures, streams.len(), &mut written);
        streams.push(codec);
    }
    if let Some(sounds) = sounds {
        streams.push(sound_codec(sounds)?);
        write_sounds(base, sounds, streams.len() - 1, &mut written);
    }
    Ok(ts::segment(&streams, written))
}

fn write_pictures<'a>(base: i64, pictures: &'a Pictures, stream: usize, out: &mut Vec<Unit<'a>>) {
    let Some((codec, framing)) = pictures.config.nal() else { return };
    let sets = pictures.config.parameter_sets();
    // The clock runs ahead of decoding in any case, so that there is no need to be tight.
    let ahead = 2 * pictures.ahead(CLOCK) + LEEWAY;
    for (frame, slot) in pictures.frames.iter().zip(pictures.slots()) {
        let before = if frame.key { &sets[..] } else { &[] };
        let all = std::iter::once(codec.delimiter()).chain(before.iter().copied()).chain(units(codec, framing, &sets, &frame.data));
        let data = all.flat_map(|unit| [Cow::Borrowed(nal::START_CODE), Cow::Borrowed(unit)]).collect();
        let pts = rescale(frame.pts, pictures.base, CLOCK) + base;
        let dts = rescale(slot.dts, pictures.base, CLOCK) + base - ahead;
        out.push(Unit { stream, pts, dts: dts.min(pts), random_access: frame.key, data });
    }
}

fn sound_codec(sounds: &Sounds) -> Result<TsCodec, SegmentError> {
    Ok(match &sounds.config {
        AudioConfig::Aac(config) if config.fits_adts() => TsCodec::Aac,
        AudioConfig::Mp3 if sounds.sample_rate < 32_000 => TsCodec::Mpeg2Audio,
        AudioConfig::Mp3 => TsCodec::Mpeg1Audio,
        AudioConfig::Ac3(_) => TsCodec::Ac3,
        AudioConfig::Eac3(_) => TsCodec::Eac3,
        other => return Err(SegmentError::Unsupported(format!("a transport stream does not hold {}", other.codec_string()))),
    })
}

fn write_sounds<'a>(base: i64, sounds: &'a Sounds, stream: usize, out: &mut Vec<Unit<'a>>) {
    let unit = sounds.unit();
    let mut expected = None;
    for frame in &sounds.frames {
        let pts = rescale(frame.position, unit, CLOCK) + base;
        // A pause begins a new packet, which alone says when its first frame is heard.
        let joins = expected == Some(frame.position) && out.last().is_some_and(|last| last.stream == stream && pts - last.pts < SOUND_PACKET);
        if !joins {
            out.push(Unit { stream, pts, dts: pts, random_access: true, data: Vec::new() });
        }
        expected = Some(frame.position + i64::from(frame.samples));
        let Some(last) = out.last_mut() else { continue };
        match &sounds.config {
            AudioConfig::Aac(config) => {
                let data = adts::strip(&frame.data);
                last.data.push(Cow::Owned(config.adts_header(data.len()).to_vec()));
                last.data.push(Cow::Borrowed(data));
            }
            _ => last.data.push(Cow::Borrowed(&frame.data)),
        }
    }
}
