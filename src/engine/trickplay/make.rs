//! Having sheets made.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use walros_jobs::{Job, Priority, Reply, TilesJob};
use walros_model::probe::MediaSource;
use walros_model::trickplay::TrickplayLayout;

use super::store::{self, SheetName};
use crate::core::Core;
use crate::playback::open;
use crate::{EngineError, Result};

/// 1–100; what Jellyfin takes unless told otherwise.
const QUALITY: u8 = 90;

/// Who waits for a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// Somebody looks at it. It still comes after what somebody plays.
    Wanted,
    /// Nobody: it takes what nothing else needs.
    Idle,
}

impl Urgency {
    pub fn priority(self) -> Priority {
        match self {
            Self::Wanted => Priority::Ahead,
            Self::Idle => Priority::Idle,
        }
    }
}

pub(crate) fn name(source: &MediaSource, layout: &TrickplayLayout, number: u32) -> SheetName {
    SheetName { source: source.id, state: store::state(source.size, source.modified), width: layout.width, number }
}

/// The file with a sheet, made if it is not there.
pub(crate) async fn sheet(core: &Arc<Core>, source: &MediaSource, layout: &TrickplayLayout, number: u32, urgency: Urgency) -> Result<PathBuf> {
    let waited_for = urgency == Urgency::Wanted;
    core.sheets.get(&name(source, layout, number), waited_for, make(core, source, layout, number, urgency)).await
}

async fn make(core: &Arc<Core>, source: &MediaSource, layout: &TrickplayLayout, number: u32, urgency: Urgency) -> Result<bytes::Bytes> {
    let _turn = match urgency {
        Urgency::Wanted => Some(core.film_reading.acquire().await.map_err(|error| EngineError::Internal(error.to_string()))?),
        Urgency::Idle => None,
    };
    let index = core.indexes.get(source, urgency.priority()).await?;
    let shots = walros_media::trickplay::shots(&index, layout, number);
    let (Some(stream), false) = (index.video_stream, shots.is_empty()) else {
        return Err(EngineError::Unsupported("the film has no keyframes".into()));
    };
    let clock = walros_media::clock::clock_of(&index, 0);
    let TrickplayLayout { width, height, columns, rows, .. } = *layout;
    let name = Path::new(&source.path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let job = Job::Tiles(TilesJob { name, stream, shots, width, height, columns, rows, quality: QUALITY, clock });
    let done = core.workers.run(urgency.priority(), job, vec![open(&source.path).await?]).await?;
    match done.reply {
        Reply::Bytes => Ok(done.bytes),
        other => Err(EngineError::Internal(format!("a job on pictures answered {other:?}"))),
    }
}
