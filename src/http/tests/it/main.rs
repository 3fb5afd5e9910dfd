//! Content sent through real handlers: ranges, conditions, HEAD, compression and CORS.

use std::io::Write;

use actix_web::http::{StatusCode, header};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpRequest, HttpResponse, test, web};
use chrono::{TimeZone, Utc};
use tempfile::NamedTempFile;
use walros_http::{Disposition, Sending, respond};
use walros_model::content::{Body, Content};

const LENGTH: usize = 600_000;

/// A file of 600 000 bytes, each the low byte of its own position divided by 1000.
fn film() -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(&bytes(0, LENGTH)).unwrap();
    file
}

fn bytes(start: usize, end: usize) -> Vec<u8> {
    (start..end).map(|at| (at / 1000) as u8).collect()
}

async fn send(request: HttpRequest, path: web::Data<std::path::PathBuf>) -> HttpResponse {
    let content = Content {
        body: Body::File(path.as_ref().clone()),
        content_type: "video/mp4".into(),
        etag: Some("v1".into()),
        modified: Some(Utc.with_ymd_and_hms(2024, 5, 6, 7, 8, 9).unwrap()),
        file_name: Some("Grüße \"2\".mp4".into()),
    };
    respond(&request, content, Sending { disposition: Disposition::Attachment, cache: Some("public") }).await
}

struct Answer {
    status: StatusCode,
    headers: header::HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask(method: &str, headers: &[(&'static str, &str)]) -> Answer {
    let file = film();
    let route = || web::route().to(send);
    let app = App::new()
        .app_data(web::Data::new(file.path().to_owned()))
        .route("/film", route())
        .wrap(from_fn(walros_http::compress::spare))
        .wrap(Compress::default())
        .wrap(from_fn(walros_http::headers::finish));
    let app = test::init_service(app).await;
    let mut request = test::TestRequest::with_uri("/film").method(method.parse().unwrap());
    for (name, value) in headers {
        request = request.insert_header((*name, *value));
    }
    let response = test::call_service(&app, request.to_request()).await;
    let (status, headers) = (response.status(), response.headers().clone());
    Answer { status, headers, body: test::read_body(response).await.to_vec() }
}

#[actix_web::test]
async fn the_whole_file_and_what_is_said_of_it() {
    let answer = ask("GET", &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, bytes(0, LENGTH));
    assert_eq!(answer.header(header::ACCEPT_RANGES), "bytes");
    assert_eq!(answer.header(header::ETAG), "\"v1\"");
    assert_eq!(answer.header(header::LAST_MODIFIED), "Mon, 06 May 2024 07:08:09 GMT");
    assert_eq!(answer.header(header::CONTENT_DISPOSITION), "attachment; filename=\"Gr__e _2_.mp4\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%222%22.mp4");
}

#[actix_web::test]
async fn ranges_cross_chunks_and_end_where_the_file_ends() {
    for (range, start, end) in
        [("bytes=10-19", 10, 20), ("bytes=260000-530000", 260_000, 530_001), ("bytes=-5", LENGTH - 5, LENGTH), ("bytes=599990-", 599_990, LENGTH)]
    {
        let answer = ask("GET", &[("range", range)]).await;
        assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT, "{range}");
        assert_eq!(answer.header(header::CONTENT_RANGE), format!("bytes {start}-{}/{LENGTH}", end - 1));
        assert_eq!(answer.body, bytes(start, end), "{range}");
    }
}

#[actix_web::test]
async fn a_range_outside_is_refused_with_the_length() {
    let answer = ask("GET", &[("range", "bytes=600000-")]).await;
    assert_eq!(answer.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(answer.header(header::CONTENT_RANGE), "bytes */600000");
    assert!(answer.body.is_empty());
}

#[actix_web::test]
async fn a_client_that_has_it_is_told_so() {
    let cases = [
        ("if-none-match", "\"v1\"", StatusCode::NOT_MODIFIED),
        ("if-none-match", "v1", StatusCode::NOT_MODIFIED),
        ("if-none-match", "\"v0\", W/\"v1\"", StatusCode::NOT_MODIFIED),
        ("if-none-match", "*", StatusCode::NOT_MODIFIED),
        ("if-none-match", "\"v2\"", StatusCode::OK),
        ("if-modified-since", "Mon, 06 May 2024 07:08:09 GMT", StatusCode::NOT_MODIFIED),
        ("if-modified-since", "Mon, 06 May 2024 07:08:08 GMT", StatusCode::OK),
        ("if-modified-since", "yesterday", StatusCode::OK),
    ];
    for (name, value, status) in cases {
        let answer = ask("GET", &[(name, value)]).await;
        assert_eq!(answer.status, status, "{name}: {value}");
        assert_eq!(answer.body.is_empty(), status == StatusCode::NOT_MODIFIED);
    }
}

#[actix_web::test]
async fn a_range_of_another_state_gets_the_whole() {
    for (condition, status) in [
        ("\"v1\"", StatusCode::PARTIAL_CONTENT),
        ("\"v0\"", StatusCode::OK),
        ("W/\"v1\"", StatusCode::OK),
        ("Mon, 06 May 2024 07:08:09 GMT", StatusCode::PARTIAL_CONTENT),
        ("Mon, 06 May 2024 07:08:10 GMT", StatusCode::OK),
    ] {
        let answer = ask("GET", &[("range", "bytes=0-3"), ("if-range", condition)]).await;
        assert_eq!(answer.status, status, "{condition}");
    }
}

#[actix_web::test]
async fn head_has_the_headers_and_no_body() {
    let answer = ask("HEAD", &[("range", "bytes=0-99")]).await;
    assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(answer.header(header::CONTENT_RANGE), "bytes 0-99/600000");
    assert!(answer.body.is_empty());
}

#[actix_web::test]
async fn media_is_not_compressed_and_any_origin_may_ask() {
    let answer = ask("GET", &[("accept-encoding", "gzip, br"), ("origin", "https://elsewhere.example")]).await;
    assert_eq!(answer.header(header::CONTENT_ENCODING), "");
    assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    assert_eq!(answer.body.len(), LENGTH);

    let answer = ask(
        "OPTIONS",
        &[("origin", "https://elsewhere.example"), ("access-control-request-method", "POST"), ("access-control-request-headers", "x-emby-token")],
    )
    .await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_HEADERS), "x-emby-token");
}

#[actix_web::test]
async fn a_file_that_is_gone_is_not_found() {
    let request = test::TestRequest::default().to_http_request();
    let content = Content { body: Body::File("/no/such/film.mkv".into()), ..Content::bytes("", "video/x-matroska") };
    assert_eq!(respond(&request, content, Sending::default()).await.status(), StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn bytes_have_ranges_and_streams_have_none() {
    let request = test::TestRequest::default().insert_header((header::RANGE, "bytes=1-2")).to_http_request();
    let response = respond(&request, Content::bytes("abcdef", "text/plain"), Sending::default()).await;
    assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(actix_web::body::to_bytes(response.into_body()).await.unwrap(), "bc");

    let stream = Box::pin(futures_util::stream::iter([Ok("abc".into()), Ok("def".into())]));
    let content = Content { body: Body::Stream(stream), ..Content::bytes("", "video/mp2t") };
    let response = respond(&request, content, Sending::default()).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers().get(header::ACCEPT_RANGES).unwrap(), "none");
    assert_eq!(actix_web::body::to_bytes(response.into_body()).await.unwrap(), "abcdef");
}
