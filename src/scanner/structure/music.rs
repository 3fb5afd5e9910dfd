//! Music: tracks in album folders, albums in artist folders. Tags say more than names and are read later; this tree is
//! what there is without them, and tells which folder an album is.

use std::sync::LazyLock;

use regex::Regex;
use walros_metadata::artwork;
use walros_model::ItemKind;

use super::Found;
use super::index::{self, Index};
use crate::files::{self, FileKind};
use crate::listing::{File, Folder};
use crate::naming::{ids, movie, text};

static DISC: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:cd|dis[ck]|disque|dvd|vinyl|lp|side|part)[\s._-]*(\d{1,2}|[a-d])(?:$|[\s._\-:(\[].*)").ok());
static TRACK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(?:(\d{1,2})[-.](\d{2,3})|(\d)(\d{2})|(\d{1,3}))(?:\s*[.)\-_]\s*|\s+)(.+)$").ok());

/// Artists, albums and tracks of a library's folder; tracks directly in it belong to no album.
pub(super) fn root(folder: &Folder) -> Vec<Found> {
    let mut out: Vec<Found> = folder.folders.iter().filter_map(|inner| place(inner, 0)).collect();
    out.extend(tracks(folder, None));
    out
}

/// A folder as an album, when it or its discs hold sound, or else as an artist of what it holds.
fn place(folder: &Folder, depth: usize) -> Option<Found> {
    let has_sound = |folder: &Folder| folder.files.iter().any(|file| files::kind_of(&file.name) == FileKind::Audio);
    let discs: Vec<(i32, &Folder)> =
        folder.folders.iter().filter_map(|inner| Some((disc(&inner.name)?, inner))).filter(|(_, inner)| has_sound(inner)).collect();
    if has_sound(folder) || !discs.is_empty() {
        let mut album = album(folder, &discs);
        // Albums inside an album's folder are albums of their own (`Singles/`, a bonus record).
        let others = folder.folders.iter().filter(|inner| !discs.iter().any(|(_, disc)| std::ptr::eq(*disc, *inner)));
        album.children.extend(others.filter_map(|inner| place(inner, depth + 1)));
        return Some(album);
    }
    if depth > 6 {
        return None;
    }
    let children: Vec<Found> = folder.folders.iter().filter_map(|inner| place(inner, depth + 1)).collect();
    if children.is_empty() {
        return None;
    }
    // A folder of artists (a genre, `A-F`) is no artist itself.
    let holds_albums = children.iter().any(|child| child.kind == ItemKind::Album);
    let marked = ids::take(&folder.name);
    let mut found = Found::folder(if holds_albums { ItemKind::Artist } else { ItemKind::Folder }, folder, text::collapse(&marked.rest));
    if holds_albums {
        found.ids = marked.ids;
        found.local.artwork = index::folder_artwork(folder, artwork::of_music_folder(folder.file_names()));
        found.local.nfo.extend(index::nfo_named(folder, "artist.nfo"));
    }
    found.children = children;
    Some(found)
}

fn album(folder: &Folder, discs: &[(i32, &Folder)]) -> Found {
    let name = movie::parse(&folder.name);
    // `The Overtones - Harmonics (2012)` in the library's folder names its artist as well; the tags will say so.
    let title = name.title.split_once(" - ").map_or(name.title.as_str(), |(_, title)| title).trim();
    let mut found = Found::folder(ItemKind::Album, folder, title.to_owned());
    found.year = name.year;
    found.ids = name.ids;
    found.local.nfo.extend(index::nfo_named(folder, "album.nfo"));
    found.local.artwork = index::folder_artwork(folder, artwork::of_music_folder(folder.file_names()));
    for (_, inner) in discs {
        let pictures = index::folder_artwork(inner, artwork::of_music_folder(inner.file_names()));
        index::add_artwork(&mut found.local.artwork, &pictures);
    }
    found.children = tracks(folder, None);
    for (number, inner) in discs {
        found.children.extend(tracks(inner, Some(*number)));
    }
    found
}

fn tracks(folder: &Folder, disc: Option<i32>) -> Vec<Found> {
    let mut sound: Vec<&File> = folder.files.iter().filter(|file| files::kind_of(&file.name) == FileKind::Audio).collect();
    sound.sort_by(|a, b| a.name.cmp(&b.name));
    let index = Index::new(folder);
    sound.into_iter().map(|file| track(folder, file, disc, &index)).collect()
}

fn track(folder: &Folder, file: &File, disc: Option<i32>, index: &Index<'_>) -> Found {
    let stem = files::stem(&file.name);
    let name = TrackName::parse(stem);
    let mut found = Found::file(ItemKind::Track, folder, file, name.title);
    found.index = name.number;
    found.parent_index = disc.or(name.disc);
    found.local = index.local(stem, false);
    found
}

/// Disc, number and title of a track as its file is called.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TrackName {
    disc: Option<i32>,
    number: Option<i32>,
    title: String,
}

impl TrackName {
    /// `01 - Title`, `1-05 Title`, `103 Title`, `01. Artist - Title`.
    fn parse(stem: &str) -> Self {
        let Some(found) = TRACK.as_ref().and_then(|regex| regex.captures(stem)) else { return Self { disc: None, number: None, title: text::spaced(stem) } };
        let number = |at: usize| found.get(at).and_then(|text| text.as_str().parse::<i32>().ok());
        let (disc, track) = match (number(1), number(3)) {
            (Some(disc), _) => (Some(disc), number(2)),
            (None, Some(disc)) if disc > 0 => (Some(disc), number(4)),
            (None, Some(_)) => (None, number(4)),
            (None, None) => (None, number(5)),
        };
        let title = text::spaced(&found[6]);
        Self { disc, number: track, title: text::trim(&title).to_owned() }
    }
}

/// `CD1`, `Disc 2`, `Disc 1 - The Night`: a part of the album in the folder above.
pub(super) fn disc(name: &str) -> Option<i32> {
    let found = DISC.as_ref()?.captures(name.trim())?;
    match found[1].parse() {
        Ok(number) => Some(number),
        Err(_) => found[1].to_lowercase().bytes().next().map(|letter| i32::from(letter - b'a') + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracks_by_name() {
        for (stem, disc, number, title) in [
            ("01 - Fundamental", None, Some(1), "Fundamental"),
            ("01. Fundamental", None, Some(1), "Fundamental"),
            ("1-05 Fifth", Some(1), Some(5), "Fifth"),
            ("2.03 - Third", Some(2), Some(3), "Third"),
            ("103 Third", Some(1), Some(3), "Third"),
            ("03 Cy Cent - Tone 3", None, Some(3), "Cy Cent - Tone 3"),
            ("99 Balloons of Lead", None, Some(99), "Balloons of Lead"),
            ("Fundamental", None, None, "Fundamental"),
            ("07_under_score", None, Some(7), "under score"),
        ] {
            assert_eq!(TrackName::parse(stem), TrackName { disc, number, title: title.to_owned() }, "{stem}");
        }
    }

    #[test]
    fn discs() {
        for (name, want) in
            [("CD1", Some(1)), ("Disc 2", Some(2)), ("disc_03 - Night", Some(3)), ("Side B", Some(2)), ("Discovery", None), ("CDs", None), ("Partings", None)]
        {
            assert_eq!(disc(name), want, "{name}");
        }
    }
}
