//! Lists and items, in the shapes that clients expect.

use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};
use walros_model::user::Policy;

use crate::fixture::{Fixture, text};

fn names(answer: &Value) -> Vec<String> {
    answer["Items"].as_array().expect("items").iter().map(|item| text(&item["Name"])).collect()
}

#[actix_web::test]
async fn episodes_from_one_on_and_around_one() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let series = client.id("Series", "Candle Hill").await;
    let all = client.get(&format!("/Shows/{series}/Episodes")).await.json();
    let ids: Vec<&serde_json::Value> = all["Items"].as_array().expect("episodes").iter().map(|one| &one["Id"]).collect();
    let last = text(ids.last().expect("an episode"));
    let from = client.get(&format!("/Shows/{series}/Episodes?startItemId={last}&limit=1")).await.json();
    assert_eq!((&from["Items"][0]["Id"], &from["TotalRecordCount"]), (&json!(last), &json!(1)));
    let around = client.get(&format!("/Shows/{series}/Episodes?adjacentTo={last}")).await.json();
    let found: Vec<&serde_json::Value> = around["Items"].as_array().expect("episodes").iter().map(|one| &one["Id"]).collect();
    assert_eq!(found, ids[ids.len() - 2..]);
}

#[actix_web::test]
async fn libraries_and_their_films() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let views = client.get("/UserViews?userId={me}").await.json();
    assert_eq!(names(&views), ["Movies", "Music", "Shows"]);
    let movies = &views["Items"][0];
    assert_eq!((&movies["Type"], &movies["CollectionType"], &movies["IsFolder"]), (&json!("CollectionFolder"), &json!("movies"), &json!(true)));
    assert_eq!(client.get("/Users/{me}/Views").await.json(), views);

    let id = text(&movies["Id"]);
    let page = client.get(&format!("/Items?parentId={id}&sortBy=SortName&sortOrder=Descending&limit=1")).await.json();
    assert_eq!((names(&page), &page["TotalRecordCount"], &page["StartIndex"]), (vec!["Blue Field".to_owned()], &json!(2), &json!(0)));
    assert_eq!(client.get(&format!("/USERS/{{me}}/items/?PARENTID={id}&SORTBY=SortName&SORTORDER=Descending&LIMIT=1")).await.json(), page);
}

#[actix_web::test]
async fn lists_are_lean_and_single_items_are_not() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let listed = client.get("/Items?recursive=true&includeItemTypes=Movie&searchTerm=amber").await.json()["Items"][0].clone();
    for gone in ["Overview", "MediaSources", "Path", "People", "Genres", "SortName", "DateCreated"] {
        assert!(listed.get(gone).is_none(), "{gone}");
    }
    assert_eq!((&listed["ChannelId"], &listed["Container"], &listed["HasSubtitles"]), (&Value::Null, &json!("mkv"), &json!(true)));
    assert!(listed["ImageBlurHashes"]["Primary"].is_object() && listed["BackdropImageTags"] == json!([]));

    let asked =
        client.get("/Items?recursive=true&includeItemTypes=Movie&searchTerm=amber&fields=Overview,Genres&enableImages=false&enableUserData=false").await.json()
            ["Items"][0]
            .clone();
    assert_eq!((&asked["Overview"], &asked["Genres"]), (&json!("A long way."), &json!(["Drama"])));
    assert!(asked["ImageTags"] == json!({}) && asked.get("UserData").is_none());

    let id = text(&listed["Id"]);
    let whole = client.get(&format!("/Items/{id}")).await.json();
    assert_eq!(client.get(&format!("/Users/{{me}}/Items/{id}")).await.json(), whole);
    assert_eq!(whole["People"][0]["Name"], "Evan Glow");
    assert_eq!(whole["ExternalUrls"], json!([{ "Name": "IMDb", "Url": "https://www.imdb.com/title/tt0000001" }]));
    assert_eq!((&whole["Chapters"][0]["Name"], &whole["Chapters"][0]["StartPositionTicks"]), (&json!("Setting out"), &json!(0)));
    let source = &whole["MediaSources"][0];
    assert_eq!((&source["Id"], &source["Protocol"], &source["Container"]), (&json!(id), &json!("File"), &json!("mkv")));
    let titles: Vec<_> = source["MediaStreams"].as_array().expect("streams").iter().map(|stream| text(&stream["DisplayTitle"])).collect();
    assert_eq!(titles[0], "English - SUBRIP - External");
    assert!(titles[1].starts_with("180p H264") || titles[1].starts_with("240p H264"), "{titles:?}");
    assert_eq!(whole["UserData"]["ItemId"], json!(id));
}

