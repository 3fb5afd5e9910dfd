//! From coded pictures and sound to the bytes of a container, and what the server is told of them.

use walros_jobs::{Container, Fault, SegmentFacts, VideoEncode};
use walros_media::mp4::TrackMedia;
use walros_media::segment::{self, PictureTrack, Pictures, Sounds};
use walros_media::time::{Fraction, TICK, rescale};

use super::film::Track;
use super::picture::{Encoder, Pace};
use crate::fault;

/// Writes a segment. `start` is its place in the film, `base` what the film's beginning is labelled, in ticks.
pub(crate) fn segment(
    container: Container,
    start: i64,
    base: i64,
    pictures: Option<&Pictures>,
    sounds: Option<&Sounds>,
) -> Result<(SegmentFacts, Vec<u8>), Fault> {
    let alone = || sounds.ok_or_else(|| fault::unsupported("there is no sound to write"));
    let bytes = match container {
        Container::Fmp4 => Ok(segment::mp4(start, base, pictures, sounds)),
        Container::Ts => segment::ts(base, pictures, sounds),
        Container::Mp3 => segment::mp3(alone()?),
        Container::Adts => segment::adts(alone()?),
        Container::Ogg => segment::ogg(alone()?),
        Container::Flac => return Err(fault::unsupported("FLAC files are not written")),
    };
    Ok((count(pictures, sounds), bytes.map_err(fault::segment)?))
}

fn count(pictures: Option<&Pictures>, sounds: Option<&Sounds>) -> SegmentFacts {
    let video_span = pictures.and_then(|pictures| {
        let first = pictures.frames.iter().map(|frame| frame.pts).min()?;
        Some((rescale(first, pictures.base, TICK), rescale(pictures.end, pictures.base, TICK)))
    });
    let audio_span = sounds.and_then(|sounds| {
        let unit = Fraction { num: 1, den: sounds.sample_rate.into() };
        let (first, last) = (sounds.frames.first()?, sounds.frames.last()?);
        Some((rescale(first.position, unit, TICK), rescale(last.position + i64::from(last.samples), unit, TICK)))
    });
    SegmentFacts {
        video_frames: pictures.map_or(0, |pictures| pictures.frames.len() as u32),
        audio_frames: sounds.map_or(0, |sounds| sounds.frames.len() as u32),
        video_span,
        audio_span,
    }
}

/// What an init segment says of pictures that we encode.
pub(super) fn encoded_picture(source: &Track, encode: &VideoEncode) -> Result<PictureTrack, Fault> {
    let encoder = Encoder::new(&Pace::of(source), encode)?;
    let (base, reordering) = (encoder.base, encoder.reordering);
    let media = TrackMedia::Video {
        config: encoder.describe()?,
        width: encode.width as u16,
        height: encode.height as u16,
        pixel_aspect: (1, 1),
        colour: colour(encode, source),
        quarter_turns: 0,
    };
    Ok(PictureTrack { media, base, reordering })
}

/// Players choose the screen's mode by what the container says of the range, before they decode anything.
fn colour(encode: &VideoEncode, source: &Track) -> Option<([u16; 3], bool)> {
    if encode.tone_map {
        return Some(([1, 1, 1], false));
    }
    let own = source.copied.facts.picture.map(|picture| picture.colour);
    own.filter(|colour| encode.bit_depth > 8 && *colour != [2, 2, 2]).map(|colour| (colour, false))
}
