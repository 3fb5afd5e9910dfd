//! Addresses of streams. All that a stream is made of stands in its address, so that the same address always means
//! the same bytes and any number of viewers share them.

use walros_engine::playback::{LadderUrls, SegmentPlace, SubtitleRendition, Urls, Variant};
use walros_http::query::{encode, pairs};
use walros_model::playback::{SegmentContainer, StreamRequest, Tracks, VideoCodec};
use walros_model::probe::MediaSource;
use walros_model::profile::{StreamProtocol, SubtitleMethod};
use walros_model::{ItemId, MediaStream};

/// A stream whose addresses are to be written.
#[derive(Clone, Copy)]
pub struct StreamPath<'a> {
    pub source: ItemId,
    pub request: &'a StreamRequest,
    /// The play session, for whoever watches; names no bytes.
    pub session: &'a str,
}

impl StreamPath<'_> {
    /// What a player opens first, relative to `/api/v1/`.
    pub fn first(self) -> String {
        match self.request.protocol {
            StreamProtocol::Hls => format!("play/{}/{}", self.source, self.beside("master.m3u8")),
            StreamProtocol::Http => format!("play/{}/{}", self.source, self.beside("stream")),
        }
    }

    /// The same as MPEG-DASH; `None` for streams that are no list of segments.
    pub fn dash(self) -> Option<String> {
        let fragments = self.request.protocol == StreamProtocol::Hls && self.request.container == SegmentContainer::Mp4;
        (fragments && !self.request.video_codecs.is_empty()).then(|| format!("play/{}/{}", self.source, self.beside("manifest.mpd")))
    }

    fn beside(self, name: &str) -> String {
        format!("{name}?{}&session={}", write(self.request), encode(self.session))
    }
}

/// The addresses inside our playlists. They are relative to the playlist, so that a proxy's prefix does no harm.
pub struct OwnUrls {
    request: StreamRequest,
    session: String,
    /// The source that the playlist is found under.
    playlist: Option<ItemId>,
}

impl OwnUrls {
    /// For the stream that `request` and the query it came with describe.
    pub fn new(request: StreamRequest, query: &str) -> Self {
        Self { playlist: request.source, request, session: session(query) }
    }
}

/// The play session that a query names; empty when it names none.
pub fn session(query: &str) -> String {
    pairs(query).into_iter().find(|(name, _)| name == "session").map(|(_, value)| value).unwrap_or_default()
}

impl Urls for OwnUrls {
    fn media(&self, variant: Variant) -> String {
        let request = match variant {
            Variant::Main => self.request.clone(),
            Variant::Sdr => StreamRequest { video_codecs: vec!["h264".into()], allow_video_copy: false, ..self.request.clone() },
        };
        format!("media.m3u8?{}&session={}", write(&request), encode(&self.session))
    }

    fn init(&self) -> String {
        segment_address("init.mp4", &self.request, self.playlist)
    }

    fn segment(&self, segment: &SegmentPlace) -> String {
        segment_address(&format!("{}.{}", segment.number, segment.extension), &self.request, self.playlist)
    }

    fn of_part(&self, part: &StreamRequest) -> Option<Box<dyn Urls>> {
        Some(Box::new(Self { request: part.clone(), session: self.session.clone(), playlist: self.playlist }))
    }

    /// Players of ours take subtitles beside the stream: they switch without touching it.
    fn subtitle(&self, _: &MediaStream) -> Option<SubtitleRendition> {
        None
    }
}

/// The addresses of what can be switched between: each carries no more than what its own bytes are made of.
pub struct LadderAddresses {
    pub session: String,
    /// The source that the manifest is found under.
    pub manifest: Option<ItemId>,
}

impl LadderAddresses {
    fn playlist(&self, name: &str, rendition: &StreamRequest) -> String {
        format!("{name}?{}&session={}", write(rendition), encode(&self.session))
    }
}

impl LadderUrls for LadderAddresses {
    fn media(&self, rendition: &StreamRequest) -> String {
        self.playlist("media.m3u8", rendition)
    }

    fn keyframes(&self, rendition: &StreamRequest) -> String {
        self.playlist("keyframes.m3u8", rendition)
    }

    fn init(&self, rendition: &StreamRequest) -> String {
        segment_address("init.mp4", rendition, self.manifest)
    }

    fn segment(&self, rendition: &StreamRequest, number: &str) -> String {
        segment_address(&format!("{number}.mp4"), rendition, self.manifest)
    }

    fn keyframe(&self, rendition: &StreamRequest, number: &str) -> String {
        segment_address(&format!("key{number}.mp4"), rendition, self.manifest)
    }

    fn subtitle_playlist(&self, stream: &MediaStream, timeline: &StreamRequest) -> String {
        format!("subtitles/{}/list.m3u8?{}", stream.index, write(timeline))
    }

