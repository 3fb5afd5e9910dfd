//! Users.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub id: String,
    pub name: String,
    pub has_password: bool,
    pub policy: Policy,
    pub preferences: Preferences,
    pub created: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_activity: Option<DateTime<Utc>>,
}

/// What an administrator allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Policy {
    pub administrator: bool,
    pub disabled: bool,
    /// Not on the login screen.
    pub hidden: bool,
    /// Library ids; `null` = every library.
    pub libraries: Option<Vec<String>>,
    /// The oldest age an item may be rated for; `null` = no limit.
    pub max_age: Option<u32>,
    pub play: bool,
    pub transcode: bool,
    pub download: bool,
    pub remote_access: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SubtitleMode {
    Default,
    Always,
    OnlyForced,
    None,
    Smart,
}

/// How a user likes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Preferences {
    /// ISO 639-2; `null` = the file's own default.
    pub audio_language: Option<String>,
    pub subtitle_language: Option<String>,
    pub subtitle_mode: SubtitleMode,
    pub auto_play_next: bool,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewUser {
    pub name: String,
    #[serde(default)]
    pub password: Option<String>,
    #[serde(default)]
    pub administrator: bool,
}

/// What to change; what is absent stays.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UserChange {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub policy: Option<Policy>,
    #[serde(default)]
    pub preferences: Option<Preferences>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordChange {
    /// Needed for one's own.
    #[serde(default)]
    pub current: Option<String>,
    pub new: String,
}
