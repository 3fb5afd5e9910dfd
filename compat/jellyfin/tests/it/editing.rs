//! What the metadata editor and the dashboard change, and the folders and sums that are Jellyfin's only.

use actix_web::http::{Method, StatusCode};
use serde_json::json;

use crate::fixture::{Fixture, identity, text};

#[actix_web::test]
async fn the_editor_sends_the_whole_item_back() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let id = client.id("Movie", "Amber Road").await;
    let mut film = client.get(&format!("/Items/{id}")).await.json();
    film["Name"] = json!("Amber Way");
    film["Genres"] = json!(["Western"]);
    film["LockData"] = json!(true);
    film["LockedFields"] = json!(["Name"]);
    assert_eq!(client.post(&format!("/Items/{id}"), film.clone()).await.status, StatusCode::NO_CONTENT);
    let after = client.get(&format!("/Items/{id}")).await.json();
    for name in
        ["Name", "Genres", "LockData", "LockedFields", "Overview", "People", "Studios", "ProviderIds", "ProductionYear", "OfficialRating", "MediaStreams"]
    {
        assert_eq!(after[name], film[name], "{name}");
    }
    assert_eq!(client.get(&format!("/Items/{id}/MetadataEditor")).await.json()["ExternalIdInfos"][0]["Key"], "Imdb");
    assert_eq!(client.post(&format!("/Items/{id}"), json!({ "CommunityRating": 99 })).await.status, StatusCode::BAD_REQUEST);

    fixture.user("plain", Default::default()).await;
    let mut plain = fixture.client().await;
    plain.sign_in("plain").await;
    assert_eq!(plain.post(&format!("/Items/{id}"), json!({ "Name": "x" })).await.status, StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn pictures_are_uploaded_as_base64_and_taken_away() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let id = client.id("Movie", "Blue Field").await;
    let picture = std::fs::read(fixture.media.join("movies/Amber Road (2001)/poster.jpg")).expect("a picture");
    let path = format!("/Items/{id}/Images/Thumb");
    let upload = |method: Method, path: String, body: String| {
        let (client, identity) = (&client, identity("device", &client.token));
        async move { client.send_text(method, &path, &[("authorization", &identity), ("content-type", "image/jpeg")], body).await }
    };
    let encoded = base64(&picture);
    assert_eq!(upload(Method::POST, path.clone(), encoded.clone()).await.status, StatusCode::NO_CONTENT);
    let shown = client.get(&path).await;
    assert_eq!((shown.header("content-type"), shown.body == picture), ("image/jpeg", true));
    let listed = client.get(&format!("/Items/{id}/Images")).await.json();
    assert!(listed.as_array().expect("pictures").iter().any(|image| image["ImageType"] == "Thumb"), "{listed}");
    assert_eq!(upload(Method::POST, path.clone(), base64(b"text")).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(client.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get(&path).await.status, StatusCode::NOT_FOUND);

    let own = format!("/UserImage?userId={}", client.user);
    assert_eq!(upload(Method::POST, own.clone(), encoded).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get(&own).await.header("content-type"), "image/jpeg");
    assert_eq!(client.delete(&own).await.status, StatusCode::NO_CONTENT);
}

#[actix_web::test]
async fn large_files_are_taken_in_and_larger_ones_refused_in_words() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Blue Field").await;
    let identity = identity("device", &client.token);
    // A decoder stops at a picture's end.
    let mut picture = std::fs::read(fixture.media.join("movies/Amber Road (2001)/poster.jpg")).expect("a picture");
    picture.resize(25 << 20, 0);
    let send = |path: String, kind: &'static str, body: String| {
        let (client, identity) = (&client, &identity);
        async move { client.send_text(Method::POST, &path, &[("authorization", identity), ("content-type", kind)], body).await }
    };
    let path = format!("/Items/{film}/Images/Thumb");
    assert_eq!(send(path.clone(), "image/jpeg", base64(&picture)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get(&path).await.body.len(), picture.len());
    let refused = send(path, "image/jpeg", "A".repeat(44 << 20)).await;
    assert_eq!((refused.status, &refused.json()["title"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("Payload Too Large")));

    let path = format!("/Videos/{film}/Subtitles");
    let line = "1\n00:00:01,000 --> 00:00:02,000\nA line\n\n";
    let subtitle = |size: usize| json!({ "Language": "eng", "Format": "srt", "Data": base64(&line.as_bytes().repeat(size / line.len())) });
    assert_eq!(client.post(&path, subtitle(4 << 20)).await.status, StatusCode::NO_CONTENT);
    let refused = client.post(&path, subtitle(21 << 20)).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.json()["errors"][""][0].as_str().expect("words").contains("bytes"));
    // What holds no file needs no such room.
    assert_eq!(client.post("/Sessions/Capabilities/Full", json!({ "Data": "A".repeat(3 << 20) })).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[actix_web::test]
async fn a_playlist_is_the_sum_of_what_is_in_it() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Amber Road").await;
    let made = client.post("/Playlists", json!({ "Name": "Mine", "Ids": [film], "UserId": client.user })).await.json();
    let list = client.get(&format!("/Items/{}", text(&made["Id"]))).await.json();
    assert_eq!((&list["Genres"], &list["MediaType"], &list["OfficialRating"]), (&json!(["Drama"]), &json!("Video"), &json!("PG-13")));
    assert_eq!((&list["ChildCount"], &list["RecursiveItemCount"], &list["UserData"]["UnplayedItemCount"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!(list["CumulativeRunTimeTicks"], client.get(&format!("/Items/{film}")).await.json()["RunTimeTicks"]);
    assert!(list["ImageTags"]["Primary"].is_string());

    let folder = text(&list["ParentId"]);
    assert_eq!(client.get(&format!("/Items/{folder}")).await.json()["Type"], "ManualPlaylistsFolder");
    assert_eq!(client.get(&format!("/Items?parentId={folder}")).await.json()["Items"][0]["Id"], list["Id"]);
    let folders = client.get("/Library/MediaFolders").await.json();
    assert!(folders["Items"].as_array().expect("folders").iter().any(|one| one["Id"] == list["ParentId"]), "{folders}");
}

#[actix_web::test]
async fn what_happened_is_told_in_words() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Amber Road").await;
    assert_eq!(client.post("/Sessions/Playing", json!({ "ItemId": film })).await.status, StatusCode::NO_CONTENT);
    let log = client.get("/System/ActivityLog/Entries?limit=2&hasUserId=true").await.json();
    assert_eq!(log["TotalRecordCount"], 3);
    assert_eq!(log["Items"][0]["Name"], "admin is playing Amber Road on a test");
    assert_eq!((&log["Items"][0]["ItemId"], &log["Items"][0]["UserId"]), (&json!(film), &json!(client.user)));
    let of = |query: &str| {
        let path = format!("/System/ActivityLog/Entries?{query}");
        let client = &client;
        async move { client.get(&path).await.json() }
    };
    assert_eq!(of("type=AuthenticationSucceeded").await["TotalRecordCount"], 1);
    assert_eq!(of(&format!("itemId={film}")).await["Items"][0]["Name"], log["Items"][0]["Name"]);
    assert_eq!(of("maxDate=2001-01-01T00:00:00Z").await["Items"], json!([]));
    assert_eq!(of("severity=Error").await["TotalRecordCount"], 0);
    let oldest_first = of("sortBy=DateCreated&sortOrder=Ascending&limit=1&startIndex=2&hasUserId=true").await;
    assert_eq!((&oldest_first["Items"][0]["Id"], &oldest_first["TotalRecordCount"]), (&log["Items"][0]["Id"], &json!(3)));
    assert_eq!((&log["Items"][1]["Type"], &log["Items"][1]["Severity"]), (&json!("AuthenticationSucceeded"), &json!("Information")));
}

#[actix_web::test]
async fn times_of_scans_and_catalogues_are_kept() {
    let fixture = Fixture::set_up().await;
    let client = fixture.admin().await;
    let task = client.get("/ScheduledTasks").await.json()[0].clone();
    assert_eq!(task["Triggers"], json!([{ "Type": "IntervalTrigger", "IntervalTicks": 432_000_000_000_u64 }]));
    let path = format!("/ScheduledTasks/{}/Triggers", text(&task["Id"]));
    let weekly = json!([{ "Type": "WeeklyTrigger", "DayOfWeek": "Saturday", "TimeOfDayTicks": 36_000_000_000_u64 }]);
    assert_eq!(client.post(&path, weekly.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/ScheduledTasks").await.json()[0]["Triggers"], weekly);
    assert_eq!(client.post(&path, json!([{ "Type": "IntervalTrigger", "IntervalTicks": 1 }])).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(client.post(&path, json!([{ "Type": "SometimesTrigger" }])).await.status, StatusCode::BAD_REQUEST);

    let repositories = json!([{ "Name": "Own", "Url": "http://127.0.0.1/manifest.json", "Enabled": true }]);
    assert_eq!(client.post("/Repositories", repositories.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/Repositories").await.json(), repositories);
}

#[actix_web::test]
async fn what_is_not_there_is_404_and_who_may_not_ask_403() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    fixture.user("plain", Default::default()).await;
    let mut plain = fixture.client().await;
    plain.sign_in("plain").await;
    let film = client.id("Movie", "Amber Road").await;
    for path in [format!("/Videos/{film}/hls/1/0.ts"), "/LiveTv/ListingProviders/Lineups".into()] {
        assert_eq!(plain.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(plain.get("/LiveTv/Timers/Defaults").await.json()["Type"], "SeriesTimer");
    for path in ["/LiveTv/Timers", "/LiveTv/TunerHosts", "/Packages/Installed/x", &format!("/Items/{film}/RemoteImages/Download"), "/Repositories"] {
        assert_eq!(plain.post(path, json!({})).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for path in ["/LiveTv/Timers", "/LiveTv/TunerHosts", "/Packages/Installed/x", &format!("/Items/{film}/RemoteImages/Download")] {
        assert_eq!(client.post(path, json!({})).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[actix_web::test]
async fn a_chosen_search_result_is_taken_over() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Blue Field").await;
    let result = json!({ "Name": "Blue Meadow", "ProductionYear": 2011, "ProviderIds": { "Imdb": "tt0000002" }, "SearchProviderName": "somewhere" });
    assert_eq!(client.post(&format!("/Items/RemoteSearch/Apply/{film}"), result).await.status, StatusCode::NO_CONTENT);
    let after = client.get(&format!("/Items/{film}")).await.json();
    assert_eq!((&after["Name"], &after["ProductionYear"], &after["ProviderIds"]["Imdb"]), (&json!("Blue Meadow"), &json!(2011), &json!("tt0000002")));
}

/// Padded, as browsers send it.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let all = chunk.iter().chain([0, 0].iter()).take(3).fold(0usize, |all, byte| all << 8 | usize::from(*byte));
        let letters = (0..4).map(|at| if at <= chunk.len() { char::from(LETTERS[all >> (18 - 6 * at) & 63]) } else { '=' });
        text.extend(letters);
    }
    text
}

#[actix_web::test]
async fn a_backup_is_made_listed_and_found_by_its_name() {
    let fixture = Fixture::set_up().await;
    let client = fixture.admin().await;
    assert_eq!(client.get("/Backup").await.json(), json!([]));
    let made = client.post("/Backup/Create", json!({ "Database": true })).await.json();
    let path = text(&made["Path"]);
    assert_eq!(&std::fs::read(&path).expect("the backup")[..15], b"SQLite format 3");
    assert_eq!(client.get("/Backup").await.json(), json!([made]));
    assert_eq!(client.get(&format!("/Backup/Manifest?path={path}")).await.json(), made);
    assert_eq!(client.get("/Backup/Manifest?path=/etc/passwd").await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.get("/Backup/Manifest").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(client.post("/Backup/Restore", json!({ "ArchiveFileName": path })).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(client.post("/Backup/Restore", json!({ "ArchiveFileName": "other.zip" })).await.status, StatusCode::NOT_FOUND);
}
