//! A small named library, made with the `ffmpeg` command line once and copied for each test:
//!
//! - Movies: *Amber Road (2001)* in two versions with NFO, poster and an English subtitle; *Broken (2002)*, which is no film
//! - Shows: *Candle Hill*, season 1 with two episodes and a special
//! - Music: *The Dunes / Evening (2003)*, two tracks

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

use tempfile::TempDir;
use walros_engine::libraries::NewLibrary;
use walros_engine::model::item::ItemKind;
use walros_engine::model::library::LibraryKind;
use walros_engine::model::lists::ItemView;
use walros_engine::model::query::{Include, ItemQuery};
use walros_engine::model::user::{DeviceInfo, Policy};
use walros_engine::{Caller, Engine, EngineConfig};
use walros_jobs::{LocalPool, PoolConfig};

pub struct Fixture {
    pub engine: Arc<Engine>,
    pub media: PathBuf,
    pub data: PathBuf,
    /// An administrator, signed in.
    pub admin: Caller,
    _folder: TempDir,
}

impl Fixture {
    /// A fresh server whose libraries are scanned.
    pub async fn scanned() -> Self {
        Self::empty().await.with_libraries().await
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

    pub async fn empty() -> Self {
        let folder = TempDir::new().expect("a folder");
        let (media, data) = (folder.path().join("media"), folder.path().join("data"));
        copy(template(), &media);
        let engine = open(&data).await;
        let policy = Policy { administrator: true, ..Policy::default() };
        engine.users.create(&Caller::server(), "admin", Some("secret"), policy).await.expect("an account");
        let admin = sign_in(&engine, "admin", "secret").await;
        Self { engine, media, data, admin, _folder: folder }
    }

    pub async fn user(&self, name: &str, policy: Policy) -> Caller {
        self.engine.users.create(&self.admin, name, Some("pass"), policy).await.expect("an account");
        sign_in(&self.engine, name, "pass").await
    }

    pub async fn rescan(&self) {
        self.engine.scans.start(&self.admin, None).await.expect("a scan");
        self.engine.scans.idle().await;
    }

    /// All listed items of a kind, by sort name.
    pub async fn all(&self, caller: &Caller, kind: ItemKind) -> Vec<ItemView> {
        let include = Include { detail: true, sources: true, counts: true, ..Include::default() };
        let query = ItemQuery { kinds: vec![kind], recursive: true, total: true, include, ..ItemQuery::default() };
        let mut items = self.engine.items.page(caller, &query).await.expect("a page").items;
        items.sort_by(|a, b| a.item.sort_name.cmp(&b.item.sort_name));
        items
    }

    pub async fn one(&self, caller: &Caller, kind: ItemKind, name: &str) -> ItemView {
        let all = self.all(caller, kind).await;
        let names: Vec<&str> = all.iter().map(|view| view.item.name.as_str()).collect();
        let at = names.iter().position(|other| *other == name).unwrap_or_else(|| panic!("no {kind:?} {name} among {names:?}"));
        all[at].clone()
    }
}

pub async fn open(data: &Path) -> Arc<Engine> {
    std::fs::create_dir_all(data).expect("a data folder");
    let workers = Arc::new(LocalPool::new(PoolConfig::default()));
    let config = EngineConfig { watch_folders: false, ..EngineConfig::in_folder(data) };
    Engine::open(config, workers, Some("code".into())).await.expect("an engine")
}

pub async fn sign_in(engine: &Engine, name: &str, password: &str) -> Caller {
    let device = DeviceInfo { id: format!("device-of-{name}"), name: "a test".into(), app: "tests".into(), app_version: "1".into() };
    let address = [127, 0, 0, 1].into();
    let signed_in = engine.users.sign_in(name, password, device, address).await.expect("signed in");
    engine.users.authenticate(&signed_in.token, None, address).await.expect("a caller")
}

fn template() -> &'static Path {
    static TEMPLATE: OnceLock<TempDir> = OnceLock::new();
    TEMPLATE.get_or_init(|| make(TempDir::new().expect("a folder"))).path()
}

fn make(folder: TempDir) -> TempDir {
    let root = folder.path();
    let film = root.join("movies/Amber Road (2001)");
    clip(&film.join("Amber Road (2001) - 1080p.mkv"), 4, 640, &[]);
    clip(&film.join("Amber Road (2001) - 480p.mp4"), 4, 320, &[]);
    write(
        &film.join("movie.nfo"),
        "<movie><title>Amber Road</title><year>2001</year><plot>A long way.</plot><genre>Drama</genre><mpaa>PG-13</mpaa>\
         <director>Dora Field</director><actor><name>Evan Glow</name><role>The Walker</role></actor><uniqueid type=\"imdb\">tt0000001</uniqueid></movie>",
    );
    write(&film.join("Amber Road (2001) - 1080p.en.srt"), "1\n00:00:01,000 --> 00:00:02,000\nHello\n");
    picture(&film.join("poster.jpg"));
    write(&root.join("movies/Broken (2002).mkv"), "this is no film");
    for (season, number, name) in [("Season 01", "S01E01", "Dusk"), ("Season 01", "S01E02", "Ember"), ("Specials", "S00E01", "Behind")] {
        clip(&root.join(format!("shows/Candle Hill/{season}/Candle Hill - {number} - {name}.mkv")), 2, 320, &[]);
    }
    for (number, title) in [(1, "First Light"), (2, "Last Light")] {
        let tags = [("title", title), ("artist", "The Dunes"), ("album", "Evening"), ("date", "2003"), ("track", &number.to_string())];
        sound(&root.join(format!("music/The Dunes/Evening (2003)/{number:02} - {title}.flac")), number, &tags);
    }
    folder
}

/// Each clip has content of its own: its name is in it.
pub fn clip(path: &Path, seconds: u32, width: u32, more: &[&str]) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let picture = format!("testsrc=s={width}x{}:r=24:d={seconds}", width * 9 / 16 / 2 * 2);
    let sound = format!("sine=f={}:d={seconds}", 200 + name.len() * 10);
    let mut arguments = vec!["-f", "lavfi", "-i", &picture, "-f", "lavfi", "-i", &sound, "-c:v", "libx264", "-preset", "ultrafast", "-g", "24"];
    let title = format!("comment={name}");
    arguments.extend(["-c:a", "aac", "-metadata", &title]);
    arguments.extend(more);
    ffmpeg(&arguments, path);
}

fn sound(path: &Path, number: u32, tags: &[(&str, &str)]) {
    let source = format!("sine=f={}:d=3", 300 * number);
    let tags: Vec<String> = tags.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut arguments = vec!["-f", "lavfi", "-i", source.as_str()];
    arguments.extend(tags.iter().flat_map(|tag| ["-metadata", tag.as_str()]));
    ffmpeg(&arguments, path);
}

fn picture(path: &Path) {
    ffmpeg(&["-f", "lavfi", "-i", "testsrc=s=200x300", "-frames:v", "1"], path);
}

fn ffmpeg(arguments: &[&str], path: &Path) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    let done = Command::new("ffmpeg").args(["-v", "error", "-nostdin", "-y"]).args(arguments).arg(path).output().expect("ffmpeg runs");
    assert!(done.status.success(), "ffmpeg: {}", String::from_utf8_lossy(&done.stderr));
}

pub fn write(path: &Path, text: &str) {
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
