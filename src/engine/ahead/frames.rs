//! A look at the frames that stand for items without artwork: their size and blurhash, and that they can be had at all.

use std::sync::Arc;

use chrono::Utc;
use walros_db::{items, scan};
use walros_jobs::{ImageFrom, Job, Priority, Reply};
use walros_model::ItemId;
use walros_model::item::{Image, ImageSource};
use walros_model::query::{Include, Scope};

use crate::core::Core;
use crate::images::Images;
use crate::{EngineError, Result};

const BATCH: u64 = 50;

pub(super) async fn look_at_all(core: &Arc<Core>) -> Result<()> {
    let mut after = None;
    loop {
        let found = core.db.read(move |conn| items::unmeasured_frames(conn, after, BATCH)).await?;
        for (id, images) in found.unmeasured {
            for image in images.into_iter().filter(Image::is_unmeasured_frame) {
                match look_at(core, &image).await {
                    Ok(seen) => replace(core, id, image, Some(seen)).await?,
                    // Nothing can be seen there: better no picture than a broken one.
                    Err(EngineError::NotFound | EngineError::Unsupported(_)) => replace(core, id, image, None).await?,
                    Err(error) => tracing::debug!(%error, item = %id, "a frame cannot be looked at for now"),
                }
            }
        }
        if found.last.is_none() {
            return Ok(());
        }
        after = found.last;
    }
}

async fn look_at(core: &Arc<Core>, image: &Image) -> Result<Image> {
    let ImageSource::Frame { path, at } = &image.source else { return Ok(image.clone()) };
    let made = Images(core.clone()).frame(path, *at, &image.tag, Priority::Idle).await?;
    let file = tokio::fs::File::open(&made).await.map_err(|error| EngineError::Unavailable(error.to_string()))?.into_std().await;
    match core.workers.run(Priority::Idle, Job::DescribeImage { from: ImageFrom::File }, vec![file]).await?.reply {
        Reply::Image { width, height, transparent: _, blurhash } => Ok(Image { width, height, blurhash, ..image.clone() }),
        other => Err(EngineError::Internal(format!("a look at a picture answered {other:?}"))),
    }
}

/// In what the item has now, should somebody have given it other pictures meanwhile.
async fn replace(core: &Arc<Core>, id: ItemId, before: Image, after: Option<Image>) -> Result<()> {
    let everything = Scope { include_missing: true, ..Scope::default() };
    let done = core.db.write(move |conn| {
        let Some(view) = items::get(conn, &everything, None, id, Include::default())? else { return Ok(()) };
        let mut images = view.item.card.images;
        let Some(place) = images.iter().position(|image| image.tag == before.tag && image.kind == before.kind) else { return Ok(()) };
        match after {
            Some(after) => images[place] = after,
            None => drop(images.remove(place)),
        }
        scan::set_images(conn, &[(id, images)], Utc::now())
    });
    Ok(done.await?)
}
