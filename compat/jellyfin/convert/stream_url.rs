//! `TranscodingUrl` and the requests that come of it: a stream request written as a query string and read back. Both in
//! one file, so that they cannot drift apart; what is written in one place is read in the other.

use walros_model::ItemId;
use walros_model::playback::{SegmentContainer, StreamRequest, Tracks, VideoCodec};
use walros_model::profile::StreamProtocol;

use super::kinds;
use crate::error::{Error, Result};
use crate::lookup::Lookup;
use crate::query::Query;
use crate::time;

/// What the URL says beside the stream itself.
#[derive(Clone, Debug, Default)]
pub struct UrlContext<'a> {
    pub item: Option<ItemId>,
    /// Sound without picture has a path of its own.
    pub audio: bool,
    pub device_id: &'a str,
    pub play_session: &'a str,
    pub token: &'a str,
    /// The source's `ETag`.
    pub tag: &'a str,
}

/// `/videos/{id}/master.m3u8?…` or `/videos/{id}/stream.mp4?…`, without a host: clients put their own before it, and
/// open it without headers, so that the token goes with it.
pub fn stream_url(request: &StreamRequest, context: &UrlContext) -> String {
    let section = if context.audio { "audio" } else { "videos" };
    let id = context.item.or(request.source).map(|id| id.0.hyphenated().to_string()).unwrap_or_default();
    let query = stream_query(request, context);
    match request.protocol {
        StreamProtocol::Hls => format!("/{section}/{id}/master.m3u8?{query}"),
        StreamProtocol::Http => format!("/{section}/{id}/stream.{}?{query}", request.http_container.as_deref().unwrap_or("ts")),
    }
}

fn stream_query(request: &StreamRequest, context: &UrlContext) -> String {
    let StreamRequest {
        source,
        // What is switched between has addresses of its own in the native API alone.
        tracks: _,
        protocol,
        container,
        http_container: _,
        video_codecs,
        encode_as,
        device,
        audio_codecs,
        audio_stream,
        subtitle_stream,
        subtitle_method,
        video_bit_rate,
        audio_bit_rate,
        audio_sample_rate,
        max_audio_channels,
        max_width,
        max_height,
        max_frame_rate,
        segment_length,
        min_segments,
        allow_video_copy,
        allow_audio_copy,
        codec_options,
        subtitles_in_manifest,
        reasons,
        start,
        picture_of,
        // Here each part is a source of its own.
        later_parts: _,
    } = request;
    let mut query = QueryText::default();
    query.add("DeviceId", context.device_id);
    query.add("MediaSourceId", source.map(|id| id.simple()).unwrap_or_default());
    query.add("VideoCodec", video_codecs.join(","));
    query.add(ENCODE_AS, encode_as.map(VideoCodec::name).unwrap_or_default());
    query.add_some(ENCODE_ON, *device);
    query.add("AudioCodec", audio_codecs.join(","));
    query.add_some("AudioStreamIndex", *audio_stream);
    query.add_some("SubtitleStreamIndex", *subtitle_stream);
    query.add_some("VideoBitrate", *video_bit_rate);
    query.add_some("AudioBitrate", *audio_bit_rate);
    query.add_some("AudioSampleRate", *audio_sample_rate);
    query.add_some("MaxFramerate", *max_frame_rate);
    query.add_some("MaxWidth", *max_width);
    query.add_some("MaxHeight", *max_height);
    if *protocol == StreamProtocol::Hls {
        query.add("SegmentContainer", segment_word(*container));
        query.add_some("SegmentLength", *segment_length);
        query.add_some("MinSegments", *min_segments);
    }
    query.add("PlaySessionId", context.play_session);
    query.add("ApiKey", context.token);
    query.add_some("TranscodingMaxAudioChannels", *max_audio_channels);
    query.add_some("EnableSubtitlesInManifest", subtitles_in_manifest.then_some("True"));
    for (allowed, name) in [(allow_video_copy, "AllowVideoStreamCopy"), (allow_audio_copy, "AllowAudioStreamCopy")] {
        if !allowed {
            query.add(name, "false");
        }
    }
    query.add("RequireAvc", "false");
    query.add("Tag", context.tag);
    query.add("SubtitleMethod", subtitle_method.map(kinds::subtitle_method).unwrap_or_default());
    query.add_some("StartTimeTicks", (!start.is_zero()).then(|| time::ticks(*start)));
    for (codec, option, value) in codec_options {
        query.add(&format!("{codec}-{option}"), value.as_str());
    }
    query.add(PICTURE, picture_of.as_deref().map(picture_text).unwrap_or_default());
    query.add("TranscodeReasons", reasons.iter().map(|reason| kinds::transcode_reason(*reason)).collect::<Vec<_>>().join(","));
    query.0
}

