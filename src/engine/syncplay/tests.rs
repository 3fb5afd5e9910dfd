//! The evening that was recorded from two clients on a Jellyfin 12, and what the recording does not show.

use std::net::IpAddr;

use chrono::TimeDelta;
use walros_model::Timestamp;

use super::group::{Group, Member, Out};
use super::message::{Content, Report, Request, State, Update};
use super::*;

struct Evening {
    group: Group,
    start: Timestamp,
    now: Timestamp,
}

/// A message in short: `A Pause 21.1 +0` (position in seconds, milliseconds from now to then), `B Waiting/Buffer`, `A queue NewPlaylist 0`.
fn short(out: &[Out], now: Timestamp) -> Vec<String> {
    let one = |(session, message): &Out| match &message.content {
        Content::Command(command) => {
            format!("{session} {:?} {:.1} {:+}", command.kind, command.position.as_secs_f64(), (command.when - now).num_milliseconds())
        }
        Content::Update(Update::State { state, reason }) => format!("{session} {state:?}/{reason:?}"),
        Content::Update(Update::Queue(queue)) => {
            format!("{session} queue {:?} {} {}", queue.reason, queue.playing.map_or(-1, |place| place as i32), queue.is_playing)
        }
        Content::Update(Update::Joined(info)) => format!("{session} joined {:?}", info.participants),
        Content::Update(other) => format!("{session} {other:?}"),
    };
    out.iter().map(one).collect()
}

fn newcomer(name: &str) -> Member {
    Member::new(name.to_owned(), Caller::anonymous(IpAddr::from([127, 0, 0, 1])), name.to_lowercase())
}

impl Evening {
    fn begin() -> Self {
        let now = Utc::now();
        let mut group = Group::new("Movie night".into(), now);
        assert_eq!(short(&group.join(newcomer("A"), now), now), ["A joined [\"a\"]", "A Stop 0.0 +0"]);
        Self { group, start: now, now }
    }

    fn both() -> Self {
        let mut evening = Self::begin();
        let heard = evening.group.join(newcomer("B"), evening.now);
        assert_eq!(short(&heard, evening.now), ["B joined [\"a\", \"b\"]", "A UserJoined(\"b\")", "B Stop 0.0 +0"]);
        evening
    }

    /// Both have opened the first of two films, and it plays from 80 ms after `at(100)` on.
    fn playing() -> Self {
        let mut evening = Self::both();
        evening.at(0, "A", Request::SetQueue { items: vec![ItemId::random(), ItemId::random()], place: 0, start: Duration::ZERO });
        for session in ["A", "B"] {
            evening.at(0, session, Request::Ping(Duration::from_millis(40)));
        }
        evening.ready(100, "A", 0.0, false);
        assert_eq!(evening.ready(100, "B", 0.0, false), ["A Unpause 0.0 +80", "B Unpause 0.0 +80", "A Playing/Ready", "B Playing/Ready"]);
        evening
    }

    /// `millis` after the beginning.
    fn at(&mut self, millis: i64, session: &str, request: Request) -> Vec<String> {
        self.now = self.start + TimeDelta::milliseconds(millis);
        short(&self.group.handle(session, request, self.now), self.now)
    }

    fn report(&self, millis: i64, position: f64, playing: bool) -> Report {
        let when = self.start + TimeDelta::milliseconds(millis);
        Report { when, position: Duration::from_secs_f64(position), playing, entry: self.group.queue.current_id() }
    }

    fn ready(&mut self, millis: i64, session: &str, position: f64, playing: bool) -> Vec<String> {
        let report = self.report(millis, position, playing);
        self.at(millis, session, Request::Ready(report))
    }

    fn buffering(&mut self, millis: i64, session: &str, position: f64) -> Vec<String> {
        let report = self.report(millis, position, true);
        self.at(millis, session, Request::Buffering(report))
    }
}

#[test]
fn a_film_begins_when_everybody_is_ready() {
    let mut evening = Evening::both();
    let queue = Request::SetQueue { items: vec![ItemId::random(), ItemId::random()], place: 0, start: Duration::ZERO };
    assert_eq!(evening.at(0, "A", queue), ["A queue NewPlaylist 0 false", "B queue NewPlaylist 0 false"]);
    assert_eq!(evening.buffering(10, "A", 0.0), ["A Waiting/Buffer", "B Waiting/Buffer"]);
    assert_eq!(evening.buffering(20, "B", 0.0), ["A Waiting/Buffer", "B Waiting/Buffer"]);
    for session in ["A", "B"] {
        assert!(evening.at(20, session, Request::Ping(Duration::from_millis(40))).is_empty());
    }
    // It says how it was 42 ms ago, and has played on since.
    let report = evening.report(58, 0.0, true);
    assert_eq!(evening.at(100, "A", Request::Ready(report)), ["A Pause 0.0 -42"]);
    assert_eq!(evening.ready(400, "B", 0.0, true), ["A Unpause 0.0 +80", "B Unpause 0.0 +80", "A Playing/Ready", "B Playing/Ready"]);
}

#[test]
fn pausing_and_going_on() {
    let mut evening = Evening::playing();
    assert_eq!(evening.at(1_630, "A", Request::Pause), ["A Pause 1.4 +0", "B Pause 1.4 +0", "A Paused/Pause", "B Paused/Pause"]);
    assert_eq!(evening.at(2_000, "B", Request::Pause), ["B Pause 1.4 -370"]);
    assert_eq!(evening.at(2_670, "B", Request::Unpause), ["A Unpause 1.4 +500", "B Unpause 1.4 +500", "A Playing/Unpause", "B Playing/Unpause"]);
    assert_eq!(evening.ready(3_690, "A", 2.0, false), ["A Unpause 1.4 -520"]);
    assert_eq!(evening.at(4_000, "A", Request::Stop), ["A Stop 1.4 -830", "B Stop 1.4 -830"]);
    assert_eq!(evening.at(4_100, "B", Request::Pause), ["B Stop 1.4 -930"]);
}

