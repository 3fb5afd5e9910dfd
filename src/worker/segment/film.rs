//! The film of a job: opened, its streams chosen, read from where a segment needs it.

use std::fs::File;

use ffmpeg_next::codec::discard::Discard;
use ffmpeg_next::format::stream::Stream;
use ffmpeg_next::{Packet, codec};
use walros_jobs::{Fault, SegmentJob};
use walros_media::segment::{self, Want};
use walros_media::time::{Fraction, TICK, TICKS, rescale};

use super::{picture, raw, sound};
use crate::avio::{self, Input};
use crate::clock::Timeline;
use crate::fault;
use crate::raw::{CodecParameters, Colour};

/// A stream that ends before the others must not make a job read the rest of the film to find that out: what is this
/// far behind them is over.
const PATIENCE: i64 = 10 * TICKS;

/// How far before a segment reading begins, the first time and when that was not early enough.
const LEADS: [i64; 4] = [TICKS, 4 * TICKS, 15 * TICKS, 60 * TICKS];

/// One stream, with all that is known before its packets.
#[derive(Clone)]
pub(crate) struct Track {
    pub number: usize,
    /// Seconds per unit of its times.
    pub base: Fraction,
    /// How long a picture lasts, on average.
    pub frame: Option<Fraction>,
    /// AVI says only when pictures are decoded: each is shown this much before it leaves the decoder.
    pub lateness: Option<i64>,
    pub facts: CodecParameters,
    pub colour: Colour,
    pub parameters: codec::Parameters,
    /// The same for those who copy.
    pub copied: segment::Track,
}

impl Track {
    fn new(input: &Input, stream: &Stream<'_>, origin: i64) -> Result<Self, Fault> {
        let copied = segment::Track::new(crate::track::facts(input, stream), origin).ok_or_else(|| fault::bad_file("a stream without a clock"))?;
        let reordered = copied.facts.picture.filter(|_| input.format().name() == "avi").map(|picture| picture.reordered);
        Ok(Self {
            lateness: reordered.map(|count| copied.frame().map_or(0, |frame| rescale(count.into(), frame, copied.base))),
            number: stream.index(),
            base: copied.base,
            frame: copied.frame(),
            facts: crate::raw::codec_parameters(input, stream),
            colour: crate::raw::codec_numbers(stream).colour,
            parameters: stream.parameters(),
            copied,
        })
    }

    /// The shortest picture's length if that is a sensible part of the average.
    pub fn shortest_frame(&self, average: Fraction) -> Fraction {
        self.copied.shortest_frame(average)
    }

    /// A time of its packets on the film's timeline.
    pub fn film(&self, time: i64) -> i64 {
        self.copied.film(time)
    }
}

pub(crate) struct Film {
    pub input: Input,
    timeline: Timeline,
    file: File,
    name: String,
    /// Whether anything was read: a fresh file is at its beginning.
    moved: bool,
    pub video: Option<Track>,
    pub audio: Option<Track>,
}

/// Who takes the packets of a job.
#[derive(Default)]
pub(super) struct Consumers {
    pub picture: Option<picture::Consumer>,
    pub sound: Option<sound::Consumer>,
}

impl Film {
    pub fn open(file: &File, job: &SegmentJob) -> Result<Self, Fault> {
        let input = avio::open(file, &job.name)?;
        let track = |number: Option<u32>| -> Result<Option<Track>, Fault> {
            let Some(number) = number else { return Ok(None) };
            let stream = input.stream(number as usize).ok_or_else(|| fault::bad_file(format!("there is no stream {number}")))?;
            Track::new(&input, &stream, job.origin).map(Some)
        };
        let video = track(job.video.as_ref().map(|(number, _)| *number))?;
        let audio = track(job.audio.as_ref().map(|(number, _)| *number))?;
        let file = file.try_clone().map_err(|error| Fault::Io { text: format!("sharing the file: {error}") })?;
        let mut film = Self { input, timeline: Timeline::new(job.clock.as_ref()), file, name: job.name.clone(), moved: false, video, audio };
        film.leave_out_others();
        Ok(film)
    }

    fn leave_out_others(&mut self) {
        for number in 0..self.input.nb_streams() as usize {
            if ![&self.video, &self.audio].into_iter().flatten().any(|track| track.number == number) {
                crate::raw::set_discard(&mut self.input, number, Discard::All);
            }
        }
    }

