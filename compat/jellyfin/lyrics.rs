//! The words of a song.

use actix_web::web::Json;

use crate::answers::Acting;
use crate::dto::playback::{LyricLine, LyricMetadata, Lyrics};
use crate::params::Params;
use crate::{Answer, Facade, time};

pub async fn get(jellyfin: Facade, acting: Acting, params: Params) -> Answer<Lyrics> {
    let lines = jellyfin.engine.playback.lyrics(&acting, params.required_item("itemId")?).await?;
    let synced = lines.iter().any(|line| line.start.is_some());
    let lyrics = lines.into_iter().map(|line| LyricLine { text: line.text, start: line.start.map(time::ticks), cues: [] });
    Ok(Json(Lyrics { metadata: LyricMetadata { is_synced: Some(synced) }, lyrics: lyrics.collect() }))
}

/// No provider offers lyrics.
pub async fn remote_search(jellyfin: Facade, acting: Acting, params: Params) -> Answer<[(); 0]> {
    jellyfin.require_item(&acting, params.required_item("itemId")?).await?;
    Ok(Json([]))
}
