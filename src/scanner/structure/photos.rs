//! Photographs in albums.

use walros_model::ItemKind;

use super::{Found, home};
use crate::listing::Folder;

/// Albums, and pictures and clips that lie in no album.
pub(super) fn root(folder: &Folder) -> Vec<Found> {
    home::contents(folder, Some(ItemKind::PhotoAlbum))
}
