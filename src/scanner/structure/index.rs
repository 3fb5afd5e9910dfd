//! Which of a folder's other files belong to which of its media files.

use std::collections::HashMap;

use walros_metadata::{artwork, sidecar};
use walros_model::item::ImageKind;

use super::{Local, LocalFile};
use crate::files::{self, FileKind};
use crate::listing::{File, Folder};
use crate::naming::extras;

/// A folder's files, sorted by the media file whose name they begin with.
pub(super) struct Index<'a> {
    folder: &'a Folder,
    /// Lower-case stem of a media file → the other files that carry it.
    attached: HashMap<String, Vec<&'a File>>,
    /// Media files that are neither extras nor samples.
    mains: usize,
}

impl<'a> Index<'a> {
    pub fn new(folder: &'a Folder) -> Self {
        Self::of(folder, |kind| matches!(kind, FileKind::Video | FileKind::Audio))
    }

    /// Only films carry others: sound beside a film is a second track of it.
    pub fn of_videos(folder: &'a Folder) -> Self {
        Self::of(folder, |kind| kind == FileKind::Video)
    }

    fn of(folder: &'a Folder, is_media: impl Fn(FileKind) -> bool) -> Self {
        let mut attached: HashMap<String, Vec<&File>> = HashMap::new();
        let (media, others): (Vec<&File>, Vec<&File>) = folder.files.iter().partition(|file| is_media(files::kind_of(&file.name)));
        for file in media {
            attached.insert(files::stem(&file.name).to_lowercase(), Vec::new());
        }
        for file in others {
            // The longest stem the name begins with, cut at the separators from the end.
            let lower = file.name.to_lowercase();
            let mut head = lower.rsplit_once('.').map_or(lower.as_str(), |(stem, _)| stem);
            loop {
                if let Some(list) = attached.get_mut(head) {
                    list.push(file);
                    break;
                }
                match head.rfind(['.', '-', '_', ' ', '(', '[']) {
                    Some(at) => head = &head[..at],
                    None => break,
                }
            }
        }
        attached.values_mut().for_each(|list| list.sort_by(|a, b| a.name.cmp(&b.name)));
        let mains = attached.keys().filter(|stem| is_main(stem)).count();
        Self { folder, attached, mains }
    }

    /// What belongs to the media file `stem`.
    pub fn local(&self, stem: &str, episode: bool) -> Local {
        let attached: &[&File] = self.attached.get(&stem.to_lowercase()).map_or(&[], Vec::as_slice);
        let names: Vec<&str> = attached.iter().map(|file| file.name.as_str()).collect();
        let nfo = attached.iter().filter(|file| file.name.to_lowercase() == format!("{}.nfo", stem.to_lowercase()));
        let mut sidecars: Vec<_> = attached.iter().filter_map(|file| Some((self.local_file(file), sidecar::beside(&file.name, stem, &names)?))).collect();
        for folder in self.folder.folders.iter().filter(|folder| sidecar::is_subtitle_folder(&folder.name)) {
            sidecars.extend(self.subtitles_in(folder, stem));
        }
        Local {
            nfo: nfo.map(|file| self.local_file(file)).collect(),
            artwork: artwork::of_file(stem, episode, names.iter().copied())
                .into_iter()
                .filter_map(|(kind, name)| Some((kind, self.named(attached, name)?)))
                .collect(),
            sidecars,
            lyrics: sidecar::lyrics(stem, names.iter().copied()).and_then(|name| self.named(attached, name)),
        }
    }

    /// `Subs/2_English.srt` when there is one film only, `Subs/<name of the film>/2_English.srt` when there are more.
    fn subtitles_in(&self, folder: &Folder, stem: &str) -> Vec<(LocalFile, sidecar::Sidecar)> {
        let own = folder.folders.iter().find(|inner| inner.name.eq_ignore_ascii_case(stem));
        let place = own.unwrap_or(folder);
        let names: Vec<&str> = place.file_names().collect();
        let alone = own.is_some() || self.mains == 1 && is_main(stem);
        let found = place.files.iter().filter_map(|file| {
            let described = if alone { sidecar::in_subtitle_folder(&file.name, stem, &names) } else { sidecar::beside(&file.name, stem, &names) };
            Some((LocalFile { path: place.path_of(&file.name), stat: file.stat }, described?))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by(|a, b| a.0.path.cmp(&b.0.path));
        found
    }

    pub fn local_file(&self, file: &File) -> LocalFile {
        LocalFile { path: self.folder.path_of(&file.name), stat: file.stat }
    }

    fn named(&self, files: &[&File], name: &str) -> Option<LocalFile> {
        files.iter().find(|file| file.name == name).map(|file| self.local_file(file))
    }
}

fn is_main(stem: &str) -> bool {
    extras::of_file(stem).is_none() && !files::is_sample(stem)
}

/// The NFO of that name in a folder, whatever its case.
pub(super) fn nfo_named(folder: &Folder, name: &str) -> Option<LocalFile> {
    folder.files.iter().find(|file| file.name.eq_ignore_ascii_case(name)).map(|file| LocalFile { path: folder.path_of(&file.name), stat: file.stat })
}

/// Pictures of a folder by rules of [`artwork`], with those of its `extrafanart`.
pub(super) fn folder_artwork<'a>(folder: &'a Folder, found: Vec<artwork::Found<'a>>) -> Vec<(ImageKind, LocalFile)> {
    let file = |name: &str| folder.files.iter().find(|file| file.name == name).map(|file| LocalFile { path: folder.path_of(&file.name), stat: file.stat });
    let mut out: Vec<(ImageKind, LocalFile)> = found.into_iter().filter_map(|(kind, name)| Some((kind, file(name)?))).collect();
    for inner in folder.folders.iter().filter(|inner| artwork::BACKDROP_FOLDERS.iter().any(|name| inner.name.eq_ignore_ascii_case(name))) {
        let mut more: Vec<&File> = inner.files.iter().filter(|file| artwork::is_picture(&file.name)).collect();
        more.sort_by(|a, b| a.name.cmp(&b.name));
        out.extend(more.into_iter().map(|file| (ImageKind::Backdrop, LocalFile { path: inner.path_of(&file.name), stat: file.stat })));
    }
    out.sort_by_key(|(kind, _)| *kind);
    out
}

/// Adds what is not there yet; several backdrops are kept.
pub(super) fn add_artwork(to: &mut Vec<(ImageKind, LocalFile)>, more: &[(ImageKind, LocalFile)]) {
    for (kind, file) in more {
        let there = to.iter().any(|(known, old)| known == kind && (*kind != ImageKind::Backdrop || old.path == file.path));
        if !there {
            to.push((*kind, file.clone()));
        }
    }
    to.sort_by_key(|(kind, _)| *kind);
}
