//! From the table of routes to actix's services.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::web::{self, PathConfig, ServiceConfig};
use actix_web::{Handler, HttpRequest, HttpResponse, Responder, Route, guard};

use crate::access::{Access, gate};
use crate::error::Error;

/// One line of the table.
pub struct Entry {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    route: Route,
}

fn entry<F, Args>(method: Method, path: &'static str, access: Access, handler: F) -> Entry
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Entry { method, path, access, route: web::route().to(handler) }
}

/// `HEAD` is answered wherever `GET` is.
pub fn get<F, Args>(path: &'static str, access: Access, handler: F) -> Entry
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    entry(Method::GET, path, access, handler)
}

pub fn post<F, Args>(path: &'static str, access: Access, handler: F) -> Entry
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    entry(Method::POST, path, access, handler)
}

pub fn delete<F, Args>(path: &'static str, access: Access, handler: F) -> Entry
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    entry(Method::DELETE, path, access, handler)
}

/// Mounts the table. Routes are grouped by their first segment, so that a request is compared with the routes of its
/// own area only.
pub fn mount(config: &mut ServiceConfig, table: Vec<Entry>) {
    let mut areas: BTreeMap<&str, BTreeMap<&str, Vec<Entry>>> = BTreeMap::new();
    for entry in table {
        let (area, _) = split_area(entry.path);
        areas.entry(area).or_default().entry(entry.path).or_default().push(entry);
    }
    for (area, paths) in areas {
        let mut scope = web::scope(area).app_data(PathConfig::default().error_handler(|error, _| Error::invalid("path", error.to_string()).into()));
        // Templates sort with `{` after all letters, so that literals come before values.
        for (path, entries) in paths {
            let mut resource = web::resource(split_area(path).1);
            for Entry { method, access, route, path: _ } in entries {
                let route = route.wrap(from_fn(move |request, next| gate(access, request, next)));
                resource = resource.route(match method {
                    Method::GET => route.guard(guard::Any(guard::Get()).or(guard::Head())),
                    other => route.method(other),
                });
            }
            scope = scope.service(resource);
        }
        config.service(scope.default_service(web::to(unknown)));
    }
}

/// `/Items/{itemId}` is `{itemId}` in the area `/Items`.
fn split_area(path: &str) -> (&str, &str) {
    match path[1..].find('/') {
        Some(at) => path.split_at(at + 1),
        None => (path, ""),
    }
}

/// What nobody has a route for: logged, so that a client's missing feature can be told from a fault.
pub async fn unknown(request: HttpRequest) -> HttpResponse {
    tracing::debug!(method = %request.method(), path = request.path(), "unknown Jellyfin route");
    HttpResponse::NotFound().finish()
}
