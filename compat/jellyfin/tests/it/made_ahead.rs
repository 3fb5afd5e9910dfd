//! What was made ahead is what apps of Jellyfin are given, though they ask with parameters of their own.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_http::Request;
use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use walros_engine::renditions::Wish;
use walros_jobs::{Done, Fault, Job, LocalPool, PoolConfig, Priority, SegmentJob, VideoRecipe, Workers};
use walros_model::playback::VideoCodec;
use walros_model::rendition::Quality;

use crate::fixture::{Client, Fixture, text};

/// The workers, counting the pictures that they are to encode.
struct Counting {
    pool: LocalPool,
    encodes: AtomicUsize,
}

impl Workers for Counting {
    fn run(&self, priority: Priority, job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>> {
        if matches!(job, Job::Segment(SegmentJob { video: Some((_, VideoRecipe::Encode(_))), .. })) {
            self.encodes.fetch_add(1, Ordering::SeqCst);
        }
        self.pool.run(priority, job, files)
    }
}

/// An app that plays nothing as it is.
fn app(container: &str, audio: &str, most: u64) -> Value {
    let stream = json!({ "Type": "Video", "Container": container, "Protocol": "hls", "VideoCodec": "h264", "AudioCodec": audio, "Context": "Streaming" });
    json!({ "DeviceProfile": { "DirectPlayProfiles": [], "TranscodingProfiles": [stream] }, "MaxStreamingBitrate": most })
}

/// The whole stream that an app is given, and its media playlist.
async fn played<S, B>(client: &Client<S>, film: &str, asked: Value) -> (Vec<u8>, String)
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let info = client.post(&format!("/Items/{film}/PlaybackInfo"), asked).await.json();
    let url = text(&info["MediaSources"][0]["TranscodingUrl"]);
    let folder = url.rsplit_once("master.m3u8").expect("a master playlist").0;
    let get = async |path: &str| {
        let answer = client.send(Method::GET, &format!("{folder}{path}"), &[], None).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer
    };
    let master = client.send(Method::GET, &url, &[], None).await.text();
    let main = get(master.lines().find(|line| line.starts_with("main.m3u8?")).expect("a variant")).await.text();
    let init = main.lines().find_map(|line| line.strip_prefix("#EXT-X-MAP:URI=\"")?.strip_suffix('"'));
    let mut bytes = Vec::new();
    for part in init.into_iter().chain(main.lines().filter(|line| line.starts_with("hls1/main/"))) {
        bytes.extend(get(part).await.body);
    }
    (bytes, main)
}

/// What ffmpeg complains of, and how many pictures and how much sound it finds.
fn inspect(path: &Path) -> (String, usize, f64) {
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output().expect("it runs");
        (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let path = path.to_str().expect("a path");
    let complaints = run("ffmpeg", &["-v", "warning", "-nostdin", "-i", path, "-fps_mode", "passthrough", "-f", "null", "-"]).1;
    let entries = |stream: &str| run("ffprobe", &["-v", "error", "-select_streams", stream, "-show_entries", "packet=duration_time", "-of", "csv=p=0", path]).0;
    let lengths = entries("a:0");
    (
        complaints,
        entries("v:0").lines().filter(|line| !line.is_empty()).count(),
        lengths.lines().filter_map(|line| line.trim_matches(',').parse::<f64>().ok()).sum(),
    )
}

#[actix_web::test]
async fn apps_are_given_the_picture_that_was_made_ahead() {
    let workers = Arc::new(Counting { pool: LocalPool::new(PoolConfig::default()), encodes: AtomicUsize::new(0) });
    let fixture = Fixture::scanned_with(workers.clone()).await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Blue Field").await;
    fixture.engine.tasks.ahead_made().await;
    let encodes = || workers.encodes.load(Ordering::SeqCst);
    let folder = tempfile::tempdir().expect("a folder");
    let check = |bytes: &[u8], name: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        let (complaints, pictures, sound) = inspect(&path);
        assert_eq!((complaints.as_str(), pictures), ("", 96), "{name}");
        assert!((sound - 4.0).abs() < 0.15, "{name}: {sound} s of sound");
    };

    // Before anything was made, each asks for an encode of its own.
    let (_, main) = played(&client, &film, app("ts", "aac", 20_000_000)).await;
    assert!(encodes() > 0 && !main.contains("MadeAhead"), "{main}");

    let owner = walros_engine::Caller::server();
    let wish = Wish::Quality(Quality { max_height: 240, max_bit_rate: 1_000_000, codec: VideoCodec::H264 });
    assert_eq!(fixture.engine.renditions.want(&owner, film.parse().expect("an id"), wish).await.expect("wanted"), 1);
    fixture.engine.tasks.ahead_made().await;
    let made = encodes();
    for (container, audio, most) in [("ts", "aac", 20_000_000), ("ts", "mp3,aac", 6_000_000), ("mp4", "aac", 3_000_000), ("mp4", "mp3", 20_000_000)] {
        let (bytes, main) = played(&client, &film, app(container, audio, most)).await;
        assert!(main.contains("&MadeAhead="), "{main}");
        check(&bytes, &format!("{audio}.{container}"));
    }
    assert_eq!(encodes(), made, "no picture was encoded anew");

    // What is over the app's limit is not for it.
    let (bytes, main) = played(&client, &film, app("ts", "aac", 300_000)).await;
    assert!(!main.contains("MadeAhead") && encodes() > made, "{main}");
    check(&bytes, "small.ts");

    // Whoever watches when it is let go of goes on, cut where it was.
    let (before, main) = played(&client, &film, app("ts", "aac", 20_000_000)).await;
    let number = fixture.engine.renditions.list(&owner, 0, 10).await.expect("a list").0[0].number;
    fixture.engine.renditions.remove(&owner, number).await.expect("removed");
    let segment = main.lines().find(|line| line.starts_with("hls1/main/0.ts")).expect("a segment");
    let answer = client.send(Method::GET, &format!("/videos/{film}/{segment}"), &[], None).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(before.len() > 1000 && answer.body.len() > 1000);
    // And who comes then is given one of his own.
    assert!(!played(&client, &film, app("ts", "aac", 20_000_000)).await.1.contains("MadeAhead"));
}

