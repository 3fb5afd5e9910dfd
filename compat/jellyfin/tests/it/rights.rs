//! What administrators look after, and that others do not.

use actix_web::http::{Method, StatusCode};
use serde_json::json;

use crate::fixture::{Fixture, text};

#[actix_web::test]
async fn accounts_are_made_limited_and_deleted() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let made = client.post("/Users/New", json!({ "Name": "Mia", "Password": crate::fixture::PASSWORD })).await.json();
    let id = text(&made["Id"]);
    assert_eq!(client.post("/Users/New", json!({ "Name": "mia", "Password": "x" })).await.status, StatusCode::BAD_REQUEST);
    let mut policy = made["Policy"].clone();
    policy["EnableContentDownloading"] = json!(false);
    policy["EnableAllFolders"] = json!(false);
    policy["EnabledFolders"] = json!([]);
    policy["SomethingNew"] = json!("kept");
    assert_eq!(client.post(&format!("/Users/{id}/Policy"), policy.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get(&format!("/Users/{id}")).await.json()["Policy"], policy);

    let film = client.id("Movie", "Amber Road").await;
    let mut mia = fixture.client().await;
    mia.sign_in("Mia").await;
    assert_eq!(mia.get("/UserViews").await.json()["Items"], json!([]));
    for path in
        [format!("/Items/{film}"), format!("/Videos/{film}/stream?static=true"), format!("/Items/{film}/PlaybackInfo"), format!("/Items/{film}/Similar")]
    {
        assert_eq!(mia.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(mia.post("/Users/Password", json!({ "CurrentPw": "wrong", "NewPw": "x" })).await.status, StatusCode::FORBIDDEN);
    assert_eq!(mia.delete(&format!("/Users/{}", client.user)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.delete(&format!("/Users/{}", client.user)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.delete(&format!("/Users/{id}")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(mia.get("/Users/Me").await.status, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn keys_are_shown_when_they_are_made_and_work_until_revoked() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    assert_eq!(client.post("/Auth/Keys?App=Seerr", json!({})).await.status, StatusCode::NO_CONTENT);
    let key = client.get("/Auth/Keys").await.json()["Items"][0].clone();
    assert_eq!(key["AppName"], "Seerr");
    let token = text(&key["AccessToken"]);
    let with_key = |path: &'static str| {
        let (client, token) = (&client, token.clone());
        async move { client.send(Method::GET, path, &[("x-mediabrowser-token", &token)], None).await }
    };
    assert_eq!(with_key("/Items?recursive=true&includeItemTypes=Movie").await.json()["TotalRecordCount"], 2);
    assert_eq!(with_key("/System/Configuration").await.status, StatusCode::OK);
    assert_eq!(with_key("/Users/Me").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(client.delete(&format!("/Auth/Keys/{token}")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(with_key("/Items").await.status, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn devices_are_named_and_signed_out() {
    let fixture = Fixture::set_up().await;
    fixture.user("plain", Default::default()).await;
    let mut other = fixture.client().await;
    other.sign_in("plain").await;
    let client = fixture.admin().await;
    assert_eq!(client.post("/Devices/Options?id=device", json!({ "CustomName": "Kitchen" })).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/Devices/Info?id=device").await.json()["Name"], "Kitchen");
    assert_eq!(client.get("/Devices").await.json()["TotalRecordCount"], 2);
    assert_eq!(client.delete("/Devices?id=device").await.status, StatusCode::NO_CONTENT);
    assert_eq!(other.get("/Users/Me").await.status, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn libraries_are_changed_by_administrators() {
    let fixture = Fixture::set_up().await;
    let client = fixture.admin().await;
    let path = fixture.media.join("shows").display().to_string();
    assert_eq!(client.post(&format!("/Library/VirtualFolders?name=TV&collectionType=tvshows&paths={path}"), json!({})).await.status, StatusCode::NO_CONTENT);
    fixture.engine.scans.idle().await;
    assert_eq!(client.get("/ScheduledTasks").await.json()[0]["State"], "Idle");
    let missing = json!({ "Name": "TV", "PathInfo": { "Path": "/no/such/folder" } });
    assert_eq!(client.post("/Library/VirtualFolders/Paths", missing).await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.post("/Library/VirtualFolders/Name?name=TV&newName=Series", json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/Library/PhysicalPaths").await.json(), json!([path]));
    assert_eq!(client.post("/Library/Media/Updated", json!({ "Updates": [{ "Path": path, "UpdateType": "Created" }] })).await.status, StatusCode::NO_CONTENT);
    fixture.engine.scans.idle().await;
    assert_eq!(client.delete("/Library/VirtualFolders?name=Series").await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.delete("/Library/VirtualFolders?name=Series").await.status, StatusCode::NOT_FOUND);
    assert!(fixture.media.join("shows").is_dir());
}
