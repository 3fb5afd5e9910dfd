//! Extras: files and folders of trailers, interviews and the like, and whose they are.

use walros_model::ItemKind;
use walros_model::item::{ExtraKind, ItemRole};

use super::Found;
use super::index::Index;
use crate::files::{self, FileKind};
use crate::listing::{File, Folder};
use crate::naming::{extras, text};

/// An extra beside the films of a folder, by the ending of its name.
pub(super) struct Beside<'a> {
    pub file: &'a File,
    pub kind: ExtraKind,
    /// The name without the ending: what it is an extra of, or what it is called.
    pub rest: &'a str,
}

/// Videos of a folder without its extras and samples, and the extras. A sample alone is somebody's film.
pub(super) fn split<'a>(folder: &'a Folder) -> (Vec<&'a File>, Vec<Beside<'a>>) {
    let mut videos: Vec<&File> = folder.files.iter().filter(|file| files::kind_of(&file.name) == FileKind::Video).collect();
    videos.sort_by(|a, b| a.name.cmp(&b.name));
    if videos.iter().any(|file| !files::is_sample(files::stem(&file.name))) {
        videos.retain(|file| !files::is_sample(files::stem(&file.name)));
    }
    let mut beside = Vec::new();
    let mut rest = Vec::new();
    for file in videos {
        match extras::of_file(files::stem(&file.name)) {
            Some((kind, rest)) => beside.push(Beside { file, kind, rest }),
            None => rest.push(file),
        }
    }
    // Nothing to be an extra of: the endings are part of titles then.
    if rest.is_empty() {
        rest = beside.drain(..).map(|extra| extra.file).collect();
    }
    (rest, beside)
}

/// An extra found by its ending. It is called after what is left of its name, or after what it is when that is only
/// the name of its film.
pub(super) fn by_ending(folder: &Folder, index: &Index<'_>, extra: &Beside<'_>, owner: &str) -> Found {
    let title = text::spaced(extra.rest);
    let title = text::trim(&title);
    let says_nothing = title.is_empty() || text::key(owner).starts_with(&text::key(title)) || text::strip_title(title, owner).is_some();
    let name = if says_nothing { extras::name_of(extra.kind).to_owned() } else { title.to_owned() };
    made(folder, index, extra.file, extra.kind, name)
}

/// An extra among the episodes of a series, called as its file is.
pub(super) fn named(folder: &Folder, file: &File, kind: ExtraKind) -> Found {
    made(folder, &Index::of_videos(folder), file, kind, text::spaced(files::stem(&file.name)))
}

/// Everything playable in a folder of extras, and in the folders inside it.
pub(super) fn in_folder(folder: &Folder, kind: ExtraKind) -> Vec<Found> {
    let mut out = Vec::new();
    if kind == ExtraKind::Sample {
        return out;
    }
    folder.walk(&mut |place, file| {
        let (theme, wanted) = (kind == ExtraKind::ThemeSong, files::kind_of(&file.name));
        if wanted == FileKind::Video && !theme || wanted == FileKind::Audio && theme {
            let stem = files::stem(&file.name);
            let (kind, name) = match extras::of_file(stem) {
                Some((own, rest)) if kind == ExtraKind::Other && !rest.is_empty() => (own, rest),
                _ => (kind, stem),
            };
            out.push(made(place, &Index::new(place), file, kind, text::spaced(name)));
        }
    });
    out.sort_by(|a, b| a.key.cmp(&b.key));
    out
}

/// `theme.mp3` and the like directly in the folder of a film or series.
pub(super) fn themes(folder: &Folder) -> Vec<Found> {
    let files = folder.files.iter().filter(|file| files::kind_of(&file.name) == FileKind::Audio && extras::of_theme(files::stem(&file.name)));
    let index = Index::new(folder);
    files.map(|file| made(folder, &index, file, ExtraKind::ThemeSong, extras::name_of(ExtraKind::ThemeSong).to_owned())).collect()
}

fn made(folder: &Folder, index: &Index<'_>, file: &File, kind: ExtraKind, name: String) -> Found {
    let item = match kind {
        ExtraKind::Trailer => ItemKind::Trailer,
        ExtraKind::ThemeSong => ItemKind::Track,
        _ => ItemKind::Video,
    };
    let mut found = Found::file(item, folder, file, name);
    found.role = ItemRole::Extra;
    found.extra = Some(kind);
    found.local = index.local(files::stem(&file.name), false);
    found
}
