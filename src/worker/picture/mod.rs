//! The picture jobs: describing, scaling and encoding pictures, covers inside media files, and frames of films.

pub(crate) mod encode;
mod exif;
mod rgba;
mod sniff;
mod source;
mod target;

use std::fs::File;

use walros_jobs::{Fault, ImageFormat, ImageFrom, ImageSize, Reply};

use crate::fault;
use rgba::Rgba;
pub(crate) use source::{Source, decode};

/// Pixels of the largest picture that is decoded.
pub(crate) const PIXELS_MAX: u64 = 120_000_000;

/// The side of the small copy that blurhash and transparency are taken from.
const SKETCH: u32 = 64;

/// Size (upright), transparency and blurhash.
pub(crate) fn describe(file: &File, from: ImageFrom) -> Result<Reply, Fault> {
    let sketch = ImageSize::Within { width: SKETCH, height: SKETCH };
    let source = source::decode(file, from, sketch, None)?;
    let (width, height) = source.upright();
    let small = Rgba::scaled(&source, target::size(width, height, sketch))?;
    let transparent = small.is_transparent();
    let (across, down) = components(width, height);
    let blurhash = blurhash::encode(across, down, small.width, small.height, &small.pixels).map_err(|error| fault::bad_file(format!("blurhash: {error:?}")))?;
    Ok(Reply::Image { width, height, transparent, blurhash })
}

/// The picture upright, scaled and encoded.
pub(crate) fn make(source: &Source, size: ImageSize, format: ImageFormat, quality: u8) -> Result<Vec<u8>, Fault> {
    let (width, height) = source.upright();
    let picture = Rgba::scaled(source, target::size(width, height, size))?;
    encode::encode(picture, format, quality)
}

/// How many waves blurhash takes in each direction: about sixteen in all, shared out as the picture is shaped.
fn components(width: u32, height: u32) -> (u32, u32) {
    let ratio = (f64::from(width) / f64::from(height)).clamp(0.05, 20.0);
    let across = (16.0 * ratio).sqrt();
    let down = across / ratio;
    ((across as u32 + 1).min(9), (down as u32 + 1).min(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blurhash_components_follow_the_shape() {
        assert_eq!(components(500, 500), (5, 5));
        assert_eq!(components(500, 750), (4, 5));
        assert_eq!(components(1280, 720), (6, 4));
        assert_eq!(components(10_000, 10), (9, 1));
    }
}
