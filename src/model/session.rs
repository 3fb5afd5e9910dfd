//! Who is connected and what they play, kept in memory only.

use std::time::Duration;

use crate::user::DeviceInfo;
use crate::{ItemId, Timestamp, UserId};

#[derive(Clone, Debug)]
pub struct Session {
    /// Stable for a client on a device.
    pub id: String,
    pub user: Option<UserId>,
    pub user_name: String,
    pub device: DeviceInfo,
    pub address: String,
    pub last_activity: Timestamp,
    pub capabilities: Capabilities,
    pub playing: Option<NowPlaying>,
    /// Who else watches on this device: what is played is played for them too.
    pub companions: Vec<Companion>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    pub user: UserId,
    pub name: String,
}

/// What a client said it can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Capabilities {
    pub media_types: Vec<String>,
    pub commands: Vec<String>,
    pub media_control: bool,
    pub persistent_identifier: bool,
    pub profile: Option<crate::profile::DeviceProfile>,
    pub app_store_url: Option<String>,
    pub icon_url: Option<String>,
}

#[derive(Clone, Debug)]
pub struct NowPlaying {
    pub report: PlaybackReport,
    pub since: Timestamp,
    pub checked_in: Timestamp,
    pub paused_since: Option<Timestamp>,
}

/// What a player says of itself when it starts, goes on and stops.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaybackReport {
    pub item: Option<ItemId>,
    /// The version; the item's own when absent.
    pub source: Option<ItemId>,
    pub play_session: Option<String>,
    /// `None` when the client did not say.
    pub position: Option<Duration>,
    pub paused: bool,
    pub muted: bool,
    pub can_seek: bool,
    /// Percent.
    pub volume: Option<i32>,
    pub audio_stream: Option<i32>,
    pub subtitle_stream: Option<i32>,
    pub method: PlayMethod,
    pub repeat: Option<String>,
    pub order: Option<String>,
    pub failed: bool,
    pub playlist_entry: Option<String>,
    pub queue: Vec<(ItemId, Option<String>)>,
    /// Whether the position of a stacked film counts from its beginning, through all parts, and not from its file's.
    pub timeline: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlayMethod {
    #[default]
    DirectPlay,
    DirectStream,
    Transcode,
}
