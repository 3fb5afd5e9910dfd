//! From a listing to what it seems to be. Pure: nothing is opened, so every rule is tested on lists of paths.

mod books;
mod discs;
mod film_extras;
mod home;
mod index;
mod mixed;
mod movies;
mod music;
mod music_videos;
mod numbering;
mod owned;
mod photos;
mod seasons;
mod shows;
mod versions;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use walros_metadata::sidecar::Sidecar;
use walros_model::ItemKind;
use walros_model::item::{ExtraKind, ImageKind, ItemRole};
use walros_model::library::LibraryKind;

use crate::listing::{File, Folder, Stat};

/// A file that says something about an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalFile {
    pub path: String,
    pub stat: Stat,
}

/// The files beside an item that belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Local {
    /// The one that says most first.
    pub nfo: Vec<LocalFile>,
    /// In the order of their kinds, the best of a kind first.
    pub artwork: Vec<(ImageKind, LocalFile)>,
    /// Subtitles and further sound, ordered by name.
    pub sidecars: Vec<(LocalFile, Sidecar)>,
    pub lyrics: Option<LocalFile>,
}

/// Something on disk that seems to be an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub kind: ItemKind,
    pub role: ItemRole,
    pub extra: Option<ExtraKind>,
    /// Unique in the library and the same at the next scan: the path, or for what has none the folder it is in, `/#` and
    /// a word. So every key is below the library's folder as paths are, and what is believed of a folder holds for it.
    pub key: String,
    /// Of its file or folder; `None` for a season or series that has no folder of its own.
    pub path: Option<String>,
    /// Of its media file; `None` for folders.
    pub stat: Option<Stat>,
    pub name: String,
    pub year: Option<i32>,
    pub premiere: Option<NaiveDate>,
    /// Episode, season, track or part number.
    pub index: Option<i32>,
    pub index_end: Option<i32>,
    /// Season of an episode, disc of a track.
    pub parent_index: Option<i32>,
    /// Written into the names: they always win.
    pub ids: BTreeMap<String, String>,
    /// What tells this file from other versions (`2160p HDR`).
    pub version: Option<String>,
    /// The name was all there was to say (`Episode 3`): any better source may replace it.
    pub name_is_placeholder: bool,
    pub local: Local,
    /// Versions, later parts and extras of this item.
    pub owned: Vec<Found>,
    /// What a folder holds.
    pub children: Vec<Found>,
}

impl Found {
    fn bare(kind: ItemKind, key: String, name: String) -> Self {
        Self {
            kind,
            role: ItemRole::Main,
            extra: None,
            key,
            path: None,
            stat: None,
            name,
            year: None,
            premiere: None,
            index: None,
            index_end: None,
            parent_index: None,
            ids: BTreeMap::new(),
            version: None,
            name_is_placeholder: false,
            local: Local::default(),
            owned: Vec::new(),
            children: Vec::new(),
        }
    }

    /// An item that is a file; one that has nothing left to be called by is called as the file is.
    fn file(kind: ItemKind, folder: &Folder, file: &File, name: String) -> Self {
        let path = folder.path_of(&file.name);
        let name = if name.trim().is_empty() { file.name.clone() } else { name };
        Self { path: Some(path.clone()), stat: Some(file.stat), ..Self::bare(kind, path, name) }
    }

    fn folder(kind: ItemKind, folder: &Folder, name: String) -> Self {
        let name = if name.trim().is_empty() { folder.name.clone() } else { name };
        Self { path: Some(folder.path.clone()), ..Self::bare(kind, folder.path.clone(), name) }
    }

    /// This item and everything below and beside it, parents first.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Found)) {
        visit(self);
        self.owned.iter().for_each(|found| found.walk(visit));
        self.children.iter().for_each(|found| found.walk(visit));
    }
}

/// What the folders of one library hold.
pub fn build(kind: LibraryKind, roots: &[Folder]) -> Vec<Found> {
    match kind {
        LibraryKind::Movies => roots.iter().flat_map(movies::root).collect(),
        LibraryKind::Shows => shows::roots(roots),
        LibraryKind::Music => roots.iter().flat_map(music::root).collect(),
        LibraryKind::Photos | LibraryKind::HomeVideos => {
            roots.iter().flat_map(|root| if kind == LibraryKind::Photos { photos::root(root) } else { home::root(root) }).collect()
        }
        LibraryKind::Books => roots.iter().flat_map(books::root).collect(),
        LibraryKind::MusicVideos => roots.iter().flat_map(music_videos::root).collect(),
        LibraryKind::Mixed => mixed::roots(roots),
    }
}

/// What a series is called that has this key or is in this folder, as titles are compared. Two folders with one title are
/// one series, so only all of a library tells what a series holds.
pub fn series_title(key: &str) -> String {
    shows::title_of(key)
}

#[cfg(test)]
mod tests;
