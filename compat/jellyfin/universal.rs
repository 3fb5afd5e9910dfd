//! `/Audio/{id}/universal`: the player says in the query what it takes, and gets the file, a playlist or a stream.

use std::time::Duration;

use actix_web::HttpRequest;
use walros_http::{Sending, respond};
use walros_model::ItemId;
use walros_model::playback::PlaybackRequest;
use walros_model::profile::{DeviceProfile, DirectPlayProfile, MediaClass, NameList, StreamProtocol, TranscodingProfile};

use crate::access::Who;
use crate::answers::Acting;
use crate::convert::stream_url::{UrlContext, stream_url};
use crate::error::{Error, Result};
use crate::hls::{StreamUrls, playlist};
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Done, Facade, ids, streams};

pub async fn audio(jellyfin: Facade, acting: Acting, who: Who, request: HttpRequest, params: Params, query: Query) -> Done {
    let item = params.required_item("itemId")?;
    let wanted = playback_request(&query)?;
    let found = jellyfin.engine.playback.info(&acting, item, &wanted).await?;
    let playable = found.into_iter().next().ok_or(Error::NotFound("nothing to play"))?;
    let Some(mut stream) = playable.transcode.filter(|_| !playable.direct_play) else {
        return streams::original(&jellyfin, &acting, &request, playable.source.id).await;
    };
    match stream.protocol {
        StreamProtocol::Hls => {
            let device = &who.credentials.device.id;
            let device_id = query.text("deviceId").map_or_else(|| device.clone(), |text| text.into_owned());
            let play_session = ids::random();
            let grant = jellyfin.engine.playback.url_grant(&acting, playable.source.id)?;
            let url =
                stream_url(&stream, &UrlContext { item: Some(item), audio: true, device_id: &device_id, play_session: &play_session, token: &grant, tag: "" });
            let urls = StreamUrls::new(url.split_once('?').map_or("", |(_, query)| query), &grant, stream.source);
            Ok(playlist(jellyfin.engine.playback.master_playlist(&acting, &stream, &urls).await?))
        }
        StreamProtocol::Http => {
            stream.start = query.ticks("startTimeTicks")?.unwrap_or(Duration::ZERO);
            let content = jellyfin.engine.playback.progressive(&acting, &stream).await?;
            Ok(respond(&request, content, Sending::default()).await)
        }
    }
}

fn playback_request(query: &Query) -> Result<PlaybackRequest> {
    let positive = |name| -> Result<Option<u64>> { Ok(query.int(name)?.filter(|value| *value > 0).map(i64::unsigned_abs)) };
    let channels = match positive("transcodingAudioChannels")? {
        Some(channels) => Some(channels),
        None => positive("maxAudioChannels")?,
    };
    Ok(PlaybackRequest {
        source: query.text("mediaSourceId").and_then(|text| ids::parse(&text)).map(ItemId),
        profile: Some(profile(query)?),
        max_bit_rate: positive("maxStreamingBitrate")?,
        max_audio_channels: channels.map(|channels| channels.min(64) as u32),
        start: query.ticks("startTimeTicks")?.unwrap_or(Duration::ZERO),
        allow_direct_play: true,
        allow_transcode: true,
        allow_video_copy: true,
        allow_audio_copy: true,
        ..PlaybackRequest::default()
    })
}

/// Each entry of `container` is a container and the codecs it may hold: `opus`, `webm|opus`, `m4a|aac|alac`.
fn profile(query: &Query) -> Result<DeviceProfile> {
    let direct = query.list("container").into_iter().map(|entry| {
        let mut words = entry.split('|').map(str::to_ascii_lowercase);
        let containers = NameList { names: words.next().into_iter().collect(), negated: false };
        DirectPlayProfile {
            class: MediaClass::Audio,
            containers,
            video_codecs: NameList::default(),
            audio_codecs: NameList { names: words.collect(), negated: false },
        }
    });
    let protocol = query.text("transcodingProtocol").is_some_and(|word| word.eq_ignore_ascii_case("hls"));
    let codec = query.text("audioCodec").map(|text| text.to_ascii_lowercase());
    let container = query.text("transcodingContainer").map(|text| text.to_ascii_lowercase());
    let container = container.unwrap_or_else(|| if protocol { "ts".to_owned() } else { "mp3".to_owned() });
    let audio_codecs = match codec {
        Some(codec) => NameList::parse(&codec).names,
        None => vec![if container == "mp3" { "mp3".to_owned() } else { "aac".to_owned() }],
    };
    Ok(DeviceProfile {
        max_bit_rate: query.int("maxStreamingBitrate")?.filter(|rate| *rate > 0).map(i64::unsigned_abs),
        music_bit_rate: query.int("audioBitRate")?.filter(|rate| *rate > 0).map(i64::unsigned_abs),
        direct_play: direct.collect(),
        transcoding: vec![TranscodingProfile {
            class: MediaClass::Audio,
            container,
            protocol: if protocol { StreamProtocol::Hls } else { StreamProtocol::Http },
            audio_codecs,
            audio_vbr: true,
            ..TranscodingProfile::default()
        }],
        ..DeviceProfile::default()
    })
}

#[cfg(test)]
mod tests {
    use walros_model::profile::StreamProtocol;

    use super::profile;
    use crate::query::Query;

    #[test]
    fn containers_come_with_their_codecs() {
        let profile = profile(&Query::parse("container=opus,webm|opus,m4a|aac|alac&transcodingProtocol=hls&audioCodec=aac")).unwrap();
        let names: Vec<_> = profile.direct_play.iter().map(|direct| (direct.containers.names.join(","), direct.audio_codecs.names.join(","))).collect();
        assert_eq!(names, [("opus".into(), String::new()), ("webm".into(), "opus".into()), ("m4a".into(), "aac,alac".into())]);
        assert_eq!((profile.transcoding[0].protocol, profile.transcoding[0].container.as_str()), (StreamProtocol::Hls, "ts"));
    }
}
