//! The description of this API, made from the code and locked by a test as `openapi/walros.json`.

use actix_web::{App, HttpResponse, get};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContactBuilder, InfoBuilder, OpenApi, SecurityRequirement};
use utoipa_actix_web::AppExt;

use crate::routes;

const ABOUT: &str = "JSON is camelCase. Durations are seconds, fractions allowed. Times are RFC 3339 in UTC. Ids are 32 hex digits. Addresses of pictures and \
                     streams are relative to `/api/v1/`. Errors are problem details (`application/problem+json`). Sign in with `POST /login` and send the token as \
                     `Authorization: Bearer …`; a browser may rely on the cookie it gets there, and then sends the header `X-Walros-Client` with whatever changes \
                     something.";

/// The whole document.
pub fn document() -> OpenApi {
    let (_, mut document) = App::new().into_utoipa_app().service(routes::api()).split_for_parts();
    document.info = InfoBuilder::new()
        .title("Walros")
        .version("1")
        .description(Some(ABOUT))
        .contact(Some(ContactBuilder::new().name(Some("Walros")).build()))
        .license(None)
        .build();
    let components = document.components.get_or_insert_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.security_schemes.insert("bearer".into(), SecurityScheme::Http(bearer).into());
    components.security_schemes.insert("cookie".into(), SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("walros"))).into());
    let none: [&str; 0] = [];
    document.security = Some(vec![SecurityRequirement::new("bearer", none), SecurityRequirement::new("cookie", none)]);
    document
}

/// This description
#[utoipa::path(tag = "server", security(()), responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)))]
#[get("/openapi.json")]
pub async fn get_openapi() -> HttpResponse {
    HttpResponse::Ok().json(document())
}
