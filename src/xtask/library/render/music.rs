//! Albums: tagged tracks, covers in and beside them, lyrics.

use super::ffmpeg::{self, Arguments};
use super::{Job, Scratch, picture, text};
use crate::library::model::{Album, Track};
use anyhow::Result;
use std::path::Path;

/// The cover's seed, so that the embedded cover and the one beside the tracks are the same picture.
const COVER_SEED: u32 = 41;

/// The jobs that make an album.
pub fn jobs(album: &Album, music: &Path) -> Vec<Job> {
    let folder = music.join(&album.folder);
    let mut jobs: Vec<Job> = album.tracks.iter().map(|track| track_job(album, track, &folder)).collect();
    let lyrics = album.tracks.iter().filter(|track| track.lyrics);
    jobs.extend(lyrics.map(|track| Job::text(folder.join(&track.path).with_extension("lrc"), text::lrc())));
    if album.cover {
        jobs.push(picture::job(folder.join("cover.jpg"), &album.title, picture::COVER, COVER_SEED));
    }
    jobs
}

fn track_job(album: &Album, track: &Track, folder: &Path) -> Job {
    let (tone, seconds, tags) = (ffmpeg::tone(track.hz, 2), track.seconds, tags(album, track));
    let cover = track.embedded_cover.then(|| album.title.clone());
    let codec = codec(&track.path);
    Job::new(folder.join(&track.path), 1, move |scratch: &Scratch| -> Result<()> {
        let mut arguments = Arguments::default();
        arguments.generated(seconds, &tone);
        if let Some(title) = &cover {
            let file = scratch.file("cover.jpg");
            picture::arguments(title, picture::COVER, COVER_SEED).write(&file)?;
            arguments.input(&file).words("-map 0 -map 1 -c:v copy -disposition:v attached_pic");
        }
        arguments.one("-c:a").words(codec);
        for (key, value) in &tags {
            arguments.one("-metadata").one(format!("{key}={value}"));
        }
        arguments.write(&scratch.output)
    })
}

fn codec(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("flac") => "flac",
        Some("mp3") => "libmp3lame -q:a 5",
        Some("opus") => "libopus",
        Some("ogg") => "libvorbis",
        _ => "aac",
    }
}

/// The tags by ffmpeg's names; numbers with their totals where discs are counted.
fn tags(album: &Album, track: &Track) -> Vec<(&'static str, String)> {
    let on_disc = album.tracks.iter().filter(|other| other.disc == track.disc).count();
    let discs = album.tracks.iter().filter_map(|other| other.disc).max();
    let number = if track.disc.is_some() { format!("{}/{on_disc}", track.number) } else { track.number.to_string() };
    let mut tags = vec![
        ("title", track.title.clone()),
        ("artist", track.artist.clone()),
        ("album_artist", album.artist.clone()),
        ("album", album.title.clone()),
        ("track", number),
        ("genre", album.genre.to_owned()),
    ];
    tags.extend(album.year.map(|year| ("date", year.to_string())));
    tags.extend(track.disc.zip(discs).map(|(disc, discs)| ("disc", format!("{disc}/{discs}"))));
    tags.extend(album.compilation.then(|| ("compilation", "1".to_owned())));
    tags.extend(track.gain.map(|gain| ("replaygain_track_gain", gain.to_owned())));
    tags
}
