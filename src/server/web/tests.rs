//! Both clients through an app's door.

use std::path::Path;

use actix_web::http::{StatusCode, header};
use actix_web::{App, test};

use super::{Clients, configure};

const BUNDLE: &str = "main.jellyfin.0123456789abcdef0123.bundle.js";

/// A folder with a page and what lies beside it.
fn folder(place: &Path, files: &[&str]) -> std::path::PathBuf {
    for file in files.iter().chain(&["index.html"]) {
        let path = place.join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, format!("{} of {}", file, place.file_name().expect("a name").display())).expect("a file");
    }
    place.to_path_buf()
}

struct Answered {
    status: StatusCode,
    headers: header::HeaderMap,
    body: String,
}

impl Answered {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

async fn ask(clients: &Clients, request: test::TestRequest) -> Answered {
    let app = test::init_service(App::new().configure(|service| configure(service, clients.clone()))).await;
    let response = test::call_service(&app, request.to_request()).await;
    let (status, headers) = (response.status(), response.headers().clone());
    Answered { status, headers, body: String::from_utf8_lossy(&test::read_body(response).await).into_owned() }
}

async fn get(clients: &Clients, path: &str) -> Answered {
    ask(clients, test::TestRequest::get().uri(path)).await
}

fn both(place: &Path) -> Clients {
    let own = folder(&place.join("own"), &["assets/index-Bx1.js", "icon.svg"]);
    let stock =
        folder(&place.join("stock"), &[BUNDLE, "config.json", "libraries/decoder.wasm", "themes/dark/theme.css", "x.mjs", "0123456789abcdef0123.woff2"]);
    Clients { own: Some(own), jellyfin: Some(stock) }
}

#[actix_web::test]
async fn jellyfins_client_takes_our_place_at_web() {
    let place = tempfile::tempdir().expect("a folder");
    let clients = both(place.path());
    assert_eq!(get(&clients, "/web").await.header(header::LOCATION), "/web/");
    for path in ["/web/", "/web/index.html"] {
        let page = get(&clients, path).await;
        assert_eq!((page.body.as_str(), page.header(header::CACHE_CONTROL)), ("index.html of stock", "no-cache"));
        assert_eq!(page.header(header::CONTENT_TYPE), "text/html; charset=utf-8");
        assert!(page.headers.get(header::CONTENT_SECURITY_POLICY).is_none());
    }
    assert_eq!(get(&clients, "/app/").await.body, "index.html of own");
    assert_eq!(get(&clients, "/app/somewhere/else").await.body, "index.html of own");
    for missing in ["/web/somewhere", "/web/themes/dark/", "/web/themes", "/web/main.js"] {
        assert_eq!(get(&clients, missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
    let alone = Clients { jellyfin: None, ..clients };
    assert_eq!(get(&alone, "/web/").await.body, "index.html of own");
}

#[actix_web::test]
async fn files_have_the_types_that_browsers_insist_on() {
    let place = tempfile::tempdir().expect("a folder");
    let clients = both(place.path());
    let types = [
        (BUNDLE, "text/javascript; charset=utf-8", true),
        ("config.json", "application/json", false),
        ("libraries/decoder.wasm", "application/wasm", false),
        ("themes/dark/theme.css", "text/css; charset=utf-8", false),
        ("x.mjs", "text/javascript; charset=utf-8", false),
        ("0123456789abcdef0123.woff2", "font/woff2", true),
    ];
    for (path, kind, lasts) in types {
        let answered = get(&clients, &format!("/web/{path}")).await;
        assert_eq!((answered.status, answered.header(header::CONTENT_TYPE)), (StatusCode::OK, kind), "{path}");
        assert_eq!(answered.header(header::CACHE_CONTROL).contains("immutable"), lasts, "{path}");
    }
}

#[actix_web::test]
async fn conditions_and_ranges_hold() {
    let place = tempfile::tempdir().expect("a folder");
    let clients = both(place.path());
    let path = format!("/web/{BUNDLE}");
    let tag = get(&clients, &path).await.header(header::ETAG).to_owned();
    let again = ask(&clients, test::TestRequest::get().uri(&path).insert_header((header::IF_NONE_MATCH, tag))).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let part = ask(&clients, test::TestRequest::get().uri(&path).insert_header((header::RANGE, "bytes=0-3"))).await;
    assert_eq!((part.status, part.body.as_str()), (StatusCode::PARTIAL_CONTENT, "main"));
    let head = ask(&clients, test::TestRequest::with_uri(&path).method(actix_web::http::Method::HEAD)).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(ask(&clients, test::TestRequest::post().uri(&path)).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn nothing_outside_the_folder_is_reached() {
    let place = tempfile::tempdir().expect("a folder");
    let clients = both(place.path());
    let stock = place.path().join("stock");
    std::fs::write(place.path().join("secret"), "secret").expect("a file");
    std::fs::write(stock.join(".env"), "secret").expect("a file");
    std::os::unix::fs::symlink(place.path().join("secret"), stock.join("linked.txt")).expect("a link");
    std::os::unix::fs::symlink(place.path(), stock.join("up")).expect("a link");
    std::os::unix::fs::symlink("config.json", stock.join("inner.json")).expect("a link");
    for path in [
        "linked.txt",
        "up/secret",
        "../secret",
        "%2e%2e/secret",
        "%2E%2E%2Fsecret",
        "themes/..%2f..%2fsecret",
        ".env",
        "%2eenv",
        "themes%5c..%5c..%5csecret",
        "/secret",
        "%00",
    ] {
        let answered = get(&clients, &format!("/web/{path}")).await;
        assert!(!answered.body.contains("secret") && answered.status.is_client_error(), "{path}: {} {}", answered.status, answered.body);
    }
    assert_eq!(get(&clients, "/web/inner.json").await.body, "config.json of stock");
}

#[actix_web::test]
async fn the_pages_of_plugins_are_no_files() {
    let place = tempfile::tempdir().expect("a folder");
    // Nobody else answers here, so it is not there; in the whole server it is Jellyfin's route.
    assert_eq!(get(&Clients { jellyfin: None, ..both(place.path()) }, "/web/ConfigurationPages").await.status, StatusCode::NOT_FOUND);
}
