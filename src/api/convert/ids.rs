//! Ids and kinds, both ways.

use walros_model::item::ItemKind;
use walros_model::{ItemId, UserId};

use crate::dto::common::Kind;
use crate::error::{ApiError, ApiResult};

/// From a path: what is no id names nothing.
pub fn item_id(text: &str) -> ApiResult<ItemId> {
    text.parse().map_err(|_| ApiError::not_found())
}

pub fn user_id(text: &str) -> ApiResult<UserId> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// From a body: what is no id is a mistake of the client.
pub fn item_ids(texts: &[String]) -> ApiResult<Vec<ItemId>> {
    texts.iter().map(|text| text.parse().map_err(|_| ApiError::invalid(format!("{text} is no id")))).collect()
}

pub fn kind(kind: ItemKind) -> Kind {
    match kind {
        ItemKind::Library => Kind::Library,
        ItemKind::Folder => Kind::Folder,
        ItemKind::Movie => Kind::Movie,
        ItemKind::Series => Kind::Series,
        ItemKind::Season => Kind::Season,
        ItemKind::Episode => Kind::Episode,
        ItemKind::Video => Kind::Video,
        ItemKind::Trailer => Kind::Trailer,
        ItemKind::MusicVideo => Kind::MusicVideo,
        ItemKind::Artist => Kind::Artist,
        ItemKind::Album => Kind::Album,
        ItemKind::Track => Kind::Track,
        ItemKind::PhotoAlbum => Kind::PhotoAlbum,
        ItemKind::Photo => Kind::Photo,
        ItemKind::Book => Kind::Book,
        ItemKind::AudioBook => Kind::AudioBook,
        ItemKind::Collection => Kind::Collection,
        ItemKind::Playlist => Kind::Playlist,
        ItemKind::Person => Kind::Person,
        ItemKind::Genre => Kind::Genre,
        ItemKind::MusicGenre => Kind::MusicGenre,
        ItemKind::Studio => Kind::Studio,
    }
}

pub fn kind_of(word: Kind) -> ItemKind {
    // The wire's kinds are the domain's: the one that converts to `word` is there.
    ItemKind::ALL.into_iter().find(|&own| kind(own) == word).unwrap_or(ItemKind::Folder)
}
