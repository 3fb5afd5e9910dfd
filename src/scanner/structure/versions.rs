//! Files that are one film: its versions, and the parts each is cut into.

use std::rc::Rc;

use walros_model::ItemKind;
use walros_model::item::ItemRole;

use super::index::Index;
use super::{Found, Local};
use crate::files;
use crate::listing::{File, Folder};
use crate::naming::movie::{self, MovieName};
use crate::naming::{stack, tech, text};

/// One file, or several stacked ones, with what its name says.
pub(super) struct Copy<'a> {
    pub folder: &'a Folder,
    /// What belongs to which file of that folder.
    pub index: Rc<Index<'a>>,
    /// In playing order.
    pub parts: Vec<&'a File>,
    /// Without extension, and without the part when there are several.
    pub stem: String,
    pub name: MovieName,
    /// The folder it lies in says this of it (`4K`), when that is no more than a description.
    pub folder_label: Option<String>,
}

/// The videos of a folder as copies: stacked parts are one.
pub(super) fn copies<'a>(folder: &'a Folder, videos: &[&'a File], folder_label: Option<&str>) -> Vec<Copy<'a>> {
    let index = Rc::new(Index::of_videos(folder));
    let stems: Vec<&str> = videos.iter().map(|file| files::stem(&file.name)).collect();
    stack::group(&stems)
        .into_iter()
        .map(|places| {
            let parts: Vec<&File> = places.iter().map(|at| videos[*at]).collect();
            let first = stems[places[0]];
            let stem = if parts.len() > 1 { stack::part(first).map_or_else(|| first.to_owned(), |part| part.name) } else { first.to_owned() };
            let name = movie::parse(&stem);
            Copy { folder, index: index.clone(), parts, stem, name, folder_label: folder_label.map(str::to_owned) }
        })
        .collect()
}

/// Files that are known to be the parts of one film, whatever they are called.
pub(super) fn copy<'a>(folder: &'a Folder, parts: Vec<&'a File>) -> Copy<'a> {
    let stem = parts.first().map(|file| files::stem(&file.name).to_owned()).unwrap_or_default();
    Copy { folder, index: Rc::new(Index::of_videos(folder)), parts, stem, name: MovieName::default(), folder_label: None }
}

/// The versions of one film as one item. `title` and the rest are the film's, however they were found; the first
/// version is the one whose file is called like the folder, or the one with the most lines.
pub(super) fn film(kind: ItemKind, mut copies: Vec<Copy<'_>>, folder_name: Option<&str>, film: &MovieName) -> Option<Found> {
    copies.sort_by_cached_key(|copy| {
        let named_like_folder = folder_name.is_some_and(|name| name.eq_ignore_ascii_case(&copy.stem));
        let label = label(copy, folder_name, film).unwrap_or_default();
        (!named_like_folder, std::cmp::Reverse(tech::resolution(&label).unwrap_or(0)), label, copy.parts[0].name.clone())
    });
    let several = copies.len() > 1;
    let mut versions = copies.iter().map(|copy| {
        let mut found = one(kind, copy, film);
        found.version = label(copy, folder_name, film).filter(|_| several || copy.name.edition.is_some());
        found
    });
    let mut main = versions.next()?;
    for mut version in versions {
        version.role = ItemRole::Version;
        super::index::add_artwork(&mut main.local.artwork, &version.local.artwork);
        if main.local.nfo.is_empty() {
            main.local.nfo.clone_from(&version.local.nfo);
        }
        main.owned.push(version);
    }
    Some(main)
}

/// What is left of a version's name after the film's: an edition, the folder's word for it, and the tail.
fn label(copy: &Copy<'_>, folder_name: Option<&str>, film: &MovieName) -> Option<String> {
    let tail = if !copy.name.tail.is_empty() || copy.name.year.is_some() {
        copy.name.tail.clone()
    } else {
        // Without a year the whole name was taken for the title.
        let rest = folder_name.and_then(|name| text::strip_title(&copy.stem, name)).or_else(|| text::strip_title(&copy.stem, &film.title));
        rest.map(movie::tail_of).unwrap_or_default()
    };
    let edition = copy.name.edition.clone().filter(|edition| !tail.contains(edition.as_str()));
    let words = [edition, copy.folder_label.clone(), Some(tail)];
    let joined = words.into_iter().flatten().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    (!joined.is_empty()).then_some(joined)
}

fn one(kind: ItemKind, copy: &Copy<'_>, film: &MovieName) -> Found {
    let index = &copy.index;
    let part = |file: &File| {
        let mut found = Found::file(kind, copy.folder, file, film.title.clone());
        found.year = film.year;
        found.ids.clone_from(&film.ids);
        found.local = index.local(files::stem(&file.name), false);
        found
    };
    let mut first = part(copy.parts[0]);
    if copy.parts.len() > 1 {
        let whole: Local = index.local(&copy.stem, false);
        super::index::add_artwork(&mut first.local.artwork, &whole.artwork);
        first.local.nfo.extend(whole.nfo);
    }
    for (number, file) in copy.parts.iter().enumerate().skip(1) {
        let mut more = part(file);
        more.kind = ItemKind::Video;
        more.role = ItemRole::Part;
        more.index = i32::try_from(number + 1).ok();
        first.owned.push(more);
    }
    first
}
