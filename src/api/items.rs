//! Browsing: pages of items, one item, what stands around it.

use actix_web::{get, web};
use futures_util::future::try_join;
use walros_engine::items::NextUpQuery;
use walros_engine::{Caller, Engine};
use walros_model::item::{ItemKind, MediaType};
use walros_model::lists::{ItemPage, ItemView};
use walros_model::query::{Include, ItemQuery, SortKey, SortOrder};

use crate::auth::Signed;
use crate::convert::{self, Around, CARD, item_id};
use crate::dto::item::{self, Episode, EpisodePage, Filters, ItemDetail, LetterStart, LyricLine, Neighbours};
use crate::dto::query::{EpisodesQuery, ItemsQuery};
use crate::error::{ApiError, ApiResult, Problem};

/// How many people of a film are shown.
const MAX_PEOPLE: usize = 40;

/// Items: filtered, sorted, in pages
#[utoipa::path(tag = "browsing", params(ItemsQuery), responses((status = 200, body = item::ItemPage), (status = "4XX", body = Problem)))]
#[get("/items")]
pub async fn list_items(caller: Signed, engine: web::Data<Engine>, query: web::Query<ItemsQuery>) -> ApiResult<web::Json<item::ItemPage>> {
    let query = convert::to_query(query.into_inner())?;
    let page = engine.items.page(&caller.0, &query).await?;
    Ok(web::Json(convert::page(&page)))
}

/// Where letters begin in such a list, sorted by title
#[utoipa::path(tag = "browsing", params(ItemsQuery), responses((status = 200, body = Vec<LetterStart>), (status = "4XX", body = Problem)))]
#[get("/items/letters")]
pub async fn list_letters(caller: Signed, engine: web::Data<Engine>, query: web::Query<ItemsQuery>) -> ApiResult<web::Json<Vec<LetterStart>>> {
    let query = convert::to_query(query.into_inner())?;
    let letters = engine.items.letters(&caller.0, &query).await?;
    Ok(web::Json(letters.into_iter().map(|(letter, start)| LetterStart { letter, start }).collect()))
}

/// What such a list can be filtered by
#[utoipa::path(tag = "browsing", params(ItemsQuery), responses((status = 200, body = Filters), (status = "4XX", body = Problem)))]
#[get("/items/filters")]
pub async fn list_filters(caller: Signed, engine: web::Data<Engine>, query: web::Query<ItemsQuery>) -> ApiResult<web::Json<Filters>> {
    let query = convert::to_query(query.into_inner())?;
    Ok(web::Json(convert::filters(engine.items.filters(&caller.0, &query).await?)))
}

