//! Lines of subtitles, out of libav's decoders.
#![expect(unsafe_code, reason = "the safe wrapper takes all text for UTF-8, and never frees it")]

use ffmpeg_next::packet::Ref;
use ffmpeg_next::{Packet, codec, ffi};

use super::{bytes, text};

/// The head of an Advanced SubStation file that goes with what the decoder answers.
pub(crate) fn subtitle_header(decoder: &codec::decoder::Subtitle) -> String {
    // SAFETY: libav keeps the header's pointer and size in step for as long as the decoder lives.
    let header = unsafe {
        let context = &*decoder.as_ptr();
        bytes(context.subtitle_header, context.subtitle_header_size)
    };
    String::from_utf8_lossy(&header).trim_end_matches('\0').replace('\r', "")
}

/// The subtitle is a picture.
#[derive(Debug)]
pub(crate) struct NotText;

/// The lines that a packet of a text subtitle holds, as Advanced SubStation events; a packet that is broken holds none.
pub(crate) fn decode_subtitle(decoder: &mut codec::decoder::Subtitle, packet: &Packet) -> Result<Vec<String>, NotText> {
    let mut events = Vec::new();
    let mut is_text = true;
    // SAFETY: the structure is plain data for libav to fill, and freed by it whether or not it was; rectangles are valid up to their count.
    unsafe {
        let mut subtitle: ffi::AVSubtitle = std::mem::zeroed();
        let mut got = 0;
        let result = ffi::avcodec_decode_subtitle2(decoder.as_mut_ptr(), &mut subtitle, &mut got, packet.as_ptr().cast_mut());
        if result >= 0 && got != 0 {
            for at in 0..subtitle.num_rects as usize {
                let rectangle = &**subtitle.rects.add(at);
                is_text &= rectangle.type_ != ffi::AVSubtitleType::SUBTITLE_BITMAP;
                events.extend(text(rectangle.ass));
            }
        }
        ffi::avsubtitle_free(&mut subtitle);
    }
    if is_text { Ok(events) } else { Err(NotText) }
}
