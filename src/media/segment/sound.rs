//! Copying sound: whole packets, each in the segment in which it begins.

use super::{Frame, Grid, SegmentError, Sounds, Stretch, Track, Want};
use crate::audio::AudioConfig;
use crate::time::{Fraction, TICK, rescale};

/// Takes packets in order, and keeps those of its segment.
#[derive(Debug)]
pub struct SoundCopy<D> {
    config: AudioConfig,
    channels: u32,
    sample_rate: u32,
    base: Fraction,
    pub grid: Grid,
    /// In samples.
    start: i64,
    end: i64,
    frames: Vec<Frame<D>>,
}

impl<D> SoundCopy<D> {
    pub fn new(track: &Track, stretch: Stretch) -> Result<Self, SegmentError> {
        let config = track.audio_config()?;
        let facts = track.facts.sound.unwrap_or_default();
        if facts.sample_rate == 0 {
            return Err(SegmentError::BadFile("sound without a sample rate".to_owned()));
        }
        let samples = Fraction { num: 1, den: facts.sample_rate.into() };
        Ok(Self {
            config,
            channels: facts.channels,
            sample_rate: facts.sample_rate,
            base: track.base,
            grid: Grid::of(track),
            start: rescale(stretch.start, TICK, samples),
            end: if stretch.last { i64::MAX } else { rescale(stretch.end, TICK, samples) },
            frames: Vec::new(),
        })
    }

    /// Whether a packet at this time belongs to what follows.
    pub fn is_after(&self, pts: i64) -> bool {
        self.grid.position(pts) >= self.end
    }

    /// Whether a packet that begins in the segment may come before one at this time.
    pub fn misses_before(&self, pts: i64) -> bool {
        let position = self.grid.position(pts);
        position > self.start && self.grid.frame.is_none_or(|frame| position - frame >= self.start)
    }

    /// `duration` in the track's units.
    pub fn take(&mut self, pts: i64, duration: i64, data: D) -> Want {
        let position = self.grid.position(pts);
        if position >= self.end {
            return Want::Nothing;
        }
        let samples = match self.grid.frame {
            Some(samples) => samples,
            None => rescale(duration.max(1), self.base, self.grid.unit).max(1),
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
        self.frames.push(Frame { position, samples: u32::try_from(samples).unwrap_or(u32::MAX), data });
        Want::More
    }

    pub fn finish(self) -> Sounds<D> {
        Sounds { config: self.config, channels: self.channels, sample_rate: self.sample_rate, frames: self.frames }
    }
}
