//! Getting a picture decoded: from a picture file, a cover inside a media file, or a film.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use ffmpeg_next::codec::{self, Context};
use ffmpeg_next::frame::Video;
use ffmpeg_next::media;
use ffmpeg_next::packet::side_data;
use ffmpeg_next::{Dictionary, Packet};
use walros_jobs::{Fault, ImageFrom, ImageSize};
use walros_model::index::Clock;

use super::exif::Orientation;
use super::{PIXELS_MAX, sniff, target};
use crate::avio::{self, Input};
use crate::clock::Timeline;
use crate::graph::{self, Filters};
use crate::{fault, raw, time};

/// Larger files are no artwork.
const FILE_BYTES_MAX: usize = 128 << 20;

/// Frames decoded at most between a keyframe and the wanted time; fewer of those larger than [`LARGE`] pixels, which take long.
const FRAMES_MAX: usize = 300;
const LARGE_FRAMES_MAX: usize = 60;
const LARGE: u32 = 1920 * 1200;

/// A frame so long before the wanted time will do: mostly the keyframe alone, where getting nearer means to decode hundreds.
const NEAR: Duration = Duration::from_secs(2);

/// Packets read at most until a frame comes out.
const PACKETS_MAX: usize = 5000;

/// A decoded picture, as stored.
pub(crate) struct Source {
    /// May be smaller than the picture: JPEG is decoded at a half or less when less is wanted.
    pub frame: Video,
    /// Pixels of the whole picture with square pixels, as stored.
    pub width: u32,
    pub height: u32,
    pub(super) orientation: Orientation,
}

impl Source {
    /// Width and height the right way up.
    pub(super) fn upright(&self) -> (u32, u32) {
        if self.orientation.is_sideways() { (self.height, self.width) } else { (self.width, self.height) }
    }
}

/// Decodes a picture that is wanted at this size. `clock` where it is a frame of a film whose clock jumps.
pub(crate) fn decode(file: &File, from: ImageFrom, wanted: ImageSize, clock: Option<&Clock>) -> Result<Source, Fault> {
    match from {
        ImageFrom::File => match still_bytes(file)? {
            Some(bytes) => decode_still(&bytes, wanted),
            None => first_frame(avio::open(file, "")?),
        },
        ImageFrom::Stream(number) => {
            let input = avio::open(file, "")?;
            let stream = input.stream(number as usize).ok_or_else(|| fault::bad_file("no such stream"))?;
            let bytes = raw::attached_picture(&stream);
            if bytes.is_empty() {
                return Err(fault::bad_file("no picture in this stream"));
            }
            decode_still(&bytes, wanted)
        }
        ImageFrom::Frame(at) => film_frame(avio::open(file, "")?, at, wanted, Timeline::new(clock)),
    }
}

/// The whole file, if it is a still picture.
fn still_bytes(file: &File) -> Result<Option<Vec<u8>>, Fault> {
    let io = |error: std::io::Error| Fault::Io { text: format!("reading the picture: {error}") };
    let mut bytes = vec![0; 64 * 1024];
    let mut length = file.read_at(&mut bytes, 0).map_err(io)?;
    if sniff::still(&bytes[..length]).is_none() {
        return Ok(None);
    }
    loop {
        if length == bytes.len() {
            if length >= FILE_BYTES_MAX {
                return Err(fault::bad_file("the picture's file is too large"));
            }
            bytes.resize(length * 2, 0);
        }
        match file.read_at(&mut bytes[length..], length as u64).map_err(io)? {
            0 => break,
            count => length += count,
        }
    }
    bytes.truncate(length);
    Ok(Some(bytes))
}

