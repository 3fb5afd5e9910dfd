//! Series: episodes that share opening titles and credits are put together from pieces.

use super::ffmpeg::{self, Arguments};
use super::{Job, Scratch, nfo, picture, sidecars, video};
use crate::library::model::{Episode, Series, Signature};
use anyhow::Result;
use std::path::Path;

/// Codec settings that all pieces of an episode share, so that they can be joined without encoding again.
const PIECE: &str = "-c:v libx264 -preset superfast -crf 28 -pix_fmt yuv420p -x264-params threads=2 -g 48 -keyint_min 48 -sc_threshold 0 \
                     -c:a aac -b:a 96k -ar 48000 -ac 2 -shortest";

/// A tune, the same in every episode: steps of a scale over a bass.
fn tune(base: u32) -> String {
    format!(
        "aevalsrc='0.3*sin(2*PI*t*({base}*pow(2\\,floor(mod(t*3\\,8))/12)))+0.1*sin(2*PI*t*({}*pow(2\\,floor(mod(t*1.5\\,5))/12)))':c=stereo:s=48000",
        base / 2
    )
}

/// The jobs that make a series.
pub fn jobs(series: &Series, tv: &Path, seed: u32) -> Vec<Job> {
    let folder = tv.join(&series.folder);
    let mut jobs = Vec::new();
    for (at, episode) in series.episodes.iter().enumerate() {
        jobs.push(match series.signature {
            Some(signature) => signed(&folder, &series.title, episode, signature, at as u32),
            None => video::job(&folder, &episode.clip),
        });
        let place = folder.join(&episode.clip.path);
        jobs.extend(sidecars(&place, &episode.sidecars, series.seconds(episode)));
        if let Some(facts) = &episode.facts {
            let number = |name, value: Option<u32>| value.map(|value| (name, value.to_string()));
            let more: Vec<(&str, String)> = [number("season", episode.season), number("episode", episode.number)].into_iter().flatten().collect();
            let title = episode.title.as_deref().unwrap_or_default();
            jobs.push(Job::text(place.with_extension("nfo"), nfo::document("episodedetails", title, None, facts, &more)));
            let thumb = format!("{}-thumb.jpg", place.with_extension("").display());
            jobs.push(picture::job(thumb.into(), title, picture::THUMB, seed + 4));
        }
    }
    if series.artwork {
        jobs.push(picture::job(folder.join("poster.jpg"), &series.title, picture::POSTER, seed));
        jobs.push(picture::job(folder.join("fanart.jpg"), &series.title, picture::BACKDROP, seed + 1));
        jobs.push(picture::job(folder.join("season01-poster.jpg"), "Season One", picture::POSTER, seed + 2));
    }
    jobs.extend(series.facts.iter().map(|facts| Job::text(folder.join("tvshow.nfo"), nfo::document("tvshow", &series.title, series.year, facts, &[]))));
    jobs
}

/// An episode of four pieces: a start of its own, the titles, its body, the credits.
fn signed(folder: &Path, series: &str, episode: &Episode, signature: Signature, at: u32) -> Job {
    let (clip, cold, series) = (episode.clip.clone(), episode.cold_open, series.to_uppercase());
    let weight = clip.seconds / 8;
    Job::new(folder.join(&clip.path), weight, move |scratch| {
        let picture = |scene: u32, words: &str| {
            format!("{},{},{}", ffmpeg::moving_picture(scene, clip.size, clip.rate), ffmpeg::writing(words, "h/10", "h/3"), ffmpeg::clock())
        };
        let credits = format!("color=black:s={}x{}:r={},{}", clip.size.0, clip.size.1, clip.rate, ffmpeg::writing("Credits roll", "h/12", "h-60*t"));
        let noise = format!("anoisesrc=c=pink:seed={at}:a=0.05,tremolo=f={}:d=0.7", 2 + at % 8);
        let pieces = [
            (cold, picture(clip.scene, &format!("cold open {at}")), ffmpeg::tone(500 + 37 * at, 2)),
            (signature.intro, picture(3, &series), tune(220)),
            (clip.seconds, picture(clip.scene + 1, &clip.label), noise),
            (signature.credits, credits, tune(164)),
        ];
        let list: String =
            pieces.iter().enumerate().map(|(number, (seconds, video, audio))| piece(scratch, number, *seconds, video, audio)).collect::<Result<_>>()?;
        let file = scratch.file("pieces.txt");
        std::fs::write(&file, list)?;
        let mut join = Arguments::default();
        join.words("-f concat -safe 0").input(&file).words("-c copy -metadata:s:a:0 language=eng");
        if let Some(title) = &clip.title {
            join.one("-metadata").one(format!("title={title}"));
        }
        join.write(&scratch.output)
    })
}

/// Makes one piece and returns its line in the list of pieces.
fn piece(scratch: &Scratch, number: usize, seconds: u32, video: &str, audio: &str) -> Result<String> {
    let file = scratch.file(&format!("piece{number}.mkv"));
    let mut arguments = Arguments::default();
    arguments.generated(seconds, video).generated(seconds, audio).words(PIECE);
    arguments.write(&file)?;
    Ok(format!("file '{}'\n", file.display()))
}
