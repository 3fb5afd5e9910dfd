//! The log of what happened.

use walros_db::activity;
use walros_model::UserId;
use walros_model::activity::{Activity, ActivityKind, ActivityQuery};

use crate::fixture::{Fixture, at};

fn entry(seconds: i64, kind: ActivityKind, user: Option<UserId>) -> Activity {
    Activity {
        number: 0,
        at: at(seconds),
        kind,
        user,
        user_name: "Ann".into(),
        item: None,
        item_name: String::new(),
        device: "Telly".into(),
        address: "127.0.0.1".into(),
    }
}

fn page(fixture: &Fixture, query: ActivityQuery) -> (Vec<(i64, ActivityKind)>, u64) {
    let (entries, total) = fixture.read(move |conn| activity::page(conn, &query));
    (entries.into_iter().map(|entry| ((entry.at - at(0)).num_seconds(), entry.kind)).collect(), total)
}

#[test]
fn the_newest_come_first_and_are_paged_and_filtered() {
    use ActivityKind::{PlaybackStarted, SignInFailed, SignedIn};
    let fixture = Fixture::new();
    let ann = Some(fixture.user("Ann"));
    for (seconds, kind, user) in [(1, SignInFailed, None), (2, SignedIn, ann), (3, PlaybackStarted, ann)] {
        fixture.write(move |conn| activity::add(conn, &entry(seconds, kind, user)));
    }
    assert_eq!(page(&fixture, ActivityQuery::default()), (vec![(3, PlaybackStarted), (2, SignedIn), (1, SignInFailed)], 3));
    assert_eq!(page(&fixture, ActivityQuery { start: 1, limit: Some(1), ..ActivityQuery::default() }), (vec![(2, SignedIn)], 3));
    assert_eq!(page(&fixture, ActivityQuery { has_user: Some(false), ..ActivityQuery::default() }), (vec![(1, SignInFailed)], 1));
    assert_eq!(page(&fixture, ActivityQuery { since: Some(at(3)), ..ActivityQuery::default() }), (vec![(3, PlaybackStarted)], 1));
}

#[test]
fn an_entry_comes_back_as_it_was() {
    let fixture = Fixture::new();
    let written = entry(5, ActivityKind::SignedOut, Some(fixture.user("Ann")));
    let stored = written.clone();
    fixture.write(move |conn| activity::add(conn, &stored));
    let (entries, _) = fixture.read(|conn| activity::page(conn, &ActivityQuery::default()));
    assert_eq!(entries, [Activity { number: entries[0].number, ..written }]);
}
