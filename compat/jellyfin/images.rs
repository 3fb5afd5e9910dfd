//! Pictures of items. Anybody who knows an id may load them: no client sends a token with them.

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Json;
use actix_web::{HttpRequest, HttpResponse};
use walros_engine::images::{Format, ImageRequest, Size};
use walros_http::{Disposition, Sending, respond};
use walros_model::ItemId;
use walros_model::content::Content;
use walros_model::item::{Image, ImageKind, ImageSource};

use crate::answers::Acting;
use crate::convert::kinds;
use crate::dto::item::ImageInfo;
use crate::error::{Error, Result};
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin};

/// A year: clients cache by the URL, which holds the picture's tag.
const FOREVER: &str = "public, max-age=31536000, immutable";
const SHORTLY: &str = "public";

pub async fn get(jellyfin: Facade, request: HttpRequest, params: Params, query: Query) -> Done {
    let id = params.required_item("itemId")?;
    send_item(&jellyfin, &request, id, &params, &query).await
}

/// The picture of an item that path and query mean.
pub async fn send_item(jellyfin: &Jellyfin, request: &HttpRequest, id: ItemId, params: &Params, query: &Query) -> Done {
    let kind = image_kind(params)?;
    let index = match params.count("imageIndex", 10_000)? {
        Some(index) => index,
        None => query.count("imageIndex", 10_000)?.unwrap_or(0),
    };
    let mut wanted = image_request(query, request)?;
    // The oldest URLs have all options in their path.
    if let (Some(width), Some(height)) = (pixels(params, "maxWidth")?, pixels(params, "maxHeight")?) {
        wanted.size = Size::Within { width, height };
    }
    let content = jellyfin.engine.images.item(id, kind, index as usize, wanted).await?;
    Ok(send(request, content, query).await)
}

pub fn image_kind(params: &Params) -> Result<ImageKind> {
    let word = params.required_text("imageType")?;
    match kinds::image_kind(&word) {
        Some(kind) => Ok(kind),
        None if kinds::is_foreign_image_type(&word) => Err(Error::NotFound("no such image")),
        None => Err(Error::invalid("imageType", "not a type of image")),
    }
}

/// Size, format and quality. Pictures are never enlarged, and `fill…` does not cut.
pub fn image_request(query: &Query, request: &HttpRequest) -> Result<ImageRequest> {
    let side = |name| pixels(query, name);
    let (width, height) = (side("width")?, side("height")?);
    let (most_wide, most_high) = (side("maxWidth")?, side("maxHeight")?);
    let (fill_wide, fill_high) = (side("fillWidth")?, side("fillHeight")?);
    let any = u32::MAX;
    let size = match (width, height) {
        (Some(width), Some(height)) => Size::Exact { width, height },
        _ if fill_wide.is_some() || fill_high.is_some() => Size::Cover { width: fill_wide.unwrap_or(1), height: fill_high.unwrap_or(1) },
        _ if [width, height, most_wide, most_high].iter().any(Option::is_some) => {
            Size::Within { width: width.or(most_wide).unwrap_or(any), height: height.or(most_high).unwrap_or(any) }
        }
        _ => Size::Original,
    };
    let words = [("Jpg", Format::Jpeg), ("Jpeg", Format::Jpeg), ("Png", Format::Png), ("Webp", Format::Webp)];
    let named = query.text("format").and_then(|text| kinds::pick(&text, &words));
    let format = named.or_else(|| (size != Size::Original && accepts_webp(request)).then_some(Format::Webp));
    let quality = query.int("quality")?.map_or(90, |quality| quality.clamp(1, 100) as u8);
    Ok(ImageRequest { size, format, quality })
}

/// A side of a picture; zero and nonsense sizes count as absent, as some clients compute them before they have a layout.
fn pixels(values: &impl Lookup, name: &str) -> Result<Option<u32>> {
    Ok(values.int(name)?.filter(|value| *value > 0).map(|value| u32::try_from(value).unwrap_or(u32::MAX).min(16_384)))
}

fn accepts_webp(request: &HttpRequest) -> bool {
    request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("image/webp"))
}

pub async fn send(request: &HttpRequest, content: Content, query: &Query) -> HttpResponse {
    let cache = if query.has("tag") { FOREVER } else { SHORTLY };
    let mut response = respond(request, content, Sending { disposition: Disposition::Attachment, cache: Some(cache) }).await;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept"));
    response
}

/// All pictures of an item, with their sizes.
pub async fn list(jellyfin: Facade, acting: Acting, params: Params) -> Answer<Vec<ImageInfo>> {
    let images = jellyfin.engine.images.list(&acting, params.required_item("itemId")?).await?;
    let mut backdrops = 0;
    let mut infos = Vec::with_capacity(images.len());
    for (image, size) in images {
        let index = (image.kind == ImageKind::Backdrop).then_some(backdrops);
        backdrops += usize::from(index.is_some());
        infos.push(info(image, index, size));
    }
    Ok(Json(infos))
}

fn info(image: Image, index: Option<usize>, size: u64) -> ImageInfo {
    let Image { kind, source, tag, width, height, blurhash } = image;
    let path = match source {
        ImageSource::File(path) | ImageSource::Embedded { path, stream: _ } | ImageSource::Stored(path) => Some(path),
        // A frame of the film, which is no file of its own.
        ImageSource::Frame { .. } => None,
    };
    let measured = |side: u32| Some(side).filter(|side| *side > 0);
    ImageInfo {
        image_type: kinds::image_type(kind),
        image_index: index,
        image_tag: tag,
        path,
        blur_hash: Some(blurhash).filter(|hash| !hash.is_empty()),
        height: measured(height),
        width: measured(width),
        size,
    }
}

/// Nothing is fetched from elsewhere: no provider offers pictures.
pub async fn remote_images(jellyfin: Facade, acting: Acting, params: Params) -> Answer<serde_json::Value> {
    jellyfin.require_item(&acting, params.required_item("itemId")?).await?;
    Ok(Json(serde_json::json!({ "Images": [], "TotalRecordCount": 0, "Providers": [] })))
}

pub async fn remote_image_providers(jellyfin: Facade, acting: Acting, params: Params) -> Answer<[(); 0]> {
    jellyfin.require_item(&acting, params.required_item("itemId")?).await?;
    Ok(Json([]))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use walros_engine::images::{Format, Size};

    use super::image_request;
    use crate::query::Query;

    fn size(query: &str) -> Size {
        image_request(&Query::parse(query), &TestRequest::default().to_http_request()).unwrap().size
    }

    #[test]
    fn sizes_as_clients_ask_for_them() {
        assert_eq!(size(""), Size::Original);
        assert_eq!(size("maxWidth=200&quality=90"), Size::Within { width: 200, height: u32::MAX });
        assert_eq!(size("width=200"), Size::Within { width: 200, height: u32::MAX });
        assert_eq!(size("width=200&height=100"), Size::Exact { width: 200, height: 100 });
        assert_eq!(size("fillWidth=298&fillHeight=168"), Size::Cover { width: 298, height: 168 });
        assert_eq!(size("maxWidth=0"), Size::Original);
    }

    #[test]
    fn webp_by_name_or_where_it_is_accepted_and_made_anyway() {
        let format = |query: &str| {
            let request = TestRequest::default().insert_header(("accept", "image/avif,image/webp,*/*")).to_http_request();
            image_request(&Query::parse(query), &request).unwrap().format
        };
        assert_eq!(format("maxWidth=120"), Some(Format::Webp));
        assert_eq!(format("maxWidth=120&format=png"), Some(Format::Png));
        assert_eq!(format(""), None);
    }
}
