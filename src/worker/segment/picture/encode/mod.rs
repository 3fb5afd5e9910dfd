//! Encoding, so that segments made one by one, anywhere and in any order, are one stream: the parameter sets depend on
//! the recipe alone, every segment begins with a picture that needs none before it, and nothing is random.

mod hardware;
mod svt_av1;
mod x264;
mod x265;

use std::sync::MutexGuard;

use bytes::Bytes;
use ffmpeg_next::codec::{Context, Flags, encoder};
use ffmpeg_next::format::Pixel;
use ffmpeg_next::{Dictionary, Error, Packet, frame, picture};
use walros_jobs::{Fault, VideoCodec, VideoEncode};
use walros_media::config::VideoConfig;
use walros_media::obu;
use walros_media::segment::{Coded, Pictures};
use walros_media::time::Fraction;

use crate::fault;
use crate::raw::Colour;
use crate::segment::film::Track;
use crate::segment::raw;
use hardware::Upload;

/// What the rate buffer holds, in thousandths of the ceiling's second. Each job begins with a full one.
const BUFFER_MILLISECONDS: u64 = 375;

/// How one encoder is opened. Whatever parameter sets say is pinned by its options, or follows from the recipe.
struct Setup {
    /// libav's name.
    encoder: &'static str,
    options: Dictionary<'static>,
    /// The level, where the encoder takes it from libav.
    level: Option<u32>,
    /// Pictures that it reorders.
    reordered: u32,
}

impl Setup {
    fn of(recipe: &VideoEncode) -> Self {
        if let Some(device) = recipe.device {
            return hardware::setup(device, recipe);
        }
        match recipe.codec {
            VideoCodec::H264 => x264::setup(recipe),
            VideoCodec::Hevc => x265::setup(recipe),
            VideoCodec::Av1 => svt_av1::setup(recipe),
        }
    }
}

/// What an encoder must know of the film.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    /// Of its times.
    pub base: Fraction,
    /// How long a picture lasts, on average and at the least.
    pub frame: Option<Fraction>,
    pub shortest: Option<Fraction>,
    /// How long a picture may wait for one other: so many times so long.
    pub wait: (i64, Fraction),
    pub colour: Colour,
}

impl Pace {
    pub fn of(track: &Track) -> Self {
        let shortest = track.frame.map(|frame| track.shortest_frame(frame));
        Self { base: track.base, frame: track.frame, shortest, wait: track.copied.reordering(1), colour: track.colour }
    }
}

pub(crate) struct Encoder {
    encoder: encoder::video::Encoder,
    /// Known from the beginning where the encoder tells it apart from its pictures.
    config: Option<VideoConfig>,
    /// Of the times it takes and gives.
    pub base: Fraction,
    /// How long a picture lasts, on average.
    pub frame: Option<Fraction>,
    /// How long its pictures wait for others.
    pub reordering: (i64, Fraction),
    recipe: VideoEncode,
    coded: Vec<Coded>,
    /// Pictures that were handed to it.
    taken: usize,
    /// The way into the device that encodes, if no software.
    upload: Option<Upload>,
    /// Whether it knows that no more come.
    ended: bool,
    last: i64,
    /// Held until the encoder is closed.
    _alone: Option<MutexGuard<'static, ()>>,
}

impl Encoder {
    pub fn new(pace: &Pace, recipe: &VideoEncode) -> Result<Self, Fault> {
        let opening = |error| fault::libav("opening the encoder", error);
        let alone = (recipe.codec == VideoCodec::Av1 && recipe.device.is_none()).then(svt_av1::alone);
        let Setup { encoder: name, options, level, reordered } = Setup::of(recipe);
        let codec = encoder::find_by_name(name).ok_or_else(|| fault::unsupported(format!("this libav has no {name}")))?;
        let mut context = Context::new_with_codec(codec).encoder().video().map_err(opening)?;
        let frame = recipe.frame_rate.and_then(Fraction::from_pair).map(Fraction::invert).or(pace.frame);
        let base = base(pace, recipe);
        context.set_width(recipe.width);
        context.set_height(recipe.height);
        context.set_format(pixels(recipe));
        context.set_aspect_ratio((1, 1));
        context.set_time_base((base.num as i32, base.den as i32));
        // Where pictures are uneven, the shortest: none then gets more bits than its time allows.
        let announced = if recipe.deinterlace || recipe.frame_rate.is_some() { frame } else { pace.shortest.or(frame) };
        context.set_frame_rate(announced.map(|frame| (frame.den.min(i32::MAX.into()) as i32, frame.num.min(i32::MAX.into()) as i32)));
        context.set_flags(Flags::GLOBAL_HEADER);
        raw::set_colour(&mut context, if recipe.tone_map { raw::BT709 } else { pace.colour });
        raw::set_ceiling(&mut context, recipe.bit_rate, recipe.bit_rate / 1000 * BUFFER_MILLISECONDS, level);
        let upload = recipe.device.map(|device| Upload::new(device, recipe, announced, &mut context)).transpose()?;
        let encoder = context.open_with(options).map_err(opening)?;
        let extradata = raw::extradata(&encoder);
        // What SVT-AV1 says before its first picture is not what it says with it, and some devices say nothing.
        let told = recipe.codec != VideoCodec::Av1 && (recipe.device.is_none() || !extradata.is_empty());
        let config = told.then(|| VideoConfig::from_extradata(recipe.codec.name(), &extradata).ok_or_else(no_parameters)).transpose()?;
        Ok(Self {
            encoder,
            config,
            base,
            frame,
            reordering: (i64::from(reordered) * pace.wait.0, pace.wait.1),
            recipe: recipe.clone(),
            coded: Vec::new(),
            taken: 0,
            upload,
            ended: false,
            last: 0,
            _alone: alone,
        })
    }

