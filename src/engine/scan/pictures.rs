//! Measures the pictures of what was written: size and blurhash, so that nothing jumps while a page loads. Items are
//! there already; this goes on behind them.

use std::fs::File;
use std::sync::Arc;

use chrono::Utc;
use futures_util::{StreamExt, stream};
use walros_db::{Db, DbError, scan};
use walros_jobs::{ImageFrom, Job, Priority, Reply, Workers};
use walros_model::ItemId;
use walros_model::item::{Image, ImageSource};

use super::progress::Cancel;

const IN_FLIGHT: usize = 8;
const BATCH: usize = 200;

/// What a picture is like; blank when it cannot be read, which the page then shows as no picture at all.
pub(super) async fn measure(db: &Db, workers: &Arc<dyn Workers>, items: Vec<(ItemId, Vec<Image>)>, cancel: &Cancel) -> Result<(), DbError> {
    let measured = stream::iter(items).map(|(id, images)| async move {
        let mut done = Vec::with_capacity(images.len());
        for image in images {
            done.push(describe(workers, image).await);
        }
        (id, done)
    });
    let mut batches = std::pin::pin!(measured.buffer_unordered(IN_FLIGHT).chunks(BATCH));
    while let Some(batch) = batches.next().await {
        if cancel.is_cancelled() {
            break;
        }
        db.write(move |conn| scan::set_images(conn, &batch, Utc::now())).await?;
    }
    Ok(())
}

async fn describe(workers: &Arc<dyn Workers>, image: Image) -> Image {
    let (path, from) = match &image.source {
        ImageSource::File(path) => (path.clone(), ImageFrom::File),
        ImageSource::Embedded { path, stream } => (path.clone(), ImageFrom::Stream(*stream)),
        // Ours were measured when they were made, and frames of films are looked at when nothing else is to be done.
        ImageSource::Stored(_) | ImageSource::Frame { .. } => return image,
    };
    let opened = tokio::task::spawn_blocking(move || File::open(path)).await;
    let Ok(Ok(file)) = opened else { return image };
    match workers.run(Priority::Background, Job::DescribeImage { from }, vec![file]).await.map(|done| done.reply) {
        Ok(Reply::Image { width, height, transparent: _, blurhash }) => Image { width, height, blurhash, ..image },
        Ok(_) => image,
        Err(fault) => {
            tracing::debug!(source = ?image.source, %fault, "a picture cannot be read");
            image
        }
    }
}
