//! What users watch: sessions, progress, played and favourite marks.

mod companions;
pub(crate) mod rules;
pub(crate) mod sessions;
mod stacks;

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use walros_db::play_state::{self, PlayStateChange};
use walros_db::{Conn, DbError, items};
use walros_model::activity::{Activity, ActivityKind};
use walros_model::item::Item;
use walros_model::query::{Include, Scope};
use walros_model::session::{Capabilities, PlaybackReport, Session};
use walros_model::state::ItemState;
use walros_model::{ItemId, Timestamp, UserId};

use crate::activity::about;
use crate::core::Core;
use crate::{Caller, EngineError, Event, Result, policy};
use rules::Step;
use stacks::{Stack, Stored};

pub struct Watch(pub(crate) Arc<Core>);

/// Fields to set; `None` leaves as is.
#[derive(Clone, Debug, Default)]
pub struct StateChange {
    pub position: Option<Duration>,
    pub played: Option<bool>,
    pub play_count: Option<u32>,
    pub favorite: Option<bool>,
    pub likes: Option<Option<bool>>,
    pub rating: Option<Option<f32>>,
    pub last_played: Option<Timestamp>,
}

impl Watch {
    /// Playback began. The play count and date change at once.
    pub async fn started(&self, caller: &Caller, report: PlaybackReport) -> Result<()> {
        let changed = self.report(caller, &report, Step::Started(Utc::now())).await?;
        self.0.sessions.playing(caller, changed.in_file(report));
        self.0.events.send(Event::SessionsChanged);
        self.note(caller, ActivityKind::PlaybackStarted, changed.item).await?;
        self.announce_to_all(changed).await
    }

    /// Durable when answered. The rules of [`ResumeRules`](walros_model::state::ResumeRules) apply.
    pub async fn progress(&self, caller: &Caller, mut report: PlaybackReport) -> Result<()> {
        // A report without a position (a pause, a volume change) says nothing new about where the player is.
        if report.position.is_some() {
            let rules = self.0.settings.get().resume;
            let changed = self.report(caller, &report, Step::At(rules, report.position)).await?;
            report = changed.in_file(report);
        }
        self.0.sessions.playing(caller, report);
        Ok(())
    }

    /// Durable when answered; ends what was being made for this play session.
    pub async fn stopped(&self, caller: &Caller, report: PlaybackReport) -> Result<()> {
        let rules = self.0.settings.get().resume;
        // A player that failed at once did not play to the end.
        let step = if report.failed && report.position.is_none() { Step::Nothing } else { Step::At(rules, report.position) };
        let changed = self.report(caller, &report, step).await?;
        self.0.sessions.stopped(caller);
        self.0.events.send(Event::SessionsChanged);
        self.note(caller, ActivityKind::PlaybackStopped, changed.item).await?;
        self.announce_to_all(changed).await
    }

    async fn note(&self, caller: &Caller, kind: ActivityKind, item: ItemId) -> Result<()> {
        let (scope, _) = self.scope(caller)?;
        let found = self.0.db.read(move |conn| items::get(conn, &scope, None, item, Include::default())).await?;
        if let (Some(user), Some(view)) = (&caller.user, found) {
            let item_name = match &view.item.series_name {
                Some(series) => format!("{series} - {}", view.item.name),
                None => view.item.name,
            };
            self.0.note(Activity { item: Some(item), item_name, ..about(kind, user, caller) }).await;
        }
        Ok(())
    }

    /// The player is still there.
    pub async fn ping(&self, caller: &Caller, play_session: &str) -> Result<()> {
        caller.require_any()?;
        self.0.sessions.ping(caller, play_session);
        Ok(())
    }

    pub async fn state(&self, caller: &Caller, item: ItemId) -> Result<ItemState> {
        let (scope, user) = self.scope(caller)?;
        let states = self.0.db.read(move |conn| play_state::states(conn, &scope, user, &[item])).await?;
        states.into_iter().next().ok_or(EngineError::NotFound)
    }

    /// The same of a stacked film as one, through all its parts.
    pub async fn film_state(&self, caller: &Caller, item: ItemId) -> Result<ItemState> {
        let (scope, user) = self.scope(caller)?;
        self.0.db.read(move |conn| whole(conn, &scope, user, item)).await?.ok_or(EngineError::NotFound)
    }

    /// Of a folder: everything in it.
    pub async fn set_played(&self, caller: &Caller, item: ItemId, played: bool, at: Option<Timestamp>) -> Result<ItemState> {
        let (scope, user) = self.scope(caller)?;
        let at = at.unwrap_or_else(Utc::now);
        let marked = self.0.db.write(move |conn| {
            items::get(conn, &scope, None, item, Include::default())?.ok_or(DbError::NotFound)?;
            play_state::mark(conn, &scope, user, item, played, at)
        });
        let mut states = marked.await.map_err(not_found)?;
        let (own, films) = self.with_folders(caller, user, item).await?;
        states.retain(|state| own.iter().all(|known| known.item != state.item));
        states.extend(own);
        self.0.events.send(Event::StateChanged { user, items: states, films });
        self.state(caller, item).await
    }

    pub async fn set_favorite(&self, caller: &Caller, item: ItemId, favorite: bool) -> Result<ItemState> {
        self.change(caller, item, StateChange { favorite: Some(favorite), ..StateChange::default() }).await
    }

    pub async fn set_likes(&self, caller: &Caller, item: ItemId, likes: Option<bool>) -> Result<ItemState> {
        self.change(caller, item, StateChange { likes: Some(likes), ..StateChange::default() }).await
    }

