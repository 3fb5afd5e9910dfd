//! Films: in folders of their own, several to a folder, or loose; folders of folders to any depth.

use std::collections::{BTreeSet, HashMap};

use walros_metadata::artwork;
use walros_model::ItemKind;
use walros_model::item::ExtraKind;

use super::versions::{self, Copy};
use super::{Found, discs, film_extras, index, owned};
use crate::files::{self, FileKind};
use crate::listing::{File, Folder};
use crate::naming::movie::{self, MovieName};
use crate::naming::{extras, tech, text};

/// The films of a library's folder. Loose files here are films of their own.
pub(super) fn root(folder: &Folder) -> Vec<Found> {
    place(folder, true)
}

fn place(folder: &Folder, is_root: bool) -> Vec<Found> {
    if !is_root && let Some(film) = discs::disc(folder).or_else(|| discs::stacked_folders(folder)) {
        return vec![film];
    }
    let (videos, beside) = owned::split(folder);
    let mut copies = versions::copies(folder, &videos, None);
    let mut extra_folders: Vec<(&Folder, ExtraKind)> = Vec::new();
    let mut out = Vec::new();
    for inner in &folder.folders {
        match extras::of_folder(&inner.name) {
            Some(kind) if !is_root && !copies.is_empty() => extra_folders.push((inner, kind)),
            _ if describes_copy(folder, inner, is_root, !copies.is_empty()) => {
                let (videos, _) = owned::split(inner);
                copies.extend(versions::copies(inner, &videos, Some(&text::spaced(&inner.name))));
                out.extend(inner.folders.iter().flat_map(|deeper| place(deeper, false)));
            }
            _ => out.extend(place(inner, false)),
        }
    }
    let mut films = if is_root { loose(copies) } else { grouped(folder, copies) };
    film_extras::give(folder, &beside, &extra_folders, &mut films, is_root);
    films.iter_mut().for_each(film_extras::share_pictures);
    out.extend(films);
    out
}

/// Loose files: one film each, but copies with the same title and year are versions.
fn loose(copies: Vec<Copy<'_>>) -> Vec<Found> {
    by_title(copies, false)
        .into_iter()
        .flat_map(|group| if group[0].name.year.is_some() { vec![group] } else { group.into_iter().map(|copy| vec![copy]).collect() })
        .filter_map(alone)
        .collect()
}

/// The films of a folder that may be one film's own.
fn grouped(folder: &Folder, copies: Vec<Copy<'_>>) -> Vec<Found> {
    let own = movie::parse(&folder.name);
    let (mut mine, mut rest): (Vec<Copy<'_>>, Vec<Copy<'_>>) = copies.into_iter().partition(|copy| is_of(copy, folder, &own));
    // `Twin/` with the films of 1970 and 2014 is no one's own.
    let years: BTreeSet<i32> = mine.iter().filter_map(|copy| copy.name.year).collect();
    if own.year.is_none() && years.len() > 1 {
        rest.append(&mut mine);
    }
    let mut others = by_title(rest, true);
    // One film that the folder's name does not repeat: the folder may still speak of it.
    if mine.is_empty() && others.len() == 1 && folder_speaks(folder, &own, &others[0]) {
        mine = others.remove(0);
    }
    let sole = others.is_empty();
    let mut films: Vec<Found> = Vec::new();
    if !mine.is_empty() {
        let name = together(&own, &mine);
        films.extend(versions::film(ItemKind::Movie, mine, Some(&folder.name), &name).map(|film| with_folder(film, folder, sole)));
    } else if others.len() == 1 {
        return others.into_iter().filter_map(alone).map(|film| with_folder(film, folder, true)).collect();
    }
    films.extend(others.into_iter().filter_map(alone));
    films
}

