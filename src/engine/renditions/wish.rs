//! From what somebody wants to the stream that a client would ask for.
//!
//! Our own clients switch between the rungs of a ladder (see [`walros_streaming::ladder`]): H.264 (or, where it was made ahead
//! and the client takes it, HEVC or AV1) in fragmented MP4, fitted
//! into 1920 × 1080 at 8 Mb/s, 1280 × 720 at 4, 854 × 480 at 2, 640 × 360 at 1 and 426 × 240 at 0.5, and each sound by
//! itself. A quality means the largest rung within it, as every device that takes H.264 asks for it, and the sound that
//! plays first where it is not copied. What a device says of itself may lead to other rungs ([`Wish::Device`]).

use walros_model::playback::{PlaybackRequest, StreamRequest, VideoCodec};
use walros_model::probe::MediaSource;
use walros_model::profile::{
    CodecClass, CodecProfile, ConditionKind, ConditionProperty, DeviceProfile, DirectPlayProfile, MediaClass, NameList, ProfileCondition, StreamProtocol,
    TranscodingProfile,
};
use walros_model::rendition::Quality;
use walros_model::user::Preferences;
use walros_streaming::decision::{self, Rights};
use walros_streaming::ladder::Rung;
use walros_streaming::recipe::Recipe;

use super::Wish;
use crate::Result;
use crate::core::Core;

/// What is to be made of this file: a picture, and a sound if that is encoded; nothing when the picture needs no encoding.
pub(super) async fn streams(core: &Core, source: &MediaSource, wish: &Wish) -> Result<Vec<StreamRequest>> {
    let (asked, limit) = match wish {
        Wish::Quality(quality) => (browser(*quality), Some(*quality)),
        Wish::Device(request) => (PlaybackRequest { source: None, ..(**request).clone() }, None),
    };
    let Some(mut request) = transcode(source, &asked) else { return Ok(Vec::new()) };
    if let Some(quality) = limit {
        request.encode_as = Some(quality.codec);
        // As an unlimited client asks: its ladder has the rungs that others' have.
        (request.video_bit_rate, request.max_height) = (None, None);
        request.allow_video_copy = false;
    }
    let ladder = core.streaming.ladder(source, &request, Rights::ALL).await?;
    let within = |rung: &&Rung| rung.prepared.recipe.encodes_video() && limit.is_none_or(|limit| fits(rung, limit));
    let picture = ladder.pictures.iter().find(within).map(|rung| StreamRequest { device: None, ..rung.request.clone() });
    let sound = ladder.sounds.first().filter(|sound| sound.prepared.recipe.encodes_audio()).map(|sound| sound.request.clone());
    Ok(picture.map(|picture| std::iter::once(picture).chain(sound).collect()).unwrap_or_default())
}

/// Whether a rung is within a quality, of which the height is that of a picture lying down.
fn fits(rung: &Rung, quality: Quality) -> bool {
    let StreamRequest { max_width, max_height, video_bit_rate, .. } = &rung.request;
    let short = max_width.zip(*max_height).map(|(width, height)| width.min(height));
    short.is_none_or(|short| short <= quality.max_height) && video_bit_rate.is_none_or(|rate| rate <= quality.max_bit_rate)
}

/// The stream that is made when this is asked for; `None` when its picture needs no encoding.
fn transcode(source: &MediaSource, asked: &PlaybackRequest) -> Option<StreamRequest> {
    let judged = decision::decide(source, asked, &Rights::ALL, &Preferences::default());
    let request = judged.transcode.filter(|request| !judged.direct_play && walros_streaming::ladder::is_adaptive(source, request))?;
    let encodes = Recipe::of(source, &request, None).is_ok_and(|recipe| recipe.encodes_video());
    encodes.then_some(request)
}

fn browser(quality: Quality) -> PlaybackRequest {
    // What the file is judged by is H.264, which everybody takes; what is made may be more than that.
    let plays = vec![VideoCodec::H264.name().to_owned()];
    let mut video = plays.clone();
    video.extend((quality.codec != VideoCodec::H264).then(|| quality.codec.name().to_owned()));
    let audio = ["aac", "mp3", "opus", "flac"].map(String::from).to_vec();
    let file = |container: &str| DirectPlayProfile {
        class: MediaClass::Video,
        containers: NameList::parse(container),
        video_codecs: NameList::parse(&plays.join(",")),
        audio_codecs: NameList::parse(&audio.join(",")),
    };
    let stream = TranscodingProfile {
        class: MediaClass::Video,
        container: "mp4".into(),
        protocol: StreamProtocol::Hls,
        video_codecs: video,
        audio_codecs: audio.clone(),
        min_segments: 1,
        break_on_non_key_frames: false,
        ..TranscodingProfile::default()
    };
    let picture = vec![
        condition(ConditionKind::EqualsAny, ConditionProperty::VideoRangeType, "SDR".into()),
        condition(ConditionKind::LessThanEqual, ConditionProperty::Height, quality.max_height.to_string()),
    ];
    let depth = vec![condition(ConditionKind::LessThanEqual, ConditionProperty::VideoBitDepth, "8".into())];
    let codecs = |names: &str, conditions| CodecProfile { class: CodecClass::Video, codecs: NameList::parse(names), conditions, ..CodecProfile::default() };
    let profile = DeviceProfile {
        direct_play: vec![file("mp4"), file("m4v"), file("mkv")],
        transcoding: vec![stream],
        codecs: vec![codecs("", picture), codecs("h264", depth)],
        ..DeviceProfile::default()
    };
    PlaybackRequest {
        profile: Some(profile),
        max_bit_rate: Some(quality.max_bit_rate),
        // None is burnt in: viewers choose their own.
        subtitle_stream: Some(-1),
        allow_direct_play: true,
        allow_transcode: true,
        allow_video_copy: true,
        allow_audio_copy: true,
        ..PlaybackRequest::default()
    }
}

fn condition(kind: ConditionKind, property: ConditionProperty, value: String) -> ProfileCondition {
    ProfileCondition { kind, property, value, required: false }
}
