//! Users, what they may do and how they like it, and the devices they sign in from.

use crate::{ItemId, Timestamp, UserId};

#[derive(Clone, Debug, PartialEq)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub has_password: bool,
    pub policy: Policy,
    pub preferences: Preferences,
    pub created: Timestamp,
    pub last_login: Option<Timestamp>,
    pub last_activity: Option<Timestamp>,
    /// Changes with the picture.
    pub image_tag: Option<String>,
}

/// What an administrator allows. Fields that only a facade knows are kept by it in `extra`.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    pub administrator: bool,
    pub disabled: bool,
    /// Not on the login screen.
    pub hidden: bool,
    /// `None` = every library.
    pub libraries: Option<Vec<ItemId>>,
    /// The oldest age an item may be rated for; `None` = no limit.
    pub max_age: Option<u32>,
    pub blocked_tags: Vec<String>,
    pub allowed_tags: Vec<String>,
    pub play: bool,
    pub transcode_video: bool,
    pub transcode_audio: bool,
    pub remux: bool,
    pub download: bool,
    pub delete: bool,
    /// May make collections and change them.
    pub collections: bool,
    /// May add subtitles, and lyrics, as files of their own.
    pub subtitles: bool,
    pub lyrics: bool,
    pub remote_access: bool,
    /// Bits per second for a caller outside the local network; zero = no limit.
    pub remote_bit_rate: u64,
    /// JSON object of a facade's own switches, given back as it was.
    pub extra: Option<String>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            administrator: false,
            disabled: false,
            hidden: true,
            libraries: None,
            max_age: None,
            blocked_tags: Vec::new(),
            allowed_tags: Vec::new(),
            play: true,
            transcode_video: true,
            transcode_audio: true,
            remux: true,
            download: true,
            delete: false,
            collections: false,
            subtitles: false,
            lyrics: false,
            remote_access: true,
            remote_bit_rate: 0,
            extra: None,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SubtitleMode {
    #[default]
    Default,
    Always,
    OnlyForced,
    None,
    Smart,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Preferences {
    /// ISO 639-2, or `None` for the file's own default.
    pub audio_language: Option<String>,
    pub subtitle_language: Option<String>,
    pub play_default_audio: bool,
    pub subtitle_mode: SubtitleMode,
    pub remember_audio: bool,
    pub remember_subtitles: bool,
    pub hide_played_in_latest: bool,
    pub view_order: Vec<ItemId>,
    pub hidden_views: Vec<ItemId>,
    pub latest_excludes: Vec<ItemId>,
    pub next_episode_auto_play: bool,
    /// JSON object of a facade's own switches, given back as it was.
    pub extra: Option<String>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            audio_language: None,
            subtitle_language: None,
            play_default_audio: true,
            subtitle_mode: SubtitleMode::Default,
            remember_audio: true,
            remember_subtitles: true,
            hide_played_in_latest: true,
            view_order: Vec::new(),
            hidden_views: Vec::new(),
            latest_excludes: Vec::new(),
            next_episode_auto_play: true,
            extra: None,
        }
    }
}

/// What a client says about itself when it signs in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DeviceInfo {
    /// The client's own word; not unique to a machine (traps.md B7).
    pub id: String,
    pub name: String,
    pub app: String,
    pub app_version: String,
}

/// A signed-in device: one token for each pair of user and device id. An API key has no user.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    pub number: i64,
    pub user: Option<UserId>,
    pub info: DeviceInfo,
    pub created: Timestamp,
    pub last_seen: Timestamp,
}
