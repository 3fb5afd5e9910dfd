//! Renditions made before anybody asks for them, and kept: by rules of libraries, and for single films.
//!
//! What is made is what the playback decision would have a client ask for ([`wish`]), so nothing decides anew when it is
//! played: the client asks, and it is there. Originals are never touched.

mod make;
mod run;
mod window;
mod wish;

use std::sync::{Arc, Mutex, MutexGuard};

use chrono::Utc;
use walros_db::{DbError, items, renditions};
use walros_model::playback::{PlaybackRequest, StreamRequest};
use walros_model::probe::MediaSource;
use walros_model::query::{Include, ItemQuery};
use walros_model::rendition::{Outcome, Quality, Rendition, RenditionRule};
use walros_model::{ItemId, ItemKind};

use crate::core::Core;
use crate::scan::progress::Cancel;
use crate::tasks::Task;
use crate::{Caller, EngineError, Result, policy};

pub(crate) use run::run;
pub use window::Window;

pub struct Renditions(pub(crate) Arc<Core>);

/// What is to be made of a film.
#[derive(Clone, Debug)]
pub enum Wish {
    /// What a browser would get that asks for this.
    Quality(Quality),
    /// What this device would get.
    Device(Box<PlaybackRequest>),
}

/// How far everything is.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Bytes kept, and how many there may be.
    pub bytes: u64,
    pub bytes_max: u64,
    /// When renditions may be made; `None` = whenever nothing else is done.
    pub window: Option<Window>,
    /// From 0 to 1 of what was wanted when the run began; `None` while none runs or waits.
    pub running: Option<f64>,
}

/// What is being made, for whoever asks or stops it.
#[derive(Default)]
pub(crate) struct Making(Mutex<Option<(i64, Outcome, Cancel)>>);

impl Making {
    fn lock(&self) -> MutexGuard<'_, Option<(i64, Outcome, Cancel)>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// Films of a series or folder that are wanted at one time.
const FILMS_MAX: u64 = 1000;
/// One for each rung of a ladder, and some.
const RULES_MAX: usize = 6;
const HEIGHTS: std::ops::RangeInclusive<u32> = 144..=4320;
const BIT_RATES: std::ops::RangeInclusive<u64> = 200_000..=200_000_000;

impl Renditions {
    /// Those that are wanted, what is being made first, and how many there are beside the page.
    pub async fn list(&self, caller: &Caller, start: u64, limit: u64) -> Result<(Vec<Rendition>, u64)> {
        caller.require_administrator()?;
        let (mut page, total) = self.0.db.read(move |conn| renditions::page(conn, start, limit)).await?;
        if let Some((number, outcome, _)) = self.0.making.lock().as_ref()
            && let Some(made) = page.iter_mut().find(|rendition| rendition.number == *number)
        {
            made.outcome = outcome.clone();
        }
        Ok((page, total))
    }

    pub fn progress(&self, caller: &Caller) -> Result<Progress> {
        caller.require_administrator()?;
        let (bytes, bytes_max) = self.0.streaming.kept().room();
        let window = self.0.settings.get().rendition_window;
        Ok(Progress { bytes, bytes_max, window, running: self.0.ahead.progress(Task::Renditions) })
    }

    /// Wants a rendition of a film, an episode, or of everything in a series, season or folder; the next run makes it,
    /// which begins at once where the hours allow it. How many that were not wanted before. `Unsupported` when it all
    /// plays as it is, or has no picture.
    pub async fn want(&self, caller: &Caller, item: ItemId, wish: Wish) -> Result<u64> {
        caller.require_administrator()?;
        if let Wish::Quality(quality) = &wish {
            check(*quality)?;
        }
        let sources = self.sources(caller, item).await?;
        let mut wanted: Vec<(ItemId, StreamRequest)> = Vec::new();
        for source in &sources {
            wanted.extend(wish::streams(&self.0, source, &wish).await?.into_iter().map(|request| (source.id, request)));
        }
        if wanted.is_empty() {
            return Err(EngineError::Unsupported("there is nothing to make: it plays as it is, or holds no picture".into()));
        }
        let added = self.0.db.write(move |conn| {
            let mut added = 0;
            for (source, request) in &wanted {
                added += u64::from(renditions::want(conn, *source, request, Utc::now())?);
            }
            Ok(added)
        });
        let added = added.await.map_err(not_found)?;
        self.0.ahead.start(&self.0, Task::Renditions);
        Ok(added)
    }

