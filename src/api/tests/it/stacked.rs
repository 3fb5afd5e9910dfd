//! A film in two files that differ in size, rate and codecs, played as one by a client that knows no parts.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use walros_engine::Caller;
use walros_engine::libraries::NewLibrary;
use walros_model::library::LibraryKind;

use crate::fixture::Fixture;

const FIRST_FRAMES: usize = 24 * 10;
const SECOND_FRAMES: usize = 25 * 8;

fn ffmpeg(arguments: &[&str], path: &Path) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    let done = Command::new("ffmpeg").args(["-v", "error", "-nostdin", "-y"]).args(arguments).arg(path).output().expect("ffmpeg runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Ten seconds at 24 frames with German and English sound, eight at 25 with English alone; both with subtitles beside them.
fn film(folder: &Path, second_codec: &str) {
    let sound = ["sine=f=300:d=10", "sine=f=400:d=10", "sine=f=500:d=8"];
    let mut first = vec!["-f", "lavfi", "-i", "testsrc2=s=640x360:r=24:d=10", "-f", "lavfi", "-i", sound[0], "-f", "lavfi", "-i", sound[1]];
    first.extend(["-map", "0", "-map", "1", "-map", "2", "-metadata:s:a:0", "language=ger", "-metadata:s:a:1", "language=eng"]);
    first.extend(["-c:v", "libx264", "-preset", "ultrafast", "-g", "48", "-pix_fmt", "yuv420p", "-c:a", "aac"]);
    ffmpeg(&first, &folder.join("Two Halves (2003)-cd1.mkv"));
    let mut second = vec!["-f", "lavfi", "-i", "testsrc=s=480x270:r=25:d=8", "-f", "lavfi", "-i", sound[2], "-metadata:s:a:0", "language=eng"];
    second.extend(["-c:v", second_codec, "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:v", "800k"]);
    ffmpeg(&second, &folder.join("Two Halves (2003)-cd2.mkv"));
    let line = |text: &str| format!("1\n00:00:01,000 --> 00:00:02,000\n{text}\n");
    std::fs::write(folder.join("Two Halves (2003)-cd1.en.srt"), line("one")).expect("written");
    std::fs::write(folder.join("Two Halves (2003)-cd2.en.srt"), line("two")).expect("written");
}

/// A server with that film, and who asks it.
struct Server {
    fixture: Fixture,
    token: String,
}

impl Server {
    async fn with(second_codec: &str) -> Self {
        let fixture = Fixture::set_up().await;
        film(&fixture.folder.path().join("films/Two Halves (2003)"), second_codec);
        let folders = vec![fixture.folder.path().join("films").display().to_string()];
        let new = NewLibrary { name: None, kind: Some(LibraryKind::Movies), folders, ahead: Default::default(), options: None };
        fixture.engine.libraries.create(&Caller::server(), new).await.expect("a library");
        fixture.engine.scans.idle().await;
        let token = fixture.client().await.sign_in("guest").await;
        Self { fixture, token }
    }

    async fn get(&self, path: &str) -> String {
        let answer = self.fixture.client().await.get(path, &[("authorization", &self.token)]).await;
        assert_eq!(answer.status.as_u16(), 200, "{path}: {}", String::from_utf8_lossy(&answer.bytes));
        String::from_utf8(answer.bytes).expect("text")
    }

    async fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.get(path).await).expect("JSON")
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        self.fixture.client().await.post(path, &[("authorization", &self.token)], body).await.json()
    }

    async fn film(&self) -> String {
        self.json("/items?kinds=movie").await["items"][0]["id"].as_str().expect("a film").to_owned()
    }

    async fn plan(&self, film: &str) -> Value {
        let takes = json!({"capabilities": {"files": [{"container": "mkv", "videoCodecs": ["h264"], "audioCodecs": ["aac"]}], "hlsVideoCodecs": ["h264"], "hlsAudioCodecs": ["aac"]}});
        self.post(&format!("/items/{film}/playback"), &takes).await
    }

    /// The frames of each part of a media playlist as ffmpeg decodes them: when each shows, in seconds from the part's first.
    ///
    /// ffmpeg's own reader of HLS takes no second init segment with other parameter sets (players do), so that parts are put together here.
    async fn decoded(&self, path: &str) -> Vec<Vec<f64>> {
        let (base, playlist) = (path.rsplit_once('/').expect("a folder").0, self.get(&format!("/{path}")).await);
        let mut parts = Vec::new();
        for (number, part) in playlist.split("#EXT-X-DISCONTINUITY\n").enumerate() {
            let file = self.fixture.folder.path().join(format!("{number}.mp4"));
            let mut bytes = Vec::new();
            let addresses = part
                .lines()
                .filter_map(|line| line.strip_prefix("#EXT-X-MAP:URI=\"").map(|init| init.trim_end_matches('"')).or((!line.starts_with('#')).then_some(line)));
            for address in addresses {
                let address = match address.strip_prefix("../") {
                    Some(beside) => format!("/{}/{beside}", base.rsplit_once('/').expect("a folder").0),
                    None => format!("/{base}/{address}"),
                };
                let answer = self.fixture.client().await.get(&address, &[("authorization", &self.token)]).await;
                assert_eq!(answer.status.as_u16(), 200, "{address}");
                bytes.extend(answer.bytes);
            }
            std::fs::write(&file, bytes).expect("written");
            let shows = ["-v", "error", "-select_streams", "v", "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0"];
            let done = Command::new("ffprobe").args(shows).arg(&file).output().expect("ffprobe runs");
            assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr).lines().next().unwrap_or_default());
            let times: Vec<f64> = String::from_utf8_lossy(&done.stdout).lines().filter_map(|line| line.trim_end_matches(',').parse().ok()).collect();
            parts.push(times.iter().map(|time| time - times[0]).collect());
        }
        parts
    }
}

