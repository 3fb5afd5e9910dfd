//! What ffmpeg-next has no safe way to read: fields of streams, containers and pictures, copied out as plain values.
#![expect(unsafe_code, reason = "fields of libav's structures that the safe wrapper does not reach")]

mod film;
pub(crate) mod hardware;
mod numbers;
mod picture;
mod subtitle;

use std::ffi::{CStr, c_char};

use ffmpeg_next::codec::discard::Discard;
use ffmpeg_next::ffi;
use ffmpeg_next::format::stream::{Disposition, Stream};

use crate::avio::Input;

pub(crate) use film::{one_thread, pixel_number, seek, seek_to_byte, share};
pub(crate) use numbers::{Colour, Numbers, codec_numbers};
pub(crate) use picture::{set_colors, set_quality};
pub(crate) use subtitle::{NotText, decode_subtitle, subtitle_header};

/// Longest text kept of one tag; lyrics and certificates of hostile files may be longer.
const TAG_BYTES: usize = 64 * 1024;
const TAGS_MAX: usize = 512;

/// The codec parameters of one stream, as the demuxer and a first look at the packets say them.
#[derive(Clone, Debug)]
pub(crate) struct CodecParameters {
    pub codec: String,
    pub tag: u32,
    pub profile: Option<String>,
    pub level: i32,
    pub bit_rate: i64,
    pub bits_per_raw_sample: i32,
    /// Of PCM and the like, where a sample has a fixed size.
    pub bits_per_sample: i32,
    pub extradata: Vec<u8>,
    pub width: i32,
    pub height: i32,
    pub pixel_format: Option<String>,
    /// Bits of the first component.
    pub pixel_depth: Option<u32>,
    pub interlaced: bool,
    pub color_range: Option<String>,
    pub color_space: Option<String>,
    pub color_transfer: Option<String>,
    pub color_primaries: Option<String>,
    pub sample_aspect_ratio: (i32, i32),
    pub channels: i32,
    pub channel_layout: Option<String>,
    pub sample_rate: i32,
}

pub(crate) fn codec_parameters(input: &Input, stream: &Stream<'_>) -> CodecParameters {
    // SAFETY: both pointers are libav's own, alive and unshared as long as `input` is; `av_guess_sample_aspect_ratio` only reads,
    // in spite of its signature. Enumerations hold what this same libav wrote.
    unsafe {
        let par = &*stream.parameters().as_ptr();
        let sar = ffi::av_guess_sample_aspect_ratio(input.as_ptr().cast_mut(), stream.as_ptr().cast_mut(), std::ptr::null_mut());
        let is_video = par.codec_type == ffi::AVMediaType::AVMEDIA_TYPE_VIDEO;
        let descriptor = if is_video { ffi::av_pix_fmt_desc_get(pixel_format(par.format)) } else { std::ptr::null() };
        CodecParameters {
            codec: text(ffi::avcodec_get_name(par.codec_id)).unwrap_or_default(),
            tag: par.codec_tag,
            profile: text(ffi::avcodec_profile_name(par.codec_id, par.profile)).or_else(|| (par.profile >= 0).then(|| par.profile.to_string())),
            level: par.level,
            bit_rate: par.bit_rate,
            bits_per_raw_sample: par.bits_per_raw_sample,
            bits_per_sample: ffi::av_get_bits_per_sample(par.codec_id),
            extradata: bytes(par.extradata, par.extradata_size),
            width: par.width,
            height: par.height,
            pixel_format: descriptor.as_ref().and_then(|descriptor| text(descriptor.name)),
            pixel_depth: descriptor.as_ref().and_then(|descriptor| u32::try_from(descriptor.comp[0].depth).ok()),
            interlaced: is_video && !matches!(par.field_order, ffi::AVFieldOrder::AV_FIELD_UNKNOWN | ffi::AVFieldOrder::AV_FIELD_PROGRESSIVE),
            color_range: color(ffi::av_color_range_name(par.color_range)),
            color_space: color(ffi::av_color_space_name(par.color_space)),
            color_transfer: color(ffi::av_color_transfer_name(par.color_trc)),
            color_primaries: color(ffi::av_color_primaries_name(par.color_primaries)),
            sample_aspect_ratio: (sar.num, sar.den),
            channels: par.ch_layout.nb_channels,
            channel_layout: channel_layout(&par.ch_layout),
            sample_rate: par.sample_rate,
        }
    }
}

