//! Home videos: what a family's folders hold, called as the files are called.

use chrono::Datelike;
use walros_model::ItemKind;
use walros_model::item::ImageKind;

use super::index::Index;
use super::{Found, LocalFile};
use crate::files::{self, FileKind};
use crate::listing::{File, Folder};
use crate::naming::{episode, text};

pub(super) fn root(folder: &Folder) -> Vec<Found> {
    contents(folder, None)
}

/// Folders and files of a folder. Folders are of kind `folders`, or photo albums where they hold pictures and no clips.
pub(super) fn contents(folder: &Folder, folders: Option<ItemKind>) -> Vec<Found> {
    let mut out: Vec<Found> = folder.folders.iter().filter_map(|inner| inside(inner, folders)).collect();
    let index = Index::of_videos(folder);
    let mut own: Vec<&File> = folder.files.iter().collect();
    own.sort_by(|a, b| a.name.cmp(&b.name));
    for file in own {
        let stem = files::stem(&file.name);
        match files::kind_of(&file.name) {
            FileKind::Video => out.push(video(folder, file, stem, &index)),
            FileKind::Picture if !is_artwork(folder, file) => out.push(photo(folder, file, stem)),
            _ => {}
        }
    }
    out
}

fn inside(folder: &Folder, folders: Option<ItemKind>) -> Option<Found> {
    let children = contents(folder, folders);
    if children.is_empty() {
        return None;
    }
    let pictures = children.iter().any(|child| child.kind == ItemKind::Photo) && !children.iter().any(|child| child.kind == ItemKind::Video);
    let kind = folders.unwrap_or(if pictures { ItemKind::PhotoAlbum } else { ItemKind::Folder });
    let mut found = Found::folder(kind, folder, text::collapse(&folder.name));
    found.children = children;
    Some(found)
}

fn video(folder: &Folder, file: &File, stem: &str, index: &Index<'_>) -> Found {
    let mut found = Found::file(ItemKind::Video, folder, file, text::collapse(&stem.replace('_', " ")));
    found.local = index.local(stem, false);
    dated(&mut found, stem);
    found
}

fn photo(folder: &Folder, file: &File, stem: &str) -> Found {
    let mut found = Found::file(ItemKind::Photo, folder, file, stem.to_owned());
    found.local.artwork = vec![(ImageKind::Primary, LocalFile { path: folder.path_of(&file.name), stat: file.stat })];
    dated(&mut found, stem);
    found
}

/// Cameras and people write the day into the name.
fn dated(found: &mut Found, stem: &str) {
    found.premiere = episode::dated(stem).and_then(|name| name.date);
    found.year = found.premiere.map(|date| date.year());
}

/// A picture that carries a clip's name is that clip's, not a photograph.
fn is_artwork(folder: &Folder, picture: &File) -> bool {
    let stem = files::stem(&picture.name).to_lowercase();
    let base = ["-poster", "-thumb", "-fanart", "-landscape"].iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(&stem).to_owned();
    folder.files.iter().any(|file| files::kind_of(&file.name) == FileKind::Video && files::stem(&file.name).to_lowercase() == base)
}
