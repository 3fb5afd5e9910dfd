//! Films: in folders of their own, several to a folder, or loose; folders of folders to any depth.

use std::collections::BTreeSet;

use walros_metadata::artwork;
use walros_model::ItemKind;
use walros_model::item::ExtraKind;

use super::versions::{self, Copy};
use super::{Found, index, owned};
use crate::files::{self, FileKind};
use crate::listing::{File, Folder};
use crate::naming::movie::{self, MovieName};
use crate::naming::{extras, tech, text};

/// The films of a library's folder. Loose files here are films of their own.
pub(super) fn root(folder: &Folder) -> Vec<Found> {
    place(folder, true)
}

fn place(folder: &Folder, is_root: bool) -> Vec<Found> {
    if !is_root && let Some(film) = disc(folder).or_else(|| stacked_folders(folder)) {
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
    give_extras(folder, &beside, &extra_folders, &mut films, is_root);
    out.extend(films);
    out
}

/// Loose files: one film each, but copies with the same title and year are versions.
fn loose(copies: Vec<Copy<'_>>) -> Vec<Found> {
    by_title(copies)
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
    let mut others = by_title(rest);
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
    let dressed = copies
        .iter()
        .map(|copy| &copy.name)
        .find(|file| text::key(&file.title) == text::key(&own.title) && !file.release && file.title != file.title.to_lowercase());
    if let Some(file) = dressed.filter(|_| own.release || own.title == own.title.to_lowercase()) {
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

/// Copies by title and year; a name without a year joins the only year its title has.
fn by_title(copies: Vec<Copy<'_>>) -> Vec<Vec<Copy<'_>>> {
    let mut groups: Vec<Vec<Copy<'_>>> = Vec::new();
    let (dated, undated): (Vec<_>, Vec<_>) = copies.into_iter().partition(|copy| copy.name.year.is_some());
    for copy in dated {
        let key = text::key(&copy.name.title);
        match groups.iter_mut().find(|group| group[0].name.year == copy.name.year && text::key(&group[0].name.title) == key) {
            Some(group) => group.push(copy),
            None => groups.push(vec![copy]),
        }
    }
    for copy in undated {
        let key = text::key(&copy.name.title);
        let mut same: Vec<_> = groups.iter_mut().filter(|group| text::key(&group[0].name.title) == key).collect();
        match (same.len(), same.pop()) {
            (1, Some(group)) => group.push(copy),
            _ => groups.push(vec![copy]),
        }
    }
    groups
}

fn alone(copies: Vec<Copy<'_>>) -> Option<Found> {
    let best = copies.iter().find(|copy| copy.name.year.is_some()).or(copies.first())?;
    let name = together(&best.name, &copies);
    versions::film(ItemKind::Movie, copies, None, &name)
}

/// Gives a film what its folder has: `movie.nfo`, pictures, themes. Only when no other film could mean them.
fn with_folder(mut film: Found, folder: &Folder, sole: bool) -> Found {
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

fn give_extras(folder: &Folder, beside: &[owned::Beside<'_>], folders: &[(&Folder, ExtraKind)], films: &mut Vec<Found>, is_root: bool) {
    for extra in beside {
        let key = text::key(extra.rest);
        let owner = films.iter().position(|film| {
            let stem = film.path.as_deref().and_then(|path| path.rsplit('/').next()).map(files::stem).unwrap_or_default();
            !key.is_empty() && (text::key(stem).starts_with(&key) || key.starts_with(&text::key(&film.name)))
        });
        let names: Vec<&str> = films.iter().map(|film| film.name.as_str()).collect();
        let found = owned::by_ending(folder, extra, &names);
        match owner.or((films.len() == 1 && !is_root).then_some(0)) {
            Some(at) => own(&mut films[at], found),
            // Nobody's: a film of its own, so that nothing is lost.
            None => films.extend(versions::copies(folder, &[extra.file], None).into_iter().filter_map(|copy| alone(vec![copy]))),
        }
    }
    for (inner, kind) in folders {
        for found in owned::in_folder(inner, *kind) {
            let place = if films.len() == 1 {
                Some(0)
            } else {
                films.iter().position(|film| text::strip_title(&found.name, &film.name).is_some()).or((!films.is_empty()).then_some(0))
            };
            if let Some(at) = place {
                own(&mut films[at], found);
            }
        }
    }
}

fn own(film: &mut Found, mut extra: Found) {
    extra.year = film.year;
    film.owned.push(extra);
}

/// A copy of a Blu-ray or DVD: the longest stream of its folder is the film.
fn disc(folder: &Folder) -> Option<Found> {
    let find = |name: &str, inside: &Folder| inside.folders.iter().find(|inner| inner.name.eq_ignore_ascii_case(name)).cloned();
    let (place, main) = if let Some(streams) = find("BDMV", folder).and_then(|bdmv| find("STREAM", &bdmv)) {
        let longest = streams
            .files
            .iter()
            .filter(|file| file.name.to_lowercase().ends_with(".m2ts"))
            .max_by_key(|file| (file.stat.size, std::cmp::Reverse(file.name.clone())))?
            .clone();
        (streams.clone(), vec![longest])
    } else {
        let titles =
            find("VIDEO_TS", folder).or_else(|| folder.files.iter().any(|file| file.name.eq_ignore_ascii_case("VIDEO_TS.IFO")).then(|| folder.clone()))?;
        (titles.clone(), title_set(&titles)?)
    };
    let name = movie::parse(&folder.name);
    let parts: Vec<&File> = main.iter().collect();
    let copy = Copy { folder: &place, stem: files::stem(&parts[0].name).to_owned(), parts, name: MovieName::default(), folder_label: None };
    versions::film(ItemKind::Movie, vec![copy], None, &name).map(|film| with_folder(film, folder, true))
}

/// The parts of a DVD's largest title set, menus left out.
fn title_set(folder: &Folder) -> Option<Vec<File>> {
    let mut sets: std::collections::BTreeMap<String, Vec<File>> = std::collections::BTreeMap::new();
    for file in &folder.files {
        let upper = file.name.to_uppercase();
        if upper.starts_with("VTS_") && upper.ends_with(".VOB") && !upper.ends_with("_0.VOB") {
            sets.entry(upper.chars().take(6).collect()).or_default().push(file.clone());
        }
    }
    let mut best = sets.into_values().max_by_key(|files| files.iter().map(|file| file.stat.size).sum::<u64>())?;
    best.sort_by(|a, b| a.name.cmp(&b.name));
    Some(best)
}

/// `Film (2000)/CD1/a.avi`, `Film (2000)/CD2/b.avi`: one film in parts, a folder each.
fn stacked_folders(folder: &Folder) -> Option<Found> {
    let no_videos = !folder.files.iter().any(|file| files::kind_of(&file.name) == FileKind::Video);
    let mut inner: Vec<&Folder> = folder.folders.iter().filter(|inner| extras::of_folder(&inner.name).is_none()).collect();
    inner.sort_by(|a, b| a.name.cmp(&b.name));
    let names: Vec<String> = inner.iter().map(|inner| format!("x {}", inner.name)).collect();
    let stems: Vec<&str> = names.iter().map(String::as_str).collect();
    if !no_videos || inner.len() < 2 || crate::naming::stack::group(&stems).len() != 1 {
        return None;
    }
    let mut films: Vec<Found> = Vec::new();
    for inner in inner {
        let (videos, _) = owned::split(inner);
        let [only] = videos[..] else { return None };
        films.extend(alone(versions::copies(inner, &[only], None)));
    }
    let name = movie::parse(&folder.name);
    let mut parts = films.into_iter();
    let mut first = parts.next()?;
    (first.name, first.year, first.ids) = (name.title, name.year, name.ids);
    for (number, mut part) in parts.enumerate() {
        part.kind = ItemKind::Video;
        part.role = walros_model::item::ItemRole::Part;
        part.index = i32::try_from(number + 2).ok();
        (part.name, part.year) = (first.name.clone(), first.year);
        first.owned.push(part);
    }
    Some(with_folder(first, folder, true))
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
