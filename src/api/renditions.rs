//! Renditions made ahead of time and kept (administrators).

use actix_web::{HttpResponse, delete, get, post, put, web};
use walros_engine::Engine;
use walros_engine::renditions::{Window, Wish};
use walros_engine::tasks::Task;

use crate::auth::Administrator;
use crate::convert::{self, item_id};
use crate::dto::query::PageQuery;
use crate::dto::rendition::{LibraryRules, NewRendition, RenditionQuality, RenditionRule, RenditionSettings, Renditions, RenditionsWanted};
use crate::error::{ApiError, ApiResult, Problem};

const PAGE: u64 = 100;
const PAGE_MAX: u64 = 500;

/// Renditions that are wanted or kept, and how far they are
#[utoipa::path(tag = "administration", params(PageQuery), responses((status = 200, body = Renditions), (status = "4XX", body = Problem)))]
#[get("/admin/renditions")]
pub async fn list_renditions(caller: Administrator, engine: web::Data<Engine>, query: web::Query<PageQuery>) -> ApiResult<web::Json<Renditions>> {
    let PageQuery { start, limit } = query.into_inner();
    let (page, total) = engine.renditions.list(&caller.0, start.unwrap_or(0), limit.unwrap_or(PAGE).min(PAGE_MAX)).await?;
    Ok(web::Json(convert::renditions(&page, total, engine.renditions.progress(&caller.0)?)))
}

/// Have a rendition of a film, an episode, or of all of a series or season made and kept
#[utoipa::path(
    tag = "administration", params(("id" = String, Path)), request_body = NewRendition,
    responses((status = 202, body = RenditionsWanted), (status = "4XX", description = "Also when it plays as it is", body = Problem))
)]
#[post("/items/{id}/renditions")]
pub async fn want_rendition(caller: Administrator, engine: web::Data<Engine>, id: web::Path<String>, body: web::Json<NewRendition>) -> ApiResult<HttpResponse> {
    let id = item_id(&id)?;
    let wish = match body.into_inner() {
        NewRendition { quality: Some(quality), device: None } => Wish::Quality(convert::quality_of(quality)),
        NewRendition { quality: None, device: Some(ask) } => Wish::Device(Box::new(convert::to_request(ask)?)),
        _ => return Err(ApiError::invalid("a rendition is made either for a quality or for a device")),
    };
    let added = engine.renditions.want(&caller.0, id, wish).await?;
    Ok(HttpResponse::Accepted().json(RenditionsWanted { added }))
}

/// Stop making a rendition, and let go of it
#[utoipa::path(tag = "administration", params(("id" = i64, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/admin/renditions/{id}")]
pub async fn remove_rendition(caller: Administrator, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<HttpResponse> {
    let number = id.parse().map_err(|_| ApiError::not_found())?;
    engine.renditions.remove(&caller.0, number).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Begin with what is wanted, if the hours allow it
#[utoipa::path(tag = "administration", responses((status = 202), (status = "4XX", body = Problem)))]
#[post("/admin/renditions/run")]
pub async fn start_renditions(caller: Administrator, engine: web::Data<Engine>) -> ApiResult<HttpResponse> {
    engine.tasks.start(&caller.0, Task::Renditions).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Stop for now; the next run goes on with the rest
#[utoipa::path(tag = "administration", responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/admin/renditions/run")]
pub async fn stop_renditions(caller: Administrator, engine: web::Data<Engine>) -> ApiResult<HttpResponse> {
    engine.tasks.cancel(&caller.0, Task::Renditions)?;
    Ok(HttpResponse::NoContent().finish())
}

/// When renditions are made
#[utoipa::path(tag = "administration", request_body = RenditionSettings, responses((status = 204), (status = "4XX", body = Problem)))]
#[put("/admin/renditions/settings")]
pub async fn set_rendition_settings(caller: Administrator, engine: web::Data<Engine>, body: web::Json<RenditionSettings>) -> ApiResult<HttpResponse> {
    let window = body.hours.map(|hours| Window { from: hours.from, to: hours.to });
    engine.renditions.set_window(&caller.0, window).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What the films of each library get without anybody asking
#[utoipa::path(tag = "administration", responses((status = 200, body = Vec<LibraryRules>), (status = "4XX", body = Problem)))]
#[get("/admin/renditions/rules")]
pub async fn list_rendition_rules(caller: Administrator, engine: web::Data<Engine>) -> ApiResult<web::Json<Vec<LibraryRules>>> {
    Ok(web::Json(convert::rules(&engine.renditions.rules(&caller.0).await?)))
}

/// Replace the rules of a library; what only the old ones asked for is let go of
#[utoipa::path(
    tag = "administration", params(("id" = String, Path)), request_body = Vec<RenditionRule>,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[put("/admin/libraries/{id}/renditions")]
pub async fn set_rendition_rules(
    caller: Administrator,
    engine: web::Data<Engine>,
    id: web::Path<String>,
    body: web::Json<Vec<RenditionRule>>,
) -> ApiResult<HttpResponse> {
    let rule = |RenditionRule { max_height, max_bit_rate, codec, new_files_only }| {
        (convert::quality_of(RenditionQuality { max_height, max_bit_rate, codec }), new_files_only)
    };
    engine.renditions.set_rules(&caller.0, item_id(&id)?, body.into_inner().into_iter().map(rule).collect()).await?;
    Ok(HttpResponse::NoContent().finish())
}
