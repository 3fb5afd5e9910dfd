//! From `PlaybackInfo` to the last segment.

use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::fixture::{Fixture, text};

/// Takes everything as it is.
fn anything() -> Value {
    json!({ "DirectPlayProfiles": [{ "Type": "Video" }, { "Type": "Audio" }], "SubtitleProfiles": [{ "Format": "vtt", "Method": "External" }] })
}

/// Takes nothing but H.264 and AAC in HLS.
fn hls_only() -> Value {
    json!({
        "MaxStreamingBitrate": 8_000_000,
        "TranscodingProfiles": [{ "Type": "Video", "Container": "ts", "Protocol": "hls", "VideoCodec": "h264", "AudioCodec": "aac", "Context": "Streaming", "MaxAudioChannels": "2" }],
        "SubtitleProfiles": [{ "Format": "vtt", "Method": "External" }]
    })
}

#[actix_web::test]
async fn what_a_device_takes_is_played_as_it_is() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Amber Road").await;
    let info = client.post(&format!("/Items/{film}/PlaybackInfo?userId={{me}}"), json!({ "DeviceProfile": anything() })).await.json();
    let source = &info["MediaSources"][0];
    assert_eq!((&source["SupportsDirectPlay"], &source["SupportsDirectStream"]), (&json!(true), &json!(true)));
    assert!(source.get("TranscodingUrl").is_none() && info.get("ErrorCode").is_none());
    let subtitle = &source["MediaStreams"][0];
    assert_eq!((&subtitle["DeliveryMethod"], &subtitle["IsExternalUrl"]), (&json!("External"), &json!(false)));
    let words = client.send(Method::GET, &text(&subtitle["DeliveryUrl"]), &[], None).await;
    assert_eq!((words.status, words.header("content-type").starts_with("text/vtt")), (StatusCode::OK, true));
    assert!(words.text().contains("Hello"));
    let cues = client.send(Method::GET, &text(&subtitle["DeliveryUrl"]).replace(".vtt", ".js"), &[], None).await.json();
    assert_eq!((&cues["TrackEvents"][0]["Text"], &cues["TrackEvents"][0]["StartPositionTicks"]), (&json!("Hello"), &json!(10_000_000)));

    let bytes = std::fs::read(fixture.media.join("movies/Amber Road (2001)/Amber Road (2001).mkv")).expect("the film");
    let stream = format!("/Videos/{film}/stream.mkv?Static=true&mediaSourceId={film}");
    let part = client.send(Method::GET, &stream, &[("x-emby-token", &client.token), ("range", "bytes=100-199")], None).await;
    assert_eq!(
        (part.status, part.header("content-type"), part.header("content-range")),
        (StatusCode::PARTIAL_CONTENT, "video/x-matroska", format!("bytes 100-199/{}", bytes.len()).as_str())
    );
    assert_eq!(part.body, bytes[100..200]);
    assert_eq!(client.get(&format!("/Items/{film}/Download")).await.body, bytes);
    assert!(client.get(&format!("/Items/{film}/Download")).await.header("content-disposition").starts_with("attachment; filename=\"Amber Road (2001).mkv\""));
}