    fn subtitle_init(&self, stream: &MediaStream, timeline: &StreamRequest) -> String {
        beside(timeline, self.manifest, &format!("subtitles/{}/init.mp4", stream.index))
    }

    fn subtitle_segment(&self, stream: &MediaStream, timeline: &StreamRequest, number: &str) -> String {
        beside(timeline, self.manifest, &format!("subtitles/{}/{number}.mp4", stream.index))
    }

    fn name(&self, stream: &MediaStream) -> String {
        let parts = [stream.title.as_deref(), stream.language.as_deref()];
        parts.into_iter().flatten().find(|text| !text.is_empty()).map_or_else(|| format!("{}", stream.index), str::to_owned)
    }
}

fn segment_address(name: &str, request: &StreamRequest, playlist: Option<ItemId>) -> String {
    // Without the session: the same bytes have the same address for every viewer, and for every cache between.
    beside(request, playlist, &format!("segments/{name}"))
}

/// The address of what a stream is made of, relative to a playlist of this source: other parts of a film lie beside it.
fn beside(request: &StreamRequest, playlist: Option<ItemId>, name: &str) -> String {
    let own = StreamRequest { later_parts: Vec::new(), ..request.clone() };
    let folder = request.source.filter(|source| Some(*source) != playlist).map(|source| format!("../{source}/")).unwrap_or_default();
    format!("{folder}{name}?{}", write(&own))
}

/// A piece of a subtitle, relative to its list, which is found under `list`.
pub fn text_piece(request: &StreamRequest, index: i32, number: usize, list: Option<ItemId>) -> String {
    match request.source.filter(|source| Some(*source) != list) {
        Some(source) => format!("../../../{source}/subtitles/{index}/{number}.vtt?{}", write(request)),
        None => format!("{number}.vtt?{}", write(request)),
    }
}

/// What a segment's name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    Init,
    Media(u32),
    Keyframe(u32),
}

pub fn piece(name: &str) -> Option<Piece> {
    let (stem, extension) = name.split_once('.')?;
    match extension {
        "mp4" if stem == "init" => Some(Piece::Init),
        "mp4" if stem.starts_with("key") => number(stem.strip_prefix("key")?).map(Piece::Keyframe),
        "mp4" | "ts" => number(stem).map(Piece::Media),
        _ => None,
    }
}

/// What the name of a part of a subtitle stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    List,
    Init,
    Fragment(u32),
    WebVtt(u32),
}

pub fn text(name: &str) -> Option<Text> {
    if name == "list.m3u8" {
        return Some(Text::List);
    }
    if let Some(stem) = name.strip_suffix(".vtt") {
        return number(stem).map(Text::WebVtt);
    }
    match piece(name)? {
        Piece::Init => Some(Text::Init),
        Piece::Media(number) if name.ends_with(".mp4") => Some(Text::Fragment(number)),
        _ => None,
    }
}

/// In digits alone.
fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A sheet of pictures, relative to `trickplay/`. With the state of the film it shows, so that it may be kept.
pub fn trickplay_sheet(source: &MediaSource, sheet: u32) -> String {
    format!("{sheet}.jpg?state={:x}-{:x}", source.size, source.modified.timestamp_micros())
}

/// The request as a query string. What is not set is left out.
pub fn write(request: &StreamRequest) -> String {
    // The source stands in the path; reasons explain and name no bytes.
    let StreamRequest {
        source: _,
        tracks,
        protocol,
        container,
        http_container,
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
        reasons: _,
        start,
        picture_of,
        later_parts,
    } = request;
    let mut out = Writer::default();
    out.text("of", tracks_word(*tracks));
    out.flag("progressive", *protocol == StreamProtocol::Http);
    out.flag("ts", *container == SegmentContainer::Ts);
    out.text("as", http_container.as_deref());
    out.text("video", (!video_codecs.is_empty()).then(|| video_codecs.join(",")).as_deref());
    out.text("as-video", encode_as.map(VideoCodec::name));
    out.text("on", device.map(|device| device.to_string()).as_deref());
    out.text("audio", (!audio_codecs.is_empty()).then(|| audio_codecs.join(",")).as_deref());
    out.number("a", *audio_stream);
    out.number("s", *subtitle_stream);
    out.text("sm", subtitle_method.map(method_word));
    out.number("vb", *video_bit_rate);
    out.number("ab", *audio_bit_rate);
    out.number("ar", *audio_sample_rate);
    out.number("ac", *max_audio_channels);
    out.number("w", *max_width);
    out.number("h", *max_height);
    out.number("fps", *max_frame_rate);
    out.number("sl", *segment_length);
    out.number("ms", *min_segments);
    out.flag("encodeVideo", !allow_video_copy);
    out.flag("encodeAudio", !allow_audio_copy);
    for (codec, name, value) in codec_options {
        out.text("o", Some(&format!("{codec}:{name}:{value}")));
    }
    out.flag("subs", *subtitles_in_manifest);
    out.text("picture", picture_of.as_ref().map(|picture| write(picture)).as_deref());
    for part in later_parts {
        let source = part.source.map(|source| source.simple()).unwrap_or_default();
        out.text("part", Some(&format!("{source}?{}", write(part))));
    }
    out.number("at", (!start.is_zero()).then_some(start.as_secs_f64()));
    out.0
}

