//! `PlaybackInfo`: how a file reaches this player, and the URLs it plays.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Json;
use walros_engine::EngineError;
use walros_model::ItemId;
use walros_model::item::MediaType;
use walros_model::playback::{PlayableSource, PlaybackRequest};
use walros_model::probe::MediaSource;
use walros_model::profile::{StreamProtocol, SubtitleMethod};

use crate::access::Who;
use crate::answers::Acting;
use crate::configuration::encoders;
use crate::convert::device_profile::device_profile;
use crate::convert::kinds;
use crate::convert::media_source::media_source;
use crate::convert::stream_url::{UrlContext, stream_url};
use crate::dto::media;
use crate::dto::playback::PlaybackInfo;
use crate::error::{Error, Result};
use crate::json::{Object, OptionalBody};
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, ids};

/// Without a profile: the sources as they are.
pub async fn get(jellyfin: Facade, acting: Acting, who: Who, params: Params, query: Query) -> Answer<PlaybackInfo> {
    let request = playback_request(&query, &Object::default())?;
    answer(jellyfin, acting, who, params.required_item("itemId")?, request).await
}

pub async fn post(jellyfin: Facade, acting: Acting, who: Who, params: Params, query: Query, body: OptionalBody) -> Answer<PlaybackInfo> {
    let mut request = playback_request(&query, &body.0)?;
    if request.profile.is_none() {
        request.profile = jellyfin.engine.watch.session(&who).ok().and_then(|session| session.capabilities.profile);
    }
    answer(jellyfin, acting, who, params.required_item("itemId")?, request).await
}

/// Parameters stand in the body; older clients and Roku put them into the query, which wins.
fn playback_request(query: &Query, body: &Object) -> Result<PlaybackRequest> {
    let flag = |name| -> Result<bool> { Ok(query.flag(name)?.or(body.flag(name)?).unwrap_or(true)) };
    let index = |name| -> Result<Option<i32>> { Ok(query.index(name)?.or(body.index(name)?)) };
    let int = |name| -> Result<Option<i64>> { Ok(query.int(name)?.or(body.int(name)?)) };
    let source = query.text("MediaSourceId").or_else(|| body.text("MediaSourceId")).and_then(|text| ids::parse(&text)).map(ItemId);
    Ok(PlaybackRequest {
        source,
        profile: body.object("DeviceProfile")?.map(|profile| device_profile(&profile)).transpose()?,
        max_bit_rate: int("MaxStreamingBitrate")?.filter(|rate| *rate > 0).map(i64::unsigned_abs),
        max_audio_channels: int("MaxAudioChannels")?.filter(|channels| *channels > 0).map(|channels| channels.min(64) as u32),
        audio_stream: index("AudioStreamIndex")?,
        subtitle_stream: index("SubtitleStreamIndex")?,
        start: query.ticks("StartTimeTicks")?.or(body.ticks("StartTimeTicks")?).unwrap_or(Duration::ZERO),
        allow_direct_play: flag("EnableDirectPlay")?,
        allow_transcode: flag("EnableTranscoding")?,
        allow_video_copy: flag("AllowVideoStreamCopy")?,
        allow_audio_copy: flag("AllowAudioStreamCopy")?,
        always_burn_subtitles: query.flag("AlwaysBurnInSubtitleWhenTranscoding")?.or(body.flag("AlwaysBurnInSubtitleWhenTranscoding")?).unwrap_or(false),
    })
}

async fn answer(jellyfin: Facade, acting: Acting, who: Who, item: ItemId, request: PlaybackRequest) -> Answer<PlaybackInfo> {
    let play_session_id = ids::random();
    let refused = |code| Ok(Json(PlaybackInfo { media_sources: Vec::new(), play_session_id: play_session_id.clone(), error_code: Some(code) }));
    let mut sources = match jellyfin.engine.playback.info(&acting, item, &request).await {
        Ok(sources) if sources.is_empty() => return refused("NoCompatibleStream"),
        Ok(sources) => sources,
        // A refusal is an answer here, which players put into words.
        Err(EngineError::Forbidden) => return refused("NotAllowed"),
        Err(error) => return Err(error.into()),
    };
    let encoders = encoders(&jellyfin).await?;
    for playable in &mut sources {
        let Some(stream) = &mut playable.transcode else { continue };
        stream.encode_as = encoders.preferred(&stream.video_codecs);
        jellyfin.engine.playback.choose_encoder(&playable.source, stream);
    }
    let alone = sources.len() == 1;
    let mut media_sources = Vec::with_capacity(sources.len());
    for playable in &sources {
        let grant = jellyfin.engine.playback.url_grant(&acting, playable.source.id)?;
        let urls = Urls { item, device_id: &who.credentials.device.id, play_session: &play_session_id, token: &grant };
        media_sources.push(urls.source(playable, alone));
    }
    Ok(Json(PlaybackInfo { media_sources, play_session_id, error_code: None }))
}