/// Names in lower case, in the file's order. Text that is not UTF-8 is repaired.
pub(crate) fn stream_tags(stream: &Stream<'_>) -> Vec<(String, String)> {
    // SAFETY: the dictionary lives as long as the stream's context.
    unsafe { tags((*stream.as_ptr()).metadata) }
}

/// As [`stream_tags`], of the whole container.
pub(crate) fn container_tags(input: &Input) -> Vec<(String, String)> {
    // SAFETY: as above.
    unsafe { tags((*input.as_ptr()).metadata) }
}

/// One chapter: time base, start, end, title.
pub(crate) struct Chapter {
    pub time_base: (i32, i32),
    pub start: i64,
    pub end: i64,
    pub title: Option<String>,
}

pub(crate) fn chapters(input: &Input, most: usize) -> Vec<Chapter> {
    // SAFETY: libav keeps `nb_chapters` valid pointers in `chapters`.
    unsafe {
        let context = &*input.as_ptr();
        (0..most.min(context.nb_chapters as usize))
            .map(|number| {
                let chapter = &**context.chapters.add(number);
                let title = tags(chapter.metadata).into_iter().find(|(name, _)| name == "title").map(|(_, value)| value);
                Chapter { time_base: (chapter.time_base.num, chapter.time_base.den), start: chapter.start, end: chapter.end, title }
            })
            .collect()
    }
}

/// The first of the packets a demuxer keeps for an attached picture.
pub(crate) fn attached_picture(stream: &Stream<'_>) -> Vec<u8> {
    // SAFETY: the packet belongs to the stream; empty ones have a null pointer and size 0.
    unsafe {
        let packet = &(*stream.as_ptr()).attached_pic;
        bytes(packet.data, packet.size)
    }
}

/// The private data of a codec: for an attachment, its content.
pub(crate) fn extradata(stream: &Stream<'_>) -> Vec<u8> {
    // SAFETY: the parameters belong to the stream.
    unsafe {
        let par = &*stream.parameters().as_ptr();
        bytes(par.extradata, par.extradata_size)
    }
}

/// # Safety
/// `dictionary` is null or a dictionary of libav's.
unsafe fn tags(dictionary: *const ffi::AVDictionary) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut entry: *const ffi::AVDictionaryEntry = std::ptr::null();
    while found.len() < TAGS_MAX {
        // SAFETY: `entry` is null or the entry that this dictionary answered last; keys and values are C strings.
        unsafe {
            entry = ffi::av_dict_get(dictionary, c"".as_ptr(), entry, ffi::AV_DICT_IGNORE_SUFFIX);
            let Some(entry) = entry.as_ref() else { break };
            if let (Some(key), Some(value)) = (text(entry.key), text(entry.value)) {
                found.push((key.to_lowercase(), value));
            }
        }
    }
    found
}

/// # Safety
/// `pointer` is null or a C string.
unsafe fn text(pointer: *const c_char) -> Option<String> {
    if pointer.is_null() {
        return None;
    }
    // SAFETY: it is a C string, the caller says.
    let mut bytes = unsafe { CStr::from_ptr(pointer) }.to_bytes();
    bytes = &bytes[..bytes.len().min(TAG_BYTES)];
    Some(String::from_utf8_lossy(bytes).into_owned())
}

