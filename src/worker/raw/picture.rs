//! Numbers in scalers and frames.
#![expect(unsafe_code, reason = "the safe wrapper does not reach them")]

use ffmpeg_next::software::scaling;
use ffmpeg_next::{ffi, frame};

/// Tells a scaler the colours of the frame it is to turn into RGB; without it everything counts as standard definition.
pub(crate) fn set_colors(context: &mut scaling::Context, frame: &frame::Video) {
    // SAFETY: both are alive; the tables are libav's constants. A pair of formats that has no such details answers an error, which changes nothing.
    unsafe {
        let picture = &*frame.as_ptr();
        let mut source = (std::ptr::null_mut(), 0);
        let mut target = (std::ptr::null_mut(), 0);
        let (mut brightness, mut contrast, mut saturation) = (0, 0, 0);
        let context = context.as_mut_ptr();
        let known =
            ffi::sws_getColorspaceDetails(context, &mut source.0, &mut source.1, &mut target.0, &mut target.1, &mut brightness, &mut contrast, &mut saturation);
        if known < 0 {
            return;
        }
        let matrix = match picture.colorspace {
            ffi::AVColorSpace::AVCOL_SPC_UNSPECIFIED if picture.height >= 720 && source.1 == 0 => ffi::SWS_CS_ITU709,
            space => space as i32,
        };
        let full = source.1 != 0 || picture.color_range == ffi::AVColorRange::AVCOL_RANGE_JPEG;
        let table = ffi::sws_getCoefficients(matrix);
        ffi::sws_setColorspaceDetails(context, table, i32::from(full), target.0, target.1, brightness, contrast, saturation);
    }
}

/// The quantiser scale for an encoder that is told to keep to it.
pub(crate) fn set_quality(frame: &mut frame::Video, scale: i32) {
    // SAFETY: a plain number in a frame that we hold alone.
    unsafe { (*frame.as_mut_ptr()).quality = scale * ffi::FF_QP2LAMBDA };
}
