//! Users, devices, settings and display preferences.

use walros_db::{DbError, devices, play_state, settings, users};
use walros_model::ItemId;
use walros_model::state::PlayState;
use walros_model::user::{DeviceInfo, Policy, Preferences, SubtitleMode};

use crate::fixture::{Fixture, at, user};

fn info(id: &str) -> DeviceInfo {
    DeviceInfo { id: id.into(), name: "Telly".into(), app: "App".into(), app_version: "1".into() }
}

#[test]
fn a_user_comes_back_as_it_was() {
    let fixture = Fixture::new();
    let mut ann = user("Ann");
    ann.policy =
        Policy { administrator: true, libraries: Some(vec![ItemId::random()]), max_age: Some(12), blocked_tags: vec!["gore".into()], ..Policy::default() };
    ann.preferences = Preferences { subtitle_mode: SubtitleMode::Smart, audio_language: Some("deu".into()), ..Preferences::default() };
    ann.last_login = Some(at(5));
    let expected = ann.clone();
    fixture.write(move |conn| users::create(conn, &ann, Some("hash")));
    let id = expected.id;
    assert_eq!(fixture.read(move |conn| users::get(conn, id)), Some(expected.clone()));
    assert_eq!(fixture.read(users::all), vec![expected.clone()]);
    assert_eq!(fixture.read(|conn| users::by_name(conn, "ANN")), Some((expected, Some("hash".into()))));
    assert_eq!(fixture.read(|conn| users::by_name(conn, "bo")), None);
}

#[test]
fn two_users_cannot_have_the_same_name() {
    let fixture = Fixture::new();
    fixture.user("Zoë");
    let twin = user("ZOE");
    let refused = fixture.try_write(move |conn| users::create(conn, &twin, None));
    assert!(matches!(refused, Err(DbError::Conflict(_))), "{refused:?}");
}

#[test]
fn changes_to_a_user_keep_the_password() {
    let fixture = Fixture::new();
    let id = fixture.user("Ann");
    let changed = fixture.write(move |conn| {
        let mut ann = users::get(conn, id)?.ok_or(DbError::NotFound)?;
        (ann.name, ann.policy.disabled, ann.image_tag) = ("Anna".into(), true, Some("t".into()));
        users::update(conn, &ann)?;
        users::touch(conn, id, Some(at(9)), at(10))?;
        Ok(ann)
    });
    let now = fixture.read(move |conn| users::get(conn, id)).expect("Ann");
    assert_eq!((&now.name, now.policy.disabled, &now.image_tag), (&changed.name, true, &changed.image_tag));
    assert_eq!((now.has_password, now.last_login, now.last_activity), (true, Some(at(9)), Some(at(10))));
    fixture.write(move |conn| users::set_password(conn, id, None));
    assert!(!fixture.read(move |conn| users::get(conn, id)).expect("Ann").has_password);
    let stranger = user("nobody");
    assert!(matches!(fixture.try_write(move |conn| users::update(conn, &stranger)), Err(DbError::NotFound)));
}

#[test]
fn a_user_goes_with_devices_and_play_state() {
    let fixture = Fixture::new();
    let (id, item) = (fixture.user("Ann"), ItemId::random());
    fixture.write(move |conn| {
        devices::sign_in(conn, Some(id), &info("d"), b"token", at(0))?;
        settings::set_display_preference(conn, id, "web", "home", "{}")?;
        play_state::set(conn, id, item, &PlayState { played: true, ..PlayState::default() })?;
        users::delete(conn, id)
    });
    assert!(fixture.read(|conn| devices::by_token_hash(conn, b"token")).is_none());
    assert_eq!(fixture.read(move |conn| play_state::get(conn, id, item)), PlayState::default());
    assert_eq!(fixture.read(users::count), 0);
}

