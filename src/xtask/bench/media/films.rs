//! The films that are measured on: long enough for many segments, cheap enough to make on any machine.

use crate::{say, shell};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Minutes that are encoded, and how often they are repeated.
const MINUTES: u32 = 3;
const TIMES: u32 = 3;

pub struct Film {
    /// As the library will name it.
    pub name: &'static str,
    pub path: PathBuf,
}

/// One H.264 film of 1080p and some 8 Mbit/s as MP4 and as Matroska, made once.
pub fn make(folder: &Path) -> Result<Vec<Film>> {
    std::fs::create_dir_all(folder)?;
    let [mp4, mkv] = ["Copy Four (2001).mp4", "Copy Mask (2002).mkv"].map(|name| folder.join(name));
    if !mkv.exists() {
        let (once, unfinished) = (folder.join("once.mp4"), folder.join("unfinished.mkv"));
        say::note("encoding a film; this is done once");
        let picture = format!("testsrc2=size=1920x1080:rate=24:duration={},noise=alls=12:allf=t", MINUTES * 60);
        let sound = format!("anoisesrc=color=pink:amplitude=0.2:sample_rate=48000:duration={}", MINUTES * 60);
        let mut encode = ffmpeg();
        encode.args(["-f", "lavfi", "-i", &picture, "-f", "lavfi", "-i", &sound, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]);
        encode.args(["-bf", "2", "-g", "48", "-b:v", "8M", "-maxrate", "10M", "-bufsize", "10M", "-c:a", "aac", "-b:a", "192k"]).arg(&once);
        shell::output(&mut encode)?;
        let repeat = (TIMES - 1).to_string();
        shell::output(ffmpeg().args(["-stream_loop", &repeat]).arg("-i").arg(&once).args(["-c", "copy"]).arg(&mp4))?;
        shell::output(ffmpeg().arg("-i").arg(&mp4).args(["-c", "copy"]).arg(&unfinished))?;
        std::fs::remove_file(once)?;
        std::fs::rename(unfinished, &mkv)?;
    }
    Ok(vec![Film { name: "Copy Four", path: mp4 }, Film { name: "Copy Mask", path: mkv }])
}

/// Writes over what is there, and says nothing but what went wrong.
pub fn ffmpeg() -> Command {
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-nostdin", "-y"]);
    command
}
