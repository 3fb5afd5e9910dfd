//! Decoding what a segment shows, filtering it, and feeding the encoder: every picture of the window once.

use ffmpeg_next::codec::discard::Discard;
use ffmpeg_next::codec::{Context, decoder};
use ffmpeg_next::{Error, Packet, frame};
use walros_jobs::{Fault, VideoEncode};
use walros_media::segment::{Pictures, Want, Window};
use walros_media::time::{Fraction, TICK, rescale};

use super::encode::black;
use super::filter::{Filter, Filtered};
use super::{Encoder, Pace};
use crate::fault;
use crate::segment::burn::Overlay;
use crate::segment::film::Track;
use crate::segment::raw;

/// A hole longer than this is covered by the picture before it.
const HOLE: Fraction = Fraction { num: 1, den: 4 };
/// Pictures around the window that filters over time want to see.
const CONTEXT: i64 = 3;

pub(in crate::segment) struct Decode {
    track: Track,
    recipe: VideoEncode,
    window: Window,
    overlay: Option<Overlay>,
    /// From the last keyframe at or before the window, until it is clear that none follows.
    queue: Vec<Packet>,
    pipeline: Option<Pipeline>,
    pub at_beginning: bool,
}

impl Decode {
    pub fn new(track: &Track, recipe: &VideoEncode, window: Window, overlay: Option<Overlay>) -> Self {
        Self { track: track.clone(), recipe: recipe.clone(), window, overlay, queue: Vec::new(), pipeline: None, at_beginning: false }
    }

    pub fn take(&mut self, packet: Packet) -> Result<Want, Fault> {
        if let Some(pipeline) = &mut self.pipeline {
            pipeline.feed(&packet)?;
            return Ok(if pipeline.over { Want::Nothing } else { Want::More });
        }
        let limit = self.window.start + self.window.tolerance - self.track.lateness.unwrap_or(0);
        let past = packet.pts().or(packet.dts()).is_some_and(|time| time > limit);
        if packet.is_key() && !past && self.begins_at(&packet) {
            self.queue.clear();
        }
        self.queue.push(packet);
        if !past {
            return Ok(Want::More);
        }
        let good = |first: &Packet| first.is_key() && first.pts().or(first.dts()).is_none_or(|time| time <= limit);
        if !self.queue.first().is_some_and(good) && !self.at_beginning {
            return Ok(Want::Earlier);
        }
        self.start()?;
        Ok(Want::More)
    }

    /// Whether all that is shown before this keyframe is shown before the window, too. A window may begin between two
    /// pictures, and then holds those that are less than half a picture early.
    fn begins_at(&self, keyframe: &Packet) -> bool {
        let shown_before = |packet: &Packet| packet.pts().or(packet.dts()).is_none_or(|time| self.window.is_before(time));
        let led = keyframe.pts().or(keyframe.dts()).is_none_or(|time| self.window.is_before(time - 2 * self.window.tolerance));
        led && self.queue.iter().all(shown_before)
    }

    fn start(&mut self) -> Result<&mut Pipeline, Fault> {
        let mut pipeline = Pipeline::new(&self.track, &self.recipe, self.window, self.overlay.take())?;
        for packet in self.queue.drain(..) {
            pipeline.feed(&packet)?;
        }
        Ok(self.pipeline.insert(pipeline))
    }

    pub fn finish(mut self) -> Result<Pictures, Fault> {
        if self.pipeline.is_none() {
            self.start()?;
        }
        match self.pipeline {
            Some(pipeline) => pipeline.finish(),
            None => Err(fault::bad_file("there is no picture here")),
        }
    }
}

struct Pipeline {
    decoder: decoder::Video,
    filter: Option<Filter>,
    encoder: Encoder,
    recipe: VideoEncode,
    track: Track,
    overlay: Option<Overlay>,
    /// In the track's units.
    window: Window,
    /// In the encoder's.
    shown: Window,
    /// The picture before the window, decoded; it covers holes.
    before: Option<frame::Video>,
    /// When the last picture was shown, for those without a time.
    clock: Option<i64>,
    /// Pictures behind the window that were decoded.
    behind: i64,
    /// The first filtered picture behind the window, in the encoder's units.
    next: Option<i64>,
    over: bool,
}

impl Pipeline {
    fn new(track: &Track, recipe: &VideoEncode, window: Window, overlay: Option<Overlay>) -> Result<Self, Fault> {
        let opening = |error| fault::libav("opening the picture's decoder", error);
        let mut context = Context::from_parameters(track.parameters.clone()).map_err(opening)?.decoder();
        context.set_packet_time_base((track.base.num as i32, track.base.den as i32));
        let decoder = context.video().map_err(opening)?;
        let encoder = Encoder::new(&Pace::of(track), recipe)?;
        let ticks = |time| window.ticks(time);
        let shown = Window::new(encoder.base, ticks(window.start), ticks(window.end), window.last, encoder.frame);
        Ok(Self {
            decoder,
            filter: None,
            encoder,
            recipe: recipe.clone(),
            track: track.clone(),
            overlay,
            window,
            shown,
            before: None,
            clock: None,
            behind: 0,
            next: None,
            over: false,
        })
    }