#[actix_web::test]
async fn series_seasons_and_episodes() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let series = client.id("Series", "Candle Hill").await;
    let seasons = client.get(&format!("/Shows/{series}/Seasons")).await.json();
    assert_eq!((names(&seasons), &seasons["Items"][0]["IndexNumber"]), (vec!["Season 1".to_owned()], &json!(1)));
    let season = text(&seasons["Items"][0]["Id"]);
    let episodes = client.get(&format!("/Shows/{series}/Episodes?seasonId={season}")).await.json();
    assert_eq!(names(&episodes), ["Dusk", "Ember"]);
    let first = &episodes["Items"][0];
    assert_eq!(
        (&first["SeriesName"], &first["SeasonId"], &first["ParentIndexNumber"], &first["IndexNumber"]),
        (&json!("Candle Hill"), &json!(season), &json!(1), &json!(1))
    );
    let ancestors = client.get(&format!("/Items/{}/Ancestors", text(&first["Id"]))).await.json();
    let kinds: Vec<_> = ancestors.as_array().expect("an array").iter().map(|item| text(&item["Type"])).collect();
    assert_eq!(kinds, ["Season", "Series", "CollectionFolder", "UserRootFolder"]);
    let unknown = client.get("/Shows/00000000000000000000000000000001/Seasons").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn names_lead_to_what_they_are_on() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let person = client.get("/Persons/evan%20glow").await.json();
    assert_eq!((&person["Type"], &person["MovieCount"], &person["Genres"]), (&json!("Person"), &json!(1), &json!([])));
    let films = client.get(&format!("/Items?recursive=true&personIds={}", text(&person["Id"]))).await.json();
    assert_eq!(names(&films), ["Amber Road"]);
    assert_eq!(names(&client.get("/Genres?includeItemTypes=Movie").await.json()), ["Drama"]);
    assert_eq!(names(&client.get("/Artists/AlbumArtists").await.json()), ["The Dunes"]);
    let filters = client.get("/Items/Filters?includeItemTypes=Movie").await.json();
    assert_eq!((&filters["OfficialRatings"], &filters["Years"]), (&json!(["PG-13"]), &json!([2001, 2010])));
}