/// Where a stream's query names a rendition whose picture it takes, as a query of its own. Jellyfin has no such thing, and
/// its clients pass on what they do not know.
const PICTURE: &str = "MadeAhead";

/// What [`PICTURE`] says.
pub fn picture_text(picture: &StreamRequest) -> String {
    stream_query(&StreamRequest { source: None, picture_of: None, reasons: Vec::new(), ..picture.clone() }, &UrlContext::default())
}

/// The parameter that says so.
pub fn picture_parameter(picture: &StreamRequest) -> String {
    format!("{PICTURE}={}", walros_http::query::encode(&picture_text(picture)))
}

fn picture_of(query: &Query, item: ItemId) -> Result<Option<Box<StreamRequest>>> {
    let Some(text) = query.text(PICTURE) else { return Ok(None) };
    let picture = Query::parse(&text);
    if picture.has(PICTURE) {
        return Err(Error::invalid(PICTURE, "not a rendition"));
    }
    let request = stream_request(&picture, item, StreamProtocol::Hls, Some("mp4"))?;
    Ok(Some(Box::new(StreamRequest { source: None, tracks: Tracks::Picture, ..request })))
}

/// Ours: what Jellyfin works out anew from its settings with every request, an address of ours says.
const ENCODE_AS: &str = "EncodeVideoAs";
const ENCODE_ON: &str = "EncodeVideoOn";

fn segment_word(container: SegmentContainer) -> &'static str {
    match container {
        SegmentContainer::Ts => "ts",
        SegmentContainer::Mp4 => "mp4",
    }
}

#[derive(Default)]
struct QueryText(String);

impl QueryText {
    /// Empty values are left out. Commas stay readable: Kodi and Roku take these URLs apart.
    fn add(&mut self, name: &str, value: impl AsRef<str>) {
        let value = value.as_ref();
        if value.is_empty() {
            return;
        }
        let separator = if self.0.is_empty() { "" } else { "&" };
        let value = walros_http::query::encode(value).replace("%2C", ",").replace("%7C", "|");
        self.0.push_str(&format!("{separator}{name}={value}"));
    }

    fn add_some(&mut self, name: &str, value: Option<impl ToString>) {
        self.add(name, value.map(|value| value.to_string()).unwrap_or_default());
    }
}

/// The stream that a path's item and query mean. `extension` is that of the path, for streams that are no playlist.
pub fn stream_request(query: &Query, item: ItemId, protocol: StreamProtocol, extension: Option<&str>) -> Result<StreamRequest> {
    let subtitle_method = query.text("SubtitleMethod").and_then(|text| kinds::parse_subtitle_method(&text));
    Ok(StreamRequest {
        source: query.item("MediaSourceId")?.or(Some(item)),
        tracks: Tracks::Muxed,
        protocol,
        container: segment_container(query, extension)?,
        http_container: http_container(query, protocol, extension)?,
        video_codecs: codecs(query, "VideoCodec")?,
        encode_as: query.text(ENCODE_AS).and_then(|name| VideoCodec::named(&name)),
        device: query.text(ENCODE_ON).map(|name| name.parse()).transpose().map_err(|_| Error::invalid(ENCODE_ON, "not a device"))?,
        audio_codecs: codecs(query, "AudioCodec")?,
        audio_stream: query.index("AudioStreamIndex")?,
        subtitle_stream: query.index("SubtitleStreamIndex")?,
        subtitle_method,
        video_bit_rate: positive(query, "VideoBitrate")?,
        audio_bit_rate: positive(query, "AudioBitrate")?,
        audio_sample_rate: small(query, "AudioSampleRate")?,
        max_audio_channels: match small(query, "TranscodingMaxAudioChannels")? {
            Some(channels) => Some(channels),
            None => small(query, "MaxAudioChannels")?.or(small(query, "AudioChannels")?),
        },
        max_width: small(query, "MaxWidth")?.or(small(query, "Width")?),
        max_height: small(query, "MaxHeight")?.or(small(query, "Height")?),
        max_frame_rate: query.float("MaxFramerate")?.filter(|rate| *rate > 0.0).map(|rate| rate as f32),
        segment_length: small(query, "SegmentLength")?,
        min_segments: small(query, "MinSegments")?,
        allow_video_copy: query.flag("AllowVideoStreamCopy")?.unwrap_or(true),
        allow_audio_copy: query.flag("AllowAudioStreamCopy")?.unwrap_or(true),
        codec_options: codec_options(query)?,
        subtitles_in_manifest: query.flag("EnableSubtitlesInManifest")?.unwrap_or(false),
        reasons: query.known("TranscodeReasons", kinds::parse_transcode_reason),
        start: query.ticks("StartTimeTicks")?.unwrap_or_default(),
        picture_of: picture_of(query, item)?,
        later_parts: Vec::new(),
    })
}

