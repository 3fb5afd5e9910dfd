//! The server itself: its id and name, whether it is set up, its settings.

use std::sync::Arc;

use walros_model::state::ResumeRules;

use crate::core::Core;
use crate::{Caller, Result};

pub struct System(pub(crate) Arc<Core>);

#[derive(Clone, Debug)]
pub struct ServerInfo {
    /// 32 hex digits, made once; clients bind tokens and caches to it.
    pub id: String,
    pub name: String,
    /// An administrator exists.
    pub set_up: bool,
}

impl System {
    /// In memory: costs no statement.
    pub fn info(&self) -> ServerInfo {
        todo!()
    }

    /// The one-time code that finishing set-up from elsewhere than loopback needs; `None` when set up.
    pub fn setup_code(&self) -> Option<String> {
        todo!()
    }

    /// Makes the first administrator. Only while nobody is set up, and only from loopback or with the right `code`:
    /// else `Forbidden`; `Conflict` when it is done already; `Invalid` for an empty name or password.
    pub async fn set_up(&self, _caller: &Caller, _code: Option<&str>, _name: &str, _password: &str) -> Result<walros_model::user::User> {
        todo!()
    }

    /// Whether `caller` may take part in set-up now.
    pub fn may_set_up(&self, _caller: &Caller, _code: Option<&str>) -> bool {
        todo!()
    }

    pub async fn rename(&self, _caller: &Caller, _name: &str) -> Result<()> {
        todo!()
    }

    pub fn resume_rules(&self) -> ResumeRules {
        todo!()
    }

    pub async fn set_resume_rules(&self, _caller: &Caller, _rules: ResumeRules) -> Result<()> {
        todo!()
    }

    /// A facade's own settings document (JSON text) under a name of its own, such as `jellyfin.configuration`.
    pub async fn document(&self, _name: &str) -> Result<Option<String>> {
        todo!()
    }

    pub async fn set_document(&self, _caller: &Caller, _name: &str, _json: &str) -> Result<()> {
        todo!()
    }

    /// A client's display preferences (JSON text) of a user, kept as they are.
    pub async fn display_preferences(&self, _caller: &Caller, _client: &str, _id: &str) -> Result<Option<String>> {
        todo!()
    }

    pub async fn set_display_preferences(&self, _caller: &Caller, _client: &str, _id: &str, _json: &str) -> Result<()> {
        todo!()
    }
}
