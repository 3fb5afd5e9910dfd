//! H.264 by x264, so that segments made one by one are one stream: the parameter sets depend on the recipe alone, every
//! segment begins with an IDR picture, and nothing is random.

use bytes::Bytes;
use gst::prelude::*;
use walros_jobs::{Fault, Speed, VideoEncode};
use walros_media::config::{AvcConfig, VideoConfig};
use walros_media::segment::{Coded, Pictures};
use walros_media::time::{Fraction, rescale};

use super::{NANO, bytes_of, element, failed, fault_of};
use crate::fault;
use crate::segment::film::Track;

/// Constant quality, below the recipe's ceiling.
const QUALITY: u32 = 23;
/// What the rate buffer holds.
const BUFFER_MILLISECONDS: u32 = 375;
/// One thread and no choice by processor: the same bytes everywhere. Nothing in the parameter sets that a preset chooses.
const PINNED: &str = "threads=1:lookahead-threads=1:sync-lookahead=0:sliced-threads=0:cpu-independent=1:stitchable=1:\
ref=2:b-pyramid=2:weightp=1:weightb=1:open-gop=0:keyint=infinite:aud=0:repeat-headers=0:force-cfr=1";
/// Pictures that it reorders.
const REORDERED: u32 = 2;
/// Raw pictures that wait for the encoder, in bytes.
const WAITING_MAX: u64 = 32 << 20;
/// Pipelines know no times before zero, and a first picture may be a little early.
const AHEAD: i64 = 1_000_000_000;

/// Pictures as the encoder takes them.
pub(super) fn raw_caps(recipe: &VideoEncode) -> gst::caps::Builder<gst::caps::NoFeature> {
    gst::Caps::builder("video/x-raw")
        .field("format", "I420")
        .field("width", recipe.width.min(65_535) as i32)
        .field("height", recipe.height.min(65_535) as i32)
        .field("pixel-aspect-ratio", gst::Fraction::new(1, 1))
}

/// What the parameter sets say of colours: what the source says. Where it says nothing GStreamer takes what is usual for
/// the size, as players do.
fn colours(track: &Track) -> Option<&'static str> {
    let [_, _, matrix] = track.copied.facts.picture?.colour;
    match matrix {
        1 => Some("bt709"),
        5 | 6 => Some("bt601"),
        9 => Some("bt2020"),
        _ => None,
    }
}

/// How long its pictures wait for others.
pub(super) fn reordering(track: &Track) -> (i64, Fraction) {
    track.copied.reordering(REORDERED)
}

/// The source's own clock, so that no time is rounded.
pub(super) fn clock(track: &Track) -> Fraction {
    const USUAL: Fraction = Fraction { num: 1, den: 90_000 };
    if track.base.num == 1 && (1000..=10_000_000).contains(&track.base.den) { track.base } else { USUAL }
}

pub(super) struct Encoder {
    pipeline: gst::Pipeline,
    source: gst_app::AppSrc,
    sink: gst_app::AppSink,
    /// Of the times it takes and gives.
    pub clock: Fraction,
    reordering: (i64, Fraction),
    /// Of the pictures so far, as they are shown.
    times: Vec<i64>,
}

impl Encoder {
    pub fn new(track: &Track, recipe: &VideoEncode) -> Result<Self, Fault> {
        let frame = track.frame.map(|frame| track.shortest_frame(frame)).unwrap_or(Fraction { num: 1, den: 25 });
        let rate = gst::Fraction::new(frame.den.min(i32::MAX.into()) as i32, frame.num.min(i32::MAX.into()) as i32);
        let caps = raw_caps(recipe).field("framerate", rate).field("interlace-mode", "progressive").field_if_some("colorimetry", colours(track)).build();
        let source = gst_app::AppSrc::builder().caps(&caps).format(gst::Format::Time).block(true).max_bytes(WAITING_MAX).build();
        let (pipeline, sink) = encoding(source.upcast_ref(), recipe)?;
        Ok(Self { pipeline, source, sink, clock: clock(track), reordering: reordering(track), times: Vec::new() })
    }

    /// Whether nothing was encoded yet.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// Pictures must come in the order in which they are shown; one that does not is left out.
    pub fn encode(&mut self, picture: &gst::Buffer, time: i64) -> Result<(), Fault> {
        if self.times.last().is_some_and(|last| time <= *last) {
            return Ok(());
        }
        self.times.push(time);
        let at = rescale(time, self.clock, NANO) + AHEAD;
        let mut timed = picture.copy();
        let own = timed.make_mut();
        own.set_pts(gst::ClockTime::from_nseconds(at.max(0) as u64));
        own.set_dts(gst::ClockTime::NONE);
        own.set_duration(gst::ClockTime::NONE);
        own.unset_flags(gst::BufferFlags::DISCONT);
        self.source.push_buffer(timed).map(drop).map_err(|error| complaint(&self.pipeline).unwrap_or_else(|| failed("encoding in", &error)))
    }

