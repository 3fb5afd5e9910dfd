//! Users' pictures. Uploads are base64 text with an image's content type, or the bytes themselves.

use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use walros_http::body;
use walros_model::UserId;

use crate::access::Who;
use crate::error::{Error, Result};
use crate::images;
use crate::json::refused;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Done, Facade, no_content};

/// Bytes of an upload, base64 counted.
const LIMIT: usize = 15 << 20;

fn meant(params: &Params, query: &Query) -> Result<Option<UserId>> {
    match params.user("userId")? {
        Some(user) => Ok(Some(user)),
        None => query.user("userId"),
    }
}

pub async fn get(jellyfin: Facade, request: HttpRequest, params: Params, query: Query) -> Result<HttpResponse> {
    let user = meant(&params, &query)?.ok_or_else(|| Error::invalid("userId", "missing"))?;
    let wanted = images::image_request(&query, &request)?;
    let content = jellyfin.engine.images.user(user, wanted).await?;
    Ok(images::send(&request, content, &query).await)
}

pub async fn set(jellyfin: Facade, who: Who, request: HttpRequest, params: Params, query: Query, payload: Payload) -> Done {
    let user = match meant(&params, &query)? {
        Some(user) => user,
        None => who.require_user()?.id,
    };
    let bytes = body::read(payload, body::announced(request.headers()), LIMIT).await.map_err(refused)?;
    jellyfin.engine.images.set_user(&who, user, picture(&bytes)?).await?;
    Ok(no_content())
}

/// Swiftfin sends no content type; what decodes as base64 is base64, since no picture's first bytes do.
fn picture(bytes: &[u8]) -> Result<Vec<u8>> {
    let text: Vec<u8> = bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    match STANDARD.decode(&text) {
        Ok(decoded) if !decoded.is_empty() => Ok(decoded),
        _ if bytes.is_empty() => Err(Error::invalid("", "a picture is required")),
        _ => Ok(bytes.to_vec()),
    }
}

pub async fn delete(jellyfin: Facade, who: Who, params: Params, query: Query) -> Done {
    let user = match meant(&params, &query)? {
        Some(user) => user,
        None => who.require_user()?.id,
    };
    jellyfin.engine.images.delete_user(&who, user).await?;
    Ok(no_content())
}

#[cfg(test)]
mod tests {
    #[test]
    fn uploads_are_base64_or_bytes() {
        assert_eq!(super::picture(b"iVBO\nRw0K").unwrap(), [0x89, b'P', b'N', b'G', b'\r', b'\n']);
        assert_eq!(super::picture(b"\x89PNG").unwrap(), b"\x89PNG");
        assert!(super::picture(b"").is_err());
    }
}
