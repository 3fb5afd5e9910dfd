//! Pictures for seeking and of chapters, as players ask for them.

use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};
use walros_model::user::Policy;

use crate::fixture::{Fixture, text};

#[actix_web::test]
async fn a_player_finds_the_sheets_of_a_film() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Amber Road").await;
    let item = client.get(&format!("/Items/{film}")).await.json();
    let layout = json!({ "Width": 320, "Height": 180, "TileWidth": 10, "TileHeight": 10, "ThumbnailCount": 1, "Interval": 10_000, "Bandwidth": 9216 });
    assert_eq!(item["Trickplay"], json!({ film.as_str(): { "320": layout } }));
    let listed = client.get(&format!("/Items?ids={film}&fields=Trickplay")).await.json();
    assert_eq!(listed["Items"][0]["Trickplay"], item["Trickplay"]);
    assert!(client.get("/Items?recursive=true&includeItemTypes=Movie").await.json()["Items"][0].get("Trickplay").is_none());

    let sheet = client.get(&format!("/Videos/{film}/Trickplay/320/0.jpg?mediaSourceId={film}")).await;
    assert_eq!((sheet.status, sheet.header("content-type")), (StatusCode::OK, "image/jpeg"));
    assert!(sheet.body.starts_with(b"\xFF\xD8\xFF"));
    let path = format!("/Videos/{film}/Trickplay/320/0.jpg");
    assert_eq!(client.get(&path).await.body, sheet.body);
    let same = client.send(Method::GET, &path, &[("x-emby-token", &client.token), ("if-none-match", sheet.header("etag"))], None).await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);

    let list = client.get(&format!("/Videos/{film}/Trickplay/320/tiles.m3u8?mediaSourceId={film}")).await.text();
    assert!(list.contains("#EXT-X-IMAGES-ONLY") && list.contains("#EXT-X-TILES:RESOLUTION=320x180,LAYOUT=10x10,DURATION=10"), "{list}");
    let url = list.lines().find(|line| line.contains(".jpg")).expect("a sheet");
    assert_eq!(client.send(Method::GET, &format!("/Videos/{film}/Trickplay/320/{url}"), &[], None).await.body, sheet.body, "without a header");
}

