//! What the login page looks like, for anybody.

use actix_web::http::header;
use actix_web::web::{Json, Payload};
use actix_web::{HttpRequest, HttpResponse};

use crate::access::Who;
use crate::dto::system::Branding;
use crate::error::Error;
use crate::query::Query;
use crate::{Answer, Done, Facade, configuration, images, no_content, uploads};

pub async fn configuration(jellyfin: Facade) -> Answer<Branding> {
    Ok(Json(configuration::branding(&jellyfin).await?))
}

pub async fn css(jellyfin: Facade) -> Done {
    let branding = configuration::branding(&jellyfin).await?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/css; charset=utf-8")).body(branding.custom_css.unwrap_or_default()))
}

/// Only one that an administrator gave, while it is switched on.
pub async fn splashscreen(jellyfin: Facade, request: HttpRequest, query: Query) -> Done {
    if !configuration::branding(&jellyfin).await?.splashscreen_enabled {
        return Err(Error::NotFound("there is no splash screen"));
    }
    let content = jellyfin.engine.images.splash(images::image_request(&query, &request)?).await?;
    Ok(images::send(&request, content, &query).await)
}

pub async fn set_splashscreen(jellyfin: Facade, who: Who, request: HttpRequest, payload: Payload) -> Done {
    jellyfin.engine.images.set_splash(&who, uploads::picture(&request, payload).await?).await?;
    Ok(no_content())
}

pub async fn delete_splashscreen(jellyfin: Facade, who: Who) -> Done {
    jellyfin.engine.images.delete_splash(&who).await?;
    Ok(no_content())
}