/// The lengths that a playlist tells, part by part.
fn lengths(playlist: &str) -> Vec<Vec<f64>> {
    let of_part = |part: &str| part.lines().filter_map(|line| line.strip_prefix("#EXTINF:")?.split(',').next()?.parse().ok()).collect();
    playlist.split("#EXT-X-DISCONTINUITY\n").map(of_part).collect()
}

/// The address of the first media playlist below a line that begins so.
fn listed<'a>(master: &'a str, begins: &str) -> &'a str {
    let mut lines = master.lines().skip_while(|line| !line.starts_with(begins));
    let line = lines.next().unwrap_or_else(|| panic!("no {begins} in {master}"));
    match line.split_once("URI=\"") {
        Some((_, address)) => address.trim_end_matches('"'),
        None => lines.next().expect("an address"),
    }
}

#[actix_web::test]
async fn two_files_are_one_stream_with_every_frame() {
    let server = Server::with("libx264").await;
    let film = server.film().await;
    let detail = server.json(&format!("/items/{film}")).await;
    assert_eq!(detail["item"]["runtime"].as_f64().map(f64::round), Some(18.0));
    assert_eq!((detail["versions"][0]["duration"].as_f64().map(f64::round), &detail["versions"][0]["partCount"]), (Some(18.0), &json!(2)));
    let plan = server.plan(&film).await;
    assert_eq!((&plan["method"], &plan["delivery"], &plan["why"][0]["code"]), (&json!("remux"), &json!("hls"), &json!("severalFiles")), "{plan}");
    assert_eq!((plan["parts"].as_array().map(Vec::len), plan["missingParts"].as_array().map(Vec::len)), (Some(2), Some(0)));
    let (joint, length) = (plan["parts"][1]["start"].as_f64().expect("a start"), plan["duration"].as_f64().expect("a length"));
    assert!((joint - 10.0).abs() < 0.1 && (length - 18.0).abs() < 0.2, "{joint} {length}");

    let address = plan["url"].as_str().expect("an address");
    let base = address.rsplit_once("/master.m3u8").expect("a master playlist").0;
    let master = server.get(&format!("/{address}")).await;
    let picture = format!("{base}/{}", listed(&master, "#EXT-X-STREAM-INF"));
    let playlist = server.get(&format!("/{picture}")).await;
    assert_eq!((playlist.matches("#EXT-X-DISCONTINUITY").count(), playlist.matches("#EXT-X-MAP").count()), (1, 2), "{playlist}");
    let second = plan["parts"][1]["sourceId"].as_str().expect("an id");
    assert!(
        playlist
            .split("#EXT-X-DISCONTINUITY\n")
            .nth(1)
            .is_some_and(|part| part.lines().filter(|line| line.contains(".mp4")).all(|line| line.contains(&second.replace('-', ""))))
    );
    assert!(!playlist.contains("session="), "segments are anybody's");
    let told = lengths(&playlist);
    assert!((told[0].iter().sum::<f64>() - joint).abs() < 0.001 && (told.concat().iter().sum::<f64>() - length).abs() < 0.001, "{told:?}");

    // All pictures of both parts, none twice, and where the list says.
    let frames = server.decoded(&picture).await;
    assert_eq!(frames.iter().map(Vec::len).collect::<Vec<_>>(), [FIRST_FRAMES, SECOND_FRAMES]);
    for (lengths, frames) in told.iter().zip(&frames) {
        let mut begin = 0.0;
        for length in lengths {
            assert!(frames.iter().any(|frame| (frame - begin).abs() < 0.001), "a segment begins at {begin}: {lengths:?}");
            begin += length;
        }
        assert!((frames.last().expect("a frame") - begin).abs() < 0.1, "and the last ends with the pictures");
    }
    let sound = server.get(&format!("/{base}/{}", listed(&master, "#EXT-X-MEDIA:TYPE=AUDIO"))).await;
    let heard = lengths(&sound);
    for (pictures, sounds) in told.iter().zip(&heard) {
        assert!((pictures.iter().sum::<f64>() - sounds.iter().sum::<f64>()).abs() < 0.001, "parts end together: {told:?} {heard:?}");
    }
    assert_eq!(master.matches("TYPE=AUDIO").count(), 2, "the first part's tracks: {master}");

    // What else goes with the pictures.
    let keys = server.get(&format!("/{base}/{}", listed(&master, "#EXT-X-I-FRAME-STREAM-INF"))).await;
    assert_eq!(lengths(&keys), told);
    let text = format!("{base}/{}", listed(&master, "#EXT-X-MEDIA:TYPE=SUBTITLES"));
    let list = server.get(&format!("/{text}")).await;
    let pieces: Vec<&str> = list.lines().filter(|line| line.contains(".vtt")).collect();
    assert_eq!((pieces.len(), list.matches("DISCONTINUITY").count()), (lengths(&list).concat().len(), 1));
    let beside = list.split("DISCONTINUITY\n").nth(1).and_then(|part| part.lines().find(|line| line.contains(".vtt"))).expect("a piece");
    let piece = server.get(&format!("/play/{}", beside.strip_prefix("../../../").expect("of the other file"))).await;
    assert!(piece.contains("two") && piece.contains("00:00:01.000 --> 00:00:02.000"), "on its own clock: {piece}");
    let whole = server.get(&format!("/{}", plan["subtitles"][0]["url"].as_str().expect("an address"))).await;
    let start = |word: &str| {
        let cue = whole.lines().collect::<Vec<_>>().windows(2).find(|pair| pair[1] == word).map(|pair| pair[0].to_owned()).expect("a cue");
        cue.split([':', ' ']).nth(2).and_then(|seconds| seconds.parse::<f64>().ok()).expect("seconds")
    };
    assert!(start("one") == 1.0 && (start("two") - 1.0 - joint).abs() < 0.002, "{whole}");
    let pictures = server.get(&format!("/{}", plan["trickplayTrack"].as_str().expect("an address"))).await;
    assert!(pictures.contains(&format!("../{}/trickplay/0.jpg", second)), "{pictures}");
    assert_eq!(plan["trickplay"][1]["start"].as_f64(), Some(joint));

    let manifest = server.get(&format!("/{}", plan["dashUrl"].as_str().expect("an address"))).await;
    assert_eq!(manifest.matches("<Period ").count(), 2, "{manifest}");
}

