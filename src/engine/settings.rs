//! The server's settings, kept in memory so that reading them costs no statement.

use std::collections::BTreeMap;
use std::sync::RwLock;
use std::time::Duration;

use serde_json::{Value, json};
use walros_db::{Db, settings};
use walros_model::state::ResumeRules;

use crate::renditions::Window;
use crate::schedule::Trigger;
use crate::tasks::Task;
use crate::users::tokens;
use crate::{EngineError, Result};

const SERVER_ID: &str = "server.id";
const SERVER_NAME: &str = "server.name";
const RESUME: &str = "resume";
const RENDITION_WINDOW: &str = "renditions.window";

#[derive(Clone, Debug)]
pub struct Settings {
    pub server_id: String,
    pub server_name: String,
    pub resume: ResumeRules,
    pub triggers: BTreeMap<Task, Vec<Trigger>>,
    /// When renditions may be made; `None` = always.
    pub rendition_window: Option<Window>,
    /// An administrator exists.
    pub set_up: bool,
}

pub struct SettingsCell(RwLock<Settings>);

impl SettingsCell {
    /// Loads them; the server's id is made the first time.
    pub async fn load(db: &Db) -> Result<Self> {
        let fresh = tokens::fresh()?;
        let loaded = db.write(move |conn| {
            let id = settings::get(conn, SERVER_ID)?.and_then(|json| serde_json::from_str::<String>(&json).ok());
            let server_id = match id {
                Some(id) => id,
                None => {
                    settings::set(conn, SERVER_ID, &json!(fresh).to_string())?;
                    fresh
                }
            };
            let name = settings::get(conn, SERVER_NAME)?.and_then(|json| serde_json::from_str::<String>(&json).ok());
            let resume = settings::get(conn, RESUME)?.and_then(|json| serde_json::from_str(&json).ok()).map(resume_from);
            let mut triggers = BTreeMap::new();
            for task in Task::ALL {
                let stored = settings::get(conn, task.setting())?.and_then(|json| serde_json::from_str(&json).ok());
                triggers.insert(task, stored.unwrap_or_else(|| task.usual_triggers()));
            }
            let rendition_window = settings::get(conn, RENDITION_WINDOW)?.and_then(|json| serde_json::from_str(&json).ok());
            let set_up = walros_db::users::all(conn)?.iter().any(|user| user.policy.administrator && !user.policy.disabled);
            Ok(Settings { server_id, server_name: name.unwrap_or_else(host_name), resume: resume.unwrap_or_default(), triggers, rendition_window, set_up })
        });
        Ok(Self(RwLock::new(loaded.await?)))
    }

    pub fn get(&self) -> Settings {
        self.0.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    pub fn set_up(&self) -> bool {
        self.0.read().unwrap_or_else(|poisoned| poisoned.into_inner()).set_up
    }

    pub fn mark_set_up(&self) {
        self.change(|settings| settings.set_up = true);
    }

    pub async fn set_name(&self, db: &Db, name: &str) -> Result<()> {
        let name = name.trim().to_string();
        if name.is_empty() || name.chars().count() > 100 {
            return Err(EngineError::Invalid("a server's name has 1 to 100 characters".into()));
        }
        let stored = json!(name).to_string();
        db.write(move |conn| settings::set(conn, SERVER_NAME, &stored)).await?;
        self.change(|settings| settings.server_name = name);
        Ok(())
    }

    pub async fn set_resume(&self, db: &Db, rules: ResumeRules) -> Result<()> {
        let percent = 0.0..=100.0;
        if !percent.contains(&rules.min_percent) || !percent.contains(&rules.max_percent) {
            return Err(EngineError::Invalid("resume percentages are from 0 to 100".into()));
        }
        let stored = json!({"minPercent": rules.min_percent, "maxPercent": rules.max_percent, "minSeconds": rules.min_runtime.as_secs()}).to_string();
        db.write(move |conn| settings::set(conn, RESUME, &stored)).await?;
        self.change(|settings| settings.resume = rules);
        Ok(())
    }

    pub async fn set_triggers(&self, db: &Db, task: Task, triggers: Vec<Trigger>) -> Result<()> {
        let stored = json!(triggers).to_string();
        db.write(move |conn| settings::set(conn, task.setting(), &stored)).await?;
        self.change(|settings| drop(settings.triggers.insert(task, triggers)));
        Ok(())
    }

    pub async fn set_rendition_window(&self, db: &Db, window: Option<Window>) -> Result<()> {
        let stored = window.map(|window| json!(window).to_string());
        db.write(move |conn| match stored {
            Some(stored) => settings::set(conn, RENDITION_WINDOW, &stored),
            None => settings::remove(conn, RENDITION_WINDOW),
        })
        .await?;
        self.change(|settings| settings.rendition_window = window);
        Ok(())
    }

    fn change(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.0.write().unwrap_or_else(|poisoned| poisoned.into_inner()));
    }
}

fn resume_from(json: Value) -> ResumeRules {
    let defaults = ResumeRules::default();
    ResumeRules {
        min_percent: json["minPercent"].as_f64().unwrap_or(defaults.min_percent),
        max_percent: json["maxPercent"].as_f64().unwrap_or(defaults.max_percent),
        min_runtime: json["minSeconds"].as_u64().map_or(defaults.min_runtime, Duration::from_secs),
    }
}

/// The machine's name, as people know it.
fn host_name() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim().split('.').next().unwrap_or_default().to_string();
    if name.is_empty() { "Walros".into() } else { name }
}
