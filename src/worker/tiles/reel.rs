//! A film of which single pictures are decoded.

use std::fs::File;
use std::time::Instant;

use ffmpeg_next::codec::discard::Discard;
use ffmpeg_next::codec::{self, Context};
use ffmpeg_next::frame::Video;
use ffmpeg_next::{Dictionary, Error, Packet};
use walros_jobs::Fault;
use walros_model::index::{Clock, Keyframe};
use walros_model::trickplay::Shot;

use crate::avio::{self, Input};
use crate::clock::Timeline;
use crate::{fault, raw, track};

/// Pixels of the largest film: 8K, and as much again for films all around.
const PIXELS_MAX: u64 = 70_000_000;

/// Packets of the picture that are decoded after a keyframe from which alone nothing comes: films in which the picture
/// is refreshed stripe by stripe.
const LEADERS_MAX: usize = 50;

/// Packets read until the wanted one comes. Seeking lands on it, or (in containers that only guess) somewhat before.
const PACKETS_MAX: usize = 20_000;

pub(super) struct Reel {
    input: Input,
    timeline: Timeline,
    number: usize,
    decoder: codec::decoder::Video,
    quarter_turns: u8,
    /// Whether places are found by time; else by byte.
    by_time: bool,
    /// When pictures are decoded one after the other: from which keyframe, and how far.
    running: Option<(Keyframe, i64)>,
}

impl Reel {
    pub fn open(file: &File, name: &str, number: usize, clock: Option<&Clock>) -> Result<Self, Fault> {
        let mut input = avio::open(file, name)?;
        for other in (0..input.nb_streams() as usize).filter(|other| *other != number) {
            raw::set_discard(&mut input, other, Discard::All);
        }
        let stream = input.stream(number).ok_or_else(|| fault::bad_file(format!("there is no stream {number}")))?;
        let quarter_turns = track::facts(&input, &stream).picture.map_or(0, |picture| picture.quarter_turns);
        let decoder = decoder(stream.parameters())?;
        let format = input.format().name().to_owned();
        let by_time = format.split(',').next().is_some_and(|format| matches!(format, "mov" | "matroska" | "avi" | "asf" | "flv"));
        Ok(Self { input, timeline: Timeline::new(clock), number, decoder, quarter_turns, by_time, running: None })
    }

    pub fn quarter_turns(&self) -> u8 {
        self.quarter_turns
    }

    /// The picture of a shot, or the one nearest to it that can be had; `None` where the film is broken.
    pub fn picture(&mut self, shot: &Shot, give_up: Instant) -> Result<Option<Video>, Fault> {
        match shot.until {
            None => self.keyframe(shot.enter),
            Some(until) => self.run_up_to(shot.enter, until, give_up),
        }
    }

    fn keyframe(&mut self, keyframe: Keyframe) -> Result<Option<Video>, Fault> {
        let Some(packet) = self.enter(keyframe)? else { return Ok(None) };
        self.decoder.skip_frame(Discard::Default);
        let _ = self.decoder.send_packet(&packet);
        // Decoders hold pictures back until they know that nothing comes before them.
        let _ = self.decoder.send_eof();
        match self.receive() {
            Some(frame) => Ok(Some(frame)),
            None => self.soon_after(keyframe),
        }
    }

    /// The first picture that comes out after a keyframe.
    fn soon_after(&mut self, keyframe: Keyframe) -> Result<Option<Video>, Fault> {
        let Some(first) = self.enter(keyframe)? else { return Ok(None) };
        let mut packet = first;
        for _ in 0..LEADERS_MAX {
            let _ = self.decoder.send_packet(&packet);
            if let Some(frame) = self.receive() {
                return Ok(Some(frame));
            }
            match self.read()? {
                Some(next) => packet = next,
                None => break,
            }
        }
        let _ = self.decoder.send_eof();
        Ok(self.receive())
    }

