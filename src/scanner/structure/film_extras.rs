//! Which film of a folder an extra belongs to.

use walros_model::ItemKind;
use walros_model::item::{ExtraKind, ImageKind};

use super::index::Index;
use super::{Found, movies, owned, versions};
use crate::files;
use crate::listing::Folder;
use crate::naming::text;

/// Gives extras to the films of a folder: `beside` are those in the folder itself, `folders` hold nothing else.
pub(super) fn give(folder: &Folder, beside: &[owned::Beside<'_>], folders: &[(&Folder, ExtraKind)], films: &mut Vec<Found>, is_root: bool) {
    let keys: Vec<Keys> = films.iter().map(Keys::of).collect();
    let sole = (films.len() == 1 && !is_root).then_some(0);
    if !beside.is_empty() {
        let index = Index::of_videos(folder);
        for extra in beside {
            match owner(&text::key(extra.rest), &keys).or(sole) {
                Some(at) => {
                    let found = owned::by_ending(folder, &index, extra, &films[at].name);
                    own(&mut films[at], found);
                }
                // Nobody's: a film of its own, so that nothing is lost.
                None => films.extend(movies::alone(versions::copies(folder, &[extra.file], None))),
            }
        }
    }
    for (inner, kind) in folders {
        for found in owned::in_folder(inner, *kind) {
            let at = if films.len() == 1 { 0 } else { films.iter().position(|film| text::strip_title(&found.name, &film.name).is_some()).unwrap_or(0) };
            if let Some(film) = films.get_mut(at) {
                own(film, found);
            }
        }
    }
}

struct Keys {
    stem: String,
    name: String,
}

impl Keys {
    fn of(film: &Found) -> Self {
        let stem = film.path.as_deref().and_then(|path| path.rsplit('/').next()).map(files::stem).unwrap_or_default();
        Self { stem: text::key(stem), name: text::key(&film.name) }
    }
}

/// The film whose file's name begins with the extra's, or else whose title does.
fn owner(extra: &str, films: &[Keys]) -> Option<usize> {
    if extra.is_empty() {
        return None;
    }
    let by_file = films.iter().position(|film| film.stem.starts_with(extra));
    by_file.or_else(|| films.iter().position(|film| !film.name.is_empty() && extra.starts_with(&film.name)))
}

fn own(film: &mut Found, mut extra: Found) {
    extra.year = film.year;
    film.owned.push(extra);
}

/// Versions, parts and extras without pictures of their own show the film's: all of them where they lie beside it, the
/// poster elsewhere.
pub(super) fn share_pictures(film: &mut Found) {
    let beside = folder_of(film);
    let pictures = film.local.artwork.clone();
    for owned in &mut film.owned {
        if owned.local.artwork.is_empty() && owned.kind != ItemKind::Track {
            let same_folder = folder_of(owned) == beside;
            owned.local.artwork = pictures.iter().filter(|(kind, _)| same_folder || *kind == ImageKind::Primary).cloned().collect();
        }
        if !owned.owned.is_empty() {
            share_pictures(owned);
        }
    }
}

fn folder_of(found: &Found) -> Option<String> {
    found.path.as_deref().and_then(|path| path.rsplit_once('/')).map(|(folder, _)| folder.to_owned())
}
