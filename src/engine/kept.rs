//! Files that somebody uploaded for an item and that do not lie beside its media: the data folder's `sidecars/`, a folder
//! for each item. A scan takes them in as if they lay beside the file.

use std::path::{Path, PathBuf};

use walros_model::ItemId;

use crate::EngineConfig;

/// What their names begin with, as a media file's name would: `media.eng.forced.srt`.
pub(crate) const STEM: &str = "media";

pub(crate) fn root(config: &EngineConfig) -> PathBuf {
    config.data.join("sidecars")
}

/// Where the lyrics of a track may be kept.
pub(crate) fn lyrics(root: &Path, track: ItemId) -> Vec<PathBuf> {
    ["lrc", "txt"].iter().map(|extension| of_item(root, track).join(STEM).with_extension(extension)).collect()
}

pub(crate) fn of_item(root: &Path, item: ItemId) -> PathBuf {
    root.join(item.simple())
}
