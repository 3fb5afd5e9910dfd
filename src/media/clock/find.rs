//! Finding the epochs of a file while its packets are read from the first to the last.

use walros_model::index::{Epoch, Keyframe};

use super::{APART, SECOND, WRAP, own};

/// Decode times of a stream rise. So much back is a fault of a multiplexer, more is another clock.
const BACK: i64 = SECOND / 4;
/// A pause is not longer.
const AHEAD: i64 = APART;

/// A picture with a torn time looks like a jump until the next one comes.
const DOUBTFUL: u32 = 8;

/// A hundred wraps.
const TIME_MAX: u64 = 100 << 33;

/// More jumps than this are noise.
const EPOCHS_MAX: usize = 1000;

/// A packet as the demuxer tells it, in units of 1/90000 s.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    pub stream: usize,
    pub pts: i64,
    pub dts: i64,
    pub duration: i64,
    /// Bytes; negative when it shares a place with the one before.
    pub position: i64,
    pub key: bool,
}

/// What came of it. Times are on the one timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// In order of decoding.
    pub keyframes: Vec<Keyframe>,
    /// Of the picture.
    pub start: i64,
    pub end: i64,
    /// Empty where the clock neither wraps nor jumps.
    pub epochs: Vec<Epoch>,
}

/// Takes the packets of a picture and of the sounds that belong to it, in the demuxer's order.
#[derive(Debug)]
pub struct EpochFinder {
    picture: usize,
    streams: Vec<Stream>,
    drafts: Vec<Draft>,
    /// The decode time of the packet before, on the timeline so far.
    clock: i64,
    /// With the number of their epoch; times are the clock's.
    keyframes: Vec<(usize, Keyframe)>,
    keyframes_max: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Stream {
    /// The last decode time, on the timeline so far, and when the next is expected.
    last: Option<(i64, i64)>,
    position: i64,
}

/// An epoch of which not all is known yet.
#[derive(Clone, Copy, Debug)]
struct Draft {
    position: i64,
    /// As the stream that jumped first would have it. The picture is what counts in the end.
    shift: i64,
    wraps: bool,
    pictures: u32,
    /// The clock at the earliest picture, and at the end of the latest.
    span: Option<(i64, i64)>,
}

impl EpochFinder {
    /// No more keyframes than `keyframes_max` are kept.
    pub fn new(picture: usize, keyframes_max: usize) -> Self {
        Self { picture, streams: Vec::new(), drafts: Vec::new(), clock: 0, keyframes: Vec::new(), keyframes_max }
    }

    pub fn take(&mut self, mut stamp: Stamp) {
        // No demuxer says such times.
        if [stamp.pts, stamp.dts].iter().any(|time| time.unsigned_abs() > TIME_MAX) {
            return;
        }
        stamp.duration = stamp.duration.clamp(0, APART);
        let count = stamp.dts.rem_euclid(WRAP);
        if self.streams.len() <= stamp.stream {
            self.streams.resize(stamp.stream + 1, Stream::default());
        }
        let Some(stream) = self.streams.get_mut(stamp.stream) else { return };
        if stamp.position >= 0 {
            stream.position = stamp.position;
        }
        let (stream, is_picture) = (*stream, stamp.stream == self.picture);
        if self.drafts.is_empty() {
            // The first epoch's timeline is the demuxer's own.
            self.drafts.push(Draft { position: 0, shift: stamp.dts - count, wraps: false, pictures: 0, span: None });
        }
        if is_picture {
            self.forget_doubtful(&stream, count);
        }
        let number = self.epoch_of(&stream, count);
        let Some(draft) = self.drafts.get_mut(number) else { return };
        let time = count + draft.shift;
        let step = stream.last.map(|(last, _)| time - last).filter(|step| (1..SECOND).contains(step));
        let length = if stamp.duration > 0 { stamp.duration } else { step.unwrap_or(0) };
        if let Some(stream) = self.streams.get_mut(stamp.stream) {
            stream.last = Some((time, time + length));
        }
        self.clock = time;
        if is_picture {
            // Decode and presentation time may lie on both sides of a wrap.
            let pts = count + (stamp.pts - stamp.dts + WRAP / 2).rem_euclid(WRAP) - WRAP / 2;
            draft.pictures = draft.pictures.saturating_add(1);
            let (first, end) = draft.span.unwrap_or((pts, pts));
            draft.span = Some((first.min(pts), end.max(pts + length)));
            if stamp.key && self.keyframes.len() < self.keyframes_max {
                self.keyframes.push((number, Keyframe { pts, position: stream.position }));
            }
        }
    }

