//! The sample table of a track, kept about as small as the file keeps it: a film of two hours has half a million
//! samples.

use super::boxes::{child, long, rows, word};
use crate::read::film::TIME_MAX;

/// Samples of one track; a week of film.
pub const SAMPLES_MAX: usize = 20_000_000;

/// One sample of a track. Times are in the track's units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Where its bytes are in the file.
    pub offset: u64,
    pub size: u32,
    /// When it is decoded, by the table alone: edit lists are not regarded.
    pub dts: i64,
    /// How much later it is shown; may be negative.
    pub composition: i32,
    pub duration: u32,
    pub sync: bool,
}

#[derive(Debug, Default)]
pub struct SampleTable {
    count: usize,
    sizes: Sizes,
    chunks: Vec<Chunk>,
    durations: Vec<Durations>,
    /// From which sample on a composition offset holds.
    compositions: Vec<(u32, i32)>,
    /// Numbers from 0, rising; `None` when all are.
    sync: Option<Vec<u32>>,
}

#[derive(Debug)]
enum Sizes {
    Equal(u32),
    Each(Vec<u32>),
}

impl Default for Sizes {
    fn default() -> Self {
        Self::Equal(0)
    }
}

/// Samples that lie one behind the other.
#[derive(Clone, Copy, Debug)]
struct Chunk {
    first: u32,
    offset: u64,
}

/// Samples that last equally long.
#[derive(Clone, Copy, Debug)]
struct Durations {
    first: u32,
    dts: i64,
    each: u32,
}

impl SampleTable {
    /// From the body of an `stbl` box. `None` when its tables do not fit together.
    pub fn parse(body: &[u8]) -> Option<Self> {
        let (count, sizes) = sizes(child(body, b"stsz")?)?;
        let chunks = chunks(body, count)?;
        let durations = durations(child(body, b"stts")?, count)?;
        let compositions = child(body, b"ctts").map_or(Some(Vec::new()), |table| compositions(table, count))?;
        let sync = child(body, b"stss").map_or(Some(None), |table| sync(table).map(Some))?;
        Some(Self { count, sizes, chunks, durations, compositions, sync })
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The samples from this number on, in order of decoding.
    pub fn from(&self, number: usize) -> Samples<'_> {
        let at = u32::try_from(number).unwrap_or(u32::MAX);
        // The place of the row that holds from there on.
        let row = |behind: usize| behind.saturating_sub(1);
        let chunk = row(self.chunks.partition_point(|chunk| chunk.first <= at));
        let first = self.chunks.get(chunk).map_or(0, |chunk| chunk.first as usize);
        Samples {
            table: self,
            number,
            chunk,
            in_chunk: (first..number.min(self.count)).map(|number| u64::from(self.size(number))).sum(),
            durations: row(self.durations.partition_point(|run| run.first <= at)),
            compositions: self.compositions.partition_point(|(first, _)| *first <= at),
            sync: self.sync.as_ref().map_or(0, |sync| sync.partition_point(|number| *number < at)),
        }
    }

    /// The number of the first sample that is decoded at this time or later; the count of all when there is none.
    pub fn first_at(&self, dts: i64) -> usize {
        let behind = self.durations.partition_point(|run| run.dts < dts);
        let Some(run) = behind.checked_sub(1).and_then(|place| self.durations.get(place)) else { return 0 };
        let end = self.durations.get(behind).map_or(self.count, |next| next.first as usize);
        let steps = (dts - run.dts).unsigned_abs().div_ceil(u64::from(run.each.max(1)));
        (run.first as usize).saturating_add(usize::try_from(steps).unwrap_or(usize::MAX)).min(end)
    }

    /// Bytes of memory.
    pub fn weight(&self) -> usize {
        let sizes = if let Sizes::Each(sizes) = &self.sizes { sizes.len() * 4 } else { 0 };
        sizes + self.chunks.len() * 16 + self.durations.len() * 24 + self.compositions.len() * 8 + self.sync.as_ref().map_or(0, |sync| sync.len() * 4)
    }

