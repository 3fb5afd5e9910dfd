//! Small pictures for seeking, on sheets, and the HLS playlist of the sheets.

use actix_web::HttpRequest;
use walros_engine::EngineError;
use walros_http::{Disposition, Sending, respond};
use walros_model::ItemId;

use crate::access::Who;
use crate::error::{Error, Result};
use crate::hls;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::streams::source_of;
use crate::{Done, Facade, Jellyfin};

/// Players build these addresses without anything that changes with the film, so they may keep a sheet for a while only.
const FOR_A_WHILE: &str = "private, max-age=3600";

pub async fn sheet(jellyfin: Facade, who: Who, request: HttpRequest, params: Params, query: Query) -> Done {
    let source = source_of(&params, &query)?;
    let number = params.int("index")?.and_then(|number| u32::try_from(number).ok()).ok_or_else(|| Error::invalid("index", "not a sheet"))?;
    check_width(&jellyfin, &who, source, &params).await?;
    let content = jellyfin.engine.trickplay.sheet(&who, source, number).await?;
    Ok(respond(&request, content, Sending { disposition: Disposition::Inline, cache: Some(FOR_A_WHILE) }).await)
}

/// Addresses are relative to the playlist's own, and carry the token: players send no headers.
pub async fn playlist(jellyfin: Facade, who: Who, params: Params, query: Query) -> Done {
    let source = source_of(&params, &query)?;
    check_width(&jellyfin, &who, source, &params).await?;
    let token = walros_http::query::encode(who.token());
    let url = |number: u32| format!("{number}.jpg?MediaSourceId={}&ApiKey={token}", source.simple());
    Ok(hls::playlist(jellyfin.engine.trickplay.playlist(&who, source, url).await?))
}

/// There is one width of a film's pictures, which its item names.
async fn check_width(jellyfin: &Jellyfin, who: &Who, source: ItemId, params: &Params) -> Result<()> {
    let width = params.int("width")?.ok_or_else(|| Error::invalid("width", "missing"))?;
    if i64::from(jellyfin.engine.trickplay.of(who, source).await?.width) == width { Ok(()) } else { Err(EngineError::NotFound.into()) }
}
