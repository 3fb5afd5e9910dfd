//! From a catalogue to files. Every file is made in a work folder and then moved to its place, so that what is there is
//! whole, an interrupted run goes on where it was, and a finished one has nothing to do.

mod bad;
pub mod ffmpeg;
mod live;
mod music;
pub mod nfo;
pub mod picture;
mod show;
mod text;
mod video;

use super::model::{Catalogue, Film, Sidecar};
use crate::say;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One file to make: where it belongs, and how to make it at another place.
pub struct Job {
    pub place: PathBuf,
    /// Rough work, in seconds of full-HD H.264: the longest jobs start first.
    weight: u32,
    make: Make,
}

type Make = Box<dyn Fn(&Scratch) -> Result<()> + Send + Sync>;

/// Where a job may write: the file that it makes, and names for what it needs on the way.
pub struct Scratch {
    pub output: PathBuf,
    folder: PathBuf,
}

impl Scratch {
    /// A file of this job's own, deleted afterwards.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Job {
    pub fn new(place: PathBuf, weight: u32, make: impl Fn(&Scratch) -> Result<()> + Send + Sync + 'static) -> Self {
        Self { place, weight, make: Box::new(make) }
    }

    /// A small file of which the whole content is known.
    pub fn text(place: PathBuf, content: impl Into<Vec<u8>>) -> Self {
        let content = content.into();
        Self::new(place, 0, move |scratch| Ok(std::fs::write(&scratch.output, &content)?))
    }
}

/// The jobs that make films, series, albums and photos.
pub fn catalogue(catalogue: &Catalogue, root: &Path) -> Vec<Job> {
    let mut jobs = Vec::new();
    for (at, film) in catalogue.films.iter().enumerate() {
        jobs.extend(film_jobs(film, &root.join("movies"), at as u32 + 11));
    }
    for (at, series) in catalogue.series.iter().enumerate() {
        jobs.extend(show::jobs(series, &root.join("tv"), at as u32 + 31));
    }
    catalogue.albums.iter().for_each(|album| jobs.extend(music::jobs(album, &root.join("music"))));
    for (at, photo) in catalogue.photos.iter().enumerate() {
        let name = photo.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        jobs.push(picture::job(root.join("photos").join(&photo.path), name, photo.size, at as u32 + 51));
    }
    jobs
}

/// The jobs for the live TV channel and for the files that nobody can play.
pub fn live_and_bad(root: &Path) -> Vec<Job> {
    let mut jobs = live::jobs(&root.join("live"));
    jobs.extend(bad::jobs(&root.join("bad")));
    jobs
}

fn film_jobs(film: &Film, movies: &Path, seed: u32) -> Vec<Job> {
    let folder = film.folder.as_ref().map_or(movies.to_owned(), |folder| movies.join(folder));
    let mut jobs = Vec::new();
    for version in &film.versions {
        jobs.extend(version.parts.iter().map(|clip| video::job(&folder, clip)));
        let first = &version.parts[0];
        jobs.extend(sidecars(&folder.join(&first.path), &version.sidecars, first.seconds));
    }
    jobs.extend(film.extras.iter().map(|extra| video::job(&folder, &extra.clip)));
    if film.artwork {
        jobs.push(picture::job(folder.join("poster.jpg"), &film.title, picture::POSTER, seed));
        jobs.push(picture::job(folder.join("fanart.jpg"), &film.title, picture::BACKDROP, seed + 7));
    }
    jobs.extend(film.nfo.iter().map(|(name, facts)| Job::text(folder.join(name), nfo::document("movie", &film.title, film.year, facts, &[]))));
    jobs
}

/// Subtitle files beside a video.
fn sidecars(video: &Path, sidecars: &[Sidecar], seconds: u32) -> Vec<Job> {
    let stem = video.with_extension("");
    sidecars.iter().map(|sidecar| Job::text(PathBuf::from(format!("{}{}", stem.display(), sidecar.suffix())), text::srt(sidecar.language, seconds))).collect()
}

/// Makes what is missing, on as many threads as the machine has cores.
pub fn make(mut jobs: Vec<Job>, root: &Path) -> Result<()> {
    jobs.retain(|job| !job.place.exists());
    if jobs.is_empty() {
        say::note(&format!("{} is complete", root.display()));
        return Ok(());
    }
    jobs.sort_by_key(|job| std::cmp::Reverse(job.weight));
    let work = root.join(".work");
    let (next, failure) = (AtomicUsize::new(0), Mutex::new(None));
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(at) else { break };
                    if let Err(error) = one(job, &work.join(at.to_string()), root) {
                        next.store(jobs.len(), Ordering::Relaxed); // no further jobs
                        failure.lock().unwrap_or_else(|held| held.into_inner()).get_or_insert(error);
                    }
                }
            });
        }
    });
    let _ = std::fs::remove_dir_all(&work);
    failure.into_inner().unwrap_or_else(|held| held.into_inner()).map_or(Ok(()), Err)
}

fn one(job: &Job, folder: &Path, root: &Path) -> Result<()> {
    let name = job.place.strip_prefix(root).unwrap_or(&job.place);
    std::fs::create_dir_all(folder)?;
    let output = folder.join("output").with_extension(job.place.extension().unwrap_or_default());
    let scratch = Scratch { output, folder: folder.to_owned() };
    (job.make)(&scratch).with_context(|| format!("cannot make {}", name.display()))?;
    std::fs::create_dir_all(job.place.parent().context("a file without a folder")?)?;
    std::fs::rename(&scratch.output, &job.place).with_context(|| format!("cannot place {}", name.display()))?;
    std::fs::remove_dir_all(folder)?;
    if job.weight > 0 {
        say::note(&name.display().to_string());
    }
    Ok(())
}