fn decode_still(bytes: &[u8], wanted: ImageSize) -> Result<Source, Fault> {
    let still = sniff::still(bytes).ok_or_else(|| fault::unsupported("a picture of a kind that is not read"))?;
    let mut options = Dictionary::new();
    if let Some((width, height)) = still.size {
        check_pixels(width, height)?;
        if still.codec == codec::Id::MJPEG {
            options.set("lowres", &halvings(still, wanted).to_string());
        }
    }
    let frame = decode_packet(still.codec, bytes, options)?;
    let (width, height) = still.size.unwrap_or((frame.width(), frame.height()));
    Ok(Source { frame, width, height, orientation: still.orientation })
}

/// How often a JPEG's size may be halved while it is decoded (which is much faster) without falling below what is wanted.
fn halvings(still: sniff::Still, wanted: ImageSize) -> u32 {
    let (mut width, mut height) = still.size.unwrap_or_default();
    if still.orientation.is_sideways() {
        (width, height) = (height, width);
    }
    let (across, down) = target::size(width, height, wanted);
    (0..=3).rev().find(|shift| width >> shift >= across && height >> shift >= down).unwrap_or(0)
}

fn decode_packet(id: codec::Id, bytes: &[u8], mut options: Dictionary) -> Result<Video, Fault> {
    let decoding = |error| fault::libav("decoding the picture", error);
    options.set("max_pixels", &PIXELS_MAX.to_string());
    options.set("threads", "1");
    let codec = codec::decoder::find(id).ok_or_else(|| fault::unsupported(format!("no decoder for {id:?}")))?;
    let mut decoder = Context::new_with_codec(codec).decoder().open_as_with(codec, options).and_then(|opened| opened.video()).map_err(decoding)?;
    decoder.send_packet(&Packet::copy(bytes)).map_err(decoding)?;
    decoder.send_eof().map_err(decoding)?;
    let mut frame = Video::empty();
    decoder.receive_frame(&mut frame).map_err(decoding)?;
    Ok(frame)
}

fn check_pixels(width: u32, height: u32) -> Result<(), Fault> {
    if width == 0 || height == 0 {
        return Err(fault::bad_file("the picture is empty"));
    }
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(fault::bad_file(format!("the picture has too many pixels ({width} × {height})")));
    }
    Ok(())
}

/// The first picture of a file that needs a demuxer.
fn first_frame(mut input: Input) -> Result<Source, Fault> {
    let (number, mut decoder) = film_decoder(&input)?;
    let frame = next_frame(&mut input, &mut Timeline::default(), number, &mut decoder)?.ok_or_else(|| fault::bad_file("no picture in the file"))?;
    check_pixels(frame.width(), frame.height())?;
    Ok(Source { width: frame.width(), height: frame.height(), frame, orientation: Orientation::UPRIGHT })
}

/// The frame shown at `at`, or one near it that is cheap to reach.
fn film_frame(mut input: Input, at: Duration, size: ImageSize, mut timeline: Timeline) -> Result<Source, Fault> {
    let (number, mut decoder) = film_decoder(&input)?;
    let stream = input.stream(number).ok_or_else(|| fault::bad_file("no film in the file"))?;
    let time_base = (stream.time_base().numerator(), stream.time_base().denominator());
    let matrix = stream.side_data().find(|data| data.kind() == side_data::Type::DisplayMatrix).map(|data| data.data().to_vec());
    let orientation = Orientation::from_degrees(-matrix.map_or(0, |matrix| crate::probe::rotation(&matrix)));
    let shape = raw::codec_parameters(&input, &stream).sample_aspect_ratio;
    let origin = match stream.start_time() {
        time::NONE => 0,
        start => start,
    };
    let wanted = origin.saturating_add(time::units(at, time_base));
    let microseconds = time::ticks(wanted, time_base).unwrap_or(0) / 10;
    let entered = if at > Duration::ZERO { timeline.enter(&mut input, wanted) } else { None };
    if at > Duration::ZERO && entered.is_none() && input.seek(microseconds, ..microseconds).is_err() {
        // A file that cannot be entered there is shown from its beginning.
        let _ = input.seek(0, ..);
    }
    let good_enough = wanted.saturating_sub(time::units(NEAR, time_base));
    let mut best = None;
    let most = if decoder.width().saturating_mul(decoder.height()) > LARGE { LARGE_FRAMES_MAX } else { FRAMES_MAX };
    for _ in 0..most {
        let Some(frame) = next_frame(&mut input, &mut timeline, number, &mut decoder)? else { break };
        let reached = frame.timestamp().is_none_or(|pts| pts >= good_enough);
        best = Some(frame);
        if reached {
            break;
        }
    }
    let frame = best.ok_or_else(|| fault::bad_file("no frame could be decoded"))?;
    check_pixels(frame.width(), frame.height())?;
    let (width, height) = square(frame.width(), frame.height(), shape);
    let mut source = Source { frame, width, height, orientation };
    if let Some(frame) = usual_range(&source, size)? {
        source.frame = frame;
    }
    Ok(source)
}

