//! One group as a state machine: requests and moments in, messages out. It knows no clock and no socket.
//!
//! What the real server sends to whom, and in which order, was recorded from two clients on a Jellyfin 12.

use std::time::Duration;

use chrono::TimeDelta;
use uuid::Uuid;
use walros_model::Timestamp;

use super::message::{Command, CommandKind, Content, GroupInfo, Message, QueueReason, QueueUpdate, Report, Request, State, StateReason, Update};
use super::queue::Queue;
use crate::Caller;

/// A member's distance until it says better, and the least time that everybody is given to go on after a pause.
const USUAL_PING: Duration = Duration::from_millis(500);
/// Larger ones are not believed: the others would wait for them.
const LARGEST_PING: Duration = Duration::from_secs(5);
/// A player this far from the group is sent to where the group is.
const FAR: TimeDelta = TimeDelta::seconds(3);
/// The same while paused, where it is seen.
const FAR_PAUSED: TimeDelta = TimeDelta::milliseconds(500);

pub(super) struct Member {
    pub session: String,
    pub caller: Caller,
    pub name: String,
    ping: Duration,
    /// It is not ready.
    buffering: bool,
    /// Nobody waits for it: it asked for that, or held the others for too long.
    ignored: bool,
    stuck: bool,
}

impl Member {
    pub fn new(session: String, caller: Caller, name: String) -> Self {
        Self { session, caller, name, ping: USUAL_PING, buffering: false, ignored: false, stuck: false }
    }

    fn holds(&self) -> bool {
        self.buffering && !self.ignored && !self.stuck
    }
}

/// A message and the session it is for.
pub(super) type Out = (String, Message);

