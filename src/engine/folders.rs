//! Folders on this machine, for choosing what becomes a library: by whoever sets the server up, and by administrators.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use walros_model::library::LibraryKind;

use crate::system::System;
use crate::{Caller, EngineError, Result};

/// A folder and what it seems to be good for.
#[derive(Clone, Debug, PartialEq)]
pub struct FolderReport {
    pub path: String,
    /// Why it cannot be read; `None` when it can.
    pub trouble: Option<String>,
    /// What a library of it would be; `None` when it holds no media.
    pub kind: Option<LibraryKind>,
    /// Media files seen in it; counting stops early.
    pub media_files: u64,
    /// There are more than were counted.
    pub more: bool,
    /// The names of the folders in it, sorted.
    pub folders: Vec<String>,
}

/// How long somebody who is typing a path waits for the count.
const PATIENCE: Duration = Duration::from_millis(400);
const ENOUGH_FILES: u64 = 5_000;
const MAX_FOLDERS: usize = 1_000;
const MAX_SUGGESTIONS: usize = 12;

/// Where people keep media; what is in these folders is looked at too.
const USUAL_PLACES: [&str; 5] = ["/media", "/mnt", "/srv", "/data", "/storage"];

/// Extensions of the files that make a folder worth offering.
const MEDIA: [&str; 31] = [
    "mkv", "mp4", "m4v", "avi", "mov", "ts", "m2ts", "mpg", "mpeg", "wmv", "webm", "flv", "vob", "iso", "ogv", "3gp", "mp3", "flac", "m4a", "m4b", "ogg",
    "opus", "wav", "wma", "aac", "jpg", "jpeg", "png", "heic", "webp", "epub",
];

impl System {
    /// What is in a folder. `Forbidden` unless the caller may set up (with `code`) or is an administrator, `Invalid`
    /// when the path is not absolute. A folder that cannot be read is an answer, not a failure.
    pub async fn folder(&self, caller: &Caller, code: Option<&str>, path: &str) -> Result<FolderReport> {
        self.require_chooser(caller, code)?;
        if !Path::new(path).is_absolute() {
            return Err(EngineError::Invalid("a folder is given by its absolute path".into()));
        }
        let path: PathBuf = Path::new(path).components().collect();
        blocking(move || look(&path)).await
    }

    /// Folders that hold media already: on mounts and in the usual places. Rights as for [`folder`](Self::folder).
    pub async fn suggested_folders(&self, caller: &Caller, code: Option<&str>) -> Result<Vec<FolderReport>> {
        self.require_chooser(caller, code)?;
        blocking(|| {
            let found = candidates().into_iter().map(|path| look(&path));
            found.filter(|report| report.trouble.is_none() && report.media_files > 0).take(MAX_SUGGESTIONS).collect()
        })
        .await
    }

    fn require_chooser(&self, caller: &Caller, code: Option<&str>) -> Result<()> {
        if caller.is_administrator() || self.may_set_up(caller, code) {
            return Ok(());
        }
        Err(if self.info().set_up && caller.is_anonymous() { EngineError::Unauthenticated } else { EngineError::Forbidden })
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| EngineError::Internal(error.to_string()))
}

fn look(path: &Path) -> FolderReport {
    let mut report = FolderReport { path: path.to_string_lossy().into_owned(), trouble: None, kind: None, media_files: 0, more: false, folders: Vec::new() };
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => {
            report.trouble = Some(in_words(&error));
            return report;
        }
    };
    let folders = entries.flatten().filter(|entry| entry.path().is_dir()).filter_map(|entry| entry.file_name().into_string().ok());
    report.folders = folders.filter(|name| !name.starts_with('.')).take(MAX_FOLDERS).collect();
    report.folders.sort_by_key(|name| name.to_lowercase());
    (report.media_files, report.more) = count_media(path);
    report.kind = (report.media_files > 0).then(|| walros_scanner::guess_kind(path));
    report
}

fn in_words(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such folder on the server".into(),
        std::io::ErrorKind::PermissionDenied => "the server may not read this folder: give its user the right to".into(),
        std::io::ErrorKind::NotADirectory => "this is a file, not a folder".into(),
        _ => error.to_string(),
    }
}

/// Breadth first, so that a deep folder does not hide the rest.
fn count_media(root: &Path) -> (u64, bool) {
    let begun = Instant::now();
    let (mut count, mut waiting) = (0, std::collections::VecDeque::from([root.to_path_buf()]));
    while let Some(folder) = waiting.pop_front() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                waiting.push_back(entry.path());
            } else if is_media(&entry.path()) {
                count += 1;
            }
        }
        if count >= ENOUGH_FILES || begun.elapsed() > PATIENCE {
            return (count, !waiting.is_empty());
        }
    }
    (count, false)
}

fn is_media(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| MEDIA.iter().any(|own| own.eq_ignore_ascii_case(extension)))
}

/// The usual places' folders and the mount points of disks, in order, without what lies inside another of them.
fn candidates() -> BTreeSet<PathBuf> {
    let mut all: BTreeSet<PathBuf> = USUAL_PLACES.iter().flat_map(|place| folders_in(Path::new(place))).collect();
    if let Some(home) = std::env::var_os("HOME").map(PathBuf::from) {
        all.extend(["Videos", "Movies", "Music", "Pictures"].map(|name| home.join(name)).into_iter().filter(|path| path.is_dir()));
    }
    all.extend(std::fs::read_to_string("/proc/self/mounts").map(|text| mount_points(&text)).unwrap_or_default());
    let inner: Vec<PathBuf> = all.iter().filter(|path| path.ancestors().skip(1).any(|above| all.contains(above))).cloned().collect();
    all.retain(|path| !inner.contains(path));
    all
}

fn folders_in(place: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// Mounts of disks and shares that are nobody's system folders.
fn mount_points(mounts: &str) -> Vec<PathBuf> {
    const DISKS: [&str; 16] =
        ["ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "nfs", "nfs4", "cifs", "fuse.mergerfs"];
    const SYSTEM: [&str; 10] = ["boot", "etc", "usr", "var", "proc", "sys", "dev", "run", "tmp", "nix"];
    let lines = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((fields.next()?, fields.next()?))
    });
    let wanted = lines.filter(|(path, kind)| {
        let top = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        DISKS.contains(kind) && !top.is_empty() && !SYSTEM.contains(&top)
    });
    // The kernel writes blanks as `\040`.
    wanted.map(|(path, _)| PathBuf::from(path.replace("\\040", " "))).filter(|path| path.is_dir()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_media_is_counted_however_deep() {
        let folder = tempfile::tempdir().expect("a folder");
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).expect("folders");
        for name in ["film.MKV", "notes.txt", "song.flac", "noextension"] {
            std::fs::write(deep.join(name), b"").expect("a file");
        }
        assert_eq!(count_media(folder.path()), (2, false));
    }

    #[test]
    fn a_folder_that_is_not_there_is_told_in_words() {
        let report = look(Path::new("/no/such/folder"));
        assert_eq!(report.trouble.as_deref(), Some("there is no such folder on the server"));
        assert_eq!((report.kind, report.media_files), (None, 0));
    }

    #[test]
    fn system_mounts_are_not_offered() {
        let text = "proc /proc proc rw 0 0\n/dev/sda1 / ext4 rw 0 0\n/dev/sda2 /boot/efi vfat rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n";
        assert_eq!(mount_points(text), Vec::<PathBuf>::new());
    }
}
