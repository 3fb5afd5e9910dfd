//! Stacked films: here each part is an item and a source of its own, and lists show the first.

use actix_web::http::StatusCode;
use serde_json::{Value, json};

use crate::fixture::{Fixture, clip, text};

const SECOND: i64 = 10_000_000;

fn anything() -> Value {
    json!({ "DeviceProfile": { "DirectPlayProfiles": [{ "Type": "Video" }] } })
}

#[actix_web::test]
async fn each_part_is_a_source_of_its_own_and_the_film_is_seen_with_the_last() {
    let fixture = Fixture::set_up().await;
    for (number, seconds) in [(1, 4), (2, 6)] {
        clip(&fixture.media.join(format!("movies/Slow Boat (1999)/Slow Boat (1999) - part{number}.mkv")), seconds, "libx264", "aac", &[]);
    }
    let fixture = fixture.with_libraries().await;
    let client = fixture.admin().await;
    client.post("/System/Configuration", json!({ "MinResumeDurationSeconds": 1 })).await;
    let film = client.item("Movie", "Slow Boat").await;
    let first = text(&film["Id"]);
    let seconds = |item: &Value| (item["RunTimeTicks"].as_i64().expect("a length") + SECOND / 2) / SECOND;
    assert_eq!((seconds(&film), &film["PartCount"], film["MediaSources"].as_array().map(Vec::len)), (4, &json!(2), Some(1)));
    let parts = client.get(&format!("/Videos/{first}/AdditionalParts")).await.json();
    assert_eq!((&parts["TotalRecordCount"], &parts["Items"][0]["Type"], seconds(&parts["Items"][0])), (&json!(1), &json!("Video"), 6));
    let second = text(&parts["Items"][0]["Id"]);
    for item in [&first, &second] {
        let info = client.post(&format!("/Items/{item}/PlaybackInfo?userId={{me}}"), anything()).await.json();
        let sources = info["MediaSources"].as_array().expect("sources").clone();
        assert_eq!((sources.len(), &sources[0]["Id"], &sources[0]["SupportsDirectPlay"]), (1, &json!(item), &json!(true)), "{info}");
    }

    let report = async |path: &str, item: &str, ticks: Value| {
        let body = json!({ "ItemId": item, "MediaSourceId": item, "PositionTicks": ticks });
        assert_eq!(client.post(path, body).await.status, StatusCode::NO_CONTENT, "{path}");
    };
    let data = async |item: &str| client.get(&format!("/UserItems/{item}/UserData")).await.json();
    let resumed = async || {
        let page = client.get("/UserItems/Resume?mediaTypes=Video").await.json();
        page["Items"].as_array().expect("items").iter().map(|item| text(&item["Id"])).collect::<Vec<_>>()
    };
    // The first part ended: the film is not seen, and goes on with the second.
    report("/Sessions/Playing", &first, json!(0)).await;
    report("/Sessions/Playing/Stopped", &first, json!(4 * SECOND)).await;
    assert_eq!((&data(&first).await["Played"], &data(&first).await["PlaybackPositionTicks"]), (&json!(false), &json!(0)));
    assert_eq!(resumed().await, std::slice::from_ref(&second));
    report("/Sessions/Playing/Progress", &second, json!(3 * SECOND)).await;
    assert_eq!((&data(&second).await["PlaybackPositionTicks"], resumed().await), (&json!(3 * SECOND), vec![second.clone()]));
    // Back to the first: the film is at one place.
    report("/Sessions/Playing/Progress", &first, json!(2 * SECOND)).await;
    assert_eq!((&data(&first).await["PlaybackPositionTicks"], resumed().await), (&json!(2 * SECOND), vec![first.clone()]));
    report("/Sessions/Playing/Stopped", &second, json!(6 * SECOND)).await;
    assert_eq!((&data(&first).await["Played"], &data(&second).await["Played"], resumed().await.len()), (&json!(true), &json!(true), 0));
}