/// Whether a copy is of the film that the folder is named after.
fn is_of(copy: &Copy<'_>, folder: &Folder, own: &MovieName) -> bool {
    let years_fit = own.year.is_none() || copy.name.year.is_none() || own.year == copy.name.year;
    let same_id = copy.name.ids.iter().any(|(key, value)| own.ids.get(key) == Some(value));
    let same_title = text::key(&copy.name.title) == text::key(&own.title) && years_fit;
    // Jellyfin's rule: the file's name begins with the folder's, and a separator follows.
    let continues = text::strip_title(&copy.stem, &folder.name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-', '.', '_', '[', '(']) && own.year.is_some());
    let no_year = own.year.is_some()
        && copy.name.year.is_none()
        && text::strip_title(&copy.stem, &own.title).is_some_and(|rest| rest.trim_start().starts_with(['-', '[', '(']));
    same_id || same_title || continues || no_year
}

/// Whether the folder's name says more about its only film than the file's does.
fn folder_speaks(folder: &Folder, own: &MovieName, copies: &[Copy<'_>]) -> bool {
    let file = &copies[0].name;
    if !own.ids.is_empty() {
        return true;
    }
    match (own.year, file.year) {
        (Some(folder_year), Some(file_year)) => (folder_year - file_year).abs() <= 1,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => !is_collection(&folder.name) && !own.title.is_empty() && copies.len() == 1,
    }
}

/// Title, year and ids of a film from its folder and its files: the folder's, and the files' where it has none.
fn together(own: &MovieName, copies: &[Copy<'_>]) -> MovieName {
    let mut name = own.clone();
    let dressed = copies.iter().map(|copy| &copy.name).find(|file| text::key(&file.title) == text::key(&own.title) && !file.release && is_dressed(&file.title));
    if let Some(file) = dressed.filter(|_| own.release || !is_dressed(&own.title)) {
        name.title.clone_from(&file.title);
    }
    for copy in copies {
        name.year = name.year.or(copy.name.year);
        for (key, value) in &copy.name.ids {
            name.ids.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    name
}

/// Neither all small nor all capital letters.
fn is_dressed(title: &str) -> bool {
    title != title.to_lowercase() && title != title.to_uppercase()
}

/// Copies by title and year, those with different ids apart; with `join_undated` a name without a year joins the only
/// year its title has.
fn by_title<'a>(copies: Vec<Copy<'a>>, join_undated: bool) -> Vec<Vec<Copy<'a>>> {
    let mut groups: Vec<Vec<Copy<'_>>> = Vec::new();
    let mut years: HashMap<String, Vec<(Option<i32>, usize)>> = HashMap::new();
    let (dated, undated): (Vec<_>, Vec<_>) = copies.into_iter().partition(|copy| copy.name.year.is_some());
    for copy in dated.into_iter().chain(undated) {
        let known = years.entry(text::key(&copy.name.title)).or_default();
        let year = copy.name.year;
        let same = match year {
            Some(_) => known.iter().find(|(other, at)| *other == year && ids_agree(&groups[*at], &copy)),
            None => known.first().filter(|_| join_undated && known.len() == 1),
        };
        match same {
            Some((_, at)) => groups[*at].push(copy),
            None => {
                known.push((year, groups.len()));
                groups.push(vec![copy]);
            }
        }
    }
    groups
}

fn ids_agree(group: &[Copy<'_>], copy: &Copy<'_>) -> bool {
    group.iter().all(|other| copy.name.ids.iter().all(|(key, id)| other.name.ids.get(key).is_none_or(|known| known == id)))
}

pub(super) fn alone(copies: Vec<Copy<'_>>) -> Option<Found> {
    let best = copies.iter().find(|copy| copy.name.year.is_some()).or(copies.first())?;
    let name = together(&best.name, &copies);
    versions::film(ItemKind::Movie, copies, None, &name)
}

/// Gives a film what its folder has: `movie.nfo`, pictures, themes. Only when no other film could mean them.
pub(super) fn with_folder(mut film: Found, folder: &Folder, sole: bool) -> Found {
    if !sole {
        return film;
    }
    film.local.nfo.extend(index::nfo_named(folder, "movie.nfo"));
    if film.local.nfo.is_empty() {
        let any: Vec<&File> = folder.files.iter().filter(|file| file.name.to_lowercase().ends_with(".nfo")).collect();
        if let [only] = any[..] {
            film.local.nfo.extend(index::nfo_named(folder, &only.name));
        }
    }
    let pictures = index::folder_artwork(folder, artwork::of_folder(folder.file_names()));
    index::add_artwork(&mut film.local.artwork, &pictures);
    film.owned.extend(owned::themes(folder));
    film
}

/// A folder in a film's own folder whose name only describes a copy: `4K`, `1080p BluRay`, `Extended Cut`.
fn describes_copy(film: &Folder, inner: &Folder, is_root: bool, has_copies: bool) -> bool {
    let spaced = text::spaced(&inner.name);
    let description = spaced.split(' ').all(|word| tech::is_weak(word) || tech::is_edition(word) || tech::is_resolution(word));
    let has_videos = inner.files.iter().any(|file| files::kind_of(&file.name) == FileKind::Video);
    !is_root && description && has_videos && (has_copies || movie::parse(&film.name).year.is_some())
}

/// Folders that hold films of a sort rather than being one's own.
fn is_collection(name: &str) -> bool {
    const WORDS: [&str; 58] = [
        "movies",
        "movie",
        "films",
        "film",
        "videos",
        "video",
        "new",
        "recent",
        "downloads",
        "download",
        "incoming",
        "complete",
        "completed",
        "kids",
        "children",
        "family",
        "unsorted",
        "misc",
        "temp",
        "tmp",
        "other",
        "others",
        "watched",
        "unwatched",
        "archive",
        "4k",
        "uhd",
        "hd",
        "sd",
        "3d",
        "action",
        "adventure",
        "animation",
        "anime",
        "biography",
        "comedy",
        "crime",
        "documentary",
        "documentaries",
        "drama",
        "fantasy",
        "foreign",
        "history",
        "horror",
        "musical",
        "mystery",
        "noir",
        "romance",
        "sci-fi",
        "science fiction",
        "scifi",
        "short films",
        "sport",
        "sports",
        "thriller",
        "war",
        "western",
        "classics",
    ];
    let lower = text::spaced(name).to_lowercase();
    let letters = lower.chars().count() == 1 || lower.len() == 3 && lower.as_bytes()[1] == b'-' || lower == "0-9";
    let decade = lower.ends_with('s') && lower.len() == 5 && lower[..4].bytes().all(|b| b.is_ascii_digit());
    let set = ["collection", "trilogy", "saga", "box set", "boxset", "anthology", "quadrilogy", "series"].iter().any(|word| lower.ends_with(word));
    let digits = lower.len() == 4 && lower.bytes().all(|b| b.is_ascii_digit());
    WORDS.contains(&lower.as_str()) || letters || decade || set || digits
}
