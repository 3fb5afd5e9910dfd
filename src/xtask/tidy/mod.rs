//! `cargo xtask tidy`: the rules of the house that no compiler knows. ARCHITECTURE.md says why each is there.

mod edges;
mod files;
mod migrations;
mod words;

use crate::project::Project;
use crate::{say, shell};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// Folders that hold nothing written by hand.
const SKIPPED: &[&str] = &[".git", "target", "node_modules", "dist"];

/// A text file of the checkout.
pub struct File {
    /// Relative to the root.
    pub path: PathBuf,
    pub text: String,
}

/// Checks everything and prints each breach on a line of its own.
pub fn run(project: &Project) -> Result<()> {
    let mut files = Vec::new();
    collect(&project.root, &project.root, &mut files)?;
    let metadata = shell::output(project.cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let mut breaches = edges::check(&serde_json::from_str(&metadata)?);
    breaches.extend(files.iter().flat_map(files::check));
    breaches.extend(words::check(&files));
    breaches.extend(migrations::check(&project.root.join("migrations"))?);
    if !breaches.is_empty() {
        breaches.iter().for_each(|breach| println!("{breach}"));
        bail!("{} breaches of the rules of the house", breaches.len());
    }
    say::note(&format!("{} files and all crate edges are tidy", files.len()));
    Ok(())
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<File>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_symlink() || SKIPPED.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if let Ok(text) = String::from_utf8(std::fs::read(&path)?) {
            files.push(File { path: path.strip_prefix(root)?.to_owned(), text });
        }
    }
    Ok(())
}
