//! What a user did, gathered for a moment: one message tells of it all, as a Jellyfin's does. Whoever marks a whole
//! season played would else have every client draw itself anew for each episode.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;
use walros_model::UserId;
use walros_model::state::ItemState;

use crate::convert::user_data;
use crate::ids::Guid;

/// How long nothing more must happen before it is told.
const QUIET: Duration = Duration::from_millis(500);
/// The first of it is told after this, whatever else happens.
const LONGEST: Duration = Duration::from_secs(3);

/// One user's changes that are not told yet.
#[derive(Default)]
pub struct StateChanges {
    /// In the order in which they were first heard of, each as it is now.
    states: Vec<ItemState>,
    began: Option<Instant>,
    last: Option<Instant>,
}

impl StateChanges {
    pub fn add(&mut self, items: Vec<ItemState>) {
        let now = Instant::now();
        self.began.get_or_insert(now);
        self.last = Some(now);
        for state in items {
            match self.states.iter_mut().find(|known| known.item == state.item) {
                Some(known) => *known = state,
                None => self.states.push(state),
            }
        }
    }

    /// Returns when it is time to tell; never while there is nothing.
    pub async fn due(&self) {
        match (self.began, self.last) {
            (Some(began), Some(last)) => tokio::time::sleep_until((last + QUIET).min(began + LONGEST)).await,
            _ => std::future::pending().await,
        }
    }

    /// The message's data; what it tells is forgotten.
    pub fn take(&mut self, user: UserId) -> Value {
        let Self { states, .. } = std::mem::take(self);
        let data: Vec<_> = states.iter().map(|state| user_data::of_state(state, None)).collect();
        json!({ "UserId": Guid::from(user), "UserDataList": data })
    }
}

#[cfg(test)]
mod tests {
    use walros_model::state::{ItemState, PlayState};
    use walros_model::{ItemId, UserId};

    use super::StateChanges;

    #[test]
    fn an_item_is_told_once_and_as_it_is_now() {
        let (one, other) = (ItemId::random(), ItemId::random());
        let state = |item, favorite| ItemState { item, state: PlayState { favorite, ..PlayState::default() }, counts: None };
        let mut changes = StateChanges::default();
        changes.add(vec![state(one, false), state(other, false)]);
        changes.add(vec![state(one, true)]);
        let told = changes.take(UserId::random());
        let list = told["UserDataList"].as_array().unwrap();
        assert_eq!(list.len(), 2);
        assert_eq!((&list[0]["ItemId"], &list[0]["IsFavorite"]), (&one.simple().into(), &true.into()));
        assert_eq!(changes.take(UserId::random())["UserDataList"].as_array().map(Vec::len), Some(0));
    }
}
