//! The first-run wizard of the stock web client, from nothing to a library, and that it closes behind itself.

use actix_web::http::{Method, StatusCode};
use serde_json::json;

use crate::fixture::{Fixture, PASSWORD};

#[actix_web::test]
async fn from_nothing_to_a_library() {
    let fixture = Fixture::fresh().await;
    let mut client = fixture.client().await;
    assert_eq!(client.get("/System/Info/Public").await.json()["StartupWizardCompleted"], false);
    let first = client.get("/Startup/Configuration").await.json();
    let named = json!({ "ServerName": "Attic", "UICulture": first["UICulture"], "MetadataCountryCode": "DE", "PreferredMetadataLanguage": "de" });
    assert_eq!(client.post("/Startup/Configuration", named.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/Startup/Configuration").await.json(), named);
    assert_eq!(client.post("/Startup/User", json!({ "Name": "root", "Password": "" })).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(client.post("/Startup/Complete", json!({})).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(client.post("/Startup/User", json!({ "Name": "root", "Password": PASSWORD })).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/Startup/User").await.json(), json!({ "Name": "root" }));
    // The wizard goes on without a token after it named the account.
    assert_eq!(client.get("/System/Info/Public").await.json()["StartupWizardCompleted"], false);
    let folders =
        client.get(&format!("/Environment/DirectoryContents?path={}&includeFiles=false&includeDirectories=true", fixture.media.display())).await.json();
    assert!(folders.as_array().expect("folders").iter().any(|folder| folder["Name"] == "movies"), "{folders}");
    let path = fixture.media.join("movies").display().to_string();
    let options = json!({ "LibraryOptions": { "PathInfos": [{ "Path": path }], "EnablePhotos": false } });
    assert_eq!(client.post("/Library/VirtualFolders?collectionType=movies&refreshLibrary=false&name=Films", options).await.status, StatusCode::NO_CONTENT);
    let library = client.get("/Library/VirtualFolders").await.json()[0].clone();
    assert_eq!((&library["Name"], &library["CollectionType"], &library["Locations"]), (&json!("Films"), &json!("movies"), &json!([path])));
    assert_eq!(library["LibraryOptions"]["EnablePhotos"], false);
    assert_eq!(client.post("/Startup/RemoteAccess", json!({ "EnableRemoteAccess": true })).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.post("/Startup/Complete", json!({})).await.status, StatusCode::NO_CONTENT);

    assert_eq!(client.get("/System/Info/Public").await.json()["StartupWizardCompleted"], true);
    assert_eq!(client.get("/System/Info/Public").await.json()["ServerName"], "Attic");
    for path in ["/Startup/Configuration", "/Library/VirtualFolders", "/Environment/Drives", "/Localization/Options"] {
        assert_eq!(client.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    client.sign_in("root").await;
    fixture.engine.scans.idle().await;
    assert_eq!(client.get("/Items/Counts").await.json()["MovieCount"], 2);
    assert_eq!(client.post("/Startup/User", json!({ "Name": "thief", "Password": "x" })).await.status, StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn nobody_sets_up_from_elsewhere_without_the_code() {
    let fixture = Fixture::fresh().await;
    let client = fixture.client().await;
    let from = |path: &'static str| {
        let client = &client;
        async move { client.send_from([203, 0, 113, 5].into(), Method::GET, path).await.status }
    };
    assert_eq!(from("/Startup/User").await, StatusCode::UNAUTHORIZED);
    assert_eq!(from("/Environment/Drives").await, StatusCode::UNAUTHORIZED);
    assert_eq!(from("/Startup/User?setupCode=wrong").await, StatusCode::UNAUTHORIZED);
    assert_eq!(from("/Startup/User?setupCode=code").await, StatusCode::OK);
}
