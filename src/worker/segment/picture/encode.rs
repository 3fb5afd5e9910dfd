//! H.264, so that segments made one by one, anywhere and in any order, are one stream: the parameter sets depend on
//! the recipe alone, every segment begins with an IDR picture, and nothing is random.

use bytes::Bytes;
use ffmpeg_next::codec::{Context, Flags, encoder};
use ffmpeg_next::format::Pixel;
use ffmpeg_next::{Dictionary, Error, Packet, frame, picture};
use walros_jobs::{Fault, Speed, VideoEncode};
use walros_media::config::{AvcConfig, VideoConfig};
use walros_media::segment::{Coded, Pictures};
use walros_media::time::Fraction;

use crate::fault;
use crate::segment::film::Track;
use crate::segment::raw;

/// Speed against size. Any preset up to `faster` gives the same parameter sets with the settings below.
const GOOD_PRESET: &str = "veryfast";
const FAST_PRESET: &str = "ultrafast";
/// Constant quality, below the recipe's ceiling.
const QUALITY: &str = "23";
/// What the rate buffer holds, in thousandths of the ceiling's second. Each job begins with a full one.
const BUFFER_MILLISECONDS: u64 = 375;

/// - one thread, no look-ahead thread, no choice by processor: the same bytes everywhere;
/// - `stitchable`: the parameter sets do not depend on the quality;
/// - `force-cfr`: the frame rate is announced, not the clock's; times are kept as they are;
/// - the rest pins what presets choose and parameter sets say.
const PINNED: &str = "threads=1:lookahead-threads=1:sync-lookahead=0:sliced-threads=0:cpu-independent=1:stitchable=1:\
ref=2:b-pyramid=2:weightp=1:weightb=1:open-gop=0:keyint=infinite:aud=0:repeat-headers=0:force-cfr=1";
const PINNED_FOR_HIGH: &str = ":bframes=3:cabac=1:8x8dct=1";
const PINNED_FOR_MAIN: &str = ":bframes=3:cabac=1:8x8dct=0";
const PINNED_FOR_BASELINE: &str = ":bframes=0:cabac=0:8x8dct=0:weightp=0";
/// Without the loop filter, which its preset leaves out, blocks would show: with it the fast class is as like the source as
/// the good one (SSIM 0.972, 0.985, 0.984 against 0.972, 0.985, 0.984 on three generated films of 720p at 4 Mbit/s; 0.003 less on two at 1 Mbit/s).
const FILTERED: &str = ":deblock=1,0,0";

/// Pictures that it reorders.
const REORDERED: u32 = 2;

pub(in crate::segment) struct Encoder {
    encoder: encoder::video::Encoder,
    pub config: VideoConfig,
    /// Of the times it takes and gives.
    pub base: Fraction,
    /// How long a picture lasts, on average.
    pub frame: Option<Fraction>,
    /// How long its pictures wait for others.
    reordering: (i64, Fraction),
    coded: Vec<Coded>,
    first: Option<i64>,
    last: i64,
}