/// An item's page
#[utoipa::path(tag = "browsing", params(("id" = String, Path)), responses((status = 200, body = ItemDetail), (status = "4XX", body = Problem)))]
#[get("/items/{id}")]
pub async fn get_item(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<web::Json<ItemDetail>> {
    let caller = &caller.0;
    let everything = Include { detail: true, sources: true, counts: true, related: true, timeline: true };
    let own = engine.items.get(caller, item_id(&id)?, everything).await?;
    let view = own.items.first().ok_or_else(ApiError::not_found)?;
    let around = around(&engine, caller, view).await?;
    Ok(web::Json(convert::detail(view, &own, &around)))
}

async fn around(engine: &Engine, caller: &Caller, view: &ItemView) -> ApiResult<Around> {
    let mut around = Around { paths: caller.is_administrator(), ..Around::default() };
    let people: Vec<_> = view.detail.iter().flat_map(|detail| &detail.people).map(|credit| credit.person).take(MAX_PEOPLE).collect();
    if !people.is_empty() {
        around.people = engine.items.page(caller, &ItemQuery { ids: people, recursive: true, ..ItemQuery::default() }).await?;
    }
    if view.item.kind.media_type() == MediaType::Video {
        around.missing_parts = engine.items.missing_parts(caller, view.item.id).await?;
        for version in view.sources.iter().map(|source| source.id).filter(|id| *id != view.item.id || view.item.part_count > 1) {
            around.parts.insert(version, engine.items.parts(caller, version, Include { sources: true, ..CARD }).await?);
        }
    }
    if matches!(view.item.kind, ItemKind::Series | ItemKind::Season) {
        around.up_next = up_next(engine, caller, view).await?;
    }
    Ok(around)
}

/// The episode to go on with; the first one when the series was not begun.
async fn up_next(engine: &Engine, caller: &Caller, view: &ItemView) -> ApiResult<ItemPage> {
    let id = view.item.id;
    if view.item.kind == ItemKind::Series {
        let query = NextUpQuery { series: Some(id), resumable: true, limit: Some(1), include: CARD, ..NextUpQuery::default() };
        let page = engine.items.next_up(caller, &query).await?;
        if !page.items.is_empty() {
            return Ok(page);
        }
    }
    let sort = vec![(SortKey::ParentIndex, SortOrder::Ascending), (SortKey::Index, SortOrder::Ascending)];
    let of = |played| ItemQuery {
        parent: Some(id),
        recursive: true,
        kinds: vec![ItemKind::Episode],
        played,
        sort: sort.clone(),
        limit: Some(50),
        include: CARD,
        ..ItemQuery::default()
    };
    let mut page = engine.items.page(caller, &of(Some(false))).await?;
    if page.items.is_empty() {
        page = engine.items.page(caller, &of(None)).await?;
    }
    // Specials (season 0) sort first, and are not what one begins with.
    let regular = page.items.iter().position(|episode| episode.item.parent_index != Some(0)).unwrap_or(0);
    page.items = page.items.into_iter().skip(regular).take(1).collect();
    Ok(page)
}

/// What is like it
#[utoipa::path(tag = "browsing", params(("id" = String, Path)), responses((status = 200, body = item::ItemPage), (status = "4XX", body = Problem)))]
#[get("/items/{id}/similar")]
pub async fn list_similar(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<web::Json<item::ItemPage>> {
    let page = engine.items.similar(&caller.0, item_id(&id)?, 16, CARD).await?;
    Ok(web::Json(convert::page(&page)))
}

/// Trailers first, then making-ofs, deleted scenes and the like
#[utoipa::path(tag = "browsing", params(("id" = String, Path)), responses((status = 200, body = item::ItemPage), (status = "4XX", body = Problem)))]
#[get("/items/{id}/extras")]
pub async fn list_extras(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<web::Json<item::ItemPage>> {
    let id = item_id(&id)?;
    let (trailers, extras) = try_join(engine.items.trailers(&caller.0, id, CARD), engine.items.extras(&caller.0, id, CARD)).await?;
    let mut items = convert::page(&trailers).items;
    items.extend(convert::page(&extras).items);
    let total = Some(items.len() as u64);
    Ok(web::Json(item::ItemPage { items, start: 0, total }))
}

/// What comes before and after an episode or track
#[utoipa::path(tag = "browsing", params(("id" = String, Path)), responses((status = 200, body = Neighbours), (status = "4XX", body = Problem)))]
#[get("/items/{id}/neighbours")]
pub async fn get_neighbours(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<web::Json<Neighbours>> {
    let (caller, id) = (&caller.0, item_id(&id)?);
    let own = engine.items.get(caller, id, Include::default()).await?;
    let item = &own.items.first().ok_or_else(ApiError::not_found)?.item;
    let query = ItemQuery { adjacent_to: Some(id), include: CARD, ..ItemQuery::default() };
    let page = match (item.kind, item.series, item.album) {
        (ItemKind::Episode, Some(series), _) => engine.items.episodes(caller, series, None, None, &query).await?,
        (ItemKind::Track, _, Some(album)) => {
            let sort = vec![(SortKey::ParentIndex, SortOrder::Ascending), (SortKey::Index, SortOrder::Ascending)];
            engine.items.page(caller, &ItemQuery { parent: Some(album), recursive: true, kinds: vec![ItemKind::Track], sort, ..query }).await?
        }
        _ => ItemPage::default(),
    };
    let cards = convert::page(&page).items;
    let Some(place) = cards.iter().position(|card| card.id == id.simple()) else { return Ok(web::Json(Neighbours::default())) };
    let previous = place.checked_sub(1).and_then(|before| cards.get(before)).cloned();
    Ok(web::Json(Neighbours { previous, next: cards.get(place + 1).cloned() }))
}

/// The seasons of a series
#[utoipa::path(tag = "browsing", params(("id" = String, Path)), responses((status = 200, body = item::ItemPage), (status = "4XX", body = Problem)))]
#[get("/items/{id}/seasons")]
pub async fn list_seasons(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<web::Json<item::ItemPage>> {
    let page = engine.items.seasons(&caller.0, item_id(&id)?, CARD).await?;
    Ok(web::Json(convert::page(&page)))
}

/// The episodes of a series or of one of its seasons
#[utoipa::path(tag = "browsing", params(("id" = String, Path), EpisodesQuery), responses((status = 200, body = EpisodePage), (status = "4XX", body = Problem)))]
#[get("/items/{id}/episodes")]
pub async fn list_episodes(
    caller: Signed,
    engine: web::Data<Engine>,
    id: web::Path<String>,
    query: web::Query<EpisodesQuery>,
) -> ApiResult<web::Json<EpisodePage>> {
    let season = query.season.as_deref().map(item_id).transpose()?;
    let query = ItemQuery { total: true, include: Include { detail: true, ..CARD }, ..ItemQuery::default() };
    let page = engine.items.episodes(&caller.0, item_id(&id)?, season, None, &query).await?;
    let episodes =
        page.items.iter().map(|view| Episode { item: convert::card(view, &page), overview: view.detail.as_ref().and_then(|detail| detail.overview.clone()) });
    Ok(web::Json(EpisodePage { items: episodes.collect() }))
}

/// A track's words
#[utoipa::path(tag = "browsing", params(("id" = String, Path)), responses((status = 200, body = Vec<LyricLine>), (status = "4XX", body = Problem)))]
#[get("/items/{id}/lyrics")]
pub async fn get_lyrics(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<web::Json<Vec<LyricLine>>> {
    Ok(web::Json(convert::lyrics(engine.playback.lyrics(&caller.0, item_id(&id)?).await?)))
}
