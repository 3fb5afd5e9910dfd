//! Signing in and out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::user::User;

/// Who the server is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Server {
    pub id: String,
    pub name: String,
    pub version: String,
    pub set_up: bool,
}

/// What a client says of itself.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeviceDescription {
    /// The client's own word, kept by it.
    pub id: String,
    /// `Firefox on Linux`.
    pub name: String,
    pub app: String,
    pub app_version: String,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Login {
    pub name: String,
    pub password: String,
    pub device: DeviceDescription,
}

/// A fresh sign-in. A browser also gets the token as a cookie that scripts cannot read.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// To be sent as `Authorization: Bearer …`.
    pub token: String,
    pub user: User,
}

/// Who is signed in, and where.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    pub user: User,
    pub server: Server,
}

/// Somebody on the login screen.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicUser {
    pub name: String,
    pub has_password: bool,
}

/// A signed-in device.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    pub id: String,
    pub name: String,
    pub app: String,
    pub app_version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub user_id: Option<String>,
    pub created: DateTime<Utc>,
    pub last_seen: DateTime<Utc>,
    /// The one this request came from.
    pub current: bool,
}
