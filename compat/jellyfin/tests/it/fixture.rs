//! A small named library, made with the `ffmpeg` command line once and copied for each test, and a client of it:
//!
//! - Movies: *Amber Road (2001)*, H.264 and AAC in Matroska for 8 s with two chapters, NFO, poster and an English subtitle;
//!   *Blue Field (2010)*, MPEG-4 part 2 and MP3 in AVI for 4 s
//! - Shows: *Candle Hill*, season 1 with two episodes
//! - Music: *The Dunes / Evening (2003)*, two tracks, the first with lyrics

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

use actix_http::Request;
use actix_web::body::{MessageBody, to_bytes};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::HeaderMap;
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, test, web};
use serde_json::{Value, json};
use tempfile::TempDir;
use walros_engine::libraries::NewLibrary;
use walros_engine::{Caller, Engine, EngineConfig};
use walros_jellyfin::{Jellyfin, JellyfinOptions};
use walros_jobs::{LocalPool, PoolConfig, Workers};
use walros_model::library::LibraryKind;
use walros_model::user::Policy;

pub const PASSWORD: &str = "correct horse";

pub struct Fixture {
    pub engine: Arc<Engine>,
    pub media: PathBuf,
    pub data: PathBuf,
    _folder: TempDir,
}

impl Fixture {
    /// A server that nobody has set up.
    pub async fn fresh() -> Self {
        Self::fresh_with(Arc::new(LocalPool::new(PoolConfig::default()))).await
    }

    async fn fresh_with(workers: Arc<dyn Workers>) -> Self {
        let folder = TempDir::new().expect("a folder");
        let (media, data) = (folder.path().join("media"), folder.path().join("data"));
        copy(template(), &media);
        std::fs::create_dir_all(&data).expect("a data folder");
        let config = EngineConfig { watch_folders: false, ..EngineConfig::in_folder(&data) };
        let engine = Engine::open(config, workers, Some("code".into())).await.expect("an engine");
        Self { engine, media, data, _folder: folder }
    }

    /// With the administrator `admin`.
    pub async fn set_up() -> Self {
        Self::fresh().await.with_administrator().await
    }

    async fn with_administrator(self) -> Self {
        let fixture = self;
        fixture.user("admin", Policy { administrator: true, delete: true, ..Policy::default() }).await;
        fixture
    }

    /// With its libraries scanned.
    pub async fn scanned() -> Self {
        Self::set_up().await.with_libraries().await
    }

    /// The same with workers of some kind.
    pub async fn scanned_with(workers: Arc<dyn Workers>) -> Self {
        Self::fresh_with(workers).await.with_administrator().await.with_libraries().await
    }

    pub async fn with_libraries(self) -> Self {
        let fixture = self;
        for (kind, folder) in [(LibraryKind::Movies, "movies"), (LibraryKind::Shows, "shows"), (LibraryKind::Music, "music")] {
            let folders = vec![fixture.media.join(folder).display().to_string()];
            fixture
                .engine
                .libraries
                .create(&Caller::server(), NewLibrary { name: None, kind: Some(kind), folders, ahead: Default::default(), options: None })
                .await
                .expect("a library");
        }
        fixture.engine.scans.idle().await;
        fixture
    }

    pub async fn user(&self, name: &str, policy: Policy) {
        self.engine.users.create(&Caller::server(), name, Some(PASSWORD), policy).await.expect("an account");
    }

    /// A client that has not signed in.
    pub async fn client(&self) -> Client<impl Service<Request, Response = ServiceResponse<impl MessageBody>, Error = Error>> {
        let jellyfin = Jellyfin::new(self.engine.clone(), JellyfinOptions::default());
        let app = App::new()
            .wrap(from_fn(walros_jellyfin::fold_case))
            .configure(|config| jellyfin.configure(config))
            .default_service(web::to(walros_jellyfin::unknown));
        Client { app: test::init_service(app).await, token: String::new(), user: String::new() }
    }

    /// A client signed in as the administrator.
    pub async fn admin(&self) -> Client<impl Service<Request, Response = ServiceResponse<impl MessageBody>, Error = Error>> {
        let mut client = self.client().await;
        client.sign_in("admin").await;
        client
    }
}

pub struct Client<S> {
    app: S,
    pub token: String,
    pub user: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}) with {}: {}", self.status, String::from_utf8_lossy(&self.body)))
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header of text"))
    }
}

/// The header of a client that says who it is.
pub fn identity(device: &str, token: &str) -> String {
    let token = if token.is_empty() { String::new() } else { format!(", Token=\"{token}\"") };
    format!("MediaBrowser Client=\"tests\", Device=\"a test\", DeviceId=\"{device}\", Version=\"1.0.0\"{token}")
}