/// More files than a film was ever cut into.
const PARTS_MAX: usize = 64;

/// The request a query string says. Unknown names are ignored; `None` for a value that makes no sense.
pub fn read(source: ItemId, query: &str) -> Option<StreamRequest> {
    read_nested(source, query, false)
}

fn read_nested(source: ItemId, query: &str, nested: bool) -> Option<StreamRequest> {
    let mut request = StreamRequest {
        source: Some(source),
        protocol: StreamProtocol::Hls,
        container: SegmentContainer::Mp4,
        allow_video_copy: true,
        allow_audio_copy: true,
        ..StreamRequest::default()
    };
    for (name, value) in pairs(query) {
        match name.as_str() {
            "of" => request.tracks = tracks_of(&value)?,
            "progressive" => request.protocol = StreamProtocol::Http,
            "ts" => request.container = SegmentContainer::Ts,
            "as" => request.http_container = Some(value),
            "video" => request.video_codecs = value.split(',').map(str::to_owned).collect(),
            "as-video" => request.encode_as = Some(VideoCodec::named(&value)?),
            "on" => request.device = Some(value.parse().ok()?),
            "audio" => request.audio_codecs = value.split(',').map(str::to_owned).collect(),
            "a" => request.audio_stream = Some(value.parse().ok()?),
            "s" => request.subtitle_stream = Some(value.parse().ok()?),
            "sm" => request.subtitle_method = Some(method_of(&value)?),
            "vb" => request.video_bit_rate = Some(value.parse().ok()?),
            "ab" => request.audio_bit_rate = Some(value.parse().ok()?),
            "ar" => request.audio_sample_rate = Some(value.parse().ok()?),
            "ac" => request.max_audio_channels = Some(value.parse().ok()?),
            "w" => request.max_width = Some(value.parse().ok()?),
            "h" => request.max_height = Some(value.parse().ok()?),
            "fps" => request.max_frame_rate = Some(value.parse().ok().filter(|rate: &f32| rate.is_finite() && *rate > 0.0)?),
            "sl" => request.segment_length = Some(value.parse().ok()?),
            "ms" => request.min_segments = Some(value.parse().ok()?),
            "encodeVideo" => request.allow_video_copy = false,
            "encodeAudio" => request.allow_audio_copy = false,
            "o" => request.codec_options.push(option_of(&value)?),
            "subs" => request.subtitles_in_manifest = true,
            // One that is put together from others is none of them.
            "picture" if !nested => request.picture_of = Some(Box::new(StreamRequest { source: None, ..read_nested(source, &value, true)? })),
            // A part has none itself.
            "part" if !nested && request.later_parts.len() < PARTS_MAX => {
                let (source, query) = value.split_once('?')?;
                request.later_parts.push(read_nested(source.parse().ok()?, query, true)?);
            }
            "part" => return None,
            "at" => request.start = std::time::Duration::try_from_secs_f64(value.parse().ok()?).ok()?,
            _ => {}
        }
    }
    Some(request)
}

fn option_of(text: &str) -> Option<(String, String, String)> {
    let mut parts = text.splitn(3, ':').map(str::to_owned);
    Some((parts.next()?, parts.next()?, parts.next()?))
}

fn tracks_word(tracks: Tracks) -> Option<&'static str> {
    match tracks {
        Tracks::Muxed => None,
        Tracks::Picture => Some("picture"),
        Tracks::Sound => Some("sound"),
    }
}

fn tracks_of(word: &str) -> Option<Tracks> {
    [Tracks::Picture, Tracks::Sound].into_iter().find(|&tracks| tracks_word(tracks) == Some(word))
}

fn method_word(method: SubtitleMethod) -> &'static str {
    match method {
        SubtitleMethod::Encode => "burn",
        SubtitleMethod::Embed => "embed",
        SubtitleMethod::External => "external",
        SubtitleMethod::Hls => "hls",
        SubtitleMethod::Drop => "drop",
    }
}

fn method_of(word: &str) -> Option<SubtitleMethod> {
    use SubtitleMethod as M;
    [M::Encode, M::Embed, M::External, M::Hls, M::Drop].into_iter().find(|&method| method_word(method) == word)
}