    fn size(&self, number: usize) -> u32 {
        match &self.sizes {
            Sizes::Equal(size) => *size,
            Sizes::Each(sizes) => sizes.get(number).copied().unwrap_or(0),
        }
    }
}

/// A table that samples are added to.
pub struct Builder {
    table: SampleTable,
    sizes: Vec<u32>,
    sync: Vec<u32>,
    /// Where the last sample ends in the file, and when it does.
    end: u64,
    dts: i64,
}

impl Builder {
    /// From what the header lists already.
    pub fn new(mut table: SampleTable) -> Option<Self> {
        let count = u32::try_from(table.count).ok()?;
        let sizes = match std::mem::take(&mut table.sizes) {
            Sizes::Each(sizes) => sizes,
            Sizes::Equal(size) => vec![size; table.count],
        };
        let sync = table.sync.take().unwrap_or_else(|| (0..count).collect());
        let dts = table.durations.last().map_or(0, |run| run.dts + i64::from(count.saturating_sub(run.first)) * i64::from(run.each));
        Some(Self { table, sizes, sync, end: u64::MAX, dts })
    }

    /// The next sample is decoded at this time. `None` when that is before the one before.
    pub fn go_to(&mut self, dts: i64) -> Option<()> {
        let last = self.table.durations.last().map_or(i64::MIN, |run| run.dts);
        (dts >= last).then(|| self.dts = dts)
    }

    /// Adds a sample behind the others; its own time is not regarded. `None` when there are too many, or it makes no sense.
    pub fn push(&mut self, sample: Sample) -> Option<()> {
        let number = u32::try_from(self.table.count).ok().filter(|number| (*number as usize) < SAMPLES_MAX)?;
        if self.end != sample.offset {
            self.table.chunks.push(Chunk { first: number, offset: sample.offset });
        }
        let goes_on = |run: &Durations| run.each == sample.duration && run.dts + i64::from(number - run.first) * i64::from(run.each) == self.dts;
        if !self.table.durations.last().is_some_and(goes_on) {
            self.table.durations.push(Durations { first: number, dts: self.dts, each: sample.duration });
        }
        if self.table.compositions.last().map_or(0, |(_, offset)| *offset) != sample.composition {
            self.table.compositions.push((number, sample.composition));
        }
        if sample.sync {
            self.sync.push(number);
        }
        self.sizes.push(sample.size);
        self.table.count += 1;
        self.end = sample.offset.checked_add(sample.size.into())?;
        self.dts = self.dts.checked_add(sample.duration.into()).filter(|dts| dts.unsigned_abs() <= TIME_MAX)?;
        Some(())
    }

    pub fn finish(self) -> SampleTable {
        let sync = (self.sync.len() < self.table.count).then_some(self.sync);
        SampleTable { sizes: Sizes::Each(self.sizes), sync, ..self.table }
    }
}

/// Walks over samples.
#[derive(Clone, Debug)]
pub struct Samples<'a> {
    table: &'a SampleTable,
    number: usize,
    chunk: usize,
    /// Bytes of the chunk before the sample.
    in_chunk: u64,
    durations: usize,
    /// The place behind the row that holds.
    compositions: usize,
    sync: usize,
}

impl Iterator for Samples<'_> {
    type Item = Sample;

    fn next(&mut self) -> Option<Sample> {
        let table = self.table;
        if self.number >= table.count {
            return None;
        }
        let number = u32::try_from(self.number).ok()?;
        while table.chunks.get(self.chunk + 1).is_some_and(|next| next.first <= number) {
            (self.chunk, self.in_chunk) = (self.chunk + 1, 0);
        }
        while table.durations.get(self.durations + 1).is_some_and(|next| next.first <= number) {
            self.durations += 1;
        }
        while table.compositions.get(self.compositions).is_some_and(|next| next.0 <= number) {
            self.compositions += 1;
        }
        let size = table.size(self.number);
        let offset = table.chunks.get(self.chunk)?.offset.checked_add(self.in_chunk)?;
        let run = table.durations.get(self.durations)?;
        let composition = self.compositions.checked_sub(1).and_then(|place| table.compositions.get(place)).map_or(0, |row| row.1);
        let sync = match &table.sync {
            None => true,
            Some(list) => list.get(self.sync) == Some(&number),
        };
        self.sync += usize::from(sync);
        self.in_chunk += u64::from(size);
        self.number += 1;
        let dts = run.dts.checked_add(i64::from(number - run.first) * i64::from(run.each))?;
        Some(Sample { offset, size, dts, composition, duration: run.each, sync })
    }
}

