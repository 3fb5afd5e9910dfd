//! What people marked as not to be looked at: `.ignore`, `.plexignore` and `.nomedia`.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::files;

/// The rules that hold in a folder, its own and those of the folders it is in.
#[derive(Clone, Default)]
pub(crate) struct Rules {
    /// The outermost first.
    lists: Vec<Gitignore>,
}

/// What the files of a folder say of it.
pub(crate) enum Verdict {
    /// Nobody is to look into it.
    Hidden,
    Shown(Rules),
}

impl Rules {
    /// Reads the marks of a folder whose entries are called `names`. The library's own folder cannot be hidden as a
    /// whole: that somebody says by removing the library.
    pub fn inside(&self, folder: &Path, names: &[String], is_root: bool) -> Verdict {
        let has = |name: &str| names.iter().any(|entry| entry == name);
        if has(".nomedia") && !is_root {
            return Verdict::Hidden;
        }
        let mut rules = self.clone();
        for name in [".ignore", ".plexignore"].into_iter().filter(|name| has(name)) {
            let path = folder.join(name);
            let Ok(text) = read_short(&path) else { continue };
            let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
            if lines.is_empty() {
                // Jellyfin takes an empty `.ignore` for the whole folder.
                if name == ".ignore" && !is_root {
                    return Verdict::Hidden;
                }
                continue;
            }
            let mut builder = GitignoreBuilder::new(folder);
            for line in lines {
                // A line that is no pattern hides nothing.
                let _ = builder.add_line(None, line);
            }
            rules.lists.extend(builder.build());
        }
        Verdict::Shown(rules)
    }

    /// Whether a file or folder is hidden by a pattern; the innermost list that speaks of it decides.
    pub fn hides(&self, path: &Path, is_folder: bool) -> bool {
        self.lists.iter().rev().map(|list| list.matched(path, is_folder)).find(|found| !found.is_none()).is_some_and(|found| found.is_ignore())
    }
}

/// Whether a name alone says that it is no medium of anybody's.
pub(crate) fn is_junk(name: &str, is_folder: bool) -> bool {
    if is_folder { files::is_junk_folder(name) } else { files::is_junk_file(name) }
}

/// A list of patterns is short; a film that is called `.ignore` is not read.
fn read_short(path: &Path) -> std::io::Result<String> {
    use std::io::Read as _;
    let mut text = String::new();
    let facts = std::fs::metadata(path)?;
    if !facts.is_file() {
        // Opening a pipe waits for whoever writes into it.
        return Err(std::io::ErrorKind::InvalidInput.into());
    }
    if facts.len() == 0 {
        // Files of `/proc` seem empty too, and reading them may wait for ever.
        return Ok(text);
    }
    std::fs::File::open(path)?.take(64 << 10).read_to_string(&mut text)?;
    Ok(text)
}