    /// The item's own file, or those of what it holds; of stacked films all parts.
    async fn sources(&self, caller: &Caller, item: ItemId) -> Result<Vec<MediaSource>> {
        let scope = policy::scope(caller)?;
        let found = self.0.db.read(move |conn| {
            let include = Include { sources: true, ..Include::default() };
            let Some(view) = items::get(conn, &scope, None, item, include)? else { return Ok(None) };
            let views = match view.item.kind {
                ItemKind::Series | ItemKind::Season | ItemKind::Folder => {
                    let query =
                        ItemQuery { parent: Some(item), recursive: true, is_folder: Some(false), include, limit: Some(FILMS_MAX), ..ItemQuery::default() };
                    items::page(conn, &scope, None, &query)?.items
                }
                _ => vec![view],
            };
            let mut files = Vec::with_capacity(views.len());
            for view in views {
                let stacked = view.item.part_count > 1;
                let parts = if stacked { items::parts(conn, &scope, None, view.item.id, include)? } else { Vec::new() };
                files.extend(std::iter::once(view).chain(parts).filter_map(|view| view.sources.into_iter().next()));
            }
            Ok(Some(files))
        });
        let sources = found.await?.ok_or(EngineError::NotFound)?;
        Ok(sources.into_iter().filter(|source| !source.missing).collect())
    }

    /// Stops one that is being made, and lets go of what is made of it.
    pub async fn remove(&self, caller: &Caller, number: i64) -> Result<()> {
        caller.require_administrator()?;
        self.0.db.write(move |conn| renditions::remove(conn, number)).await.map_err(not_found)?;
        if let Some((_, _, cancel)) = self.0.making.lock().as_ref().filter(|(making, ..)| *making == number) {
            cancel.cancel();
        }
        run::tidy(&self.0).await
    }

    /// The rules of all libraries.
    pub async fn rules(&self, caller: &Caller) -> Result<Vec<RenditionRule>> {
        caller.require_administrator()?;
        Ok(self.0.db.read(renditions::rules).await?)
    }

    /// Replaces the rules of a library. `new_files_only`: of files that come from now on, and of those since when there
    /// was such a rule. What the old rules asked for and the new ones do not is let go of with the next run.
    pub async fn set_rules(&self, caller: &Caller, library: ItemId, rules: Vec<(Quality, bool)>) -> Result<()> {
        caller.require_administrator()?;
        let mut heights: Vec<_> = rules.iter().map(|(quality, _)| (quality.max_height, quality.codec)).collect();
        heights.sort_unstable();
        heights.dedup();
        if rules.len() > RULES_MAX || heights.len() < rules.len() {
            return Err(EngineError::Invalid(format!("a library has at most {RULES_MAX} rules, each of another height or codec")));
        }
        rules.iter().try_for_each(|(quality, _)| check(*quality))?;
        let now = Utc::now();
        let set = self.0.db.write(move |conn| {
            let before = renditions::rules(conn)?;
            let since = |quality: Quality| {
                let known = before.iter().find(|rule| rule.library == library && rule.quality == quality);
                known.and_then(|rule| rule.since).unwrap_or(now)
            };
            let rules: Vec<_> = rules.iter().map(|(quality, new)| RenditionRule { library, quality: *quality, since: new.then(|| since(*quality)) }).collect();
            renditions::set_rules(conn, library, &rules)
        });
        set.await.map_err(not_found)?;
        self.0.ahead.start(&self.0, Task::Renditions);
        Ok(())
    }

    /// The hours of the day in which renditions are made; `None` = whenever nothing else is done. One that is being made
    /// when they end goes on the next day.
    pub async fn set_window(&self, caller: &Caller, window: Option<Window>) -> Result<()> {
        caller.require_administrator()?;
        if window.is_some_and(|window| !window.is_proper()) {
            return Err(EngineError::Invalid("the hours begin and end at different minutes of a day".into()));
        }
        self.0.settings.set_rendition_window(&self.0.db, window).await?;
        self.0.ahead.start(&self.0, Task::Renditions);
        Ok(())
    }
}

fn check(quality: Quality) -> Result<()> {
    if HEIGHTS.contains(&quality.max_height) && BIT_RATES.contains(&quality.max_bit_rate) {
        return Ok(());
    }
    Err(EngineError::Invalid("a rendition has a height of 144 to 4320 and 200 000 to 200 000 000 bits per second".into()))
}

fn not_found(error: DbError) -> EngineError {
    match error {
        DbError::NotFound => EngineError::NotFound,
        other => other.into(),
    }
}
