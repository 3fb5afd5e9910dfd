//! Books, and books that are read aloud.

use walros_metadata::artwork;
use walros_model::ItemKind;

use super::Found;
use super::index::{self, Index};
use crate::files::{self, FileKind};
use crate::listing::{File, Folder};
use crate::naming::movie;

/// Every book file and every sound file below a folder; folders are shown as folders.
pub(super) fn root(folder: &Folder) -> Vec<Found> {
    let mut out: Vec<Found> = folder.folders.iter().filter_map(inside).collect();
    let index = Index::new(folder);
    let mut own: Vec<&File> = folder.files.iter().collect();
    own.sort_by(|a, b| a.name.cmp(&b.name));
    for file in own {
        let kind = match files::kind_of(&file.name) {
            FileKind::Book => ItemKind::Book,
            FileKind::Audio => ItemKind::AudioBook,
            _ => continue,
        };
        let stem = files::stem(&file.name);
        let name = movie::parse(stem);
        let mut found = Found::file(kind, folder, file, name.title);
        found.year = name.year;
        found.ids = name.ids;
        found.local = index.local(stem, false);
        out.push(found);
    }
    out
}

fn inside(folder: &Folder) -> Option<Found> {
    let children = root(folder);
    if children.is_empty() {
        return None;
    }
    let mut found = Found::folder(ItemKind::Folder, folder, folder.name.clone());
    found.local.artwork = index::folder_artwork(folder, artwork::of_folder(folder.file_names()));
    found.children = children;
    Some(found)
}
