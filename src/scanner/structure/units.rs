//! How a library's folders are cut into units that can be scanned one after the other, so that items appear while the
//! scan goes on. What belongs together is in one unit: all loose files, and the folders that one series may span.

use std::collections::BTreeMap;

use walros_model::library::LibraryKind;

use crate::naming::{episode, movie, season, text};

/// A folder directly in one of the library's folders.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Top {
    /// Which of the library's folders.
    pub root: usize,
    pub name: String,
}

/// Folders to be read and built together, and whether the loose files of all roots belong with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    pub folders: Vec<Top>,
    pub loose: bool,
}

/// Cuts the folders directly in a library's roots, and the names of the files there, into units.
pub fn cut(kind: LibraryKind, folders: &[Top], loose_files: &[&str]) -> Vec<Unit> {
    let mut units: BTreeMap<String, Unit> = BTreeMap::new();
    for top in folders {
        let key = match kind {
            LibraryKind::Shows | LibraryKind::Mixed => series_key(&top.name),
            _ => format!("{}/{}", top.root, top.name),
        };
        units.entry(key).or_default().folders.push(top.clone());
    }
    let mut loose = Unit { folders: Vec::new(), loose: true };
    if matches!(kind, LibraryKind::Shows | LibraryKind::Mixed) {
        // A loose episode pulls the folders of its series into the unit of loose files.
        for name in loose_files {
            let stem = crate::files::stem(name);
            if let Some((title, _)) = episode::standalone(stem).and_then(|found| found.series())
                && let Some(unit) = units.remove(&text::key(&title))
            {
                loose.folders.extend(unit.folders);
            }
        }
    }
    let mut out: Vec<Unit> = units.into_values().collect();
    if !loose_files.is_empty() || !loose.folders.is_empty() {
        out.push(loose);
    }
    out
}

/// Equal for folders that may hold one series.
fn series_key(name: &str) -> String {
    let title = episode::explicit(name)
        .and_then(|found| found.series())
        .map(|(title, _)| title)
        .or_else(|| season::titled(name).map(|(title, _)| movie::parse(&title).title))
        .unwrap_or_else(|| movie::parse(name).title);
    text::key(&title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tops(names: &[&str]) -> Vec<Top> {
        names.iter().map(|name| Top { root: 0, name: (*name).to_owned() }).collect()
    }

    #[test]
    fn a_series_is_one_unit() {
        let units = cut(
            LibraryKind::Shows,
            &tops(&["Signal Lost (2019)", "Signal.Lost.S02.1080p", "Signal.Lost.S03E01.720p-GRP", "Other"]),
            &["Signal Lost S04E01.mkv", "notes.txt"],
        );
        assert_eq!(units.len(), 2);
        assert_eq!(units[1].folders.len(), 3);
        assert!(units[1].loose && !units[0].loose);
    }

    #[test]
    fn films_are_units_of_their_own() {
        let units = cut(LibraryKind::Movies, &tops(&["Twin (1970)", "Twin (2014)"]), &[]);
        assert_eq!(units.len(), 2);
    }
}
