//! Films that are folders of files: copies of Blu-rays and DVDs, and films with a folder for each part.

use std::collections::BTreeMap;

use walros_model::ItemKind;
use walros_model::item::ItemRole;

use super::versions;
use super::{Found, movies, owned};
use crate::files::{self, FileKind};
use crate::listing::{File, Folder};
use crate::naming::{extras, movie, stack};

/// A copy of a Blu-ray or DVD: the longest stream of its folder is the film.
pub(super) fn disc(folder: &Folder) -> Option<Found> {
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
    versions::film(ItemKind::Movie, vec![versions::copy(&place, parts)], None, &name).map(|film| movies::with_folder(film, folder, true))
}

/// The parts of a DVD's largest title set, menus left out.
fn title_set(folder: &Folder) -> Option<Vec<File>> {
    let mut sets: BTreeMap<String, Vec<File>> = BTreeMap::new();
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
pub(super) fn stacked_folders(folder: &Folder) -> Option<Found> {
    let no_videos = !folder.files.iter().any(|file| files::kind_of(&file.name) == FileKind::Video);
    let mut inner: Vec<&Folder> = folder.folders.iter().filter(|inner| extras::of_folder(&inner.name).is_none()).collect();
    inner.sort_by(|a, b| a.name.cmp(&b.name));
    let names: Vec<String> = inner.iter().map(|inner| format!("x {}", inner.name)).collect();
    let stems: Vec<&str> = names.iter().map(String::as_str).collect();
    if !no_videos || inner.len() < 2 || stack::group(&stems).len() != 1 {
        return None;
    }
    let mut films: Vec<Found> = Vec::new();
    for inner in inner {
        let (videos, _) = owned::split(inner);
        let [only] = videos[..] else { return None };
        films.extend(movies::alone(versions::copies(inner, &[only], None)));
    }
    let name = movie::parse(&folder.name);
    let mut parts = films.into_iter();
    let mut first = parts.next()?;
    (first.name, first.year, first.ids) = (name.title, name.year, name.ids);
    for (number, mut part) in parts.enumerate() {
        part.kind = ItemKind::Video;
        part.role = ItemRole::Part;
        part.index = i32::try_from(number + 2).ok();
        (part.name, part.year) = (first.name.clone(), first.year);
        first.owned.push(part);
    }
    Some(movies::with_folder(first, folder, true))
}
