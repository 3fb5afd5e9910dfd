//! Search as one types.

use actix_web::{get, web};
use futures_util::future::try_join_all;
use walros_engine::items::NameKind;
use walros_engine::{Caller, Engine};
use walros_model::item::ItemKind;
use walros_model::lists::ItemPage;
use walros_model::query::ItemQuery;

use crate::auth::Signed;
use crate::convert::{self, CARD};
use crate::dto::item::{SearchAnswer, SearchGroup};
use crate::dto::query::SearchQuery;
use crate::error::{ApiResult, Problem};

/// What is looked for, in the order it is shown.
const KINDS: [ItemKind; 9] = [
    ItemKind::Movie,
    ItemKind::Series,
    ItemKind::Episode,
    ItemKind::Album,
    ItemKind::Artist,
    ItemKind::Track,
    ItemKind::Video,
    ItemKind::PhotoAlbum,
    ItemKind::Person,
];

/// Everything that matches, by kind
#[utoipa::path(tag = "browsing", params(SearchQuery), responses((status = 200, body = SearchAnswer), (status = "4XX", body = Problem)))]
#[get("/search")]
pub async fn search_all(caller: Signed, engine: web::Data<Engine>, query: web::Query<SearchQuery>) -> ApiResult<web::Json<SearchAnswer>> {
    let SearchQuery { q, limit } = query.into_inner();
    let text = q.trim();
    if text.is_empty() {
        return Ok(web::Json(SearchAnswer { groups: Vec::new() }));
    }
    let (caller, engine) = (&caller.0, &engine);
    let found = try_join_all(KINDS.map(|kind| one_kind(engine, caller, kind, text, limit.min(50)))).await?;
    let groups = KINDS.iter().zip(found).map(|(&kind, page)| SearchGroup { kind: convert::kind(kind), items: convert::page(&page).items });
    Ok(web::Json(SearchAnswer { groups: groups.filter(|group| !group.items.is_empty()).collect() }))
}

async fn one_kind(engine: &Engine, caller: &Caller, kind: ItemKind, text: &str, limit: u64) -> walros_engine::Result<ItemPage> {
    let query = ItemQuery { recursive: true, search: Some(text.to_owned()), limit: Some(limit), include: CARD, ..ItemQuery::default() };
    match kind {
        ItemKind::Person => engine.items.names(caller, NameKind::Person, &query).await,
        kind => engine.items.page(caller, &ItemQuery { kinds: vec![kind], ..query }).await,
    }
}