/// Segments carry their container in their own name, which wins over the parameter.
fn segment_container(query: &Query, extension: Option<&str>) -> Result<SegmentContainer> {
    let named = query.text("SegmentContainer").map(|text| text.into_owned());
    let word = extension.filter(|word| matches!(*word, "ts" | "mp4" | "m4s")).map(str::to_owned).or(named);
    match word.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("mp4" | "m4s" | "fmp4") => Ok(SegmentContainer::Mp4),
        Some("ts" | "mpegts") | None => Ok(SegmentContainer::Ts),
        // Players also ask for `aac` and `mp3` segments of sound, which transport streams carry.
        Some(word) if is_word(word) => Ok(SegmentContainer::Ts),
        Some(_) => Err(Error::invalid("SegmentContainer", "not a container")),
    }
}

fn http_container(query: &Query, protocol: StreamProtocol, extension: Option<&str>) -> Result<Option<String>> {
    if protocol == StreamProtocol::Hls {
        return Ok(None);
    }
    let word = extension.map(str::to_owned).or_else(|| query.list("Container").first().map(|word| (*word).to_owned()));
    match word {
        Some(word) if is_word(&word) => Ok(Some(word.to_ascii_lowercase())),
        Some(_) => Err(Error::invalid("Container", "not a container")),
        None => Ok(None),
    }
}

fn codecs(query: &Query, name: &str) -> Result<Vec<String>> {
    let codecs = query.list(name);
    if codecs.iter().any(|codec| !is_word(codec)) {
        return Err(Error::invalid(name, "not a list of codecs"));
    }
    // `copy` asks for what is decided anyway.
    let codecs = codecs.into_iter().map(str::to_ascii_lowercase).filter(|codec| codec != "copy");
    Ok(codecs.map(|codec| if codec == "h265" { VideoCodec::Hevc.name().to_owned() } else { codec }).collect())
}

/// `h264-level=41`: the options of a codec. Their names hold a dash and no other parameter's does.
fn codec_options(query: &Query) -> Result<Vec<(String, String, String)>> {
    let mut options = Vec::new();
    for (name, value) in query.pairs() {
        let Some((codec, option)) = name.split_once('-').filter(|(codec, _)| is_word(codec) && !value.is_empty()) else { continue };
        if value.len() > 120 || !value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" .,:+/()|-_".contains(&byte)) {
            return Err(Error::invalid(name, "not an option of a codec"));
        }
        options.push((codec.to_owned(), option.to_owned(), value.to_owned()));
    }
    Ok(options)
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

fn positive(query: &Query, name: &str) -> Result<Option<u64>> {
    Ok(query.int(name)?.filter(|value| *value > 0).map(i64::unsigned_abs))
}

