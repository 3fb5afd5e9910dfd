//! What a client asked to be told of again and again: sessions, or tasks. Asking brings nothing yet, as on a Jellyfin 12;
//! from then on it is told what is otherwise, as often as it wants at most.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

pub struct Watched {
    every: Interval,
    /// What the client knows, without what changes by itself.
    known: Value,
}

impl Watched {
    /// `timing`: `initial delay,interval`, both in milliseconds. `now`: how things are.
    pub fn new(timing: &str, now: Value) -> Self {
        Self { every: every(timing), known: lasting(now) }
    }

    /// When to look; never while nothing is watched.
    pub async fn tick(watched: &mut Option<Self>) {
        match watched {
            Some(watched) => drop(watched.every.tick().await),
            None => std::future::pending().await,
        }
    }

    /// Whether it is otherwise than the client knows; it knows this then.
    pub fn differs(&mut self, now: &Value) -> bool {
        let now = lasting(now.clone());
        let differs = now != self.known;
        self.known = now;
        differs
    }
}

/// Every request is an activity: that alone is not worth telling.
fn lasting(mut list: Value) -> Value {
    for one in list.as_array_mut().into_iter().flatten() {
        if let Some(members) = one.as_object_mut() {
            members.remove("LastActivityDate");
        }
    }
    list
}

fn every(timing: &str) -> Interval {
    let mut parts = timing.split(',').map(|part| part.trim().parse::<u64>().ok());
    let delay = parts.next().flatten().unwrap_or(0).min(60_000);
    let period = parts.next().flatten().unwrap_or(1500).clamp(500, 600_000);
    let mut interval = interval_at(Instant::now() + Duration::from_millis(delay), Duration::from_millis(period));
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Watched;

    #[tokio::test]
    async fn being_active_is_no_news() {
        let mut watched = Watched::new("0,1500", json!([{ "Id": "a", "LastActivityDate": "1" }]));
        assert!(!watched.differs(&json!([{ "Id": "a", "LastActivityDate": "2" }])));
        assert!(watched.differs(&json!([{ "Id": "a", "LastActivityDate": "2" }, { "Id": "b" }])));
        assert!(!watched.differs(&json!([{ "Id": "a", "LastActivityDate": "3" }, { "Id": "b" }])));
    }
}
