//! `cargo xtask chroot-check`: do the commands of the README work on a fresh Debian 12 that has Rust and nothing else? It
//! makes such a root with mmdebstrap, puts a clean clone of HEAD in it, and runs them there. Needs root and mmdebstrap.

use crate::project::Project;
use crate::setup::user;
use crate::{say, shell};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const RELEASE: &str = "bookworm";
const ENTER: &str = include_str!("enter.sh");

/// Where `run` is told to listen, so that a server of this machine's own is not in the way.
const LISTEN: &str = "127.0.0.1:18096";

/// Variables that tell how this machine reaches the package registries.
const KEEP: &str = "http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE NODE_EXTRA_CA_CERTS PIP_CERT REQUESTS_CA_BUNDLE RUSTUP_TOOLCHAIN";

/// Files for the same end; each is copied if it is there.
const NETWORK: &[&str] = &["/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf", "/root/.npmrc", "/root/.cargo/config.toml", "/usr/local/share/ca-certificates"];

/// Makes the root and runs the commands in it: `test`, `run`, `build`.
pub fn check(project: &Project, commands: &[String], keep: bool) -> Result<()> {
    if !user::is_root() || !shell::on_path("mmdebstrap") {
        bail!("this needs root, and the Debian package mmdebstrap");
    }
    let root = std::env::temp_dir().join(format!("walros-chroot-{}", std::process::id()));
    let result = bootstrap(&root).and_then(|()| clone(project, &root)).and_then(|()| commands.iter().try_for_each(|command| one(&root, command)));
    if keep {
        say::note(&format!("kept: {}", root.display()));
    } else {
        shell::output(Command::new("rm").args(["-rf", "--one-file-system"]).arg(&root))?;
    }
    result
}

/// A minimal Debian from this machine's own mirrors.
fn bootstrap(root: &Path) -> Result<()> {
    say::heading("A fresh Debian 12");
    let settings = root.with_extension("apt");
    std::fs::create_dir_all(&settings)?;
    for entry in std::fs::read_dir("/etc/apt/apt.conf.d")?.flatten() {
        // Proxies and the like, not what the machine does after an installation.
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        if text.lines().all(|line| line.is_empty() || line.starts_with("//") || line.starts_with("Acquire")) {
            std::fs::copy(entry.path(), settings.join(entry.file_name()))?;
        }
    }
    let sources = ["/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources"].map(PathBuf::from);
    let sources: Vec<&PathBuf> = sources.iter().filter(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains(RELEASE))).collect();
    let hook = format!("cp -r {}/. \"$1/etc/apt/apt.conf.d/\"", settings.display());
    let mut command = Command::new("mmdebstrap");
    // Certificates, because Rust could not have been installed without.
    command
        .args(["--quiet", "--variant=minbase", "--include=ca-certificates", "--dpkgopt=force-unsafe-io"])
        .arg(format!("--essential-hook={hook}"))
        .arg(format!("--aptopt={}", "Acquire::Retries \"3\""));
    for setting in std::fs::read_dir(&settings)?.flatten() {
        command.arg("--aptopt").arg(setting.path());
    }
    let result = shell::run(command.arg(RELEASE).arg(root).args(sources));
    std::fs::remove_dir_all(&settings)?;
    result
}

/// A clean clone of HEAD in the root's home folder, and what the network needs.
fn clone(project: &Project, root: &Path) -> Result<()> {
    for path in NETWORK.iter().map(Path::new).filter(|path| path.exists()) {
        let place = root.join(path.strip_prefix("/")?);
        std::fs::create_dir_all(place.parent().context("a file at the root")?)?;
        shell::output(Command::new("cp").args(["-rLT"]).arg(path).arg(&place))?;
    }
    shell::output(&mut enter(root, &["update-ca-certificates"]))?;
    shell::run(Command::new("git").args(["clone", "--quiet", "--no-hardlinks"]).arg(&project.root).arg(root.join("root/walros")))
}

fn enter(root: &Path, words: &[&str]) -> Command {
    let home = PathBuf::from(std::env::var_os("HOME").unwrap_or_else(|| "/root".into()));
    let folder = |variable: &str, default: &str| std::env::var_os(variable).map_or_else(|| home.join(default), PathBuf::from);
    let mut command = Command::new("unshare");
    command.args(["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, "enter.sh"]).arg(root).args(words);
    command.env("RUSTUP_HOME", folder("RUSTUP_HOME", ".rustup")).env("CARGO_HOME", folder("CARGO_HOME", ".cargo")).env("KEEP", KEEP);
    command
}

/// Runs one of our own commands as a stranger would type it.
fn one(root: &Path, command: &str) -> Result<()> {
    say::heading(&format!("cargo xtask {command} on a fresh Debian 12"));
    let start = Instant::now();
    let inside = |line: &str| enter(root, &["sh", "-c", &format!("cd /root/walros && {line}")]);
    match command {
        "run" => serves(inside(&format!("exec cargo xtask run --yes -- --listen {LISTEN}")))?,
        "test" | "build" => {
            let status = inside(&format!("exec cargo xtask {command} --yes")).stdin(Stdio::null()).status()?;
            if !status.success() {
                bail!("`cargo xtask {command} --yes` failed on a fresh Debian 12");
            }
        }
        other => bail!("cannot check `{other}`: only run, test and build"),
    }
    say::note(&format!("cargo xtask {command}: ok after {}", say::duration(start.elapsed())));
    Ok(())
}

/// Waits until the server says its address, asks it for its health, and stops it.
fn serves(mut command: Command) -> Result<()> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let result = healthy(&mut child);
    child.kill()?;
    child.wait()?;
    result
}

fn healthy(child: &mut Child) -> Result<()> {
    for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
        let line = line?;
        println!("{line}");
        if line.contains("http://") && line.contains(LISTEN.rsplit(':').next().unwrap_or_default()) {
            return ask_for_health();
        }
    }
    bail!("the server ended without saying where it listens")
}

fn ask_for_health() -> Result<()> {
    let mut stream = TcpStream::connect(LISTEN).context("the server does not listen where it says")?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "GET /health HTTP/1.1\r\nHost: {LISTEN}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let first = answer.lines().next().unwrap_or_default();
    say::note(&format!("GET /health: {first}"));
    if first.contains(" 200") { Ok(()) } else { bail!("the server is not healthy: {first}") }
}
