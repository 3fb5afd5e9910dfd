//! What ffmpeg-next has no safe way to do while segments are made.
#![expect(unsafe_code, reason = "fields of libav's structures that the safe wrapper does not reach")]

use ffmpeg_next::codec::Context;
use ffmpeg_next::codec::decoder::Opened;
use ffmpeg_next::{Error, ffi, frame};

use crate::raw::Colour;
pub(super) use crate::raw::{one_thread, pixel_number, seek, share};

/// Those of standard definition's successor, which every screen knows.
pub(crate) const BT709: Colour =
    (ffi::AVColorPrimaries::AVCOL_PRI_BT709, ffi::AVColorTransferCharacteristic::AVCOL_TRC_BT709, ffi::AVColorSpace::AVCOL_SPC_BT709);

/// What an encoder wants outside the packets.
pub(super) fn extradata(context: &Context) -> Vec<u8> {
    // SAFETY: libav keeps `extradata_size` bytes at `extradata`, or a null pointer.
    unsafe {
        let context = &*context.as_ptr();
        match usize::try_from(context.extradata_size) {
            Ok(length) if !context.extradata.is_null() => std::slice::from_raw_parts(context.extradata, length).to_vec(),
            _ => Vec::new(),
        }
    }
}

/// Samples that an encoder puts before the first.
pub(super) fn initial_padding(context: &Context) -> i64 {
    // SAFETY: a plain field.
    unsafe { (*context.as_ptr()).initial_padding.into() }
}

/// The ceiling of an encode, in bits per second, and the buffer it holds over, in bits; and its level.
pub(super) fn set_ceiling(context: &mut Context, rate: u64, buffer: u64, level: Option<u32>) {
    // SAFETY: plain fields of a context that is not open yet.
    unsafe {
        let context = &mut *context.as_mut_ptr();
        context.rc_max_rate = rate.min(i64::MAX as u64) as i64;
        context.rc_buffer_size = buffer.min(i32::MAX as u64) as i32;
        if let Some(level) = level {
            context.level = level as i32;
        }
    }
}

/// The colour that an encoder announces, in limited range.
pub(super) fn set_colour(context: &mut Context, (primaries, transfer, matrix): Colour) {
    // SAFETY: plain fields of a context that is not open yet.
    unsafe {
        let context = &mut *context.as_mut_ptr();
        context.color_primaries = primaries;
        context.color_trc = transfer;
        context.colorspace = matrix;
        context.color_range = ffi::AVColorRange::AVCOL_RANGE_MPEG;
    }
}

/// The usual layout of so many channels.
pub(super) fn set_channels(context: &mut Context, channels: u32) {
    // SAFETY: the layout of a context that is not open yet, which libav initialised.
    unsafe { ffi::av_channel_layout_default(&mut (*context.as_mut_ptr()).ch_layout, channels as i32) }
}

/// A frame of sound with the usual layout of so many channels, and room for `samples`.
pub(super) fn sound_frame(format: ffmpeg_next::format::Sample, channels: u32, sample_rate: u32, samples: usize) -> Result<frame::Audio, Error> {
    let mut frame = frame::Audio::empty();
    frame.set_format(format);
    frame.set_rate(sample_rate);
    frame.set_samples(samples);
    // SAFETY: an empty frame of our own; the buffer is made for the format, layout and length set before.
    unsafe {
        ffi::av_channel_layout_default(&mut (*frame.as_mut_ptr()).ch_layout, channels as i32);
        match ffi::av_frame_get_buffer(frame.as_mut_ptr(), 0) {
            0.. => Ok(frame),
            error => Err(Error::from(error)),
        }
    }
}

/// The channels of a decoded frame: their number, and the layout as filters spell it.
pub(super) fn channels(frame: &frame::Audio) -> (u32, String) {
    let mut buffer = [0; 128];
    // SAFETY: the layout belongs to the frame; the buffer's own length is given, and libav ends the text with a zero.
    unsafe {
        let mut layout: ffi::AVChannelLayout = std::mem::zeroed();
        let own = &(*frame.as_ptr()).ch_layout;
        let count = own.nb_channels;
        // Without an order the usual one is meant.
        if own.order == ffi::AVChannelOrder::AV_CHANNEL_ORDER_UNSPEC {
            ffi::av_channel_layout_default(&mut layout, count);
        } else if ffi::av_channel_layout_copy(&mut layout, own) < 0 {
            return (0, String::new());
        }
        let length = ffi::av_channel_layout_describe(&layout, buffer.as_mut_ptr(), buffer.len());
        ffi::av_channel_layout_uninit(&mut layout);
        let text = if length > 0 { std::ffi::CStr::from_ptr(buffer.as_ptr()).to_string_lossy().into_owned() } else { String::new() };
        (u32::try_from(count).unwrap_or(0), text)
    }
}

