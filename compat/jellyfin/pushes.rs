//! What happens in the engine, as the messages that clients know. Only known shapes are sent: some clients fail on others.

use serde_json::{Value, json};
use walros_engine::ending::Ending;
use walros_engine::scans::{ScanPhase, ScanProgress};
use walros_engine::{Caller, Event};
use walros_model::ItemId;

use crate::ids::Guid;

/// The kind and data of the message that tells `caller` of an event; `None` when it is none of his business.
pub fn push(event: &Event, caller: &Caller) -> Option<(&'static str, Value)> {
    match event {
        Event::LibraryChanged { library, added, updated, removed } => {
            sees(caller, *library).then(|| ("LibraryChanged", library_changed(Some(*library), added, updated, removed)))
        }
        Event::ListChanged { list, kind: _ } => Some(("LibraryChanged", library_changed(None, &[], &[*list], &[]))),
        Event::ScanProgress(progress) => caller.is_administrator().then(|| ("RefreshProgress", refresh_progress(progress))),
        Event::Ending(ending) => Some((if *ending == Ending::Restart { "ServerRestarting" } else { "ServerShuttingDown" }, Value::Null)),
        Event::UserDeleted { user } => caller.is_administrator().then(|| ("UserDeleted", json!(Guid::from(*user)))),
        // A library that came or went is asked for anew by whoever shows libraries; sessions are sent to who watches them.
        // What users do is gathered by their sockets first; what a group says is for one session, which its socket knows.
        Event::LibrariesChanged | Event::SessionsChanged | Event::StateChanged { .. } | Event::UserChanged { .. } | Event::SyncPlay { .. } => None,
    }
}

fn sees(caller: &Caller, library: ItemId) -> bool {
    caller.user.as_ref().is_none_or(|user| user.policy.libraries.as_ref().is_none_or(|libraries| libraries.contains(&library)))
}

fn library_changed(library: Option<ItemId>, added: &[ItemId], updated: &[ItemId], removed: &[ItemId]) -> Value {
    let simple = |ids: &[ItemId]| ids.iter().map(|id| id.simple()).collect::<Vec<_>>();
    json!({
        "FoldersAddedTo": [],
        "FoldersRemovedFrom": [],
        "ItemsAdded": simple(added),
        "ItemsUpdated": simple(updated),
        "ItemsRemoved": simple(removed),
        "CollectionFolders": library.iter().map(|id| id.simple()).collect::<Vec<_>>(),
        "IsEmpty": added.is_empty() && updated.is_empty() && removed.is_empty(),
    })
}

/// Both members are strings, and the last one says 100.
fn refresh_progress(progress: &ScanProgress) -> Value {
    json!({ "ItemId": progress.library.simple(), "Progress": percent(progress).to_string() })
}

/// How far a scan is, from 0 to 100.
pub fn percent(progress: &ScanProgress) -> f64 {
    match progress.phase {
        ScanPhase::Done | ScanPhase::Cancelled | ScanPhase::Offline | ScanPhase::Failed => 100.0,
        _ if progress.found == 0 => 0.0,
        _ => (100.0 * progress.done as f64 / progress.found as f64).min(99.0),
    }
}