    pub async fn change(&self, caller: &Caller, item: ItemId, change: StateChange) -> Result<ItemState> {
        let (scope, user) = self.scope(caller)?;
        let StateChange { position, played, play_count, favorite, likes, rating, last_played } = change;
        if rating.flatten().is_some_and(|rating| !(0.0..=10.0).contains(&rating)) {
            return Err(EngineError::Invalid("a rating is from 0 to 10".into()));
        }
        let stored =
            PlayStateChange { position, played, play_count, favorite, likes, rating, last_played: last_played.map(Some), ..PlayStateChange::default() };
        let done = self.0.db.write(move |conn| {
            let view = items::get(conn, &scope, None, item, Include::default())?.ok_or(DbError::NotFound)?;
            if stored.position.is_some() || stored.played == Some(true) {
                // A film is in one of its files, or in none.
                let elsewhere = PlayStateChange { position: Some(Duration::ZERO), ..PlayStateChange::default() };
                for file in stacks::ids(conn, &view.item)?.into_iter().filter(|file| *file != item) {
                    play_state::update(conn, user, file, &elsewhere)?;
                }
            }
            play_state::update(conn, user, item, &stored)
        });
        done.await.map_err(not_found)?;
        self.announce(caller, user, item).await?;
        self.state(caller, item).await
    }

    /// All for an administrator, a user's own else.
    pub fn sessions(&self, caller: &Caller) -> Vec<Session> {
        if caller.is_anonymous() {
            return Vec::new();
        }
        let only = if caller.is_administrator() { None } else { caller.user_id() };
        self.0.sessions.list(only)
    }

    /// The caller's own session, made when it is the first time; also notes that the caller was active.
    pub fn session(&self, caller: &Caller) -> Result<Session> {
        let (session, made) = self.0.sessions.touch(caller).ok_or(EngineError::Unauthenticated)?;
        if made {
            self.0.events.send(Event::SessionsChanged);
        }
        Ok(session)
    }

    pub fn set_capabilities(&self, caller: &Caller, capabilities: Capabilities) -> Result<()> {
        caller.require_any()?;
        if !self.0.sessions.set_capabilities(caller, capabilities) {
            return Err(EngineError::Unauthenticated);
        }
        self.0.events.send(Event::SessionsChanged);
        Ok(())
    }

    /// The device is gone (its last websocket closed, or it signed out).
    pub fn end_session(&self, caller: &Caller) {
        if self.0.end_session(caller) {
            self.0.events.send(Event::SessionsChanged);
        }
    }

    /// Applies a step to the state of what a report names, in one transaction; answers what that was.
    async fn store(&self, caller: &Caller, report: &PlaybackReport, step: Step) -> Result<Stored> {
        let (scope, user) = self.scope(caller)?;
        let wanted = report.source.or(report.item).ok_or_else(|| EngineError::Invalid("the report names no item".into()))?;
        // Some clients send a source id of their own making beside the item's.
        let fallback = report.item;
        let streams = (report.audio_stream, report.subtitle_stream);
        let whole = report.timeline;
        let done = self.0.db.write(move |conn| {
            let item = find(conn, &scope, wanted, fallback)?;
            let mut stack = Stack::of(conn, user, &item)?;
            let place = stack.apply(step, &item, whole);
            if let Some(named) = stack.state_of(item.id) {
                named.audio_stream = streams.0.or(named.audio_stream);
                named.subtitle_stream = streams.1.or(named.subtitle_stream);
            }
            stack.write(conn, user)?;
            Ok(Stored { item: item.id, place })
        });
        done.await.map_err(not_found)
    }

    /// Tells listeners about an item and the folders above, whose counts may have changed.
    async fn announce(&self, caller: &Caller, user: UserId, item: ItemId) -> Result<()> {
        let (items, films) = self.with_folders(caller, user, item).await?;
        self.0.events.send(Event::StateChanged { user, items, films });
        Ok(())
    }

    /// The states of an item's files and of the folders above; and of the film, where those files are parts of one.
    async fn with_folders(&self, caller: &Caller, user: UserId, item: ItemId) -> Result<(Vec<ItemState>, Vec<ItemState>)> {
        let scope = policy::scope(caller)?;
        let states = self.0.db.read(move |conn| {
            let above = items::get(conn, &scope, None, item, Include::default())?.map(|view| view.item);
            let folders: Vec<ItemId> = above.iter().flat_map(|above| [above.season, above.series, above.album].into_iter().flatten()).collect();
            let files = above.map_or(Ok(Vec::new()), |item| stacks::ids(conn, &item))?;
            let film = files.first().map_or(Ok(None), |first| whole(conn, &scope, user, *first))?;
            let ids: Vec<ItemId> = std::iter::once(item).chain(files.into_iter().filter(|file| *file != item)).chain(folders).collect();
            Ok((play_state::states(conn, &scope, user, &ids)?, film.into_iter().collect()))
        });
        Ok(states.await?)
    }

    fn scope(&self, caller: &Caller) -> Result<(Scope, UserId)> {
        Ok((policy::scope(caller)?, caller.require_user()?.id))
    }
}

fn whole(conn: &mut Conn, scope: &Scope, user: UserId, item: ItemId) -> Result<Option<ItemState>, DbError> {
    let view = items::get(conn, scope, Some(user), item, Include { counts: true, timeline: true, ..Include::default() })?;
    Ok(view.map(|view| ItemState { item: view.item.id, state: view.state, counts: view.counts }))
}

fn find(conn: &mut Conn, scope: &Scope, wanted: ItemId, fallback: Option<ItemId>) -> Result<Item, DbError> {
    for id in std::iter::once(wanted).chain(fallback) {
        if let Some(view) = items::get(conn, scope, None, id, Include::default())? {
            return Ok(view.item);
        }
    }
    Err(DbError::NotFound)
}

fn not_found(error: DbError) -> EngineError {
    match error {
        DbError::NotFound => EngineError::NotFound,
        other => other.into(),
    }
}
