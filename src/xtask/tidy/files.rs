//! Rules for one file: it fits in a head, and says at its top what it holds.

use super::File;
use std::path::Path;

/// Lines that a file may have.
const LIMIT: usize = 600;

/// Written by a generator, so of any size.
const GENERATED: &[&str] = &["web/src/api/schema.ts"];

/// Endings of files that people write and read as code.
const CODE: &[&str] = &["rs", "ts", "tsx", "js", "mjs", "css", "py", "sh", "sql"];

/// A breach is one line.
pub fn check(file: &File) -> Vec<String> {
    let ending = file.path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if !CODE.contains(&ending) || GENERATED.iter().any(|path| file.path == Path::new(path)) {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    let lines = file.text.lines().count();
    if lines > LIMIT {
        breaches.push(format!("{}: {lines} lines; a file fits in a head up to {LIMIT}", file.path.display()));
    }
    if ending == "rs" && !file.text.trim_start().starts_with("//!") {
        breaches.push(format!("{}: does not begin with a //! line that says what it holds", file.path.display()));
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches(path: &str, text: &str) -> usize {
        check(&File { path: path.into(), text: text.into() }).len()
    }

    #[test]
    fn long_and_nameless_files_are_found() {
        assert_eq!(breaches("src/a/lib.rs", "//! Holds it.\n"), 0);
        assert_eq!(breaches("src/a/lib.rs", "use std::fs;\n"), 1);
        assert_eq!(breaches("src/a/lib.rs", &format!("//! Long.\n{}", "\n".repeat(LIMIT))), 1);
        assert_eq!(breaches("web/src/a.tsx", &"\n".repeat(LIMIT + 1)), 1);
        assert_eq!(breaches("web/src/api/schema.ts", &"\n".repeat(LIMIT + 1)), 0);
        assert_eq!(breaches("Cargo.lock", &"\n".repeat(LIMIT + 1)), 0);
    }
}
