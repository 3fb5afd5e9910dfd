//! Sessions: who is connected, with what, playing what.

use serde::Serialize;
use serde_with::skip_serializing_none;

use super::item::BaseItem;
use crate::ids::Guid;

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Session {
    pub play_state: PlayerState,
    pub additional_users: Vec<SessionUser>,
    pub capabilities: Capabilities,
    pub remote_end_point: String,
    pub playable_media_types: Vec<String>,
    pub id: String,
    pub user_id: Guid,
    pub user_name: Option<String>,
    pub client: String,
    pub last_activity_date: String,
    pub last_playback_check_in: String,
    pub last_paused_date: Option<String>,
    pub device_name: String,
    pub now_playing_item: Option<Box<BaseItem>>,
    pub device_id: String,
    pub application_version: String,
    pub is_active: bool,
    pub supports_media_control: bool,
    pub supports_remote_control: bool,
    pub now_playing_queue: Vec<QueueItem>,
    pub has_custom_device_name: bool,
    pub playlist_item_id: Option<String>,
    pub server_id: String,
    pub user_primary_image_tag: Option<String>,
    pub supported_commands: Vec<String>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Capabilities {
    pub playable_media_types: Vec<String>,
    pub supported_commands: Vec<String>,
    pub supports_media_control: bool,
    /// These two are gone from newer schemas; older Kotlin SDKs fail without them.
    pub supports_content_uploading: bool,
    pub supports_sync: bool,
    pub supports_persistent_identifier: bool,
    pub app_store_url: Option<String>,
    pub icon_url: Option<String>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PlayerState {
    pub position_ticks: Option<i64>,
    pub can_seek: bool,
    pub is_paused: bool,
    pub is_muted: bool,
    pub volume_level: Option<i32>,
    pub audio_stream_index: Option<i32>,
    pub subtitle_stream_index: Option<i32>,
    pub media_source_id: Option<Guid>,
    pub play_method: Option<&'static str>,
    pub repeat_mode: String,
    pub playback_order: String,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct QueueItem {
    pub id: Guid,
    pub playlist_item_id: Option<String>,
}

/// Somebody who watches along.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SessionUser {
    pub user_id: Guid,
    pub user_name: String,
}
