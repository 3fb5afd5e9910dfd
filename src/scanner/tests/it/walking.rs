//! Walking folders.

use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use walros_model::library::LibraryKind;
use walros_scanner::listing::Folder;
use walros_scanner::walk::{Limits, Walk, walk};

use super::*;

fn walked(root: &Path) -> Walk {
    walk_quietly(text(root)).expect("walked")
}

fn walk_quietly(root: &str) -> std::io::Result<Walk> {
    walk(root, Limits::ALL, &mut |_| ControlFlow::Continue(()))
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
fn what_is_no_file_is_never_opened() {
    let root = tree(&["a.mkv"]);
    for name in [".ignore", ".plexignore", "pipe.mkv", "pipe.nfo"] {
        let made = std::process::Command::new("mkfifo").arg(root.path().join(name)).status().expect("mkfifo runs");
        assert!(made.success(), "{name}");
    }
    symlink("/dev/zero", root.path().join("zero.mkv")).expect("linked");
    symlink("/proc/kmsg", root.path().join("kernel.mkv")).expect("linked");
    assert_eq!(paths(&walked(root.path())), ["a.mkv"]);
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
    assert!(walk_quietly(text(&root.path().join("a.mkv"))).is_err());
    assert!(walk_quietly("/nowhere/at/all").is_err());
}

#[test]
fn kinds_are_guessed_from_the_disk() {
    let shows = tree(&["Row/Season 1/01.mkv", "Row/Season 1/02.mkv"]);
    assert_eq!(walros_scanner::guess_kind(shows.path()), LibraryKind::Shows);
    assert_eq!(walros_scanner::guess_kind("/nowhere/at/all"), LibraryKind::Mixed);
}

/// What is told while a folder is walked; `hear` is called at each part, in the middle of the walk.
fn told(root: &Path, hear: &mut dyn FnMut(usize)) -> (Vec<Vec<String>>, Walk) {
    let mut parts = Vec::new();
    let walk = walk(text(root), Limits::ALL, &mut |part| {
        let mut paths = Vec::new();
        part.walk(&mut |folder: &Folder, file| paths.push(folder.path_of(&file.name).trim_start_matches(text(root)).trim_start_matches('/').to_owned()));
        parts.push(paths);
        hear(parts.len());
        ControlFlow::Continue(())
    });
    (parts, walk.expect("walked"))
}

#[test]
fn each_folder_is_told_before_the_next_is_looked_into() {
    let root = tree(&["loose.mkv", "a/a.mkv", "b/deep/b.mkv", "c/notes.txt", "d/d.mkv"]);
    let mut next = ["b/new.mkv", "d/new.mkv"].into_iter();
    let (parts, walk) = told(root.path(), &mut |_| next.by_ref().take(1).for_each(|file| write(root.path(), file, "x")));
    // What is written while a part is told is found behind it: the walk was no further. Loose files are told to nobody.
    assert_eq!(parts, [vec!["a/a.mkv"], vec!["b/new.mkv", "b/deep/b.mkv"], vec!["c/notes.txt", "d/d.mkv", "d/new.mkv"]]);
    assert_eq!(paths(&walk).len(), 7, "the whole is told at the end");
}

#[test]
fn a_large_folder_is_told_while_it_is_walked_and_nothing_twice() {
    let files: Vec<String> = (0..1300).map(|n| format!("shelf/film {n:04}/{n}.mkv")).chain(["shelf/z/last.mkv".to_owned(), "tail/t.mkv".to_owned()]).collect();
    let root = tree(&files.iter().map(String::as_str).collect::<Vec<_>>());
    let (parts, walk) = told(root.path(), &mut |_| {});
    assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [500, 500, 301, 1]);
    let mut all: Vec<String> = parts.concat();
    all.sort();
    assert_eq!(all, paths(&walk));
}

#[test]
fn who_hears_of_it_may_end_it() {
    let root = tree(&["a/a.mkv", "b/b.mkv"]);
    let mut parts = 0;
    let ended = walk(text(root.path()), Limits::ALL, &mut |_| {
        parts += 1;
        ControlFlow::Break(())
    });
    assert!(ended.is_err_and(|error| error.kind() == std::io::ErrorKind::Interrupted) && parts == 1);
}
