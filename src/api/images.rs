//! Pictures.

use actix_web::http::header::ACCEPT;
use actix_web::{HttpRequest, HttpResponse, get, web};
use walros_engine::Engine;
use walros_engine::images::{Format, ImageRequest, Size};
use walros_http::{Sending, respond};
use walros_model::item::ImageKind;

use crate::auth::Signed;
use crate::convert::item_id;
use crate::dto::query::ImageQuery;
use crate::error::{ApiError, ApiResult, Problem};

/// No screen needs more.
const MAX_SIDE: u32 = 4096;

/// A picture of an item, scaled
#[utoipa::path(
    tag = "browsing", params(("id" = String, Path), ("kind" = String, Path, description = "`primary`, `backdrop`, `logo`, `thumb` …"), ImageQuery),
    responses((status = 200, content_type = "image/webp", body = Vec<u8>), (status = "4XX", body = Problem))
)]
#[get("/items/{id}/images/{kind}")]
pub async fn get_image(
    request: HttpRequest,
    _caller: Signed,
    engine: web::Data<Engine>,
    path: web::Path<(String, String)>,
    query: web::Query<ImageQuery>,
) -> ApiResult<HttpResponse> {
    let (id, kind) = path.into_inner();
    let kind = kind_of(&kind).ok_or_else(ApiError::not_found)?;
    let ImageQuery { index, width, height, quality, tag } = query.into_inner();
    let size = match (width, height) {
        (None, None) => Size::Original,
        (width, height) => Size::Cover { width: width.unwrap_or(1).clamp(1, MAX_SIDE), height: height.unwrap_or(1).clamp(1, MAX_SIDE) },
    };
    // Logos are transparent, which the original's format knows; photographs are smaller as WebP where the browser takes it.
    let format = (takes_webp(&request) && !matches!(size, Size::Original)).then_some(Format::Webp);
    let content = engine.images.item(item_id(&id)?, kind, index, ImageRequest { size, format, quality: quality.clamp(1, 100) }).await?;
    let cache = if tag.is_some() { "private, max-age=31536000, immutable" } else { "private, no-cache" };
    Ok(respond(&request, content, Sending { cache: Some(cache), ..Sending::default() }).await)
}

fn takes_webp(request: &HttpRequest) -> bool {
    request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("image/webp"))
}

fn kind_of(word: &str) -> Option<ImageKind> {
    Some(match word {
        "primary" => ImageKind::Primary,
        "backdrop" => ImageKind::Backdrop,
        "logo" => ImageKind::Logo,
        "thumb" => ImageKind::Thumb,
        "banner" => ImageKind::Banner,
        "art" => ImageKind::Art,
        "disc" => ImageKind::Disc,
        "box" => ImageKind::Box,
        "chapter" => ImageKind::Chapter,
        "profile" => ImageKind::Profile,
        _ => return None,
    })
}
