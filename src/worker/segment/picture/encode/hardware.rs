//! H.264, HEVC and AV1 by a device, after libav's documentation of its encoders. Ran on no device here: whether one works
//! is what trials are for.
//!
//! A segment is one closed group of pictures without reordering. What a driver writes into parameter sets is its own
//! business, so that keyframes carry theirs ([`VideoEncode::in_band`]).

use ffmpeg_next::codec::encoder::video::Video;
use ffmpeg_next::format::Pixel;
use ffmpeg_next::{Dictionary, frame};
use walros_jobs::{Fault, VideoCodec, VideoEncode, trial};
use walros_media::time::Fraction;
use walros_model::Device;

use super::{Setup, x264};
use crate::fault;
use crate::hardware;
use crate::raw::hardware::Pool;

/// Longer than any segment: the first picture is the only keyframe.
const GROUP: u32 = 10_000;

/// What is aimed at, in hundredths of the recipe's ceiling: rate control that is given both as one fills up.
const AIM: u64 = 80;

/// When a film does not say how fast it is.
const USUAL: Fraction = Fraction { num: 1, den: 25 };

pub(super) fn setup(device: Device, recipe: &VideoEncode) -> Setup {
    let mut options = Dictionary::new();
    for (name, value) in options_of(device, recipe.codec) {
        options.set(name, value);
    }
    if let Some(profile) = &recipe.profile {
        let constrained = profile == "baseline" && matches!(device, Device::Vaapi(_));
        options.set("profile", if constrained { "constrained_baseline" } else { profile });
    }
    // NVENC knows levels by an option of its own.
    if let (Device::Nvenc(_), Some(level)) = (device, recipe.level) {
        options.set("level", &level.to_string());
    }
    // Of all segments alike, those that software makes in its place among them.
    let reordered = if recipe.codec == VideoCodec::Av1 { 0 } else { x264::REORDERED };
    Setup { encoder: trial::encoder(Some(device), recipe.codec), options, level: recipe.level, reordered }
}

fn options_of(device: Device, codec: VideoCodec) -> &'static [(&'static str, &'static str)] {
    match (device, codec) {
        (Device::Vaapi(_), _) => &[("rc_mode", "VBR"), ("idr_interval", "0")],
        (Device::Qsv(_), VideoCodec::Av1) => &[("preset", "medium")],
        (Device::Qsv(_), _) => &[("preset", "medium"), ("forced_idr", "1"), ("look_ahead", "0"), ("adaptive_i", "0"), ("adaptive_b", "0")],
        (Device::Nvenc(_), VideoCodec::Av1) => &[("preset", "p4"), ("rc", "vbr"), ("forced-idr", "1"), ("rc-lookahead", "0")],
        (Device::Nvenc(_), _) => {
            &[("preset", "p4"), ("rc", "vbr"), ("forced-idr", "1"), ("rc-lookahead", "0"), ("no-scenecut", "1"), ("b_ref_mode", "disabled")]
        }
    }
}

/// Pictures on their way into a device. They are numbered there, since not every driver keeps times as it gets them.
pub(super) struct Upload {
    pool: Pool,
    samples: Pixel,
    times: Vec<i64>,
}

impl Upload {
    /// Readies an encoder that is not open yet. `frame` is how long a picture lasts.
    pub fn new(device: Device, recipe: &VideoEncode, frame: Option<Fraction>, encoder: &mut Video) -> Result<Self, Fault> {
        let samples = if recipe.bit_depth > 8 { Pixel::P010LE } else { Pixel::NV12 };
        let pool = hardware::pool(device, samples, recipe.width, recipe.height)?;
        let frame = frame.filter(|frame| frame.num <= i64::from(i32::MAX) && frame.den <= i64::from(i32::MAX)).unwrap_or(USUAL);
        encoder.set_format(hardware::memory(device));
        encoder.set_time_base((frame.num as i32, frame.den as i32));
        encoder.set_frame_rate(Some((frame.den as i32, frame.num as i32)));
        encoder.set_gop(GROUP);
        encoder.set_max_b_frames(0);
        encoder.set_bit_rate((recipe.bit_rate / 100 * AIM) as usize);
        pool.attach(encoder);
        Ok(Self { pool, samples, times: Vec::new() })
    }