/// Makes sure that nobody else sees what is painted on a frame.
pub(super) fn make_writable(frame: &mut frame::Video) -> Result<(), Error> {
    // SAFETY: a frame of our own.
    match unsafe { ffi::av_frame_make_writable(frame.as_mut_ptr()) } {
        0.. => Ok(()),
        error => Err(Error::from(error)),
    }
}

/// One picture of a subtitle: where it lies, and its pixels as red, green, blue, opacity.
pub(super) struct SubtitlePicture {
    pub x: i32,
    pub y: i32,
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[u8; 4]>,
}

/// What a packet of a subtitle made of pictures shows.
pub(super) struct SubtitleEvent {
    /// Milliseconds after the packet's own time.
    pub start: u32,
    /// `None` = until the next.
    pub end: Option<u32>,
    pub pictures: Vec<SubtitlePicture>,
}

/// Decodes a packet. `None` when it shows nothing, not even that there is nothing more to show.
pub(super) fn decode_pictures(decoder: &mut Opened, packet: &mut ffmpeg_next::Packet) -> Option<SubtitleEvent> {
    use ffmpeg_next::packet::Mut;
    // SAFETY: the subtitle is filled by libav when it says so, and freed by it; rects and their planes are read within
    // the sizes that they state.
    unsafe {
        let mut subtitle: ffi::AVSubtitle = std::mem::zeroed();
        let mut got = 0;
        let read = ffi::avcodec_decode_subtitle2(decoder.as_mut_ptr(), &mut subtitle, &mut got, packet.as_mut_ptr());
        if read < 0 || got == 0 {
            return None;
        }
        let rects = (0..subtitle.num_rects as usize).filter_map(|number| (*subtitle.rects.add(number)).as_ref());
        let event = SubtitleEvent {
            start: subtitle.start_display_time,
            end: Some(subtitle.end_display_time).filter(|end| *end > subtitle.start_display_time && *end != u32::MAX),
            pictures: rects.filter_map(|rect| picture(rect)).collect(),
        };
        ffi::avsubtitle_free(&mut subtitle);
        Some(event)
    }
}

/// The size of the picture that a subtitle was made for, once its decoder knows.
pub(super) fn canvas(decoder: &Opened) -> Option<(i32, i32)> {
    // SAFETY: plain fields.
    let (width, height) = unsafe { ((*decoder.as_ptr()).width, (*decoder.as_ptr()).height) };
    (width > 0 && height > 0).then_some((width, height))
}

/// # Safety
/// `rect` was filled by a decoder.
unsafe fn picture(rect: &ffi::AVSubtitleRect) -> Option<SubtitlePicture> {
    let (width, height) = (usize::try_from(rect.w).ok()?, usize::try_from(rect.h).ok()?);
    let line = usize::try_from(rect.linesize[0]).ok()?;
    if rect.type_ != ffi::AVSubtitleType::SUBTITLE_BITMAP || rect.data[0].is_null() || rect.data[1].is_null() || width > line || width * height > 1 << 26 {
        return None;
    }
    let colours = usize::try_from(rect.nb_colors).ok()?.min(256);
    // SAFETY: a bitmap has `height` lines of `linesize` bytes, and a palette of up to 256 colours of four bytes.
    let (palette, lines) = unsafe {
        let palette = std::slice::from_raw_parts(rect.data[1].cast::<u32>(), colours);
        (palette, std::slice::from_raw_parts(rect.data[0], line * height))
    };
    let colour = |index: &u8| {
        let [opacity, red, green, blue] = palette.get(usize::from(*index)).copied().unwrap_or(0).to_be_bytes();
        [red, green, blue, opacity]
    };
    let pixels = lines.chunks(line.max(1)).flat_map(|line| line[..width].iter().map(colour)).collect();
    Some(SubtitlePicture { x: rect.x, y: rect.y, width, height, pixels })
}