#[actix_web::test]
async fn what_is_no_sheet_is_404_and_who_is_nobody_401() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let (film, track) = (client.id("Movie", "Amber Road").await, client.id("Audio", "First Light").await);
    let nobody = "00000000000000000000000000000001";
    for path in [
        format!("/Videos/{film}/Trickplay/320/1.jpg"),
        format!("/Videos/{film}/Trickplay/160/0.jpg"),
        format!("/Videos/{film}/Trickplay/160/tiles.m3u8"),
        format!("/Videos/{track}/Trickplay/320/0.jpg"),
        format!("/Videos/{nobody}/Trickplay/320/0.jpg"),
        format!("/Videos/{film}/Trickplay/320/0.jpg?mediaSourceId={nobody}"),
        format!("/Items/{film}/Images/Chapter/7"),
        format!("/Items/{track}/Images/Chapter/0"),
    ] {
        assert_eq!(client.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [format!("/Videos/{film}/Trickplay/320/x.jpg"), format!("/Videos/{film}/Trickplay/x/0.jpg"), "/Videos/x/Trickplay/320/0.jpg".to_owned()] {
        assert_eq!(client.get(&path).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
    for path in [format!("/Videos/{film}/Trickplay/320/0.jpg"), format!("/Videos/{film}/Trickplay/320/tiles.m3u8")] {
        assert_eq!(client.send(Method::GET, &path, &[], None).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    for (name, policy, status) in [
        ("onlooker", Policy { play: false, ..Policy::default() }, StatusCode::FORBIDDEN),
        ("stranger", Policy { libraries: Some(Vec::new()), ..Policy::default() }, StatusCode::NOT_FOUND),
    ] {
        fixture.user(name, policy).await;
        let mut other = fixture.client().await;
        other.sign_in(name).await;
        assert_eq!(other.get(&format!("/Videos/{film}/Trickplay/320/0.jpg")).await.status, status, "{name}");
    }
}

#[actix_web::test]
async fn chapters_have_pictures() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Amber Road").await;
    let item = client.get(&format!("/Items/{film}")).await.json();
    let chapter = &item["Chapters"][0];
    let tag = text(&chapter["ImageTag"]);
    assert_ne!(text(&chapter["ImageDateModified"])[..4], *"0001");
    let picture = client.send(Method::GET, &format!("/Items/{film}/Images/Chapter/0?maxWidth=160&tag={tag}&format=Jpg"), &[], None).await;
    assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/jpeg"));
    assert!(picture.header("cache-control").contains("immutable"));
    // An episode without artwork shows a frame of itself.
    let episode = client.item("Episode", "Dusk").await;
    let (id, tag) = (text(&episode["Id"]), text(&episode["ImageTags"]["Primary"]));
    let frame = client.send(Method::GET, &format!("/Items/{id}/Images/Primary?fillWidth=200&tag={tag}"), &[], None).await;
    assert_eq!(frame.status, StatusCode::OK);
    let infos = client.get(&format!("/Items/{id}/Images")).await.json();
    assert!(infos[0].get("Path").is_none() && infos[0]["Size"].as_u64().is_some_and(|size| size > 0), "{infos}");
}

#[actix_web::test]
async fn libraries_say_what_is_made_ahead_and_tasks_make_it() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let folder = client.get("/Library/VirtualFolders").await.json().as_array().expect("folders").iter().find(|folder| folder["Name"] == "Movies").cloned();
    let folder = folder.expect("the library");
    let mut options = folder["LibraryOptions"].clone();
    assert_eq!((&options["EnableTrickplayImageExtraction"], &options["EnableChapterImageExtraction"]), (&json!(false), &json!(false)));
    options["EnableTrickplayImageExtraction"] = json!(true);
    options["ExtractChapterImagesDuringLibraryScan"] = json!(true);
    assert_eq!(
        client.post("/Library/VirtualFolders/LibraryOptions", json!({ "Id": folder["ItemId"], "LibraryOptions": options })).await.status,
        StatusCode::NO_CONTENT
    );
    let after = client.get("/Library/VirtualFolders").await.json();
    let after = after.as_array().expect("folders").iter().find(|folder| folder["Name"] == "Movies").expect("the library");
    assert_eq!(after["LibraryOptions"], options);

    let tasks = client.get("/ScheduledTasks").await.json();
    let keys: Vec<&str> = tasks.as_array().expect("tasks").iter().filter_map(|task| task["Key"].as_str()).collect();
    assert_eq!(keys, ["RefreshLibrary", "RefreshTrickplayImages", "RefreshChapterImages", "MakeRenditions"]);
    let task = |key: &str| tasks.as_array().expect("tasks").iter().find(|task| task["Key"] == key).cloned().expect("the task");
    let trickplay = task("RefreshTrickplayImages");
    assert_eq!(trickplay["Triggers"], json!([{ "Type": "DailyTrigger", "TimeOfDayTicks": 108_000_000_000u64 }]));
    let id = text(&trickplay["Id"]);
    let film = client.id("Movie", "Blue Field").await;
    assert_eq!(client.post(&format!("/ScheduledTasks/Running/{id}"), Value::Null).await.status, StatusCode::NO_CONTENT);
    fixture.engine.tasks.ahead_made().await;
    assert_eq!(client.get(&format!("/ScheduledTasks/{id}")).await.json()["State"], "Idle");
    assert_eq!(client.delete(&format!("/ScheduledTasks/Running/{id}")).await.status, StatusCode::NO_CONTENT);
    let made = fixture.data.join("cache/trickplay").join(&film);
    assert_eq!(std::fs::read_dir(&made).into_iter().flatten().count(), 1, "{}", made.display());
    let chapters = text(&task("RefreshChapterImages")["Id"]);
    let weekly = json!([{ "Type": "WeeklyTrigger", "TimeOfDayTicks": 36_000_000_000u64, "DayOfWeek": "Sunday" }]);
    assert_eq!(client.post(&format!("/ScheduledTasks/{chapters}/Triggers"), weekly.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get(&format!("/ScheduledTasks/{chapters}")).await.json()["Triggers"], weekly);
    assert_eq!(client.get(&format!("/ScheduledTasks/{id}")).await.json()["Triggers"], trickplay["Triggers"], "each has its own");
}
