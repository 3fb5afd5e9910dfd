//! Credentials in every form, and what happens without them.

use actix_web::http::{Method, StatusCode};
use serde_json::json;

use crate::fixture::{Fixture, identity, text};

#[actix_web::test]
async fn every_form_of_token_is_taken() {
    let fixture = Fixture::set_up().await;
    let client = fixture.admin().await;
    let token = client.token.as_str();
    let quoted = identity("device", token);
    let bare = format!("MediaBrowser Client=Kodi, Device=Living%20Room, DeviceId=device, Version=1, Token={token}");
    let emby = format!("Emby UserId=\"x\", Token=\"{token}\"");
    for (name, value) in [
        ("authorization", quoted.as_str()),
        ("authorization", bare.as_str()),
        ("authorization", emby.as_str()),
        ("x-emby-authorization", quoted.as_str()),
        ("x-emby-token", token),
        ("x-mediabrowser-token", token),
    ] {
        let answer = client.send(Method::GET, "/Users/Me", &[(name, value)], None).await;
        assert_eq!((answer.status, answer.json()["Name"].as_str()), (StatusCode::OK, Some("admin")), "{name}: {value}");
    }
    for parameter in ["ApiKey", "apikey", "api_key", "API_KEY"] {
        let answer = client.send(Method::GET, &format!("/users/me?{parameter}={token}"), &[], None).await;
        assert_eq!(answer.status, StatusCode::OK, "{parameter}");
    }
}

#[actix_web::test]
async fn refusals_have_their_status_and_no_body() {
    let fixture = Fixture::set_up().await;
    fixture.user("plain", Default::default()).await;
    let mut client = fixture.client().await;
    let unsigned = client.get("/Items").await;
    assert_eq!((unsigned.status, unsigned.body.len()), (StatusCode::UNAUTHORIZED, 0));
    let wrong = client.send(Method::GET, "/System/Info", &[("x-emby-token", "00000000000000000000000000000000")], None).await;
    assert_eq!((wrong.status, wrong.body.len()), (StatusCode::UNAUTHORIZED, 0));
    // A token that is none does no harm where none is needed.
    let open = client.send(Method::GET, "/System/Info/Public", &[("x-emby-token", "nonsense")], None).await;
    assert_eq!(open.status, StatusCode::OK);

    client.sign_in("plain").await;
    let forbidden = client.get("/Devices").await;
    assert_eq!((forbidden.status, forbidden.body.len()), (StatusCode::FORBIDDEN, 0));
    let admin = fixture.admin().await;
    for path in [format!("/Users/{}/Items", admin.user), format!("/Items?userId={}", admin.user), format!("/UserItems/Resume?userId={}", admin.user)] {
        assert_eq!(client.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[actix_web::test]
async fn a_login_says_everything_that_clients_need() {
    let fixture = Fixture::set_up().await;
    let client = fixture.client().await;
    let body = json!({ "username": "admin", "pw": crate::fixture::PASSWORD });
    let answer = client.send(Method::POST, "/users/authenticatebyname", &[("authorization", &identity("d", ""))], Some(body)).await.json();
    assert_eq!(answer["User"]["Name"], "admin");
    assert_eq!(answer["User"]["Policy"]["IsAdministrator"], true);
    assert_eq!(answer["SessionInfo"]["Capabilities"]["SupportsPersistentIdentifier"], true);
    assert_eq!(answer["SessionInfo"]["DeviceId"], "d");
    assert_eq!(answer["ServerId"], client.get("/System/Info/Public").await.json()["Id"]);
    assert_eq!(text(&answer["AccessToken"]).len(), 32);

    let nameless = client
        .send(Method::POST, "/Users/AuthenticateByName", &[("authorization", "MediaBrowser Client=\"t\"")], Some(json!({ "Username": "admin", "Pw": "x" })))
        .await;
    assert_eq!(nameless.status, StatusCode::BAD_REQUEST);
    let wrong =
        client.send(Method::POST, "/Users/AuthenticateByName", &[("authorization", &identity("d", ""))], Some(json!({ "Username": "admin", "Pw": "x" }))).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn signing_out_ends_the_token() {
    let fixture = Fixture::set_up().await;
    let client = fixture.admin().await;
    assert_eq!(client.post("/Sessions/Logout", json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/Users/Me").await.status, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn a_code_typed_elsewhere_signs_in() {
    let fixture = Fixture::set_up().await;
    let client = fixture.admin().await;
    let tv = [("authorization", "MediaBrowser Client=\"tv\", Device=\"tv\", DeviceId=\"tv\", Version=\"1\"")];
    let begun = client.send(Method::POST, "/QuickConnect/Initiate", &tv, None).await.json();
    assert_eq!(begun["Authenticated"], false);
    let state = format!("/QuickConnect/Connect?Secret={}", text(&begun["Secret"]));
    assert_eq!(client.send(Method::GET, &state, &[], None).await.json()["Authenticated"], false);
    assert_eq!(client.post(&format!("/QuickConnect/Authorize?code={}", text(&begun["Code"])), json!({})).await.json(), json!(true));
    assert_eq!(client.send(Method::GET, &state, &[], None).await.json()["Authenticated"], true);
    let signed_in = client.send(Method::POST, "/Users/AuthenticateWithQuickConnect", &[], Some(json!({ "Secret": begun["Secret"] }))).await.json();
    assert_eq!((&signed_in["User"]["Name"], &signed_in["SessionInfo"]["DeviceId"]), (&json!("admin"), &json!("tv")));
    assert_eq!(client.post("/QuickConnect/Authorize?code=000000", json!({})).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn older_forms_of_a_token_can_be_switched_off() {
    let fixture = Fixture::set_up().await;
    let client = fixture.admin().await;
    let status = async |headers: &[(&'static str, &str)], path: &str| client.send(Method::GET, path, headers, None).await.status;
    let token = client.token.clone();
    let (modern, older) = (format!("MediaBrowser Token=\"{token}\""), format!("Emby Token=\"{token}\""));
    for (taken, expected) in [(false, StatusCode::UNAUTHORIZED), (true, StatusCode::OK)] {
        let saved = client.post("/System/Configuration", json!({ "EnableLegacyAuthorization": taken })).await.status;
        assert_eq!(saved, StatusCode::NO_CONTENT);
        assert_eq!(status(&[("x-emby-token", &token)], "/Users/Me").await, expected);
        assert_eq!(status(&[("authorization", &older)], "/Users/Me").await, expected);
        assert_eq!(status(&[], &format!("/Users/Me?api_key={token}")).await, expected);
        assert_eq!(status(&[("authorization", &modern)], "/Users/Me").await, StatusCode::OK);
        assert_eq!(status(&[], &format!("/Users/Me?ApiKey={token}")).await, StatusCode::OK);
    }
}
