//! Genres, studios, people and artists as items to list.

use walros_model::item::ItemKind;
use walros_model::lists::{ItemPage, ItemView};
use walros_model::query::{Include, ItemQuery};
use walros_model::{ItemId, UserId};

use crate::connection::Conn;
use crate::error::DbError;
use crate::scope::Scope;

fn pending<T>() -> Result<T, DbError> {
    Err(DbError::Failed("not written yet".into()))
}

/// Which names, by how items refer to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    Genre,
    MusicGenre,
    Studio,
    /// `ItemQuery::person_kinds` narrows it to actors, directors …
    Person,
    /// Of tracks and albums.
    Artist,
    AlbumArtist,
}

/// The names found on the items that `query`'s parent, recursive, kinds, exclude_kinds and media types choose; all
/// its other filters, sort and page apply to the names themselves.
pub fn page(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _names: NameKind, _query: &ItemQuery) -> Result<ItemPage, DbError> {
    pending()
}

/// The item of a name, without regard to case and accents.
pub fn by_name(_conn: &mut Conn, _scope: &Scope, _user: Option<UserId>, _kind: ItemKind, _name: &str, _include: Include) -> Result<Option<ItemView>, DbError> {
    pending()
}

/// Finds or makes the items of names (people, genres, music genres, studios, artists); ids in the order of `names`.
/// Names that differ in case or accents only are the same.
pub fn find_or_create(_conn: &mut Conn, _kind: ItemKind, _names: &[String]) -> Result<Vec<ItemId>, DbError> {
    pending()
}
