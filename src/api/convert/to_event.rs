//! Events, for those whom they concern.

use walros_engine::{Caller, Event};
use walros_model::ItemId;

use super::{scan, state};
use crate::dto::event::ServerEvent;

/// `None` when the event is not for this caller.
pub fn event(event: &Event, caller: &Caller) -> Option<ServerEvent> {
    let administrator = caller.is_administrator();
    let own = |user| administrator || caller.user_id() == Some(user);
    Some(match event {
        Event::LibraryChanged { library, added, updated, removed } => {
            let policy = caller.user.as_ref().and_then(|user| user.policy.libraries.as_ref());
            if policy.is_some_and(|libraries| !libraries.contains(library)) {
                return None;
            }
            ServerEvent::LibraryChanged { library_id: library.simple(), added: texts(added), updated: texts(updated), removed: texts(removed) }
        }
        Event::LibrariesChanged => ServerEvent::LibrariesChanged,
        Event::ScanProgress(progress) if administrator => ServerEvent::ScanProgress { scan: scan(progress) },
        Event::StateChanged { user, items, films } if caller.user_id() == Some(*user) => {
            let others = items.iter().filter(|item| films.iter().all(|film| film.item != item.item));
            ServerEvent::StateChanged { items: films.iter().chain(others).map(state).collect() }
        }
        Event::SessionsChanged if administrator => ServerEvent::SessionsChanged,
        Event::UserChanged { user } if own(*user) => ServerEvent::UserChanged { user_id: user.simple() },
        Event::UserDeleted { user } if own(*user) => ServerEvent::UserDeleted { user_id: user.simple() },
        Event::ListChanged { list, kind: _ } => ServerEvent::ListChanged { id: list.simple() },
        Event::ScanProgress(_)
        | Event::StateChanged { .. }
        | Event::SessionsChanged
        | Event::UserChanged { .. }
        | Event::UserDeleted { .. }
        | Event::Ending(_)
        | Event::SyncPlay { .. } => {
            return None;
        }
    })
}

fn texts(ids: &[ItemId]) -> Vec<String> {
    ids.iter().map(|id| id.simple()).collect()
}
