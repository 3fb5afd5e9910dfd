//! The server itself: what it is, where it is reached, what it holds.

use serde::Serialize;
use serde_with::skip_serializing_none;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PublicInfo {
    pub local_address: String,
    pub server_name: String,
    pub version: &'static str,
    pub product_name: &'static str,
    pub operating_system: &'static str,
    pub id: String,
    pub startup_wizard_completed: bool,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Info {
    #[serde(flatten)]
    pub public: PublicInfo,
    pub operating_system_display_name: &'static str,
    pub has_pending_restart: bool,
    pub is_shutting_down: bool,
    pub supports_library_monitor: bool,
    pub web_socket_port_number: u16,
    pub completed_installations: [(); 0],
    pub can_self_restart: bool,
    pub can_launch_web_browser: bool,
    pub program_data_path: String,
    pub web_path: String,
    pub items_by_name_path: String,
    pub cache_path: String,
    pub log_path: String,
    pub internal_metadata_path: String,
    pub transcoding_temp_path: String,
    pub cast_receiver_applications: serde_json::Value,
    pub has_update_available: bool,
    pub encoder_location: &'static str,
    pub system_architecture: &'static str,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EndPoint {
    pub is_local: bool,
    pub is_in_network: bool,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UtcTime {
    pub request_reception_time: String,
    pub response_transmission_time: String,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Branding {
    pub login_disclaimer: Option<String>,
    pub custom_css: Option<String>,
    pub splashscreen_enabled: bool,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ItemCounts {
    pub movie_count: u64,
    pub series_count: u64,
    pub episode_count: u64,
    pub artist_count: u64,
    pub program_count: u64,
    pub trailer_count: u64,
    pub song_count: u64,
    pub album_count: u64,
    pub music_video_count: u64,
    pub box_set_count: u64,
    pub book_count: u64,
    pub item_count: u64,
}

/// What the broadcast on UDP 7359 is answered with.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Discovery {
    pub address: String,
    pub id: String,
    pub name: String,
    /// Null: a client would otherwise take its host instead of that of `Address`.
    pub endpoint_address: (),
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FolderStorage {
    pub path: String,
    pub free_space: u64,
    pub used_space: u64,
    pub storage_type: &'static str,
    pub device_id: String,
}
