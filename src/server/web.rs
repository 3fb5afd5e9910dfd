//! The web client's files: at `/app/`, and at `/web/` for the shells that load their interface from the server.

use std::path::{Path, PathBuf};

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use walros_http::{Sending, respond};
use walros_model::content::{Body, Content};

/// Only our own scripts run; media and pictures come from this server, and blobs are what the player feeds itself.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; style-src 'self' 'unsafe-inline'; \
                      worker-src 'self' blob:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'";

pub fn configure(service: &mut web::ServiceConfig, folder: Option<PathBuf>) {
    let Some(folder) = folder else { return };
    for place in ["/app", "/web"] {
        let folder = folder.clone();
        let to_slash = move || async move { HttpResponse::Found().insert_header((header::LOCATION, format!("{place}/"))).finish() };
        service.route(place, web::get().to(to_slash));
        let file = move |request: HttpRequest, path: web::Path<String>| serve(request, folder.clone(), path.into_inner());
        service.service(web::resource(format!("{place}/{{path:.*}}")).route(web::get().to(file.clone())).route(web::head().to(file)));
    }
}

/// A file of the client, or its page for the addresses that the client itself makes up.
async fn serve(request: HttpRequest, folder: PathBuf, path: String) -> HttpResponse {
    let asked = inside(&folder, &path).filter(|file| file.is_file());
    let is_asset = path.starts_with("assets/");
    let file = match asked {
        Some(file) => file,
        None if is_asset => return HttpResponse::NotFound().finish(),
        None => folder.join("index.html"),
    };
    let content_type = mime(&file);
    let content = Content { body: Body::File(file), content_type: content_type.into(), etag: None, modified: None, file_name: None };
    let mut response = respond(&request, content, Sending::default()).await;
    // The build names assets by their content, so they never change; the page names them, so it must be asked for anew.
    let keep = if is_asset { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static(keep));
    headers.insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, header::HeaderValue::from_static("same-origin"));
    response
}

/// The path below `folder`, unless it would leave it.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let plain = path.split('/').all(|part| !part.starts_with('.') && !part.contains(['\\', '\0']));
    (plain && !path.is_empty()).then(|| folder.join(path))
}

fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_reached() {
        let folder = Path::new("/srv/web");
        for path in ["../secret", "assets/../../secret", ".env", "assets/.git/config", "", "a\\..\\b"] {
            assert_eq!(inside(folder, path), None, "{path}");
        }
        assert_eq!(inside(folder, "assets/index.js"), Some(PathBuf::from("/srv/web/assets/index.js")));
    }
}
