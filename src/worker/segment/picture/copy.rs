//! Copying: the packets from one keyframe to the next boundary's.

use ffmpeg_next::Packet;
use walros_jobs::Fault;
use walros_media::config::VideoConfig;
use walros_media::time::rescale;

use super::{Coded, Pictures, config};
use crate::fault;
use crate::segment::film::{Track, Want};
use crate::segment::window::Window;

pub(in crate::segment) struct Copy {
    config: VideoConfig,
    window: Window,
    /// A picture's length in the track's units, for the last one.
    frame: i64,
    frames: Vec<Coded>,
    /// The keyframe before the window. Where the film has a hole it stands in.
    before: Option<Coded>,
    /// The next segment's keyframe, and where that segment begins: pictures that lead the keyframe are shown before it.
    next: Option<(i64, i64)>,
    pub at_beginning: bool,
}

impl Copy {
    pub fn new(track: &Track, window: Window) -> Result<Self, Fault> {
        let frame = track.frame.map_or(window.tolerance * 2, |frame| rescale(1, frame, track.base)).max(1);
        Ok(Self { config: config::of_copy(track)?, window, frame, frames: Vec::new(), before: None, next: None, at_beginning: false })
    }

    pub fn take(&mut self, packet: Packet) -> Want {
        // Pictures without a time were written by nothing that is copied from.
        let (Some(pts), Some(data)) = (packet.pts().or(packet.dts()), packet.data()) else { return Want::More };
        let key = packet.is_key();
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
            let frame = Coded { pts, key, data: data.to_vec() };
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
            self.frames.push(Coded { pts, key, data: data.to_vec() });
        }
        Want::More
    }

    pub fn finish(mut self) -> Result<Pictures, Fault> {
        let shown = self.frames.iter().map(|frame| frame.pts).max();
        let end = match (self.next, shown) {
            (Some((_, begin)), _) => begin,
            // The film's end, which may come early.
            (None, Some(shown)) => shown + self.frame,
            (None, None) => self.window.end,
        };
        if self.frames.is_empty() {
            let held = self.before.take().ok_or_else(|| fault::bad_file("there is no picture here"))?;
            self.frames.push(Coded { pts: self.window.start, ..held });
        }
        Ok(Pictures { config: self.config, encoded: false, base: self.window.base, frames: self.frames, end: end.max(self.window.start + 1) })
    }
}
