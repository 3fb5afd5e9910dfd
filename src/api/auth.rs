//! Who calls: the token of a request, as a header or as the cookie a browser keeps for pictures and streams.

use std::future::Future;
use std::pin::Pin;

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use walros_engine::{Caller, Engine};
use walros_http::client_address;

use crate::Options;
use crate::error::ApiError;

/// A signed-in caller; 401 without one.
pub struct Signed(pub Caller);

/// Whoever calls; a credential that is given must be right.
pub struct Anyone(pub Caller);

/// A signed-in administrator; 403 for others.
pub struct Administrator(pub Caller);

const COOKIE: &str = "walros";

/// A header no other web page can make a browser send here with our cookie. Requests that change something need it
/// when the cookie is their only credential.
const OWN_CLIENT: &str = "x-walros-client";

/// The cookie goes to the native API alone, on this site alone, and no script can read it.
pub fn cookie(request: &HttpRequest, token: &str) -> Cookie<'static> {
    let secure = request.connection_info().scheme() == "https";
    Cookie::build(COOKIE, token.to_owned()).path("/api/v1").http_only(true).same_site(SameSite::Strict).secure(secure).max_age(Duration::days(400)).finish()
}

pub fn no_cookie() -> Cookie<'static> {
    let mut cookie = Cookie::build(COOKIE, "").path("/api/v1").finish();
    cookie.make_removal();
    cookie
}

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

impl FromRequest for Anyone {
    type Error = ApiError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { caller(&request).await.map(Self) })
    }
}

impl FromRequest for Signed {
    type Error = ApiError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = caller(&request).await?;
            caller.require_any()?;
            Ok(Self(caller))
        })
    }
}

impl FromRequest for Administrator {
    type Error = ApiError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = caller(&request).await?;
            caller.require_administrator()?;
            Ok(Self(caller))
        })
    }
}

async fn caller(request: &HttpRequest) -> Result<Caller, ApiError> {
    let (engine, options) = (data::<Engine>(request), data::<Options>(request));
    let address = client_address(request, &options.proxies);
    match token(request)? {
        Some(token) => Ok(engine.users.authenticate(&token, None, address).await?),
        None => Ok(Caller::anonymous(address)),
    }
}

/// [`configure`](crate::configure) puts it there for every route of ours.
fn data<T: 'static>(request: &HttpRequest) -> web::Data<T> {
    request.app_data::<web::Data<T>>().expect("configured").clone()
}

/// The header wins over the cookie.
fn token(request: &HttpRequest) -> Result<Option<String>, ApiError> {
    if let Some(value) = request.headers().get(header::AUTHORIZATION) {
        let text = value.to_str().map_err(|_| ApiError::unauthenticated())?;
        let bearer = text.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        return bearer.filter(|token| !token.is_empty()).map(|token| Some(token.to_owned())).ok_or_else(ApiError::unauthenticated);
    }
    let Some(cookie) = request.cookie(COOKIE) else { return Ok(None) };
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if changes && !request.headers().contains_key(OWN_CLIENT) {
        return Err(ApiError::forbidden("a request that changes something needs the header X-Walros-Client beside the cookie"));
    }
    Ok(Some(cookie.value().to_owned()))
}
