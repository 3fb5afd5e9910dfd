//! Writing JPEG, PNG and WebP.

use ffmpeg_next::codec::{self, Context};
use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;
use ffmpeg_next::software::scaling::{self, Flags};
use ffmpeg_next::{Dictionary, Packet, Rational};
use walros_jobs::{Fault, ImageFormat};

use super::rgba::Rgba;
use crate::{fault, raw};

/// `quality` is 1–100; PNG has none.
pub(super) fn encode(mut picture: Rgba, format: ImageFormat, quality: u8) -> Result<Vec<u8>, Fault> {
    let quality = quality.clamp(1, 100);
    let transparent = picture.is_transparent();
    let (encoder, pixel) = match (format, transparent) {
        (ImageFormat::Jpeg, _) if quality >= 90 => ("mjpeg", Pixel::YUVJ444P),
        (ImageFormat::Jpeg, _) => ("mjpeg", Pixel::YUVJ420P),
        (ImageFormat::Png, true) => ("png", Pixel::RGBA),
        (ImageFormat::Png, false) => ("png", Pixel::RGB24),
        (ImageFormat::Webp, _) => ("libwebp", Pixel::BGRA),
    };
    if format == ImageFormat::Jpeg {
        picture.flatten();
    }
    let mut frame = converted(&picture.frame(), pixel)?;
    frame.set_pts(Some(0));
    let mut options = Dictionary::new();
    match format {
        ImageFormat::Jpeg => raw::set_quality(&mut frame, jpeg_scale(quality)),
        ImageFormat::Png => options.set("compression_level", "6"),
        ImageFormat::Webp => options.set("quality", &quality.to_string()),
    }
    write(encoder, &frame, options)
}

/// Libav's quantiser scale (2 finest … 31 coarsest) that looks like a JPEG quality of 1–100 elsewhere.
///
/// The usual scale multiplies the standard's tables, whose mean is 57, by 50/quality below 50 and 2 − quality/50 above;
/// libav multiplies MPEG's table, whose mean is 27, by an eighth of its scale.
fn jpeg_scale(quality: u8) -> i32 {
    let quality = f64::from(quality);
    let factor = if quality < 50.0 { 50.0 / quality } else { 2.0 - quality / 50.0 };
    ((factor * 57.0 / 27.0 * 8.0).round() as i32).clamp(2, 31)
}

/// A picture in YUV as a JPEG with the colours as they are.
pub(crate) fn jpeg(frame: &mut Video, quality: u8) -> Result<Vec<u8>, Fault> {
    frame.set_pts(Some(0));
    raw::set_quality(frame, jpeg_scale(quality.clamp(1, 100)));
    write("mjpeg", frame, Dictionary::new())
}

fn converted(frame: &Video, format: Pixel) -> Result<Video, Fault> {
    let converting = |error| fault::libav("converting the picture", error);
    let (width, height) = (frame.width(), frame.height());
    let flags = Flags::BICUBIC | Flags::ACCURATE_RND | Flags::FULL_CHR_H_INT;
    let mut context = scaling::Context::get(frame.format(), width, height, format, width, height, flags).map_err(converting)?;
    let mut converted = Video::empty();
    context.run(frame, &mut converted).map_err(converting)?;
    Ok(converted)
}

fn write(name: &str, frame: &Video, mut options: Dictionary) -> Result<Vec<u8>, Fault> {
    let encoding = |error| fault::libav("encoding the picture", error);
    let codec = codec::encoder::find_by_name(name).ok_or_else(|| fault::unsupported(format!("this libav has no encoder {name}")))?;
    let mut encoder = Context::new_with_codec(codec).encoder().video().map_err(encoding)?;
    encoder.set_width(frame.width());
    encoder.set_height(frame.height());
    encoder.set_format(frame.format());
    encoder.set_time_base(Rational(1, 25));
    // Square pixels, said aloud: without it libav writes a JPEG without the JFIF header that some readers look for.
    encoder.set_aspect_ratio(Rational(1, 1));
    if name == "mjpeg" {
        encoder.set_flags(codec::Flags::QSCALE);
    }
    options.set("threads", "1");
    let mut encoder = encoder.open_as_with(codec, options).map_err(encoding)?;
    encoder.send_frame(frame).map_err(encoding)?;
    encoder.send_eof().map_err(encoding)?;
    let mut packet = Packet::empty();
    encoder.receive_packet(&mut packet).map_err(encoding)?;
    Ok(packet.data().unwrap_or_default().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jpeg_quality_is_monotonous_and_bounded() {
        let scales: Vec<i32> = (1..=100).map(jpeg_scale).collect();
        assert!(scales.is_sorted_by(|a, b| a >= b));
        assert_eq!((scales[0], scales[89], scales[99]), (31, 3, 2));
    }
}