fn sizes(table: &[u8]) -> Option<(usize, Sizes)> {
    let (all, count) = (word(table, 4)?, word(table, 8)? as usize);
    if count > SAMPLES_MAX {
        return None;
    }
    if all != 0 {
        return Some((count, Sizes::Equal(all)));
    }
    let sizes = table.get(12..)?.get(..count * 4)?.chunks_exact(4).map(|size| word(size, 0).unwrap_or(0));
    Some((count, Sizes::Each(sizes.collect())))
}

/// Chunks have a position each, and a table says from which chunk on how many samples are in one.
fn chunks(body: &[u8], count: usize) -> Option<Vec<Chunk>> {
    let offsets: Vec<u64> = match (child(body, b"stco"), child(body, b"co64")) {
        (Some(table), _) => rows::<1>(table)?.map(|[offset]| offset.into()).collect(),
        (None, Some(table)) => {
            let all = word(table, 4)? as usize;
            let table = table.get(8..)?.get(..all.checked_mul(8)?)?;
            table.chunks_exact(8).map(|offset| long(offset, 0).unwrap_or(0)).collect()
        }
        (None, None) => return None,
    };
    let mut rows = rows::<3>(child(body, b"stsc")?)?.peekable();
    let mut chunks = Vec::with_capacity(offsets.len());
    let (mut first, mut in_chunk) = (0u32, 0u32);
    for (number, offset) in offsets.into_iter().enumerate() {
        // Chunks are counted from one.
        while let Some([_, samples, _]) = rows.next_if(|[from, ..]| *from as usize <= number + 1) {
            in_chunk = samples;
        }
        if first as usize >= count {
            break;
        }
        if in_chunk == 0 {
            return None;
        }
        chunks.push(Chunk { first, offset });
        first = first.saturating_add(in_chunk);
    }
    (first as usize >= count).then_some(chunks)
}

fn durations(table: &[u8], count: usize) -> Option<Vec<Durations>> {
    let rows = rows::<2>(table)?;
    let mut runs = Vec::with_capacity(rows.len());
    let (mut first, mut dts) = (0u32, 0i64);
    for [samples, each] in rows {
        if samples > 0 {
            runs.push(Durations { first, dts, each });
            first = first.checked_add(samples)?;
            dts = dts.checked_add(i64::from(samples) * i64::from(each))?;
        }
    }
    (first as usize >= count).then_some(runs)
}

fn compositions(table: &[u8], count: usize) -> Option<Vec<(u32, i32)>> {
    let rows = rows::<2>(table)?;
    let mut runs = Vec::with_capacity(rows.len());
    let mut first = 0u32;
    for [samples, offset] in rows {
        if samples > 0 {
            // Unsigned in version 0, but written signed by many all the same.
            runs.push((first, offset as i32));
            first = first.checked_add(samples)?;
        }
    }
    // What a short table leaves out is shown when it is decoded.
    if (first as usize) < count {
        runs.push((first, 0));
    }
    Some(runs)
}

fn sync(table: &[u8]) -> Option<Vec<u32>> {
    let numbers: Option<Vec<u32>> = rows::<1>(table)?.map(|[number]| number.checked_sub(1)).collect();
    numbers.filter(|numbers| numbers.is_sorted_by(|one, next| one < next))
}

#[cfg(test)]
mod tests;