fn small(query: &Query, name: &str) -> Result<Option<u32>> {
    Ok(query.int(name)?.filter(|value| *value > 0).map(|value| u32::try_from(value).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use walros_model::ItemId;
    use walros_model::playback::{SegmentContainer, StreamRequest, Tracks, TranscodeReason, VideoCodec};
    use walros_model::profile::{StreamProtocol, SubtitleMethod};

    use super::{UrlContext, stream_request, stream_url};
    use crate::query::Query;

    fn full(source: ItemId) -> StreamRequest {
        StreamRequest {
            source: Some(source),
            tracks: Tracks::Muxed,
            protocol: StreamProtocol::Hls,
            container: SegmentContainer::Mp4,
            http_container: None,
            video_codecs: vec!["av1".into(), "h264".into()],
            encode_as: Some(VideoCodec::Av1),
            device: Some(walros_model::Device::Nvenc(0)),
            audio_codecs: vec!["aac".into(), "opus".into()],
            audio_stream: Some(4),
            subtitle_stream: Some(0),
            subtitle_method: Some(SubtitleMethod::Encode),
            video_bit_rate: Some(7_808_000),
            audio_bit_rate: Some(192_000),
            audio_sample_rate: Some(48_000),
            max_audio_channels: Some(2),
            max_width: Some(854),
            max_height: Some(480),
            max_frame_rate: Some(23.976_025),
            segment_length: Some(6),
            min_segments: Some(1),
            allow_video_copy: false,
            allow_audio_copy: true,
            codec_options: vec![("h264".into(), "level".into(), "41".into()), ("h264".into(), "profile".into(), "high,main|constrained baseline".into())],
            subtitles_in_manifest: true,
            reasons: vec![TranscodeReason::AudioCodecNotSupported, TranscodeReason::DirectPlayError],
            start: Duration::from_secs(90),
            // Parts are sources of their own here.
            later_parts: Vec::new(),
            picture_of: Some(Box::new(StreamRequest {
                tracks: Tracks::Picture,
                protocol: StreamProtocol::Hls,
                container: SegmentContainer::Mp4,
                video_codecs: vec!["h264".into()],
                video_bit_rate: Some(4_000_000),
                max_height: Some(720),
                codec_options: vec![("h264".into(), "profile".into(), "high|main".into())],
                allow_audio_copy: true,
                ..StreamRequest::default()
            })),
        }
    }

    fn read(url: &str, item: ItemId, protocol: StreamProtocol, extension: Option<&str>) -> StreamRequest {
        stream_request(&Query::parse(url.split_once('?').unwrap().1), item, protocol, extension).unwrap()
    }

    #[test]
    fn a_request_comes_back_from_its_url() {
        let (item, source) = (ItemId::random(), ItemId::random());
        let request = full(source);
        let url = stream_url(&request, &UrlContext { item: Some(item), device_id: "my device", play_session: "abc", token: "secret", tag: "t", audio: false });
        assert!(
            url.starts_with(&format!("/videos/{}/master.m3u8?DeviceId=my+device&MediaSourceId={source}&VideoCodec=av1,h264&", item.0.hyphenated())),
            "{url}"
        );
        assert!(url.contains("&ApiKey=secret&") && url.contains("&PlaySessionId=abc&"));
        assert_eq!(read(&url, item, StreamProtocol::Hls, None), request);
    }

    #[test]
    fn a_progressive_request_comes_back_too() {
        let item = ItemId::random();
        let request = StreamRequest {
            protocol: StreamProtocol::Http,
            container: SegmentContainer::Ts,
            http_container: Some("mp3".into()),
            segment_length: None,
            min_segments: None,
            ..full(item)
        };
        let url = stream_url(&request, &UrlContext { item: Some(item), audio: true, ..UrlContext::default() });
        assert!(url.starts_with(&format!("/audio/{}/stream.mp3?", item.0.hyphenated())), "{url}");
        assert_eq!(read(&url, item, StreamProtocol::Http, Some("mp3")), request);
    }

    #[test]
    fn a_bare_request_is_what_the_source_is() {
        let item = ItemId::random();
        let request = stream_request(&Query::parse(""), item, StreamProtocol::Hls, None).unwrap();
        assert_eq!(
            request,
            StreamRequest { source: Some(item), protocol: StreamProtocol::Hls, allow_video_copy: true, allow_audio_copy: true, ..StreamRequest::default() }
        );
    }

    #[test]
    fn what_could_become_an_argument_is_refused() {
        for query in [
            "VideoCodec=h264;rm%20-rf",
            "SegmentContainer=../x",
            "h264-level=%24(x)",
            "AudioCodec=a%20b",
            "VideoBitrate=fast",
            "MadeAhead=VideoBitrate%3Dfast",
            "MadeAhead=MadeAhead%3Dx",
            "MediaSourceId=x",
        ] {
            assert!(stream_request(&Query::parse(query), ItemId::random(), StreamProtocol::Hls, None).is_err(), "{query}");
        }
    }
}
