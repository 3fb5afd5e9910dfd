//! Who may see and do what.

use walros_engine::model::item::ItemKind;
use walros_engine::model::query::Include;
use walros_engine::model::user::Policy;
use walros_engine::{Caller, EngineError};

use crate::fixture::{Fixture, open};

#[tokio::test(flavor = "multi_thread")]
async fn what_a_user_may_not_see_is_not_found() {
    let fixture = Fixture::scanned().await;
    let libraries = fixture.engine.libraries.list(&fixture.admin).await.expect("libraries");
    let shows = libraries.iter().find(|library| library.name == "Shows").expect("Shows").id;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await.item.id;
    let child = fixture.user("child", Policy { max_age: Some(7), ..Policy::default() }).await;
    let guest = fixture.user("guest", Policy { libraries: Some(vec![shows]), ..Policy::default() }).await;
    for caller in [&child, &guest] {
        assert!(fixture.all(caller, ItemKind::Movie).await.is_empty());
        assert!(matches!(fixture.engine.items.get(caller, film, Include::default()).await, Err(EngineError::NotFound)));
        assert!(matches!(fixture.engine.playback.file(caller, film).await, Err(EngineError::NotFound)));
        assert!(matches!(fixture.engine.watch.set_played(caller, film, true, None).await, Err(EngineError::NotFound)));
    }
    assert_eq!(fixture.all(&guest, ItemKind::Episode).await.len(), 3);
    let views = fixture.engine.libraries.views(&guest, false).await.expect("views");
    assert_eq!(views.iter().map(|view| view.library.name.as_str()).collect::<Vec<_>>(), ["Shows"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_administer_and_one_always_stays() {
    let fixture = Fixture::empty().await;
    let user = fixture.user("user", Policy::default()).await;
    let engine = &fixture.engine;
    assert!(matches!(engine.libraries.list(&user).await, Err(EngineError::Forbidden)));
    assert!(matches!(engine.scans.start(&user, None).await, Err(EngineError::Forbidden)));
    assert!(matches!(engine.users.create(&user, "other", None, Policy::default()).await, Err(EngineError::Forbidden)));
    let admin = fixture.admin.user_id().expect("a user");
    assert!(matches!(engine.users.get(&user, admin).await, Err(EngineError::Forbidden)));
    assert!(matches!(engine.users.delete(&fixture.admin, admin).await, Err(EngineError::Conflict(_))));
    assert!(matches!(engine.users.set_policy(&fixture.admin, admin, Policy::default()).await, Err(EngineError::Conflict(_))));
    let still = engine.users.get(&fixture.admin, admin).await.expect("the administrator");
    assert!(still.policy.administrator);
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_end_when_they_should_and_outlive_a_restart() {
    let fixture = Fixture::empty().await;
    let address = [127, 0, 0, 1].into();
    let device = || walros_engine::model::user::DeviceInfo { id: "tv".into(), name: "TV".into(), app: "app".into(), app_version: "1".into() };
    let first = fixture.engine.users.sign_in("Admin", "secret", device(), address).await.expect("signed in").token;
    let second = fixture.engine.users.sign_in("admin", "secret", device(), address).await.expect("signed in").token;
    assert!(matches!(fixture.engine.users.authenticate(&first, None, address).await, Err(EngineError::Unauthenticated)));
    let reopened = open(&fixture.data).await;
    let caller = reopened.users.authenticate(&second, None, address).await.expect("still signed in");
    reopened.users.sign_out(&caller).await.expect("signed out");
    assert!(matches!(reopened.users.authenticate(&second, None, address).await, Err(EngineError::Unauthenticated)));
    assert!(matches!(reopened.users.sign_in("admin", "wrong", device(), address).await, Err(EngineError::Unauthenticated)));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_finishes_set_up_from_elsewhere_without_the_code() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let engine = open(folder.path()).await;
    let stranger = Caller::anonymous([203, 0, 113, 9].into());
    assert!(matches!(engine.system.set_up(&stranger, None, "mallory", "pw").await, Err(EngineError::Forbidden)));
    assert!(matches!(engine.system.set_up(&stranger, Some("wrong"), "mallory", "pw").await, Err(EngineError::Forbidden)));
    engine.system.set_up(&stranger, Some("code"), "owner", "pw").await.expect("set up");
    let local = Caller::anonymous([127, 0, 0, 1].into());
    assert!(matches!(engine.system.set_up(&local, None, "second", "pw").await, Err(EngineError::Conflict(_))));
    assert!(engine.system.info().set_up && engine.system.setup_code().is_none());
}
