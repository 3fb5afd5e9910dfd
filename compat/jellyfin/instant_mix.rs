//! Instant mixes: songs in the manner of an item or a genre.

use walros_model::item::MediaType;
use walros_model::query::{Include, ItemQuery, SortKey, SortOrder};
use walros_model::{ItemId, ItemKind};

use crate::answers::Acting;
use crate::convert::fields::Shape;
use crate::dto::QueryResult;
use crate::dto::item::BaseItem;
use crate::error::Error;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Facade, Jellyfin};

/// A radio made of one seed: tracks of its genres, in any order, the seed itself first when it is a track.
pub async fn of_item(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<QueryResult<BaseItem>> {
    let seed = match params.item("itemId")? {
        Some(seed) => seed,
        None => query.item("id")?.ok_or_else(|| Error::invalid("id", "missing"))?,
    };
    mix(&jellyfin, &acting, seed, &query).await
}

/// Of a genre by its name.
pub async fn of_genre(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<QueryResult<BaseItem>> {
    let found = jellyfin.engine.items.by_name(&acting, ItemKind::MusicGenre, &params.required_text("name")?, Include::default()).await?;
    let genre = found.items.first().ok_or(Error::NotFound("no such genre"))?.item.id;
    mix(&jellyfin, &acting, genre, &query).await
}

async fn mix(jellyfin: &Jellyfin, acting: &Acting, seed: ItemId, query: &Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(query)?;
    let limit = query.count("limit", 1000)?.unwrap_or(200);
    let found = jellyfin.engine.items.get(acting, seed, Include { detail: true, ..shape.include() }).await?;
    let view = found.items.into_iter().next().ok_or(Error::NotFound("no such item"))?;
    let genres: Vec<ItemId> = match view.item.kind {
        ItemKind::Genre | ItemKind::MusicGenre => vec![seed],
        _ => view.detail.iter().flat_map(|detail| detail.genres.iter().map(|genre| genre.id)).collect(),
    };
    // Without a genre the seed's own tracks are the mix.
    let parent = genres.is_empty().then_some(seed);
    let mix = ItemQuery {
        parent,
        recursive: true,
        media_types: vec![MediaType::Audio],
        genre_ids: genres,
        sort: vec![(SortKey::Random, SortOrder::Ascending)],
        limit: Some(limit),
        include: shape.include(),
        ..ItemQuery::default()
    };
    let mut page = jellyfin.engine.items.page(acting, &mix).await?;
    if view.item.kind == ItemKind::Track {
        page.items.retain(|track| track.item.id != seed);
        page.items.insert(0, walros_model::lists::ItemView { sources: Vec::new(), ..view });
        page.items.truncate(limit as usize);
    }
    page.total = Some(page.items.len() as u64);
    jellyfin.page_answer(acting, &page, &shape).await
}