    /// A jump that the picture does not follow is none.
    fn forget_doubtful(&mut self, stream: &Stream, count: i64) {
        let Some([.., before, last]) = self.drafts.get(..) else { return };
        if last.wraps || last.pictures >= DOUBTFUL || stream.position < last.position || !self.fits(stream, count + before.shift) {
            return;
        }
        self.drafts.pop();
        let left = self.drafts.len();
        self.keyframes.retain(|(number, _)| *number < left);
    }

    /// Whether a stream goes on at this time.
    fn fits(&self, stream: &Stream, time: i64) -> bool {
        let Some((last, _)) = stream.last else { return true };
        let passed = time - last;
        // What pauses while other streams go on has not jumped.
        (-BACK..=AHEAD).contains(&passed) || (passed > AHEAD && (time - self.clock).abs() <= APART)
    }

    /// The number of the epoch that a packet belongs to, perhaps a new one.
    fn epoch_of(&mut self, stream: &Stream, count: i64) -> usize {
        let own = own(self.drafts.iter().map(|draft| draft.position), stream.position);
        let neighbours = [Some(own), own.checked_sub(1), own.checked_add(1)];
        let fitting = neighbours.into_iter().flatten().find(|number| self.drafts.get(*number).is_some_and(|draft| self.fits(stream, count + draft.shift)));
        if let Some(number) = fitting.filter(|number| *number > own) {
            self.begin_earlier(number, stream.position);
        }
        let (None, Some((_, expected)), Some(last)) = (fitting, stream.last, self.drafts.last()) else { return fitting.unwrap_or(own) };
        if own + 1 < self.drafts.len() || self.drafts.len() >= EPOCHS_MAX {
            return own;
        }
        let wrapped = last.shift + WRAP;
        let wraps = self.fits(stream, count + wrapped);
        let shift = if wraps { wrapped } else { expected - count };
        self.drafts.push(Draft { position: stream.position, shift, wraps, pictures: 0, span: None });
        own + 1
    }

    /// Demuxers pass a packet on when it is whole, and may have passed on smaller ones that begin behind it.
    fn begin_earlier(&mut self, number: usize, position: i64) {
        if let Some(draft) = self.drafts.get_mut(number).filter(|draft| !draft.wraps) {
            draft.position = position;
        }
    }

    /// `None` without a picture.
    pub fn finish(self) -> Option<Timeline> {
        let mut epochs: Vec<Epoch> = Vec::with_capacity(self.drafts.len());
        let mut whole: Option<(i64, i64)> = None;
        let mut before: Option<(Draft, i64)> = None;
        for draft in self.drafts {
            let shift = match (before, draft.span, whole) {
                (None, ..) => draft.shift,
                (Some((_, shift)), ..) if draft.wraps => shift + WRAP,
                // The picture goes on where it ended.
                (Some(_), Some((first, _)), Some((_, end))) => end - first,
                (Some((before, shift)), ..) => shift + draft.shift - before.shift,
            };
            let span = draft.span.map(|(first, end)| (first + shift, end + shift));
            let start = span.or(whole.map(|(_, end)| (end, end))).map_or(0, |(start, _)| start);
            epochs.push(Epoch { position: draft.position, start, shift });
            whole = match (whole, span) {
                (Some(whole), Some(span)) => Some((whole.0.min(span.0), whole.1.max(span.1))),
                (whole, span) => span.or(whole),
            };
            before = Some((draft, shift));
        }
        let (start, end) = whole?;
        let placed = |(number, keyframe): &(usize, Keyframe)| Some(Keyframe { pts: keyframe.pts + epochs.get(*number)?.shift, ..*keyframe });
        let keyframes = self.keyframes.iter().filter_map(placed).collect();
        Some(Timeline { keyframes, start, end, epochs: if epochs.len() > 1 { epochs } else { Vec::new() } })
    }
}

#[cfg(test)]
mod tests;
