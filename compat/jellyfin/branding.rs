//! What the login page looks like, for anybody.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Json;

use crate::configuration;
use crate::dto::system::Branding;
use crate::error::Error;
use crate::{Answer, Done, Facade};

pub async fn configuration(jellyfin: Facade) -> Answer<Branding> {
    Ok(Json(configuration::branding(&jellyfin).await?))
}

pub async fn css(jellyfin: Facade) -> Done {
    let branding = configuration::branding(&jellyfin).await?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/css; charset=utf-8")).body(branding.custom_css.unwrap_or_default()))
}

pub async fn splashscreen() -> Done {
    Err(Error::NotFound("there is no splash screen"))
}