#[derive(Clone, Copy)]
enum To<'a> {
    All,
    Only(&'a str),
    Others(&'a str),
}

pub(super) struct Group {
    pub id: Uuid,
    name: String,
    state: State,
    pub members: Vec<Member>,
    pub queue: Queue,
    queue_updated: Timestamp,
    /// Where the group is, or was at `since` when it plays.
    position: Duration,
    since: Timestamp,
    /// Whether it plays when everybody is ready.
    resume: bool,
    /// Counts the times that somebody was waited for.
    pub wait: u64,
    out: Vec<Out>,
    now: Timestamp,
}

impl Group {
    pub fn new(name: String, now: Timestamp) -> Self {
        Self {
            id: Uuid::new_v4(),
            name,
            state: State::Idle,
            members: Vec::new(),
            queue: Queue::default(),
            queue_updated: now,
            position: Duration::ZERO,
            since: now,
            resume: false,
            wait: 0,
            out: Vec::new(),
            now,
        }
    }

    pub fn info(&self) -> GroupInfo {
        let mut participants: Vec<String> = Vec::new();
        for member in &self.members {
            if !participants.contains(&member.name) {
                participants.push(member.name.clone());
            }
        }
        GroupInfo { id: self.id, name: self.name.clone(), state: self.state, participants, updated: self.since }
    }

    pub fn is_waiting(&self) -> bool {
        self.state == State::Waiting
    }

    pub fn join(&mut self, member: Member, now: Timestamp) -> Vec<Out> {
        self.now = now;
        let (session, name) = (member.session.clone(), member.name.clone());
        self.members.push(member);
        self.update(To::Only(&session), Update::Joined(self.info()));
        self.update(To::Others(&session), Update::UserJoined(name));
        match self.state {
            State::Idle => self.command(To::Only(&session), CommandKind::Stop, self.since),
            State::Playing => {
                self.freeze();
                self.resume = true;
                self.command(To::Others(&session), CommandKind::Pause, self.since);
                self.wait_for_newcomer(&session);
            }
            State::Paused => {
                self.resume = false;
                self.wait_for_newcomer(&session);
            }
            State::Waiting => self.wait_for_newcomer(&session),
        }
        std::mem::take(&mut self.out)
    }

    fn wait_for_newcomer(&mut self, session: &str) {
        self.set_buffering(session, true);
        self.begin_wait();
        self.send_queue(To::Only(session), QueueReason::NewPlaylist);
        self.send_state(To::All, StateReason::Buffer);
    }

    pub fn leave(&mut self, session: &str, now: Timestamp) -> Vec<Out> {
        self.now = now;
        let Some(place) = self.members.iter().position(|member| member.session == session) else { return Vec::new() };
        self.update(To::Only(session), Update::Left);
        let gone = self.members.remove(place);
        self.update(To::All, Update::UserLeft(gone.name));
        self.go_on_if_ready(StateReason::Ready);
        std::mem::take(&mut self.out)
    }

    /// Whoever still holds the others in this wait has done so for too long.
    pub fn give_up(&mut self, wait: u64, now: Timestamp) -> Vec<Out> {
        self.now = now;
        if self.wait == wait && self.is_waiting() {
            self.members.iter_mut().filter(|member| member.buffering).for_each(|member| member.stuck = true);
            self.go_on_if_ready(StateReason::Ready);
        }
        std::mem::take(&mut self.out)
    }

    pub fn handle(&mut self, session: &str, request: Request, now: Timestamp) -> Vec<Out> {
        self.now = now;
        match request {
            Request::SetQueue { items, place, start } => {
                if !items.is_empty() {
                    self.queue = Queue::new(items, place, self.queue.repeat);
                    self.restart(start, QueueReason::NewPlaylist);
                }
            }
            Request::SetEntry(entry) => {
                if self.queue.choose(entry) {
                    self.restart(Duration::ZERO, QueueReason::SetCurrentItem);
                }
            }
            Request::Next(entry) => self.step(entry, true),
            Request::Previous(entry) => self.step(entry, false),
            Request::Remove { entries, clear, clear_playing } => self.remove(&entries, clear, clear_playing),
            Request::Move { entry, place } => {
                if self.queue.relocate(entry, place) {
                    self.queue_changed(QueueReason::MoveItem);
                }
            }
            Request::Queue { items, next } => {
                self.queue.add(items, next);
                self.queue_changed(if next { QueueReason::QueueNext } else { QueueReason::Queue });
            }
            Request::Repeat(repeat) => {
                self.queue.repeat = repeat;
                self.queue_changed(QueueReason::RepeatMode);
            }
            Request::Shuffle(on) => {
                self.queue.shuffle(on);
                self.queue_changed(QueueReason::ShuffleMode);
            }
            Request::Unpause => self.unpause(session),
            Request::Pause => self.pause(session),
            Request::Stop => {
                self.state = State::Idle;
                self.command(To::All, CommandKind::Stop, self.since);
            }
            Request::Seek(position) => self.seek(session, position),
            Request::Buffering(report) => self.buffering(session, report),
            Request::Ready(report) => self.ready(session, report),
            Request::IgnoreWait(ignored) => {
                self.member(session, |member| member.ignored = ignored);
                self.go_on_if_ready(StateReason::IgnoreWait);
            }
            Request::Ping(ping) => self.member(session, |member| member.ping = ping.min(LARGEST_PING)),
        }
        std::mem::take(&mut self.out)
    }

    fn step(&mut self, left: Uuid, forward: bool) {
        if left == self.queue.current_id() && self.queue.step(forward) {
            self.restart(Duration::ZERO, if forward { QueueReason::NextItem } else { QueueReason::PreviousItem });
        }
    }

    fn remove(&mut self, entries: &[Uuid], clear: bool, clear_playing: bool) {
        let current = self.queue.current_id();
        let gone = move |id: Uuid| if clear { clear_playing || id != current } else { entries.contains(&id) };
        if !self.queue.remove(gone) {
            self.queue_changed(QueueReason::RemoveItems);
        } else if self.queue.current().is_some() {
            self.restart(Duration::ZERO, QueueReason::RemoveItems);
        } else {
            self.state = State::Idle;
            self.queue_changed(QueueReason::RemoveItems);
            self.command(To::All, CommandKind::Stop, self.now);
        }
    }

    /// Everybody opens the chosen entry, and the group goes on when all have.
    fn restart(&mut self, start: Duration, reason: QueueReason) {
        (self.position, self.since, self.resume) = (start, self.now, true);
        self.wait_for_all();
        self.queue_changed(reason);
    }

    fn queue_changed(&mut self, reason: QueueReason) {
        self.queue_updated = self.now;
        self.send_queue(To::All, reason);
    }

    fn unpause(&mut self, session: &str) {
        match self.state {
            State::Idle if self.queue.current().is_some() => self.restart(Duration::ZERO, QueueReason::NewPlaylist),
            State::Idle => {}
            State::Waiting => {
                self.resume = true;
                self.send_state(To::All, StateReason::Unpause);
            }
            State::Paused => self.go_on(self.highest_ping().max(USUAL_PING), StateReason::Unpause),
            State::Playing => self.command(To::Only(session), CommandKind::Unpause, self.since),
        }
    }

    fn pause(&mut self, session: &str) {
        match self.state {
            State::Idle => self.command(To::Only(session), CommandKind::Stop, self.since),
            State::Waiting => {
                self.resume = false;
                self.send_state(To::All, StateReason::Pause);
            }
            State::Paused => self.command(To::Only(session), CommandKind::Pause, self.since),
            State::Playing => {
                self.freeze();
                self.state = State::Paused;
                self.command(To::All, CommandKind::Pause, self.since);
                self.send_state(To::All, StateReason::Pause);
            }
        }
    }

    fn seek(&mut self, session: &str, position: Duration) {
        match self.state {
            State::Idle => return self.command(To::Only(session), CommandKind::Stop, self.since),
            State::Playing => self.resume = true,
            State::Paused => self.resume = false,
            State::Waiting => {}
        }
        (self.position, self.since) = (position, self.now);
        self.wait_for_all();
        self.command(To::All, CommandKind::Seek, self.now);
        self.send_state(To::All, StateReason::Seek);
    }

    fn buffering(&mut self, session: &str, report: Report) {
        if !self.is_at(session, report.entry) {
            return;
        }
        let before = self.state;
        self.set_buffering(session, true);
        match before {
            State::Idle => {}
            State::Playing => {
                self.freeze();
                self.resume = true;
                self.begin_wait();
                self.command(To::Others(session), CommandKind::Pause, self.since);
            }
            State::Paused => {
                self.resume = false;
                self.begin_wait();
                self.command(To::Only(session), CommandKind::Pause, self.since);
            }
            State::Waiting => {}
        }
        self.send_state(To::All, StateReason::Buffer);
    }

    fn ready(&mut self, session: &str, report: Report) {
        if !self.is_at(session, report.entry) {
            return;
        }
        match self.state {
            State::Idle => {}
            // It was not waited for; it is told what the others heard before.
            State::Playing => {
                self.set_buffering(session, false);
                self.command(To::Only(session), CommandKind::Unpause, self.since);
            }
            State::Paused => {
                self.set_buffering(session, false);
                self.command(To::Only(session), CommandKind::Pause, self.since);
            }
            State::Waiting => self.ready_while_waiting(session, report),
        }
    }

    fn ready_while_waiting(&mut self, session: &str, report: Report) {
        let played = if report.playing { (self.now - report.when).clamp(TimeDelta::zero(), TimeDelta::seconds(10)) } else { TimeDelta::zero() };
        // How long until the player is where the group is; negative when it is ahead.
        let behind = signed(self.position) - signed(report.position) - played;
        if behind.abs() > if self.resume { FAR } else { FAR_PAUSED } {
            return self.command(To::Only(session), CommandKind::Seek, self.now);
        }
        self.set_buffering(session, false);
        if self.members.iter().any(Member::holds) {
            let when = if self.resume { self.now + behind } else { self.since };
            return self.command(To::Only(session), CommandKind::Pause, when);
        }
        if self.resume {
            let delay = behind.to_std().unwrap_or_default().max(self.highest_ping());
            self.go_on(delay, StateReason::Ready);
        } else {
            self.rest(StateReason::Ready);
        }
    }

    /// Whether a report is about the entry that is chosen; a member that is elsewhere is told where to be.
    fn is_at(&mut self, session: &str, entry: Uuid) -> bool {
        if self.state == State::Idle {
            self.command(To::Only(session), CommandKind::Stop, self.since);
            return false;
        }
        let there = entry == self.queue.current_id();
        if !there {
            self.send_queue(To::Only(session), QueueReason::SetCurrentItem);
        }
        there
    }

    fn go_on_if_ready(&mut self, reason: StateReason) {
        if !self.is_waiting() || self.members.iter().any(Member::holds) {
            return;
        }
        if self.resume { self.go_on(self.highest_ping(), reason) } else { self.rest(reason) }
    }

    /// Everybody plays, `delay` from now.
    fn go_on(&mut self, delay: Duration, reason: StateReason) {
        self.state = State::Playing;
        self.since = self.now + signed(delay);
        self.command(To::All, CommandKind::Unpause, self.since);
        self.send_state(To::All, reason);
    }

    fn rest(&mut self, reason: StateReason) {
        self.state = State::Paused;
        self.command(To::All, CommandKind::Pause, self.since);
        self.send_state(To::All, reason);
    }

    fn wait_for_all(&mut self) {
        for member in &mut self.members {
            (member.buffering, member.stuck) = (true, false);
        }
        self.begin_wait();
    }

    fn begin_wait(&mut self) {
        self.state = State::Waiting;
        self.wait += 1;
    }

    /// Notes where the group is now.
    fn freeze(&mut self) {
        (self.position, self.since) = (self.position_now(), self.now);
    }

    fn position_now(&self) -> Duration {
        let played = if self.state == State::Playing { (self.now - self.since).to_std().unwrap_or_default() } else { Duration::ZERO };
        self.position + played
    }

    /// There and back, of whoever is farthest away.
    fn highest_ping(&self) -> Duration {
        self.members.iter().map(|member| member.ping * 2).max().unwrap_or_default()
    }

    fn set_buffering(&mut self, session: &str, buffering: bool) {
        self.member(session, |member| (member.buffering, member.stuck) = (buffering, member.stuck && buffering));
    }

    fn member(&mut self, session: &str, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.iter_mut().find(|member| member.session == session) {
            change(member);
        }
    }

    fn send_state(&mut self, to: To<'_>, reason: StateReason) {
        self.update(to, Update::State { state: self.state, reason });
    }

    fn send_queue(&mut self, to: To<'_>, reason: QueueReason) {
        let update = QueueUpdate {
            reason,
            updated: self.queue_updated,
            entries: self.queue.entries().to_vec(),
            playing: self.queue.place(),
            start: self.position_now(),
            is_playing: self.state == State::Playing,
            shuffled: self.queue.is_shuffled(),
            repeat: self.queue.repeat,
        };
        self.update(to, Update::Queue(update));
    }

    fn command(&mut self, to: To<'_>, kind: CommandKind, when: Timestamp) {
        let command = Command { kind, entry: self.queue.current_id(), when, position: self.position, emitted: self.now };
        self.send(to, Content::Command(command));
    }

    fn update(&mut self, to: To<'_>, update: Update) {
        self.send(to, Content::Update(update));
    }

    fn send(&mut self, to: To<'_>, content: Content) {
        let meant = |session: &str| match to {
            To::All => true,
            To::Only(only) => session == only,
            To::Others(but) => session != but,
        };
        let sessions = self.members.iter().map(|member| &member.session).filter(|session| meant(session));
        self.out.extend(sessions.map(|session| (session.clone(), Message { group: self.id, content: content.clone() })));
    }
}

fn signed(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}