impl Encoder {
    pub fn new(track: &Track, recipe: &VideoEncode) -> Result<Self, Fault> {
        if recipe.codec != "h264" {
            return Err(fault::unsupported(format!("{} is not encoded", recipe.codec)));
        }
        let opening = |error| fault::libav("opening the encoder", error);
        let codec = encoder::find_by_name("libx264").ok_or_else(|| fault::unsupported("this libav has no libx264"))?;
        let mut context = Context::new_with_codec(codec).encoder().video().map_err(opening)?;
        let frame = recipe.frame_rate.and_then(Fraction::from_pair).map(Fraction::invert).or(track.frame);
        let base = base(track, recipe);
        context.set_width(recipe.width);
        context.set_height(recipe.height);
        context.set_format(Pixel::YUV420P);
        context.set_aspect_ratio((1, 1));
        context.set_time_base((base.num as i32, base.den as i32));
        // Where pictures are uneven, the shortest: none then gets more bits than its time allows.
        let announced = frame.map(|frame| if recipe.deinterlace || recipe.frame_rate.is_some() { frame } else { track.shortest_frame(frame) });
        context.set_frame_rate(announced.map(|frame| (frame.den.min(i32::MAX.into()) as i32, frame.num.min(i32::MAX.into()) as i32)));
        context.set_flags(Flags::GLOBAL_HEADER);
        raw::set_colour(&mut context, if recipe.tone_map { raw::BT709 } else { track.colour });
        raw::set_ceiling(&mut context, recipe.bit_rate, recipe.bit_rate / 1000 * BUFFER_MILLISECONDS, recipe.level);
        let profile = recipe.profile.as_deref().unwrap_or("high");
        let pinned = match profile {
            "baseline" => PINNED_FOR_BASELINE,
            "main" => PINNED_FOR_MAIN,
            _ => PINNED_FOR_HIGH,
        };
        let (preset, filtered) = match recipe.speed {
            Speed::Good => (GOOD_PRESET, ""),
            Speed::Fast => (FAST_PRESET, FILTERED),
        };
        let mut options = Dictionary::new();
        options.set("preset", preset);
        options.set("crf", QUALITY);
        options.set("profile", profile);
        options.set("x264-params", &format!("{PINNED}{pinned}{filtered}"));
        let encoder = context.open_with(options).map_err(opening)?;
        let config = AvcConfig::parse(&raw::extradata(&encoder)).ok_or_else(|| fault::unsupported("the encoder gave no parameter sets"))?;
        Ok(Self {
            encoder,
            config: VideoConfig::Avc(config),
            base,
            frame,
            reordering: track.copied.reordering(REORDERED),
            coded: Vec::new(),
            first: None,
            last: 0,
        })
    }

    /// Whether nothing was encoded yet.
    pub fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// The time of the picture encoded last.
    pub fn last(&self) -> i64 {
        self.last
    }

    /// Pictures must come in the order in which they are shown; one that does not is left out.
    pub fn encode(&mut self, mut frame: frame::Video, time: i64) -> Result<(), Fault> {
        if !self.is_empty() && time <= self.last {
            return Ok(());
        }
        self.first.get_or_insert(time);
        self.last = time;
        frame.set_pts(Some(time));
        // What the source coded it as is nothing to go by.
        frame.set_kind(picture::Type::None);
        self.encoder.send_frame(&frame).map_err(|error| fault::libav("encoding", error))?;
        self.drain()
    }

    fn drain(&mut self) -> Result<(), Fault> {
        let mut packet = Packet::empty();
        loop {
            match self.encoder.receive_packet(&mut packet) {
                Ok(()) => {
                    let (Some(pts), Some(data)) = (packet.pts(), packet.data()) else { continue };
                    self.coded.push(Coded { pts, key: packet.is_key(), data: Bytes::copy_from_slice(data) });
                }
                Err(Error::Other { errno: libc::EAGAIN } | Error::Eof) => return Ok(()),
                Err(error) => return Err(fault::libav("encoding", error)),
            }
        }
    }

    pub fn finish(mut self, end: i64) -> Result<Pictures, Fault> {
        self.encoder.send_eof().map_err(|error| fault::libav("encoding", error))?;
        self.drain()?;
        Ok(Pictures { config: self.config, reordering: self.reordering, base: self.base, frames: self.coded, end: end.max(self.last + 1) })
    }
}

/// The source's own clock, so that no time is rounded; where pictures are left out, one in whole pictures.
fn base(track: &Track, recipe: &VideoEncode) -> Fraction {
    const USUAL: Fraction = Fraction { num: 1, den: 90_000 };
    if let Some(rate) = recipe.frame_rate.and_then(Fraction::from_pair) {
        let scale = (10_000 / rate.num.max(1)).max(1);
        return Fraction { num: 1, den: rate.num * scale };
    }
    if track.base.num == 1 && (1000..=10_000_000).contains(&track.base.den) { track.base } else { USUAL }
}
