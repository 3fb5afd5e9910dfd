//! Genres, of films and of music, and the years things were made in.

use actix_web::HttpRequest;
use actix_web::web::Json;
use walros_engine::items::NameKind;
use walros_model::ItemKind;
use walros_model::query::ItemQuery;

use crate::answers::Acting;
use crate::convert::fields::Shape;
use crate::convert::item_query::item_request;
use crate::dto::QueryResult;
use crate::dto::item::BaseItem;
use crate::error::Error;
use crate::lookup::Lookup;
use crate::names::is_about_music;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin, ids};

pub async fn list(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    let kind = if is_about_music(&query) { NameKind::MusicGenre } else { NameKind::Genre };
    jellyfin.name_list(&acting, kind, &query).await
}

pub async fn music_list(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    jellyfin.name_list(&acting, NameKind::MusicGenre, &query).await
}

/// A genre of films or, where there is none of that name, of music.
pub async fn get(jellyfin: Facade, acting: Acting, params: Params) -> Answer<BaseItem> {
    let name = params.required_text("name")?;
    match jellyfin.name_detail(&acting, ItemKind::Genre, &name).await {
        Err(Error::Engine(walros_engine::EngineError::NotFound)) => jellyfin.name_detail(&acting, ItemKind::MusicGenre, &name).await,
        other => other,
    }
}

pub async fn music_get(jellyfin: Facade, acting: Acting, params: Params) -> Answer<BaseItem> {
    jellyfin.name_detail(&acting, ItemKind::MusicGenre, &params.required_text("name")?).await
}

pub async fn image(jellyfin: Facade, request: HttpRequest, params: Params, query: Query) -> Done {
    jellyfin.name_image(&request, &params, &query, ItemKind::Genre).await
}

pub async fn music_image(jellyfin: Facade, request: HttpRequest, params: Params, query: Query) -> Done {
    jellyfin.name_image(&request, &params, &query, ItemKind::MusicGenre).await
}

/// A year as an item; there is nothing to it but its number.
fn year_item(jellyfin: &Jellyfin, year: i32) -> BaseItem {
    BaseItem {
        name: year.to_string(),
        server_id: jellyfin.engine.system.info().id,
        id: ids::Guid(ids::of_text(&format!("year {year}"))),
        production_year: Some(year),
        r#type: "Year",
        location_type: "FileSystem",
        media_type: "Unknown",
        image_tags: Some(Default::default()),
        image_blur_hashes: Some(Default::default()),
        backdrop_image_tags: Some(Vec::new()),
        ..BaseItem::default()
    }
}

pub async fn years(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    let request = item_request(&query, &Shape::of(&query)?)?;
    let years = jellyfin.engine.items.filters(&acting, &ItemQuery { recursive: true, ..request.query }).await?.years;
    let descending = query.list("sortOrder").first().is_some_and(|order| order.eq_ignore_ascii_case("Descending"));
    let mut items: Vec<BaseItem> = years.into_iter().map(|year| year_item(&jellyfin, year)).collect();
    if descending {
        items.reverse();
    }
    Ok(Json(QueryResult::all(items)))
}

pub async fn year(jellyfin: Facade, params: Params) -> Answer<BaseItem> {
    let year = params.int("year")?.and_then(|year| i32::try_from(year).ok()).ok_or_else(|| Error::invalid("year", "missing"))?;
    Ok(Json(year_item(&jellyfin, year)))
}
