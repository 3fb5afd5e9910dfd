//! People in front of and behind the camera.

use actix_web::HttpRequest;
use actix_web::web::Json;
use walros_engine::items::NameKind;
use walros_model::ItemKind;
use walros_model::item::PersonKind;
use walros_model::query::Include;

use crate::answers::Acting;
use crate::convert::fields::Shape;
use crate::convert::item_query::item_request;
use crate::convert::kinds;
use crate::dto::QueryResult;
use crate::dto::item::BaseItem;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade};

const EVERYBODY: [PersonKind; 7] =
    [PersonKind::Actor, PersonKind::GuestStar, PersonKind::Director, PersonKind::Writer, PersonKind::Producer, PersonKind::Composer, PersonKind::Other];

pub async fn list(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(&query)?;
    let mut request = item_request(&query, &shape)?;
    let excluded = query.known("excludePersonTypes", kinds::person_kind);
    if !excluded.is_empty() {
        let wanted = std::mem::take(&mut request.query.person_kinds);
        request.query.person_kinds = EVERYBODY.into_iter().filter(|kind| (wanted.is_empty() || wanted.contains(kind)) && !excluded.contains(kind)).collect();
        request.nothing |= request.query.person_kinds.is_empty();
    }
    if let Some(item) = query.item("appearsInItemId")? {
        let page = jellyfin.engine.items.get(&acting, item, Include { detail: true, ..Include::default() }).await?;
        let detail = page.items.into_iter().next().and_then(|view| view.detail);
        request.query.ids = detail.map(|detail| detail.people.iter().map(|credit| credit.person).collect()).unwrap_or_default();
        request.nothing |= request.query.ids.is_empty();
    }
    if request.nothing {
        return Ok(Json(QueryResult::empty()));
    }
    let page = jellyfin.engine.items.names(&acting, NameKind::Person, &request.query).await?;
    jellyfin.page_answer(&acting, &page, &shape).await
}

pub async fn get(jellyfin: Facade, acting: Acting, params: Params) -> Answer<BaseItem> {
    jellyfin.name_detail(&acting, ItemKind::Person, &params.required_text("name")?).await
}

pub async fn image(jellyfin: Facade, request: HttpRequest, params: Params, query: Query) -> Done {
    jellyfin.name_image(&request, &params, &query, ItemKind::Person).await
}