#[test]
fn seeking_waits_for_both() {
    let mut evening = Evening::playing();
    let twenty = Request::Seek(Duration::from_secs(20));
    assert_eq!(evening.at(1_000, "A", twenty), ["A Seek 20.0 +0", "B Seek 20.0 +0", "A Waiting/Seek", "B Waiting/Seek"]);
    assert_eq!(evening.ready(1_500, "A", 20.0, false), ["A Pause 20.0 +0"]);
    assert_eq!(evening.ready(1_600, "B", 20.0, false), ["A Unpause 20.0 +80", "B Unpause 20.0 +80", "A Playing/Ready", "B Playing/Ready"]);
    // A player that came up a minute away is sent to the others first.
    evening.at(2_000, "A", Request::Seek(Duration::from_secs(90)));
    evening.ready(2_100, "A", 90.0, false);
    assert_eq!(evening.ready(2_200, "B", 30.0, false), ["B Seek 90.0 +0"]);
    assert_eq!(evening.ready(2_300, "B", 90.0, false).len(), 4);
}

#[test]
fn one_who_stalls_halts_the_others() {
    let mut evening = Evening::playing();
    assert_eq!(evening.buffering(1_320, "B", 2.0), ["A Pause 1.1 +0", "A Waiting/Buffer", "B Waiting/Buffer"]);
    assert_eq!(evening.ready(2_360, "B", 2.0, true), ["A Unpause 1.1 +80", "B Unpause 1.1 +80", "A Playing/Ready", "B Playing/Ready"]);
}

#[test]
fn nobody_waits_for_ever() {
    let mut evening = Evening::playing();
    evening.buffering(1_180, "B", 1.1);
    let stale = evening.group.wait - 1;
    assert!(evening.group.give_up(stale, evening.now).is_empty());
    let later = evening.start + TimeDelta::seconds(31);
    let heard = evening.group.give_up(evening.group.wait, later);
    assert_eq!(short(&heard, later), ["A Unpause 1.0 +80", "B Unpause 1.0 +80", "A Playing/Ready", "B Playing/Ready"]);
    // When it comes back it is told where the others are, and is waited for again the next time.
    assert_eq!(evening.ready(33_000, "B", 2.0, false), ["B Unpause 1.0 -1920"]);
    evening.buffering(34_000, "B", 2.0);
    assert!(evening.group.is_waiting());
    // Whoever asks not to be waited for is not.
    assert_eq!(evening.at(34_100, "B", Request::IgnoreWait(true))[3], "B Playing/IgnoreWait");
}

#[test]
fn whoever_leaves_holds_nobody() {
    let mut evening = Evening::playing();
    evening.buffering(1_180, "B", 1.1);
    let heard = evening.group.leave("B", evening.now);
    assert_eq!(short(&heard, evening.now), ["B Left", "A UserLeft(\"b\")", "A Unpause 1.0 +80", "A Playing/Ready"]);
}

#[test]
fn the_queue_and_its_modes() {
    let mut evening = Evening::playing();
    let first = evening.group.queue.current_id();
    assert_eq!(evening.at(1_000, "A", Request::Next(first)), ["A queue NextItem 1 false", "B queue NextItem 1 false"]);
    // The other member's press came a moment later and skips nothing more.
    assert!(evening.at(1_010, "B", Request::Next(first)).is_empty());
    evening.ready(2_000, "A", 0.0, true);
    evening.ready(2_000, "B", 0.0, true);
    assert_eq!(evening.at(3_000, "A", Request::Repeat(message::Repeat::All)), ["A queue RepeatMode 1 true", "B queue RepeatMode 1 true"]);
    assert_eq!(evening.at(3_000, "A", Request::Shuffle(true)), ["A queue ShuffleMode 0 true", "B queue ShuffleMode 0 true"]);
    let all = Request::Remove { entries: Vec::new(), clear: true, clear_playing: true };
    let heard = evening.at(4_000, "A", all);
    assert_eq!(heard[0], "A queue RemoveItems -1 false");
    assert!(heard[2].starts_with("A Stop"));
    assert!(evening.at(4_000, "B", Request::Unpause).is_empty());
}

#[test]
fn a_newcomer_catches_up() {
    let mut evening = Evening::playing();
    let now = evening.start + TimeDelta::milliseconds(1_180);
    let heard = short(&evening.group.join(newcomer("C"), now), now);
    assert_eq!(heard[3..6], ["A Pause 1.0 +0", "B Pause 1.0 +0", "C queue NewPlaylist 0 false"]);
    assert_eq!(heard[6..], ["A Waiting/Buffer", "B Waiting/Buffer", "C Waiting/Buffer"]);
    assert_eq!(evening.ready(2_000, "C", 1.0, false).len(), 6);
}

#[test]
fn a_report_of_another_entry_is_set_right() {
    let mut evening = Evening::playing();
    let report = Report { entry: Uuid::new_v4(), ..evening.report(500, 0.0, false) };
    assert_eq!(evening.at(500, "B", Request::Ready(report)), ["B queue SetCurrentItem 0 true"]);
    assert_eq!(evening.group.info().state, State::Playing);
}
