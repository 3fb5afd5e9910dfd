//! A small picture with opacity, ready to be painted onto frames.

use ffmpeg_next::frame;

/// Brightness, two colour differences and opacity of each pixel, at full resolution.
#[derive(Clone, Debug)]
pub(super) struct Stamp {
    pub x: i32,
    pub y: i32,
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[u8; 4]>,
}

impl Stamp {
    /// From red, green, blue and opacity.
    pub fn from_rgba(x: i32, y: i32, width: usize, height: usize, pixels: impl Iterator<Item = [u8; 4]>) -> Self {
        Self { x, y, width, height, pixels: pixels.map(yuv).collect() }
    }

    /// Onto a frame in 4:2:0.
    pub fn paint(&self, frame: &mut frame::Video) {
        let (width, height) = (frame.width() as i32, frame.height() as i32);
        let line = frame.stride(0);
        let luma = frame.data_mut(0);
        for (place, pixel) in self.pixels.iter().enumerate().filter(|(_, pixel)| pixel[3] != 0) {
            let (x, y) = (self.x + (place % self.width) as i32, self.y + (place / self.width) as i32);
            if (0..width).contains(&x) && (0..height).contains(&y) {
                let under = &mut luma[y as usize * line + x as usize];
                *under = mix(*under, pixel[0], pixel[3].into());
            }
        }
        for plane in 1..=2 {
            self.paint_colour(frame, plane, (width + 1) / 2, (height + 1) / 2);
        }
    }

    /// Each colour sample stands for four pixels.
    fn paint_colour(&self, frame: &mut frame::Video, plane: usize, width: i32, height: i32) {
        let line = frame.stride(plane);
        let data = frame.data_mut(plane);
        let halves = |begin: i32, length: usize| begin.div_euclid(2)..(begin + length as i32 + 1).div_euclid(2);
        for y in halves(self.y, self.height).filter(|y| (0..height).contains(y)) {
            for x in halves(self.x, self.width).filter(|x| (0..width).contains(x)) {
                let (mut opacity, mut colour) = (0u32, 0u32);
                for (column, row) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                    if let Some(pixel) = self.pixel(x * 2 + column - self.x, y * 2 + row - self.y) {
                        opacity += u32::from(pixel[3]);
                        colour += u32::from(pixel[plane]) * u32::from(pixel[3]);
                    }
                }
                if let Some(colour) = colour.checked_div(opacity) {
                    let under = &mut data[y as usize * line + x as usize];
                    *under = mix(*under, colour as u8, opacity / 4);
                }
            }
        }
    }

    fn pixel(&self, x: i32, y: i32) -> Option<&[u8; 4]> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if x < self.width { self.pixels.get(y * self.width + x) } else { None }
    }
}

fn mix(under: u8, over: u8, opacity: u32) -> u8 {
    ((u32::from(under) * (255 - opacity) + u32::from(over) * opacity + 127) / 255) as u8
}

/// BT.709, limited range.
fn yuv([red, green, blue, opacity]: [u8; 4]) -> [u8; 4] {
    let (red, green, blue) = (f32::from(red) / 255.0, f32::from(green) / 255.0, f32::from(blue) / 255.0);
    let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let byte = |value: f32| value.round().clamp(0.0, 255.0) as u8;
    [byte(16.0 + 219.0 * luma), byte(128.0 + 224.0 * (blue - luma) / 1.8556), byte(128.0 + 224.0 * (red - luma) / 1.5748), opacity]
}

#[cfg(test)]
mod tests {
    use super::*;
    use ffmpeg_next::format::Pixel;

    fn grey(width: u32, height: u32) -> frame::Video {
        let mut frame = frame::Video::new(Pixel::YUV420P, width, height);
        for (plane, value) in [100, 128, 128].into_iter().enumerate() {
            frame.data_mut(plane).fill(value);
        }
        frame
    }

    #[test]
    fn colours_are_limited_range() {
        assert_eq!(yuv([255, 255, 255, 9]), [235, 128, 128, 9]);
        assert_eq!(yuv([0, 0, 0, 255]), [16, 128, 128, 255]);
        assert_eq!(yuv([255, 0, 0, 255]), [63, 102, 240, 255]);
    }

    #[test]
    fn a_stamp_is_mixed_in_and_cut_at_the_edges() {
        let mut frame = grey(16, 8);
        let stamp = Stamp::from_rgba(-1, 6, 4, 4, [[255, 0, 0, 255]; 16].into_iter());
        stamp.paint(&mut frame);
        let line = frame.stride(0);
        assert_eq!(frame.data(0)[6 * line..6 * line + 4], [63, 63, 63, 100]);
        assert_eq!(frame.data(0)[5 * line], 100);
        let line = frame.stride(2);
        assert_eq!(frame.data(2)[3 * line], 240);
        // Half of the four pixels below are painted.
        assert_eq!(frame.data(2)[3 * line + 1], 184);
    }
}
