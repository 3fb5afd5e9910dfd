//! The pictures of a trial: a slope of light that moves, so that none is like the next.

use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame;
use walros_jobs::{Speed, VideoCodec, VideoEncode};
use walros_model::Device;

/// Devices take no much smaller ones.
const WIDTH: u32 = 640;
const HEIGHT: u32 = 360;
pub(super) const PICTURES: usize = 10;

pub(super) fn recipe(device: Option<Device>, codec: VideoCodec, bit_depth: u32) -> VideoEncode {
    let (profile, level) = match codec {
        VideoCodec::H264 => ("high", 30),
        VideoCodec::Hevc => (if bit_depth > 8 { "main10" } else { "main" }, 90),
        VideoCodec::Av1 => ("main", 4),
    };
    VideoEncode {
        codec,
        bit_depth,
        width: WIDTH,
        height: HEIGHT,
        bit_rate: 4_000_000,
        profile: Some(profile.to_owned()),
        level: Some(level),
        frame_rate: None,
        deinterlace: false,
        // The usual colours.
        tone_map: true,
        rotation: 0,
        burn_subtitle: None,
        speed: Speed::Good,
        device,
        in_band: device.is_some(),
    }
}

/// Picture `number`.
pub(super) fn picture(number: usize, bit_depth: u32) -> frame::Video {
    let deep = bit_depth > 8;
    let mut picture = frame::Video::new(if deep { Pixel::YUV420P10LE } else { Pixel::YUV420P }, WIDTH, HEIGHT);
    for plane in 0..picture.planes() {
        let stride = picture.stride(plane);
        for (row, line) in picture.data_mut(plane).chunks_mut(stride).enumerate() {
            let light = |column: usize| if plane == 0 { 32 + ((column + row + 8 * number) / 6 % 160) as u16 } else { 128 };
            if deep {
                line.chunks_exact_mut(2).enumerate().for_each(|(column, bytes)| bytes.copy_from_slice(&(light(column) << 2).to_le_bytes()));
            } else {
                line.iter_mut().enumerate().for_each(|(column, byte)| *byte = light(column) as u8);
            }
        }
    }
    picture
}

/// Of brightness, in dB; nothing when they are not of one form.
pub(super) fn likeness(one: &frame::Video, other: &frame::Video) -> f64 {
    if (one.format(), one.width(), one.height()) != (other.format(), other.width(), other.height()) {
        return 0.0;
    }
    let squares: f64 = (0..HEIGHT as usize)
        .flat_map(|row| (0..WIDTH as usize).map(move |column| (row, column)))
        .map(|place| {
            let difference = light(one, place) - light(other, place);
            difference * difference
        })
        .sum();
    let mean = squares / f64::from(WIDTH * HEIGHT);
    // What is the same has no noise at all; more than this is nothing to see.
    10.0 * (255.0 * 255.0 / mean.max(1e-5)).log10()
}

/// Of one place, in eight bits and what is below them.
fn light(picture: &frame::Video, (row, column): (usize, usize)) -> f64 {
    let (data, line) = (picture.data(0), row * picture.stride(0));
    if picture.format() == Pixel::YUV420P10LE {
        let bytes = [line + 2 * column, line + 2 * column + 1].map(|at| data.get(at).copied().unwrap_or(0));
        return f64::from(u16::from_le_bytes(bytes)) / 4.0;
    }
    data.get(line + column).copied().unwrap_or(0).into()
}
