//! A new server is set up once, by whoever knows the code.

use actix_web::http::StatusCode;
use serde_json::json;

use crate::fixture::{CODE, Fixture, PASSWORD, device};

#[actix_web::test]
async fn only_whoever_knows_the_code_sets_up_and_only_once() {
    let fixture = Fixture::fresh().await;
    let client = fixture.client().await;
    let with = |code: &str| json!({"code": code, "name": "matilda", "password": PASSWORD, "device": device()});

    let status = client.get("/setup", &[]).await.json();
    assert_eq!((&status["setUp"], &status["codeNeeded"], &status["codeRight"]), (&json!(false), &json!(true), &json!(false)));
    assert_eq!(client.get("/setup", &[("x-setup-code", CODE)]).await.json()["codeRight"], json!(true));
    assert_eq!(client.post("/setup", &[], &with("wrong")).await.status, StatusCode::FORBIDDEN);

    let made = client.post("/setup", &[], &with(CODE)).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let token = format!("Bearer {}", made.json()["token"].as_str().expect("a token"));
    let me = client.get("/me", &[("authorization", &token)]).await.json();
    assert_eq!((&me["user"]["name"], &me["user"]["policy"]["administrator"]), (&json!("matilda"), &json!(true)));
    assert_eq!(client.post("/setup", &[], &with(CODE)).await.status, StatusCode::CONFLICT);
}

#[actix_web::test]
async fn folders_are_shown_to_whoever_may_set_up() {
    let fixture = Fixture::fresh().await;
    let client = fixture.client().await;
    let films = fixture.folder.path().join("films");
    std::fs::create_dir_all(&films).expect("a folder");
    std::fs::write(films.join("Film (2001).mkv"), b"").expect("a file");
    let path = format!("/folders?path={}", films.display());
    assert_eq!(client.get(&path, &[]).await.status, StatusCode::FORBIDDEN);
    let report = client.get(&path, &[("x-setup-code", CODE)]).await.json();
    assert_eq!((&report["readable"], &report["mediaFiles"]), (&json!(true), &json!(1)));
    let gone = client.get("/folders?path=/no/such/folder", &[("x-setup-code", CODE)]).await.json();
    assert_eq!(gone["readable"], json!(false));
    assert_eq!(client.get("/folders?path=films", &[("x-setup-code", CODE)]).await.status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn a_folder_that_is_not_there_stops_setting_up_before_anything_is_made() {
    let fixture = Fixture::fresh().await;
    let client = fixture.client().await;
    let body = json!({"code": CODE, "name": "matilda", "password": PASSWORD, "device": device(), "libraries": [{"folders": ["/no/such/folder"]}]});
    let answer = client.post("/setup", &[], &body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.json()["detail"].as_str().is_some_and(|detail| detail.contains("/no/such/folder")));
    assert_eq!(client.get("/setup", &[]).await.json()["setUp"], json!(false));
}
