//! Files that must cost one clear line each and never a scan.

use super::ffmpeg::Arguments;
use super::{Job, Scratch, video};
use crate::library::model::Clip;
use anyhow::Result;
use std::path::Path;

/// Bytes of the hole in the torn file.
const HOLE: usize = 4096;

/// The jobs that make them.
pub fn jobs(folder: &Path) -> Vec<Job> {
    vec![
        Job::text(folder.join("Empty (2000).mkv"), ""),
        Job::text(folder.join("Words (2000).mp4"), "this is not a film\n".repeat(100)),
        // A server that lets libav follow playlists would read a file of its own machine here.
        Job::text(folder.join("Playlist (2000).mp4"), "#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n"),
        Job::new(folder.join("Cut Off (2000).mp4"), 1, |scratch| changed(scratch, "mp4", |bytes| bytes.truncate(bytes.len() / 3))),
        Job::new(folder.join("Torn (2000).mkv"), 1, |scratch| {
            changed(scratch, "mkv", |bytes| {
                let middle = bytes.len() / 2;
                bytes[middle..middle + HOLE].fill(0);
            })
        }),
    ]
}

/// Makes a good clip and spoils it.
fn changed(scratch: &Scratch, ending: &str, spoil: impl Fn(&mut Vec<u8>)) -> Result<()> {
    let (clip, mp4) = (Clip::new("whole.mp4", "cut", 6), scratch.file("whole.mp4"));
    video::encode(&clip, scratch, &mp4)?;
    let whole = scratch.file(&format!("copy.{ending}"));
    Arguments::default().input(&mp4).words("-c copy").write(&whole)?;
    let mut bytes = std::fs::read(&whole)?;
    spoil(&mut bytes);
    Ok(std::fs::write(&scratch.output, bytes)?)
}
