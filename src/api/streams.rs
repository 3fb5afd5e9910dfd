//! Bytes for players: files as they are, HLS, subtitles.

use actix_web::{HttpRequest, HttpResponse, get, web};
use walros_engine::Engine;
use walros_engine::playback::{Format, SubtitleWindow};
use walros_http::{Disposition, Sending, respond};
use walros_model::playback::StreamRequest;

use crate::auth::Signed;
use crate::convert::item_id;
use crate::error::{ApiError, ApiResult, Problem};
use crate::urls::{self, OwnUrls};

const PLAYLIST: &str = "application/vnd.apple.mpegurl";

/// A segment's address says all that it is made of, so it never changes.
const FOREVER: Sending = Sending { disposition: Disposition::None, cache: Some("private, max-age=31536000, immutable") };

/// The file as it is, ranges allowed
#[utoipa::path(tag = "streams", params(("source" = String, Path)), responses((status = 200, content_type = "video/*", body = Vec<u8>), (status = 206), (status = "4XX", body = Problem)))]
#[get("/play/{source}/file")]
pub async fn get_file(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, source: web::Path<String>) -> ApiResult<HttpResponse> {
    let content = engine.playback.file(&caller.0, item_id(&source)?).await?;
    Ok(respond(&request, content, Sending { cache: Some("private, no-cache"), ..Sending::default() }).await)
}

/// The file for saving
#[utoipa::path(tag = "streams", params(("source" = String, Path)), responses((status = 200, content_type = "video/*", body = Vec<u8>), (status = 206), (status = "4XX", body = Problem)))]
#[get("/play/{source}/download")]
pub async fn download_file(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, source: web::Path<String>) -> ApiResult<HttpResponse> {
    let content = engine.playback.download(&caller.0, item_id(&source)?).await?;
    Ok(respond(&request, content, Sending { disposition: Disposition::Attachment, ..Sending::default() }).await)
}

/// The HLS playlist a player opens first; its query is what `playback` answered
#[utoipa::path(tag = "streams", params(("source" = String, Path)), responses((status = 200, content_type = "application/vnd.apple.mpegurl", body = String), (status = "4XX", body = Problem)))]
#[get("/play/{source}/master.m3u8")]
pub async fn get_master_playlist(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, source: web::Path<String>) -> ApiResult<HttpResponse> {
    let stream = asked(&source, &request)?;
    let text = engine.playback.master_playlist(&caller.0, &stream, &OwnUrls::new(stream.clone(), request.query_string())).await?;
    Ok(playlist_answer(text))
}

/// The HLS playlist of all segments
#[utoipa::path(tag = "streams", params(("source" = String, Path)), responses((status = 200, content_type = "application/vnd.apple.mpegurl", body = String), (status = "4XX", body = Problem)))]
#[get("/play/{source}/media.m3u8")]
pub async fn get_media_playlist(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, source: web::Path<String>) -> ApiResult<HttpResponse> {
    let stream = asked(&source, &request)?;
    let text = engine.playback.media_playlist(&caller.0, &stream, &OwnUrls::new(stream.clone(), request.query_string())).await?;
    Ok(playlist_answer(text))
}

/// A segment: `init.mp4`, `0.mp4`, `1.mp4` … or `0.ts` …
#[utoipa::path(tag = "streams", params(("source" = String, Path), ("name" = String, Path)), responses((status = 200, content_type = "video/*", body = Vec<u8>), (status = "4XX", body = Problem)))]
#[get("/play/{source}/segments/{name}")]
pub async fn get_segment(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, path: web::Path<(String, String)>) -> ApiResult<HttpResponse> {
    let (source, name) = path.into_inner();
    let stream = asked(&source, &request)?;
    let number = urls::segment_number(&name).ok_or_else(ApiError::not_found)?;
    let content = engine.playback.segment(&caller.0, &stream, number).await?;
    Ok(respond(&request, content, FOREVER).await)
}

/// A whole stream in one answer, without ranges
#[utoipa::path(tag = "streams", params(("source" = String, Path)), responses((status = 200, content_type = "video/*", body = Vec<u8>), (status = "4XX", body = Problem)))]
#[get("/play/{source}/stream")]
pub async fn get_stream(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, source: web::Path<String>) -> ApiResult<HttpResponse> {
    let stream = asked(&source, &request)?;
    let content = engine.playback.progressive(&caller.0, &stream).await?;
    Ok(respond(&request, content, Sending::default()).await)
}

/// A subtitle as WebVTT, SubRip or ASS: `3.vtt`, `3.srt`, `3.ass`
#[utoipa::path(tag = "streams", params(("source" = String, Path), ("name" = String, Path)), responses((status = 200, content_type = "text/vtt", body = String), (status = "4XX", body = Problem)))]
#[get("/play/{source}/subtitles/{name}")]
pub async fn get_subtitle(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, path: web::Path<(String, String)>) -> ApiResult<HttpResponse> {
    let (source, name) = path.into_inner();
    let (index, format) = subtitle_of(&name).ok_or_else(ApiError::not_found)?;
    let window = SubtitleWindow { keep_times: true, ..SubtitleWindow::default() };
    let content = engine.playback.subtitle(&caller.0, item_id(&source)?, index, format, window).await?;
    Ok(respond(&request, content, Sending { cache: Some("private, no-cache"), ..Sending::default() }).await)
}

fn subtitle_of(name: &str) -> Option<(i32, Format)> {
    let (index, extension) = name.split_once('.')?;
    let format = match extension {
        "vtt" => Format::Vtt,
        "srt" => Format::Srt,
        "ass" => Format::Ass,
        _ => return None,
    };
    Some((index.parse().ok()?, format))
}

fn asked(source: &str, request: &HttpRequest) -> ApiResult<StreamRequest> {
    urls::read(item_id(source)?, request.query_string()).ok_or_else(|| ApiError::invalid("this address is not one of ours"))
}

fn playlist_answer(text: String) -> HttpResponse {
    HttpResponse::Ok().content_type(PLAYLIST).insert_header(("cache-control", "private, no-cache")).body(text)
}
