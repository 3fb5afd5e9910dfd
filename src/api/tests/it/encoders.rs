//! What encodes: for administrators alone.

use actix_web::http::StatusCode;
use serde_json::json;

use crate::fixture::Fixture;

#[actix_web::test]
async fn software_is_tried_when_asked_for_and_the_table_says_what_came_of_it() {
    let fixture = Fixture::set_up().await;
    let client = fixture.client().await;
    let (admin, guest) = (client.sign_in("admin").await, client.sign_in("guest").await);
    let (admin, guest) = ([("authorization", admin.as_str())], [("authorization", guest.as_str())]);
    assert_eq!(client.get("/admin/encoders", &[]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(client.get("/admin/encoders", &guest).await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.post("/admin/encoders/trial", &guest, &json!({})).await.status, StatusCode::FORBIDDEN);
    let before = client.get("/admin/encoders", &admin).await.json();
    assert_eq!(before, json!({"hardware": "auto", "trying": false, "encoders": []}));
    assert_eq!(client.post("/admin/encoders/trial", &admin, &json!({})).await.status, StatusCode::ACCEPTED);
    fixture.engine.encoders.tried().await;
    let after = client.get("/admin/encoders", &admin).await.json();
    let software = &after["encoders"][0];
    assert_eq!((&software["device"], &software["usable"], &software["stoodIn"]), (&json!(null), &json!(true), &json!(0)));
    let trials = software["trials"].as_array().expect("trials");
    let names: Vec<_> = trials.iter().map(|trial| (trial["encoder"].as_str().unwrap_or_default(), trial["bitDepth"].as_u64())).collect();
    assert_eq!(names, [("libx264", Some(8)), ("libx265", Some(8)), ("libx265", Some(10)), ("libsvtav1", Some(8)), ("libsvtav1", Some(10))]);
    assert!(trials.iter().all(|trial| trial["passed"] == json!(true) && trial["psnr"].as_f64().is_some_and(|psnr| psnr > 30.0)), "{after}");
    assert!(trials.iter().all(|trial| trial["reason"].is_null()), "{after}");
}
