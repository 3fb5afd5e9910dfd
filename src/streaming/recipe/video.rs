//! The picture: copied where everything the request limits holds, else encoded.

use walros_jobs::{BurnSubtitle, Container, Speed, VideoCodec, VideoEncode, VideoRecipe};
use walros_media::plan::FilmTimes;
use walros_media::time::{Fraction, TICKS};
use walros_model::MediaStream;
use walros_model::playback::StreamRequest;
use walros_model::probe::{MediaSource, VideoFacts};
use walros_model::profile::SubtitleMethod;

use super::codec;
use super::level::{ceiling, level_for, shrink_for};
use super::{number, option, same_profile};
use crate::decision::{guess_bit_rate, range_in_list};
use crate::error::{Result, StreamError};

/// A copied segment is not longer: it would have to be held in memory, and a seek would wait for all of it.
const LONGEST_COPY: i64 = 30 * TICKS;

/// Software does not encode larger pictures in real time, and nobody who could show them needs them encoded.
const LARGEST: (u32, u32) = (1920, 1080);

/// Bits for each pixel below which a smaller picture looks better.
const LEAST_BITS_PER_PIXEL: f64 = 0.02;

/// The rate of a full-size picture when the request sets no limit.
const USUAL_BIT_RATE: f64 = 8_000_000.0;
const LEAST_BIT_RATE: u64 = 100_000;
const MOST_BIT_RATE: u64 = 60_000_000;

pub(super) fn recipe(
    source: &MediaSource,
    request: &StreamRequest,
    container: Container,
    times: Option<&FilmTimes>,
    subtitle_file: &mut Option<String>,
) -> Result<Option<(u32, VideoRecipe)>> {
    let Some(stream) = source.probe.video() else { return Ok(None) };
    let Some(facts) = &stream.video else { return Ok(None) };
    let burn = burnt_subtitle(source, request, subtitle_file)?;
    if burn.is_none() && can_copy(source, request, container, stream, facts) && times.is_none_or(|times| times.longest_gap(ticks(source)) <= LONGEST_COPY) {
        return Ok(Some((stream.file_index, VideoRecipe::Copy)));
    }
    let codec = codec::chosen(request, container)?;
    Ok(Some((stream.file_index, VideoRecipe::Encode(encode(request, codec, stream, facts, burn)))))
}

fn ticks(source: &MediaSource) -> i64 {
    (source.probe.duration.as_nanos() / 100) as i64
}

fn burnt_subtitle(source: &MediaSource, request: &StreamRequest, file: &mut Option<String>) -> Result<Option<BurnSubtitle>> {
    let (Some(SubtitleMethod::Encode), Some(index @ 0..)) = (request.subtitle_method, request.subtitle_stream) else { return Ok(None) };
    let stream = source.probe.stream(index).ok_or_else(|| StreamError::Invalid(format!("there is no stream {index} to burn in")))?;
    Ok(Some(match &stream.external {
        Some(path) => {
            *file = Some(path.clone());
            BurnSubtitle { file: 1, name: file_name(path), stream: stream.file_index }
        }
        None => BurnSubtitle { file: 0, name: file_name(&source.path), stream: stream.file_index },
    }))
}

pub(crate) fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

fn can_copy(source: &MediaSource, request: &StreamRequest, container: Container, stream: &MediaStream, facts: &VideoFacts) -> bool {
    let codec = stream.codec.as_str();
    let carried = match container {
        Container::Ts => matches!(codec, "h264" | "hevc"),
        Container::Fmp4 => matches!(codec, "h264" | "hevc" | "av1" | "vp9"),
        _ => false,
    };
    // These containers hold no presentation times, or no way to find keyframes.
    let timed = !["avi", "asf", "mpeg", "flv"].contains(&source.probe.format.as_str());
    // Turned pictures must stay turned, which transport streams cannot say.
    let upright = facts.rotation == 0 || container == Container::Fmp4;
    request.allow_video_copy && carried && timed && upright && listed(request, codec) && within_limits(source, request, stream, facts)
}

/// Whether the device takes a codec; one that does not say takes H.264.
fn listed(request: &StreamRequest, codec: &str) -> bool {
    if request.video_codecs.is_empty() { codec == "h264" } else { request.video_codecs.iter().any(|listed| listed == codec) }
}

fn within_limits(source: &MediaSource, request: &StreamRequest, stream: &MediaStream, facts: &VideoFacts) -> bool {
    let codec = stream.codec.as_str();
    let at_most = |own: Option<f64>, limit: Option<f64>| own.zip(limit).is_none_or(|(own, limit)| own <= limit);
    let sizes = at_most(Some(facts.width.into()), request.max_width.map(f64::from)) && at_most(Some(facts.height.into()), request.max_height.map(f64::from));
    let rate = at_most(frame_rate(facts).map(Fraction::as_f64), request.max_frame_rate.map(|rate| f64::from(rate) + 0.05));
    let bits = at_most(Some(bit_rate(source, stream) as f64), request.video_bit_rate.map(|rate| rate as f64));
    let level = at_most(stream.level.filter(|level| *level > 0).map(f64::from), number(request, codec, "level").filter(|level| *level > 0.0));
    let depth = at_most(stream.bit_depth.map(f64::from), number(request, codec, "videobitdepth"));
    let references = at_most(facts.ref_frames.map(f64::from), number(request, codec, "maxrefframes"));
    let listed = |name: &str, own: &Option<String>| match (option(request, codec, name), own) {
        (Some(list), Some(own)) => list.split([',', '|']).any(|listed| same_profile(listed, own)),
        _ => true,
    };
    let range = option(request, codec, "rangetype").is_none_or(|list| range_in_list(facts.range, list));
    let progressive = !(facts.interlaced && option(request, codec, "deinterlace") == Some("true"));
    sizes && rate && bits && level && depth && references && listed("profile", &stream.profile) && listed("codectag", &stream.codec_tag) && range && progressive
}

