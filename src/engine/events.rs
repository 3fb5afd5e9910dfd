//! What happens, for whoever listens: websockets, server-sent events, logs.

use std::sync::Arc;

use tokio::sync::broadcast;
use walros_model::item::ItemKind;
use walros_model::state::ItemState;
use walros_model::{ItemId, UserId};

use crate::ending::Ending;
use crate::scans::ScanProgress;
use crate::syncplay::Message;

#[derive(Clone, Debug)]
pub enum Event {
    /// Items came, changed or went; empty lists where nothing did. Sent in batches while a scan runs.
    LibraryChanged {
        library: ItemId,
        added: Vec<ItemId>,
        updated: Vec<ItemId>,
        removed: Vec<ItemId>,
    },
    /// A library was made, renamed, given or taken a folder, or went.
    LibrariesChanged,
    ScanProgress(ScanProgress),
    /// Played, favourite and the like, with the folders above whose counts changed. Not sent for mere progress.
    StateChanged {
        user: UserId,
        items: Vec<ItemState>,
        /// The stacked films among them, as one with all their parts.
        films: Vec<ItemState>,
    },
    SessionsChanged,
    UserChanged {
        user: UserId,
    },
    UserDeleted {
        user: UserId,
    },
    ListChanged {
        list: ItemId,
        kind: ItemKind,
    },
    /// The server stops or starts anew.
    Ending(Ending),
    /// To one session, from the group that it watches with.
    SyncPlay {
        session: String,
        message: Arc<Message>,
    },
}

/// Where events are heard. A listener that lags loses the oldest.
#[derive(Clone)]
pub struct Events(broadcast::Sender<Event>);

impl Events {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(1024).0)
    }

    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }

    pub(crate) fn send(&self, event: Event) {
        // Nobody listening is no fault.
        let _ = self.0.send(event);
    }
}
