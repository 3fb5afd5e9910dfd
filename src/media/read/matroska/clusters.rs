//! Walking over clusters, frame by frame.

use std::collections::VecDeque;

use bytes::Bytes;

use super::block::Block;
use super::ebml::{Element, child, children, head_of, unsigned};
use super::header::{Header, MatroskaTrack};
use super::id;
use crate::read::film::TIME_MAX;
use crate::read::{Place, Result, Window, unsupported};

/// Elements looked at and bytes of the file walked over.
#[derive(Clone, Copy)]
pub struct Limits {
    pub elements: u32,
    pub bytes: u64,
    /// Bytes of the longest block that is read.
    pub block: u64,
    /// Clusters that begin later are not entered, in the file's units.
    pub time: u64,
}

/// What one segment may take.
const SEGMENT: Limits = Limits { elements: 1_000_000, bytes: 512 << 20, block: u32::MAX as u64, time: u64::MAX };
/// Elements of a cluster looked at for its time.
const BEFORE_TIME: usize = 5;
/// Of a block or group this much is read to see whose it is.
const HEAD: u64 = 24;

/// A frame of one track, as libav's demuxer hands it over.
#[derive(Clone, Debug)]
pub struct Frame {
    /// As blocks name it.
    pub track: u64,
    /// In the file's units, less the codec's delay.
    pub time: i64,
    pub duration: i64,
    pub key: bool,
    /// Where its cluster and its block's content begin in the file.
    pub cluster: u64,
    pub block: u64,
    data: Bytes,
}

/// The track of the block with which a group begins, if it does.
fn block_in(group: &[u8]) -> Option<u64> {
    let (id, _, length) = head_of(group)?;
    let (number, _) = super::header::track_number(group.get(length..).filter(|_| id == id::BLOCK)?)?;
    Some(number)
}

impl Frame {
    /// Its bytes as they are in the file.
    pub fn data(&self) -> &Bytes {
        &self.data
    }

    /// Its bytes, with what was stripped from them.
    pub fn whole(&self, track: &MatroskaTrack) -> Bytes {
        if track.stripped.is_empty() { self.data.clone() } else { [&track.stripped[..], &self.data].concat().into() }
    }
}

pub struct Clusters<'a> {
    header: &'a Header,
    limits: Limits,
    begin: u64,
    at: u64,
    elements: u32,
    /// Where the cluster begins.
    cluster: u64,
    /// The cluster's own time, once it was said.
    time: Option<u64>,
    /// Where the cluster ends, if its writer knew.
    end: Option<u64>,
    /// Laced frames that wait.
    queue: VecDeque<Frame>,
}

impl<'a> Clusters<'a> {
    /// From a cluster on, as far as one segment may reach.
    pub fn new(header: &'a Header, begin: u64) -> Self {
        Self::within(header, begin, SEGMENT)
    }

    pub fn within(header: &'a Header, begin: u64, limits: Limits) -> Self {
        Self { header, limits, begin, at: begin, elements: 0, cluster: begin, time: None, end: None, queue: VecDeque::new() }
    }

    /// The next frame of the tracks that are wanted. `None` at the file's end.
    pub fn next(&mut self, window: &mut Window<'_>, wanted: impl Fn(u64) -> bool) -> Result<Option<Frame>> {
        loop {
            if let Some(frame) = self.queue.pop_front() {
                return Ok(Some(frame));
            }
            if self.at >= self.header.end {
                return Ok(None);
            }
            let Some(element) = Element::read(window, self.at)? else { return Ok(None) };
            self.elements += 1;
            if self.elements > self.limits.elements || self.at - self.begin > self.limits.bytes {
                return unsupported("more of a file than a segment may need");
            }
            if self.elements == 1 && element.id != id::CLUSTER {
                return unsupported("an index that does not point at clusters");
            }
            self.step(window, element, &wanted)?;
            if self.time.is_some_and(|time| time > self.limits.time) {
                return Ok(None);
            }
        }
    }

    /// The first frame of the block that stands so far into this cluster.
    pub fn block_at(&mut self, window: &mut Window<'_>, relative: u64, wanted: impl Fn(u64) -> bool) -> Result<Option<Frame>> {
        let content = match Element::read(window, self.begin)? {
            Some(cluster) if cluster.id == id::CLUSTER => cluster.content,
            _ => return unsupported("an index that does not point at clusters"),
        };
        self.time(window)?;
        self.at = content.saturating_add(relative);
        match Element::read(window, self.at)? {
            Some(element) if matches!(element.id, id::SIMPLE_BLOCK | id::BLOCK_GROUP) => self.step(window, element, &wanted)?,
            _ => return unsupported("an index that does not point at blocks"),
        }
        Ok(self.queue.pop_front())
    }

