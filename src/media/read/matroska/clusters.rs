//! Walking over clusters, frame by frame.

use std::collections::VecDeque;

use bytes::Bytes;

use super::block::Block;
use super::ebml::{Element, child, children, unsigned};
use super::header::{Header, MatroskaTrack};
use super::id;
use crate::read::film::TIME_MAX;
use crate::read::{Place, Result, Window, unsupported};

/// Elements looked at for one segment.
const ELEMENTS_MAX: u32 = 1_000_000;
/// Bytes of the file walked over for one segment.
const BYTES_MAX: u64 = 512 << 20;
/// Of a block this much is read to see whose it is.
const BLOCK_HEAD: u64 = 16;

/// A frame of one track, as libav's demuxer hands it over.
#[derive(Clone, Debug)]
pub struct Frame {
    /// As blocks name it.
    pub track: u64,
    /// In the file's units, less the codec's delay.
    pub time: i64,
    pub duration: i64,
    pub key: bool,
    data: Bytes,
}

impl Frame {
    /// Its bytes, with what was stripped from them.
    pub fn whole(&self, track: &MatroskaTrack) -> Bytes {
        if track.stripped.is_empty() { self.data.clone() } else { [&track.stripped[..], &self.data].concat().into() }
    }
}

pub struct Clusters<'a> {
    header: &'a Header,
    begin: u64,
    at: u64,
    elements: u32,
    /// The cluster's own time, once it was said.
    time: Option<u64>,
    /// Where the cluster ends, if its writer knew.
    end: Option<u64>,
    /// Laced frames that wait.
    queue: VecDeque<Frame>,
}

impl<'a> Clusters<'a> {
    /// From a cluster on.
    pub fn new(header: &'a Header, begin: u64) -> Self {
        Self { header, begin, at: begin, elements: 0, time: None, end: None, queue: VecDeque::new() }
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
            if self.elements > ELEMENTS_MAX || self.at - self.begin > BYTES_MAX {
                return unsupported("more of a file than a segment may need");
            }
            if self.elements == 1 && element.id != id::CLUSTER {
                return unsupported("an index that does not point at clusters");
            }
            self.step(window, element, &wanted)?;
        }
    }

    fn step(&mut self, window: &mut Window<'_>, element: Element, wanted: &impl Fn(u64) -> bool) -> Result<()> {
        if element.id == id::CLUSTER {
            (self.time, self.end, self.at) = (None, element.end(), element.content);
            return Ok(());
        }
        let Some(size) = element.size else { return unsupported("an element of unknown size") };
        let behind = element.content + size;
        let content = |window: &mut Window<'_>| match u32::try_from(size) {
            Ok(length) => window.get(Place { offset: element.content, length }),
            Err(_) => unsupported("an element that is too long"),
        };
        let inside = match element.id {
            id::TIMESTAMP => {
                self.time = unsigned(&content(window)?);
                true
            }
            id::SIMPLE_BLOCK => {
                let head = window.get(Place { offset: element.content, length: size.min(BLOCK_HEAD) as u32 })?;
                if super::header::track_number(&head).is_some_and(|(number, _)| wanted(number)) {
                    self.block(content(window)?, None, None)?;
                }
                true
            }
            id::BLOCK_GROUP => {
                self.group(&content(window)?, wanted)?;
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

    fn group(&mut self, group: &Bytes, wanted: &impl Fn(u64) -> bool) -> Result<()> {
        let Some(block) = child(group, id::BLOCK) else { return unsupported("a group without a block") };
        if !super::header::track_number(block).is_some_and(|(number, _)| wanted(number)) {
            return Ok(());
        }
        let duration = child(group, id::BLOCK_DURATION).and_then(unsigned);
        let key = !children(group).any(|(id, _)| id == id::REFERENCE_BLOCK);
        self.block(group.slice_ref(block), duration, Some(key))
    }

    /// `key` is what a group says; alone, a block says it itself.
    fn block(&mut self, bytes: Bytes, duration: Option<u64>, key: Option<bool>) -> Result<()> {
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
            self.queue.push_back(Frame { track: track.number, time, duration: lasts, key: key && place == 0, data });
            time = time.saturating_add(lasts);
            begin += size;
        }
        Ok(())
    }
}
