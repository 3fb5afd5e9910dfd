//! Numbers of a stream that have no words.

use ffmpeg_next::ffi;
use ffmpeg_next::format::stream::Stream;

/// Primaries, transfer and matrix.
pub(crate) type Colour = (ffi::AVColorPrimaries, ffi::AVColorTransferCharacteristic, ffi::AVColorSpace);

/// Numbers of a stream that have no words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers {
    /// Samples in a frame of sound; zero when they differ.
    pub frame_size: u32,
    /// How many pictures are reordered.
    pub video_delay: u32,
    /// The codec's own number for its profile.
    pub profile: i32,
    pub colour: Colour,
    pub full_range: bool,
    /// Horizontal and vertical subsampling of colour, as powers of two.
    pub subsampling: (u8, u8),
}

impl Numbers {
    /// As ISO/IEC 23001-8 numbers them.
    pub fn colour_numbers(&self) -> [u16; 3] {
        let (primaries, transfer, matrix) = self.colour;
        [primaries as u32 as u16, transfer as u32 as u16, matrix as u32 as u16]
    }
}

pub(crate) fn codec_numbers(stream: &Stream<'_>) -> Numbers {
    // SAFETY: the parameters belong to the stream, which is alive. Enumerations are read as the numbers that they are.
    unsafe {
        let par = &*stream.parameters().as_ptr();
        let (mut x, mut y) = (1, 1);
        if par.codec_type == ffi::AVMediaType::AVMEDIA_TYPE_VIDEO && (0..ffi::AVPixelFormat::AV_PIX_FMT_NB as i32).contains(&par.format) {
            let format = std::mem::transmute::<i32, ffi::AVPixelFormat>(par.format);
            ffi::av_pix_fmt_get_chroma_sub_sample(format, &mut x, &mut y);
        }
        Numbers {
            frame_size: u32::try_from(par.frame_size).unwrap_or(0),
            video_delay: u32::try_from(par.video_delay).unwrap_or(0),
            profile: par.profile,
            colour: (par.color_primaries, par.color_trc, par.color_space),
            full_range: par.color_range == ffi::AVColorRange::AVCOL_RANGE_JPEG,
            subsampling: (x as u8, y as u8),
        }
    }
}
