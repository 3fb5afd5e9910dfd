//! The optimised server on a library of the films, asked as a player asks.

use super::cpu;
use super::films::Film;
use super::transcode::{BIT_RATE, WIDTH};
use crate::project::Project;
use crate::{say, shell};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Processor time is counted in hundredths of a second.
const STILL: Duration = Duration::from_millis(100);
const USER: (&str, &str) = ("anna", "benchmark");
const CLIENT: &str = r#"Authorization: MediaBrowser Client="bench", Device="bench", DeviceId="bench", Version="1""#;

/// A running server; killed when dropped.
pub struct Walros {
    process: Child,
    address: String,
    token: String,
}

/// A subtitle of a film: the addresses of its playlist, of its stretches and of all of it.
pub struct Subtitle {
    pub path: String,
    pub segments: Vec<String>,
    pub whole: String,
}

/// A segment: its address, and which part of the film it is, in seconds.
#[derive(Clone)]
pub struct Segment {
    pub path: String,
    pub start: f64,
    pub length: f64,
}

impl Walros {
    /// Scans the films' folder and serves it.
    pub fn start(project: &Project, films: &[Film], data: &Path) -> Result<Self> {
        let folder = films.first().and_then(|film| film.path.parent()).context("no films")?;
        let walros = project.binary("walros", true);
        shell::output(Command::new(&walros).arg("scan").arg("--data").arg(data).arg("--folder").arg(format!("movies:{}", folder.display())))?;
        let mut add = Command::new(&walros);
        add.args(["user", "add", USER.0, "--admin", "--password-stdin", "--data"]).arg(data).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut adding = add.spawn()?;
        writeln!(adding.stdin.take().context("no input")?, "{}", USER.1)?;
        anyhow::ensure!(adding.wait()?.success(), "cannot add a user");
        let address = super::free_address()?;
        let mut serve = Command::new(&walros);
        let process = serve.args(["serve", "--listen", &address, "--data"]).arg(data).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut walros = Self { process, address, token: String::new() };
        walros.wait()?;
        let body = format!(r#"{{"Username":"{}","Pw":"{}"}}"#, USER.0, USER.1);
        let answer = shell::output(
            Command::new("curl").args(["-sf", "-H", CLIENT, "-H", "Content-Type: application/json", "-d", &body]).arg(walros.url("/Users/AuthenticateByName")),
        )?;
        let answer: Value = serde_json::from_str(&answer)?;
        walros.token = answer["AccessToken"].as_str().context("no token")?.to_owned();
        Ok(walros)
    }

    fn wait(&mut self) -> Result<()> {
        let begun = Instant::now();
        while !shell::succeeds(Command::new("curl").args(["-sf", "-o", "/dev/null"]).arg(self.url("/ready"))) {
            if let Some(status) = self.process.try_wait()? {
                bail!("the server ended: {status}");
            }
            anyhow::ensure!(begun.elapsed() < Duration::from_secs(30), "the server does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    pub fn process(&self) -> u32 {
        self.process.id()
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// The segments of a film, all copied, in a container (`mp4` or `ts`); the init segment is left out.
    pub fn copies(&self, film: &Film, container: &str) -> Result<Vec<Segment>> {
        self.segments(film, &format!("VideoCodec=h264&AudioCodec=aac&SegmentContainer={container}"))
    }

    /// The segments of a film, picture and sound encoded, in transport streams.
    pub fn encoded(&self, film: &Film) -> Result<Vec<Segment>> {
        let copy = "AllowVideoStreamCopy=false&AllowAudioStreamCopy=false";
        self.segments(film, &format!("VideoCodec=h264&AudioCodec=aac&SegmentContainer=ts&{copy}&MaxWidth={WIDTH}&VideoBitrate={BIT_RATE}&AudioBitrate=192000"))
    }

    /// The address of a film's playlist, all copied.
    pub fn playlist(&self, film: &Film) -> Result<String> {
        let id = self.item(film)?;
        Ok(format!("/videos/{id}/main.m3u8?MediaSourceId={id}&VideoCodec=h264&AudioCodec=aac&SegmentContainer=mp4&ApiKey={}", self.token))
    }

    /// A text subtitle of a film, by its stream's number.
    pub fn subtitles(&self, film: &Film, stream: u32) -> Result<Subtitle> {
        let id = self.item(film)?;
        let folder = format!("/Videos/{id}/{id}/Subtitles/{stream}");
        let path = format!("{folder}/subtitles.m3u8?SegmentLength=30&ApiKey={}", self.token);
        let playlist = self.get(&path)?;
        let segments = playlist.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{folder}/{line}")).collect();
        Ok(Subtitle { path, segments, whole: format!("{folder}/0/Stream.vtt?ApiKey={}", self.token) })
    }

    fn segments(&self, film: &Film, wanted: &str) -> Result<Vec<Segment>> {
        let id = self.item(film)?;
        let query = format!("MediaSourceId={id}&{wanted}&ApiKey={}", self.token);
        let playlist = self.get(&format!("/videos/{id}/main.m3u8?{query}"))?;
        let (mut segments, mut start, mut length) = (Vec::new(), 0.0, 0.0);
        for line in playlist.lines() {
            if let Some(told) = line.strip_prefix("#EXTINF:").and_then(|rest| rest.split(',').next()) {
                length = told.parse()?;
            } else if !line.starts_with('#') {
                segments.push(Segment { path: format!("/videos/{id}/{line}"), start, length });
                start += length;
            }
        }
        anyhow::ensure!(segments.len() > 10, "only {} segments: {playlist}", segments.len());
        say::note(&format!("{}: {} segments", film.name, segments.len()));
        Ok(segments)
    }

    /// How long an answer takes until its last byte.
    pub fn time(&self, path: &str) -> Result<Duration> {
        let said = shell::output(Command::new("curl").args(["-sf", "-o", "/dev/null", "-w", "%{time_total}"]).arg(self.url(path)))?;
        Ok(Duration::from_secs_f64(said.trim().parse()?))
    }

    /// Returns when the workers have been still for a moment.
    pub fn wait_until_idle(&self) -> Result<()> {
        let mut before = cpu::of_workers(self.process())?;
        loop {
            std::thread::sleep(STILL);
            let now = cpu::of_workers(self.process())?;
            if now <= before {
                return Ok(());
            }
            before = now;
        }
    }

    fn item(&self, film: &Film) -> Result<String> {
        let answer = self.get(&format!("/Items?Recursive=true&IncludeItemTypes=Movie&ApiKey={}", self.token))?;
        let answer: Value = serde_json::from_str(&answer)?;
        let item = answer["Items"].as_array().into_iter().flatten().find(|item| item["Name"] == film.name);
        item.and_then(|item| item["Id"].as_str()).map(str::to_owned).with_context(|| format!("{} is not there", film.name))
    }

    fn get(&self, path: &str) -> Result<String> {
        shell::output(Command::new("curl").arg("-sf").arg(self.url(path)))
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Writes what an address answers into a file.
    pub fn save(&self, path: &str, file: &Path) -> Result<()> {
        shell::output(Command::new("curl").args(["-sf", "-o"]).arg(file).arg(self.url(path))).map(drop)
    }
}

impl Drop for Walros {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
