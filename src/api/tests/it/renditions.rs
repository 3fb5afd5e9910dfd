//! Renditions: rules, wishes, and what is wrong with some.

use actix_web::http::{Method, StatusCode};
use serde_json::json;
use walros_engine::Caller;
use walros_engine::libraries::NewLibrary;
use walros_model::library::LibraryKind;

use crate::fixture::Fixture;

#[actix_web::test]
async fn rules_and_hours_are_kept_and_nonsense_is_refused() {
    let fixture = Fixture::set_up().await;
    let folder = fixture.folder.path().join("films");
    std::fs::create_dir_all(&folder).expect("a folder");
    let new = NewLibrary { name: None, kind: Some(LibraryKind::Movies), folders: vec![folder.display().to_string()], ahead: Default::default(), options: None };
    let library = fixture.engine.libraries.create(&Caller::server(), new).await.expect("a library").id.simple();
    fixture.engine.scans.idle().await;
    let client = fixture.client().await;
    let token = client.sign_in("admin").await;
    let signed = [("authorization", token.as_str())];
    let rules = json!([
        {"maxHeight": 1080, "maxBitRate": 8_000_000, "codec": "av1", "newFilesOnly": true},
        {"maxHeight": 1080, "maxBitRate": 8_000_000, "codec": "h264", "newFilesOnly": false},
        {"maxHeight": 480, "maxBitRate": 2_000_000, "codec": "hevc", "newFilesOnly": false},
    ]);
    let path = format!("/admin/libraries/{library}/renditions");
    let put = async |path: &str, body: &serde_json::Value| client.send(Method::PUT, path, &signed, Some(&body.to_string())).await.status;
    assert_eq!(put(&path, &rules).await, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/admin/renditions/rules", &signed).await.json(), json!([{"libraryId": library, "rules": rules}]));
    for wrong in [
        json!([{"maxHeight": 1, "maxBitRate": 8_000_000}]),
        json!([{"maxHeight": 1080}]),
        json!([{"maxHeight": 1080, "maxBitRate": 8_000_000, "codec": "vp9"}]),
        json!({}),
        json!([rules[0], rules[0]]),
    ] {
        assert_eq!(put(&path, &wrong).await, StatusCode::BAD_REQUEST, "{wrong}");
    }
    assert_eq!(put(&path.replace(&library, &"0".repeat(32)), &rules).await, StatusCode::NOT_FOUND);

    let hours = json!({"hours": {"from": 60, "to": 420}});
    assert_eq!(put("/admin/renditions/settings", &hours).await, StatusCode::NO_CONTENT);
    assert_eq!(put("/admin/renditions/settings", &json!({"hours": {"from": 60, "to": 1440}})).await, StatusCode::BAD_REQUEST);
    let all = client.get("/admin/renditions?limit=10", &signed).await.json();
    assert_eq!((&all["items"], &all["total"], &all["bytes"], &all["hours"]), (&json!([]), &json!(0), &json!(0), &hours["hours"]));
    assert_eq!(put("/admin/renditions/settings", &json!({})).await, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/admin/renditions?limit=x", &signed).await.status, StatusCode::BAD_REQUEST);
    for (method, path, status) in [
        (Method::DELETE, "/admin/renditions/7", StatusCode::NOT_FOUND),
        (Method::DELETE, "/admin/renditions/seven", StatusCode::NOT_FOUND),
        (Method::POST, "/admin/renditions/run", StatusCode::ACCEPTED),
        (Method::DELETE, "/admin/renditions/run", StatusCode::NO_CONTENT),
    ] {
        assert_eq!(client.send(method, path, &signed, None).await.status, status, "{path}");
    }
    fixture.engine.tasks.ahead_made().await;
}

#[actix_web::test]
async fn a_rendition_is_wanted_for_a_quality_or_a_device() {
    let fixture = Fixture::set_up().await;
    let client = fixture.client().await;
    let token = client.sign_in("admin").await;
    let signed = [("authorization", token.as_str())];
    let nowhere = format!("/items/{}/renditions", "0".repeat(32));
    let quality = json!({"maxHeight": 720, "maxBitRate": 4_000_000});
    let device = json!({"capabilities": {"files": [], "hlsVideoCodecs": ["h264"], "hlsAudioCodecs": ["aac"]}, "maxHeight": 720});
    for (body, status) in [
        (json!({"quality": quality}), StatusCode::NOT_FOUND),
        (json!({"device": device}), StatusCode::NOT_FOUND),
        (json!({"quality": quality, "device": device}), StatusCode::BAD_REQUEST),
        (json!({}), StatusCode::BAD_REQUEST),
        (json!({"quality": {"maxHeight": -1, "maxBitRate": 1}}), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(client.post(&nowhere, &signed, &body).await.status, status, "{body}");
    }
}
