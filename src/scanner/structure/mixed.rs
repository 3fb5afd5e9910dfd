//! A library of everything: each folder directly in it is taken for what it looks like.

use walros_model::library::LibraryKind;

use super::{Found, build};
use crate::files::{self, FileKind};
use crate::kind;
use crate::listing::{File, Folder};

pub(super) fn roots(roots: &[Folder]) -> Vec<Found> {
    let kinds = [LibraryKind::Movies, LibraryKind::Shows, LibraryKind::Music, LibraryKind::Photos, LibraryKind::HomeVideos, LibraryKind::Books];
    let mut out = Vec::new();
    for wanted in kinds {
        let parts: Vec<Folder> = roots.iter().map(|root| part(root, wanted)).filter(|root| !root.files.is_empty() || !root.folders.is_empty()).collect();
        if !parts.is_empty() {
            out.extend(build(wanted, &parts));
        }
    }
    out
}

/// The folders of a root that look like `wanted`; each loose file is judged by itself, and what belongs to it follows.
fn part(root: &Folder, wanted: LibraryKind) -> Folder {
    let like = |guess: LibraryKind| guess == wanted || wanted == LibraryKind::Movies && guess == LibraryKind::Mixed;
    let loose = kind::guess_loose(root);
    // A loose picture that no camera took is artwork; where pictures are listed it must not be taken for one.
    let lists_pictures = matches!(wanted, LibraryKind::Photos | LibraryKind::HomeVideos);
    let goes_with = |file: &File| !lists_pictures || files::kind_of(&file.name) != FileKind::Picture;
    Folder {
        path: root.path.clone(),
        name: root.name.clone(),
        files: root.files.iter().zip(&loose).filter(|(file, guess)| guess.map_or_else(|| goes_with(file), like)).map(|(file, _)| file.clone()).collect(),
        folders: root.folders.iter().filter(|inner| like(kind::guess(std::slice::from_ref(*inner)).unwrap_or(LibraryKind::Mixed))).cloned().collect(),
    }
}
