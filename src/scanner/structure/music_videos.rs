//! Music videos: `Artist - Title`, loose or in artists' folders.

use walros_metadata::artwork;
use walros_model::ItemKind;

use super::index::{self, Index};
use super::{Found, owned};
use crate::files;
use crate::listing::Folder;
use crate::naming::movie;

/// Every video below a folder. The name keeps `Artist - Title` until tags or an NFO say which is which.
pub(super) fn root(folder: &Folder) -> Vec<Found> {
    let mut out: Vec<Found> = folder.folders.iter().flat_map(root).collect();
    let (videos, _) = owned::split(folder);
    let index = Index::of_videos(folder);
    let sole = videos.len() == 1;
    for file in videos {
        let stem = files::stem(&file.name);
        let name = movie::parse(stem);
        let mut found = Found::file(ItemKind::MusicVideo, folder, file, name.title);
        found.year = name.year;
        found.ids = name.ids;
        found.local = index.local(stem, false);
        if sole {
            found.local.nfo.extend(index::nfo_named(folder, "musicvideo.nfo"));
            let pictures = index::folder_artwork(folder, artwork::of_folder(folder.file_names()));
            index::add_artwork(&mut found.local.artwork, &pictures);
        }
        out.push(found);
    }
    out
}
