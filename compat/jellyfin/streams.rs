//! Bytes of media: original files, and streams made in one piece.

use actix_web::{HttpRequest, HttpResponse};
use walros_engine::Caller;
use walros_http::{Disposition, Sending, respond};
use walros_model::ItemId;
use walros_model::profile::StreamProtocol;

use crate::access::Who;
use crate::answers::Acting;
use crate::convert::stream_url::stream_request;
use crate::error::Result;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Done, Facade, Jellyfin, ids, no_content};

/// The file that a stream's path and query mean: the version they name, or the item's own.
pub fn source_of(params: &Params, query: &Query) -> Result<ItemId> {
    let item = params.required_item("itemId")?;
    // Live streams name their sources by other words.
    Ok(query.text("mediaSourceId").and_then(|text| ids::parse(&text)).map_or(item, ItemId))
}

/// The file that a request for media is for.
pub fn named_source(request: &HttpRequest) -> Result<ItemId> {
    let (params, query) = (Params::of(request), Query::parse(request.query_string()));
    // Subtitles and attachments have it in their path, and look nowhere else.
    match params.item("mediaSourceId")? {
        Some(source) => Ok(source),
        None => source_of(&params, &query),
    }
}

/// The file that a request without a token is for: only an original (`static=true`) may be asked for so.
pub fn bare_source(request: &HttpRequest) -> Result<ItemId> {
    let (params, query) = (Params::of(request), Query::parse(request.query_string()));
    if !query.flag("static")?.unwrap_or(false) {
        return Err(walros_engine::EngineError::Unauthenticated.into());
    }
    source_of(&params, &query)
}

/// `/Videos/{id}/stream` and `/Audio/{id}/stream`, with and without a container at their end.
pub async fn stream(jellyfin: Facade, who: Who, request: HttpRequest, params: Params, query: Query) -> Done {
    if query.flag("static")?.unwrap_or(false) || !asks_for_change(&query) {
        return original(&jellyfin, &who, &request, source_of(&params, &query)?).await;
    }
    let extension = params.text("container").map(|text| text.to_ascii_lowercase());
    let item = params.required_item("itemId")?;
    let wanted = stream_request(&query, item, StreamProtocol::Http, extension.as_deref())?;
    let content = jellyfin.engine.playback.progressive(&who, &wanted).await?;
    Ok(respond(&request, content, Sending::default()).await)
}

/// Whether anything is asked of the stream that the file itself may not be.
fn asks_for_change(query: &Query) -> bool {
    const CHANGES: [&str; 12] = [
        "VideoCodec",
        "AudioCodec",
        "VideoBitrate",
        "AudioBitrate",
        "MaxWidth",
        "MaxHeight",
        "SubtitleStreamIndex",
        "AudioStreamIndex",
        "StartTimeTicks",
        "AudioSampleRate",
        "MaxAudioChannels",
        "TranscodingMaxAudioChannels",
    ];
    CHANGES.iter().any(|name| query.has(name))
}

pub async fn original(jellyfin: &Jellyfin, caller: &Caller, request: &HttpRequest, source: ItemId) -> Result<HttpResponse> {
    let content = jellyfin.engine.playback.file(caller, source).await?;
    Ok(respond(request, content, Sending::default()).await)
}

/// The original file to save, which takes the right to download.
pub async fn download(jellyfin: Facade, acting: Acting, request: HttpRequest, params: Params) -> Done {
    let content = jellyfin.engine.playback.download(&acting, params.required_item("itemId")?).await?;
    Ok(respond(&request, content, Sending { disposition: Disposition::Attachment, cache: None }).await)
}

/// The original file to look at.
pub async fn file(jellyfin: Facade, acting: Acting, request: HttpRequest, params: Params) -> Done {
    let content = jellyfin.engine.playback.file(&acting, params.required_item("itemId")?).await?;
    Ok(respond(&request, content, Sending { disposition: Disposition::Inline, cache: None }).await)
}

/// The player left. It may say so before or after it reports its stop, or twice.
pub async fn delete_active_encodings(jellyfin: Facade, who: Who, query: Query) -> Done {
    if let Some(play_session) = query.text("playSessionId") {
        jellyfin.engine.playback.stop(&who, &play_session);
    }
    Ok(no_content())
}

/// There are no live streams to open.
pub async fn open_live_stream() -> Done {
    Err(crate::error::Error::NotFound("no such live stream"))
}

pub async fn close_live_stream() -> Done {
    Ok(no_content())
}
