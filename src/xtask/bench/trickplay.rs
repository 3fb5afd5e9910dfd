//! `cargo xtask bench pictures`: all pictures for seeking of one film, beside ffmpeg decoding the whole film, and ffmpeg
//! decoding its keyframes.

use crate::project::Project;
use crate::{say, shell};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The film repeats itself this often: what is measured does not care, and it is made in a minute.
const CLIP_SECONDS: u32 = 60;

/// What each way is given to do: a picture each ten seconds, 320 wide, a hundred on a sheet.
const SHEETS: &str = "fps=1/10,scale=320:-2,tile=10x10";

struct Cost {
    seconds: f64,
    bytes: f64,
}

/// Makes the film and measures, in turns.
pub fn run(project: &Project, minutes: u32, rounds: u32) -> Result<()> {
    say::heading("Building");
    shell::run(project.cargo().args(["bench", "-p", "walros-worker", "--bench", "trickplay", "--no-run"]))?;
    say::heading("The film");
    let film = film(&project.cache.join("bench-pictures"), minutes)?;
    say::heading(&format!("{minutes} minutes of 1080p with a keyframe each four seconds, {rounds} times"));
    let mut ratios = Vec::new();
    for _ in 0..rounds {
        let keys = ffmpeg(&film, &["-skip_frame", "nokey"])?;
        let ours = walros(project, &film)?;
        let whole = ffmpeg(&film, &[])?;
        for (name, cost) in [("walros", &ours), ("ffmpeg, keyframes", &keys), ("ffmpeg, all", &whole)] {
            say::note(&format!("{name}: {:.2} s, {:.1} MB read", cost.seconds, cost.bytes / 1e6));
        }
        ratios.push([whole.seconds / ours.seconds, keys.seconds / ours.seconds, ours.bytes / keys.bytes]);
    }
    let median = |which: usize| {
        let mut all: Vec<f64> = ratios.iter().map(|ratio| ratio[which]).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    println!("\npictures: {:.1} times as fast as decoding everything (goal: 20)", median(0));
    println!("pictures: {:.1} times as fast as decoding keyframes (goal: 1.5), with {:.4} of the bytes read (goal: 0.333)", median(1), median(2));
    Ok(())
}

/// The film, made if it is not there.
fn film(folder: &Path, minutes: u32) -> Result<PathBuf> {
    let film = folder.join(format!("{minutes}.mkv"));
    if film.is_file() {
        return Ok(film);
    }
    std::fs::create_dir_all(folder)?;
    let clip = folder.join("clip.mkv");
    let mut make = Command::new("ffmpeg");
    let (picture, sound) = (format!("testsrc2=s=1920x1080:r=24:d={CLIP_SECONDS},noise=alls=12:allf=t"), format!("sine=f=330:d={CLIP_SECONDS}"));
    make.args(["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", &picture, "-f", "lavfi", "-i", &sound]);
    make.args(["-c:v", "libx264", "-preset", "veryfast", "-b:v", "8M", "-g", "96", "-pix_fmt", "yuv420p", "-c:a", "aac"]).arg(&clip);
    shell::run(&mut make)?;
    let partial = folder.join("partial.mkv");
    let loops = (minutes * 60 / CLIP_SECONDS).saturating_sub(1).to_string();
    shell::run(Command::new("ffmpeg").args(["-v", "error", "-nostdin", "-y", "-stream_loop", &loops, "-i"]).arg(&clip).args(["-c", "copy"]).arg(&partial))?;
    std::fs::rename(&partial, &film)?;
    std::fs::remove_file(&clip)?;
    Ok(film)
}

/// As a script would do it. What a child of the shell read counts for the shell once it is gone.
fn ffmpeg(film: &Path, how: &[&str]) -> Result<Cost> {
    let target = film.with_file_name("sheet-%d.jpg");
    let script = "\"$@\"; cat /proc/$$/io";
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh", "ffmpeg", "-v", "error", "-nostdin", "-y"]).args(how).arg("-i").arg(film);
    command.args(["-an", "-vf", SHEETS, "-q:v", "3"]).arg(target);
    let begun = Instant::now();
    let said = shell::output(command.stdin(Stdio::null()))?;
    let seconds = begun.elapsed().as_secs_f64();
    let bytes = said.lines().find_map(|line| line.strip_prefix("rchar: ")).context("the kernel counts nothing")?;
    Ok(Cost { seconds, bytes: bytes.trim().parse()? })
}

fn walros(project: &Project, film: &Path) -> Result<Cost> {
    let said = shell::output(project.cargo().args(["bench", "-q", "-p", "walros-worker", "--bench", "trickplay", "--"]).arg(film))?;
    let line = said.lines().rfind(|line| line.starts_with('{')).context("the benchmark said nothing")?;
    let figures: serde_json::Value = serde_json::from_str(line)?;
    let figure = |name: &str| figures[name].as_f64().with_context(|| format!("no {name} in {line}"));
    say::note(&format!("its index (kept, and needed for playing too): {:.2} s", figure("indexSeconds")?));
    Ok(Cost { seconds: figure("seconds")?, bytes: figure("bytesRead")? })
}
