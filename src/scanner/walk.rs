//! Walking a folder to a listing.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use chrono::DateTime;

use crate::files;
use crate::ignored::{self, Rules, Verdict};
use crate::listing::{File, Folder, Stat, path_in};
use crate::parts::{Parts, Tell};

/// Deeper folders are a loop that nothing else caught.
const MAX_DEPTH: usize = 40;

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walk {
    pub folder: Folder,
    /// Files that are media.
    pub media_files: u64,
    /// Folders that are there and could not be read: nothing is known of what is below them.
    pub unreadable: Vec<Trouble>,
    /// Names that are not UTF-8 and so cannot be listed, and links that lead in a circle.
    pub skipped: Vec<Trouble>,
}

/// One line on one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub path: String,
    pub text: String,
}

/// How much of a tree is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub depth: usize,
    pub files: u64,
}

impl Limits {
    pub const ALL: Self = Self { depth: MAX_DEPTH, files: u64::MAX };
    /// Enough to tell what kind of library a folder is.
    pub const SAMPLE: Self = Self { depth: 5, files: 4000 };
}

/// Reads a folder and all below it: of each folder first the files, then the folders, in the order of names. `tell` hears
/// what is done while the rest is still walked. An error is one that makes the whole of it unbelievable: the folder itself
/// cannot be read, or the file system under it fails; or `tell` ended the walk ([`io::ErrorKind::Interrupted`]).
pub fn walk(root: &str, limits: Limits, tell: Tell<'_>) -> io::Result<Walk> {
    let path = Path::new(root);
    let facts = fs::metadata(path)?;
    let parts = Parts::new(Folder::new(root), tell);
    let mut walker = Walker { out: Walk::default(), limits, ancestors: vec![id(&facts)], linked: HashSet::new(), parts };
    walker.folder(path, root, &Rules::default(), 0)?;
    Ok(Walk { folder: walker.parts.finish(), ..walker.out })
}

/// Device and inode: what a folder is, whatever it is called.
type FileId = (u64, u64);

struct Walker<'a> {
    out: Walk,
    limits: Limits,
    ancestors: Vec<FileId>,
    /// Folders that were entered through a link, so that two links to one place are followed once.
    linked: HashSet<FileId>,
    parts: Parts<'a>,
}

struct Entry {
    name: String,
    facts: Metadata,
    is_link: bool,
}

impl Walker<'_> {
    /// Reads what is in the innermost folder of the parts, which is `listed`.
    fn folder(&mut self, path: &Path, listed: &str, rules: &Rules, depth: usize) -> io::Result<()> {
        let names = self.names(path, listed)?;
        let Verdict::Shown(rules) = rules.inside(path, &names, depth == 0) else { return Ok(()) };
        let mut folders = Vec::new();
        for name in names {
            if self.is_enough() {
                break;
            }
            let full = path.join(&name);
            let Some(entry) = self.entry(&full, name)? else { continue };
            let is_folder = entry.facts.is_dir();
            if ignored::is_junk(&entry.name, is_folder) || rules.hides(&full, is_folder) {
                continue;
            }
            if entry.facts.is_file() {
                let is_media = files::kind_of(&entry.name) != files::FileKind::Other;
                self.out.media_files += u64::from(is_media);
                self.parts.file(File { name: entry.name, stat: stat(&entry.facts) }, is_media);
            } else if is_folder && depth < self.limits.depth {
                folders.push((full, entry));
            }
        }
        for (full, entry) in folders {
            if self.is_enough() {
                break;
            }
            self.inner(&full, path_in(listed, &entry.name), &entry, &rules, depth + 1)?;
        }
        Ok(())
    }

    fn is_enough(&self) -> bool {
        self.out.media_files >= self.limits.files
    }

    fn inner(&mut self, path: &Path, listed: String, entry: &Entry, rules: &Rules, depth: usize) -> io::Result<()> {
        let me = id(&entry.facts);
        if self.ancestors.contains(&me) || entry.is_link && !self.linked.insert(me) {
            self.out.skipped.push(Trouble { path: listed, text: "a link that leads in a circle or to a folder that was read already".to_owned() });
            return Ok(());
        }
        self.ancestors.push(me);
        self.parts.enter(Folder::new(&listed));
        let read = self.folder(path, &listed, rules, depth);
        self.ancestors.pop();
        match read {
            Ok(()) if self.parts.leave().is_break() => return Err(io::ErrorKind::Interrupted.into()),
            Ok(()) => return Ok(()),
            Err(error) if is_fatal(&error) || error.kind() == io::ErrorKind::Interrupted => return Err(error),
            // It went away while we looked: the next scan sees it gone.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => self.out.unreadable.push(Trouble { path: listed, text: in_words(&error) }),
        }
        self.parts.forget();
        Ok(())
    }

    /// The names in a folder, sorted.
    fn names(&mut self, path: &Path, listed: &str) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(path)? {
            match entry?.file_name().into_string() {
                Ok(name) => names.push(name),
                Err(name) => {
                    let text = "the name is not valid UTF-8; rename it to have it listed".to_owned();
                    self.out.skipped.push(Trouble { path: path_in(listed, &name.to_string_lossy()), text });
                }
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// The facts of an entry, of what it leads to when it is a link; `None` when there is nothing there.
    fn entry(&mut self, path: &Path, name: String) -> io::Result<Option<Entry>> {
        let own = match fs::symlink_metadata(path) {
            Ok(facts) => facts,
            Err(error) if is_fatal(&error) => return Err(error),
            Err(_) => return Ok(None),
        };
        let is_link = own.file_type().is_symlink();
        if !is_link {
            return Ok(Some(Entry { name, facts: own, is_link }));
        }
        match fs::metadata(path) {
            // So are the files of `/proc`, some of which keep whoever reads them waiting for ever.
            Ok(facts) if facts.is_file() && facts.len() == 0 => Ok(None),
            Ok(facts) => Ok(Some(Entry { name, facts, is_link })),
            // A link into a file system that fails now says nothing about this one.
            Err(_) => Ok(None),
        }
    }
}

fn id(facts: &Metadata) -> FileId {
    (facts.dev(), facts.ino())
}

fn stat(facts: &Metadata) -> Stat {
    let nanoseconds = u32::try_from(facts.mtime_nsec()).unwrap_or(0);
    Stat { size: facts.len(), modified: DateTime::from_timestamp(facts.mtime(), nanoseconds).unwrap_or_default() }
}

/// Errors that speak of the file system rather than of one folder: a network mount that went away, a disk that fails.
pub(crate) fn is_fatal(error: &io::Error) -> bool {
    let failing = [
        libc::EIO,
        libc::ENOTCONN,
        libc::ESTALE,
        libc::ENODEV,
        libc::ENXIO,
        libc::ETIMEDOUT,
        libc::EHOSTDOWN,
        libc::EHOSTUNREACH,
        libc::ENOMEDIUM,
        libc::EREMOTEIO,
    ];
    error.raw_os_error().is_some_and(|code| failing.contains(&code))
}

/// An error for the administrator's eyes.
pub(crate) fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        io::ErrorKind::PermissionDenied => "the server may not read this folder".to_owned(),
        io::ErrorKind::NotADirectory => "this is a file, not a folder".to_owned(),
        _ if is_fatal(error) => format!("the disk or network share fails: {error}"),
        _ => error.to_string(),
    }
}
