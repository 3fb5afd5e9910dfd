//! Frames of films as pictures: of chapters, and of items that have no artwork. Each is decoded once, when somebody asks
//! for it, and all sizes are made of that.

use std::path::{Path, PathBuf};
use std::time::Duration;

use walros_db::items;
use walros_jobs::{ImageFormat, ImageFrom, ImageSize, Job, Priority};
use walros_media::clock::clock_of;
use walros_media::plan::FilmTimes;
use walros_model::ItemId;
use walros_model::index::Clock;
use walros_model::item::{Image, ImageKind, ImageSource};
use walros_model::probe::MediaSource;
use walros_model::query::{Include, Scope};

use super::{Images, open};
use crate::{EngineError, Result};

/// Large enough for the whole width of a screen at the distance from which one looks at a menu.
const SIZE: ImageSize = ImageSize::Within { width: 1280, height: 1280 };
const QUALITY: u8 = 85;

/// Chapters begin with black, or with the end of the one before: so far in (at most) there is something to see.
const INTO_CHAPTER: Duration = Duration::from_secs(10);

/// The picture of a chapter, by its number from 0; `None` where there is none. In memory: costs nothing.
pub fn chapter(source: &MediaSource, number: usize) -> Option<Image> {
    source.probe.video()?;
    let chapter = source.probe.chapters.get(number)?;
    let length = chapter.end.saturating_sub(chapter.start);
    let at = chapter.start.saturating_add((length / 10).min(INTO_CHAPTER));
    let words = format!("{} {} {} chapter {number} {at:?}", source.path, source.size, source.modified.timestamp_micros());
    let tag = blake3::hash(words.as_bytes()).to_hex()[..32].to_string();
    let frame = ImageSource::Frame { path: source.path.clone(), at };
    Some(Image { kind: ImageKind::Chapter, source: frame, tag, width: 0, height: 0, blurhash: String::new() })
}

impl Images {
    pub(super) async fn find_chapter(&self, item: ItemId, number: usize) -> Result<Image> {
        let everything = Scope { include_missing: true, ..Scope::default() };
        let include = Include { sources: true, ..Include::default() };
        let view = self.0.db.read(move |conn| items::get(conn, &everything, None, item, include)).await?;
        let sources = view.ok_or(EngineError::NotFound)?.sources;
        sources.first().and_then(|source| chapter(source, number)).ok_or(EngineError::NotFound)
    }

    /// The file with a frame of a film, made if it is not there; `NotFound` where nothing can be seen.
    pub(crate) async fn frame(&self, path: &str, at: Duration, tag: &str, priority: Priority) -> Result<PathBuf> {
        let name = name(tag);
        let core = &self.0;
        let take = async {
            let clock = self.clock(path, at).await?;
            let job = Job::Image { from: ImageFrom::Frame(at), size: SIZE, format: ImageFormat::Jpeg, quality: QUALITY, clock };
            Ok(core.workers.run(priority, job, vec![open(Path::new(path)).await?]).await?.bytes)
        };
        let made = if priority == Priority::Idle {
            // Whoever waits for the same frame must not wait for this.
            match core.image_cache.find(&name).await {
                Some(path) => Ok(path),
                None => match take.await {
                    Ok(bytes) => core.image_cache.keep(name, &bytes).await,
                    Err(error) => Err(error),
                },
            }
        } else {
            let in_turn = async {
                let _turn = core.film_reading.acquire().await.map_err(|error| EngineError::Internal(error.to_string()))?;
                take.await
            };
            core.image_cache.get(name, in_turn).await
        };
        made.map_err(|error| if matches!(error, EngineError::Unsupported(_)) { EngineError::NotFound } else { error })
    }

    /// What it takes to find a frame where the film's clock jumps, if that is known already.
    async fn clock(&self, path: &str, at: Duration) -> Result<Option<Clock>> {
        let path = path.to_owned();
        let Some(index) = self.0.db.read(move |conn| items::index_of_file(conn, &path)).await? else { return Ok(None) };
        let Some(times) = FilmTimes::of(&index) else { return Ok(None) };
        let at = i64::try_from(at.as_nanos() / 100).unwrap_or(i64::MAX);
        Ok(clock_of(&index, times.origin.saturating_add(at)))
    }

    /// The file with a frame, if somebody asked for it before.
    pub(super) async fn made_frame(&self, tag: &str) -> Option<PathBuf> {
        self.0.image_cache.find(&name(tag)).await
    }
}

fn name(tag: &str) -> String {
    format!("{tag}-frame.jpg")
}
