//! Walking folders.

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use walros_model::library::LibraryKind;
use walros_scanner::listing::Folder;
use walros_scanner::walk::{Limits, Walk, walk};

use super::*;

fn walked(root: &Path) -> Walk {
    walk(text(root), Limits::ALL).expect("walked")
}

/// Every file below, by its path relative to the folder.
fn paths(walk: &Walk) -> Vec<String> {
    let mut out = Vec::new();
    walk.folder
        .walk(&mut |folder: &Folder, file| out.push(folder.path_of(&file.name).trim_start_matches(&walk.folder.path).trim_start_matches('/').to_owned()));
    out.sort();
    out
}

#[test]
fn lists_media_with_their_facts() {
    let root = tree(&["Twin (1970)/Twin (1970).mkv", "Twin (1970)/poster.jpg", "b.mkv", "a.mkv"]);
    write(root.path(), "a.mkv", "four");
    let walk = walked(root.path());
    assert_eq!(paths(&walk), ["Twin (1970)/Twin (1970).mkv", "Twin (1970)/poster.jpg", "a.mkv", "b.mkv"]);
    assert_eq!(walk.media_files, 4);
    let file = &walk.folder.files[0];
    let facts = fs::metadata(root.path().join("a.mkv")).expect("facts");
    assert_eq!((file.name.as_str(), file.stat.size), ("a.mkv", 4));
    assert_eq!(file.stat.modified, chrono::DateTime::<chrono::Utc>::from(facts.modified().expect("a time")));
}

#[test]
fn passes_over_what_is_nobodys_medium() {
    let root = tree(&[
        "a.mkv",
        ".hidden.mkv",
        "._a.mkv",
        "b.mkv.part",
        "@eaDir/a.mkv",
        "lost+found/a.mkv",
        ".Trash-1000/a.mkv",
        "#recycle/a.mkv",
        "a.trickplay/1.jpg",
    ]);
    assert_eq!(paths(&walked(root.path())), ["a.mkv"]);
}

#[test]
fn hides_what_is_marked() {
    let root = tree(&[
        "keep/a.mkv",
        "private/a.mkv",
        "private/.nomedia",
        "empty/a.mkv",
        "lists/a.mkv",
        "lists/b.avi",
        "lists/deep/c.avi",
        "plex/a.mkv",
        "plex/raw/b.mkv",
        ".nomedia",
    ]);
    write(root.path(), "empty/.ignore", "");
    write(root.path(), "lists/.ignore", "# not these\n*.avi\n");
    write(root.path(), "plex/.plexignore", "raw/\n");
    assert_eq!(paths(&walked(root.path())), ["keep/a.mkv", "lists/a.mkv", "plex/a.mkv"]);
}

#[test]
fn follows_links_once_and_never_in_a_circle() {
    let root = tree(&["films/a.mkv"]);
    let elsewhere = tree(&["b.mkv"]);
    symlink(root.path(), root.path().join("films/loop")).expect("linked");
    symlink(elsewhere.path(), root.path().join("more")).expect("linked");
    symlink(elsewhere.path(), root.path().join("more again")).expect("linked");
    symlink(elsewhere.path().join("b.mkv"), root.path().join("c.mkv")).expect("linked");
    symlink("/nowhere/at/all.mkv", root.path().join("broken.mkv")).expect("linked");
    let walk = walked(root.path());
    assert_eq!(paths(&walk), ["c.mkv", "films/a.mkv", "more/b.mkv"]);
    let skipped: Vec<&str> = walk.skipped.iter().map(|trouble| trouble.path.rsplit('/').next().unwrap_or_default()).collect();
    assert_eq!(skipped, ["loop", "more again"]);
}

#[test]
fn names_that_are_no_text_cost_a_line_each() {
    let root = tree(&["a.mkv"]);
    fs::write(root.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.mkv")), "x").expect("written");
    let walk = walked(root.path());
    assert_eq!(paths(&walk), ["a.mkv"]);
    assert!(walk.skipped[0].text.contains("UTF-8"), "{:?}", walk.skipped);
}

#[test]
fn a_folder_that_cannot_be_read_is_told() {
    let root = tree(&["a.mkv", "closed/b.mkv"]);
    let closed = root.path().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("closed");
    let walk = walked(root.path());
    // The superuser reads it all the same.
    let may_read = fs::read_dir(&closed).is_ok();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).expect("opened");
    let unreadable: Vec<&str> = walk.unreadable.iter().map(|trouble| trouble.path.as_str()).collect();
    if may_read {
        assert_eq!((paths(&walk).len(), unreadable.len()), (2, 0));
    } else {
        assert_eq!(unreadable, [text(&closed)]);
        assert_eq!(paths(&walk), ["a.mkv"]);
    }
}

#[test]
fn what_is_no_folder_is_an_error() {
    let root = tree(&["a.mkv"]);
    assert!(walk(text(&root.path().join("a.mkv")), Limits::ALL).is_err());
    assert!(walk("/nowhere/at/all", Limits::ALL).is_err());
}

#[test]
fn kinds_are_guessed_from_the_disk() {
    let shows = tree(&["Row/Season 1/01.mkv", "Row/Season 1/02.mkv"]);
    assert_eq!(walros_scanner::guess_kind(shows.path()), LibraryKind::Shows);
    assert_eq!(walros_scanner::guess_kind("/nowhere/at/all"), LibraryKind::Mixed);
}