#[test]
fn a_token_leads_to_its_user_in_one_statement() {
    let fixture = Fixture::new();
    let id = fixture.user("Ann");
    let device = fixture.write(move |conn| devices::sign_in(conn, Some(id), &info("d"), b"token", at(3)));
    assert_eq!((device.user, &device.info, device.created, device.last_seen), (Some(id), &info("d"), at(3), at(3)));
    let (found, statements) = fixture.counted(|conn| devices::by_token_hash(conn, b"token"));
    let (by_token, account) = found.expect("a device");
    assert_eq!((by_token, account.map(|user| user.id)), (device, Some(id)));
    assert_eq!(statements, 1);
    assert!(fixture.read(|conn| devices::by_token_hash(conn, b"other")).is_none());
}

#[test]
fn signing_in_again_replaces_the_token_of_that_device_only() {
    let fixture = Fixture::new();
    let (ann, bo) = (fixture.user("Ann"), fixture.user("Bo"));
    fixture.write(move |conn| {
        devices::sign_in(conn, Some(ann), &info("d"), b"old", at(0))?;
        devices::sign_in(conn, Some(bo), &info("d"), b"of bo", at(0))?;
        devices::sign_in(conn, Some(ann), &info("e"), b"other", at(1))?;
        devices::sign_in(conn, Some(ann), &info("d"), b"new", at(2))
    });
    assert!(fixture.read(|conn| devices::by_token_hash(conn, b"old")).is_none());
    for token in [b"new".as_slice(), b"of bo", b"other"] {
        assert!(fixture.read(move |conn| devices::by_token_hash(conn, token)).is_some(), "{token:?}");
    }
    let ids: Vec<String> = fixture.read(move |conn| devices::list(conn, Some(ann))).into_iter().map(|device| device.info.id).collect();
    assert_eq!(ids, ["d", "e"], "the last seen first");
}

#[test]
fn api_keys_have_no_user_and_are_no_devices() {
    let fixture = Fixture::new();
    fixture.write(|conn| {
        devices::sign_in(conn, None, &info(""), b"key 1", at(0))?;
        devices::sign_in(conn, None, &info(""), b"key 2", at(0))
    });
    let keys = fixture.read(devices::api_keys);
    assert_eq!(keys.len(), 2);
    assert!(fixture.read(|conn| devices::list(conn, None)).is_empty());
    let (_, account) = fixture.read(|conn| devices::by_token_hash(conn, b"key 1")).expect("a key");
    assert_eq!(account, None);
    let number = keys[0].number;
    assert!(fixture.write(move |conn| devices::delete(conn, number)));
    assert!(!fixture.write(move |conn| devices::delete(conn, number)));
}

#[test]
fn all_other_devices_of_a_user_can_be_signed_out() {
    let fixture = Fixture::new();
    let ann = fixture.user("Ann");
    let gone = fixture.write(move |conn| {
        devices::sign_in(conn, Some(ann), &info("d"), b"1", at(0))?;
        let kept = devices::sign_in(conn, Some(ann), &info("e"), b"2", at(0))?;
        devices::touch(conn, kept.number, &DeviceInfo { name: "Renamed".into(), ..info("e") }, at(7))?;
        devices::delete_of_user(conn, ann, Some(kept.number))
    });
    assert_eq!(gone, 1);
    let left = fixture.read(move |conn| devices::list(conn, Some(ann)));
    assert_eq!((left.len(), left[0].info.name.as_str(), left[0].last_seen), (1, "Renamed", at(7)));
}

#[test]
fn settings_are_texts_under_keys() {
    let fixture = Fixture::new();
    let ann = fixture.user("Ann");
    fixture.write(move |conn| {
        settings::set(conn, "a", "1")?;
        settings::set(conn, "a", "2")?;
        settings::set(conn, "b", "3")?;
        settings::remove(conn, "b")?;
        settings::set_display_preference(conn, ann, "web", "home", "old")?;
        settings::set_display_preference(conn, ann, "web", "home", "new")
    });
    assert_eq!(fixture.read(|conn| settings::get(conn, "a")).as_deref(), Some("2"));
    assert_eq!(fixture.read(|conn| settings::get(conn, "b")), None);
    assert_eq!(fixture.read(move |conn| settings::display_preference(conn, ann, "web", "home")).as_deref(), Some("new"));
    assert_eq!(fixture.read(move |conn| settings::display_preference(conn, ann, "tv", "home")), None);
}
