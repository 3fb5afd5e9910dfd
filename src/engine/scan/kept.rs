//! Takes in what was uploaded for items and lies in our own folder.

use std::collections::HashSet;
use std::path::Path;
use std::time::SystemTime;

use walros_metadata::sidecar;
use walros_scanner::listing::Stat;
use walros_scanner::structure::LocalFile;

use super::plan::Planned;
use crate::kept::{STEM, of_item};

/// Adds to each planned item the subtitles and lyrics that are kept for it. Reads one folder where nothing is kept.
pub(super) fn add(root: &Path, planned: &mut [Planned]) {
    let Ok(folders) = std::fs::read_dir(root) else { return };
    let kept: HashSet<String> = folders.flatten().filter_map(|folder| folder.file_name().into_string().ok()).collect();
    for planned in planned.iter_mut().filter(|planned| planned.is_file() && !kept.is_empty() && kept.contains(&planned.id.simple())) {
        let files = files(&of_item(root, planned.id));
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let local = &mut planned.found.local;
        for (name, file) in &files {
            local.sidecars.extend(sidecar::beside(name, STEM, &names).map(|sidecar| (file.clone(), sidecar)));
        }
        let lyrics = sidecar::lyrics(STEM, names.iter().copied());
        if let Some((_, file)) = files.iter().find(|(name, _)| Some(name.as_str()) == lyrics) {
            local.lyrics = Some(file.clone());
        }
    }
}

fn files(folder: &Path) -> Vec<(String, LocalFile)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<(String, LocalFile)> = entries
        .filter_map(|entry| {
            let facts = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            let (name, path) = (entry.file_name().into_string().ok()?, entry.path().into_os_string().into_string().ok()?);
            let modified = facts.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            Some((name, LocalFile { path, stat: Stat { size: facts.len(), modified: modified.into() } }))
        })
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}
