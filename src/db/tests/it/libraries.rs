//! Libraries and their folders.

use walros_db::{DbError, items, libraries};
use walros_model::library::{Library, LibraryKind, LibraryRoot, PicturesAhead};
use walros_model::query::{Include, Scope};
use walros_model::{ItemId, ItemKind};

use crate::fixture::{Fixture, at};
use crate::sample::Sample;

fn root(path: &str) -> LibraryRoot {
    LibraryRoot { path: path.into(), device: None, file_count: 0, online: true, trouble: None }
}

#[test]
fn a_library_comes_back_with_its_folders() {
    let fixture = Fixture::new();
    let library = Library {
        id: ItemId::random(),
        name: "Films".into(),
        kind: LibraryKind::Movies,
        roots: vec![root("/b"), root("/a")],
        ahead: PicturesAhead { trickplay: true, chapters_after_scan: true, ..PicturesAhead::default() },
        options: Some("{}".into()),
    };
    let written = library.clone();
    fixture.write(move |conn| libraries::create(conn, &written, at(0)));
    assert_eq!(fixture.read(libraries::list), vec![library.clone()]);
    let id = library.id;
    let view = fixture.read(move |conn| items::get(conn, &Scope::default(), None, id, Include::default())).expect("its item");
    assert_eq!((view.item.kind, view.item.name.as_str(), view.item.library), (ItemKind::Library, "Films", None));
    assert_eq!(fixture.read(|conn| libraries::get(conn, ItemId::random())), None);
}

#[test]
fn what_is_known_of_a_folder_outlives_other_changes() {
    let fixture = Fixture::new();
    let mut library = Library {
        id: ItemId::random(),
        name: "Films".into(),
        kind: LibraryKind::Movies,
        roots: vec![root("/a")],
        ahead: PicturesAhead::default(),
        options: None,
    };
    let written = library.clone();
    let seen = LibraryRoot { device: Some(7), file_count: 99, online: false, trouble: Some("empty".into()), ..root("/a") };
    let noted = seen.clone();
    fixture.write(move |conn| {
        libraries::create(conn, &written, at(0))?;
        libraries::set_root(conn, written.id, &noted)
    });
    library.name = "Movies".into();
    library.roots = vec![root("/new"), root("/a")];
    library.ahead.trickplay_after_scan = true;
    let (changed, id) = (library.clone(), library.id);
    fixture.write(move |conn| libraries::update(conn, &changed));
    let now = fixture.read(move |conn| libraries::get(conn, id)).expect("the library");
    assert_eq!((now.name.as_str(), now.roots, now.ahead), ("Movies", vec![root("/new"), seen], library.ahead));
    let gone = fixture.try_write(move |conn| libraries::set_root(conn, id, &root("/gone")));
    assert!(matches!(gone, Err(DbError::NotFound)));
}

#[test]
fn a_library_goes_with_its_items_only() {
    let sample = Sample::new();
    let id = sample.id("movies");
    sample.fixture.write(move |conn| libraries::delete(conn, id));
    assert_eq!(sample.fixture.read(libraries::list).len(), 3);
    let left = sample.list(Default::default());
    assert!(!left.contains(&"alpha".into()) && left.contains(&"signal".into()), "{left:?}");
    assert!(matches!(sample.fixture.try_write(move |conn| libraries::delete(conn, id)), Err(DbError::NotFound)));
}
