//! The log of what happened, in English sentences as the dashboard and Jellystat show them.

use actix_web::web::Json;
use walros_model::activity::{Activity, ActivityKind, ActivityQuery};

use crate::access::Who;
use crate::dto::QueryResult;
use crate::dto::admin::ActivityEntry;
use crate::error::Result;
use crate::ids::Guid;
use crate::lookup::{Lookup, MOST};
use crate::query::Query;
use crate::{Answer, Facade, time};

pub async fn entries(jellyfin: Facade, who: Who, query: Query) -> Answer<QueryResult<ActivityEntry>> {
    let wanted = activity_query(&query)?;
    let start_index = wanted.start;
    let (entries, total_record_count) = jellyfin.engine.activity.page(&who, wanted).await?;
    Ok(Json(QueryResult { items: entries.iter().map(entry).collect(), total_record_count, start_index }))
}

fn activity_query(query: &Query) -> Result<ActivityQuery> {
    Ok(ActivityQuery {
        since: query.date("minDate")?,
        has_user: query.flag("hasUserId")?,
        start: query.count("startIndex", MOST)?.unwrap_or(0),
        limit: query.count("limit", MOST)?,
    })
}

/// The types are those that clients know.
fn entry(activity: &Activity) -> ActivityEntry {
    let Activity { number, at, kind, user, user_name, item, item_name, device, address } = activity;
    let (r#type, name) = match kind {
        ActivityKind::SignedIn => ("AuthenticationSucceeded", format!("{user_name} successfully authenticated")),
        ActivityKind::SignInFailed => ("AuthenticationFailed", format!("Failed login attempt from {user_name}")),
        ActivityKind::SignedOut => ("SessionEnded", format!("{user_name} has disconnected from {device}")),
        ActivityKind::UserCreated => ("UserCreated", format!("User {user_name} has been created")),
        ActivityKind::UserDeleted => ("UserDeleted", format!("User {user_name} has been deleted")),
        ActivityKind::PasswordChanged => ("UserPasswordChanged", format!("Password has been changed for user {user_name}")),
        ActivityKind::PlaybackStarted => ("VideoPlayback", format!("{user_name} is playing {item_name} on {device}")),
        ActivityKind::PlaybackStopped => ("VideoPlaybackStopped", format!("{user_name} has finished playing {item_name} on {device}")),
    };
    let from = matches!(kind, ActivityKind::SignedIn | ActivityKind::SignInFailed | ActivityKind::SignedOut) && !address.is_empty();
    ActivityEntry {
        id: *number,
        name,
        r#type,
        short_overview: from.then(|| format!("IP address: {address}")),
        item_id: item.map(|id| id.simple()),
        date: time::moment(*at),
        user_id: Guid(user.map(|user| user.0).unwrap_or_default()),
        severity: if *kind == ActivityKind::SignInFailed { "Error" } else { "Information" },
    }
}
