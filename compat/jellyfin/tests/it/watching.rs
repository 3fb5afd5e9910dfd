//! What players report, and what comes of it on a home screen.

use actix_web::http::StatusCode;
use serde_json::json;

use crate::fixture::{Fixture, text};

#[actix_web::test]
async fn what_is_begun_can_be_gone_on_with() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    client.post("/System/Configuration", json!({ "MinResumeDurationSeconds": 1 })).await;
    let film = client.id("Movie", "Amber Road").await;
    for (path, position) in [("/Sessions/Playing", 0), ("/Sessions/Playing/Progress", 30_000_000), ("/Sessions/Playing/Stopped", 40_000_000)] {
        let body = json!({ "ItemId": film, "MediaSourceId": film, "PositionTicks": position, "PlaySessionId": "p", "CanSeek": true });
        assert_eq!(client.post(path, body).await.status, StatusCode::NO_CONTENT, "{path}");
    }
    let data = client.get(&format!("/UserItems/{film}/UserData")).await.json();
    assert_eq!((&data["PlaybackPositionTicks"], &data["Played"], &data["PlayCount"]), (&json!(40_000_000), &json!(false), &json!(1)));
    assert!((data["PlayedPercentage"].as_f64().expect("a share") - 50.0).abs() < 1.0);
    let resume = client.get("/UserItems/Resume?mediaTypes=Video").await.json();
    assert_eq!((&resume["Items"][0]["Id"], &resume["TotalRecordCount"]), (&json!(film), &json!(1)));
    assert_eq!(client.get("/Users/{me}/Items/Resume?MediaTypes=Video").await.json(), resume);

    let played = client.post(&format!("/Users/{{me}}/PlayedItems/{film}"), json!({})).await.json();
    assert_eq!((&played["Played"], &played["PlaybackPositionTicks"]), (&json!(true), &json!(0)));
    assert_eq!(client.get("/UserItems/Resume").await.json()["Items"], json!([]));
    assert_eq!(client.delete(&format!("/UserPlayedItems/{film}")).await.json()["Played"], false);
}

#[actix_web::test]
async fn the_next_episode_follows_the_last_played() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    assert_eq!(client.get("/Shows/NextUp").await.json()["Items"], json!([]));
    let first = client.id("Episode", "Dusk").await;
    client.post(&format!("/UserPlayedItems/{first}"), json!({})).await;
    assert_eq!(client.get("/Shows/NextUp?userId={me}").await.json()["Items"][0]["Name"], "Ember");
    let series = client.item("Series", "Candle Hill").await;
    assert_eq!((&series["UserData"]["UnplayedItemCount"], &series["UserData"]["PlayedPercentage"]), (&json!(1), &json!(50.0)));
}

#[actix_web::test]
async fn favourites_and_reports_of_older_clients() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Blue Field").await;
    assert_eq!(client.post(&format!("/UserFavoriteItems/{film}"), json!({})).await.json()["IsFavorite"], true);
    assert_eq!(client.get("/Items?filters=IsFavorite&recursive=true").await.json()["Items"][0]["Id"], json!(film));
    assert_eq!(client.delete(&format!("/Users/{{me}}/FavoriteItems/{film}")).await.json()["IsFavorite"], false);
    assert_eq!(client.post(&format!("/Users/{{me}}/PlayingItems/{film}?mediaSourceId={film}"), json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.delete(&format!("/PlayingItems/{film}?positionTicks=40000000")).await.status, StatusCode::NO_CONTENT);
    let data = client.get(&format!("/Users/{{me}}/Items/{film}/UserData")).await.json();
    assert_eq!((&data["Played"], &data["PlayCount"]), (&json!(true), &json!(1)));
    assert_eq!(client.post("/Sessions/Playing/Progress", json!({ "ItemId": film, "PositionTicks": -1 })).await.status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn sessions_say_what_is_played() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Amber Road").await;
    client.post("/Sessions/Capabilities/Full", json!({ "PlayableMediaTypes": ["Video"], "SupportedCommands": ["Play"], "SupportsMediaControl": true })).await;
    client
        .post("/Sessions/Playing", json!({ "ItemId": film, "PositionTicks": 10_000_000, "IsPaused": true, "VolumeLevel": 80, "PlayMethod": "DirectPlay" }))
        .await;
    let session = client.get("/Sessions?deviceId=device").await.json()[0].clone();
    assert_eq!((&session["Client"], &session["PlayableMediaTypes"], &session["SupportsMediaControl"]), (&json!("tests"), &json!(["Video"]), &json!(true)));
    assert_eq!(
        (&session["NowPlayingItem"]["Name"], &session["PlayState"]["IsPaused"], &session["PlayState"]["VolumeLevel"]),
        (&json!("Amber Road"), &json!(true), &json!(80))
    );
    // Nobody listens: no remote control. A session that is not there is told so.
    assert_eq!(session["SupportsRemoteControl"], false);
    assert_eq!(client.post(&format!("/Sessions/{}/Playing/Pause", text(&session["Id"])), json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.post("/Sessions/nonsense/Message", json!({ "Text": "hi" })).await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.post(&format!("/Sessions/{}/Command/Explode", text(&session["Id"])), json!({})).await.status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn whoever_is_in_no_group_steers_none() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    assert_eq!(client.post("/SyncPlay/Pause", json!({})).await.status, StatusCode::FORBIDDEN);
    let group = client.post("/SyncPlay/New", json!({ "GroupName": "Night" })).await.json()["GroupId"].clone();
    assert_eq!(client.get("/SyncPlay/List").await.json()[0]["GroupId"], group);
    assert_eq!(client.post("/SyncPlay/Leave", json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.post("/SyncPlay/Pause", json!({})).await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.get("/SyncPlay/List").await.json(), json!([]));
}
