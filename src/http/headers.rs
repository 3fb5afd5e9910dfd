//! Headers of every answer: any web page may ask (the credentials are in the request, never in cookies), and nothing
//! says that it is not encoded.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

/// Answers preflight requests itself and adds the CORS headers to everything else. To be wrapped around an app with
/// `actix_web::middleware::from_fn`, outermost.
pub async fn finish<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let origin = request.headers().get(header::ORIGIN).cloned();
    if let Some(preflight) = preflight(&request) {
        return Ok(request.into_response(preflight).map_into_right_body());
    }
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    allow(headers, origin.as_ref());
    // Set by whoever does not want to be compressed; RFC 9110 has no such value for this header.
    if headers.get(header::CONTENT_ENCODING).is_some_and(|value| value == "identity") {
        headers.remove(header::CONTENT_ENCODING);
    }
    Ok(response.map_into_left_body())
}

/// The answer to a browser that asks whether it may ask.
fn preflight(request: &ServiceRequest) -> Option<HttpResponse> {
    let headers = request.headers();
    if request.method() != Method::OPTIONS || !headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        return None;
    }
    let mut response = HttpResponse::new(StatusCode::NO_CONTENT);
    let answer = response.headers_mut();
    allow(answer, headers.get(header::ORIGIN));
    answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    let wanted = headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.unwrap_or_else(|| HeaderValue::from_static("*")));
    answer.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    Some(response)
}

fn allow(headers: &mut HeaderMap, origin: Option<&HeaderValue>) {
    if origin.is_none() {
        return;
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Last-Modified"),
    );
}
