//! The folders of a library, and whether what they show now can be believed.
//!
//! A folder whose disk is not mounted looks like an empty one. Nothing may be concluded from it: what it held is still
//! somebody's library.

use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::MetadataExt as _;

use walros_model::library::LibraryRoot;

use crate::listing::Folder;
use crate::parts::Tell;
use crate::walk::{self, Limits, Trouble};

/// A library's folder that could be read.
#[derive(Debug)]
pub struct Walked {
    pub folder: Folder,
    /// Of the file system it is on.
    pub device: i64,
    /// Media files in it.
    pub file_count: i64,
    /// Folders in it that could not be read. What was known below them stays as it is.
    pub unreadable: Vec<Trouble>,
    /// Single files and links that were passed over.
    pub skipped: Vec<Trouble>,
}

/// Walks a library's folder. The error says, for the administrator, why it is to be taken for offline: it is gone or
/// unreadable, its disk fails, it is empty though it was not, or another (or no) file system is mounted there now and
/// most of what was there is not. `tell` hears what is done while the rest is still walked, unless it may be of another
/// file system than before.
pub fn walk(root: &LibraryRoot, tell: Tell<'_>) -> Result<Walked, String> {
    let device = device(&root.path)?;
    let is_same = root.device.is_none_or(|before| before == device);
    let mut tell_if_same = |part| if is_same { tell(part) } else { ControlFlow::Continue(()) };
    let walk = walk::walk(&root.path, Limits::ALL, &mut tell_if_same).map_err(|error| walk::in_words(&error))?;
    // It may have been unmounted while we walked.
    if self::device(&root.path)? != device {
        return Err("another file system was mounted there during the scan".to_owned());
    }
    let file_count = i64::try_from(walk.media_files).unwrap_or(i64::MAX);
    if file_count == 0 && root.file_count > 0 {
        return Err(format!("it is empty, and held {} media files before: is its disk mounted?", root.file_count));
    }
    // Device numbers change at a reboot too; with the files there, it is the same library.
    if root.device.is_some_and(|before| before != device) && file_count * 2 < root.file_count {
        return Err(format!("another file system is mounted there, with {file_count} of {} media files: is its disk mounted?", root.file_count));
    }
    Ok(Walked { folder: walk.folder, device, file_count, unreadable: walk.unreadable, skipped: walk.skipped })
}

fn device(path: &str) -> Result<i64, String> {
    let facts = fs::metadata(path).map_err(|error| walk::in_words(&error))?;
    if !facts.is_dir() {
        return Err("this is a file, not a folder".to_owned());
    }
    // The database keeps the bits; what they count does not matter.
    Ok(facts.dev().cast_signed())
}
