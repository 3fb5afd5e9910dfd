//! The words of a song.

use actix_web::HttpRequest;
use actix_web::web::{Json, Payload};
use walros_http::body;

use crate::access::Who;
use crate::answers::Acting;
use crate::dto::playback::{LyricLine, LyricMetadata, Lyrics};
use crate::error::Error;
use crate::json::refused;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, library, no_content, time};

/// Bytes; a song has some kilobytes, an opera or an audiobook with every word timed some millions.
const LIMIT: usize = 10 << 20;

pub async fn get(jellyfin: Facade, acting: Acting, params: Params) -> Answer<Lyrics> {
    let lines = jellyfin.engine.playback.lyrics(&acting, params.required_item("itemId")?).await?;
    let synced = lines.iter().any(|line| line.start.is_some());
    let lyrics = lines.into_iter().map(|line| LyricLine { text: line.text, start: line.start.map(time::ticks), cues: [] });
    Ok(Json(Lyrics { metadata: LyricMetadata { is_synced: Some(synced) }, lyrics: lyrics.collect() }))
}

/// The text of the file that the query names; answers what was understood of it.
pub async fn upload(jellyfin: Facade, acting: Acting, request: HttpRequest, params: Params, query: Query, payload: Payload) -> Answer<Lyrics> {
    let item = params.required_item("itemId")?;
    let name = query.text("fileName").ok_or_else(|| Error::invalid("fileName", "missing"))?;
    let extension = name.rsplit_once('.').map(|(_, extension)| extension).unwrap_or_default();
    let bytes = body::read(payload, body::announced(request.headers()), LIMIT).await.map_err(|error| refused(error, LIMIT))?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let beside = library::saves_beside(&jellyfin, &acting, item, "SaveLyricsWithMedia").await?;
    jellyfin.engine.items.set_lyrics(&acting, item, extension, text, beside).await?;
    get(jellyfin, acting, params).await
}

pub async fn delete(jellyfin: Facade, who: Who, params: Params) -> Done {
    jellyfin.engine.items.delete_lyrics(&who, params.required_item("itemId")?).await?;
    Ok(no_content())
}

/// No provider offers lyrics.
pub async fn remote_search(jellyfin: Facade, acting: Acting, params: Params) -> Answer<[(); 0]> {
    jellyfin.require_item(&acting, params.required_item("itemId")?).await?;
    Ok(Json([]))
}