    /// The time of the cluster at which this begins, in the file's units. It stands before the blocks, behind a checksum
    /// perhaps.
    pub fn time(&mut self, window: &mut Window<'_>) -> Result<Option<u64>> {
        for place in 0..BEFORE_TIME {
            let Some(element) = Element::read(window, self.at)? else { break };
            match element.id {
                id::CLUSTER if place == 0 => (),
                id::TIMESTAMP | id::POSITION | id::PREV_SIZE | id::CRC_32 => (),
                _ => break,
            }
            self.step(window, element, &|_| false)?;
            if self.time.is_some() {
                break;
            }
        }
        Ok(self.time)
    }

    fn step(&mut self, window: &mut Window<'_>, element: Element, wanted: &impl Fn(u64) -> bool) -> Result<()> {
        if element.id == id::CLUSTER {
            (self.cluster, self.time, self.end, self.at) = (self.at, None, element.end(), element.content);
            return Ok(());
        }
        let Some(size) = element.size else { return unsupported("an element of unknown size") };
        let behind = element.content + size;
        let limit = self.limits.block;
        let content = |window: &mut Window<'_>| match u32::try_from(size).ok().filter(|length| u64::from(*length) <= limit) {
            Some(length) => window.get(Place { offset: element.content, length }),
            None => unsupported("an element that is too long"),
        };
        let head = |window: &mut Window<'_>| window.get(Place { offset: element.content, length: size.min(HEAD) as u32 });
        let inside = match element.id {
            id::TIMESTAMP => {
                self.time = unsigned(&content(window)?);
                true
            }
            id::SIMPLE_BLOCK => {
                if super::header::track_number(&head(window)?).is_some_and(|(number, _)| wanted(number)) {
                    self.block(element.content, content(window)?, None, None)?;
                }
                true
            }
            id::BLOCK_GROUP => {
                // Mostly the block comes first, and tells whose group it is.
                if block_in(&head(window)?).is_none_or(wanted) {
                    self.group(element.content, &content(window)?, wanted)?;
                }
                true
            }
            id::POSITION | id::PREV_SIZE => true,
            id::VOID | id::CRC_32 => self.end.is_some_and(|end| behind <= end),
            id::SEEK_HEAD | id::INFO | id::TRACKS | id::CUES | id::TAGS | id::CHAPTERS | id::ATTACHMENTS => {
                self.end = None;
                false
            }
            _ => return unsupported("an element that is not known here"),
        };
        if inside && self.end.is_some_and(|end| behind > end) {
            return unsupported("an element reaches behind the end of its cluster");
        }
        self.at = behind;
        Ok(())
    }

    fn group(&mut self, position: u64, group: &Bytes, wanted: &impl Fn(u64) -> bool) -> Result<()> {
        let Some(block) = child(group, id::BLOCK) else { return unsupported("a group without a block") };
        if !super::header::track_number(block).is_some_and(|(number, _)| wanted(number)) {
            return Ok(());
        }
        let duration = child(group, id::BLOCK_DURATION).and_then(unsigned);
        let key = !children(group).any(|(id, _)| id == id::REFERENCE_BLOCK);
        let inside = block.as_ptr().addr() - group.as_ptr().addr();
        self.block(position + inside as u64, group.slice_ref(block), duration, Some(key))
    }

    /// `key` is what a group says; alone, a block says it itself.
    fn block(&mut self, position: u64, bytes: Bytes, duration: Option<u64>, key: Option<bool>) -> Result<()> {
        let Some(block) = Block::parse(&bytes) else { return unsupported("a block that does not hold what it says") };
        let Some(cluster) = self.time.filter(|time| *time <= TIME_MAX).and_then(|time| i64::try_from(time).ok()) else {
            return unsupported("a block without a time");
        };
        let Some(track) = self.header.tracks.iter().find(|track| track.number == block.track) else { return Ok(()) };
        let count = block.sizes.len() as u64;
        let all = duration.or_else(|| Some(track.frame.checked_mul(count)? / self.header.scale)).and_then(|all| i64::try_from(all).ok());
        let Some(all) = all.filter(|all| *all < i64::from(i32::MAX)) else { return unsupported("a block that lasts too long") };
        let key = key.unwrap_or(block.flags & 0x80 != 0);
        let mut time = cluster.saturating_add(block.time.into()).saturating_sub(track.delay);
        let mut begin = block.begin;
        for (place, size) in block.sizes.into_iter().enumerate() {
            // As libav spreads it, so that nothing is lost to rounding.
            let share = |place: i64| all * place / count as i64;
            let lasts = share(place as i64 + 1) - share(place as i64);
            if count > 1 && lasts == 0 {
                return unsupported("laced frames of unknown length");
            }
            let data = bytes.slice(begin..begin + size);
            let key = key && place == 0;
            self.queue.push_back(Frame { track: track.number, time, duration: lasts, key, cluster: self.cluster, block: position, data });
            time = time.saturating_add(lasts);
            begin += size;
        }
        Ok(())
    }
}