#[actix_web::test]
async fn parts_in_other_codecs_are_sent_in_one() {
    let server = Server::with("mpeg4").await;
    let film = server.film().await;
    let plan = server.plan(&film).await;
    assert_eq!(plan["method"], "transcode", "{plan}");
    let address = plan["url"].as_str().expect("an address");
    let base = address.rsplit_once("/master.m3u8").expect("a master playlist").0;
    let master = server.get(&format!("/{address}")).await;
    assert!(!master.contains("mp4v"), "{master}");
    let frames = server.decoded(&format!("{base}/{}", listed(&master, "#EXT-X-STREAM-INF"))).await;
    assert_eq!(frames.iter().map(Vec::len).collect::<Vec<_>>(), [FIRST_FRAMES, SECOND_FRAMES]);
}

#[actix_web::test]
async fn progress_counts_through_all_parts_and_wrong_parts_are_refused() {
    let server = Server::with("libx264").await;
    let film = server.film().await;
    let client = server.fixture.client().await;
    let rules = walros_model::state::ResumeRules { min_runtime: std::time::Duration::from_secs(1), ..Default::default() };
    server.fixture.engine.system.set_resume_rules(&Caller::server(), rules).await.expect("rules");
    let report = |event: &str, position: f64| json!({"event": event, "itemId": film, "sourceId": film, "position": position});
    server.post("/progress", &report("start", 0.0)).await;
    server.post("/progress", &report("progress", 13.5)).await;
    let begun = server.json("/home").await["continueWatching"].clone();
    assert_eq!((begun.as_array().map(Vec::len), &begun[0]["id"], &begun[0]["kind"]), (Some(1), &json!(film), &json!("movie")), "{begun}");
    assert!((begun[0]["state"]["position"].as_f64().expect("a place") - 13.5).abs() < 0.05 && begun[0]["runtime"].as_f64().map(f64::round) == Some(18.0));
    server.post("/progress", &report("stop", 17.9)).await;
    let item = server.json(&format!("/items/{film}")).await["item"].clone();
    assert_eq!((&item["state"]["played"], &item["state"]["position"]), (&json!(true), &json!(0.0)));

    let signed = [("authorization", server.token.as_str())];
    for (part, status) in [("nonsense", 400), (&format!("{}%3Fof%3Dpicture", "0".repeat(32)), 404), (&format!("{film}%3Fpart%3D{film}%253Fa%253D1"), 400)] {
        let answer = client.get(&format!("/play/{film}/media.m3u8?of=picture&video=h264&part={part}"), &signed).await;
        assert_eq!(answer.status.as_u16(), status, "{part}");
    }
}
