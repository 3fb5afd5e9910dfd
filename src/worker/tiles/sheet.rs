//! The sheet that pictures are pasted on.

use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;
use walros_jobs::{Fault, TilesJob};

use crate::picture::encode;

/// Brightness and both colours, the latter at half the size.
const PLANES: usize = 3;
/// Of JPEG, which uses the full range.
const BLACK: [u8; PLANES] = [0, 128, 128];

pub(super) struct Sheet {
    frame: Video,
    width: usize,
    height: usize,
    columns: usize,
}

impl Sheet {
    pub fn new(job: &TilesJob) -> Self {
        let mut frame = Video::new(Pixel::YUVJ420P, job.width * job.columns, job.height * job.rows);
        for (plane, value) in BLACK.into_iter().enumerate() {
            frame.data_mut(plane).fill(value);
        }
        Self { frame, width: job.width as usize, height: job.height as usize, columns: job.columns as usize }
    }

    /// Puts a picture of this sheet's size and form in its place.
    pub fn paste(&mut self, number: usize, picture: &Video) {
        for plane in 0..PLANES {
            let (width, height) = self.side(plane);
            let (left, top) = (number % self.columns * width, number / self.columns * height);
            let (from, to) = (picture.stride(plane), self.frame.stride(plane));
            let rows = picture.data(plane).chunks(from.max(1)).zip(self.frame.data_mut(plane).chunks_mut(to.max(1)).skip(top));
            for (source, target) in rows.take(height) {
                if let (Some(source), Some(target)) = (source.get(..width), target.get_mut(left..left + width)) {
                    target.copy_from_slice(source);
                }
            }
        }
    }

    /// Shows what the picture before shows.
    pub fn repeat(&mut self, number: usize) {
        let Some(before) = number.checked_sub(1) else { return };
        for plane in 0..PLANES {
            let (width, height) = self.side(plane);
            let stride = self.frame.stride(plane);
            let corner = |number: usize| number / self.columns * height * stride + number % self.columns * width;
            let (from, to) = (corner(before), corner(number));
            let data = self.frame.data_mut(plane);
            for row in 0..height {
                let (source, target) = (from + row * stride, to + row * stride);
                if source + width <= data.len() && target + width <= data.len() {
                    data.copy_within(source..source + width, target);
                }
            }
        }
    }

    pub fn encode(mut self, quality: u8) -> Result<Vec<u8>, Fault> {
        encode::jpeg(&mut self.frame, quality)
    }

    /// Width and height of a picture in a plane.
    fn side(&self, plane: usize) -> (usize, usize) {
        if plane == 0 { (self.width, self.height) } else { (self.width / 2, self.height / 2) }
    }
}
