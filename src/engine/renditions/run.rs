//! One run: what the rules want, what nobody wants any more, and then film after film.

use std::sync::Arc;

use chrono::{Local, Utc};
use walros_db::{items, renditions};
use walros_model::ItemId;
use walros_model::playback::StreamRequest;
use walros_streaming::RenditionKey;

use super::{Wish, make, wish};
use crate::Result;
use crate::core::Core;
use crate::scan::progress::Cancel;

/// Files loaded at a time.
const BATCH: u64 = 100;
/// Shares of one rendition in what is counted.
const WHOLE: u64 = 1000;

/// Whether the run goes on.
pub(super) fn may_go_on(core: &Core, cancel: &Cancel) -> bool {
    !cancel.is_cancelled() && core.settings.get().rendition_window.is_none_or(|window| window.holds(Local::now()))
}

/// `count` hears how much is done, of how much.
pub(crate) async fn run(core: &Arc<Core>, cancel: &Cancel, count: &(dyn Fn(u64, u64) + Send + Sync)) -> Result<()> {
    settle_rules(core, cancel).await?;
    tidy(core).await?;
    let wanted = core.db.read(renditions::of_files_there).await?;
    let total = wanted.len() as u64 * WHOLE;
    for (done, rendition) in (0..).step_by(WHOLE as usize).zip(wanted) {
        count(done, total);
        if !may_go_on(core, cancel) {
            break;
        }
        let part = |made: u32, parts: u32| count(done + u64::from(made) * WHOLE / u64::from(parts.max(1)), total);
        make::one(core, rendition, cancel, &part).await?;
    }
    Ok(())
}

async fn settle_rules(core: &Arc<Core>, cancel: &Cancel) -> Result<()> {
    let (mut wanted, mut unknown): (Vec<(ItemId, StreamRequest)>, Vec<ItemId>) = Default::default();
    for rule in core.db.read(renditions::rules).await? {
        let (wish, mut after) = (Wish::Quality(rule.quality), None);
        loop {
            let files = core.db.read(move |conn| items::videos_in(conn, rule.library, rule.since, after, BATCH)).await?;
            let Some(last) = files.last() else { break };
            after = Some(last.id);
            for source in &files {
                if cancel.is_cancelled() {
                    return Ok(());
                }
                match wish::streams(core, source, &wish).await {
                    Ok(requests) => wanted.extend(requests.into_iter().map(|request| (source.id, request))),
                    // Its disk is away, perhaps: what is kept of it stays.
                    Err(error) => {
                        tracing::info!(path = source.path, %error, "what a rule wants of this file cannot be told for now");
                        unknown.push(source.id);
                    }
                }
            }
        }
    }
    Ok(core.db.write(move |conn| renditions::settle_rules(conn, &wanted, &unknown, Utc::now())).await?)
}

/// Lets go of what is kept and nobody wants: its rule, its film or its wish is gone, or the file is another now.
pub(super) async fn tidy(core: &Arc<Core>) -> Result<()> {
    let kept = core.streaming.kept();
    // In this order: what is begun now is in the database already.
    let all = kept.all();
    let wanted: Vec<RenditionKey> = core.db.read(renditions::keys).await?.iter().filter_map(|key| RenditionKey::parse(key)).collect();
    for key in all {
        if !wanted.contains(&key) {
            tracing::info!(rendition = %key, "nobody wants this rendition any more");
            kept.remove(key).await?;
        }
    }
    Ok(())
}
