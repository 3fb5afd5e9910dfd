//! Sessions and what they play.

use std::time::Duration;

use walros_model::session::{Capabilities, Companion, NowPlaying, PlaybackReport, Session};
use walros_model::user::DeviceInfo;

use super::kinds;
use crate::dto;
use crate::dto::item::BaseItem;
use crate::ids::Guid;
use crate::time;

/// What a session's answer needs beside the session.
pub struct Around {
    pub server_id: String,
    /// The item it plays, when that can be seen.
    pub now_playing: Option<BaseItem>,
    /// Whether a websocket of it is open.
    pub connected: bool,
    pub custom_device_name: Option<String>,
    pub user_image_tag: Option<String>,
}

pub fn session(session: &Session, around: Around) -> dto::session::Session {
    let Session { id, user, user_name, device, address, last_activity, capabilities: able, playing, companions } = session;
    let DeviceInfo { id: device_id, name, app, app_version } = device;
    let Around { server_id, now_playing, connected, custom_device_name, user_image_tag } = around;
    let capabilities = capabilities(able);
    dto::session::Session {
        play_state: playing.as_ref().map(|playing| player_state(&playing.report)).unwrap_or_else(idle),
        additional_users: companions.iter().map(companion).collect(),
        remote_end_point: address.clone(),
        playable_media_types: capabilities.playable_media_types.clone(),
        id: id.clone(),
        user_id: user.map_or_else(Guid::default, Guid::from),
        user_name: Some(user_name.clone()).filter(|name| !name.is_empty()),
        client: app.clone(),
        last_activity_date: time::moment(*last_activity),
        last_playback_check_in: playing.as_ref().map_or_else(|| time::NEVER.to_owned(), |playing| time::moment(playing.checked_in)),
        last_paused_date: playing.as_ref().and_then(|playing| playing.paused_since).map(time::moment),
        has_custom_device_name: custom_device_name.is_some(),
        device_name: custom_device_name.unwrap_or_else(|| name.clone()),
        now_playing_item: now_playing.map(Box::new),
        device_id: device_id.clone(),
        application_version: app_version.clone(),
        is_active: true,
        supports_media_control: capabilities.supports_media_control,
        supports_remote_control: capabilities.supports_media_control && connected,
        now_playing_queue: playing.as_ref().map(queue).unwrap_or_default(),
        playlist_item_id: playing.as_ref().and_then(|playing| playing.report.playlist_entry.clone()),
        server_id,
        user_primary_image_tag: user_image_tag,
        supported_commands: capabilities.supported_commands.clone(),
        capabilities,
    }
}

pub fn capabilities(capabilities: &Capabilities) -> dto::session::Capabilities {
    let Capabilities { media_types, commands, media_control, persistent_identifier, profile: _, app_store_url, icon_url } = capabilities;
    dto::session::Capabilities {
        playable_media_types: media_types.clone(),
        supported_commands: commands.clone(),
        supports_media_control: *media_control,
        supports_content_uploading: false,
        supports_sync: false,
        // The real server takes it for granted of a client that has said nothing yet.
        supports_persistent_identifier: *persistent_identifier || *capabilities == Capabilities::default(),
        app_store_url: app_store_url.clone(),
        icon_url: icon_url.clone(),
    }
}

fn companion(companion: &Companion) -> dto::session::SessionUser {
    dto::session::SessionUser { user_id: companion.user.into(), user_name: companion.name.clone() }
}

fn queue(playing: &NowPlaying) -> Vec<dto::session::QueueItem> {
    playing.report.queue.iter().map(|(id, entry)| dto::session::QueueItem { id: (*id).into(), playlist_item_id: entry.clone() }).collect()
}

fn idle() -> dto::session::PlayerState {
    dto::session::PlayerState { repeat_mode: "RepeatNone".to_owned(), playback_order: "Default".to_owned(), ..Default::default() }
}

fn player_state(report: &PlaybackReport) -> dto::session::PlayerState {
    let PlaybackReport {
        item,
        source,
        play_session: _,
        position,
        paused,
        muted,
        can_seek,
        volume,
        audio_stream,
        subtitle_stream,
        method,
        repeat,
        order,
        failed: _,
        playlist_entry: _,
        queue: _,
        timeline: _,
    } = report;
    dto::session::PlayerState {
        position_ticks: position.map(|position: Duration| time::ticks(position)),
        can_seek: *can_seek,
        is_paused: *paused,
        is_muted: *muted,
        volume_level: *volume,
        audio_stream_index: *audio_stream,
        subtitle_stream_index: *subtitle_stream,
        media_source_id: source.or(*item).map(Guid::from),
        play_method: Some(kinds::play_method(*method)),
        repeat_mode: repeat.clone().unwrap_or_else(|| "RepeatNone".to_owned()),
        playback_order: order.clone().unwrap_or_else(|| "Default".to_owned()),
    }
}
