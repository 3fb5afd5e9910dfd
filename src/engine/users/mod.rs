//! Accounts, sign-in, devices and keys.

use std::net::IpAddr;
use std::sync::Arc;

use walros_model::UserId;
use walros_model::user::{Device, DeviceInfo, Policy, Preferences, User};

use crate::core::Core;
use crate::{Caller, Result};

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
    pub added: walros_model::Timestamp,
    pub authorized: bool,
}

impl Users {
    /// One statement. `Unauthenticated` for an unknown token or a disabled user; `Forbidden` for a user who may not
    /// come from where he comes from. What the client says of itself refreshes the device.
    pub async fn authenticate(&self, _token: &str, _device: Option<&DeviceInfo>, _address: IpAddr) -> Result<Caller> {
        todo!()
    }

    /// `Unauthenticated` for a wrong name or password, `Forbidden` for a disabled or not admitted user, `TooMany`
    /// after many failures, `Invalid` when the device does not say who it is (all four fields).
    pub async fn sign_in(&self, _name: &str, _password: &str, _device: DeviceInfo, _address: IpAddr) -> Result<SignedIn> {
        todo!()
    }

    /// Revokes the caller's token.
    pub async fn sign_out(&self, _caller: &Caller) -> Result<()> {
        todo!()
    }

    /// Those shown on the login screen: not hidden, not disabled; from elsewhere only those who may come from there.
    pub async fn public(&self, _caller: &Caller) -> Result<Vec<User>> {
        todo!()
    }

    /// All of them for an administrator, else himself only.
    pub async fn list(&self, _caller: &Caller) -> Result<Vec<User>> {
        todo!()
    }

    /// Oneself, or anybody for an administrator.
    pub async fn get(&self, _caller: &Caller, _user: UserId) -> Result<User> {
        todo!()
    }

    pub async fn create(&self, _caller: &Caller, _name: &str, _password: Option<&str>, _policy: Policy) -> Result<User> {
        todo!()
    }

    pub async fn rename(&self, _caller: &Caller, _user: UserId, _name: &str) -> Result<()> {
        todo!()
    }

    /// The last administrator cannot be demoted or disabled (`Conflict`).
    pub async fn set_policy(&self, _caller: &Caller, _user: UserId, _policy: Policy) -> Result<()> {
        todo!()
    }

    pub async fn set_preferences(&self, _caller: &Caller, _user: UserId, _preferences: Preferences) -> Result<()> {
        todo!()
    }

    /// A user changes his own knowing the current one; an administrator anybody's. Other devices are signed out.
    pub async fn set_password(&self, _caller: &Caller, _user: UserId, _current: Option<&str>, _new: &str) -> Result<()> {
        todo!()
    }

    pub async fn delete(&self, _caller: &Caller, _user: UserId) -> Result<()> {
        todo!()
    }

    pub async fn devices(&self, _caller: &Caller) -> Result<Vec<Device>> {
        todo!()
    }

    /// Signs a device out, by the id it gave.
    pub async fn delete_device(&self, _caller: &Caller, _device_id: &str) -> Result<()> {
        todo!()
    }

    pub async fn api_keys(&self, _caller: &Caller) -> Result<Vec<ApiKey>> {
        todo!()
    }

    pub async fn create_api_key(&self, _caller: &Caller, _app: &str) -> Result<ApiKey> {
        todo!()
    }

    /// By the key itself or its device's number.
    pub async fn revoke_api_key(&self, _caller: &Caller, _key: &str) -> Result<()> {
        todo!()
    }

    /// `TooMany` when a device asks for codes without end.
    pub fn quick_connect_start(&self, _device: DeviceInfo) -> Result<QuickConnect> {
        todo!()
    }

    pub fn quick_connect_state(&self, _secret: &str) -> Result<QuickConnect> {
        todo!()
    }

    /// The signed-in caller admits the device that shows `code`.
    pub fn quick_connect_authorize(&self, _caller: &Caller, _code: &str) -> Result<()> {
        todo!()
    }

    pub async fn quick_connect_finish(&self, _secret: &str, _address: IpAddr) -> Result<SignedIn> {
        todo!()
    }
}
