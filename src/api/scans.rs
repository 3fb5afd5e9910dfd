//! Scans: where they stand, starting and cancelling them (administrators).

use actix_web::{HttpResponse, delete, get, post, web};
use walros_engine::Engine;

use crate::auth::Administrator;
use crate::convert::{self, item_id};
use crate::dto::scan::{Scan, Trouble};
use crate::error::{ApiResult, Problem};

/// What is scanned or waits for it, and each library's last scan
#[utoipa::path(tag = "administration", responses((status = 200, body = Vec<Scan>), (status = "4XX", body = Problem)))]
#[get("/admin/scans")]
pub async fn list_scans(caller: Administrator, engine: web::Data<Engine>) -> ApiResult<web::Json<Vec<Scan>>> {
    let all = engine.scans.progress(&caller.0)?;
    Ok(web::Json(all.iter().map(convert::scan).collect()))
}

/// Scan all libraries
#[utoipa::path(tag = "administration", responses((status = 202), (status = "4XX", body = Problem)))]
#[post("/admin/scans")]
pub async fn start_scans(caller: Administrator, engine: web::Data<Engine>) -> ApiResult<HttpResponse> {
    engine.scans.start(&caller.0, None).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Cancel all scans
#[utoipa::path(tag = "administration", responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/admin/scans")]
pub async fn cancel_scans(caller: Administrator, engine: web::Data<Engine>) -> ApiResult<HttpResponse> {
    engine.scans.cancel(&caller.0, None)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Scan a library
#[utoipa::path(tag = "administration", params(("id" = String, Path)), responses((status = 202), (status = "4XX", body = Problem)))]
#[post("/admin/libraries/{id}/scan")]
pub async fn start_scan(caller: Administrator, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<HttpResponse> {
    engine.scans.start(&caller.0, Some(item_id(&id)?)).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Cancel the scan of a library
#[utoipa::path(tag = "administration", params(("id" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/admin/libraries/{id}/scan")]
pub async fn cancel_scan(caller: Administrator, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<HttpResponse> {
    engine.scans.cancel(&caller.0, Some(item_id(&id)?))?;
    Ok(HttpResponse::NoContent().finish())
}

/// Read all files that could not be taken in again
#[utoipa::path(tag = "administration", responses((status = 202), (status = "4XX", body = Problem)))]
#[post("/admin/troubles/retry")]
pub async fn retry_troubles(caller: Administrator, engine: web::Data<Engine>) -> ApiResult<HttpResponse> {
    engine.scans.try_again(&caller.0).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Files that could not be taken in, each with a line why
#[utoipa::path(tag = "administration", responses((status = 200, body = Vec<Trouble>), (status = "4XX", body = Problem)))]
#[get("/admin/troubles")]
pub async fn list_troubles(caller: Administrator, engine: web::Data<Engine>) -> ApiResult<web::Json<Vec<Trouble>>> {
    let all = engine.scans.troubles(&caller.0).await?;
    Ok(web::Json(all.iter().map(convert::trouble).collect()))
}
