//! HLS: the playlists a player opens, and their segments. Every address in a playlist repeats the query it was asked
//! with, since players send no headers.

use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use walros_engine::playback::Urls;
use walros_engine::playback::{SegmentPlace, SubtitleRendition, Variant};
use walros_http::{Sending, respond};
use walros_model::playback::StreamRequest;
use walros_model::profile::StreamProtocol;
use walros_model::{ItemId, MediaStream};

use crate::access::Who;
use crate::convert::display_title::display_title;
use crate::convert::media_stream::language_name;
use crate::convert::stream_url::{picture_parameter, stream_request};
use crate::error::{Error, Result};
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Done, Facade, time};

pub const PLAYLIST_TYPE: &str = "application/vnd.apple.mpegurl";

/// Addresses relative to `/Videos/{id}/` or `/Audio/{id}/`.
pub struct StreamUrls {
    query: String,
    token: String,
    source: Option<ItemId>,
}

impl StreamUrls {
    /// With the query of a request; the token is added where it came in a header.
    pub fn new(query: &str, token: &str, source: Option<ItemId>) -> Self {
        let parsed = Query::parse(query);
        let has_token = parsed.has("ApiKey") || parsed.has("api_key");
        let separator = if query.is_empty() { "" } else { "&" };
        let query = if has_token || token.is_empty() { query.to_owned() } else { format!("{query}{separator}ApiKey={}", walros_http::query::encode(token)) };
        Self { query, token: token.to_owned(), source }
    }

    /// The query with H.264 as the only picture, made anew.
    fn sdr_query(&self) -> String {
        let kept = self.query.split('&').filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !name.eq_ignore_ascii_case("VideoCodec") && !name.eq_ignore_ascii_case("AllowVideoStreamCopy")
        });
        let kept: Vec<&str> = kept.chain(["VideoCodec=h264", "AllowVideoStreamCopy=false"]).collect();
        kept.join("&")
    }

    fn segment_url(&self, name: &str, start: Duration, length: Duration) -> String {
        format!("hls1/main/{name}?{}&runtimeTicks={}&actualSegmentLengthTicks={}", self.query, time::ticks(start), time::ticks(length))
    }
}

impl Urls for StreamUrls {
    fn media(&self, variant: Variant) -> String {
        match variant {
            Variant::Main => format!("main.m3u8?{}", self.query),
            Variant::Sdr => format!("main.m3u8?{}", self.sdr_query()),
        }
    }

    fn init(&self) -> String {
        self.segment_url("-1.mp4", Duration::ZERO, Duration::ZERO)
    }

    fn segment(&self, segment: &SegmentPlace) -> String {
        let SegmentPlace { number, extension, start, length } = segment;
        self.segment_url(&format!("{number}.{extension}"), *start, *length)
    }

    fn subtitle(&self, stream: &MediaStream) -> Option<SubtitleRendition> {
        let source = self.source.filter(|_| stream.is_text_subtitle())?;
        let language = stream.language.as_deref().map(language_name);
        let name = display_title(stream, language.as_deref())?;
        let uri = format!("{}/Subtitles/{}/subtitles.m3u8?SegmentLength=30&ApiKey={}", source.simple(), stream.index, walros_http::query::encode(&self.token));
        Some(SubtitleRendition { name, uri })
    }
}

/// What the request's path and query mean. Segments are counted from the film's beginning, wherever the player starts.
fn wanted(params: &Params, query: &Query, extension: Option<&str>) -> Result<StreamRequest> {
    let request = stream_request(query, params.required_item("itemId")?, StreamProtocol::Hls, extension)?;
    Ok(StreamRequest { start: Duration::ZERO, ..request })
}

/// The request and its addresses. Where what was made ahead does for it, both name that from here on: it may be let go of
/// while somebody watches, and a stream must not change where it is cut.
async fn opened(jellyfin: &Facade, who: &Who, request: &HttpRequest, stream: StreamRequest) -> Result<(StreamRequest, StreamUrls)> {
    let mut urls = StreamUrls::new(request.query_string(), who.token(), stream.source);
    let named = stream.picture_of.is_some();
    let stream = jellyfin.engine.playback.from_made_ahead(who, stream).await?;
    if let Some(picture) = stream.picture_of.as_ref().filter(|_| !named) {
        urls.query = format!("{}&{}", urls.query, picture_parameter(picture));
    }
    Ok((stream, urls))
}

pub async fn master(jellyfin: Facade, who: Who, request: HttpRequest, params: Params, query: Query) -> Done {
    let (stream, urls) = opened(&jellyfin, &who, &request, wanted(&params, &query, None)?).await?;
    Ok(playlist(jellyfin.engine.playback.master_playlist(&who, &stream, &urls).await?))
}

/// The list of all segments, complete from the start: seeking is asking for a later one.
pub async fn main(jellyfin: Facade, who: Who, request: HttpRequest, params: Params, query: Query) -> Done {
    let (stream, urls) = opened(&jellyfin, &who, &request, wanted(&params, &query, None)?).await?;
    Ok(playlist(jellyfin.engine.playback.media_playlist(&who, &stream, &urls).await?))
}

pub fn playlist(text: String) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, PLAYLIST_TYPE)).insert_header((header::EXPIRES, "0")).body(text)
}

/// Segment `-1` is what stands before all others.
pub async fn segment(jellyfin: Facade, who: Who, request: HttpRequest, params: Params, query: Query) -> Done {
    let number = params.int("segmentId")?.filter(|number| *number >= -1).ok_or_else(|| Error::invalid("segmentId", "not a segment"))?;
    let extension = params.required_text("container")?.to_ascii_lowercase();
    let stream = wanted(&params, &query, Some(&extension))?;
    let content = jellyfin.engine.playback.segment(&who, &stream, number).await?;
    Ok(respond(&request, content, Sending { cache: Some("no-cache"), ..Sending::default() }).await)
}

/// Addresses that a Jellyfin of before 10.9 wrote into its playlists. None of ours has them, so that none is there.
pub async fn not_made(jellyfin: Facade, who: Who, params: Params) -> Done {
    // Of songs the path has no more than a segment's name.
    if let Some(item) = params.item("itemId")? {
        jellyfin.require_item(&who, item).await?;
    }
    Err(Error::NotFound("no such segment"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use walros_engine::playback::{SegmentPlace, Urls, Variant};

    use super::StreamUrls;

    #[test]
    fn the_query_is_copied_down_and_the_token_goes_with_it() {
        let urls = StreamUrls::new("VideoCodec=hevc,h264&PlaySessionId=p", "a b", None);
        assert_eq!(urls.media(Variant::Main), "main.m3u8?VideoCodec=hevc,h264&PlaySessionId=p&ApiKey=a+b");
        assert_eq!(urls.media(Variant::Sdr), "main.m3u8?PlaySessionId=p&ApiKey=a+b&VideoCodec=h264&AllowVideoStreamCopy=false");
        assert_eq!(StreamUrls::new("api_key=x", "y", None).media(Variant::Main), "main.m3u8?api_key=x");
    }

    #[test]
    fn segments_say_where_they_are() {
        let urls = StreamUrls::new("ApiKey=t", "t", None);
        let place = SegmentPlace { number: 7, extension: "ts", start: Duration::from_secs(21), length: Duration::from_millis(3000) };
        assert_eq!(urls.segment(&place), "hls1/main/7.ts?ApiKey=t&runtimeTicks=210000000&actualSegmentLengthTicks=30000000");
        assert_eq!(urls.init(), "hls1/main/-1.mp4?ApiKey=t&runtimeTicks=0&actualSegmentLengthTicks=0");
    }
}
