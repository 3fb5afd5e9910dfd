//! The sheets of one film.

use std::collections::HashMap;
use std::sync::Arc;

use walros_db::items;
use walros_model::ItemId;
use walros_model::probe::MediaSource;

use crate::core::Core;
use crate::scan::progress::Cancel;
use crate::trickplay::{self, Urgency, name, sheet, store};
use crate::{EngineError, Result};

/// All sheets of what is being played, from the one that is looked at on.
pub(super) async fn of_one(core: &Arc<Core>, id: ItemId, first: u32) -> Result<()> {
    let sources = core.db.read(move |conn| items::sources(conn, id)).await?;
    let Some(source) = sources.into_iter().find(|source| source.id == id && !source.missing) else { return Ok(()) };
    // While it is played, the whole file is not also read from end to end.
    if !core.indexes.is_cheap(&source).await {
        return Ok(());
    }
    sheets(core, &source, first, &Cancel::default()).await
}

/// Makes the sheets that are not there, in a circle from `first` on. What goes wrong with the file ends its turn.
pub(super) async fn sheets(core: &Arc<Core>, source: &MediaSource, first: u32, cancel: &Cancel) -> Result<()> {
    let Some(layout) = trickplay::layout(source) else { return Ok(()) };
    let first = first.min(layout.sheets());
    for number in (first..layout.sheets()).chain(0..first) {
        if cancel.is_cancelled() {
            return Ok(());
        }
        if core.sheets.is_settled(&name(source, &layout, number)).await {
            continue;
        }
        match sheet(core, source, &layout, number, Urgency::Idle).await {
            Ok(_) | Err(EngineError::NotFound) => {}
            Err(error) => {
                tracing::info!(path = %source.path, %error, "no pictures for seeking for now");
                return Ok(());
            }
        }
    }
    Ok(())
}

pub(super) async fn tidy(core: &Arc<Core>) -> Result<()> {
    let states = |ids: Vec<ItemId>| async move {
        let found = core.db.read(move |conn| items::file_states(conn, &ids)).await?;
        Ok(found.into_iter().map(|(id, size, modified)| (id, store::state(size, modified))).collect::<HashMap<_, _>>())
    };
    core.sheets.tidy(states).await
}
