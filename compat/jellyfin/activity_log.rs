//! The log of what happened, in English sentences as the dashboard and Jellystat show them.

use std::cmp::Reverse;

use actix_web::web::Json;
use walros_model::activity::{Activity, ActivityKind, ActivityQuery};
use walros_model::query::SortOrder;
use walros_model::{ItemId, Timestamp};

use crate::access::Who;
use crate::convert::kinds;
use crate::dto::QueryResult;
use crate::dto::admin::ActivityEntry;
use crate::error::Result;
use crate::ids::Guid;
use crate::lookup::{Lookup, MOST};
use crate::query::Query;
use crate::{Answer, Facade, time};

pub async fn entries(jellyfin: Facade, who: Who, query: Query) -> Answer<QueryResult<ActivityEntry>> {
    let wanted = activity_query(&query)?;
    let (start_index, limit) = (wanted.start, wanted.limit);
    let narrowed = Narrowed::of(&query)?;
    if !narrowed.is_needed() {
        let (entries, total_record_count) = jellyfin.engine.activity.page(&who, wanted).await?;
        return Ok(Json(QueryResult { items: entries.iter().map(entry).collect(), total_record_count, start_index }));
    }
    // What is said of an entry is made here, so that it is looked through here: a page of an administrator's.
    let (mut all, _) = jellyfin.engine.activity.page(&who, ActivityQuery { start: 0, limit: None, ..wanted }).await?;
    all.retain(|activity| narrowed.has(activity, &entry(activity)));
    narrowed.sort(&mut all);
    let few = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let items = all.iter().skip(few(start_index)).take(limit.map_or(usize::MAX, few)).map(entry).collect();
    Ok(Json(QueryResult { items, total_record_count: all.len() as u64, start_index }))
}

/// What version 12 filters and sorts by beside.
struct Narrowed {
    until: Option<Timestamp>,
    item: Option<ItemId>,
    severity: Option<String>,
    /// Parts of texts, without case: of the name, the overviews, the type and the user's name.
    parts: [Option<String>; 5],
    sort: Vec<(SortBy, SortOrder)>,
}

#[derive(Clone, Copy)]
enum SortBy {
    Name,
    ShortOverview,
    Type,
    Date,
    User,
    Severity,
}

impl Narrowed {
    fn of(query: &Query) -> Result<Self> {
        let part = |name| query.text(name).map(|text| text.to_lowercase());
        let orders = query.known("sortOrder", kinds::sort_order);
        let first = orders.first().copied().unwrap_or_default();
        let keys = query.list("sortBy").into_iter().enumerate();
        Ok(Self {
            until: query.date("maxDate")?,
            item: query.item("itemId")?,
            severity: part("severity"),
            parts: ["name", "overview", "shortOverview", "type", "username"].map(part),
            sort: keys.filter_map(|(at, key)| Some((sort_by(key)?, orders.get(at).copied().unwrap_or(first)))).collect(),
        })
    }

    fn is_needed(&self) -> bool {
        let Self { until, item, severity, parts, sort } = self;
        until.is_some() || item.is_some() || severity.is_some() || parts.iter().any(Option::is_some) || !sort.is_empty()
    }

    fn has(&self, activity: &Activity, entry: &ActivityEntry) -> bool {
        // Nothing here has a long overview.
        let texts = [&entry.name, "", entry.short_overview.as_deref().unwrap_or_default(), entry.r#type, &activity.user_name];
        self.until.is_none_or(|until| activity.at <= until)
            && self.item.is_none_or(|item| activity.item == Some(item))
            && self.severity.as_deref().is_none_or(|severity| entry.severity.eq_ignore_ascii_case(severity))
            && self.parts.iter().zip(texts).all(|(part, text)| part.as_ref().is_none_or(|part| text.to_lowercase().contains(part)))
    }

    /// The newest first where nothing else is said, as they came.
    fn sort(&self, all: &mut [Activity]) {
        for (by, order) in self.sort.iter().rev() {
            let key = |activity: &Activity| {
                let ActivityEntry { name, short_overview, r#type, severity, .. } = entry(activity);
                match by {
                    SortBy::Name => name,
                    SortBy::ShortOverview => short_overview.unwrap_or_default(),
                    SortBy::Type => r#type.to_owned(),
                    SortBy::Date => time::moment(activity.at),
                    SortBy::User => activity.user_name.clone(),
                    SortBy::Severity => severity.to_owned(),
                }
            };
            match order {
                SortOrder::Ascending => all.sort_by_cached_key(key),
                SortOrder::Descending => all.sort_by_cached_key(|activity| Reverse(key(activity))),
            }
        }
    }
}

/// `Overiew` is how Jellyfin spells it.
fn sort_by(key: &str) -> Option<SortBy> {
    let keys = [
        ("Name", SortBy::Name),
        ("ShortOverview", SortBy::ShortOverview),
        ("Type", SortBy::Type),
        ("DateCreated", SortBy::Date),
        ("Username", SortBy::User),
        ("LogSeverity", SortBy::Severity),
    ];
    keys.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(key)).map(|(_, by)| by)
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
