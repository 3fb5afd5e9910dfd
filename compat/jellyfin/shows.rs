//! Series: what to watch next, seasons, episodes.

use actix_web::web::Json;
use chrono::Utc;
use walros_engine::items::NextUpQuery;
use walros_model::ItemKind;
use walros_model::query::{ItemQuery, SortKey, SortOrder};

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
        page.total = Some(page.items.len() as u64);
    }
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
    let mut page = jellyfin.engine.items.episodes(&acting, series, season, number, &request.query).await?;
    // Players ask for the rest of a season from one episode on.
    if let Some(from) = query.item("startItemId")? {
        let skipped = page.items.iter().position(|view| view.item.id == from).unwrap_or(0);
        page.items.drain(..skipped);
        page.total = Some(page.items.len() as u64);
    }
    jellyfin.page_answer(&acting, &page, &shape).await
}