#[derive(Default)]
struct Writer(String);

impl Writer {
    fn text(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(&format!("{name}={}", encode(value)));
    }

    fn number(&mut self, name: &str, value: Option<impl ToString>) {
        self.text(name, value.map(|value| value.to_string()).as_deref());
    }

    fn flag(&mut self, name: &str, value: bool) {
        self.text(name, value.then_some("1"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything(source: ItemId) -> StreamRequest {
        StreamRequest {
            source: Some(source),
            tracks: Tracks::Picture,
            protocol: StreamProtocol::Http,
            container: SegmentContainer::Ts,
            http_container: Some("mp3".into()),
            video_codecs: vec!["h264".into(), "hevc".into()],
            encode_as: Some(VideoCodec::Hevc),
            device: Some(walros_model::Device::Vaapi(128)),
            audio_codecs: vec!["aac".into()],
            audio_stream: Some(2),
            subtitle_stream: Some(-1),
            subtitle_method: Some(SubtitleMethod::Encode),
            video_bit_rate: Some(4_000_000),
            audio_bit_rate: Some(128_000),
            audio_sample_rate: Some(48_000),
            max_audio_channels: Some(2),
            max_width: Some(1280),
            max_height: Some(720),
            max_frame_rate: Some(23.976),
            segment_length: Some(4),
            min_segments: Some(1),
            allow_video_copy: false,
            allow_audio_copy: false,
            codec_options: vec![("h264".into(), "profile".into(), "high,main".into()), ("h264".into(), "level".into(), "41".into())],
            subtitles_in_manifest: true,
            reasons: Vec::new(),
            start: std::time::Duration::from_millis(12_500),
            picture_of: Some(Box::new(StreamRequest {
                video_codecs: vec!["h264".into()],
                video_bit_rate: Some(2_000_000),
                source: None,
                allow_audio_copy: true,
                tracks: Tracks::Picture,
                ..read(source, "").expect("a request")
            })),
            later_parts: vec![
                StreamRequest { audio_stream: Some(1), ..read(ItemId::random(), "").expect("a request") },
                StreamRequest { video_codecs: vec!["h264".into(), "hevc".into()], ..read(ItemId::random(), "").expect("a request") },
            ],
        }
    }

    #[test]
    fn what_an_address_says_is_what_was_asked() {
        let source = ItemId::random();
        let plain = read(source, "").expect("a request");
        for request in [plain, everything(source)] {
            assert_eq!(read(source, &write(&request)).as_ref(), Some(&request));
        }
    }

    #[test]
    fn segments_are_found_by_the_names_playlists_give_them() {
        let urls = OwnUrls::new(StreamRequest::default(), "session=s1");
        assert!(urls.init().starts_with("segments/init.mp4?"));
        assert!(urls.media(Variant::Main).ends_with("session=s1"));
        assert!(!urls.init().contains("session"));
        let cases = [
            ("init.mp4", Some(Piece::Init)),
            ("0.mp4", Some(Piece::Media(0))),
            ("17.ts", Some(Piece::Media(17))),
            ("key17.mp4", Some(Piece::Keyframe(17))),
            ("key.mp4", None),
            ("-1.ts", None),
            ("+1.ts", None),
            ("1.exe", None),
            ("x", None),
        ];
        for (name, expected) in cases {
            assert_eq!(piece(name), expected, "{name}");
        }
        let texts = [
            ("list.m3u8", Some(Text::List)),
            ("init.mp4", Some(Text::Init)),
            ("7.mp4", Some(Text::Fragment(7))),
            ("7.vtt", Some(Text::WebVtt(7))),
            ("key7.mp4", None),
            ("7.ts", None),
            ("-7.vtt", None),
            ("7.srt", None),
        ];
        for (name, expected) in texts {
            assert_eq!(text(name), expected, "{name}");
        }
    }

    #[test]
    fn nonsense_is_no_request() {
        for query in ["a=x", "sm=nothing", "vb=-1", "fps=NaN", "at=-1", "o=level", "of=all", "on=cuda"] {
            assert_eq!(read(ItemId::random(), query), None, "{query}");
        }
    }

    #[test]
    fn a_session_does_not_change_the_request() {
        let (source, request) = (ItemId::random(), StreamRequest { video_codecs: vec!["h264".into()], protocol: StreamProtocol::Hls, ..Default::default() });
        let address = StreamPath { source, request: &request, session: "a&b" }.first();
        let (_, query) = address.split_once('?').expect("a query");
        assert_eq!(write(&read(source, query).expect("a request")), write(&request));
        assert!(query.ends_with("&session=a%26b"));
    }
}