/// What all URLs of one source have in common.
struct Urls<'a> {
    item: ItemId,
    device_id: &'a str,
    play_session: &'a str,
    token: &'a str,
}

/// What a source is by its streams, for clients that ask about a file and not an item.
pub fn class(source: &MediaSource) -> MediaType {
    if source.probe.video().is_some() { MediaType::Video } else { MediaType::Audio }
}

impl Urls<'_> {
    fn source(&self, playable: &PlayableSource, alone: bool) -> media::MediaSource {
        let PlayableSource {
            source,
            container,
            default_audio,
            default_subtitle,
            direct_play,
            can_transcode,
            transcode,
            transcode_protocol,
            transcode_container,
            reasons: _,
            subtitles,
        } = playable;
        let class = class(source);
        let mut dto = media_source(source, class, alone);
        dto.container = Some(container.clone()).filter(|name| !name.is_empty()).or(dto.container);
        dto.default_audio_stream_index = *default_audio;
        dto.default_subtitle_stream_index = *default_subtitle;
        dto.supports_direct_play = *direct_play;
        // The modern meaning: whether the file may be fetched as it is.
        dto.supports_direct_stream = *direct_play;
        dto.supports_transcoding = *can_transcode;
        dto.transcoding_container.clone_from(transcode_container);
        dto.transcoding_sub_protocol = match transcode_protocol {
            StreamProtocol::Hls => "hls",
            StreamProtocol::Http => "http",
        };
        let context = UrlContext {
            item: Some(self.item),
            audio: class == MediaType::Audio,
            device_id: self.device_id,
            play_session: self.play_session,
            token: self.token,
            tag: &dto.e_tag.clone(),
        };
        // Absent whenever the file can be played: Swiftfin, Streamyfin and Findroid take it first.
        dto.transcoding_url = transcode.as_ref().map(|request| stream_url(request, &context));
        for delivery in subtitles {
            if let Some(stream) = dto.media_streams.iter_mut().find(|stream| stream.index == delivery.index) {
                stream.delivery_method = Some(kinds::subtitle_method(delivery.method));
                if delivery.method == SubtitleMethod::External {
                    stream.delivery_url = Some(self.beside(source, &format!("Subtitles/{}/0/Stream.{}", delivery.index, delivery.format)));
                    stream.is_external_url = Some(false);
                }
            }
        }
        for attachment in &mut dto.media_attachments {
            attachment.delivery_url = Some(self.beside(source, &format!("Attachments/{}", attachment.index)));
        }
        dto
    }

    /// Something that belongs to a source. The web client swaps `.vtt` for `.js`, so that the format must stand there.
    fn beside(&self, source: &MediaSource, what: &str) -> String {
        format!("/Videos/{}/{}/{what}?ApiKey={}", self.item.0.hyphenated(), source.id.simple(), walros_http::query::encode(self.token))
    }
}

/// Bytes that do not compress, for clients that measure their line.
pub async fn bitrate_test(query: Query) -> Done {
    const MOST: i64 = 100_000_000;
    let size = query.int("size")?.unwrap_or(102_400);
    if !(1..=MOST).contains(&size) {
        return Err(Error::invalid("size", "between 1 and 100000000"));
    }
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let chunk: Vec<u8> = std::iter::repeat_with(|| {
        // xorshift64: noise that costs nothing.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    })
    .take(8192)
    .flatten()
    .collect();
    let chunk = bytes::Bytes::from(chunk);
    let mut left = size as usize;
    let parts = std::iter::from_fn(move || {
        let part = chunk.slice(..left.min(chunk.len()));
        left -= part.len();
        (!part.is_empty()).then_some(Ok::<_, std::io::Error>(part))
    });
    let body = actix_web::body::SizedStream::new(size as u64, futures_util::stream::iter(parts));
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/octet-stream")).insert_header((header::CACHE_CONTROL, "no-store")).body(body))
}
