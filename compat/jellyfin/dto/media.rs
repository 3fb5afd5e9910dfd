//! Media sources, their streams, chapters and attachments.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_with::skip_serializing_none;

use crate::ids::Guid;

/// One version of an item.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MediaSource {
    pub protocol: &'static str,
    pub id: Guid,
    pub path: String,
    pub r#type: &'static str,
    pub container: Option<String>,
    pub size: u64,
    pub name: String,
    pub is_remote: bool,
    /// Stable for a state of the file; Swiftfin finds a source again by it.
    pub e_tag: String,
    pub run_time_ticks: Option<i64>,
    pub read_at_native_framerate: bool,
    pub ignore_dts: bool,
    pub ignore_index: bool,
    pub gen_pts_input: bool,
    pub supports_transcoding: bool,
    pub supports_direct_stream: bool,
    pub supports_direct_play: bool,
    pub is_infinite_stream: bool,
    pub use_most_compatible_transcoding_profile: bool,
    pub requires_opening: bool,
    pub requires_closing: bool,
    pub requires_looping: bool,
    pub supports_probing: bool,
    pub video_type: Option<&'static str>,
    pub media_streams: Vec<MediaStream>,
    pub media_attachments: Vec<MediaAttachment>,
    pub formats: [(); 0],
    pub bitrate: Option<u64>,
    pub timestamp: Option<&'static str>,
    pub required_http_headers: BTreeMap<String, String>,
    pub transcoding_url: Option<String>,
    pub transcoding_sub_protocol: &'static str,
    pub transcoding_container: Option<String>,
    pub default_audio_stream_index: Option<i32>,
    pub default_subtitle_stream_index: Option<i32>,
    pub has_segments: bool,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MediaStream {
    pub codec: Option<String>,
    pub codec_tag: Option<String>,
    pub language: Option<String>,
    pub color_range: Option<String>,
    pub color_space: Option<String>,
    pub color_transfer: Option<String>,
    pub color_primaries: Option<String>,
    pub dv_version_major: Option<u8>,
    pub dv_version_minor: Option<u8>,
    pub dv_profile: Option<u8>,
    pub dv_level: Option<u8>,
    pub rpu_present_flag: Option<u8>,
    pub el_present_flag: Option<u8>,
    pub bl_present_flag: Option<u8>,
    pub dv_bl_signal_compatibility_id: Option<u8>,
    pub rotation: Option<i32>,
    pub time_base: Option<String>,
    pub title: Option<String>,
    pub hdr10_plus_present_flag: Option<bool>,
    pub video_range: &'static str,
    pub video_range_type: &'static str,
    #[serde(rename = "VideoDoViTitle")]
    pub video_dovi_title: Option<String>,
    pub audio_spatial_format: &'static str,
    pub localized_undefined: Option<&'static str>,
    pub localized_default: Option<&'static str>,
    pub localized_forced: Option<&'static str>,
    pub localized_external: Option<&'static str>,
    pub localized_hearing_impaired: Option<&'static str>,
    pub localized_language: Option<String>,
    pub localized_original: Option<&'static str>,
    pub display_title: Option<String>,
    pub nal_length_size: Option<String>,
    pub is_interlaced: bool,
    #[serde(rename = "IsAVC")]
    pub is_avc: Option<bool>,
    pub channel_layout: Option<String>,
    pub bit_rate: Option<u64>,
    pub bit_depth: Option<u32>,
    pub ref_frames: Option<u32>,
    pub channels: Option<u32>,
    pub sample_rate: Option<u32>,
    pub is_default: bool,
    pub is_forced: bool,
    pub is_hearing_impaired: bool,
    pub is_original: bool,
    pub height: Option<u32>,
    pub width: Option<u32>,
    pub average_frame_rate: Option<f32>,
    pub real_frame_rate: Option<f32>,
    pub reference_frame_rate: Option<f32>,
    pub profile: Option<String>,
    pub r#type: &'static str,
    pub aspect_ratio: Option<String>,
    pub index: i32,
    pub is_external: bool,
    pub delivery_method: Option<&'static str>,
    pub delivery_url: Option<String>,
    pub is_external_url: Option<bool>,
    pub is_text_subtitle_stream: bool,
    pub supports_external_stream: bool,
    pub path: Option<String>,
    pub pixel_format: Option<String>,
    pub level: Option<i32>,
    pub is_anamorphic: Option<bool>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MediaAttachment {
    pub codec: Option<String>,
    pub index: u32,
    pub file_name: Option<String>,
    pub mime_type: Option<String>,
    pub delivery_url: Option<String>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Chapter {
    pub start_position_ticks: i64,
    pub name: String,
    pub image_date_modified: String,
    pub image_tag: Option<String>,
}

/// The pictures of one source for seeking. All members are required.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TrickplayInfo {
    pub width: u32,
    pub height: u32,
    pub tile_width: u32,
    pub tile_height: u32,
    pub thumbnail_count: u32,
    /// Milliseconds.
    pub interval: u64,
    /// Bits per second.
    pub bandwidth: u64,
}

/// A part of a film that players offer to pass over.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MediaSegment {
    pub id: Guid,
    pub item_id: Guid,
    pub r#type: &'static str,
    pub start_ticks: i64,
    pub end_ticks: i64,
}
