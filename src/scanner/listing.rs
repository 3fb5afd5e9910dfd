//! What a walk found: folders and files with the facts that tell whether they changed. No I/O.

use walros_model::Timestamp;

/// The facts of a file that change when it does. Not its inode and device: network shares and reboots give new ones to
/// files that are what they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stat {
    /// Bytes.
    pub size: u64,
    pub modified: Timestamp,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub stat: Stat,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// Absolute.
    pub path: String,
    pub name: String,
    pub files: Vec<File>,
    pub folders: Vec<Folder>,
}

impl Folder {
    pub fn new(path: impl Into<String>) -> Self {
        let path = path.into();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        Self { path, name, files: Vec::new(), folders: Vec::new() }
    }

    /// A listing of these files under `root`, by their relative paths; one that ends in `/` is an empty folder.
    pub fn from_paths<'a>(root: &str, paths: impl IntoIterator<Item = &'a str>) -> Self {
        let mut folder = Self::new(root);
        for path in paths {
            folder.add(path, Stat::default());
        }
        folder
    }

    /// Adds one file by its path relative to this folder.
    pub fn add(&mut self, path: &str, stat: Stat) {
        match path.split_once('/') {
            None if path.is_empty() => {}
            None => self.files.push(File { name: path.to_owned(), stat }),
            Some((first, rest)) => {
                let at = self.folders.iter().position(|folder| folder.name == first).unwrap_or_else(|| {
                    self.folders.push(Self::new(self.path_of(first)));
                    self.folders.len() - 1
                });
                self.folders[at].add(rest, stat);
            }
        }
    }

    /// The path of something directly in this folder.
    pub fn path_of(&self, name: &str) -> String {
        path_in(&self.path, name)
    }

    /// Adds what was told later of the same folder. The last of its folders may have been told in part.
    pub fn append(&mut self, later: Folder) {
        for folder in later.folders {
            match self.folders.last_mut() {
                Some(last) if last.path == folder.path => last.append(folder),
                _ => self.folders.push(folder),
            }
        }
    }

    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// Every file below, with the folder it is in.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Folder, &'a File)) {
        self.files.iter().for_each(|file| visit(self, file));
        self.folders.iter().for_each(|folder| folder.walk(visit));
    }
}

/// The path of something directly in a folder.
pub(crate) fn path_in(folder: &str, name: &str) -> String {
    format!("{}/{name}", folder.trim_end_matches('/'))
}