    /// How its pictures are coded, whatever they are.
    pub fn describe(mut self) -> Result<VideoConfig, Fault> {
        if self.config.is_none() {
            self.encode(black(&self.recipe), 0)?;
            self.end()?;
        }
        self.config.take().ok_or_else(no_parameters)
    }

    /// Whether nothing was encoded yet.
    pub fn is_empty(&self) -> bool {
        self.taken == 0
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
        self.taken += 1;
        self.last = time;
        match &mut self.upload {
            Some(upload) => frame = upload.take(&frame, time)?,
            None => frame.set_pts(Some(time)),
        }
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
                    let time = packet.pts().and_then(|pts| self.upload.as_ref().map_or(Some(pts), |upload| upload.time(pts)));
                    let (Some(pts), Some(data)) = (time, packet.data()) else { continue };
                    if packet.is_key() {
                        check_keyframe(&mut self.config, self.recipe.codec, data)?;
                    }
                    let data = match self.recipe.codec {
                        VideoCodec::Av1 => obu::without_delimiters(data).into(),
                        VideoCodec::H264 | VideoCodec::Hevc => Bytes::copy_from_slice(data),
                    };
                    self.coded.push(Coded { pts, key: packet.is_key(), data });
                }
                Err(Error::Other { errno: libc::EAGAIN } | Error::Eof) => return Ok(()),
                Err(error) => return Err(fault::libav("encoding", error)),
            }
        }
    }

    pub fn finish(mut self, end: i64) -> Result<Pictures, Fault> {
        self.end()?;
        if self.coded.len() != self.taken || !self.coded.first().is_some_and(|first| first.key) {
            return Err(Fault::Crashed { text: format!("the encoder made {} pictures of {}, or began with no keyframe", self.coded.len(), self.taken) });
        }
        let frames = std::mem::take(&mut self.coded);
        let config = self.config.take().ok_or_else(no_parameters)?;
        Ok(Pictures { config, reordering: self.reordering, base: self.base, frames, end: end.max(self.last + 1), in_band: self.recipe.in_band })
    }

    fn end(&mut self) -> Result<(), Fault> {
        self.ended = true;
        self.encoder.send_eof().map_err(|error| fault::libav("encoding", error))?;
        self.drain()
    }
}

impl Drop for Encoder {
    /// SVT-AV1 1.4 never comes back from being closed if it has no picture, or was not told that no more come.
    fn drop(&mut self) {
        if self._alone.is_some() && !self.ended {
            if self.is_empty() {
                let _ = self.encode(black(&self.recipe), 0);
            }
            let _ = self.end();
        }
    }
}

/// Every keyframe must say what the first did, and what the encoder said when it was opened.
fn check_keyframe(config: &mut Option<VideoConfig>, codec: VideoCodec, data: &[u8]) -> Result<(), Fault> {
    if config.is_none() {
        *config = VideoConfig::from_extradata(codec.name(), data);
    }
    match config {
        Some(config) if config.agrees_with(data) => Ok(()),
        Some(_) => Err(fault::unsupported("the encoder changed its parameter sets")),
        None => Err(no_parameters()),
    }
}

fn no_parameters() -> Fault {
    fault::unsupported("the encoder gave no parameter sets")
}

/// A picture of what a recipe makes.
pub(super) fn black(recipe: &VideoEncode) -> frame::Video {
    let mut frame = frame::Video::new(pixels(recipe), recipe.width, recipe.height);
    for (plane, value) in [16_u16, 128, 128].into_iter().enumerate() {
        let data = frame.data_mut(plane);
        if recipe.bit_depth > 8 {
            let sample = (value << 2).to_le_bytes();
            data.chunks_exact_mut(2).for_each(|bytes| bytes.copy_from_slice(&sample));
        } else {
            data.fill(value as u8);
        }
    }
    frame
}

/// The samples that an encode is made of.
fn pixels(recipe: &VideoEncode) -> Pixel {
    if recipe.bit_depth > 8 { Pixel::YUV420P10LE } else { Pixel::YUV420P }
}

/// The source's own clock, so that no time is rounded; where pictures are left out, one in whole pictures.
fn base(pace: &Pace, recipe: &VideoEncode) -> Fraction {
    const USUAL: Fraction = Fraction { num: 1, den: 90_000 };
    if let Some(rate) = recipe.frame_rate.and_then(Fraction::from_pair) {
        let scale = (10_000 / rate.num.max(1)).max(1);
        return Fraction { num: 1, den: rate.num * scale };
    }
    if pace.base.num == 1 && (1000..=10_000_000).contains(&pace.base.den) { pace.base } else { USUAL }
}
