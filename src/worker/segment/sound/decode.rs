//! Decoding what a segment lets hear, and something before, into one stretch of samples.

use ffmpeg_next::codec::{Context, decoder};
use ffmpeg_next::filter::Graph;
use ffmpeg_next::{Error, Packet, filter, frame};
use walros_jobs::{AudioRecipe, Fault};
use walros_media::segment::{Grid, Sounds, Stretch, Want};
use walros_media::time::{Fraction, TICK, TICKS, rescale, rescale_up};

use super::encode::Encoder;
use crate::fault;
use crate::segment::film::Track;
use crate::segment::raw;

/// A pause or an overlap longer than this is one; less is rounding.
const JITTER: Fraction = Fraction { num: 3, den: 100 };

/// Sound after the segment that is read so that nothing is missing at its end.
const TAIL: i64 = TICKS / 2;

pub(in crate::segment) struct Decode {
    track: Track,
    decoder: decoder::Audio,
    encoder: Encoder,
    grid: Grid,
    resampler: Option<Resampler>,
    /// From the first frame that the encoder is fed with.
    samples: Samples,
    /// Where reading can stop, in ticks.
    until: i64,
    stretch: Stretch,
}

impl Decode {
    pub fn new(track: &Track, recipe: &AudioRecipe, stretch: Stretch) -> Result<Self, Fault> {
        let opening = |error| fault::libav("opening the sound's decoder", error);
        let mut context = Context::from_parameters(track.parameters.clone()).map_err(opening)?.decoder();
        context.set_packet_time_base((track.base.num as i32, track.base.den as i32));
        let decoder = context.audio().map_err(opening)?;
        let encoder = Encoder::new(recipe, stretch)?;
        let samples = Samples::new(encoder.channels, encoder.sample_rate, encoder.first_sample());
        Ok(Self {
            track: track.clone(),
            decoder,
            encoder,
            grid: Grid::of(&track.copied),
            resampler: None,
            samples,
            until: if stretch.last { i64::MAX } else { stretch.end + TAIL },
            stretch,
        })
    }

    pub fn take(&mut self, packet: &Packet) -> Result<Want, Fault> {
        if packet.pts().or(packet.dts()).is_some_and(|time| rescale(time, self.track.base, TICK) > self.until) {
            return Ok(Want::Nothing);
        }
        match self.decoder.send_packet(packet) {
            // What is broken is silence.
            Ok(()) | Err(Error::InvalidData) => (),
            Err(Error::Other { errno: libc::EAGAIN }) => {
                self.drain()?;
                let _ = self.decoder.send_packet(packet);
            }
            Err(error) => return Err(fault::libav("decoding the sound", error)),
        }
        self.drain()?;
        Ok(Want::More)
    }

    fn drain(&mut self) -> Result<(), Fault> {
        loop {
            let mut frame = frame::Audio::empty();
            match self.decoder.receive_frame(&mut frame) {
                Ok(()) => self.place(frame)?,
                Err(Error::Other { errno: libc::EAGAIN } | Error::Eof) => return Ok(()),
                Err(Error::InvalidData) => (),
                Err(error) => return Err(fault::libav("decoding the sound", error)),
            }
        }
    }

    fn place(&mut self, mut frame: frame::Audio) -> Result<(), Fault> {
        if frame.samples() == 0 {
            return Ok(());
        }
        // Its own rate may be another than the container says.
        let unit = Fraction { num: 1, den: i64::from(frame.rate().max(1)) };
        let position = match frame.timestamp() {
            Some(time) if unit == self.grid.unit => Some(self.grid.position(time)),
            Some(time) => Some(rescale(time, self.track.base, unit)),
            None => self.resampler.as_ref().map(|resampler| resampler.next),
        };
        let Some(mut position) = position else { return Ok(()) };
        if let Some(resampler) = &self.resampler
            && (position - resampler.next).abs() <= rescale(1, JITTER, unit)
        {
            position = resampler.next;
        }
        frame.set_pts(Some(position));
        if !self.resampler.as_ref().is_some_and(|resampler| resampler.takes(&frame, position)) {
            self.end_resampler()?;
            self.resampler = Some(Resampler::new(&frame, self.encoder.channels, self.encoder.sample_rate)?);
        }
        if let Some(resampler) = &mut self.resampler {
            resampler.push(&frame, position, &mut self.samples)?;
        }
        Ok(())
    }

    fn end_resampler(&mut self) -> Result<(), Fault> {
        match self.resampler.take() {
            Some(resampler) => resampler.end(&mut self.samples),
            None => Ok(()),
        }
    }

    pub fn finish(mut self) -> Result<Sounds, Fault> {
        let _ = self.decoder.send_eof();
        self.drain()?;
        self.end_resampler()?;
        // The last segment takes all the sound that is left; where there is none any more, it ends as planned.
        let unit = Fraction { num: 1, den: self.encoder.sample_rate.into() };
        let planned = rescale_up(self.stretch.end, TICK, unit);
        let end = if self.stretch.last { planned.max(self.samples.end()) } else { planned };
        self.encoder.finish(&self.samples, end)
    }
}