    /// Reads on until nobody wants more, from `start` less `lead` ticks (at first; earlier if need be) to at most what
    /// `end` ticks makes necessary. `make` makes the consumers anew for each attempt. Packets' times are handed over
    /// on the film's timeline.
    pub(super) fn read(&mut self, start: i64, end: i64, lead: i64, make: impl Fn(&Self) -> Result<Consumers, Fault>) -> Result<Consumers, Fault> {
        let leads = LEADS.into_iter().filter(|known| *known > lead);
        for lead in std::iter::once(lead).chain(leads).filter(|lead| start > *lead) {
            if !self.seek(start - lead) {
                break;
            }
            let mut consumers = make(self)?;
            if self.distribute(end, &mut consumers)? {
                return Ok(consumers);
            }
        }
        self.rewind()?;
        let mut consumers = make(self)?;
        // From the beginning on, there is nothing earlier to read.
        if let Some(picture) = &mut consumers.picture {
            picture.take_what_comes();
        }
        self.distribute(end, &mut consumers)?;
        Ok(consumers)
    }

    /// Hands out packets. False when the picture needs earlier ones.
    fn distribute(&mut self, end: i64, consumers: &mut Consumers) -> Result<bool, Fault> {
        let (mut picture_wants, mut sound_wants) = (consumers.picture.is_some(), consumers.sound.is_some());
        self.moved = true;
        let mut packet = Packet::empty();
        while picture_wants || sound_wants {
            match packet.read(&mut self.input) {
                Ok(()) => (),
                // A torn packet; the demuxer finds the next.
                Err(ffmpeg_next::Error::InvalidData) => continue,
                Err(ffmpeg_next::Error::Other { errno: libc::EIO | libc::ESTALE | libc::ENXIO | libc::ETIMEDOUT }) => {
                    return Err(Fault::Io { text: "reading the film".to_owned() });
                }
                Err(_) => break,
            }
            self.timeline.place(&mut packet);
            let number = packet.stream();
            let of = |track: &Option<Track>| track.as_ref().is_some_and(|track| track.number == number);
            let is_picture = of(&self.video);
            let Some(track) = (if is_picture { &self.video } else { &self.audio }).as_ref().filter(|track| track.number == number) else { continue };
            let time = packet.dts().or(packet.pts());
            if time.is_some_and(|time| rescale(track.film(time), track.base, TICK) > end.saturating_add(PATIENCE)) {
                break;
            }
            let mut taken = std::mem::replace(&mut packet, Packet::empty());
            // What an edit list leaves out at the beginning is shown, as a copy cannot but show it: both have one timeline.
            // (Flags that the wrapper does not know, such as that to discard, go.)
            taken.set_flags(taken.flags());
            taken.set_pts(taken.pts().filter(|_| track.lateness.is_none()).map(|pts| track.film(pts)));
            taken.set_dts(taken.dts().map(|dts| track.film(dts)));
            match &mut consumers.picture {
                Some(picture) if is_picture && picture_wants => match picture.take(taken)? {
                    Want::More => (),
                    Want::Nothing => picture_wants = false,
                    Want::Earlier => return Ok(false),
                },
                _ if is_picture => (),
                _ => {
                    if let Some(sound) = &mut consumers.sound
                        && sound_wants
                    {
                        sound_wants = sound.take(taken)? == Want::More;
                    }
                }
            }
        }
        Ok(true)
    }

    /// To a place before this time at which decoding can begin. False when the demuxer cannot tell.
    fn seek(&mut self, film_ticks: i64) -> bool {
        let Some(track) = self.video.as_ref().or(self.audio.as_ref()) else { return false };
        let at = rescale(film_ticks, TICK, track.base) + track.copied.origin;
        self.moved = true;
        self.timeline.enter(&mut self.input, at).unwrap_or_else(|| raw::seek(&mut self.input, track.number, at))
    }

    /// To the beginning. Demuxers seek to the first keyframe at best, which leaves out the sound before it.
    fn rewind(&mut self) -> Result<(), Fault> {
        if self.moved {
            self.input = avio::open(&self.file, &self.name)?;
            self.timeline.rewound();
            self.moved = false;
            self.leave_out_others();
        }
        Ok(())
    }

    /// Reads the first packet of the sound where a copy's configuration stands only there.
    pub fn look_at_first_sound(&mut self) {
        let Some(number) = self.audio.as_ref().filter(|track| crate::track::needs_first_packet(&track.copied.facts)).map(|track| track.number) else { return };
        if self.rewind().is_err() {
            return;
        }
        self.moved = true;
        let mut packet = Packet::empty();
        // It is near the beginning, or nowhere.
        for _ in 0..5000 {
            match packet.read(&mut self.input) {
                Ok(()) if packet.stream() == number => break,
                Ok(()) | Err(ffmpeg_next::Error::InvalidData) => (),
                Err(_) => return,
            }
        }
        if let (Some(track), Some(data)) = (&mut self.audio, packet.data().filter(|_| packet.stream() == number)) {
            track.copied.facts.first_packet = data.iter().copied().take(crate::track::FIRST_PACKET_BYTES).collect();
        }
    }
}