/// The picture's own, or what the container's leaves when the sound is taken off.
fn bit_rate(source: &MediaSource, stream: &MediaStream) -> u64 {
    if stream.bit_rate > 0 {
        return stream.bit_rate;
    }
    let sound: u64 = source.probe.of_kind(walros_model::StreamKind::Audio).map(guess_bit_rate).sum();
    source.probe.bit_rate.saturating_sub(sound)
}

pub(crate) fn frame_rate(facts: &VideoFacts) -> Option<Fraction> {
    Fraction::from_pair(facts.average_frame_rate).or_else(|| Fraction::from_pair(facts.real_frame_rate))
}

fn encode(request: &StreamRequest, codec: VideoCodec, stream: &MediaStream, facts: &VideoFacts, burn_subtitle: Option<BurnSubtitle>) -> VideoEncode {
    let source_rate = frame_rate(facts).unwrap_or(Fraction { num: 25, den: 1 });
    let reduced = request.max_frame_rate.filter(|max| *max >= 1.0 && source_rate.as_f64() > f64::from(*max) + 0.05).map(fraction_of);
    let rate = reduced.map_or(source_rate.as_f64(), |(num, den)| f64::from(num) / f64::from(den));
    // A level that is only the source's own limits nothing: sources announce what they like.
    let least = if codec == VideoCodec::Av1 { 0.0 } else { 10.0 };
    let asked_level = number(request, codec.name(), "level").filter(|level| *level >= least).map(|level| level as u32);
    let asked_level = asked_level.filter(|level| stream.codec != codec.name() || stream.level != Some(*level as i32));
    let (width, height) = size(request, codec, facts, rate, asked_level);
    let usual = usual_bit_rate(width, height);
    let bit_rate = request.video_bit_rate.unwrap_or(usual).clamp(LEAST_BIT_RATE, MOST_BIT_RATE);
    let keeps_range = codec::keeps_range(request, codec, facts, burn_subtitle.is_some());
    let bit_depth = if keeps_range { 10 } else { 8 };
    let level = level_for(codec, width, height, rate, bit_rate);
    VideoEncode {
        codec,
        bit_depth,
        width,
        height,
        bit_rate: bit_rate.min(ceiling(codec, level)),
        profile: Some(codec::profile(request, codec, bit_depth).to_owned()),
        level: Some(level),
        frame_rate: reduced,
        deinterlace: facts.interlaced,
        tone_map: facts.range.is_hdr() && !keeps_range,
        // Files say it the other way round.
        rotation: (-facts.rotation).rem_euclid(360),
        burn_subtitle,
        speed: Speed::Good,
        device: request.device,
        in_band: request.device.is_some(),
    }
}

/// Of a picture of this size when the request sets no limit.
pub(crate) fn usual_bit_rate(width: u32, height: u32) -> u64 {
    let full = f64::from(LARGEST.0 * LARGEST.1);
    (USUAL_BIT_RATE * (f64::from(width * height) / full).powf(0.75)) as u64
}

/// A rate as the fraction that films have.
fn fraction_of(rate: f32) -> (i32, i32) {
    let rate = f64::from(rate);
    let film = (rate * 1.001).round();
    if (film / 1.001 - rate).abs() < 0.002 && (rate - rate.round()).abs() > 0.005 {
        (film as i32 * 1000, 1001)
    } else if (rate - rate.round()).abs() < 0.005 {
        (rate.round() as i32, 1)
    } else {
        ((rate * 1000.0).round() as i32, 1000)
    }
}

/// Of the encoded picture: upright, square pixels, even sides, never larger than the source.
fn size(request: &StreamRequest, codec: VideoCodec, facts: &VideoFacts, frames_per_second: f64, level: Option<u32>) -> (u32, u32) {
    let (mut width, mut height) = (f64::from(facts.width.max(2)), f64::from(facts.height.max(2)));
    if facts.anamorphic
        && let Some(shape) = facts.aspect_ratio.as_deref().and_then(ratio)
    {
        // Shrink one side rather than stretch the other.
        if height * shape <= width { width = height * shape } else { height = width / shape }
    }
    if facts.rotation.rem_euclid(180) == 90 {
        std::mem::swap(&mut width, &mut height);
    }
    let largest = if width >= height { LARGEST } else { (LARGEST.1, LARGEST.0) };
    let limit = |asked: Option<u32>, largest: u32| f64::from(asked.filter(|side| *side >= 16).unwrap_or(largest).min(largest));
    let mut scale = (limit(request.max_width, largest.0) / width).min(limit(request.max_height, largest.1) / height).min(1.0);
    let within = level.map_or(1.0, |level| shrink_for(codec, level, width as u32, height as u32, frames_per_second));
    let at_limit = within < scale;
    scale = scale.min(within);
    if let Some(bits) = request.video_bit_rate {
        let affordable = bits as f64 / frames_per_second.max(1.0) / LEAST_BITS_PER_PIXEL;
        scale = scale.min((affordable / (width * height)).sqrt());
    }
    // At a level's limit, up is beyond it.
    let whole = |side: f64| if at_limit { side.floor() } else { side.round() };
    let even = |side: f64| (whole(side * scale / 2.0) as u32 * 2).max(2);
    (even(width), even(height))
}

/// `16:9` and the like.
fn ratio(text: &str) -> Option<f64> {
    let (width, height) = text.split_once(':')?;
    let ratio = width.parse::<f64>().ok()? / height.parse::<f64>().ok()?;
    (0.1..10.0).contains(&ratio).then_some(ratio)
}
