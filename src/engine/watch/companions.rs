//! Who watches along: others in front of the same screen, for whom what is played there is played too.

use std::time::Duration;

use walros_model::session::{Companion, PlaybackReport};
use walros_model::{ItemId, UserId};

use super::Watch;
use super::rules::Step;
use super::stacks::Stored;
use crate::{Caller, EngineError, Event, Result};

/// What a report changed: the state of one item, of these users.
pub(super) struct Changed {
    pub item: ItemId,
    /// The file that plays and the place in it, where the report counted through all parts of a film.
    place: Option<(ItemId, Duration)>,
    watchers: Vec<Caller>,
}

impl Changed {
    /// The report as sessions hold it: of one file, since that is what Jellyfin's apps show of others' players.
    pub fn in_file(&self, report: PlaybackReport) -> PlaybackReport {
        let Some((file, place)) = self.place else { return report };
        PlaybackReport { item: Some(file), source: Some(file), position: report.position.map(|_| place), timeline: false, ..report }
    }
}

impl Watch {
    /// Somebody watches along in a session that is the caller's own, or any if an administrator asks. `NotFound` for other
    /// sessions and for users that are not there; `Invalid` when it is the session's own user.
    pub async fn add_companion(&self, caller: &Caller, session: &str, user: UserId) -> Result<()> {
        let own = self.steerable(caller, session)?;
        if own == Some(user) {
            return Err(EngineError::Invalid("the session is this user's".into()));
        }
        let account = self.0.user(user).await?;
        if account.policy.disabled {
            return Err(EngineError::NotFound);
        }
        let companion = Companion { user, name: account.name };
        self.change_companions(session, |companions| {
            companions.retain(|known| known.user != user);
            companions.push(companion);
        })
    }

    /// `NotFound` as for [`add_companion`](Self::add_companion); nothing happens when the user does not watch along.
    pub async fn remove_companion(&self, caller: &Caller, session: &str, user: UserId) -> Result<()> {
        let own = self.steerable(caller, session)?;
        if own == Some(user) {
            return Err(EngineError::Invalid("the session is this user's".into()));
        }
        self.change_companions(session, |companions| companions.retain(|known| known.user != user))
    }

    fn change_companions(&self, session: &str, change: impl FnOnce(&mut Vec<Companion>)) -> Result<()> {
        self.0.sessions.change_companions(session, change).ok_or(EngineError::NotFound)?;
        self.0.events.send(Event::SessionsChanged);
        Ok(())
    }

    /// Whose session it is.
    fn steerable(&self, caller: &Caller, session: &str) -> Result<Option<UserId>> {
        caller.require_any()?;
        self.sessions(caller).into_iter().find(|one| one.id == session).map(|one| one.user).ok_or(EngineError::NotFound)
    }

    /// Applies a step to the state of what a report names, for the caller and for whoever watches along. What one of those
    /// may not see, or what went wrong there, is no fault of the caller's.
    pub(super) async fn report(&self, caller: &Caller, report: &PlaybackReport, step: Step) -> Result<Changed> {
        let Stored { item, place } = self.store(caller, report, step).await?;
        let mut changed = Changed { item, place, watchers: vec![caller.clone()] };
        for user in self.0.sessions.companions(caller) {
            let Ok(account) = self.0.user(user).await else { continue };
            let companion = Caller::granted(account, caller.address);
            match self.store(&companion, report, step).await {
                Ok(_) => changed.watchers.push(companion),
                Err(error) => tracing::debug!(%error, "not played for who watches along"),
            }
        }
        Ok(changed)
    }

    /// Tells listeners about an item, for everybody whose state of it changed.
    pub(super) async fn announce_to_all(&self, changed: Changed) -> Result<()> {
        for watcher in &changed.watchers {
            if let Some(user) = watcher.user_id() {
                self.announce(watcher, user, changed.item).await?;
            }
        }
        Ok(())
    }
}
