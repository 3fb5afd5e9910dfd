//! A picture as plain bytes: scaled, turned upright, with its transparency.

use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;
use ffmpeg_next::software::scaling::{Context, Flags};
use walros_jobs::Fault;

use super::source::Source;
use crate::{fault, raw};

/// Four bytes a pixel (red, green, blue, opacity), rows without gaps.
pub(super) struct Rgba {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
}

impl Rgba {
    /// The picture upright at this size.
    pub(super) fn scaled(source: &Source, (width, height): (u32, u32)) -> Result<Self, Fault> {
        let (across, down) = if source.orientation.is_sideways() { (height, width) } else { (width, height) };
        let frame = &source.frame;
        let scaling = |error| fault::libav("scaling the picture", error);
        let flags = Flags::BICUBIC | Flags::ACCURATE_RND | Flags::FULL_CHR_H_INT;
        let mut context = Context::get(frame.format(), frame.width(), frame.height(), Pixel::RGBA, across, down, flags).map_err(scaling)?;
        raw::set_colors(&mut context, frame);
        let mut scaled = Video::empty();
        context.run(frame, &mut scaled).map_err(scaling)?;
        Ok(Self::collect(&scaled, across as usize, down as usize).turned(source))
    }

    /// Copies the rows out of a frame of this size.
    fn collect(frame: &Video, width: usize, height: usize) -> Self {
        let (stride, data) = (frame.stride(0), frame.data(0));
        let mut pixels = Vec::with_capacity(width * height * 4);
        for row in data.chunks(stride).take(height) {
            pixels.extend_from_slice(&row[..width * 4]);
        }
        Self { width: width as u32, height: height as u32, pixels }
    }

    fn turned(self, source: &Source) -> Self {
        let orientation = source.orientation;
        if orientation == super::exif::Orientation::UPRIGHT {
            return self;
        }
        let (stored_width, stored_height) = (self.width as usize, self.height as usize);
        let (width, height) = if orientation.is_sideways() { (stored_height, stored_width) } else { (stored_width, stored_height) };
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = orientation.stored(x, y, stored_width, stored_height);
                let at = (from_y * stored_width + from_x) * 4;
                pixels.extend_from_slice(&self.pixels[at..at + 4]);
            }
        }
        Self { width: width as u32, height: height as u32, pixels }
    }

    /// Whether any pixel lets the background through.
    pub(super) fn is_transparent(&self) -> bool {
        self.pixels.chunks_exact(4).any(|pixel| pixel[3] < 255)
    }

    /// On black, for a format without transparency.
    pub(super) fn flatten(&mut self) {
        for pixel in self.pixels.chunks_exact_mut(4).filter(|pixel| pixel[3] < 255) {
            let opacity = u32::from(pixel[3]);
            for channel in &mut pixel[..3] {
                *channel = (u32::from(*channel) * opacity / 255) as u8;
            }
            pixel[3] = 255;
        }
    }

    /// As a frame for an encoder.
    pub(super) fn frame(&self) -> Video {
        let mut frame = Video::new(Pixel::RGBA, self.width, self.height);
        let stride = frame.stride(0);
        let width = self.width as usize * 4;
        for (row, pixels) in frame.data_mut(0).chunks_mut(stride).zip(self.pixels.chunks_exact(width)) {
            row[..width].copy_from_slice(pixels);
        }
        frame
    }
}