    /// Whether pictures are made of several: then those around the window are filtered too.
    fn looks_around(&self) -> bool {
        self.recipe.deinterlace || self.recipe.frame_rate.is_some()
    }

    fn feed(&mut self, packet: &Packet) -> Result<(), Fault> {
        // Of what is only decoded because others need it, what nothing needs is left out.
        let early = packet.pts().is_some_and(|time| time < self.window.start - (CONTEXT + 1) * self.frame_length());
        self.decoder.skip_frame(if early { Discard::NonReference } else { Discard::Default });
        match self.decoder.send_packet(packet) {
            // Broken pictures are left out; the encoder repeats the one before where too many are missing.
            Ok(()) | Err(Error::InvalidData) => (),
            Err(Error::Other { errno: libc::EAGAIN }) => {
                self.drain()?;
                let _ = self.decoder.send_packet(packet);
            }
            Err(error) => return Err(fault::libav("decoding the picture", error)),
        }
        self.drain()
    }

    fn frame_length(&self) -> i64 {
        (self.window.tolerance * 2).max(1)
    }

    fn drain(&mut self) -> Result<(), Fault> {
        loop {
            let mut frame = frame::Video::empty();
            match self.decoder.receive_frame(&mut frame) {
                Ok(()) if self.over => (),
                Ok(()) => self.place(frame)?,
                Err(Error::Other { errno: libc::EAGAIN } | Error::Eof) => return Ok(()),
                Err(Error::InvalidData) => (),
                Err(error) => return Err(fault::libav("decoding the picture", error)),
            }
        }
    }

    /// Decides what becomes of a decoded picture.
    fn place(&mut self, mut frame: frame::Video) -> Result<(), Fault> {
        let shown = frame.timestamp().map(|time| time - self.track.lateness.unwrap_or(0));
        let time = shown.or(self.clock.map(|clock| clock + self.frame_length())).unwrap_or(self.window.start);
        self.clock = Some(time);
        frame.set_pts(Some(time));
        let context = if self.looks_around() { CONTEXT * self.frame_length() } else { 0 };
        if self.window.is_before(time) {
            self.before = Some(raw::share(&frame));
            if time < self.window.start - context - self.window.tolerance {
                return Ok(());
            }
        }
        if self.window.is_after(time) {
            self.behind += 1;
            if !self.looks_around() {
                self.next = Some(rescale(time, self.window.base, self.encoder.base));
                self.over = true;
                return Ok(());
            }
            self.over = self.behind > CONTEXT;
        }
        self.filter(&frame)
    }

    fn filter(&mut self, frame: &frame::Video) -> Result<(), Fault> {
        if !self.filter.as_ref().is_some_and(|filter| filter.takes(frame)) {
            if let Some(filter) = self.filter.take() {
                for filtered in filter.end()? {
                    self.show(filtered)?;
                }
            }
            self.filter = Some(Filter::new(frame, &self.recipe, &self.track)?);
        }
        let Some(filter) = &mut self.filter else { return Ok(()) };
        for filtered in filter.push(frame)? {
            self.show(filtered)?;
        }
        Ok(())
    }

    /// Hands a filtered picture to the encoder, if it is in the window.
    fn show(&mut self, filtered: Filtered) -> Result<(), Fault> {
        let time = rescale(filtered.time, filtered.base, self.encoder.base);
        if self.shown.is_after(time) {
            self.next = Some(self.next.map_or(time, |next| next.min(time)));
            return Ok(());
        }
        if !self.shown.holds(time) {
            return Ok(());
        }
        if self.encoder.is_empty() && time > self.shown.start + rescale(1, HOLE, self.encoder.base) {
            self.cover_hole()?;
        }
        self.paint_and_encode(filtered.frame, time)
    }

    /// The picture before the window, or black, at its beginning.
    fn cover_hole(&mut self) -> Result<(), Fault> {
        let filtered = match self.before.take() {
            Some(before) => Filter::new(&before, &VideoEncode { frame_rate: None, ..self.recipe.clone() }, &self.track)?.single(&before)?,
            None => None,
        };
        let frame = filtered.unwrap_or_else(|| black(&self.recipe));
        self.paint_and_encode(frame, self.shown.start)
    }

    fn paint_and_encode(&mut self, mut frame: frame::Video, time: i64) -> Result<(), Fault> {
        if let Some(overlay) = &self.overlay {
            overlay.paint(&mut frame, rescale(time, self.encoder.base, TICK))?;
        }
        self.encoder.encode(frame, time)
    }

    fn finish(mut self) -> Result<Pictures, Fault> {
        if !self.over {
            let _ = self.decoder.send_eof();
            self.drain()?;
        }
        if let Some(filter) = self.filter.take() {
            for filtered in filter.end()? {
                self.show(filtered)?;
            }
        }
        if self.encoder.is_empty() {
            self.cover_hole()?;
        }
        let hole = rescale(1, HOLE, self.encoder.base);
        let end = match self.next {
            Some(next) if next <= self.shown.end + hole => next,
            _ if self.shown.last => self.shown.end.max(self.encoder.last() + 1),
            _ => self.shown.end,
        };
        self.encoder.finish(end)
    }
}
