//! Pictures of what has none of its own: libraries and genres show one of something in them.

use chrono::Utc;
use walros_db::scan as db_scan;
use walros_db::{DbError, items, names};
use walros_model::ItemId;
use walros_model::item::{Image, ImageKind, Item};
use walros_model::library::Library;
use walros_model::query::{Include, ItemQuery, Scope, SortKey, SortOrder};

use super::ScanContext;

/// How many of the newest items are looked at for a picture.
const LOOKED_AT: u64 = 50;

/// A library shows a picture of something in it: a backdrop of its newest item that has one, else a poster.
pub(super) async fn give_library_its_tile(context: &ScanContext<'_>, library: &Library) -> Result<(), DbError> {
    let id = library.id;
    let tile = context.db.write(move |conn| {
        let newest = items::page(conn, &Scope::default(), None, &newest(ItemQuery { parent: Some(id), ..ItemQuery::default() }))?.items;
        let of = |kind: ImageKind| newest.iter().find_map(|view| usable(&view.item, kind));
        let Some(mut tile) = of(ImageKind::Backdrop).or_else(|| of(ImageKind::Primary)) else { return Ok(()) };
        tile.kind = ImageKind::Primary;
        let before = items::get(conn, &Scope::default(), None, id, Include::default())?;
        if before.is_some_and(|view| view.item.image(ImageKind::Primary) == Some(&tile)) {
            return Ok(());
        }
        db_scan::set_images(conn, &[(id, vec![tile])], Utc::now())
    });
    tile.await
}

/// A genre keeps the picture it got first: it would otherwise look another way after each film.
pub(super) async fn give_genres_their_tiles(context: &ScanContext<'_>, library: &Library) -> Result<(), DbError> {
    let id = library.id;
    for kind in [names::NameKind::Genre, names::NameKind::MusicGenre] {
        let bare = context.db.read(move |conn| bare_genres(conn, id, kind)).await?;
        for genre in bare {
            let tile = context.db.write(move |conn| {
                let query = newest(ItemQuery { genre_ids: vec![genre], ..ItemQuery::default() });
                let newest = items::page(conn, &Scope::default(), None, &query)?.items;
                match newest.iter().find_map(|view| usable(&view.item, ImageKind::Primary)) {
                    Some(tile) => db_scan::set_images(conn, &[(genre, vec![tile])], Utc::now()),
                    None => Ok(()),
                }
            });
            tile.await?;
        }
    }
    Ok(())
}

fn bare_genres(conn: &mut walros_db::Conn, library: ItemId, kind: names::NameKind) -> Result<Vec<ItemId>, DbError> {
    let all = names::page(conn, &Scope::default(), None, kind, &ItemQuery { parent: Some(library), recursive: true, ..ItemQuery::default() })?;
    Ok(all.items.into_iter().filter(|view| view.item.image(ImageKind::Primary).is_none()).map(|view| view.item.id).collect())
}

fn newest(query: ItemQuery) -> ItemQuery {
    ItemQuery { recursive: true, sort: vec![(SortKey::DateAdded, SortOrder::Descending)], limit: Some(LOOKED_AT), include: Include::default(), ..query }
}

fn usable(item: &Item, kind: ImageKind) -> Option<Image> {
    item.image(kind).filter(|image| image.width > 0).cloned()
}
