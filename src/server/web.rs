//! The web clients' files: ours at `/app/`, and at `/web/` for the shells that load their interface from the server. A
//! folder that the administrator names takes our place there: Jellyfin's own client, as it was built.

mod kinds;

use std::path::{Path, PathBuf};

use actix_web::guard::GuardContext;
use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, guard, web};
use walros_http::{Sending, respond};
use walros_model::content::{Body, Content};

/// Only our own scripts run; media and pictures come from this server, and blobs are what the player feeds itself.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; style-src 'self' 'unsafe-inline'; \
                      worker-src 'self' blob:; base-uri 'self'; form-action 'self'";
/// At `/app/` only: the shell for webOS shows `/web/` in a frame of its own page, which has no origin to be named here.
const OWN_FRAMES: &str = "frame-ancestors 'self'";

/// Names of changed content change with it.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// To be asked for anew each time; it is answered with 304 when nothing changed.
const ASK: &str = "no-cache";

/// The folders that clients lie in.
#[derive(Clone, Debug, Default)]
pub struct Clients {
    pub own: Option<PathBuf>,
    /// Jellyfin's client, which is served at `/web/` in place of ours.
    pub jellyfin: Option<PathBuf>,
}

#[derive(Clone)]
struct Client {
    place: &'static str,
    folder: PathBuf,
    /// Ours makes up addresses of its own, which are all its page; Jellyfin's keeps them behind a `#`.
    is_own: bool,
}

pub fn configure(service: &mut web::ServiceConfig, Clients { own, jellyfin }: Clients) {
    let at_web = match jellyfin {
        Some(folder) => Some(Client { place: "/web", folder, is_own: false }),
        None => own.clone().map(|folder| Client { place: "/web", folder, is_own: true }),
    };
    let at_app = own.map(|folder| Client { place: "/app", folder, is_own: true });
    for client in at_app.into_iter().chain(at_web) {
        let place = client.place;
        let to_slash = move || async move { HttpResponse::Found().insert_header((header::LOCATION, format!("{place}/"))).finish() };
        service.service(web::resource(place).guard(guard::fn_guard(is_read)).route(web::route().to(to_slash)));
        let file = move |request: HttpRequest, path: web::Path<String>| serve(request, client.clone(), path.into_inner());
        let resource = web::resource(format!("{place}/{{path:.*}}")).guard(guard::fn_guard(is_read)).guard(guard::fn_guard(is_file));
        service.service(resource.route(web::route().to(file)));
    }
}

fn is_read(context: &GuardContext<'_>) -> bool {
    matches!(context.head().method, Method::GET | Method::HEAD)
}

/// The pages that plugins bring into Jellyfin's dashboard are routes of its API.
fn is_file(context: &GuardContext<'_>) -> bool {
    let path = context.head().uri.path().to_ascii_lowercase();
    !path.starts_with("/web/configurationpage")
}

/// A file of a client. What is none is not there, or is our client's page.
async fn serve(request: HttpRequest, client: Client, path: String) -> HttpResponse {
    let is_asset = client.is_own && path.starts_with("assets/");
    let asked = if path.is_empty() { "index.html" } else { &path };
    let file = match inside(&client.folder, asked).await {
        Some(file) => file,
        None if client.is_own && !is_asset => client.folder.join("index.html"),
        None => return HttpResponse::NotFound().finish(),
    };
    // Our build names assets by their content, Jellyfin's nearly everything.
    let lasts = is_asset || !client.is_own && kinds::is_named_by_content(&path);
    let content = Content { content_type: kinds::mime(&file).into(), body: Body::File(file), etag: None, modified: None, file_name: None };
    let mut response = respond(&request, content, Sending { cache: Some(if lasts { FOR_EVER } else { ASK }), ..Sending::default() }).await;
    let headers = response.headers_mut();
    if client.is_own {
        // Jellyfin's client is made without one: its skins, workers and cast buttons need more than could be listed.
        headers.insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(POLICY));
        if client.place == "/app" {
            headers.append(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(OWN_FRAMES));
        }
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, header::HeaderValue::from_static("same-origin"));
    response
}

/// The file below `folder` that a path names. Neither dots nor links lead out of it.
async fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let plain = path.split('/').all(|part| !part.starts_with('.') && !part.contains(['\\', '\0']));
    if !plain || path.starts_with('/') {
        return None;
    }
    let folder = tokio::fs::canonicalize(folder).await.ok()?;
    let file = tokio::fs::canonicalize(folder.join(path)).await.ok().filter(|file| file.starts_with(&folder))?;
    tokio::fs::metadata(&file).await.ok().filter(|about| about.is_file()).map(|_| file)
}

#[cfg(test)]
mod tests;
