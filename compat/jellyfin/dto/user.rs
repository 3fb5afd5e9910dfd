//! Users, their policy and configuration, and the answer to a sign-in.

use serde::Serialize;
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;

use super::session::Session;
use crate::ids::Guid;

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct User {
    pub name: String,
    pub server_id: String,
    pub id: Guid,
    pub primary_image_tag: Option<String>,
    pub has_password: bool,
    pub has_configured_password: bool,
    pub has_configured_easy_password: bool,
    pub enable_auto_login: bool,
    pub last_login_date: Option<String>,
    pub last_activity_date: Option<String>,
    /// Whole documents, since clients send them back whole, with members that only they know.
    pub configuration: Map<String, Value>,
    pub policy: Map<String, Value>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AuthenticationResult {
    pub user: User,
    pub session_info: Session,
    pub access_token: String,
    pub server_id: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct QuickConnect {
    pub authenticated: bool,
    pub secret: String,
    pub code: String,
    pub device_id: String,
    pub device_name: String,
    pub app_name: String,
    pub app_version: String,
    pub date_added: String,
}

/// An API key or a device's token, as the page of keys shows it.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AuthenticationInfo {
    pub id: i64,
    pub access_token: String,
    pub device_id: String,
    pub app_name: String,
    pub app_version: String,
    pub device_name: String,
    pub user_id: Guid,
    pub is_active: bool,
    pub date_created: String,
    pub date_last_activity: String,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Device {
    pub name: String,
    pub custom_name: Option<String>,
    pub id: String,
    pub last_user_name: Option<String>,
    pub app_name: String,
    pub app_version: String,
    pub last_user_id: Option<Guid>,
    pub date_last_activity: String,
    pub capabilities: super::session::Capabilities,
}
