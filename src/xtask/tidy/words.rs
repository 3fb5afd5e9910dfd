//! Words that must not stand in the repository: folders that only exist on a developer's machine, addresses of package
//! registries in lock files, and titles of the sample library in the product's code, where they could only be a special case.

use super::File;
use std::path::Path;

/// Folders of the machines this is developed on. Written in pieces, so that this file does not break its own rule.
const FOREIGN: &[&str] =
    &[concat!("/wo", "rk/"), concat!("shared", "/contracts"), concat!("shared", "/golden"), concat!("shared", "/tools"), concat!("shared", "/design")];

/// A breach is one line.
pub fn check(files: &[File]) -> Vec<String> {
    let titles = crate::library::telling_titles();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    files.iter().flat_map(|file| check_file(file, &titles)).collect()
}

fn check_file(file: &File, titles: &[&str]) -> Vec<String> {
    let mut breaches: Vec<String> = find(&file.text, FOREIGN).map(|(line, word)| format!("{}:{line}: {word} is not in a clone", file.path.display())).collect();
    if file.path.ends_with("package-lock.json") && file.text.contains("\"resolved\": \"http") {
        breaches.push(format!("{}: names a registry's address; install with --omit-lockfile-registry-resolved", file.path.display()));
    }
    if is_product(&file.path) {
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        breaches.extend(find(code, titles).map(|(line, title)| format!("{}:{line}: {title:?} is a title of the sample library", file.path.display())));
    }
    breaches
}

fn find<'a>(text: &'a str, words: &'a [&str]) -> impl Iterator<Item = (usize, &'a str)> {
    let lines = text.lines().enumerate();
    lines.flat_map(move |(at, line)| words.iter().filter(move |word| line.contains(**word)).map(move |word| (at + 1, *word)))
}

/// Code that ends up in a binary or in the browser.
fn is_product(path: &Path) -> bool {
    let code = ["src", "compat", "web/src"].iter().any(|folder| path.starts_with(folder)) && !path.starts_with("src/xtask");
    let test = |name: &str| ["tests", "tests.rs", "fixtures"].contains(&name) || name.ends_with("_tests.rs") || name.contains(".test.");
    let test = path.iter().any(|part| part.to_str().is_some_and(test));
    code && !test
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches(path: &str, text: &str) -> usize {
        check_file(&File { path: path.into(), text: text.into() }, &["Some Title"]).len()
    }

    #[test]
    fn sample_titles_belong_in_tests_only() {
        assert_eq!(breaches("src/engine/items.rs", "if title == \"Some Title\" {}"), 1);
        assert_eq!(breaches("src/engine/items.rs", "#[cfg(test)]\nmod tests { const T: &str = \"Some Title\"; }"), 0);
        assert_eq!(breaches("src/engine/tests/it/items.rs", "\"Some Title\""), 0);
        assert_eq!(breaches("src/engine/items/tests.rs", "\"Some Title\""), 0);
        assert_eq!(breaches("web/src/features/home.test.tsx", "\"Some Title\""), 0);
        assert_eq!(breaches("web/src/features/home.tsx", "\"Some Title\""), 1);
    }

    #[test]
    fn folders_of_a_development_machine_and_registries_are_found() {
        assert_eq!(breaches("README.md", &format!("see {}x", FOREIGN[1])), 1);
        assert_eq!(breaches("web/package-lock.json", "\"resolved\": \"https://somewhere/x.tgz\""), 1);
    }
}
