//! Accounts, sign-in, devices and keys.

pub(crate) mod accounts;
pub(crate) mod attempts;
mod devices;
mod password;
pub(crate) mod quick_connect;
mod sign_in;
pub(crate) mod tokens;

use std::sync::Arc;

use walros_model::Timestamp;
use walros_model::user::{Device, DeviceInfo, User};

use crate::core::Core;

pub struct Users(pub(crate) Arc<Core>);

/// A fresh sign-in. The token is shown this once; only its hash is stored.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub token: String,
    pub user: User,
    pub device: Device,
}

/// What an API key is called by its administrator. `token` is set only right after it was made.
#[derive(Clone, Debug)]
pub struct ApiKey {
    pub device: Device,
    pub token: Option<String>,
}

/// A code shown on one device and typed on another.
#[derive(Clone, Debug)]
pub struct QuickConnect {
    /// 64 hex digits, known to the asking device alone.
    pub secret: String,
    /// Six digits.
    pub code: String,
    pub device: DeviceInfo,
    pub added: Timestamp,
    pub authorized: bool,
}