impl<S, B> Client<S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    pub async fn send(&self, method: Method, path: &str, headers: &[(&'static str, &str)], body: Option<Value>) -> Answer {
        let request = request(method, path, headers);
        self.answer(if let Some(body) = body { request.set_json(body) } else { request }).await
    }

    /// A body that is no JSON.
    pub async fn send_text(&self, method: Method, path: &str, headers: &[(&'static str, &str)], body: String) -> Answer {
        self.answer(request(method, path, headers).set_payload(body)).await
    }

    async fn answer(&self, request: test::TestRequest) -> Answer {
        let response = test::call_service(&self.app, request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.ok().expect("a body");
        Answer { status, headers, body: body.to_vec() }
    }

    /// Without a credential, from another address.
    pub async fn send_from(&self, address: std::net::IpAddr, method: Method, path: &str) -> Answer {
        let request = test::TestRequest::with_uri(path).method(method).peer_addr((address, 50_000).into());
        let response = test::call_service(&self.app, request.to_request()).await;
        Answer { status: response.status(), headers: response.headers().clone(), body: Vec::new() }
    }

    async fn signed(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.send(method, path, &[("authorization", &identity("device", &self.token))], body).await
    }

    /// `{me}` in a path is the user who signed in.
    pub async fn get(&self, path: &str) -> Answer {
        self.signed(Method::GET, &path.replace("{me}", &self.user), None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.signed(Method::POST, &path.replace("{me}", &self.user), Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.signed(Method::DELETE, &path.replace("{me}", &self.user), None).await
    }

    pub async fn sign_in(&mut self, name: &str) {
        let body = json!({ "Username": name, "Pw": PASSWORD });
        let answer = self.send(Method::POST, "/Users/AuthenticateByName", &[("authorization", &identity("device", ""))], Some(body)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let answer = answer.json();
        self.token = text(&answer["AccessToken"]);
        self.user = text(&answer["User"]["Id"]);
    }

    /// The only item of that kind and name.
    pub async fn item(&self, kind: &str, name: &str) -> Value {
        let all = self.get(&format!("/Items?recursive=true&includeItemTypes={kind}&fields=MediaSources")).await.json();
        let found = all["Items"].as_array().expect("items").iter().find(|item| item["Name"] == name).cloned();
        found.unwrap_or_else(|| panic!("no {kind} {name} in {all}"))
    }

    pub async fn id(&self, kind: &str, name: &str) -> String {
        text(&self.item(kind, name).await["Id"])
    }
}

fn request(method: Method, path: &str, headers: &[(&'static str, &str)]) -> test::TestRequest {
    let request = test::TestRequest::with_uri(path).method(method).peer_addr(([127, 0, 0, 1], 50_000).into());
    headers.iter().fold(request, |request, (name, value)| request.insert_header((*name, *value)))
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn template() -> &'static Path {
    static TEMPLATE: OnceLock<TempDir> = OnceLock::new();
    TEMPLATE.get_or_init(|| make(TempDir::new().expect("a folder"))).path()
}

fn make(folder: TempDir) -> TempDir {
    let root = folder.path();
    let film = root.join("movies/Amber Road (2001)");
    write(
        &film.join("chapters.txt"),
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=4000\ntitle=Setting out\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=4000\nEND=8000\ntitle=End Credits\n",
    );
    let chapters = film.join("chapters.txt").display().to_string();
    clip(&film.join("Amber Road (2001).mkv"), 8, "libx264", "aac", &["-i", &chapters, "-map", "0", "-map", "1", "-map_metadata", "2", "-g", "24"]);
    std::fs::remove_file(film.join("chapters.txt")).expect("removed");
    write(
        &film.join("movie.nfo"),
        "<movie><title>Amber Road</title><year>2001</year><plot>A long way.</plot><genre>Drama</genre><mpaa>PG-13</mpaa>\
         <director>Dora Field</director><actor><name>Evan Glow</name><role>The Walker</role></actor><uniqueid type=\"imdb\">tt0000001</uniqueid></movie>",
    );
    write(&film.join("Amber Road (2001).en.srt"), "1\n00:00:01,000 --> 00:00:02,000\nHello\n");
    ffmpeg(&["-f", "lavfi", "-i", "testsrc=s=200x300", "-frames:v", "1"], &film.join("poster.jpg"));
    clip(&root.join("movies/Blue Field (2010)/Blue Field (2010).avi"), 4, "mpeg4", "libmp3lame", &[]);
    for (number, name) in [("S01E01", "Dusk"), ("S01E02", "Ember")] {
        clip(&root.join(format!("shows/Candle Hill/Season 01/Candle Hill - {number} - {name}.mkv")), 8, "libx264", "aac", &[]);
    }
    for (number, title) in [("01", "First Light"), ("02", "Last Light")] {
        let path = root.join(format!("music/The Dunes/Evening (2003)/{number} - {title}.flac"));
        let source = format!("sine=f={}:d=3", 100 + 200 * title.len());
        let tags = [format!("title={title}"), "artist=The Dunes".into(), "album=Evening".into(), "date=2003".into(), format!("track={number}")];
        let mut arguments = vec!["-f", "lavfi", "-i", source.as_str()];
        arguments.extend(tags.iter().flat_map(|tag| ["-metadata", tag.as_str()]));
        ffmpeg(&arguments, &path);
    }
    write(&root.join("music/The Dunes/Evening (2003)/01 - First Light.lrc"), "[00:00.00]It is dark\n[00:01.50]It is light\n");
    folder
}

/// Each clip sounds and looks a little different, so that no two files are equal.
pub fn clip(path: &Path, seconds: u32, video: &str, audio: &str, more: &[&str]) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let picture = format!("testsrc=s=320x180:r=24:d={seconds}");
    let sound = format!("sine=f={}:d={seconds}", 200 + name.len() * 10);
    let comment = format!("comment={name}");
    let mut arguments = vec!["-f", "lavfi", "-i", &picture, "-f", "lavfi", "-i", &sound];
    arguments.extend(more);
    arguments.extend(["-c:v", video, "-c:a", audio, "-metadata", &comment]);
    ffmpeg(&arguments, path);
}

fn ffmpeg(arguments: &[&str], path: &Path) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    let done = Command::new("ffmpeg").args(["-v", "error", "-nostdin", "-y"]).args(arguments).arg(path).output().expect("ffmpeg runs");
    assert!(done.status.success(), "ffmpeg: {}", String::from_utf8_lossy(&done.stderr));
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
