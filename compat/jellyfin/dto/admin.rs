//! What the dashboard shows: tasks and their results.

use serde::Serialize;
use serde_json::Value;
use serde_with::skip_serializing_none;

use crate::ids::Guid;

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Task {
    pub name: &'static str,
    pub state: &'static str,
    pub current_progress_percentage: Option<f64>,
    pub id: Guid,
    pub triggers: Vec<Value>,
    pub description: &'static str,
    pub category: &'static str,
    pub is_hidden: bool,
    pub key: &'static str,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ActivityEntry {
    pub id: i64,
    pub name: String,
    pub short_overview: Option<String>,
    pub r#type: &'static str,
    pub item_id: Option<String>,
    pub date: String,
    /// Of zeros when it is about nobody.
    pub user_id: Guid,
    pub severity: &'static str,
}