#[actix_web::test]
async fn songs_have_their_words() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let song = client.item("Audio", "First Light").await;
    assert_eq!((&song["Album"], &song["AlbumArtist"], &song["HasLyrics"]), (&json!("Evening"), &json!("The Dunes"), &json!(true)));
    let lyrics = client.get(&format!("/Audio/{}/Lyrics", text(&song["Id"]))).await.json();
    assert_eq!(lyrics["Lyrics"][1], json!({ "Text": "It is light", "Start": 15_000_000, "Cues": [] }));
    let silent = client.id("Audio", "Last Light").await;
    assert_eq!(client.get(&format!("/Audio/{silent}/Lyrics")).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn pictures_need_no_token_and_come_in_any_size() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Amber Road").await;
    let picture = |query: &'static str| {
        let path = format!("/Items/{film}/Images/Primary{query}");
        let client = &client;
        async move { client.send(Method::GET, &path, &[], None).await }
    };
    let original = picture("?tag=x").await;
    assert_eq!(
        (original.status, original.header("content-type"), original.header("cache-control")),
        (StatusCode::OK, "image/jpeg", "public, max-age=31536000, immutable")
    );
    let small = picture("?maxWidth=50&format=Webp").await;
    assert_eq!((small.header("content-type"), &small.body[..4]), ("image/webp", b"RIFF".as_slice()));
    let known = format!("/Items/{film}/Images/Primary?tag=x");
    let again = client.send(Method::GET, &known, &[("if-none-match", original.header("etag"))], None).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(client.send(Method::GET, &format!("/Items/{film}/Images/Logo"), &[], None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.send(Method::GET, &format!("/Items/{film}/Images/Nonsense"), &[], None).await.status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn bad_requests_are_told_so() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    for (path, status) in [
        ("/Items/00000000000000000000000000000001", StatusCode::NOT_FOUND),
        ("/Items/not-a-guid", StatusCode::BAD_REQUEST),
        ("/Items?limit=ten", StatusCode::BAD_REQUEST),
        ("/Items?userId=me", StatusCode::BAD_REQUEST),
        ("/Items?filters=IsPlayed,IsUnplayed", StatusCode::BAD_REQUEST),
        ("/System/Configuration/nonsense", StatusCode::NOT_FOUND),
        ("/No/Such/Thing", StatusCode::NOT_FOUND),
        ("/Persons/Nobody", StatusCode::NOT_FOUND),
    ] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        let problem = status == StatusCode::BAD_REQUEST;
        assert_eq!(
            answer.header("content-type").starts_with("application/problem+json"),
            problem || path.contains("Items") || path.contains("Configuration") || path.contains("Persons"),
            "{path}"
        );
    }
    assert!(client.get("/No/Such/Thing").await.body.is_empty());
    let broken = client.send(Method::POST, "/Sessions/Playing", &[("x-emby-token", &client.token), ("content-type", "application/json")], None).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn settings_go_round_with_members_nobody_knows() {
    let fixture = Fixture::set_up().await;
    let client = fixture.admin().await;
    let mut whole = client.get("/System/Configuration").await.json();
    whole["MinResumeDurationSeconds"] = json!(10);
    whole["SomethingNew"] = json!({ "a": [1] });
    assert_eq!(client.post("/System/Configuration", whole.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/System/Configuration").await.json(), whole);
    assert_eq!(fixture.engine.system.resume_rules().min_runtime.as_secs(), 10);

    let preferences = json!({ "SortBy": "DateCreated", "CustomPrefs": { "homesection0": "resume", "n": null } });
    assert_eq!(client.post("/DisplayPreferences/usersettings?client=emby", preferences).await.status, StatusCode::NO_CONTENT);
    let kept = client.get("/DisplayPreferences/usersettings?client=emby").await.json();
    assert_eq!(
        (&kept["SortBy"], &kept["CustomPrefs"]["homesection0"], &kept["CustomPrefs"]["chromecastVersion"]),
        (&json!("DateCreated"), &json!("resume"), &json!("stable"))
    );
    assert_eq!(client.get("/DisplayPreferences/usersettings?client=other").await.json()["SortBy"], "SortName");
}

#[actix_web::test]
async fn playlists_and_collections() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let (film, other) = (client.id("Movie", "Amber Road").await, client.id("Movie", "Blue Field").await);
    let made = client.post("/Playlists", json!({ "Name": "Mine", "Ids": [film, other], "UserId": client.user, "MediaType": "Video" })).await.json();
    let list = text(&made["Id"]);
    let items = client.get(&format!("/Playlists/{list}/Items")).await.json();
    assert_eq!(names(&items), ["Amber Road", "Blue Field"]);
    let entry = text(&items["Items"][1]["PlaylistItemId"]);
    assert_eq!(client.post(&format!("/Playlists/{list}/Items/{entry}/Move/0"), json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(names(&client.get(&format!("/Playlists/{list}/Items")).await.json()), ["Blue Field", "Amber Road"]);
    assert_eq!(client.delete(&format!("/Playlists/{list}/Items?entryIds={entry}")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get(&format!("/Playlists/{list}")).await.json()["ItemIds"], json!([film]));

    let set = text(&client.post(&format!("/Collections?name=Set&ids={film}"), json!({})).await.json()["Id"]);
    assert_eq!(names(&client.get(&format!("/Items?parentId={set}")).await.json()), ["Amber Road"]);
    assert_eq!(names(&client.get(&format!("/Items/{film}/Collections")).await.json()), ["Set"]);
    for id in [&list, &set] {
        assert_eq!(client.delete(&format!("/Items/{id}")).await.status, StatusCode::NO_CONTENT);
        assert_eq!(client.get(&format!("/Items/{id}")).await.status, StatusCode::NOT_FOUND);
    }
    assert!(fixture.media.join("movies/Amber Road (2001)/Amber Road (2001).mkv").is_file());
}

#[actix_web::test]
async fn a_playlist_is_shared_with_who_is_there() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    fixture.user("Bea", Policy::default()).await;
    let bea =
        client.get("/Users").await.json().as_array().expect("users").iter().find(|user| user["Name"] == "Bea").map(|user| text(&user["Id"])).expect("Bea");
    let stranger = "5f1c6a0e0d9b4c0ba5a1f3a7c1d2e3f4";
    let with = |user: &str, can_edit: bool| json!({ "UserId": user, "CanEdit": can_edit });
    let users = json!([with(&bea, false), with(stranger, true), with(&bea, true)]);
    let made = client.post("/Playlists", json!({ "Name": "Ours", "Users": users })).await;
    let list = text(&made.json()["Id"]);
    assert_eq!(client.get(&format!("/Playlists/{list}/Users")).await.json(), json!([with(&bea, true)]), "the last word holds");
    assert_eq!(client.post(&format!("/Playlists/{list}"), json!({ "Users": [with(stranger, true)] })).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get(&format!("/Playlists/{list}/Users")).await.json(), json!([]));
}
