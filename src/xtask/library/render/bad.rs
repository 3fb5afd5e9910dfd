//! Files that must cost one clear line each and never a scan.

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
    video::make(&Clip::new(format!("whole.{ending}"), "cut", 6), scratch)?;
    let mut bytes = std::fs::read(&scratch.output)?;
    spoil(&mut bytes);
    Ok(std::fs::write(&scratch.output, bytes)?)
}
