//! Requests that make no sense get a clear answer in the API's own form.

use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::fixture::Fixture;

#[actix_web::test]
async fn nonsense_is_answered_as_a_problem() {
    let fixture = Fixture::set_up().await;
    let client = fixture.client().await;
    let token = client.sign_in("admin").await;
    let nothing = "0".repeat(32);
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(100_000));
    let cases = [
        (Method::GET, "/no/such/path".to_owned(), None, StatusCode::NOT_FOUND),
        (Method::GET, format!("/items/{nothing}"), None, StatusCode::NOT_FOUND),
        (Method::GET, "/items/nonsense".to_owned(), None, StatusCode::NOT_FOUND),
        (Method::GET, format!("/items/{nothing}/images/hologram"), None, StatusCode::NOT_FOUND),
        (Method::GET, "/items?kinds=movies".to_owned(), None, StatusCode::BAD_REQUEST),
        (Method::GET, "/items?limit=-1".to_owned(), None, StatusCode::BAD_REQUEST),
        (Method::GET, "/items?nonsense=1".to_owned(), None, StatusCode::BAD_REQUEST),
        (Method::GET, format!("/play/{nothing}/master.m3u8?a=x"), None, StatusCode::BAD_REQUEST),
        (Method::GET, format!("/play/{nothing}/file"), None, StatusCode::NOT_FOUND),
        (Method::GET, format!("/play/{nothing}/trickplay/0.jpg"), None, StatusCode::NOT_FOUND),
        (Method::GET, format!("/play/{nothing}/trickplay/first.jpg"), None, StatusCode::NOT_FOUND),
        (Method::GET, format!("/play/{nothing}/trickplay.vtt"), None, StatusCode::NOT_FOUND),
        (Method::POST, "/users".to_owned(), Some("{"), StatusCode::BAD_REQUEST),
        (Method::POST, "/users".to_owned(), Some(large.as_str()), StatusCode::PAYLOAD_TOO_LARGE),
        (Method::POST, "/users".to_owned(), Some("{\"name\":\"\"}"), StatusCode::BAD_REQUEST),
        (Method::POST, "/users".to_owned(), Some("{\"name\":\"guest\"}"), StatusCode::CONFLICT),
        (Method::POST, "/progress".to_owned(), Some("{\"event\":\"start\",\"itemId\":\"x\"}"), StatusCode::BAD_REQUEST),
    ];
    for (method, path, body, wanted) in cases {
        let answer = client.send(method.clone(), &path, &[("authorization", &token)], body).await;
        assert_eq!(answer.status, wanted, "{method} {path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}");
        assert_eq!(answer.json()["status"], json!(wanted.as_u16()), "{method} {path}");
    }
}

#[actix_web::test]
async fn an_empty_server_has_empty_screens() {
    let fixture = Fixture::set_up().await;
    let client = fixture.client().await;
    let token = client.sign_in("guest").await;
    let home = client.get("/home", &[("authorization", &token)]).await.json();
    assert_eq!(home, json!({"continueWatching": [], "nextUp": [], "libraries": [], "latest": []}));
    let page = client.get("/items?kinds=movie", &[("authorization", &token)]).await.json();
    assert_eq!(page, json!({"items": [], "start": 0, "total": 0}));
    let letters = client.get("/items/letters?kinds=movie", &[("authorization", &token)]).await.json();
    assert_eq!(letters, Value::Array(Vec::new()));
    assert_eq!(client.get("/search?q=anything", &[("authorization", &token)]).await.json(), json!({"groups": []}));
}

#[actix_web::test]
async fn what_one_prefers_is_kept_and_the_rest_stays() {
    let fixture = Fixture::set_up().await;
    let client = fixture.client().await;
    let token = client.sign_in("guest").await;
    let me = client.get("/me", &[("authorization", &token)]).await.json();
    let path = format!("/users/{}", me["user"]["id"].as_str().expect("an id"));
    let preferences = json!({"audioLanguage": "deu", "subtitleLanguage": null, "subtitleMode": "smart", "autoPlayNext": false});
    let body = json!({"preferences": preferences}).to_string();
    let answer = client.send(Method::PATCH, &path, &[("authorization", &token)], Some(&body)).await;
    assert_eq!(answer.status, StatusCode::OK);
    let after = client.get("/me", &[("authorization", &token)]).await.json();
    assert_eq!(after["user"]["preferences"], preferences);
    assert_eq!(after["user"]["policy"], me["user"]["policy"]);
}