/// A frame of high dynamic range in the usual one, as large as it is wanted; `None` when it is usual already.
fn usual_range(source: &Source, wanted: ImageSize) -> Result<Option<Video>, Fault> {
    let Some(mapping) = graph::tone_mapping(&source.frame) else { return Ok(None) };
    let (width, height) = source.upright();
    let (width, height) = target::size(width, height, wanted);
    let (width, height) = if source.orientation.is_sideways() { (height, width) } else { (width, height) };
    let chain = format!("scale=w={width}:h={height}:flags=bicubic:out_range=tv,{mapping},zscale=t=bt709,format=rgb24");
    let mut frame = raw::share(&source.frame);
    frame.set_pts(Some(0));
    Filters::new(&frame, &chain)?.run(&frame).map(Some)
}

/// The size with square pixels: one side shrinks, so that nothing is blown up.
fn square(width: u32, height: u32, (numerator, denominator): (i32, i32)) -> (u32, u32) {
    if numerator <= 0 || denominator <= 0 {
        return (width, height);
    }
    let ratio = f64::from(numerator) / f64::from(denominator);
    if ratio >= 1.0 { (width, ((f64::from(height) / ratio).round() as u32).max(1)) } else { (((f64::from(width) * ratio).round() as u32).max(1), height) }
}

/// The film's stream and a decoder for it.
fn film_decoder(input: &Input) -> Result<(usize, codec::decoder::Video), Fault> {
    let stream = input.streams().best(media::Type::Video).ok_or_else(|| fault::bad_file("no picture in the file"))?;
    let mut options = Dictionary::new();
    options.set("max_pixels", &PIXELS_MAX.to_string());
    let context = Context::from_parameters(stream.parameters()).map_err(|error| fault::libav("preparing the decoder", error))?;
    let codec = codec::decoder::find(context.id()).ok_or_else(|| fault::unsupported(format!("no decoder for {:?}", context.id())))?;
    let decoder = context.decoder().open_as_with(codec, options).and_then(|opened| opened.video());
    Ok((stream.index(), decoder.map_err(|error| fault::libav("opening the decoder", error))?))
}

/// Decodes on to the next frame; `None` at the end.
fn next_frame(input: &mut Input, timeline: &mut Timeline, number: usize, decoder: &mut codec::decoder::Video) -> Result<Option<Video>, Fault> {
    let mut frame = Video::empty();
    let mut packet = Packet::empty();
    for _ in 0..PACKETS_MAX {
        match decoder.receive_frame(&mut frame) {
            Ok(()) => return Ok(Some(frame)),
            Err(ffmpeg_next::Error::Eof) => return Ok(None),
            Err(_) => {}
        }
        match packet.read(input) {
            // A packet that cannot be decoded is a hole in the file.
            Ok(()) if packet.stream() == number => {
                timeline.place(&mut packet);
                let _ = decoder.send_packet(&packet);
            }
            Ok(()) | Err(ffmpeg_next::Error::InvalidData) => {}
            Err(_) => {
                let _ = decoder.send_eof();
            }
        }
    }
    Err(fault::bad_file("no frame among the first packets"))
}
