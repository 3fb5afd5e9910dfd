//! The home screen.

use actix_web::{get, web};
use futures_util::future::{try_join_all, try_join3};
use walros_engine::Engine;
use walros_engine::items::{LatestQuery, NextUpQuery, ResumeQuery};
use walros_model::item::MediaType;
use walros_model::library::LibraryKind;

use crate::auth::Signed;
use crate::convert::{self, CARD};
use crate::dto::home::{Home, LatestRow};
use crate::error::{ApiResult, Problem};

/// As many as a row of a wide screen shows, twice.
const ROW: u64 = 20;

/// Continue watching, next up, libraries and what is new
#[utoipa::path(tag = "browsing", responses((status = 200, body = Home), (status = "4XX", body = Problem)))]
#[get("/home")]
pub async fn get_home(caller: Signed, engine: web::Data<Engine>) -> ApiResult<web::Json<Home>> {
    let caller = &caller.0;
    let resume = ResumeQuery { media_types: vec![MediaType::Video], limit: Some(ROW), include: CARD, ..ResumeQuery::default() };
    let next_up = NextUpQuery { limit: Some(ROW), include: CARD, ..NextUpQuery::default() };
    let (resume, next_up, views) =
        try_join3(engine.items.resume(caller, &resume), engine.items.next_up(caller, &next_up), engine.libraries.views(caller, false)).await?;
    let engine = &engine;
    let rows = views.iter().map(|view| async move {
        // Whoever has seen a new film looks for the unseen ones; music and pictures are gone back to.
        let gone_back_to = matches!(view.library.kind, LibraryKind::Music | LibraryKind::Photos);
        let played = if gone_back_to { None } else { Some(false) };
        let latest = LatestQuery { parent: Some(view.library.id), played, group: true, limit: ROW, include: CARD, ..LatestQuery::default() };
        let page = engine.items.latest(caller, &latest).await?;
        Ok::<_, walros_engine::EngineError>(LatestRow { library_id: view.library.id.simple(), items: convert::page(&page).items })
    });
    let latest = try_join_all(rows).await?;
    Ok(web::Json(Home {
        continue_watching: convert::page(&resume).items,
        next_up: convert::page(&next_up).items,
        libraries: views.iter().map(convert::library_card).collect(),
        latest: latest.into_iter().filter(|row| !row.items.is_empty()).collect(),
    }))
}
