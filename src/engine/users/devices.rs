//! Devices that are signed in, and API keys.

use chrono::Utc;
use walros_db::devices;
use walros_model::user::{Device, DeviceInfo};

use super::{ApiKey, Users, tokens};
use crate::{Caller, EngineError, Result};

impl Users {
    /// All of them for an administrator, else the caller's own.
    pub async fn devices(&self, caller: &Caller) -> Result<Vec<Device>> {
        caller.require_any()?;
        let only = if caller.is_administrator() { None } else { caller.user_id() };
        Ok(self.0.db.read(move |conn| devices::list(conn, only)).await?)
    }

    /// Signs a device out, by the id it gave.
    pub async fn delete_device(&self, caller: &Caller, device_id: &str) -> Result<()> {
        caller.require_administrator()?;
        let found: Vec<i64> = self.devices(caller).await?.into_iter().filter(|device| device.info.id == device_id).map(|device| device.number).collect();
        if found.is_empty() {
            return Err(EngineError::NotFound);
        }
        Ok(self.0.db.write(move |conn| found.into_iter().try_for_each(|number| devices::delete(conn, number).map(|_| ()))).await?)
    }

    pub async fn api_keys(&self, caller: &Caller) -> Result<Vec<ApiKey>> {
        caller.require_administrator()?;
        let keys = self.0.db.read(devices::api_keys).await?;
        Ok(keys.into_iter().map(|device| ApiKey { device, token: None }).collect())
    }

    pub async fn create_api_key(&self, caller: &Caller, app: &str) -> Result<ApiKey> {
        caller.require_administrator()?;
        let app = app.trim();
        if app.is_empty() || app.chars().count() > 100 {
            return Err(EngineError::Invalid("a key needs a name of 1 to 100 characters".into()));
        }
        let token = tokens::fresh()?;
        let hash = tokens::hash(&token);
        let info = DeviceInfo { id: tokens::fresh()?, name: app.into(), app: app.into(), app_version: env!("CARGO_PKG_VERSION").into() };
        let device = self.0.db.write(move |conn| devices::sign_in(conn, None, &info, &hash, Utc::now())).await?;
        Ok(ApiKey { device, token: Some(token) })
    }

    /// By the key itself or its device's number.
    pub async fn revoke_api_key(&self, caller: &Caller, key: &str) -> Result<()> {
        caller.require_administrator()?;
        let hash = tokens::hash(key);
        let by_token = self.0.db.read(move |conn| devices::by_token_hash(conn, &hash)).await?.map(|(device, _)| device);
        let found = match by_token {
            Some(device) => Some(device),
            None => self.0.db.read(devices::api_keys).await?.into_iter().find(|device| device.number.to_string() == key),
        };
        let device = found.filter(|device| device.user.is_none()).ok_or(EngineError::NotFound)?;
        self.0.db.write(move |conn| devices::delete(conn, device.number)).await?;
        Ok(())
    }
}
