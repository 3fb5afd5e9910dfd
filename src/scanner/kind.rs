//! What kind of library a folder seems to be.

use walros_model::library::LibraryKind;

use crate::files::{self, FileKind};
use crate::listing::{File, Folder};
use crate::naming::{episode, extras, season};

/// Enough files to tell; a larger library is judged by these.
const SAMPLE: usize = 4000;

#[derive(Default)]
struct Counts {
    films: usize,
    episodes: usize,
    home: usize,
    music: usize,
    pictures: usize,
    books: usize,
    seen: usize,
}

/// The kind that most of the files speak for; `None` when there is no medium at all. Several kinds that are each a
/// good part of it make it mixed.
pub fn guess(roots: &[Folder]) -> Option<LibraryKind> {
    let mut counts = Counts::default();
    for root in roots {
        count(root, false, 0, &mut counts);
    }
    let videos = counts.films + counts.episodes + counts.home;
    // Posters and covers lie beside films and music; only where there is little else are pictures the point.
    let pictures = if counts.pictures > 4 * (videos + counts.music).max(1) || videos + counts.music + counts.books == 0 { counts.pictures } else { 0 };
    let shares = [
        (LibraryKind::Movies, counts.films),
        (LibraryKind::Shows, counts.episodes),
        (LibraryKind::HomeVideos, counts.home),
        (LibraryKind::Music, counts.music),
        (LibraryKind::Photos, pictures),
        (LibraryKind::Books, counts.books),
    ];
    let total: usize = shares.iter().map(|(_, count)| count).sum();
    let (kind, most) = shares.into_iter().max_by_key(|(_, count)| *count)?;
    if total == 0 {
        return None;
    }
    if kind == LibraryKind::Photos && counts.home > 0 {
        return Some(if counts.pictures > counts.home { LibraryKind::Photos } else { LibraryKind::HomeVideos });
    }
    Some(if most * 10 >= total * 7 { kind } else { LibraryKind::Mixed })
}

/// For each file directly in a folder the kind it looks like by itself; `None` for what is no medium or goes with one.
pub(crate) fn guess_loose(folder: &Folder) -> Vec<Option<LibraryKind>> {
    folder.files.iter().map(loose).collect()
}

fn loose(file: &File) -> Option<LibraryKind> {
    let stem = files::stem(&file.name);
    match files::kind_of(&file.name) {
        FileKind::Video if is_camera(stem) => Some(LibraryKind::HomeVideos),
        FileKind::Video if episode::standalone(stem).is_some_and(|found| found.series().is_some()) => Some(LibraryKind::Shows),
        FileKind::Video if is_home(stem) => Some(LibraryKind::HomeVideos),
        FileKind::Video => Some(LibraryKind::Movies),
        FileKind::Audio => Some(LibraryKind::Music),
        FileKind::Book => Some(LibraryKind::Books),
        FileKind::Picture if is_camera(stem) => Some(LibraryKind::Photos),
        FileKind::Picture | FileKind::Other => None,
    }
}

fn count(folder: &Folder, in_season: bool, depth: usize, counts: &mut Counts) {
    if depth > 8 || counts.seen > SAMPLE {
        return;
    }
    let marked_series = folder.files.iter().any(|file| file.name.eq_ignore_ascii_case("tvshow.nfo"));
    let in_season = in_season || marked_series || (depth > 0 && season::is_season(&folder.name));
    for file in &folder.files {
        counts.seen += 1;
        let stem = files::stem(&file.name);
        match files::kind_of(&file.name) {
            FileKind::Video if extras::of_file(stem).is_some() || files::is_sample(stem) => {}
            FileKind::Video if is_camera(stem) => counts.home += 1,
            FileKind::Video if in_season || episode::explicit(stem).is_some() || episode::standalone(stem).is_some_and(|found| found.series().is_some()) => {
                counts.episodes += 1
            }
            FileKind::Video if is_home(stem) => counts.home += 1,
            FileKind::Video => counts.films += 1,
            FileKind::Audio if extras::of_theme(stem) => {}
            FileKind::Audio => counts.music += 1,
            FileKind::Picture if !is_artwork_name(stem) => counts.pictures += 1,
            FileKind::Book => counts.books += 1,
            FileKind::Picture | FileKind::Other => {}
        }
    }
    for inner in folder.folders.iter().filter(|inner| depth == 0 || extras::of_folder(&inner.name).is_none()) {
        count(inner, in_season, depth + 1, counts);
    }
}

/// What cameras and phones call their files.
fn is_camera(stem: &str) -> bool {
    let upper = stem.to_uppercase();
    let prefixed = ["IMG", "VID", "DSC", "DSCN", "DSCF", "MOV", "MVI", "GOPR", "GX", "GH0", "PXL", "P10", "DJI", "WP_", "VIDEO", "PICT", "SAM_", "C0"];
    let digits = upper.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4 && prefixed.iter().any(|start| upper.starts_with(start)) || digits >= 12 && digits * 10 >= stem.len() * 7
}

fn is_home(stem: &str) -> bool {
    is_camera(stem) || episode::dated(stem).is_some_and(|found| found.series().is_none())
}

fn is_artwork_name(stem: &str) -> bool {
    const NAMES: [&str; 18] = [
        "poster",
        "folder",
        "cover",
        "fanart",
        "backdrop",
        "background",
        "banner",
        "logo",
        "clearlogo",
        "clearart",
        "landscape",
        "thumb",
        "disc",
        "discart",
        "front",
        "back",
        "album",
        "artist",
    ];
    let lower = stem.to_lowercase();
    NAMES.iter().any(|name| {
        lower == *name
            || lower.strip_suffix(name).is_some_and(|rest| rest.ends_with(['-', '.', '_']))
            || lower.strip_prefix(name).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&str]) -> Option<LibraryKind> {
        guess(&[Folder::from_paths("/m", paths.iter().copied())])
    }

    #[test]
    fn kinds_of_folders() {
        assert_eq!(
            of(&["Twin (1970).mp4", "Big Test (2008)/Big Test (2008).mkv", "Big Test (2008)/poster.jpg", "Loose.Leaf.2017.1080p.mkv"]),
            Some(LibraryKind::Movies)
        );
        assert_eq!(
            of(&[
                "Signal Lost/Season 1/01.mkv",
                "Short Stories/Short Stories 1x01.mp4",
                "The Daily Pattern/2021/The Daily Pattern 2021-03-04.mp4",
                "Kumo/[GRP] Kumo - 01 [1080p].mkv"
            ]),
            Some(LibraryKind::Shows)
        );
        assert_eq!(of(&["The Overtones/Harmonics/01 - A.flac", "The Overtones/Harmonics/cover.jpg"]), Some(LibraryKind::Music));
        assert_eq!(of(&["Summer/beach.jpg", "Summer/boat.jpg", "Winter/snow.png"]), Some(LibraryKind::Photos));
        assert_eq!(of(&["2019/VID_20190504_123456.mp4", "2019/IMG_1234.mov", "2019-05-04 Beach.mp4"]), Some(LibraryKind::HomeVideos));
        assert_eq!(of(&["Author/Book.epub"]), Some(LibraryKind::Books));
        assert_eq!(of(&["A (2000).mkv", "S/Season 1/01.mkv", "x.mp3"]), Some(LibraryKind::Mixed));
        assert_eq!(of(&["readme.txt"]), None);
        assert_eq!(of(&[]), None);
    }
}
