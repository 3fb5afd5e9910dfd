//! All that the libraries ask for.

use std::sync::Arc;

use walros_db::{items, libraries};
use walros_jobs::Priority;
use walros_model::ItemId;
use walros_model::item::ImageSource;
use walros_model::library::PicturesAhead;
use walros_model::probe::MediaSource;

use super::films;
use crate::core::Core;
use crate::images::{self, Images};
use crate::scan::progress::Cancel;
use crate::{EngineError, Result};

/// Files loaded at a time.
const BATCH: u64 = 100;
/// Of a file with more chapters (somebody's joke) only the first have their pictures made ahead.
const CHAPTERS_MAX: usize = 200;

/// Hears how many files are done, of how many.
type Count<'a> = &'a (dyn Fn(u64, u64) + Send + Sync);

pub(super) async fn sheets(core: &Arc<Core>, library: Option<ItemId>, cancel: &Cancel, count: Count<'_>) -> Result<()> {
    let mut walk = Walk::through(core, library, |wishes| wishes.trickplay).await?;
    while let Some(source) = walk.next(core, cancel, count).await? {
        films::sheets(core, &source, 0, cancel).await?;
    }
    Ok(())
}

pub(super) async fn chapters(core: &Arc<Core>, library: Option<ItemId>, cancel: &Cancel, count: Count<'_>) -> Result<()> {
    let mut walk = Walk::through(core, library, |wishes| wishes.chapters).await?;
    while let Some(source) = walk.next(core, cancel, count).await? {
        for image in (0..CHAPTERS_MAX).map_while(|number| images::chapter(&source, number)) {
            if cancel.is_cancelled() {
                return Ok(());
            }
            let ImageSource::Frame { path, at } = &image.source else { continue };
            match Images(core.clone()).frame(path, *at, &image.tag, Priority::Idle).await {
                Ok(_) | Err(EngineError::NotFound | EngineError::Unsupported(_)) => {}
                Err(error) => {
                    tracing::info!(path = %source.path, %error, "no pictures of chapters for now");
                    break;
                }
            }
        }
    }
    Ok(())
}

/// The files of the libraries that want something, one after the other.
struct Walk {
    libraries: Vec<ItemId>,
    after: Option<ItemId>,
    loaded: Vec<MediaSource>,
    done: u64,
    total: u64,
}

impl Walk {
    async fn through(core: &Arc<Core>, library: Option<ItemId>, wants: impl Fn(PicturesAhead) -> bool + Send + 'static) -> Result<Self> {
        let found = core.db.read(move |conn| {
            let all = libraries::list(conn)?.into_iter();
            let wanting: Vec<ItemId> =
                all.filter(|known| wants(known.ahead) && library.is_none_or(|library| library == known.id)).map(|known| known.id).collect();
            let total = wanting.iter().map(|id| items::count_sources(conn, *id)).sum::<Result<u64, _>>()?;
            Ok((wanting, total))
        });
        let (libraries, total) = found.await?;
        Ok(Self { libraries, after: None, loaded: Vec::new(), done: 0, total })
    }

    /// `None` at the end, and when it was cancelled.
    async fn next(&mut self, core: &Arc<Core>, cancel: &Cancel, count: Count<'_>) -> Result<Option<MediaSource>> {
        loop {
            count(self.done, self.total);
            if cancel.is_cancelled() {
                return Ok(None);
            }
            if let Some(source) = self.loaded.pop() {
                self.done += 1;
                return Ok(Some(source));
            }
            let Some(library) = self.libraries.last().copied() else { return Ok(None) };
            let after = self.after;
            self.loaded = core.db.read(move |conn| items::sources_in(conn, library, after, BATCH)).await?;
            self.after = self.loaded.last().map(|source| source.id);
            self.loaded.reverse();
            if self.loaded.is_empty() {
                self.libraries.pop();
            }
        }
    }
}
