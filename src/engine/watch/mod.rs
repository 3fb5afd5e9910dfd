//! What users watch: sessions, progress, played and favourite marks.

use std::sync::Arc;

use walros_model::session::{Capabilities, PlaybackReport, Session};
use walros_model::state::ItemState;
use walros_model::{ItemId, Timestamp};

use crate::core::Core;
use crate::{Caller, Result};

pub struct Watch(pub(crate) Arc<Core>);

/// Fields to set; `None` leaves as is.
#[derive(Clone, Debug, Default)]
pub struct StateChange {
    pub position: Option<std::time::Duration>,
    pub played: Option<bool>,
    pub play_count: Option<u32>,
    pub favorite: Option<bool>,
    pub likes: Option<Option<bool>>,
    pub rating: Option<Option<f32>>,
    pub last_played: Option<Timestamp>,
}

impl Watch {
    /// Playback began. The play count and date change at once.
    pub async fn started(&self, _caller: &Caller, _report: PlaybackReport) -> Result<()> {
        todo!()
    }

    /// Durable when answered. The rules of [`ResumeRules`](walros_model::state::ResumeRules) apply.
    pub async fn progress(&self, _caller: &Caller, _report: PlaybackReport) -> Result<()> {
        todo!()
    }

    /// Durable when answered; ends what was being made for this play session.
    pub async fn stopped(&self, _caller: &Caller, _report: PlaybackReport) -> Result<()> {
        todo!()
    }

    /// The player is still there.
    pub async fn ping(&self, _caller: &Caller, _play_session: &str) -> Result<()> {
        todo!()
    }

    pub async fn state(&self, _caller: &Caller, _item: ItemId) -> Result<ItemState> {
        todo!()
    }

    /// Of a folder: everything in it.
    pub async fn set_played(&self, _caller: &Caller, _item: ItemId, _played: bool, _at: Option<Timestamp>) -> Result<ItemState> {
        todo!()
    }

    pub async fn set_favorite(&self, _caller: &Caller, _item: ItemId, _favorite: bool) -> Result<ItemState> {
        todo!()
    }

    pub async fn set_likes(&self, _caller: &Caller, _item: ItemId, _likes: Option<bool>) -> Result<ItemState> {
        todo!()
    }

    pub async fn change(&self, _caller: &Caller, _item: ItemId, _change: StateChange) -> Result<ItemState> {
        todo!()
    }

    /// Those an administrator may see are all, a user's own else.
    pub fn sessions(&self, _caller: &Caller) -> Vec<Session> {
        todo!()
    }

    /// The caller's own session, made when it is the first time; also notes that the caller was active.
    pub fn session(&self, _caller: &Caller) -> Result<Session> {
        todo!()
    }

    pub fn set_capabilities(&self, _caller: &Caller, _capabilities: Capabilities) -> Result<()> {
        todo!()
    }

    /// The device is gone (its last websocket closed, or it signed out).
    pub fn end_session(&self, _caller: &Caller) {
        todo!()
    }
}
