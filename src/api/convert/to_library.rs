//! Libraries.

use walros_engine::libraries::LibraryView;
use walros_model::item::ImageKind;
use walros_model::library::{Library, LibraryKind, LibraryRoot};

use super::to_art::first;
use crate::dto::library;

pub fn library_kind(kind: LibraryKind) -> library::LibraryKind {
    match kind {
        LibraryKind::Movies => library::LibraryKind::Movies,
        LibraryKind::Shows => library::LibraryKind::Shows,
        LibraryKind::Music => library::LibraryKind::Music,
        LibraryKind::Photos => library::LibraryKind::Photos,
        LibraryKind::HomeVideos => library::LibraryKind::HomeVideos,
        LibraryKind::Books => library::LibraryKind::Books,
        LibraryKind::Mixed => library::LibraryKind::Mixed,
        LibraryKind::MusicVideos => library::LibraryKind::MusicVideos,
    }
}

pub fn library_kind_of(kind: library::LibraryKind) -> LibraryKind {
    match kind {
        library::LibraryKind::Movies => LibraryKind::Movies,
        library::LibraryKind::Shows => LibraryKind::Shows,
        library::LibraryKind::Music => LibraryKind::Music,
        library::LibraryKind::Photos => LibraryKind::Photos,
        library::LibraryKind::HomeVideos => LibraryKind::HomeVideos,
        library::LibraryKind::Books => LibraryKind::Books,
        library::LibraryKind::Mixed => LibraryKind::Mixed,
        library::LibraryKind::MusicVideos => LibraryKind::MusicVideos,
    }
}

pub fn library_card(view: &LibraryView) -> library::LibraryCard {
    let LibraryView { library, view } = view;
    let Library { id, name, kind, roots, ahead: _, options: _ } = library;
    library::LibraryCard {
        id: id.simple(),
        kind: library_kind(*kind),
        title: name.clone(),
        offline: !roots.is_empty() && roots.iter().all(|root| !root.online),
        image: first(*id, &view.item.card.images, ImageKind::Primary),
    }
}

pub fn library_admin(library: &Library) -> library::LibraryAdmin {
    let Library { id, name, kind, roots, ahead: _, options: _ } = library;
    library::LibraryAdmin { id: id.simple(), kind: library_kind(*kind), title: name.clone(), folders: roots.iter().map(folder).collect() }
}

fn folder(root: &LibraryRoot) -> library::LibraryFolder {
    let LibraryRoot { path, device: _, file_count, online, trouble } = root;
    library::LibraryFolder { path: path.clone(), files: *file_count, online: *online, trouble: trouble.clone() }
}