/// The name of a colour property, unless it says that there is none.
///
/// # Safety
/// As [`text`].
unsafe fn color(pointer: *const c_char) -> Option<String> {
    // SAFETY: passed on.
    unsafe { text(pointer) }.filter(|name| !matches!(name.as_str(), "unknown" | "reserved"))
}

/// # Safety
/// `pointer` is null or the start of `length` bytes.
unsafe fn bytes(pointer: *const u8, length: i32) -> Vec<u8> {
    match usize::try_from(length) {
        // SAFETY: the caller says so.
        Ok(length) if !pointer.is_null() => unsafe { std::slice::from_raw_parts(pointer, length) }.to_vec(),
        _ => Vec::new(),
    }
}

/// Number to pixel format by way of the table, since a number that libav does not know is no value of the enumeration.
///
/// # Safety
/// None needed beyond a linked libav.
unsafe fn pixel_format(number: i32) -> ffi::AVPixelFormat {
    if (0..ffi::AVPixelFormat::AV_PIX_FMT_NB as i32).contains(&number) {
        // SAFETY: within the enumeration, which has no holes.
        unsafe { std::mem::transmute::<i32, ffi::AVPixelFormat>(number) }
    } else {
        ffi::AVPixelFormat::AV_PIX_FMT_NONE
    }
}

/// # Safety
/// `layout` was filled by libav.
unsafe fn channel_layout(layout: &ffi::AVChannelLayout) -> Option<String> {
    if layout.order == ffi::AVChannelOrder::AV_CHANNEL_ORDER_UNSPEC {
        return None;
    }
    let mut buffer = [0; 128];
    // SAFETY: the buffer's own length is given, and libav ends the text with a zero within it.
    unsafe {
        let length = ffi::av_channel_layout_describe(layout, buffer.as_mut_ptr(), buffer.len());
        if length < 0 { None } else { text(buffer.as_ptr()) }
    }
}

/// Whether a stream is a cover picture.
pub(crate) fn is_cover(stream: &Stream<'_>) -> bool {
    stream.disposition().contains(Disposition::ATTACHED_PIC)
}

/// Which packets of a stream the demuxer leaves out.
pub(crate) fn set_discard(input: &mut Input, number: usize, discard: Discard) {
    // SAFETY: libav keeps `nb_streams` valid pointers in `streams`, and `input` is held alone.
    unsafe {
        let context = &*input.as_mut_ptr();
        if number < context.nb_streams as usize {
            (**context.streams.add(number)).discard = discard.into();
        }
    }
}

/// One entry of a demuxer's index: in MP4 every sample, elsewhere usually keyframes alone.
pub(crate) struct IndexEntry {
    /// In MP4 when it is decoded, elsewhere when it is shown.
    pub timestamp: i64,
    pub position: i64,
    /// Bytes.
    pub size: u32,
    pub is_key: bool,
}

/// The demuxer's own index of a stream, in its order.
pub(crate) fn index_entries(input: &Input, number: usize, most: usize) -> Vec<IndexEntry> {
    let Some(stream) = input.stream(number) else { return Vec::new() };
    // SAFETY: the functions only read; an entry stays valid until the next packet is read.
    unsafe {
        let stream = stream.as_ptr().cast_mut();
        (0..ffi::avformat_index_get_entries_count(stream))
            .filter_map(|at| ffi::avformat_index_get_entry(stream, at).as_ref())
            .map(|entry| IndexEntry {
                timestamp: entry.timestamp,
                position: entry.pos,
                size: u32::try_from(entry.size()).unwrap_or(0),
                is_key: entry.flags() & ffi::AVINDEX_KEYFRAME != 0,
            })
            .take(most)
            .collect()
    }
}

/// Where the container's timeline begins, in microseconds; `None` when it does not say.
pub(crate) fn start_time(input: &Input) -> Option<i64> {
    // SAFETY: a plain number of a live context.
    Some(unsafe { (*input.as_ptr()).start_time }).filter(|start| *start != ffi::AV_NOPTS_VALUE)
}
