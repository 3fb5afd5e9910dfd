//! Watching folders. Each test waits for what it is told; a slow machine makes it slower, not wrong.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use walros_scanner::watch::{Patience, Watcher};

use super::*;

const SOON: Duration = Duration::from_secs(60);

fn watch(folders: Vec<PathBuf>, patience: Patience) -> (Watcher, Receiver<Vec<PathBuf>>) {
    let (tell, told) = mpsc::channel();
    let watcher = Watcher::start_with(folders, patience, move |paths| {
        // The test may be over.
        let _ = tell.send(paths);
    });
    (watcher, told)
}

fn eager() -> Patience {
    Patience { quiet: Duration::from_millis(50), ..Patience::default() }
}

/// Changes the folder until it is told of: the watch may not stand yet when the first change is made.
fn told_of(root: &Path, told: &Receiver<Vec<PathBuf>>, name: &str) -> Vec<PathBuf> {
    for attempt in 0..600 {
        write(root, name, &attempt.to_string());
        if let Ok(paths) = told.recv_timeout(Duration::from_millis(100)) {
            return paths;
        }
    }
    Vec::new()
}

#[test]
fn tells_the_folder_of_a_new_file() {
    let root = tree(&["films/a.mkv"]);
    let (_watcher, told) = watch(vec![root.path().to_owned()], eager());
    assert_eq!(told_of(root.path(), &told, "films/b.mkv"), [root.path().join("films")]);
}

#[test]
fn folders_that_cannot_be_watched_are_told_by_the_clock() {
    let root = tree(&[]);
    let later = root.path().join("later");
    let (_watcher, told) = watch(vec![later.clone()], Patience { unwatched: Duration::from_millis(400), ..eager() });
    assert_eq!(told.recv_timeout(SOON), Ok(vec![later.clone()]));
    // Once it is there it is watched like any other.
    fs::create_dir(&later).expect("made");
    let paths = told_of(root.path(), &told, "later/a.mkv");
    assert!(paths.iter().all(|path| path.starts_with(&later)) && !paths.is_empty(), "{paths:?}");
}

#[test]
fn ends_when_it_is_dropped() {
    let root = tree(&["a.mkv"]);
    let (watcher, told) = watch(vec![root.path().to_owned()], eager());
    drop(watcher);
    // The thread's end of the channel goes with the thread.
    loop {
        match told.recv_timeout(SOON) {
            Ok(_) => {}
            Err(error) => break assert_eq!(error, mpsc::RecvTimeoutError::Disconnected),
        }
    }
}
