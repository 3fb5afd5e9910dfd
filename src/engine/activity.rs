//! What happened on the server, for administrators.

use std::sync::Arc;

use chrono::Utc;
use walros_db::activity;
use walros_model::activity::{Activity, ActivityKind, ActivityQuery};
use walros_model::user::User;

use crate::core::Core;
use crate::{Caller, Result};

pub struct Activities(pub(crate) Arc<Core>);

impl Activities {
    /// Newest first, and how many there are beside the page. Administrators only.
    pub async fn page(&self, caller: &Caller, query: ActivityQuery) -> Result<(Vec<Activity>, u64)> {
        caller.require_administrator()?;
        Ok(self.0.db.read(move |conn| activity::page(conn, &query)).await?)
    }
}

/// An entry of now, about nobody yet.
pub(crate) fn entry(kind: ActivityKind, caller: &Caller) -> Activity {
    let device = caller.device.as_ref().map_or("", |device| device.info.name.as_str());
    Activity {
        number: 0,
        at: Utc::now(),
        kind,
        user: None,
        user_name: String::new(),
        item: None,
        item_name: String::new(),
        device: device.to_owned(),
        address: caller.address.to_string(),
    }
}

/// An entry of now about a user.
pub(crate) fn about(kind: ActivityKind, user: &User, caller: &Caller) -> Activity {
    Activity { user: Some(user.id), user_name: user.name.clone(), ..entry(kind, caller) }
}

impl Core {
    /// Notes what happened. A log that cannot be written does not undo what it is about.
    pub async fn note(&self, entry: Activity) {
        if let Err(error) = self.db.write(move |conn| activity::add(conn, &entry)).await {
            tracing::warn!(%error, "the activity log cannot be written");
        }
    }
}