    /// Decodes from a keyframe (or from where the shot before ended) up to a time.
    fn run_up_to(&mut self, from: Keyframe, until: i64, give_up: Instant) -> Result<Option<Video>, Fault> {
        let goes_on = self.running.is_some_and(|(keyframe, reached)| keyframe == from && reached <= until);
        let mut packet = if goes_on { None } else { self.enter(from)? };
        if !goes_on && packet.is_none() {
            return Ok(None);
        }
        let mut nearest = None;
        loop {
            while let Some(frame) = self.receive() {
                let time = frame.timestamp().unwrap_or(until);
                self.running = Some((from, time));
                if time >= until {
                    return Ok(Some(frame));
                }
                nearest = Some(frame);
            }
            if Instant::now() >= give_up {
                return Ok(nearest);
            }
            let next = match packet.take() {
                Some(packet) => packet,
                None => match self.read()? {
                    Some(packet) => packet,
                    None => {
                        self.running = None;
                        let _ = self.decoder.send_eof();
                        return Ok(std::iter::from_fn(|| self.receive()).last().or(nearest));
                    }
                },
            };
            // What nothing else needs is left out on the way.
            let early = next.pts().is_some_and(|time| time < until);
            self.decoder.skip_frame(if early { Discard::NonReference } else { Discard::Default });
            let _ = self.decoder.send_packet(&next);
        }
    }

    /// Goes to a keyframe and reads it.
    fn enter(&mut self, keyframe: Keyframe) -> Result<Option<Packet>, Fault> {
        self.running = None;
        self.decoder.flush();
        let there = !self.by_time && keyframe.position >= 0 && self.timeline.enter_at(&mut self.input, keyframe.position);
        if !there && !raw::seek(&mut self.input, self.number, keyframe.pts) {
            return Ok(None);
        }
        for _ in 0..PACKETS_MAX {
            let Some(packet) = self.read()? else { return Ok(None) };
            // One that is late is the first there is: the film's index and the film do not agree.
            if packet.is_key() && packet.pts().or(packet.dts()).is_none_or(|time| time >= keyframe.pts) {
                return Ok(Some(packet));
            }
        }
        Ok(None)
    }

    /// The next packet of the picture; `None` at the end, and where none comes for long.
    fn read(&mut self) -> Result<Option<Packet>, Fault> {
        for _ in 0..PACKETS_MAX {
            let mut packet = Packet::empty();
            match packet.read(&mut self.input) {
                Ok(()) if packet.stream() == self.number => {
                    self.timeline.place(&mut packet);
                    return Ok(Some(packet));
                }
                // A torn packet; the demuxer finds the next.
                Ok(()) | Err(Error::InvalidData) => {}
                Err(Error::Other { errno: libc::EIO | libc::ESTALE | libc::ENXIO | libc::ETIMEDOUT }) => {
                    return Err(Fault::Io { text: "reading the film".to_owned() });
                }
                Err(_) => return Ok(None),
            }
        }
        Ok(None)
    }

    fn receive(&mut self) -> Option<Video> {
        let mut frame = Video::empty();
        self.decoder.receive_frame(&mut frame).is_ok().then_some(frame)
    }
}

/// Fast rather than exact: pictures this small do not show what is left out.
fn decoder(parameters: codec::Parameters) -> Result<codec::decoder::Video, Fault> {
    let opening = |error| fault::libav("opening the decoder", error);
    let mut options = Dictionary::new();
    options.set("max_pixels", &PIXELS_MAX.to_string());
    options.set("threads", "1");
    options.set("skip_loop_filter", "all");
    options.set("flags", "+output_corrupt");
    options.set("flags2", "+showall");
    let context = Context::from_parameters(parameters).map_err(opening)?;
    let codec = codec::decoder::find(context.id()).ok_or_else(|| fault::unsupported(format!("no decoder for {:?}", context.id())))?;
    context.decoder().open_as_with(codec, options).and_then(|opened| opened.video()).map_err(opening)
}
