//! Whether a library's folder can be believed.

use std::ops::ControlFlow;

use walros_model::library::LibraryRoot;
use walros_scanner::roots;

use super::*;

fn fresh(path: &Path) -> LibraryRoot {
    LibraryRoot { path: text(path).to_owned(), device: None, file_count: 0, online: true, trouble: None }
}

fn walk_root(root: &LibraryRoot) -> Result<roots::Walked, String> {
    roots::walk(root, &mut |_| ControlFlow::Continue(()))
}

/// The folder as a scan left it.
fn scanned(path: &Path) -> LibraryRoot {
    let walked = walk_root(&fresh(path)).expect("online");
    LibraryRoot { device: Some(walked.device), file_count: walked.file_count, ..fresh(path) }
}

#[test]
fn a_folder_that_is_there() {
    let root = tree(&["a.mkv", "b/c.mkv"]);
    let walked = walk_root(&scanned(root.path())).expect("online");
    assert_eq!((walked.file_count, walked.folder.files.len()), (2, 1));
}

#[test]
fn an_empty_folder_is_a_library_unless_it_held_something() {
    let root = tree(&["a.mkv"]);
    let before = scanned(root.path());
    fs::remove_file(root.path().join("a.mkv")).expect("removed");
    assert!(walk_root(&before).is_err_and(|trouble| trouble.contains("empty")));
    assert_eq!(walk_root(&fresh(root.path())).expect("online").file_count, 0);
}

#[test]
fn files_that_were_deleted_are_believed() {
    let root = tree(&["a.mkv", "b.mkv", "c.mkv", "d.mkv"]);
    let before = scanned(root.path());
    for name in ["a.mkv", "b.mkv", "c.mkv"] {
        fs::remove_file(root.path().join(name)).expect("removed");
    }
    assert_eq!(walk_root(&before).expect("online").file_count, 1);
}

#[test]
fn another_file_system_is_believed_only_with_the_files() {
    let root = tree(&["a.mkv", "b.mkv"]);
    let moved = LibraryRoot { device: Some(-1), ..scanned(root.path()) };
    assert_eq!(walk_root(&moved).expect("a new device number at a reboot").file_count, 2);
    let unmounted = LibraryRoot { file_count: 100, ..moved };
    assert!(walk_root(&unmounted).is_err_and(|trouble| trouble.contains("mounted")));
}

#[test]
fn a_folder_that_is_gone_or_no_folder() {
    let root = tree(&["a.mkv"]);
    assert!(walk_root(&fresh(&root.path().join("gone"))).is_err_and(|trouble| trouble.contains("no such folder")));
    assert!(walk_root(&fresh(&root.path().join("a.mkv"))).is_err_and(|trouble| trouble.contains("not a folder")));
}
