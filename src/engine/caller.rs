//! Who asks.

use std::net::IpAddr;

use walros_model::UserId;
use walros_model::user::{Device, User};

use crate::{EngineError, Result};

/// The one argument every call begins with: made by [`Users::authenticate`](crate::users::Users::authenticate) from a
/// token, or for nobody in particular by [`Caller::anonymous`].
#[derive(Clone, Debug)]
pub struct Caller {
    /// `None` for nobody and for API keys.
    pub user: Option<User>,
    /// What was signed in; `None` for nobody.
    pub device: Option<Device>,
    pub address: IpAddr,
    administrator: bool,
}

impl Caller {
    pub fn anonymous(address: IpAddr) -> Self {
        Self { user: None, device: None, address, administrator: false }
    }

    /// The server itself, or whoever works on its command line.
    pub fn server() -> Self {
        Self { user: None, device: None, address: IpAddr::from([127, 0, 0, 1]), administrator: true }
    }

    pub(crate) fn signed_in(user: User, device: Device, address: IpAddr) -> Self {
        let administrator = user.policy.administrator;
        Self { user: Some(user), device: Some(device), address, administrator }
    }

    /// A user of whom only this is known: what he asked for earlier, from this address.
    pub(crate) fn granted(user: User, address: IpAddr) -> Self {
        Self { user: Some(user), device: None, address, administrator: false }
    }

    pub(crate) fn api_key(device: Device, address: IpAddr) -> Self {
        Self { user: None, device: Some(device), address, administrator: true }
    }

    pub fn is_administrator(&self) -> bool {
        self.administrator
    }

    /// Whether there is no credential at all.
    pub fn is_anonymous(&self) -> bool {
        self.user.is_none() && !self.administrator
    }

    pub fn user_id(&self) -> Option<UserId> {
        self.user.as_ref().map(|user| user.id)
    }

    /// The address is of this machine or of a private network.
    pub fn is_local(&self) -> bool {
        is_local(self.address)
    }

    /// Fails with `Unauthenticated` for nobody, `Forbidden` for everybody who is no administrator.
    pub fn require_administrator(&self) -> Result<()> {
        match (self.administrator, self.is_anonymous()) {
            (true, _) => Ok(()),
            (false, true) => Err(EngineError::Unauthenticated),
            (false, false) => Err(EngineError::Forbidden),
        }
    }

    /// Fails with `Unauthenticated` for nobody.
    pub fn require_any(&self) -> Result<()> {
        if self.is_anonymous() { Err(EngineError::Unauthenticated) } else { Ok(()) }
    }

    /// The user; an API key has none, which is `Invalid` (a Jellyfin answers 400 there).
    pub fn require_user(&self) -> Result<&User> {
        self.require_any()?;
        self.user.as_ref().ok_or_else(|| EngineError::Invalid("this needs a user".into()))
    }

    /// May act for `user`: it is himself, or an administrator asks.
    pub fn require_self_or_administrator(&self, user: UserId) -> Result<()> {
        if self.administrator || self.user_id() == Some(user) {
            return Ok(());
        }
        self.require_any()?;
        Err(EngineError::Forbidden)
    }

    /// The same caller, seeing and doing things as `user`: an administrator or an API key asks for somebody.
    pub fn on_behalf_of(&self, user: User) -> Result<Self> {
        self.require_self_or_administrator(user.id)?;
        Ok(Self { user: Some(user), ..self.clone() })
    }
}

fn is_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_local(v4.into()),
            None => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
        },
    }
}
