//! What clients put beside media and what they put together: subtitles, lyrics, versions; and who watches along.

use actix_web::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use walros_engine::Caller;
use walros_model::user::Policy;

use crate::fixture::{Fixture, identity, text};

async fn rescan(fixture: &Fixture) {
    fixture.engine.scans.start(&Caller::server(), None).await.expect("a scan");
    fixture.engine.scans.idle().await;
}

fn subtitles(item: &Value) -> Vec<Value> {
    let streams = item["MediaSources"][0]["MediaStreams"].as_array().expect("streams");
    streams.iter().filter(|stream| stream["Type"] == "Subtitle").cloned().collect()
}

#[actix_web::test]
async fn an_uploaded_subtitle_lies_beside_the_film_until_it_is_deleted() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Amber Road").await;
    let data = STANDARD.encode("1\n00:00:01,000 --> 00:00:02,000\nBonjour\n");
    let body = |format: &str| json!({ "Language": "fra", "Format": format, "IsForced": true, "IsHearingImpaired": false, "Data": data });
    assert_eq!(client.post(&format!("/Videos/{film}/Subtitles"), body("srt")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.post(&format!("/Videos/{film}/Subtitles"), body("srt")).await.status, StatusCode::NO_CONTENT);
    for format in ["exe", "", "../srt"] {
        assert_eq!(client.post(&format!("/Videos/{film}/Subtitles"), body(format)).await.status, StatusCode::BAD_REQUEST, "{format}");
    }
    fixture.engine.scans.idle().await;
    let folder = fixture.media.join("movies/Amber Road (2001)");
    let (first, second) = (folder.join("Amber Road (2001).fra.forced.srt"), folder.join("Amber Road (2001).fra.forced.2.srt"));
    assert!(first.is_file() && second.is_file(), "the second overwrites nothing");
    let found = subtitles(&client.item("Movie", "Amber Road").await);
    let french: Vec<&Value> = found.iter().filter(|stream| stream["Language"] == "fra" && stream["IsForced"] == true).collect();
    assert_eq!((found.len(), french.len()), (3, 2), "{found:?}");
    let index = french[0]["Index"].as_i64().expect("an index");
    let vtt = client.get(&format!("/Videos/{film}/{film}/Subtitles/{index}/0/Stream.vtt")).await;
    assert!(vtt.text().contains("Bonjour"), "{}", vtt.text());

    assert_eq!(client.delete(&format!("/Videos/{film}/Subtitles/{index}")).await.status, StatusCode::NO_CONTENT);
    fixture.engine.scans.idle().await;
    assert_eq!(subtitles(&client.item("Movie", "Amber Road").await).len(), 2);
    assert!(first.is_file() != second.is_file());
    // The film's own streams are no files.
    assert_eq!(client.delete(&format!("/Videos/{film}/Subtitles/3")).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn only_who_was_granted_it_adds_text_and_collections() {
    let fixture = Fixture::scanned().await;
    fixture.user("mia", Policy::default()).await;
    fixture.user("noa", Policy { subtitles: true, lyrics: true, collections: true, ..Policy::default() }).await;
    let client = fixture.admin().await;
    let (film, track) = (client.id("Movie", "Blue Field").await, client.id("Audio", "Last Light").await);
    let subtitle = json!({ "Language": "eng", "Format": "srt", "IsForced": false, "IsHearingImpaired": true, "Data": STANDARD.encode("1\n00:00:01,000 --> 00:00:02,000\nHi\n") });
    for (name, status) in [("mia", StatusCode::FORBIDDEN), ("noa", StatusCode::NO_CONTENT)] {
        let mut user = fixture.client().await;
        user.sign_in(name).await;
        assert_eq!(user.post(&format!("/Videos/{film}/Subtitles"), subtitle.clone()).await.status, status, "{name}");
        assert_eq!(user.delete(&format!("/Audio/{track}/Lyrics")).await.status, status, "{name}");
        let made = user.post("/Collections?name=Fields", json!({})).await.status;
        assert_eq!(made == StatusCode::OK, status == StatusCode::NO_CONTENT, "{name}: {made}");
        assert_eq!(user.delete(&format!("/Videos/{film}/Subtitles/0")).await.status, StatusCode::FORBIDDEN, "{name} deletes files");
    }
}

#[actix_web::test]
async fn lyrics_are_kept_for_a_track_and_the_file_beside_it_stays() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let track = client.id("Audio", "First Light").await;
    let beside = fixture.media.join("music/The Dunes/Evening (2003)/01 - First Light.lrc");
    let before = std::fs::read(&beside).expect("lyrics");
    let upload = async |path: &str, words: &str| {
        let headers = [("authorization", identity("device", &client.token)), ("content-type", "text/plain".to_owned())];
        let headers: Vec<(&'static str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        client.send_text(Method::POST, path, &headers, words.to_owned()).await
    };
    let path = format!("/Audio/{track}/Lyrics");
    let answer = upload(&format!("{path}?fileName=mine.lrc"), "[00:01.00]It was noon\n").await;
    assert_eq!((answer.status, &answer.json()["Lyrics"][0]["Text"]), (StatusCode::OK, &json!("It was noon")));
    assert_eq!(client.get(&path).await.json()["Lyrics"][0]["Start"], 10_000_000);
    assert_eq!(std::fs::read(&beside).expect("lyrics"), before, "nobody's file was overwritten");
    // Later ones take the place of those, of their own kind and of the other.
    for (name, words) in [("again.lrc", "[00:02.00]It was dusk\n"), ("again.txt", "It was night")] {
        assert_eq!(upload(&format!("{path}?fileName={name}"), words).await.status, StatusCode::OK);
        let kept = std::fs::read_dir(fixture.data.join("sidecars").join(&track)).expect("a folder").flatten();
        let kept: Vec<_> = kept.map(|entry| (entry.file_name(), std::fs::read_to_string(entry.path()).expect("text"))).collect();
        assert_eq!(kept, [(format!("media.{}", &name[6..]).into(), words.to_owned())]);
    }
    assert_eq!(upload(&format!("{path}?fileName=mine.exe"), "x").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(upload(&path, "x").await.status, StatusCode::BAD_REQUEST);

    let other = client.id("Audio", "Last Light").await;
    assert_eq!(client.item("Audio", "Last Light").await["HasLyrics"], false);
    assert_eq!(upload(&format!("/Audio/{other}/Lyrics?fileName=a.txt"), "Just words").await.status, StatusCode::OK);
    fixture.engine.scans.idle().await;
    assert_eq!(client.item("Audio", "Last Light").await["HasLyrics"], true);
    assert_eq!(client.delete(&format!("/Audio/{other}/Lyrics")).await.status, StatusCode::NO_CONTENT);
    fixture.engine.scans.idle().await;
    assert_eq!(client.item("Audio", "Last Light").await["HasLyrics"], false);
    assert_eq!(client.get(&format!("/Audio/{other}/Lyrics")).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn versions_put_together_survive_scans_and_a_main_file_that_is_away() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let (amber, blue) = (client.id("Movie", "Amber Road").await, client.id("Movie", "Blue Field").await);
    let names = async || {
        let all = client.get("/Items?recursive=true&includeItemTypes=Movie&sortBy=SortName&fields=MediaSourceCount").await.json();
        all["Items"].as_array().expect("items").iter().map(|item| text(&item["Name"])).collect::<Vec<_>>()
    };
    assert_eq!(client.post(&format!("/Videos/MergeVersions?ids={amber}"), json!({})).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(client.post(&format!("/Videos/MergeVersions?ids={amber},{blue}"), json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(names().await, ["Amber Road"]);
    rescan(&fixture).await;
    assert_eq!(names().await, ["Amber Road"]);
    // The file of the version is written anew by a scan, and stays a version.
    let avi = fixture.media.join("movies/Blue Field (2010)/Blue Field (2010).avi");
    std::fs::write(avi.with_extension("en.srt"), "1\n00:00:01,000 --> 00:00:02,000\nHello\n").expect("a subtitle");
    rescan(&fixture).await;
    assert_eq!(names().await, ["Amber Road"]);
    let sources = client.get(&format!("/Items/{amber}")).await.json()["MediaSources"].as_array().expect("sources").len();
    assert_eq!(sources, 2);

    let mkv = fixture.media.join("movies/Amber Road (2001)/Amber Road (2001).mkv");
    std::fs::rename(&mkv, fixture.media.join("away.mkv")).expect("moved away");
    rescan(&fixture).await;
    assert_eq!(names().await, ["Blue Field"], "what is there is shown");
    std::fs::rename(fixture.media.join("away.mkv"), &mkv).expect("moved back");
    rescan(&fixture).await;
    assert_eq!(names().await, ["Amber Road"]);

    assert_eq!(client.delete(&format!("/Videos/{blue}/AlternateSources")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(names().await, ["Amber Road", "Blue Field"]);
    rescan(&fixture).await;
    assert_eq!(names().await, ["Amber Road", "Blue Field"]);
    assert_eq!(client.get(&format!("/Items/{amber}")).await.json()["MediaSources"].as_array().expect("sources").len(), 1);
}

#[actix_web::test]
async fn deleting_a_film_leaves_what_was_put_together_with_it() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let (amber, blue) = (client.id("Movie", "Amber Road").await, client.id("Movie", "Blue Field").await);
    assert_eq!(client.post(&format!("/Videos/MergeVersions?ids={amber},{blue}"), json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.delete(&format!("/Items/{amber}")).await.status, StatusCode::NO_CONTENT);
    assert!(!fixture.media.join("movies/Amber Road (2001)/Amber Road (2001).mkv").exists());
    assert!(fixture.media.join("movies/Blue Field (2010)/Blue Field (2010).avi").is_file());
    assert_eq!(client.id("Movie", "Blue Field").await, blue);
}

#[actix_web::test]
async fn who_watches_along_has_seen_it_too() {
    let fixture = Fixture::scanned().await;
    fixture.user("mia", Policy::default()).await;
    let client = fixture.admin().await;
    let mut mia = fixture.client().await;
    mia.sign_in("mia").await;
    let film = client.id("Movie", "Amber Road").await;
    let session =
        text(&client.get("/Sessions").await.json().as_array().expect("sessions").iter().find(|one| one["UserId"] == client.user.as_str()).expect("ours")["Id"]);
    let path = format!("/Sessions/{session}/User/{}", mia.user);
    assert_eq!(client.post(&format!("/Sessions/{session}/User/{}", client.user), json!({})).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(client.post(&format!("/Sessions/nothing/User/{}", mia.user), json!({})).await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.post(&path, json!({})).await.status, StatusCode::NO_CONTENT);
    let sessions = client.get("/Sessions").await.json();
    assert!(sessions.as_array().expect("sessions").iter().any(|one| one["AdditionalUsers"][0]["UserName"] == "mia"), "{sessions}");
    let report = json!({ "ItemId": film, "PositionTicks": 0, "CanSeek": true });
    assert_eq!(client.post("/Sessions/Playing", report.clone()).await.status, StatusCode::NO_CONTENT);
    let played = async || mia.get(&format!("/UserItems/{film}/UserData")).await.json()["PlayCount"].clone();
    assert_eq!(played().await, 1);
    assert_eq!(client.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.post("/Sessions/Playing", report).await.status, StatusCode::NO_CONTENT);
    assert_eq!(played().await, 1, "not any more");
}

#[actix_web::test]
async fn a_clients_log_is_kept_for_the_administrator() {
    let fixture = Fixture::set_up().await;
    fixture.user("mia", Policy::default()).await;
    let mut mia = fixture.client().await;
    mia.sign_in("mia").await;
    let headers = [("authorization", identity("device", &mia.token)), ("content-type", "text/plain".to_owned())];
    let headers: Vec<(&'static str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sent = mia.send_text(Method::POST, "/ClientLog/Document", &headers, "it crashed".into()).await.json();
    let name = text(&sent["FileName"]);
    assert!(name.starts_with("upload_tests_1.0.0_"), "{name}");
    let large = mia.send_text(Method::POST, "/ClientLog/Document", &headers, "x".repeat(1_000_001)).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(mia.get("/System/Logs").await.status, StatusCode::FORBIDDEN);
    let client = fixture.admin().await;
    assert_eq!(client.get("/System/Logs").await.json()[0]["Name"], name.as_str());
    assert_eq!(client.get(&format!("/System/Logs/Log?name={name}")).await.text(), "it crashed");
    assert_eq!(client.get("/System/Logs/Log?name=../walros.db").await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.post("/System/Configuration", json!({ "AllowClientLogUpload": false })).await.status, StatusCode::NO_CONTENT);
    assert_eq!(mia.send_text(Method::POST, "/ClientLog/Document", &headers, "again".into()).await.status, StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_splash_screen_of_ones_own() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    assert_eq!(client.get("/Branding/Splashscreen").await.status, StatusCode::NOT_FOUND);
    let picture = STANDARD.encode(std::fs::read(fixture.media.join("movies/Amber Road (2001)/poster.jpg")).expect("a picture"));
    let headers = [("authorization", identity("device", &client.token)), ("content-type", "image/jpeg".to_owned())];
    let headers: Vec<(&'static str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(client.send_text(Method::POST, "/Branding/Splashscreen", &headers, picture).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/Branding/Splashscreen").await.status, StatusCode::NOT_FOUND, "not switched on");
    assert_eq!(client.post("/System/Configuration/Branding", json!({ "SplashscreenEnabled": true })).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/Branding/Configuration").await.json()["SplashscreenEnabled"], true);
    let shown = client.send(Method::GET, "/Branding/Splashscreen", &[], None).await;
    assert_eq!((shown.status, shown.header("content-type")), (StatusCode::OK, "image/jpeg"));
    assert_eq!(client.delete("/Branding/Splashscreen").await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/Branding/Splashscreen").await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn what_is_not_sent_of_a_setting_within_a_setting_is_as_a_new_one_has_it() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let sent =
        json!({ "TrickplayOptions": { "interval": 5000 }, "PluginRepositories": [{ "Name": "a", "Url": "u" }], "MetadataOptions": [{ "ItemType": "Movie" }] });
    assert_eq!(client.post("/System/Configuration", sent).await.status, StatusCode::NO_CONTENT);
    let whole = client.get("/System/Configuration").await.json();
    let trickplay = json!({
        "EnableHwAcceleration": false, "EnableHwEncoding": false, "EnableKeyFrameOnlyExtraction": false, "Interval": 5000, "JpegQuality": 90,
        "ProcessPriority": "BelowNormal", "ProcessThreads": 1, "Qscale": 4, "ScanBehavior": "NonBlocking", "TileHeight": 10, "TileWidth": 10, "WidthResolutions": [320]
    });
    assert_eq!(whole["TrickplayOptions"], trickplay);
    assert_eq!(whole["PluginRepositories"], json!([{ "Name": "a", "Url": "u", "Enabled": true }]));
    assert_eq!((&whole["MetadataOptions"][0]["ItemType"], &whole["MetadataOptions"][0]["ImageFetcherOrder"]), (&json!("Movie"), &json!([])));
    assert_eq!(whole["MaxResumePct"], 90, "what was not sent of the whole stays");

    let sent = json!({ "TunerHosts": [{ "Url": "http://tuner", "TunerCount": 2 }], "ListingProviders": [{ "Type": "xmltv" }] });
    assert_eq!(client.post("/System/Configuration/livetv", sent).await.status, StatusCode::NO_CONTENT);
    let whole = client.get("/System/Configuration/livetv").await.json();
    let tuner = &whole["TunerHosts"][0];
    assert_eq!((&tuner["TunerCount"], &tuner["AllowHWTranscoding"], &tuner["FallbackMaxStreamingBitrate"]), (&json!(2), &json!(true), &json!(30_000_000)));
    assert_eq!((&tuner["ImportFavoritesOnly"], &tuner["IgnoreDts"]), (&json!(false), &json!(true)));
    let listings = &whole["ListingProviders"][0];
    assert_eq!((&listings["EnableAllTuners"], &listings["MovieCategories"]), (&json!(true), &json!(["movie"])));

    let folder = client.get("/Library/VirtualFolders").await.json()[0].clone();
    let types = json!([{ "Type": "Movie", "ImageOptions": [{ "Type": "Backdrop", "MinWidth": 1280 }] }]);
    let sent = json!({ "Id": folder["ItemId"], "LibraryOptions": { "TypeOptions": types } });
    assert_eq!(client.post("/Library/VirtualFolders/LibraryOptions", sent).await.status, StatusCode::NO_CONTENT);
    let folders = client.get("/Library/VirtualFolders").await.json();
    let options = folders.as_array().expect("folders").iter().find(|one| one["ItemId"] == folder["ItemId"]).expect("the same")["LibraryOptions"].clone();
    let kept = &options["TypeOptions"][0];
    assert_eq!(kept["ImageOptions"], json!([{ "Type": "Backdrop", "Limit": 1, "MinWidth": 1280 }]));
    assert_eq!(kept["MetadataFetchers"], json!([]));
    assert_eq!(
        (&options["EnableRealtimeMonitor"], &options["SaveSubtitlesWithMedia"], &options["SeasonZeroDisplayName"]),
        (&json!(true), &json!(true), &json!("Specials"))
    );
}

#[actix_web::test]
async fn what_is_not_sent_of_a_policy_is_as_a_new_user_has_it() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let mia = client.post("/Users/New", json!({ "Name": "nora", "Password": "secret" })).await.json();
    let id = text(&mia["Id"]).to_owned();
    let schedule = json!([{ "DayOfWeek": "Sunday", "StartHour": 8.5 }]);
    let sent = json!({ "IsHidden": false, "AccessSchedules": schedule });
    assert_eq!(client.post(&format!("/Users/{id}/Policy"), sent).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.post(&format!("/Users/Configuration?userId={id}"), json!({ "SubtitleMode": "Always" })).await.status, StatusCode::NO_CONTENT);
    let user = client.get(&format!("/Users/{id}")).await.json();
    let (policy, configuration) = (&user["Policy"], &user["Configuration"]);
    assert_eq!((&policy["IsHidden"], &policy["EnableMediaPlayback"], &policy["LoginAttemptsBeforeLockout"]), (&json!(false), &json!(true), &json!(-1)));
    assert_eq!((&policy["EnableAllDevices"], &policy["SyncPlayAccess"]), (&json!(true), &json!("CreateAndJoinGroups")));
    assert_eq!(policy["AccessSchedules"][0]["EndHour"], 0);
    assert_eq!((&configuration["SubtitleMode"], &configuration["PlayDefaultAudioTrack"]), (&json!("Always"), &json!(true)));
}
