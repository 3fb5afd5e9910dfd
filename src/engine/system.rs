//! The server itself: its id and name, whether it is set up, its settings.

use std::path::Path;
use std::sync::Arc;

use walros_db::settings;
use walros_model::state::ResumeRules;
use walros_model::user::{Policy, User};

use crate::core::Core;
use crate::users::Users;
use crate::{Caller, EngineError, Result};

pub struct System(pub(crate) Arc<Core>);

#[derive(Clone, Debug)]
pub struct ServerInfo {
    /// 32 hex digits, made once; clients bind tokens and caches to it.
    pub id: String,
    pub name: String,
    /// An administrator exists.
    pub set_up: bool,
}

/// Settings documents and display preferences may take this many bytes.
const MAX_DOCUMENT: usize = 1 << 20;

impl System {
    /// In memory: costs no statement.
    pub fn info(&self) -> ServerInfo {
        let settings = self.0.settings.get();
        ServerInfo { id: settings.server_id, name: settings.server_name, set_up: settings.set_up }
    }

    /// The one-time code that finishing set-up from elsewhere than loopback needs; `None` when set up.
    pub fn setup_code(&self) -> Option<String> {
        (!self.0.settings.set_up()).then(|| self.0.setup_code.clone())
    }

    /// Makes the first administrator. Only while nobody is set up, and only from loopback or with the right `code`:
    /// else `Forbidden`; `Conflict` when it is done already; `Invalid` for an empty name or password.
    pub async fn set_up(&self, caller: &Caller, code: Option<&str>, name: &str, password: &str) -> Result<User> {
        if self.0.settings.set_up() {
            return Err(EngineError::Conflict("this server is set up already".into()));
        }
        if !self.may_set_up(caller, code) {
            return Err(EngineError::Forbidden);
        }
        if password.is_empty() {
            return Err(EngineError::Invalid("the first account needs a password".into()));
        }
        let policy = Policy { administrator: true, hidden: false, delete: true, ..Policy::default() };
        Users(self.0.clone()).create(&Caller::server(), name, Some(password), policy).await
    }

    /// Whether `caller` may take part in set-up now.
    pub fn may_set_up(&self, caller: &Caller, code: Option<&str>) -> bool {
        let knows_code = code.is_some_and(|code| same(code.trim(), &self.0.setup_code));
        !self.0.settings.set_up() && (caller.address.to_canonical().is_loopback() || knows_code)
    }

    pub async fn rename(&self, caller: &Caller, name: &str) -> Result<()> {
        caller.require_administrator()?;
        self.0.settings.set_name(&self.0.db, name).await
    }

    pub fn resume_rules(&self) -> ResumeRules {
        self.0.settings.get().resume
    }

    pub async fn set_resume_rules(&self, caller: &Caller, rules: ResumeRules) -> Result<()> {
        caller.require_administrator()?;
        self.0.settings.set_resume(&self.0.db, rules).await
    }

    /// A facade's own settings document (JSON text) under a name of its own, such as `jellyfin.configuration`.
    pub async fn document(&self, name: &str) -> Result<Option<String>> {
        let name = format!("document.{name}");
        Ok(self.0.db.read(move |conn| settings::get(conn, &name)).await?)
    }

    pub async fn set_document(&self, caller: &Caller, name: &str, json: &str) -> Result<()> {
        caller.require_administrator()?;
        bounded(json)?;
        let (name, json) = (format!("document.{name}"), json.to_string());
        Ok(self.0.db.write(move |conn| settings::set(conn, &name, &json)).await?)
    }

    /// A client's display preferences (JSON text) of a user, kept as they are.
    pub async fn display_preferences(&self, caller: &Caller, client: &str, id: &str) -> Result<Option<String>> {
        let user = caller.require_user()?.id;
        let (client, id) = (client.to_string(), id.to_string());
        Ok(self.0.db.read(move |conn| settings::display_preference(conn, user, &client, &id)).await?)
    }

    pub async fn set_display_preferences(&self, caller: &Caller, client: &str, id: &str, json: &str) -> Result<()> {
        let user = caller.require_user()?.id;
        bounded(json)?;
        let (client, id, json) = (client.to_string(), id.to_string(), json.to_string());
        Ok(self.0.db.write(move |conn| settings::set_display_preference(conn, user, &client, &id, &json)).await?)
    }

    /// Writes a copy of the database, made by the database itself, to a new file.
    pub async fn backup(&self, caller: &Caller, file: &Path) -> Result<()> {
        caller.require_administrator()?;
        self.0.db.backup_to(file).await.map_err(|error| EngineError::Unavailable(error.to_string()))
    }

    /// Statements the database has run since the start; for benchmarks and metrics.
    pub fn statements(&self) -> u64 {
        self.0.db.statements()
    }
}

fn bounded(json: &str) -> Result<()> {
    if json.len() > MAX_DOCUMENT {
        return Err(EngineError::Invalid("the document is larger than 1 MiB".into()));
    }
    Ok(())
}

/// Compares without telling by the time how much was right.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}
