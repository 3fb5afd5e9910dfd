//! Bytes for players: files as they are, HLS, subtitles.

use actix_web::{HttpRequest, HttpResponse, get, web};
use walros_engine::Engine;
use walros_engine::playback::{Format, SegmentPlace, SubtitleWindow};
use walros_http::{Disposition, Sending, respond};
use walros_model::playback::StreamRequest;

use crate::auth::Signed;
use crate::convert::item_id;
use crate::error::{ApiError, ApiResult, Problem};
use crate::urls::{self, LadderAddresses, OwnUrls, Piece, Text};

const PLAYLIST: &str = "application/vnd.apple.mpegurl";
const MANIFEST: &str = "application/dash+xml";

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
///
/// It lists the picture as it is where the player takes it, smaller ones in H.264, every track of sound and every
/// text subtitle, to switch between at any segment.
#[utoipa::path(tag = "streams", params(("source" = String, Path)), responses((status = 200, content_type = "application/vnd.apple.mpegurl", body = String), (status = "4XX", body = Problem)))]
#[get("/play/{source}/master.m3u8")]
pub async fn get_master_playlist(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, source: web::Path<String>) -> ApiResult<HttpResponse> {
    let stream = asked(&source, &request)?;
    let text = match engine.playback.adaptive_playlist(&caller.0, &stream, &ladder_addresses(&stream, &request)).await? {
        Some(text) => text,
        None => engine.playback.master_playlist(&caller.0, &stream, &OwnUrls::new(stream.clone(), request.query_string())).await?,
    };
    Ok(manifest_answer(PLAYLIST, text))
}

/// The same as an MPEG-DASH manifest
#[utoipa::path(tag = "streams", params(("source" = String, Path)), responses((status = 200, content_type = "application/dash+xml", body = String), (status = "4XX", body = Problem)))]
#[get("/play/{source}/manifest.mpd")]
pub async fn get_dash_manifest(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, source: web::Path<String>) -> ApiResult<HttpResponse> {
    let stream = asked(&source, &request)?;
    let text = engine.playback.dash_manifest(&caller.0, &stream, &ladder_addresses(&stream, &request)).await?;
    Ok(manifest_answer(MANIFEST, text))
}

fn ladder_addresses(stream: &StreamRequest, request: &HttpRequest) -> LadderAddresses {
    LadderAddresses { session: urls::session(request.query_string()), manifest: stream.source }
}

/// The HLS playlist of all segments
#[utoipa::path(tag = "streams", params(("source" = String, Path)), responses((status = 200, content_type = "application/vnd.apple.mpegurl", body = String), (status = "4XX", body = Problem)))]
#[get("/play/{source}/media.m3u8")]
pub async fn get_media_playlist(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, source: web::Path<String>) -> ApiResult<HttpResponse> {
    let stream = asked(&source, &request)?;
    let text = engine.playback.media_playlist(&caller.0, &stream, &OwnUrls::new(stream.clone(), request.query_string())).await?;
    Ok(manifest_answer(PLAYLIST, text))
}

/// The HLS playlist of keyframes, for winding
#[utoipa::path(tag = "streams", params(("source" = String, Path)), responses((status = 200, content_type = "application/vnd.apple.mpegurl", body = String), (status = "4XX", body = Problem)))]
#[get("/play/{source}/keyframes.m3u8")]
pub async fn get_keyframe_playlist(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, source: web::Path<String>) -> ApiResult<HttpResponse> {
    let stream = asked(&source, &request)?;
    let text = engine.playback.keyframe_playlist(&caller.0, &stream, &ladder_addresses(&stream, &request)).await?;
    Ok(manifest_answer(PLAYLIST, text))
}

/// A segment: `init.mp4`, `0.mp4`, `1.mp4` … or `0.ts` …; `key0.mp4` … are their first pictures alone
#[utoipa::path(tag = "streams", params(("source" = String, Path), ("name" = String, Path)), responses((status = 200, content_type = "video/*", body = Vec<u8>), (status = "4XX", body = Problem)))]
#[get("/play/{source}/segments/{name}")]
pub async fn get_segment(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, path: web::Path<(String, String)>) -> ApiResult<HttpResponse> {
    let (source, name) = path.into_inner();
    let stream = asked(&source, &request)?;
    let content = match urls::piece(&name).ok_or_else(ApiError::not_found)? {
        Piece::Init => engine.playback.segment(&caller.0, &stream, -1).await?,
        Piece::Media(number) => engine.playback.segment(&caller.0, &stream, number.into()).await?,
        Piece::Keyframe(number) => engine.playback.keyframe(&caller.0, &stream, number).await?,
    };
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

/// A whole subtitle as WebVTT, SubRip or ASS: `3.vtt`, `3.srt`, `3.ass`
///
/// WebVTT goes on through all parts of a stacked film; the others are those of the one file.
#[utoipa::path(tag = "streams", params(("source" = String, Path), ("name" = String, Path)), responses((status = 200, content_type = "text/vtt", body = String), (status = "4XX", body = Problem)))]
#[get("/play/{source}/subtitles/{name}")]
pub async fn get_subtitle(request: HttpRequest, caller: Signed, engine: web::Data<Engine>, path: web::Path<(String, String)>) -> ApiResult<HttpResponse> {
    let (source, name) = path.into_inner();
    let (index, format) = subtitle_of(&name).ok_or_else(ApiError::not_found)?;
    let source = item_id(&source)?;
    let content = match format {
        Format::Vtt => engine.playback.subtitle_of_all(&caller.0, source, index).await?,
        _ => engine.playback.subtitle(&caller.0, source, index, format, SubtitleWindow { keep_times: true, ..SubtitleWindow::default() }).await?,
    };
    Ok(respond(&request, content, Sending { cache: Some("private, no-cache"), ..Sending::default() }).await)
}

/// A subtitle cut where a stream is, whose query it has: `list.m3u8` with `0.vtt` …; `init.mp4` and `0.mp4` … for MPEG-DASH
#[utoipa::path(tag = "streams", params(("source" = String, Path), ("index" = String, Path), ("name" = String, Path)), responses((status = 200, content_type = "text/vtt", body = String), (status = "4XX", body = Problem)))]
#[get("/play/{source}/subtitles/{index}/{name}")]
pub async fn get_subtitle_part(
    request: HttpRequest,
    caller: Signed,
    engine: web::Data<Engine>,
    path: web::Path<(String, String, String)>,
) -> ApiResult<HttpResponse> {
    let (source, index, name) = path.into_inner();
    let index = index.parse().map_err(|_| ApiError::not_found())?;
    let (stream, playback) = (asked(&source, &request)?, &engine.playback);
    let content = match urls::text(&name).ok_or_else(ApiError::not_found)? {
        Text::List => {
            let address = |part: &StreamRequest, index: i32, place: &SegmentPlace| urls::text_piece(part, index, place.number, stream.source);
            return Ok(manifest_answer(PLAYLIST, playback.subtitle_playlist(&caller.0, &stream, index, address).await?));
        }
        Text::Init => playback.subtitle_init(&caller.0, &stream, index).await?,
        Text::Fragment(number) => playback.subtitle_segment(&caller.0, &stream, index, number, Format::Fragment).await?,
        Text::WebVtt(number) => playback.subtitle_segment(&caller.0, &stream, index, number, Format::Vtt).await?,
    };
    // A file beside the film may be written anew.
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

fn manifest_answer(content_type: &'static str, text: String) -> HttpResponse {
    HttpResponse::Ok().content_type(content_type).insert_header(("cache-control", "private, no-cache")).body(text)
}