    /// The picture in the device's memory, under its number.
    pub fn take(&mut self, picture: &frame::Video, time: i64) -> Result<frame::Video, Fault> {
        let mut copy = self.pool.upload(&semi_planar(picture, self.samples)).map_err(|error| fault::unsupported(format!("handing over a picture: {error}")))?;
        copy.set_pts(Some(self.times.len() as i64));
        self.times.push(time);
        Ok(copy)
    }

    /// The time of the picture that has this number.
    pub fn time(&self, number: i64) -> Option<i64> {
        self.times.get(usize::try_from(number).ok()?).copied()
    }
}

/// The same picture with both colour differences in one plane, and ten bits at the top of sixteen: what devices take.
fn semi_planar(picture: &frame::Video, samples: Pixel) -> frame::Video {
    let mut made = frame::Video::new(samples, picture.width(), picture.height());
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let deep = samples == Pixel::P010LE;
    let bytes = if deep { 2 } else { 1 };
    let (stride, line) = (made.stride(0), picture.stride(0));
    for (to, from) in made.data_mut(0).chunks_mut(stride).zip(picture.data(0).chunks(line)).take(height) {
        copy(&mut to[..width * bytes], from, deep);
    }
    let (stride, [u, v]) = (made.stride(1), [1, 2].map(|plane| picture.data(plane).chunks(picture.stride(plane))));
    for (to, (u, v)) in made.data_mut(1).chunks_mut(stride).zip(u.zip(v)).take(height.div_ceil(2)) {
        for (pair, (u, v)) in to.chunks_exact_mut(2 * bytes).zip(u.chunks_exact(bytes).zip(v.chunks_exact(bytes))).take(width.div_ceil(2)) {
            let (first, second) = pair.split_at_mut(bytes);
            copy(first, u, deep);
            copy(second, v, deep);
        }
    }
    made
}

fn copy(to: &mut [u8], from: &[u8], deep: bool) {
    if !deep {
        return to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
    }
    for (to, from) in to.chunks_exact_mut(2).zip(from.chunks_exact(2)) {
        let sample = u16::from_le_bytes([from[0], from[1]]) << 6;
        to.copy_from_slice(&sample.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_share_a_plane_and_ten_bits_stand_at_the_top() {
        for (planar, samples, shift) in [(Pixel::YUV420P, Pixel::NV12, 0), (Pixel::YUV420P10LE, Pixel::P010LE, 6)] {
            let (width, height) = (38, 6);
            let mut picture = frame::Video::new(planar, width, height);
            let deep = shift > 0;
            let value = |plane: usize, x: usize, y: usize| (plane * 80 + x + 2 * y) as u16 + if deep { 300 } else { 0 };
            for plane in 0..3 {
                let line = picture.stride(plane);
                for (y, row) in picture.data_mut(plane).chunks_mut(line).enumerate() {
                    for x in 0..if plane == 0 { 38 } else { 19 } {
                        let bytes = value(plane, x, y).to_le_bytes();
                        if deep { row[2 * x..2 * x + 2].copy_from_slice(&bytes) } else { row[x] = bytes[0] }
                    }
                }
            }
            let made = semi_planar(&picture, samples);
            let at = |plane: usize, place: usize, y: usize| {
                let row = &made.data(plane)[y * made.stride(plane)..];
                if deep { u16::from_le_bytes([row[2 * place], row[2 * place + 1]]) } else { row[place].into() }
            };
            for (x, y) in [(0, 0), (37, 5), (20, 3)] {
                assert_eq!(at(0, x, y), value(0, x, y) << shift);
            }
            for (x, y) in [(0, 0), (18, 2), (7, 1)] {
                assert_eq!((at(1, 2 * x, y), at(1, 2 * x + 1, y)), (value(1, x, y) << shift, value(2, x, y) << shift));
            }
        }
    }
}
