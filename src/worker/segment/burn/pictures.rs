//! Subtitles that are pictures: Blu-ray, DVD, broadcast.

use std::fs::File;

use ffmpeg_next::codec::Context;
use ffmpeg_next::codec::decoder::Opened;
use ffmpeg_next::codec::discard::Discard;
use ffmpeg_next::{Packet, codec, media};
use walros_jobs::{BurnSubtitle, Fault, SegmentJob};
use walros_media::time::{Fraction, TICK, TICKS, rescale};

use super::Event;
use super::stamp::Stamp;
use crate::clock::Timeline;
use crate::segment::raw::{self, SubtitlePicture};
use crate::{avio, fault, time};

/// A picture may show for so long before the segment begins, and still.
const LEAD: i64 = 15 * TICKS;
/// Where nobody takes it away.
const LONGEST: i64 = 30 * TICKS;

/// What shows between `start` and `end`, in ticks on the film's timeline.
pub(super) fn events(file: &File, burn: &BurnSubtitle, size: (usize, usize), start: i64, end: i64, job: &SegmentJob) -> Result<Vec<Event>, Fault> {
    let origin = job.origin;
    let mut input = avio::open(file, &burn.name)?;
    let number = burn.stream as usize;
    let stream = input.stream(number).ok_or_else(|| fault::bad_file(format!("there is no stream {number}")))?;
    let base = stream.time_base();
    let base = Fraction::from_pair((base.numerator(), base.denominator())).ok_or_else(|| fault::bad_file("a subtitle without a clock"))?;
    let mut decoder = open(stream.parameters())?;
    // Other streams are over when the film's picture is.
    let clock = input.streams().best(media::Type::Video).map(|stream| stream.index());
    let canvas =
        clock.and_then(|clock| input.stream(clock)).map(|stream| crate::raw::codec_parameters(&input, &stream)).map(|facts| (facts.width, facts.height));
    for other in (0..input.nb_streams() as usize).filter(|other| *other != number && Some(*other) != clock) {
        crate::raw::set_discard(&mut input, other, Discard::All);
    }
    let mut timeline = Timeline::new(job.clock.as_ref().filter(|_| burn.file == 0));
    let from = start - LEAD;
    if from > 0 {
        let microseconds = (from + origin) / 10;
        if timeline.enter(&mut input, time::mpeg(microseconds)).is_none() {
            let _ = input.seek(microseconds, ..microseconds);
        }
    }
    let mut events: Vec<Event> = Vec::new();
    let mut packet = Packet::empty();
    loop {
        match packet.read(&mut input) {
            Ok(()) => (),
            Err(ffmpeg_next::Error::InvalidData) => continue,
            Err(_) => break,
        }
        timeline.place(&mut packet);
        let Some(unit) =
            input.stream(packet.stream()).and_then(|stream| Fraction::from_pair((stream.time_base().numerator(), stream.time_base().denominator())))
        else {
            continue;
        };
        let Some(time) = packet.pts().or(packet.dts()).map(|time| rescale(time, unit, TICK) - origin) else { continue };
        if time > end + TICKS {
            break;
        }
        if packet.stream() != number {
            continue;
        }
        let Some(found) = raw::decode_pictures(&mut decoder, &mut packet) else { continue };
        let begin = time + i64::from(found.start) * 10_000;
        // What comes replaces what was there.
        events.iter_mut().for_each(|event| event.end = event.end.min(begin));
        let shown = found.end.map(|end| i64::from(end) * 10_000).or_else(|| Some(rescale(packet.duration(), base, TICK)).filter(|duration| *duration > 0));
        let canvas = raw::canvas(&decoder).or(canvas).filter(|(width, height)| *width > 0 && *height > 0).unwrap_or((size.0 as i32, size.1 as i32));
        let stamps: Vec<Stamp> = found.pictures.iter().map(|picture| scaled(picture, canvas, size)).collect();
        if !stamps.is_empty() {
            events.push(Event { start: begin, end: begin + shown.map_or(LONGEST, |shown| shown.min(LONGEST)), stamps });
        }
    }
    events.retain(|event| event.end > start && event.start < end);
    Ok(events)
}

fn open(parameters: codec::Parameters) -> Result<Opened, Fault> {
    let opening = |error| fault::libav("opening the subtitle decoder", error);
    let context = Context::from_parameters(parameters).map_err(opening)?;
    let found = codec::decoder::find(context.id()).ok_or_else(|| fault::unsupported(format!("no decoder for {:?}", context.id())))?;
    context.decoder().open_as(found).map_err(opening)
}

/// From the canvas that the subtitle was made for to the picture's size; every pixel is the average of those it covers.
fn scaled(picture: &SubtitlePicture, canvas: (i32, i32), size: (usize, usize)) -> Stamp {
    let (across, down) = (size.0 as f32 / canvas.0 as f32, size.1 as f32 / canvas.1 as f32);
    let (width, height) = ((picture.width as f32 * across).round().max(1.0) as usize, (picture.height as f32 * down).round().max(1.0) as usize);
    let cover = |place: usize, count: usize, of: usize| {
        let begin = (place * of / count).min(of.saturating_sub(1));
        begin..((place + 1) * of / count).clamp(begin + 1, of.max(begin + 1))
    };
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| {
        let (mut sum, mut count) = ([0u32; 4], 0);
        for row in cover(y, height, picture.height) {
            for column in cover(x, width, picture.width) {
                let Some([red, green, blue, opacity]) = picture.pixels.get(row * picture.width + column).map(|pixel| pixel.map(u32::from)) else { continue };
                sum = [sum[0] + red * opacity, sum[1] + green * opacity, sum[2] + blue * opacity, sum[3] + opacity];
                count += 1;
            }
        }
        let [red, green, blue, opacity] = sum;
        let colour = |sum: u32| (sum / opacity.max(1)) as u8;
        [colour(red), colour(green), colour(blue), (opacity / u32::max(count, 1)) as u8]
    });
    Stamp::from_rgba((picture.x as f32 * across).round() as i32, (picture.y as f32 * down).round() as i32, width, height, pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_shrinks_with_its_canvas() {
        let picture =
            SubtitlePicture { x: 100, y: 900, width: 4, height: 2, pixels: [[255, 255, 255, 255], [0, 0, 0, 0], [255, 255, 255, 255], [0, 0, 0, 0]].repeat(2) };
        let stamp = scaled(&picture, (1920, 1080), (960, 540));
        assert_eq!((stamp.x, stamp.y, stamp.width, stamp.height), (50, 450, 2, 1));
        // White where it was opaque at all, and half as opaque.
        assert_eq!(stamp.pixels, [[235, 128, 128, 127]; 2]);
    }
}
