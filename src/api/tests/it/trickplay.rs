//! Pictures for seeking: the plan says where they are, and they are there.

use std::process::Command;

use serde_json::json;
use walros_engine::Caller;
use walros_engine::libraries::NewLibrary;
use walros_model::library::LibraryKind;

use crate::fixture::Fixture;

#[actix_web::test]
async fn a_plan_says_where_pictures_are_and_there_they_are() {
    let fixture = Fixture::set_up().await;
    let folder = fixture.folder.path().join("films/Long Shadow (2001)");
    std::fs::create_dir_all(&folder).expect("a folder");
    let marks = ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=12\ntitle=Dawn\n[CHAPTER]\nTIMEBASE=1/1\nSTART=12\nEND=24\ntitle=Noon\n";
    let chapters = fixture.folder.path().join("chapters.txt");
    std::fs::write(&chapters, marks).expect("written");
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=s=320x180:r=12:d=24", "-i"])
        .arg(&chapters)
        .args(["-map_metadata", "1", "-c:v", "libx264", "-preset", "ultrafast", "-g", "24"])
        .arg(folder.join("Long Shadow (2001).mkv"))
        .status();
    assert!(made.expect("ffmpeg runs").success());
    let folders = vec![fixture.folder.path().join("films").display().to_string()];
    let new = NewLibrary { name: None, kind: Some(LibraryKind::Movies), folders, ahead: Default::default(), options: None };
    fixture.engine.libraries.create(&Caller::server(), new).await.expect("a library");
    fixture.engine.scans.idle().await;

    let client = fixture.client().await;
    let token = client.sign_in("guest").await;
    let signed = [("authorization", token.as_str())];
    let page = client.get("/items?kinds=movie", &signed).await.json();
    let id = page["items"][0]["id"].as_str().expect("a film").to_owned();
    let nothing = json!({ "capabilities": { "files": [{ "container": "mkv", "videoCodecs": ["h264"], "audioCodecs": [] }], "hlsVideoCodecs": [], "hlsAudioCodecs": [] } });
    let plan = client.post(&format!("/items/{id}/playback"), &signed, &nothing).await.json();
    let trickplay = &plan["trickplay"][0];
    let numbers = ["width", "height", "columns", "rows", "count", "interval"].map(|name| trickplay[name].as_f64());
    assert_eq!(numbers, [320.0, 180.0, 10.0, 10.0, 3.0, 10.0].map(Some), "{plan}");
    let address = |value: &serde_json::Value| format!("/{}", value.as_str().expect("an address"));
    let sheet = client.get(&address(&trickplay["sheets"][0]), &signed).await;
    assert_eq!((sheet.status.as_u16(), sheet.header("content-type"), &sheet.bytes[..3]), (200, "image/jpeg", &b"\xFF\xD8\xFF"[..]));
    assert!(sheet.header("cache-control").contains("immutable"));
    let track = client.get(&address(&plan["trickplayTrack"]), &signed).await;
    let text = String::from_utf8(track.bytes).expect("text");
    assert!(text.starts_with("WEBVTT\n") && text.contains("00:00:20.000 --> 00:00:30.000\ntrickplay/0.jpg#xywh=640,0,320,180"), "{text}");
    assert_eq!(client.get(&address(&trickplay["sheets"][0]), &[]).await.status.as_u16(), 401);

    let chapter = client.get(&address(&plan["chapters"][1]["picture"]), &signed).await;
    assert_eq!((chapter.status.as_u16(), chapter.header("content-type")), (200, "image/jpeg"), "{plan}");
}
