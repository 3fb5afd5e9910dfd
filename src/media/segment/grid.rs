//! The grid of frames that a track's sound has.

use super::Track;
use crate::audio::samples_per_frame;
use crate::time::{Fraction, rescale};

/// Frames of one length begin at multiples of it, counted from the stream's first; containers whose clock is coarser
/// than a sample round that away, and it is put back.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
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
    pub fn of(track: &Track) -> Self {
        let (facts, sound) = (&track.facts, track.facts.sound.unwrap_or_default());
        let sample_rate = sound.sample_rate.max(1);
        let unit = Fraction { num: 1, den: sample_rate.into() };
        let known = match sound.packet_samples {
            0 => samples_per_frame(&facts.codec, sample_rate).filter(|_| facts.codec != "opus"),
            // Opus packets may differ, and libav tells the length of the first.
            _ if matches!(facts.codec.as_str(), "opus" | "vorbis" | "flac") => None,
            size => Some(size),
        };
        let coarse = track.base.as_f64() > unit.as_f64();
        let first = track.start().filter(|_| coarse && known.is_some()).map(|start| rescale(start, track.base, unit));
        Self { base: track.base, unit, frame: known.map(i64::from), first, start: track.start().unwrap_or(0) }
    }

    /// Where the stream's first packet begins, in samples.
    pub fn begin(&self) -> i64 {
        self.position(self.start)
    }

    /// Where a packet begins, in samples.
    pub fn position(&self, pts: i64) -> i64 {
        let plain = rescale(pts, self.base, self.unit);
        let (Some(first), Some(frame)) = (self.first, self.frame) else { return plain };
        let number = rescale(pts.saturating_sub(self.start), self.base, Fraction { num: frame, den: self.unit.den });
        let snapped = first.saturating_add(number.saturating_mul(frame));
        // Within two units of the clock, or there is no grid after all.
        if snapped.abs_diff(plain) <= rescale(2, self.base, self.unit).max(2) as u64 { snapped } else { plain }
    }
}