/// From the decoder's form to planes of floating-point samples at the encoder's rate. A pause needs a new one.
struct Resampler {
    graph: Graph,
    rate: u32,
    format: ffmpeg_next::format::Sample,
    channels: (u32, String),
    /// Where the next frame is expected, at the source's rate.
    next: i64,
}

impl Resampler {
    fn new(frame: &frame::Audio, channels: u32, sample_rate: u32) -> Result<Self, Fault> {
        let building = |error| fault::libav("setting up the resampler", error);
        let find = |name: &str| filter::find(name).ok_or_else(|| fault::unsupported(format!("this libav has no {name} filter")));
        let (rate, format, own) = (frame.rate(), frame.format(), raw::channels(frame));
        let layout = match channels {
            1 => "mono",
            2 => "stereo",
            6 => "5.1",
            _ => "7.1",
        };
        let mut graph = Graph::new();
        raw::one_thread(&mut graph);
        let source = format!("time_base=1/{rate}:sample_rate={rate}:sample_fmt={}:channel_layout={}", format.name(), own.1);
        graph.add(&find("abuffer")?, "in", &source).map_err(building)?;
        graph.add(&find("abuffersink")?, "out", "").map_err(building)?;
        let chain = format!("aresample={sample_rate},aformat=sample_fmts=fltp:sample_rates={sample_rate}:channel_layouts={layout}");
        graph.output("in", 0).and_then(|parser| parser.input("out", 0)).and_then(|parser| parser.parse(&chain)).map_err(building)?;
        graph.validate().map_err(building)?;
        Ok(Self { graph, rate, format, channels: own, next: i64::MIN / 2 })
    }

    fn takes(&self, frame: &frame::Audio, position: i64) -> bool {
        (frame.rate(), frame.format()) == (self.rate, self.format) && raw::channels(frame) == self.channels && position == self.next
    }

    fn push(&mut self, frame: &frame::Audio, position: i64, samples: &mut Samples) -> Result<(), Fault> {
        self.next = position + frame.samples() as i64;
        if let Some(mut source) = self.graph.get("in") {
            source.source().add(frame).map_err(|error| fault::libav("resampling", error))?;
        }
        self.drain(samples)
    }

    fn end(mut self, samples: &mut Samples) -> Result<(), Fault> {
        if let Some(mut source) = self.graph.get("in") {
            source.source().flush().map_err(|error| fault::libav("resampling", error))?;
        }
        self.drain(samples)?;
        samples.interrupt();
        Ok(())
    }

    fn drain(&mut self, samples: &mut Samples) -> Result<(), Fault> {
        let Some(mut sink) = self.graph.get("out") else { return Ok(()) };
        let base = sink.sink().time_base();
        let base = Fraction::from_pair((base.numerator(), base.denominator())).unwrap_or(samples.unit);
        loop {
            let mut frame = frame::Audio::empty();
            match sink.sink().frame(&mut frame) {
                Ok(()) => samples.add(&frame, base),
                Err(Error::Other { errno: libc::EAGAIN } | Error::Eof) => return Ok(()),
                Err(error) => return Err(fault::libav("resampling", error)),
            }
        }
    }
}

/// A stretch of sound; where nothing was put there is silence.
pub(super) struct Samples {
    pub unit: Fraction,
    /// The position of the first.
    pub begin: i64,
    pub planes: Vec<Vec<f32>>,
    /// Where what comes next is expected.
    next: Option<i64>,
}

impl Samples {
    pub fn new(channels: u32, sample_rate: u32, begin: i64) -> Self {
        Self { unit: Fraction { num: 1, den: sample_rate.into() }, begin, planes: vec![Vec::new(); channels as usize], next: None }
    }

    /// One behind the last.
    fn end(&self) -> i64 {
        self.begin + self.planes.first().map_or(0, Vec::len) as i64
    }

    fn interrupt(&mut self) {
        self.next = None;
    }

    fn add(&mut self, frame: &frame::Audio, base: Fraction) {
        let position = self.next.unwrap_or_else(|| frame.pts().map_or_else(|| self.end(), |pts| rescale(pts, base, self.unit)));
        let count = frame.samples();
        self.next = Some(position + count as i64);
        // What was before the beginning is not kept.
        let skipped = usize::try_from(self.begin - position).unwrap_or(0).min(count);
        let place = usize::try_from(position - self.begin).unwrap_or(0);
        for (number, plane) in self.planes.iter_mut().enumerate().take(frame.planes()) {
            let data = &frame.plane::<f32>(number)[skipped..count];
            if plane.len() < place + data.len() {
                plane.resize(place + data.len(), 0.0);
            }
            plane[place..place + data.len()].copy_from_slice(data);
        }
    }

    /// `count` samples of a channel from `position` on.
    pub fn read(&self, channel: usize, position: i64, out: &mut [f32]) {
        out.fill(0.0);
        let Some(plane) = self.planes.get(channel) else { return };
        let from = position - self.begin;
        let skipped = usize::try_from(-from).unwrap_or(0).min(out.len());
        let place = usize::try_from(from).unwrap_or(0).min(plane.len());
        let count = (out.len() - skipped).min(plane.len() - place);
        out[skipped..skipped + count].copy_from_slice(&plane[place..place + count]);
    }
}
