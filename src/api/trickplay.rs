//! Small pictures for seeking.

use actix_web::{HttpRequest, HttpResponse, get, web};
use walros_engine::Engine;
use walros_http::{Sending, respond};

use crate::auth::Signed;
use crate::convert::item_id;
use crate::error::{ApiError, ApiResult, Problem};

/// A sheet of pictures: `0.jpg`, `1.jpg` … as `playback` lays them out
#[utoipa::path(tag = "streams", params(("source" = String, Path), ("name" = String, Path)), responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = "4XX", body = Problem)))]
#[get("/play/{source}/trickplay/{name}")]
pub async fn get_sheet(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, path: web::Path<(String, String)>) -> ApiResult<HttpResponse> {
    let (source, name) = path.into_inner();
    let number = name.strip_suffix(".jpg").and_then(|number| number.parse().ok()).ok_or_else(ApiError::not_found)?;
    let content = engine.trickplay.sheet(&caller.0, item_id(&source)?, number).await?;
    // An address that names the film's state shows the same for ever.
    let cache = if request.query_string().contains("state=") { "private, max-age=31536000, immutable" } else { "private, no-cache" };
    Ok(respond(&request, content, Sending { cache: Some(cache), ..Sending::default() }).await)
}

/// The pictures as a WebVTT track, for players that take one
#[utoipa::path(tag = "streams", params(("source" = String, Path)), responses((status = 200, content_type = "text/vtt", body = String), (status = "4XX", body = Problem)))]
#[get("/play/{source}/trickplay.vtt")]
pub async fn get_track(caller: Signed, engine: web::Data<Engine>, source: web::Path<String>) -> ApiResult<HttpResponse> {
    let source = item_id(&source)?;
    let address = |file, sheet| if file == source { format!("trickplay/{sheet}.jpg") } else { format!("../{file}/trickplay/{sheet}.jpg") };
    let track = engine.trickplay.web_vtt(&caller.0, source, address).await?;
    Ok(HttpResponse::Ok().content_type("text/vtt; charset=utf-8").insert_header(("cache-control", "private, no-cache")).body(track))
}
