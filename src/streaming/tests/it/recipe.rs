//! From requests to recipes.

use walros_jobs::{AudioRecipe, Container, VideoCodec, VideoEncode, VideoRecipe};
use walros_model::playback::{SegmentContainer, StreamRequest};
use walros_model::probe::MediaSource;
use walros_model::profile::{StreamProtocol, SubtitleMethod};
use walros_streaming::StreamError;
use walros_streaming::recipe::Recipe;

use crate::films::film;

fn request(container: SegmentContainer, video: &[&str], audio: &[&str]) -> StreamRequest {
    let words = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    StreamRequest {
        protocol: StreamProtocol::Hls,
        container,
        video_codecs: words(video),
        audio_codecs: words(audio),
        allow_video_copy: true,
        allow_audio_copy: true,
        ..StreamRequest::default()
    }
}

fn ts() -> StreamRequest {
    request(SegmentContainer::Ts, &["h264"], &["aac"])
}

fn recipe(source: &MediaSource, request: &StreamRequest) -> Recipe {
    Recipe::of(source, request, None).unwrap()
}

fn encode(recipe: &Recipe) -> &VideoEncode {
    match &recipe.video {
        Some((_, VideoRecipe::Encode(encode))) => encode,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_fits_is_copied() {
    let cases = [
        ("Big Test", ts(), true, true),
        ("Night Sea", ts(), true, false),
        ("Blue Hour", ts(), false, false),
        ("Blue Hour", request(SegmentContainer::Mp4, &["hevc", "h264"], &["aac"]), true, false),
        ("Web Minute", request(SegmentContainer::Mp4, &["vp9", "h264"], &["opus"]), true, true),
        ("Web Minute", request(SegmentContainer::Ts, &["vp9", "h264"], &["opus", "aac"]), false, false),
        ("Broadcast Day", ts(), false, false),
    ];
    for (title, request, video, audio) in cases {
        let recipe = recipe(&film(title), &request);
        assert_eq!((recipe.copies_video(), recipe.audio.is_some() && !recipe.encodes_audio()), (video, audio), "{title}: {recipe:?}");
    }
}

#[test]
fn every_limit_of_the_request_holds_for_a_copy() {
    let option = |name: &str, value: &str| StreamRequest { codec_options: vec![("h264".to_owned(), name.to_owned(), value.to_owned())], ..ts() };
    let cases = [
        (StreamRequest { allow_video_copy: false, ..ts() }, false),
        (StreamRequest { max_width: Some(1280), ..ts() }, false),
        (StreamRequest { max_height: Some(1080), ..ts() }, true),
        (StreamRequest { video_bit_rate: Some(1_000_000), ..ts() }, false),
        (StreamRequest { max_frame_rate: Some(23.976), ..ts() }, true),
        (StreamRequest { max_frame_rate: Some(15.0), ..ts() }, false),
        (option("level", "40"), true),
        (option("level", "31"), false),
        (option("profile", "high,main"), true),
        (option("profile", "baseline"), false),
        (option("videobitdepth", "8"), true),
        (option("rangetype", "SDR"), true),
        (option("rangetype", "HDR10"), false),
    ];
    for (request, copied) in cases {
        assert_eq!(recipe(&film("Big Test"), &request).copies_video(), copied, "{request:?}");
    }
}

#[test]
fn an_encode_is_even_and_never_larger() {
    let hd = StreamRequest { allow_video_copy: false, ..ts() };
    let cases = [
        ("Big Test", hd.clone(), (1920, 1080)),
        ("Big Test", StreamRequest { max_width: Some(1280), ..hd.clone() }, (1280, 720)),
        ("Big Test", StreamRequest { max_height: Some(481), ..hd.clone() }, (856, 482)),
        ("Open Door", StreamRequest { max_width: Some(1280), ..hd.clone() }, (640, 360)),
        // Nobody asked for less, but software has its limits.
        ("Blue Hour", hd.clone(), (1920, 1080)),
        // A low rate makes a smaller picture rather than a bad one.
        ("Big Test", StreamRequest { video_bit_rate: Some(200_000), ..hd.clone() }, (860, 484)),
    ];
    for (title, request, size) in cases {
        let recipe = recipe(&film(title), &request);
        let encode = encode(&recipe);
        assert_eq!((encode.width, encode.height), size, "{title} {request:?}");
    }
}

#[test]
fn shapes_are_kept() {
    let mut source = film("Open Door");
    let video = source.probe.streams.iter_mut().find_map(|stream| stream.video.as_mut()).unwrap();
    (video.rotation, video.width, video.height) = (90, 640, 360);
    let turned = recipe(&source, &ts());
    assert_eq!((encode(&turned).width, encode(&turned).height, encode(&turned).rotation), (360, 640, 270));
    // Turned pictures are copied where the container can say so.
    assert!(recipe(&source, &request(SegmentContainer::Mp4, &["hevc"], &["aac"])).copies_video());
    let video = source.probe.streams.iter_mut().find_map(|stream| stream.video.as_mut()).unwrap();
    (video.rotation, video.width, video.height, video.anamorphic) = (0, 720, 576, true);
    video.aspect_ratio = Some("16:9".to_owned());
    let wide = recipe(&source, &ts());
    assert_eq!((encode(&wide).width, encode(&wide).height), (720, 406));
}

#[test]
fn hard_pictures_are_made_easy() {
    let broadcast = recipe(&film("Broadcast Day"), &ts());
    assert!(encode(&broadcast).deinterlace && !encode(&broadcast).tone_map);
    let hdr = recipe(&film("Blue Hour"), &ts());
    assert!(encode(&hdr).tone_map);
    assert_eq!((encode(&hdr).profile.as_deref(), encode(&hdr).level), (Some("high"), Some(40)));
    let slow = recipe(&film("Big Test"), &StreamRequest { max_frame_rate: Some(11.988), ..ts() });
    assert_eq!(encode(&slow).frame_rate, Some((12_000, 1001)));
}

#[test]
fn h264_is_encoded_wherever_it_is_taken_and_others_where_not() {
    use SegmentContainer::{Mp4, Ts};
    for (container, list, encode_as, expected) in [
        (Mp4, vec!["av1", "hevc", "h264"], None, Some(VideoCodec::H264)),
        (Mp4, vec![], None, Some(VideoCodec::H264)),
        (Mp4, vec!["vp9", "av1", "hevc"], None, Some(VideoCodec::Av1)),
        (Ts, vec!["av1", "hevc"], None, Some(VideoCodec::Hevc)),
        (Ts, vec!["av1"], None, None),
        // What the request prefers, where the device takes it and the container holds it.
        (Mp4, vec!["h264", "hevc"], Some(VideoCodec::Hevc), Some(VideoCodec::Hevc)),
        (Mp4, vec!["h264"], Some(VideoCodec::Hevc), Some(VideoCodec::H264)),
        (Ts, vec!["av1", "h264"], Some(VideoCodec::Av1), Some(VideoCodec::H264)),
    ] {
        let wanted = StreamRequest { encode_as, allow_video_copy: false, ..request(container, &list, &["aac"]) };
        let made = Recipe::of(&film("Web Minute"), &wanted, None);
        assert_eq!(made.ok().map(|recipe| encode(&recipe).codec), expected, "{list:?} in {container:?}");
    }
}

#[test]
fn each_codec_counts_levels_in_its_own_way() {
    for (codec, expected) in [("h264", ("high", 40)), ("hevc", ("main", 120)), ("av1", ("main", 8))] {
        let wanted = StreamRequest { allow_video_copy: false, ..request(SegmentContainer::Mp4, &[codec], &["aac"]) };
        let made = recipe(&film("Big Test"), &wanted);
        assert_eq!((encode(&made).profile.as_deref().unwrap(), encode(&made).level.unwrap()), expected, "{codec}");
    }
    let level = vec![("hevc".to_owned(), "level".to_owned(), "93".to_owned())];
    let wanted = StreamRequest { allow_video_copy: false, codec_options: level, ..request(SegmentContainer::Mp4, &["hevc"], &["aac"]) };
    let made = recipe(&film("Big Test"), &wanted);
    assert_eq!((encode(&made).height, encode(&made).level), (742, Some(93)), "a level limits the size");
}

#[test]
fn high_range_stays_where_the_device_names_it() {
    let of = |codec: &str, options: &[(&str, &str)]| {
        let codec_options = options.iter().map(|(name, value)| (codec.to_owned(), (*name).to_owned(), (*value).to_owned())).collect();
        let wanted = StreamRequest { allow_video_copy: false, codec_options, ..request(SegmentContainer::Mp4, &[codec], &["aac"]) };
        let made = recipe(&film("Blue Hour"), &wanted);
        (encode(&made).bit_depth, encode(&made).tone_map, encode(&made).profile.clone().unwrap())
    };
    let (kept, mapped) = (|profile: &str| (10, false, profile.to_owned()), |profile: &str| (8, true, profile.to_owned()));
    assert_eq!(of("hevc", &[]), mapped("main"));
    assert_eq!(of("hevc", &[("rangetype", "SDR,HDR10")]), kept("main10"));
    assert_eq!(of("hevc", &[("rangetype", "SDR|HLG")]), mapped("main"));
    assert_eq!(of("hevc", &[("rangetype", "HDR10"), ("profile", "main")]), mapped("main"));
    assert_eq!(of("hevc", &[("rangetype", "HDR10"), ("videobitdepth", "8")]), mapped("main"));
    assert_eq!(of("av1", &[("rangetype", "HDR10")]), kept("main"));
    assert_eq!(of("h264", &[("rangetype", "HDR10")]), mapped("high"));
}

#[test]
fn sound_is_made_in_the_first_codec_that_can_be() {
    let encoded = |request: &StreamRequest| match recipe(&film("Night Sea"), request).audio {
        Some((1, AudioRecipe::Encode { codec, channels, sample_rate, .. })) => (codec, channels, sample_rate),
        other => panic!("{other:?}"),
    };
    let cases = [
        (ts(), ("aac", 6, 48_000)),
        (StreamRequest { max_audio_channels: Some(2), ..ts() }, ("aac", 2, 48_000)),
        (request(SegmentContainer::Ts, &["h264"], &["eac3", "mp3"]), ("mp3", 2, 48_000)),
        (request(SegmentContainer::Ts, &["h264"], &["ac3"]), ("ac3", 6, 48_000)),
        (request(SegmentContainer::Mp4, &["h264"], &["opus"]), ("opus", 6, 48_000)),
        // Opus does not go into a transport stream, so that the usual one is made.
        (request(SegmentContainer::Ts, &["h264"], &["opus"]), ("aac", 6, 48_000)),
        (StreamRequest { audio_sample_rate: Some(44_100), ..ts() }, ("aac", 6, 44_100)),
    ];
    for (request, expected) in cases {
        let (codec, channels, rate) = encoded(&request);
        assert_eq!((codec.as_str(), channels, rate), expected, "{request:?}");
    }
}

#[test]
fn subtitles_are_burnt_in_only_when_asked() {
    let named = StreamRequest { subtitle_stream: Some(0), subtitle_method: Some(SubtitleMethod::Hls), ..ts() };
    assert!(recipe(&film("Big Test"), &named).copies_video());
    let burnt = recipe(&film("Big Test"), &StreamRequest { subtitle_method: Some(SubtitleMethod::Encode), ..named.clone() });
    let subtitle = encode(&burnt).burn_subtitle.as_ref().unwrap();
    assert_eq!(subtitle.file, 1);
    assert!(burnt.subtitle_file.is_some());
    let inside = recipe(&film("Big Test"), &StreamRequest { subtitle_stream: Some(6), subtitle_method: Some(SubtitleMethod::Encode), ..named.clone() });
    assert_eq!(encode(&inside).burn_subtitle.as_ref().unwrap().file, 0);
    assert_eq!(inside.subtitle_file, None);
    let none = StreamRequest { subtitle_stream: Some(99), subtitle_method: Some(SubtitleMethod::Encode), ..named };
    assert!(matches!(Recipe::of(&film("Big Test"), &none, None), Err(StreamError::Invalid(_))));
}

#[test]
fn progressive_streams_have_the_container_asked_for() {
    let progressive = |container: &str, audio: &[&str]| StreamRequest {
        protocol: StreamProtocol::Http,
        http_container: Some(container.to_owned()),
        ..request(SegmentContainer::Ts, &[], audio)
    };
    for (name, container) in [("mp4", Container::Fmp4), ("ts", Container::Ts), ("mkv", Container::Ts)] {
        let recipe = recipe(&film("Big Test"), &progressive(name, &["aac"]));
        assert_eq!((recipe.container, recipe.copies_video()), (container, true), "{name}");
    }
    for (name, container, codec) in [("mp3", Container::Mp3, "mp3"), ("aac", Container::Adts, "aac"), ("ogg", Container::Ogg, "opus")] {
        let recipe = recipe(&film("Night Sea"), &progressive(name, &[codec]));
        assert_eq!((recipe.container, recipe.video.is_none()), (container, true), "{name}");
        assert!(matches!(&recipe.audio, Some((_, AudioRecipe::Encode { codec: made, .. })) if made == codec), "{recipe:?}");
    }
    assert!(matches!(Recipe::of(&film("Big Test"), &progressive("wmv", &[]), None), Err(StreamError::Unsupported(_))));
}

#[test]
fn what_cannot_be_encoded_is_said() {
    let wanted = request(SegmentContainer::Mp4, &["vp9"], &["opus"]);
    assert!(matches!(Recipe::of(&film("Big Test"), &wanted, None), Err(StreamError::Unsupported(text)) if text.contains("vp9")));
    let mut source = film("Big Test");
    source.probe.streams.clear();
    assert!(matches!(Recipe::of(&source, &ts(), None), Err(StreamError::Unsupported(_))));
}