    pub fn finish(self, end: i64) -> Result<Pictures, Fault> {
        let last = *self.times.last().ok_or_else(|| fault::bad_file("there is no picture here"))?;
        self.source.end_of_stream().map_err(|error| failed("encoding in", &error))?;
        let (config, coded) = collect(&self.pipeline, &self.sink)?;
        // The encoder moves times by what it likes, but not past each other.
        let mut shown: Vec<gst::ClockTime> = coded.iter().map(|made| made.time).collect();
        shown.sort_unstable();
        if shown.len() != self.times.len() {
            return Err(fault::unsupported(format!("the encoder made {} pictures of {}", shown.len(), self.times.len())));
        }
        let pts = |time| shown.binary_search(&time).ok().and_then(|place| self.times.get(place)).copied();
        let frames = coded.into_iter().filter_map(|Made { time, key, data }| Some(Coded { pts: pts(time)?, key, data })).collect();
        Ok(Pictures { config, reordering: self.reordering, base: self.clock, frames, end: end.max(last + 1), in_band: false })
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        let _ = self.pipeline.set_state(gst::State::Null);
    }
}

/// The configuration of an encode, from a picture of black.
pub(super) fn describe(track: &Track, recipe: &VideoEncode) -> Result<VideoConfig, Fault> {
    let mut encoder = Encoder::new(track, recipe)?;
    let (stride, width, rows) = (recipe.width.next_multiple_of(4), recipe.width.div_ceil(2), recipe.height.next_multiple_of(2));
    let (luma, chroma) = ((stride * rows) as usize, (width.next_multiple_of(4) * rows / 2) as usize);
    let mut black = vec![16; luma];
    black.resize(luma + 2 * chroma, 128);
    encoder.encode(&gst::Buffer::from_mut_slice(black), 0)?;
    Ok(encoder.finish(1)?.config)
}

/// A running pipeline from `source` to coded pictures.
fn encoding(source: &gst::Element, recipe: &VideoEncode) -> Result<(gst::Pipeline, gst_app::AppSink), Fault> {
    let (encoder, profile) = x264(recipe)?;
    let coded = gst::Caps::builder("video/x-h264").field("stream-format", "avc").field("alignment", "au").field("profile", profile).build();
    let sink = gst_app::AppSink::builder().sync(false).async_(false).caps(&coded).build();
    let pipeline = gst::Pipeline::new();
    let chain = [source, &encoder, sink.upcast_ref()];
    pipeline.add_many(chain).and_then(|()| gst::Element::link_many(chain)).map_err(|error| failed("setting up", &error))?;
    pipeline.set_state(gst::State::Playing).map_err(|error| failed("starting", &error))?;
    Ok((pipeline, sink))
}

fn x264(recipe: &VideoEncode) -> Result<(gst::Element, &'static str), Fault> {
    let (profile, own) = match recipe.profile.as_deref() {
        Some("baseline") => ("constrained-baseline", ":bframes=0:cabac=0:8x8dct=0:weightp=0"),
        Some("main") => ("main", ":bframes=3:cabac=1:8x8dct=0"),
        _ => ("high", ":bframes=3:cabac=1:8x8dct=1"),
    };
    let (preset, filtered) = match recipe.speed {
        Speed::Good => ("veryfast", ""),
        Speed::Fast => ("ultrafast", ":deblock=1,0,0"),
    };
    let level = recipe.level.map(|level| format!(":level={level}")).unwrap_or_default();
    let encoder = element("x264enc")?;
    encoder.set_property_from_str("speed-preset", preset);
    encoder.set_property_from_str("pass", "qual");
    encoder.set_property("quantizer", QUALITY);
    encoder.set_property("bitrate", (recipe.bit_rate / 1000).clamp(1, 2_000_000) as u32);
    encoder.set_property("vbv-buf-capacity", BUFFER_MILLISECONDS);
    encoder.set_property("option-string", format!("{PINNED}{own}{filtered}{level}"));
    Ok((encoder, profile))
}

/// A coded picture with the encoder's own time.
struct Made {
    time: gst::ClockTime,
    key: bool,
    data: Bytes,
}

/// All that comes out, with the encoder's own times.
fn collect(pipeline: &gst::Pipeline, sink: &gst_app::AppSink) -> Result<(VideoConfig, Vec<Made>), Fault> {
    let (mut config, mut coded) = (None, Vec::new());
    while let Ok(sample) = sink.pull_sample() {
        if config.is_none() {
            let data = sample.caps().and_then(|caps| caps.structure(0)?.get::<gst::Buffer>("codec_data").ok());
            config = data.map(|data| bytes_of(&data)).transpose()?.and_then(|data| AvcConfig::parse(&data));
        }
        let Some(buffer) = sample.buffer_owned() else { continue };
        let Some(time) = buffer.pts() else { continue };
        coded.push(Made { time, key: !buffer.flags().contains(gst::BufferFlags::DELTA_UNIT), data: bytes_of(&buffer)? });
    }
    if let Some(fault) = complaint(pipeline) {
        return Err(fault);
    }
    let config = config.ok_or_else(|| fault::unsupported("the encoder gave no parameter sets"))?;
    Ok((VideoConfig::Avc(config), coded))
}

fn complaint(pipeline: &gst::Pipeline) -> Option<Fault> {
    let message = pipeline.bus()?.pop_filtered(&[gst::MessageType::Error])?;
    match message.view() {
        gst::MessageView::Error(error) => Some(fault_of(error)),
        _ => None,
    }
}
