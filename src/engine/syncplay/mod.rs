//! Watching together: groups whose members' players start, pause and seek at the same moment.
//!
//! Groups are kept in memory. Each request goes through its group's state machine ([`group`]) under one lock; the messages
//! that come out are sent as [`Event::SyncPlay`], each to one session.

mod group;
pub mod message;
mod queue;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::Utc;
use uuid::Uuid;
use walros_model::ItemId;
use walros_model::query::ItemQuery;

use crate::core::Core;
use crate::events::Events;
use crate::watch::sessions;
use crate::{Caller, EngineError, Event, Result, policy};
use group::{Group, Member, Out};
use message::{Content, Update};
pub use message::{GroupInfo, Message, Request};

/// How long one member may keep the others waiting. A slow start of a transcode takes less.
const WAIT_AT_MOST: Duration = Duration::from_secs(30);
/// Groups at one time; each has at least one member who is signed in.
const MOST_GROUPS: usize = 200;
/// Entries that one queue is given at a time.
const MOST_ENTRIES: usize = 10_000;

pub struct SyncPlay(pub(crate) Arc<Core>);

/// All groups, by id.
#[derive(Clone, Default)]
pub(crate) struct Groups(Arc<Mutex<HashMap<Uuid, Group>>>);

impl SyncPlay {
    /// The caller's session leaves the group that it is in, and is the first of a new one.
    pub fn create(&self, caller: &Caller, name: &str) -> Result<GroupInfo> {
        let member = member(caller)?;
        self.leave(caller)?;
        let mut groups = self.0.groups.lock();
        if groups.len() >= MOST_GROUPS {
            return Err(EngineError::TooMany);
        }
        let now = Utc::now();
        let mut group = Group::new(name.to_owned(), now);
        let out = group.join(member, now);
        let info = group.info();
        groups.insert(info.id, group);
        send(&self.0.events, out);
        Ok(info)
    }

    /// A group that is not there, or plays what the caller may not see, is said by a message, not by an error: clients wait for that.
    pub async fn join(&self, caller: &Caller, id: Uuid) -> Result<()> {
        let member = member(caller)?;
        let session = member.session.clone();
        let refused = match self.items_of(id) {
            None => Some(Update::DoesNotExist),
            Some(items) => (!self.sees_all(caller, items).await?).then_some(Update::NoAccess),
        };
        if let Some(update) = refused {
            send(&self.0.events, vec![(session, Message { group: id, content: Content::Update(update) })]);
            return Ok(());
        }
        if self.0.groups.of(&session) == Some(id) {
            return Ok(());
        }
        self.leave(caller)?;
        self.0.groups.change(&self.0.events, id, |group| group.join(member, Utc::now()));
        Ok(())
    }

    /// Whoever is in no group leaves none.
    pub fn leave(&self, caller: &Caller) -> Result<()> {
        self.0.groups.gone(&self.0.events, &member(caller)?.session);
        Ok(())
    }

    /// Whether the caller's session is in a group.
    pub fn is_member(&self, caller: &Caller) -> bool {
        sessions::key(caller).is_some_and(|session| self.0.groups.of(&session).is_some())
    }

    /// The groups that the caller may join.
    pub async fn list(&self, caller: &Caller) -> Result<Vec<GroupInfo>> {
        caller.require_any()?;
        let groups: Vec<(GroupInfo, Vec<ItemId>)> = self.0.groups.lock().values().map(|group| (group.info(), items(group))).collect();
        let mut seen = Vec::new();
        for (info, items) in groups {
            if self.sees_all(caller, items).await? {
                seen.push(info);
            }
        }
        seen.sort_by(|one, other| one.name.cmp(&other.name).then(one.id.cmp(&other.id)));
        Ok(seen)
    }

    pub async fn get(&self, caller: &Caller, id: Uuid) -> Result<GroupInfo> {
        self.list(caller).await?.into_iter().find(|group| group.id == id).ok_or(EngineError::NotFound)
    }

    /// What a member asks of its group. `Forbidden` for whoever is in none. What makes no sense at the moment is ignored, or answered
    /// by a message that says how things are; so is an item that one of the members may not see.
    pub async fn request(&self, caller: &Caller, request: Request) -> Result<()> {
        let session = member(caller)?.session;
        let id = self.0.groups.of(&session).ok_or(EngineError::Forbidden)?;
        if let Request::SetQueue { items, .. } | Request::Queue { items, .. } = &request {
            if items.len() > MOST_ENTRIES {
                return Err(EngineError::Invalid(format!("at most {MOST_ENTRIES} items")));
            }
            if !self.all_see(id, items).await? {
                return Ok(());
            }
        }
        self.0.groups.change(&self.0.events, id, |group| group.handle(&session, request, Utc::now()));
        Ok(())
    }

    fn items_of(&self, id: Uuid) -> Option<Vec<ItemId>> {
        self.0.groups.lock().get(&id).map(items)
    }

    async fn all_see(&self, id: Uuid, items: &[ItemId]) -> Result<bool> {
        let callers: Vec<Caller> = self.0.groups.lock().get(&id).into_iter().flat_map(|group| &group.members).map(|member| member.caller.clone()).collect();
        for caller in callers {
            if !self.sees_all(&caller, items.to_vec()).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn sees_all(&self, caller: &Caller, mut ids: Vec<ItemId>) -> Result<bool> {
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(true);
        }
        let scope = policy::scope(caller)?;
        let wanted = ids.len();
        let query = ItemQuery { ids, limit: Some(wanted as u64), ..ItemQuery::default() };
        let page = self.0.db.read(move |conn| walros_db::items::page(conn, &scope, None, &query)).await?;
        Ok(page.items.len() == wanted)
    }
}

impl Groups {
    fn of(&self, session: &str) -> Option<Uuid> {
        let groups = self.lock();
        groups.values().find(|group| group.members.iter().any(|member| member.session == session)).map(|group| group.id)
    }

    /// A session ended, or leaves its group.
    pub fn gone(&self, events: &Events, session: &str) {
        if let Some(id) = self.of(session) {
            self.change(events, id, |group| group.leave(session, Utc::now()));
        }
    }

    /// Changes a group and sends what comes out. A group without members is no more. Must run within tokio.
    fn change(&self, events: &Events, id: Uuid, change: impl FnOnce(&mut Group) -> Vec<Out>) {
        let mut groups = self.lock();
        let Some(group) = groups.get_mut(&id) else { return };
        let before = group.wait;
        // Sent under the lock, so that messages are heard in the order in which things happened.
        send(events, change(group));
        if group.members.is_empty() {
            groups.remove(&id);
        } else if group.wait != before && group.is_waiting() {
            self.wait_no_longer(events.clone(), id, group.wait);
        }
    }

    /// Goes on without those who are not ready in time.
    fn wait_no_longer(&self, events: Events, id: Uuid, wait: u64) {
        let groups = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(WAIT_AT_MOST).await;
            groups.change(&events, id, |group| group.give_up(wait, Utc::now()));
        });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Group>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn member(caller: &Caller) -> Result<Member> {
    let user = caller.require_user()?;
    let session = sessions::key(caller).ok_or_else(|| EngineError::Invalid("this needs a session".into()))?;
    Ok(Member::new(session, caller.clone(), user.name.clone()))
}

fn items(group: &Group) -> Vec<ItemId> {
    group.queue.entries().iter().map(|entry| entry.item).collect()
}

fn send(events: &Events, out: Vec<Out>) {
    for (session, message) in out {
        events.send(Event::SyncPlay { session, message: Arc::new(message) });
    }
}
