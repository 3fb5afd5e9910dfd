//! The picture of a segment: packets between keyframes, or decoded pictures for the encoder.

use bytes::Bytes;
use gst::prelude::*;
use walros_jobs::{Fault, VideoEncode, VideoRecipe};
use walros_media::segment::{PictureCopy, Pictures, Stretch, Want, Window};
use walros_media::time::{Fraction, rescale};

use super::encode::{Encoder, raw_caps};
use super::read::Taken;
use super::{NANO, bytes_of, element};
use crate::fault;
use crate::segment::film::Track;

/// A hole longer than this is covered by the picture before it.
const HOLE: Fraction = Fraction { num: 1, den: 4 };

/// From what the demuxer gives to what [`Consumer`] takes: nothing for a copy, decoded and scaled pictures for an encode.
pub(super) fn chain(track: &Track, recipe: &VideoRecipe) -> Result<Vec<gst::Element>, Fault> {
    let VideoRecipe::Encode(encode) = recipe else { return Ok(Vec::new()) };
    if track.copied.facts.picture.is_some_and(|picture| picture.full_range) {
        return Err(fault::unsupported("GStreamer's backend does not narrow the range of pictures"));
    }
    let names: &[&str] = match track.facts.codec.as_str() {
        "h264" => &["h264parse", "avdec_h264"],
        "hevc" => &["h265parse", "avdec_h265"],
        "vp8" => &["vp8dec"],
        "vp9" => &["vp9dec"],
        other => return Err(fault::unsupported(format!("GStreamer's backend does not decode {other}"))),
    };
    let mut chain = names.iter().map(|name| element(name)).collect::<Result<Vec<_>, _>>()?;
    if let Some(decoder) = chain.last().filter(|decoder| decoder.has_property_with_type("max-threads", i32::static_type())) {
        decoder.set_property("max-threads", 1);
    }
    let (convert, scale, filter) = (element("videoconvert")?, element("videoscale")?, element("capsfilter")?);
    // Colours are named, not changed.
    convert.set_property_from_str("matrix-mode", "none");
    scale.set_property("add-borders", false);
    filter.set_property("caps", raw_caps(encode).build());
    chain.extend([convert, scale, filter]);
    Ok(chain)
}

pub(super) struct Consumer {
    kind: Kind,
    begun: bool,
}

enum Kind {
    Copy { copy: Box<PictureCopy<Bytes>>, track: Box<Track> },
    Encode(Box<Encode>),
}

impl Consumer {
    /// Whether nothing came.
    pub fn is_empty(&self) -> bool {
        !self.begun
    }

    pub fn new(track: &Track, recipe: &VideoRecipe, stretch: Stretch, at_beginning: bool) -> Result<Self, Fault> {
        let window = Window::new(track.base, stretch.start, stretch.end, stretch.last, track.frame);
        let kind = match recipe {
            VideoRecipe::Copy => {
                let mut copy = PictureCopy::new(&track.copied, window).map_err(fault::segment)?;
                copy.at_beginning = at_beginning;
                Kind::Copy { copy: Box::new(copy), track: Box::new(track.clone()) }
            }
            VideoRecipe::Encode(recipe) => Kind::Encode(Box::new(Encode::new(track, recipe, window, at_beginning)?)),
        };
        Ok(Self { kind, begun: false })
    }

    pub fn take(&mut self, Taken { time, buffer }: Taken) -> Result<Want, Fault> {
        self.begun = true;
        match &mut self.kind {
            Kind::Copy { copy, track } => {
                let key = !buffer.flags().contains(gst::BufferFlags::DELTA_UNIT);
                Ok(copy.take(track.film(rescale(time, NANO, track.base)), key, bytes_of(&buffer)?))
            }
            Kind::Encode(encode) => encode.take(time, buffer),
        }
    }

    pub fn finish(self) -> Result<Pictures, Fault> {
        match self.kind {
            Kind::Copy { copy, .. } => copy.finish().map_err(fault::segment),
            Kind::Encode(encode) => encode.finish(),
        }
    }
}

/// Hands the pictures of a window to the encoder, each once.
pub(super) struct Encode {
    track: Track,
    window: Window,
    encoder: Encoder,
    at_beginning: bool,
    /// The picture before the window; it covers holes.
    before: Option<gst::Buffer>,
    /// Whether anything came.
    begun: bool,
    /// The first picture behind the window, in the encoder's units.
    next: Option<i64>,
}

impl Encode {
    fn new(track: &Track, recipe: &VideoEncode, window: Window, at_beginning: bool) -> Result<Self, Fault> {
        Ok(Self { track: track.clone(), window, encoder: Encoder::new(track, recipe)?, at_beginning, before: None, begun: false, next: None })
    }

    fn take(&mut self, time: i64, buffer: gst::Buffer) -> Result<Want, Fault> {
        let time = self.track.film(rescale(time, NANO, self.track.base));
        if !std::mem::replace(&mut self.begun, true) && !self.at_beginning && !self.window.is_before(time) {
            return Ok(Want::Earlier);
        }
        if self.window.is_before(time) {
            self.before = Some(buffer);
            return Ok(Want::More);
        }
        let shown = rescale(time, self.window.base, self.encoder.clock);
        if self.window.is_after(time) {
            self.next = Some(shown);
            return Ok(Want::Nothing);
        }
        if self.encoder.is_empty() && shown > self.start() + self.hole() {
            self.cover_hole()?;
        }
        self.encoder.encode(&buffer, shown)?;
        Ok(Want::More)
    }

    fn start(&self) -> i64 {
        rescale(self.window.start, self.window.base, self.encoder.clock)
    }

    fn hole(&self) -> i64 {
        rescale(1, HOLE, self.encoder.clock)
    }

    fn cover_hole(&mut self) -> Result<(), Fault> {
        let start = self.start();
        match self.before.take() {
            Some(before) => self.encoder.encode(&before, start),
            None => Ok(()),
        }
    }

    fn finish(mut self) -> Result<Pictures, Fault> {
        if self.encoder.is_empty() {
            self.cover_hole()?;
        }
        let planned = rescale(self.window.end, self.window.base, self.encoder.clock);
        let end = match self.next {
            Some(next) if next <= planned + self.hole() => next,
            _ => planned,
        };
        self.encoder.finish(end)
    }
}
