//! A folder that must not be believed changes nothing.

use std::fs;

use walros_engine::model::item::ItemKind;
use walros_engine::scans::ScanPhase;

use crate::fixture::Fixture;

#[tokio::test(flavor = "multi_thread")]
async fn an_emptied_or_vanished_root_loses_nothing() {
    let fixture = Fixture::scanned().await;
    let (root, away) = (fixture.media.join("movies"), fixture.media.join("away"));
    fs::rename(&root, &away).expect("moved");
    let offline =
        |progress: Vec<walros_engine::scans::ScanProgress>| progress.iter().any(|one| one.library_name == "Movies" && one.phase == ScanPhase::Offline);
    // Gone, and then a mount point with nothing mounted on it.
    for made in [false, true] {
        if made {
            fs::create_dir(&root).expect("an empty folder");
        }
        fixture.rescan().await;
        assert!(offline(fixture.engine.scans.progress(&fixture.admin).expect("progress")));
        assert_eq!(fixture.all(&fixture.admin, ItemKind::Movie).await.len(), 1);
        let libraries = fixture.engine.libraries.list(&fixture.admin).await.expect("libraries");
        let movies = libraries.iter().find(|library| library.name == "Movies").expect("Movies");
        assert!(!movies.roots[0].online && movies.roots[0].trouble.is_some());
    }
    fs::remove_dir(&root).expect("removed");
    fs::rename(&away, &root).expect("moved");
    fixture.rescan().await;
    assert!(!offline(fixture.engine.scans.progress(&fixture.admin).expect("progress")));
    assert_eq!(fixture.all(&fixture.admin, ItemKind::Movie).await.len(), 1);
}
