//! From a token or a password to a [`Caller`].

use std::net::IpAddr;

use chrono::{Duration, Utc};
use walros_db::{devices, users};
use walros_model::UserId;
use walros_model::activity::{Activity, ActivityKind};
use walros_model::user::{DeviceInfo, User};

use super::{QuickConnect, SignedIn, Users, password, tokens};
use crate::activity::{about, entry};
use crate::policy::admit;
use crate::{Caller, EngineError, Event, Result};

/// How often a device's last sign of life is written: each request would be a write otherwise.
const SEEN_EVERY: Duration = Duration::minutes(3);

impl Users {
    /// One statement. `Unauthenticated` for an unknown token or a disabled user; `Forbidden` for a user who may not
    /// come from where he comes from. What the client says of itself refreshes the device.
    pub async fn authenticate(&self, token: &str, device: Option<&DeviceInfo>, address: IpAddr) -> Result<Caller> {
        let hash = tokens::hash(token);
        let (stored, user) = self.0.db.read(move |conn| devices::by_token_hash(conn, &hash)).await?.ok_or(EngineError::Unauthenticated)?;
        let renamed = device.filter(|info| is_news(info, &stored.info)).cloned();
        if renamed.is_some() || Utc::now() - stored.last_seen > SEEN_EVERY {
            let (number, user, info) = (stored.number, stored.user, renamed.clone().unwrap_or_else(|| stored.info.clone()));
            let seen = self.0.db.write(move |conn| {
                devices::touch(conn, number, &info, Utc::now())?;
                user.map_or(Ok(()), |user| users::touch(conn, user, None, Utc::now()))
            });
            seen.await?;
        }
        let mut stored = stored;
        stored.info = renamed.unwrap_or(stored.info);
        let Some(user) = user else {
            return Ok(Caller::api_key(stored, address));
        };
        if user.policy.disabled {
            return Err(EngineError::Unauthenticated);
        }
        let caller = Caller::signed_in(user, stored, address);
        admit(&caller.require_user()?.policy, caller.is_local())?;
        Ok(caller)
    }

    /// `Unauthenticated` for a wrong name or password, `Forbidden` for a disabled or not admitted user, `TooMany`
    /// after many failures, `Invalid` when the device does not say who it is (all four fields).
    pub async fn sign_in(&self, name: &str, password: &str, device: DeviceInfo, address: IpAddr) -> Result<SignedIn> {
        complete(&device)?;
        if !self.0.attempts.allowed(address, name) {
            return Err(EngineError::TooMany);
        }
        let wanted = name.to_string();
        let found = self.0.db.read(move |conn| users::by_name(conn, &wanted)).await?;
        let hash = found.as_ref().map(|(_, hash)| hash.clone());
        let right = password::verify(hash, password).await?;
        let known = found.as_ref().map(|(user, _)| user.id);
        let Some((user, _)) = found.filter(|_| right) else {
            self.0.attempts.failed(address, name);
            self.0.note(failed_sign_in(name, known, &device, address)).await;
            return Err(EngineError::Unauthenticated);
        };
        self.0.attempts.succeeded(address, name);
        self.admit_device(user, device, address).await
    }

    /// Revokes the caller's token.
    pub async fn sign_out(&self, caller: &Caller) -> Result<()> {
        let number = caller.device.as_ref().ok_or(EngineError::Unauthenticated)?.number;
        self.0.db.write(move |conn| devices::delete(conn, number)).await?;
        self.0.end_session(caller);
        self.0.events.send(Event::SessionsChanged);
        if let Some(user) = &caller.user {
            self.0.note(about(ActivityKind::SignedOut, user, caller)).await;
        }
        Ok(())
    }

    /// `TooMany` when devices ask for codes without end.
    pub fn quick_connect_start(&self, device: DeviceInfo) -> Result<QuickConnect> {
        complete(&device)?;
        self.0.quick_connects.start(device)
    }

    pub fn quick_connect_state(&self, secret: &str) -> Result<QuickConnect> {
        self.0.quick_connects.state(secret)
    }

    /// The signed-in caller admits the device that shows `code`.
    pub fn quick_connect_authorize(&self, caller: &Caller, code: &str) -> Result<()> {
        self.0.quick_connects.authorize(code, caller.require_user()?.id)
    }

    pub async fn quick_connect_finish(&self, secret: &str, address: IpAddr) -> Result<SignedIn> {
        let (user, device) = self.0.quick_connects.finish(secret)?;
        let user = self.0.user(user).await?;
        self.admit_device(user, device, address).await
    }

    /// One token for each pair of user and device: signing in again revokes the older one.
    async fn admit_device(&self, user: User, info: DeviceInfo, address: IpAddr) -> Result<SignedIn> {
        admit(&user.policy, Caller::anonymous(address).is_local())?;
        let token = tokens::fresh()?;
        let (hash, id) = (tokens::hash(&token), user.id);
        let signed_in = self.0.db.write(move |conn| {
            let device = devices::sign_in(conn, Some(id), &info, &hash, Utc::now())?;
            users::touch(conn, id, Some(Utc::now()), Utc::now())?;
            Ok((users::get(conn, id)?, device))
        });
        let (user, device) = signed_in.await?;
        let user = user.ok_or(EngineError::NotFound)?;
        let caller = Caller::signed_in(user.clone(), device.clone(), address);
        self.0.sessions.touch(&caller);
        self.0.note(about(ActivityKind::SignedIn, &user, &caller)).await;
        self.0.events.send(Event::SessionsChanged);
        Ok(SignedIn { token, user, device })
    }

    /// The same caller seeing and doing things as `user`, as an administrator or an API key may ask; `None` = himself.
    pub async fn on_behalf_of(&self, caller: &Caller, user: Option<UserId>) -> Result<Caller> {
        match user {
            Some(user) if caller.user_id() != Some(user) => {
                caller.require_self_or_administrator(user)?;
                caller.on_behalf_of(self.0.user(user).await?)
            }
            _ => Ok(caller.clone()),
        }
    }
}

/// The name is what was typed: cut, since anybody may write into the log by it.
fn failed_sign_in(name: &str, user: Option<UserId>, device: &DeviceInfo, address: IpAddr) -> Activity {
    let short = |text: &str| text.chars().filter(|c| !c.is_control()).take(100).collect();
    Activity { user, user_name: short(name), device: short(&device.name), ..entry(ActivityKind::SignInFailed, &Caller::anonymous(address)) }
}

/// Clients that sign in must say who they are, in all four words (traps.md B6).
fn complete(device: &DeviceInfo) -> Result<()> {
    let DeviceInfo { id, name, app, app_version } = device;
    if [id, name, app, app_version].iter().any(|word| word.trim().is_empty()) {
        return Err(EngineError::Invalid("the client must name itself, its version, its device and the device's id".into()));
    }
    Ok(())
}

/// Whether the client says something new of itself. A cast receiver shares its sender's token and must not rename it.
fn is_news(said: &DeviceInfo, stored: &DeviceInfo) -> bool {
    let same_device = said.id == stored.id && !said.app.is_empty() && !said.app.to_lowercase().contains("chromecast");
    same_device && said != stored && !said.name.is_empty()
}
