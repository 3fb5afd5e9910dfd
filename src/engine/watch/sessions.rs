//! Who is connected and what they play. In memory: a restart forgets it, and clients come back by themselves.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use chrono::Utc;
use walros_model::session::{Capabilities, Companion, NowPlaying, PlaybackReport, Session};
use walros_model::{Timestamp, UserId};

use crate::Caller;

/// A session that was silent for this long is forgotten.
const FORGET_AFTER: Duration = Duration::from_secs(24 * 3600);
/// A player that did not check in for this long has stopped.
const STOPPED_AFTER: Duration = Duration::from_secs(300);

#[derive(Default)]
pub struct Sessions(Mutex<HashMap<String, Session>>);

/// The key of a caller's session: the client on the device (traps.md B8). `None` for callers that are no device.
pub fn key(caller: &Caller) -> Option<String> {
    let info = &caller.device.as_ref()?.info;
    let digest = blake3::hash(format!("{}\0{}", info.app, info.id).as_bytes());
    Some(digest.to_hex()[..32].to_string())
}

impl Sessions {
    /// The caller's session, made when it is new, and marked active. The flag says whether it was made.
    pub fn touch(&self, caller: &Caller) -> Option<(Session, bool)> {
        self.with(caller, |session, made| (session.clone(), made))
    }

    pub fn set_capabilities(&self, caller: &Caller, capabilities: Capabilities) -> bool {
        self.with(caller, |session, _| session.capabilities = capabilities).is_some()
    }

    /// Notes what a player says.
    pub fn playing(&self, caller: &Caller, report: PlaybackReport) {
        self.with(caller, |session, _| {
            let now = Utc::now();
            let before = session.playing.take().filter(|playing| playing.report.item == report.item);
            let paused_since = report.paused.then(|| before.as_ref().and_then(|playing| playing.paused_since).unwrap_or(now));
            let since = before.map_or(now, |playing| playing.since);
            session.playing = Some(NowPlaying { report, since, checked_in: now, paused_since });
        });
    }

    /// The player stopped; answers what it had played.
    pub fn stopped(&self, caller: &Caller) -> Option<NowPlaying> {
        self.with(caller, |session, _| session.playing.take()).flatten()
    }

    /// A ping: the player is there, even if it has nothing new to say.
    pub fn ping(&self, caller: &Caller, play_session: &str) {
        self.with(caller, |session, _| {
            if let Some(playing) = session.playing.as_mut().filter(|playing| playing.report.play_session.as_deref() == Some(play_session)) {
                playing.checked_in = Utc::now();
            }
        });
    }

    pub fn end(&self, caller: &Caller) -> bool {
        key(caller).is_some_and(|key| self.lock().remove(&key).is_some())
    }

    /// A user is gone; answers the sessions that went with him.
    pub fn end_all_of(&self, user: UserId) -> Vec<String> {
        let mut sessions = self.lock();
        for session in sessions.values_mut() {
            session.companions.retain(|companion| companion.user != user);
        }
        sessions.extract_if(|_, session| session.user == Some(user)).map(|(key, _)| key).collect()
    }

    /// Who watches along in the caller's session.
    pub fn companions(&self, caller: &Caller) -> Vec<UserId> {
        let sessions = self.lock();
        let own = key(caller).and_then(|key| sessions.get(&key)).filter(|session| session.user == caller.user_id());
        own.map(|session| session.companions.iter().map(|companion| companion.user).collect()).unwrap_or_default()
    }

    /// Changes who watches along in a session; `None` when it is not there.
    pub fn change_companions(&self, session: &str, change: impl FnOnce(&mut Vec<Companion>)) -> Option<()> {
        self.lock().get_mut(session).map(|session| change(&mut session.companions))
    }

    pub fn list(&self, only: Option<UserId>) -> Vec<Session> {
        let now = Utc::now();
        let mut sessions = self.lock();
        sessions.retain(|_, session| age(now, session.last_activity) < FORGET_AFTER);
        for session in sessions.values_mut() {
            if session.playing.as_ref().is_some_and(|playing| age(now, playing.checked_in) > STOPPED_AFTER) {
                session.playing = None;
            }
        }
        let mut list: Vec<_> = sessions.values().filter(|session| only.is_none() || session.user == only).cloned().collect();
        list.sort_by_key(|session| std::cmp::Reverse(session.last_activity));
        list
    }

    fn with<T>(&self, caller: &Caller, change: impl FnOnce(&mut Session, bool) -> T) -> Option<T> {
        let key = key(caller)?;
        let device = caller.device.as_ref()?;
        let mut sessions = self.lock();
        let mut made = false;
        let session = sessions.entry(key.clone()).or_insert_with(|| {
            made = true;
            Session {
                id: key,
                user: None,
                user_name: String::new(),
                device: device.info.clone(),
                address: String::new(),
                last_activity: Utc::now(),
                capabilities: Capabilities::default(),
                playing: None,
                companions: Vec::new(),
            }
        });
        if session.user != caller.user_id() {
            session.companions.clear();
        }
        // Two users who alternate on one device share its session, which then is the latter's.
        session.user = caller.user_id();
        session.user_name = caller.user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
        session.device = device.info.clone();
        session.address = caller.address.to_string();
        session.last_activity = Utc::now();
        Some(change(session, made))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Session>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

fn age(now: Timestamp, then: Timestamp) -> Duration {
    (now - then).to_std().unwrap_or_default()
}
