//! Series: what to watch next, seasons, episodes.

use actix_web::web::Json;
use chrono::Utc;
use walros_engine::items::NextUpQuery;
use walros_model::lists::ItemPage;
use walros_model::query::{ItemQuery, SortKey, SortOrder};
use walros_model::{ItemId, ItemKind};

use crate::answers::Acting;
use crate::convert::fields::Shape;
use crate::convert::item_query::item_request;
use crate::dto::QueryResult;
use crate::dto::item::BaseItem;
use crate::lookup::{Lookup, MOST};
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Facade};

pub async fn next_up(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(&query)?;
    let next_up = NextUpQuery {
        series: query.item("seriesId")?,
        parent: query.item("parentId")?,
        since: query.date("nextUpDateCutoff")?,
        resumable: query.flag("enableResumable")?.unwrap_or(true),
        rewatching: query.flag("enableRewatching")?.unwrap_or(false),
        start: query.count("startIndex", MOST)?.unwrap_or(0),
        limit: query.count("limit", MOST)?,
        total: query.flag("enableTotalRecordCount")?.unwrap_or(true),
        include: shape.include(),
    };
    let page = jellyfin.engine.items.next_up(&acting, &next_up).await?;
    jellyfin.page_answer(&acting, &page, &shape).await
}

/// Episodes with a date to come. We hold only what is on disk, so that this is mostly empty.
pub async fn upcoming(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(&query)?;
    let upcoming = ItemQuery {
        parent: query.item("parentId")?,
        recursive: true,
        kinds: vec![ItemKind::Episode],
        premiere_from: Some(Utc::now()),
        sort: vec![(SortKey::Premiere, SortOrder::Ascending)],
        start: query.count("startIndex", MOST)?.unwrap_or(0),
        limit: query.count("limit", MOST)?,
        total: true,
        include: shape.include(),
        ..ItemQuery::default()
    };
    let page = jellyfin.engine.items.page(&acting, &upcoming).await?;
    jellyfin.page_answer(&acting, &page, &shape).await
}

pub async fn seasons(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(&query)?;
    let mut page = jellyfin.engine.items.seasons(&acting, params.required_item("seriesId")?, shape.include()).await?;
    if let Some(special) = query.flag("isSpecialSeason")? {
        page.items.retain(|view| (view.item.index == Some(0)) == special);
    }
    keep_neighbours(&mut page, query.item("adjacentTo")?);
    page.total = Some(page.items.len() as u64);
    jellyfin.page_answer(&acting, &page, &shape).await
}

pub async fn episodes(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(&query)?;
    let request = item_request(&query, &shape)?;
    let series = params.required_item("seriesId")?;
    if request.nothing {
        return Ok(Json(QueryResult::empty()));
    }
    let season = query.item("seasonId")?;
    let number = query.index("season")?;
    let (from, middle) = (query.item("startItemId")?, request.query.adjacent_to);
    if from.is_none() && middle.is_none() {
        let page = jellyfin.engine.items.episodes(&acting, series, season, number, &request.query).await?;
        return jellyfin.page_answer(&acting, &page, &shape).await;
    }
    // Both are about the whole list; the page is cut from what they leave of it.
    let whole = ItemQuery { adjacent_to: None, start: 0, limit: None, ..request.query.clone() };
    let mut page = jellyfin.engine.items.episodes(&acting, series, season, number, &whole).await?;
    // Players ask for the rest of a season from one episode on.
    if let Some(from) = from {
        let skipped = page.items.iter().position(|view| view.item.id == from).unwrap_or(page.items.len());
        page.items.drain(..skipped);
    }
    keep_neighbours(&mut page, middle);
    cut(&mut page, request.query.start, request.query.limit);
    jellyfin.page_answer(&acting, &page, &shape).await
}

/// An item with the one before and the one after it, in the order of the list; nothing if it is not in it.
fn keep_neighbours(page: &mut ItemPage, middle: Option<ItemId>) {
    let Some(middle) = middle else { return };
    let place = page.items.iter().position(|view| view.item.id == middle);
    let mut at = 0;
    page.items.retain(|_| {
        at += 1;
        place.is_some_and(|place| (at - 1usize).abs_diff(place) <= 1)
    });
}

/// The page that was asked for, from all there is.
fn cut(page: &mut ItemPage, start: u64, limit: Option<u64>) {
    page.total = Some(page.items.len() as u64);
    page.start = start;
    let few = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    page.items.drain(..few(start).min(page.items.len()));
    page.items.truncate(limit.map_or(usize::MAX, few));
}
