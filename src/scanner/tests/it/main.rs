//! The scanner on a real file system, in temporary folders.

mod roots;
mod walking;
mod watching;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// A folder with these files in it, each a byte long.
fn tree(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        write(folder.path(), file, "x");
    }
    folder
}

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}
