//! What playlists say of a stream before any of it was made.

use walros_jobs::{AudioRecipe, Container, VideoCodec, VideoEncode, VideoRecipe};
use walros_media::codec_string;
use walros_media::segment::Track;
use walros_media::time::Fraction;
use walros_model::index::MediaIndex;
use walros_model::playback::StreamRequest;
use walros_model::probe::{MediaSource, VideoRange};
use walros_model::profile::StreamProtocol;
use walros_model::{MediaStream, StreamKind};

use crate::decision::guess_bit_rate;
use crate::recipe::{Recipe, frame_rate};

/// How much more than the ceiling of bits per second an encoded segment can have: each of its halves begins with a full
/// rate buffer, which holds three eighths of a second, in one and a half.
const PEAK_OF_CEILING: f64 = 1.225;

/// The same for all segments of a film that never rests; most take far less, which nobody knows before they are made.
const AVERAGE_OF_CEILING: f64 = 1.1;

/// What the rate buffer of an encode holds, in seconds of its ceiling: a picture alone has no more.
pub(crate) const PEAK_BUFFER: f64 = 0.375;

/// What a playlist says of a variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct VariantFacts {
    /// Bits per second.
    pub bandwidth: u64,
    pub average_bandwidth: u64,
    pub video_range: Option<&'static str>,
    pub codecs: Vec<String>,
    pub resolution: Option<(u32, u32)>,
    pub frame_rate: Option<f64>,
}

/// The same without high dynamic range, when the picture is copied with it and the device takes H.264 too.
pub(super) fn sdr(source: &MediaSource, request: &StreamRequest, recipe: &Recipe) -> Option<VariantFacts> {
    let facts = source.probe.video()?.video.as_ref()?;
    let wanted =
        recipe.copies_video() && facts.range.is_hdr() && request.protocol == StreamProtocol::Hls && request.video_codecs.iter().any(|codec| codec == "h264");
    let request = StreamRequest { allow_video_copy: false, video_codecs: vec!["h264".to_owned()], ..request.clone() };
    wanted.then(|| Recipe::of(source, &request, None).ok()).flatten().map(|recipe| self::facts(source, &recipe, None, None))
}

/// `peak` is the most bits per second that a copied segment has.
pub(super) fn facts(source: &MediaSource, recipe: &Recipe, index: Option<&MediaIndex>, peak: Option<u64>) -> VariantFacts {
    let mut facts = VariantFacts::default();
    let copied = |number: u32, stream: Option<&MediaStream>| written(index, number).or_else(|| stream.and_then(codec_string::of_stream));
    let stream = |number: u32| source.probe.streams.iter().find(move |stream| !stream.is_external() && stream.file_index == number);
    // Headers of packets and fragments.
    let overhead = if recipe.container == Container::Ts { 1.07 } else { 1.02 };
    let (mut average, mut most) = (0.0, 0.0);
    match &recipe.video {
        Some((number, VideoRecipe::Copy)) => {
            let stream = stream(*number);
            let video = stream.and_then(|stream| stream.video.as_ref());
            facts.codecs.extend(copied(*number, stream));
            facts.resolution = video.map(|video| (video.width, video.height));
            facts.frame_rate = video.and_then(frame_rate).map(Fraction::as_f64);
            facts.video_range = Some(video.map_or("SDR", |video| range(video.range)));
            // A picture that is copied alone leaves the other streams behind.
            let beside = if recipe.audio.is_none() { others(source, *number) } else { 0 } as f64;
            let whole = bit_rate(source);
            let own = stream.map(|stream| stream.bit_rate as f64).filter(|rate| recipe.audio.is_none() && *rate > 0.0);
            average = own.unwrap_or((whole - beside).max(whole / 10.0));
            most = peak.map_or(average * 1.5, |peak| peak as f64 - beside).max(average);
        }
        Some((number, VideoRecipe::Encode(encode))) => {
            let video = stream(*number).and_then(|stream| stream.video.as_ref());
            facts.codecs.push(codec_string(encode));
            facts.resolution = Some((encode.width, encode.height));
            facts.frame_rate = encode.frame_rate.and_then(Fraction::from_pair).or_else(|| video.and_then(frame_rate)).map(Fraction::as_f64);
            let kept = video.filter(|_| encode.bit_depth > 8);
            facts.video_range = Some(kept.map_or("SDR", |video| range(video.range)));
            average = encode.bit_rate as f64 * AVERAGE_OF_CEILING;
            most = encode.bit_rate as f64 * PEAK_OF_CEILING;
        }
        None => (),
    }
    if let Some((number, audio)) = &recipe.audio {
        let rate = match audio {
            AudioRecipe::Copy => {
                let stream = stream(*number);
                facts.codecs.extend(copied(*number, stream));
                // Beside a copied picture it is counted already.
                if recipe.copies_video() { 0 } else { stream.map_or(0, guess_bit_rate) }
            }
            AudioRecipe::Encode { codec, bit_rate, .. } => {
                facts.codecs.extend(codec_string::audio(codec, None));
                *bit_rate
            }
        };
        average += rate as f64;
        most += rate as f64 * 1.1;
    }
    facts.average_bandwidth = (average * overhead).round() as u64;
    facts.bandwidth = ((most * overhead).round() as u64).max(1);
    facts
}

/// The codec of a copied stream as its configuration says it, which is what segments carry: a probe says less.
fn written(index: Option<&MediaIndex>, number: u32) -> Option<String> {
    let facts = index?.tracks.iter().find(|track| track.stream == number)?.clone();
    let (pictures, track) = (facts.picture.is_some(), Track::new(facts, 0)?);
    if pictures { Some(track.video_config().ok()?.codec_string()) } else { Some(track.audio_config().ok()?.codec_string()) }
}

/// Of what our encoders make of a recipe.
fn codec_string(encode: &VideoEncode) -> String {
    let level = encode.level.unwrap_or_default();
    match encode.codec {
        VideoCodec::H264 => codec_string::avc(encode.profile.as_deref().unwrap_or("high"), level),
        VideoCodec::Hevc => codec_string::hevc(encode.bit_depth, level),
        VideoCodec::Av1 => codec_string::av1(encode.bit_depth, level),
    }
}

/// Bits per second of all sound in the file, and of other pictures, as far as they tell.
fn others(source: &MediaSource, number: u32) -> u64 {
    let others = source.probe.streams.iter().filter(|stream| !stream.is_external() && stream.file_index != number);
    others.map(|stream| if stream.kind == StreamKind::Audio { guess_bit_rate(stream) } else { stream.bit_rate }).sum()
}

/// Of the whole file, which some do not tell.
fn bit_rate(source: &MediaSource) -> f64 {
    match source.probe.bit_rate {
        0 => source.size as f64 * 8.0 / source.probe.duration.as_secs_f64().max(1.0),
        known => known as f64,
    }
}

fn range(range: VideoRange) -> &'static str {
    match range {
        VideoRange::Unknown | VideoRange::Sdr | VideoRange::DolbyVisionWithSdr => "SDR",
        VideoRange::Hlg | VideoRange::DolbyVisionWithHlg => "HLG",
        _ => "PQ",
    }
}
