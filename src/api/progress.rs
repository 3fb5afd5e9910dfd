//! What players report and users mark.

use std::time::Duration;

use actix_web::{HttpResponse, delete, post, put, web};
use walros_engine::{Caller, Engine};
use walros_model::ItemId;
use walros_model::session::{PlayMethod, PlaybackReport};

use crate::auth::Signed;
use crate::convert::{self, item_id};
use crate::dto::common::ItemState;
use crate::dto::playback::{Method, ProgressEvent, ProgressReport};
use crate::error::{ApiError, ApiResult, Problem};

/// Where a player is; durable when answered
#[utoipa::path(tag = "playing", request_body = ProgressReport, responses((status = 204), (status = "4XX", body = Problem)))]
#[post("/progress")]
pub async fn report_progress(caller: Signed, engine: web::Data<Engine>, body: web::Json<ProgressReport>) -> ApiResult<HttpResponse> {
    let body = body.into_inner();
    let event = body.event;
    let report = to_report(body)?;
    match event {
        ProgressEvent::Start => engine.watch.started(&caller.0, report).await?,
        ProgressEvent::Progress => engine.watch.progress(&caller.0, report).await?,
        ProgressEvent::Stop => engine.watch.stopped(&caller.0, report).await?,
    }
    Ok(HttpResponse::NoContent().finish())
}

fn to_report(report: ProgressReport) -> ApiResult<PlaybackReport> {
    let ProgressReport { event: _, item_id, source_id, session, position, paused, method, audio_track, subtitle_track, failed } = report;
    let id = |text: &str| text.parse::<ItemId>().map_err(|_| ApiError::invalid(format!("{text} is no id")));
    let position = position.map(Duration::try_from_secs_f64).transpose().map_err(|_| ApiError::invalid("a position is a number of seconds, not below 0"))?;
    Ok(PlaybackReport {
        item: Some(id(&item_id)?),
        source: source_id.as_deref().map(id).transpose()?,
        play_session: session,
        position,
        paused,
        can_seek: true,
        audio_stream: audio_track,
        subtitle_stream: subtitle_track,
        method: match method {
            Method::Direct => PlayMethod::DirectPlay,
            Method::Remux => PlayMethod::DirectStream,
            Method::Transcode => PlayMethod::Transcode,
        },
        failed,
        timeline: true,
        ..PlaybackReport::default()
    })
}

/// Mark as played; a folder with everything in it
#[utoipa::path(tag = "playing", params(("id" = String, Path)), responses((status = 200, body = ItemState), (status = "4XX", body = Problem)))]
#[put("/items/{id}/played")]
pub async fn set_played(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<web::Json<ItemState>> {
    played(&caller.0, &engine, &id, true).await
}

/// Mark as not played
#[utoipa::path(tag = "playing", params(("id" = String, Path)), responses((status = 200, body = ItemState), (status = "4XX", body = Problem)))]
#[delete("/items/{id}/played")]
pub async fn unset_played(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<web::Json<ItemState>> {
    played(&caller.0, &engine, &id, false).await
}

async fn played(caller: &Caller, engine: &Engine, id: &str, played: bool) -> ApiResult<web::Json<ItemState>> {
    let id = item_id(id)?;
    engine.watch.set_played(caller, id, played, None).await?;
    let state = engine.watch.film_state(caller, id).await?;
    Ok(web::Json(convert::state(&state)))
}

/// Mark as a favourite
#[utoipa::path(tag = "playing", params(("id" = String, Path)), responses((status = 200, body = ItemState), (status = "4XX", body = Problem)))]
#[put("/items/{id}/favorite")]
pub async fn set_favorite(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<web::Json<ItemState>> {
    favorite(&caller.0, &engine, &id, true).await
}

/// No favourite any more
#[utoipa::path(tag = "playing", params(("id" = String, Path)), responses((status = 200, body = ItemState), (status = "4XX", body = Problem)))]
#[delete("/items/{id}/favorite")]
pub async fn unset_favorite(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<web::Json<ItemState>> {
    favorite(&caller.0, &engine, &id, false).await
}

async fn favorite(caller: &Caller, engine: &Engine, id: &str, favorite: bool) -> ApiResult<web::Json<ItemState>> {
    let id = item_id(id)?;
    engine.watch.set_favorite(caller, id, favorite).await?;
    Ok(web::Json(convert::state(&engine.watch.film_state(caller, id).await?)))
}