/// When each packet of a stream is shown, in seconds, in that order.
fn times(path: &Path, stream: &str) -> Vec<f64> {
    let arguments = ["-v", "error", "-select_streams", stream, "-show_entries", "packet=pts_time", "-of", "csv=p=0"];
    let output = Command::new("ffprobe").args(arguments).arg(path).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut times: Vec<f64> = text.lines().filter_map(|line| line.trim_matches(',').parse().ok()).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// Seconds of it: several segments.
const LONG: f64 = 12.0;

/// One that no app plays as it is.
fn longer_film(media: &Path) {
    let folder = media.join("movies/Grey Lake (2012)");
    std::fs::create_dir_all(&folder).expect("a folder");
    let inputs = [format!("testsrc=s=320x180:r=24:d={LONG}"), format!("sine=f=330:r=48000:d={LONG}")];
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-nostdin", "-f", "lavfi", "-i", &inputs[0], "-f", "lavfi", "-i", &inputs[1], "-c:v", "mpeg4", "-c:a", "aac"]);
    assert!(command.arg(folder.join("Grey Lake (2012).mkv")).status().expect("ffmpeg").success());
}

#[actix_web::test]
async fn streams_in_one_piece_have_the_picture_that_was_made_ahead() {
    let workers = Arc::new(Counting { pool: LocalPool::new(PoolConfig::default()), encodes: AtomicUsize::new(0) });
    let fixture = Fixture::scanned_with(workers.clone()).await;
    let owner = walros_engine::Caller::server();
    longer_film(&fixture.media);
    fixture.engine.scans.start(&owner, None).await.expect("a scan");
    fixture.engine.scans.idle().await;
    let client = fixture.admin().await;
    let film = client.id("Movie", "Grey Lake").await;
    let wish = Wish::Quality(Quality { max_height: 240, max_bit_rate: 1_000_000, codec: VideoCodec::H264 });
    assert_eq!(fixture.engine.renditions.want(&owner, film.parse().expect("an id"), wish).await.expect("wanted"), 1);
    fixture.engine.tasks.ahead_made().await;
    assert!(workers.encodes.load(Ordering::SeqCst) > 0);
    let folder = tempfile::tempdir().expect("a folder");

    // From the beginning, from where a segment begins, and from inside one: of that the rest alone is encoded.
    for (container, start, encodes) in
        [("mp4", 0.0, 0), ("ts", 0.0, 0), ("mkv", 0.0, 0), ("mp4", 4.0, 0), ("ts", 4.0, 0), ("mp4", 2.5, 2), ("ts", 2.5, 2), ("mp4", 5.5, 2)]
    {
        let before = workers.encodes.load(Ordering::SeqCst);
        let query = "VideoCodec=h264&AudioCodec=aac&AllowVideoStreamCopy=false&VideoBitrate=3000000&AudioBitrate=96000";
        let ticks = (start * 1e7) as i64;
        let url = format!("/Videos/{film}/stream.{container}?Static=false&{query}&StartTimeTicks={ticks}&ApiKey={}", client.token);
        let answer = client.send(Method::GET, &url, &[], None).await;
        assert_eq!(answer.status, StatusCode::OK, "{url}");
        let path = folder.path().join(format!("film.{container}"));
        std::fs::write(&path, &answer.body).expect("a file");
        let (complaints, pictures, sound) = inspect(&path);
        assert_eq!((complaints.as_str(), pictures), ("", ((LONG - start) * 24.0) as usize), "{container} from {start}");
        assert!((sound - (LONG - start)).abs() < 0.1, "{container} from {start}: {sound} s of sound");
        let (shown, heard) = (times(&path, "v:0"), times(&path, "a:0"));
        assert!(shown.windows(2).all(|pair| (pair[1] - pair[0] - 1.0 / 24.0).abs() < 0.002), "{container} from {start}: {shown:?}");
        assert!((0.0..0.025).contains(&(heard[0] - shown[0] + 0.001)), "{container} from {start}: {} {}", heard[0], shown[0]);
        let spent = workers.encodes.load(Ordering::SeqCst) - before;
        assert!(spent <= encodes, "{container} from {start}: {spent} encodes");
    }
}
