//! Scattered places of a file, read in as few reads as make sense.

use bytes::Bytes;

use crate::read::{Place, Result, Source, unsupported};

/// Reading on over a gap is cheaper than a second read.
const GAP: u64 = 128 * 1024;

/// The most that one segment reads.
const MOST: u64 = 512 << 20;

/// Stretches of a file in memory, by where they begin.
pub struct Runs(Vec<(u64, Bytes)>);

impl Runs {
    pub fn read(source: &dyn Source, places: impl Iterator<Item = Place>) -> Result<Self> {
        let mut places: Vec<Place> = places.collect();
        places.sort_unstable_by_key(|place| place.offset);
        let mut stretches: Vec<(u64, u64)> = Vec::new();
        for place in places {
            match stretches.last_mut() {
                Some((_, end)) if place.offset <= end.saturating_add(GAP) => *end = (*end).max(place.end()),
                _ => stretches.push((place.offset, place.end())),
            }
        }
        // Before anything is reserved: sizes are what the file says.
        if stretches.iter().any(|(_, end)| *end > source.length()) {
            return unsupported("samples behind the end of the file");
        }
        if stretches.iter().map(|(begin, end)| end - begin).sum::<u64>() > MOST {
            return unsupported("more than a segment may have");
        }
        let read = stretches.into_iter().map(|(begin, end)| {
            let mut buffer = vec![0; (end - begin) as usize];
            source.read_exact_at(begin, &mut buffer)?;
            Ok((begin, buffer.into()))
        });
        read.collect::<Result<_>>().map(Self)
    }

    pub fn get(&self, place: Place) -> Result<Bytes> {
        let run = self.0.partition_point(|(begin, _)| *begin <= place.offset).checked_sub(1).and_then(|run| self.0.get(run));
        let bytes = run.and_then(|(begin, bytes)| {
            let from = usize::try_from(place.offset - begin).ok()?;
            let to = from.checked_add(place.length as usize)?;
            (to <= bytes.len()).then(|| bytes.slice(from..to))
        });
        bytes.map_or_else(|| unsupported("a place that was not read"), Ok)
    }

    pub fn into_read(self) -> Vec<(u64, Bytes)> {
        self.0
    }
}
