//! Copying a picture: the packets from one keyframe to the next boundary's.

use super::{Coded, Pictures, SegmentError, Track, Want, Window};
use crate::config::VideoConfig;
use crate::time::{Fraction, rescale};

/// Takes packets in decode order, and keeps those of its segment.
#[derive(Debug)]
pub struct PictureCopy<D> {
    config: VideoConfig,
    reordering: (i64, Fraction),
    window: Window,
    /// A picture's length in the track's units, for the last one.
    frame: i64,
    frames: Vec<Coded<D>>,
    /// The keyframe before the window. Where the film has a hole it stands in.
    before: Option<Coded<D>>,
    /// The next segment's keyframe, and where that segment begins: pictures that lead the keyframe are shown before it.
    next: Option<(i64, i64)>,
    /// There is nothing earlier to read.
    pub at_beginning: bool,
}

impl<D> PictureCopy<D> {
    pub fn new(track: &Track, window: Window) -> Result<Self, SegmentError> {
        let frame = track.frame().map_or(window.tolerance * 2, |frame| rescale(1, frame, track.base)).max(1);
        let reordered = track.facts.picture.map_or(0, |picture| picture.reordered);
        Ok(Self {
            config: track.video_config()?,
            reordering: track.reordering(reordered),
            window,
            frame,
            frames: Vec::new(),
            before: None,
            next: None,
            at_beginning: false,
        })
    }

    pub fn config(&self) -> &VideoConfig {
        &self.config
    }

    pub fn take(&mut self, pts: i64, key: bool, data: D) -> Want {
        if let Some((keyframe, begin)) = &mut self.next {
            if key || pts > *keyframe {
                return Want::Nothing;
            }
            *begin = pts.min(*begin);
            return Want::More;
        }
        if key && self.window.is_after(pts) {
            if self.frames.is_empty() && self.before.is_none() && !self.at_beginning {
                return Want::Earlier;
            }
            self.next = Some((pts, pts));
            return Want::More;
        }
        if self.frames.is_empty() {
            if !key {
                return Want::More;
            }
            let frame = Coded { pts, key, data };
            if self.window.is_before(pts) {
                self.before = Some(frame);
                return Want::More;
            }
            // A keyframe behind the beginning: perhaps the one at it was missed.
            if pts > self.window.start + self.window.tolerance && self.before.is_none() && !self.at_beginning {
                return Want::Earlier;
            }
            self.frames.push(frame);
        } else {
            self.frames.push(Coded { pts, key, data });
        }
        Want::More
    }

    pub fn finish(mut self) -> Result<Pictures<D>, SegmentError> {
        let shown = self.frames.iter().map(|frame| frame.pts).max();
        let end = match (self.next, shown) {
            (Some((_, begin)), _) => begin,
            // The film's end, which may come early.
            (None, Some(shown)) => shown + self.frame,
            (None, None) => self.window.end,
        };
        if self.frames.is_empty() {
            let held = self.before.take().ok_or_else(|| SegmentError::BadFile("there is no picture here".to_owned()))?;
            self.frames.push(Coded { pts: self.window.start, ..held });
        }
        let end = end.max(self.window.start + 1);
        Ok(Pictures { config: self.config, reordering: self.reordering, base: self.window.base, frames: self.frames, end, in_band: false })
    }
}
