//! A file through a window: few large reads, and slices of them that cost nothing.

use bytes::{Bytes, BytesMut};

use super::{Place, Result, Source, unsupported};

/// Read at once where nobody says how much is wanted.
const STEP: u64 = 256 * 1024;

/// The same for those who look at a few bytes here and there.
const PEEK: u64 = 128;

/// And for those who read all of it.
const PASS: u64 = 2 << 20;

/// The most that is read through one window: no segment is longer.
const MOST: u64 = 512 << 20;

pub struct Window<'a> {
    source: &'a dyn Source,
    length: u64,
    /// Where `bytes` begins in the file.
    begin: u64,
    bytes: Bytes,
    step: u64,
    most: u64,
    /// All that was read, by where it begins; `None` for those who do not ask for it.
    read: Option<Vec<(u64, Bytes)>>,
    total: u64,
}

impl<'a> Window<'a> {
    pub fn new(source: &'a dyn Source) -> Self {
        Self { source, length: source.length(), begin: 0, bytes: Bytes::new(), step: STEP, most: MOST, read: Some(Vec::new()), total: 0 }
    }

    /// For a few bytes here and there: hardly more is read than is asked for, and nothing is remembered.
    pub fn peeking(source: &'a dyn Source) -> Self {
        Self { step: PEEK, read: None, ..Self::new(source) }
    }

    /// For all of a file, one piece after the other, of which nothing is remembered: many small reads would keep the disk
    /// from reading ahead.
    pub fn passing(source: &'a dyn Source) -> Self {
        Self { step: PASS, most: u64::MAX, read: None, ..Self::new(source) }
    }

    /// Bytes of the file.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Reads a stretch that is about to be asked for in pieces. What lies behind the end of the file is left out.
    pub fn load(&mut self, begin: u64, end: u64) -> Result<()> {
        let end = end.min(self.length);
        if begin >= self.begin && end <= self.begin + self.bytes.len() as u64 {
            return Ok(());
        }
        // Memory is had again and again where nobody looks at what was read before.
        let before = std::mem::take(&mut self.bytes).try_into_mut().unwrap_or_default();
        self.bytes = self.fetch(begin, end, before)?;
        self.begin = begin;
        Ok(())
    }

    /// A stretch of the file; what reaches behind its end is refused.
    pub fn get(&mut self, place: Place) -> Result<Bytes> {
        if place.end() > self.length {
            return unsupported("something reaches behind the end of the file");
        }
        if let Some(bytes) = self.held(place) {
            return Ok(bytes);
        }
        if u64::from(place.length) > self.step {
            return self.fetch(place.offset, place.end(), BytesMut::new());
        }
        self.load(place.offset, place.offset + self.step)?;
        self.held(place).map_or_else(|| unsupported("something reaches behind the end of the file"), Ok)
    }

    /// All that was read, by where it begins in the file.
    pub fn into_read(self) -> Vec<(u64, Bytes)> {
        self.read.unwrap_or_default()
    }

    fn held(&self, place: Place) -> Option<Bytes> {
        let from = usize::try_from(place.offset.checked_sub(self.begin)?).ok()?;
        let to = from.checked_add(place.length as usize)?;
        (to <= self.bytes.len()).then(|| self.bytes.slice(from..to))
    }

    fn fetch(&mut self, begin: u64, end: u64, mut buffer: BytesMut) -> Result<Bytes> {
        let length = end.saturating_sub(begin);
        self.total = self.total.saturating_add(length);
        if self.total > self.most {
            return unsupported("more than a segment may have");
        }
        buffer.resize(length as usize, 0);
        self.source.read_exact_at(begin, &mut buffer)?;
        let bytes = buffer.freeze();
        if let Some(read) = &mut self.read {
            read.push((begin, bytes.clone()));
        }
        Ok(bytes)
    }
}

/// One stretch of a file on its own; what reaches behind the file's end is refused.
pub fn stretch(source: &dyn Source, place: Place) -> Result<Vec<u8>> {
    if place.end() > source.length() {
        return unsupported("something reaches behind the end of the file");
    }
    let mut buffer = vec![0; place.length as usize];
    source.read_exact_at(place.offset, &mut buffer)?;
    Ok(buffer)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::cell::Cell;
    use std::io;

    /// A file in memory that counts how often it is read.
    pub struct Memory {
        pub bytes: Vec<u8>,
        pub reads: Cell<usize>,
        pub most: Cell<usize>,
    }

    impl Memory {
        pub fn new(bytes: Vec<u8>) -> Self {
            Self { bytes, reads: Cell::new(0), most: Cell::new(0) }
        }
    }

    impl Source for Memory {
        fn length(&self) -> u64 {
            self.bytes.len() as u64
        }

        fn read_exact_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
            self.reads.set(self.reads.get() + 1);
            self.most.set(self.most.get().max(buffer.len()));
            let from = usize::try_from(offset).map_err(|_| io::ErrorKind::UnexpectedEof)?;
            let bytes = self.bytes.get(from..).and_then(|rest| rest.get(..buffer.len())).ok_or(io::ErrorKind::UnexpectedEof)?;
            buffer.copy_from_slice(bytes);
            Ok(())
        }
    }

    #[test]
    fn what_is_near_is_read_once() {
        let file = Memory::new((0..=255).cycle().take(600_000).collect());
        let mut window = Window::new(&file);
        window.load(1000, 300_000).unwrap();
        for offset in [1000, 5000, 299_990] {
            let bytes = window.get(Place { offset, length: 10 }).unwrap();
            assert_eq!(bytes[..], file.bytes[offset as usize..][..10]);
        }
        assert_eq!(file.reads.get(), 1);
        assert_eq!(window.get(Place { offset: 299_995, length: 10 }).unwrap()[9], file.bytes[300_004]);
        assert_eq!(file.reads.get(), 2);
    }

    #[test]
    fn nothing_behind_the_end_is_reserved() {
        let file = Memory::new(vec![7; 100]);
        let mut window = Window::new(&file);
        assert!(window.get(Place { offset: 90, length: 11 }).is_err());
        assert!(window.get(Place { offset: u64::MAX, length: u32::MAX }).is_err());
        assert!(stretch(&file, Place { offset: 0, length: u32::MAX }).is_err());
        assert_eq!(file.reads.get(), 0);
        assert_eq!(window.get(Place { offset: 90, length: 10 }).unwrap().len(), 10);
    }
}