#[actix_web::test]
async fn a_bare_address_opens_only_what_was_asked_for_from_the_same_place() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let (film, other) = (client.id("Movie", "Amber Road").await, client.id("Movie", "Blue Field").await);
    let stream = format!("/Videos/{film}/stream?static=true&mediaSourceId={film}");
    let bare = |path: String| {
        let client = &client;
        async move { client.send(Method::GET, &path, &[], None).await.status }
    };
    assert_eq!(bare(stream.clone()).await, StatusCode::UNAUTHORIZED);
    client.post(&format!("/Items/{film}/PlaybackInfo"), json!({ "DeviceProfile": anything() })).await;
    assert_eq!(bare(stream.clone()).await, StatusCode::OK);
    assert_eq!(client.send_from([203, 0, 113, 5].into(), Method::GET, &stream).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(client.send(Method::GET, &stream, &[("x-emby-token", "00000000000000000000000000000000")], None).await.status, StatusCode::UNAUTHORIZED);
    for path in [
        format!("/Videos/{other}/stream?static=true"),
        format!("/Videos/{film}/stream?static=true&mediaSourceId={other}"),
        format!("/Videos/{film}/stream"),
        format!("/Videos/{film}/stream?VideoCodec=h264"),
        format!("/Videos/{film}/master.m3u8?mediaSourceId={film}"),
        format!("/Videos/{film}/{film}/Subtitles/0/0/Stream.vtt"),
        format!("/Items/{film}/Download"),
        format!("/Items/{film}"),
    ] {
        assert_eq!(bare(path.clone()).await, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[actix_web::test]
async fn what_it_does_not_take_comes_in_segments() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    // One is copied, one is encoded.
    for (name, seconds) in [("Amber Road", 8.0), ("Blue Field", 4.0)] {
        let film = client.id("Movie", name).await;
        let info = client.post(&format!("/Items/{film}/PlaybackInfo"), json!({ "DeviceProfile": hls_only() })).await.json();
        let source = &info["MediaSources"][0];
        assert_eq!(
            (&source["SupportsDirectPlay"], &source["TranscodingSubProtocol"], &source["TranscodingContainer"]),
            (&json!(false), &json!("hls"), &json!("ts")),
            "{name}"
        );
        let url = text(&source["TranscodingUrl"]);
        assert!(url.contains(&format!("PlaySessionId={}", text(&info["PlaySessionId"]))) && !url.contains(&client.token));

        let folder = url.rsplit_once("master.m3u8").expect("a master playlist").0;
        let master = client.send(Method::GET, &url, &[], None).await;
        let kind = master.header("content-type").to_owned();
        let (status, master) = (master.status, master.text());
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/vnd.apple.mpegurl"), "{name}: {master}");
        let main = master.lines().find(|line| line.starts_with("main.m3u8?")).expect("a variant");
        let main = client.send(Method::GET, &format!("{folder}{main}"), &[], None).await.text();
        assert!(main.ends_with("#EXT-X-ENDLIST\n"), "{main}");
        let lengths: f64 = main.lines().filter_map(|line| line.strip_prefix("#EXTINF:")?.split(',').next()?.parse::<f64>().ok()).sum();
        assert!((lengths - seconds).abs() < 0.2, "{name} is {lengths} s");
        for segment in main.lines().filter(|line| line.starts_with("hls1/main/")) {
            let answer = client.send(Method::GET, &format!("{folder}{segment}"), &[], None).await;
            assert_eq!((answer.status, answer.header("content-type"), answer.body.first()), (StatusCode::OK, "video/mp2t", Some(&0x47)), "{name} {segment}");
        }
        let stop = format!("/Videos/ActiveEncodings?deviceId=device&playSessionId={}", text(&info["PlaySessionId"]));
        assert_eq!(client.delete(&stop).await.status, StatusCode::NO_CONTENT);
        assert_eq!(client.delete(&stop).await.status, StatusCode::NO_CONTENT);
    }
}

#[actix_web::test]
async fn what_stands_in_addresses_opens_one_source_and_nothing_else() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let (film, other) = (client.id("Movie", "Amber Road").await, client.id("Movie", "Blue Field").await);
    let info = client.post(&format!("/Items/{film}/PlaybackInfo"), json!({ "DeviceProfile": hls_only() })).await.json();
    let url = text(&info["MediaSources"][0]["TranscodingUrl"]);
    let grant = url.split_once("ApiKey=").and_then(|(_, rest)| rest.split('&').next()).expect("a grant");
    let status = async |path: String| client.send(Method::GET, &path, &[], None).await.status;
    assert_eq!(status(format!("/Videos/{film}/stream.mkv?static=true&api_key={grant}")).await, StatusCode::OK);
    assert_eq!(status(format!("/Videos/{film}/main.m3u8?VideoCodec=h264&ApiKey={grant}")).await, StatusCode::OK);
    for path in [
        format!("/Videos/{other}/main.m3u8?VideoCodec=h264&ApiKey={grant}"),
        format!("/Videos/{film}/main.m3u8?VideoCodec=h264&MediaSourceId={other}&ApiKey={grant}"),
        format!("/Videos/{other}/stream?static=true&ApiKey={grant}"),
        format!("/Videos/{film}/{other}/Subtitles/0/0/Stream.vtt?MediaSourceId={film}&ApiKey={grant}"),
        format!("/Items/{film}?ApiKey={grant}"),
        format!("/Items/{film}/Download?ApiKey={grant}"),
        format!("/Users?ApiKey={grant}"),
        format!("/Videos/{film}/main.m3u8?VideoCodec=h264&ApiKey={grant}x"),
        format!("/Videos/{film}/main.m3u8?VideoCodec=h264&ApiKey=a.b.c"),
    ] {
        assert_eq!(status(path.clone()).await, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[actix_web::test]
async fn songs_by_what_the_query_takes() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let song = client.id("Audio", "First Light").await;
    let file = client.get(&format!("/Audio/{song}/universal?container=flac&userId={{me}}")).await;
    assert_eq!((file.status, file.header("content-type"), &file.body[..4]), (StatusCode::OK, "audio/flac", b"fLaC".as_slice()));
    let list = client.get(&format!("/Audio/{song}/universal?container=opus&transcodingProtocol=hls&transcodingContainer=ts&audioCodec=aac")).await;
    assert_eq!(list.header("content-type"), "application/vnd.apple.mpegurl");
    let list = list.text();
    let main = list.lines().find(|line| line.starts_with("main.m3u8?")).expect("a variant");
    let main = client.send(Method::GET, &format!("/Audio/{song}/{main}"), &[], None).await;
    assert!(main.text().contains("hls1/main/0."), "{}", main.text());
}

#[actix_web::test]
async fn refusals_to_play_are_answers() {
    let fixture = Fixture::scanned().await;
    fixture.user("guest", walros_model::user::Policy { play: false, ..Default::default() }).await;
    let mut client = fixture.client().await;
    client.sign_in("guest").await;
    let film = client.id("Movie", "Amber Road").await;
    let info = client.post(&format!("/Items/{film}/PlaybackInfo"), json!({})).await;
    assert_eq!((info.status, &info.json()["ErrorCode"], &info.json()["MediaSources"]), (StatusCode::OK, &json!("NotAllowed"), &json!([])));
    let admin = fixture.admin().await;
    assert_eq!(admin.post("/Items/00000000000000000000000000000001/PlaybackInfo", json!({})).await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.get("/Playback/BitrateTest?size=1000").await.body.len(), 1000);
    assert_eq!(client.get("/Playback/BitrateTest?size=100000001").await.status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn credits_can_be_passed_over() {
    let fixture = Fixture::scanned().await;
    let client = fixture.admin().await;
    let (film, other) = (client.id("Movie", "Amber Road").await, client.id("Movie", "Blue Field").await);
    let segments = client.get(&format!("/MediaSegments/{film}")).await.json();
    assert_eq!(segments["TotalRecordCount"], 1);
    let segment = &segments["Items"][0];
    assert_eq!((&segment["Type"], &segment["StartTicks"], &segment["EndTicks"]), (&json!("Outro"), &json!(40_000_000), &json!(80_000_000)));
    assert_eq!(segment["ItemId"], json!(film));
    for (kinds, count) in [("includeSegmentTypes=Intro&includeSegmentTypes=outro", 1), ("includeSegmentTypes=Intro", 0), ("includeSegmentTypes=", 1)] {
        assert_eq!(client.get(&format!("/MediaSegments/{film}?{kinds}")).await.json()["TotalRecordCount"], count, "{kinds}");
    }
    assert_eq!(client.get(&format!("/MediaSegments/{other}")).await.json()["TotalRecordCount"], 0);
    let sources = |item: &Value| item["MediaSources"][0]["HasSegments"].clone();
    let [film, other] = [client.get(&format!("/Items/{film}")).await.json(), client.get(&format!("/Items/{other}")).await.json()];
    assert_eq!((sources(&film), sources(&other)), (json!(true), json!(false)));
    assert_eq!(client.get("/MediaSegments/00000000000000000000000000000001").await.status, StatusCode::NOT_FOUND);
}
