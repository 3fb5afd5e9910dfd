//! Copying: whole packets, each in the segment in which it begins.

use ffmpeg_next::Packet;
use walros_jobs::Fault;
use walros_media::audio::{AudioConfig, samples_per_frame};
use walros_media::time::{Fraction, TICK, rescale};

use super::{Frame, Sounds, Stretch};
use crate::fault;
use crate::segment::film::{Track, Want};

pub(in crate::segment) struct Copy {
    track: Track,
    config: AudioConfig,
    channels: u32,
    sample_rate: u32,
    grid: Grid,
    start: i64,
    end: i64,
    frames: Vec<Frame>,
}

impl Copy {
    pub fn new(track: &Track, stretch: Stretch, first: Option<&[u8]>) -> Result<Self, Fault> {
        let facts = &track.facts;
        let config = AudioConfig::new(&facts.codec, &facts.extradata, first.unwrap_or_default());
        let config = config.ok_or_else(|| fault::unsupported(format!("{} without a decoder configuration cannot be copied", facts.codec)))?;
        let sample_rate = u32::try_from(facts.sample_rate).ok().filter(|rate| *rate > 0).ok_or_else(|| fault::bad_file("sound without a sample rate"))?;
        let samples = Fraction { num: 1, den: sample_rate.into() };
        Ok(Self {
            track: track.clone(),
            config,
            channels: u32::try_from(facts.channels).unwrap_or(2),
            sample_rate,
            grid: Grid::of(track, sample_rate),
            start: rescale(stretch.start, TICK, samples),
            end: if stretch.last { i64::MAX } else { rescale(stretch.end, TICK, samples) },
            frames: Vec::new(),
        })
    }

    pub fn take(&mut self, packet: &Packet) -> Want {
        let (Some(pts), Some(data)) = (packet.pts().or(packet.dts()), packet.data()) else { return Want::More };
        let position = self.grid.position(pts);
        if position >= self.end {
            return Want::Nothing;
        }
        let samples = match self.grid.frame {
            Some(samples) => samples,
            None => rescale(packet.duration().max(1), self.track.base, self.grid.unit).max(1),
        };
        // Before the film's beginning there is nothing to hear.
        if position < self.start || position < 0 {
            return Want::More;
        }
        let expected = self.frames.last().map(|frame| frame.position + i64::from(frame.samples));
        let position = match expected {
            // Rounding of the container's clock.
            Some(expected) if (position - expected).abs() <= samples / 2 => expected,
            // A packet twice, as torn files have them.
            Some(expected) if position < expected => return Want::More,
            _ => position,
        };
        self.frames.push(Frame { position, samples: samples as u32, data: data.to_vec() });
        Want::More
    }

    pub fn finish(self) -> Sounds {
        Sounds { config: self.config, channels: self.channels, sample_rate: self.sample_rate, frames: self.frames }
    }
}

/// Frames of one length begin at multiples of it, counted from the stream's first; containers whose clock is coarser
/// than a sample round that away, and it is put back.
pub(super) struct Grid {
    base: Fraction,
    pub unit: Fraction,
    /// Samples in a frame, where all have as many.
    pub frame: Option<i64>,
    /// The stream's first frame, in samples.
    first: Option<i64>,
    /// The same on the container's clock.
    start: i64,
}

impl Grid {
    pub fn of(track: &Track, sample_rate: u32) -> Self {
        let unit = Fraction { num: 1, den: sample_rate.into() };
        let known = match track.numbers.frame_size {
            0 => samples_per_frame(&track.facts.codec, sample_rate).filter(|_| track.facts.codec != "opus"),
            // Opus packets may differ, and libav tells the length of the first.
            _ if matches!(track.facts.codec.as_str(), "opus" | "vorbis" | "flac") => None,
            size => Some(size),
        };
        let coarse = track.base.as_f64() > unit.as_f64();
        let start = track.start.unwrap_or(0);
        let first = track.start.filter(|_| coarse && known.is_some()).map(|start| rescale(start, track.base, unit));
        Self { base: track.base, unit, frame: known.map(i64::from), first, start }
    }

    /// Where a packet begins, in samples.
    pub fn position(&self, pts: i64) -> i64 {
        let plain = rescale(pts, self.base, self.unit);
        let (Some(first), Some(frame)) = (self.first, self.frame) else { return plain };
        let number = rescale(pts - self.start, self.base, Fraction { num: frame, den: self.unit.den });
        let snapped = first + number * frame;
        // Within two units of the clock, or there is no grid after all.
        if (snapped - plain).abs() <= rescale(2, self.base, self.unit).max(2) { snapped } else { plain }
    }
}
