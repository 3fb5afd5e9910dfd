//! Sending stretches of a file as they are taken: no more than a piece of them is ever in memory.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, IoSliceMut};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use rustix::io::{Errno, ReadWriteFlags, preadv2};
use walros_model::content::Assembled;

/// Bytes sent at a time: they are still in the processor's cache when the kernel takes them.
const PIECE: u64 = 128 * 1024;

/// Reading on over so much is cheaper than a second read: between the pictures of a film stands a little sound.
const GAP: u64 = 4096;
/// Bytes of all such gaps of one read.
const GAPS_MAX: usize = 16 * 1024;
/// Slices that the kernel takes at once (`IOV_MAX`).
const SLICES_MAX: usize = 1024;

/// The bytes `[start, end)` of it.
pub fn read(assembled: Assembled, start: u64, end: u64) -> impl Stream<Item = io::Result<Bytes>> {
    let Assembled { head, file, stretches } = assembled;
    let head_end = head.len() as u64;
    let (from, to) = (start.min(head_end), end.min(head_end));
    // The casts are within the head's length, which is a usize.
    let first = head.slice(from as usize..to.max(from) as usize);
    let left = end - start - first.len() as u64;
    let rest = Rest { file: Arc::new(file), stretches, next: 0, skip: start - from, left, sent: Bytes::new() };
    let rest = stream::try_unfold(rest, |mut rest| async move {
        let plan = rest.plan();
        if plan.is_empty() {
            return Ok(None);
        }
        let piece = rest.fetch(plan).await?;
        Ok(Some((piece, rest)))
    });
    futures_util::StreamExt::chain(stream::iter((!first.is_empty()).then_some(Ok(first))), rest)
}

struct Rest {
    file: Arc<File>,
    stretches: Arc<[(u64, u32)]>,
    /// The stretch that is next.
    next: usize,
    /// Bytes of it, and perhaps of those behind it, that are not wanted.
    skip: u64,
    left: u64,
    /// The piece before, for its memory.
    sent: Bytes,
}

impl Rest {
    /// Where the next piece is in the file.
    fn plan(&mut self) -> VecDeque<(u64, usize)> {
        let mut plan = VecDeque::new();
        let mut room = PIECE.min(self.left);
        while let (Some((offset, length)), true) = (self.stretches.get(self.next).copied(), room > 0) {
            let length = u64::from(length);
            if self.skip >= length {
                (self.skip, self.next) = (self.skip - length, self.next + 1);
                continue;
            }
            let taken = room.min(length - self.skip);
            plan.push_back((offset + self.skip, taken as usize));
            (self.skip, room, self.left) = (self.skip + taken, room - taken, self.left - taken);
        }
        plan
    }

    /// What the page cache holds is read at once; only for the rest a thread may have to wait.
    async fn fetch(&mut self, plan: VecDeque<(u64, usize)>) -> io::Result<Bytes> {
        let length = plan.iter().map(|(_, length)| length).sum();
        // By now the piece before is in the connection's own buffer.
        let mut buffer = std::mem::take(&mut self.sent).try_into_mut().unwrap_or_default();
        buffer.resize(length, 0);
        if fill_cached(&self.file, &mut buffer, &plan).is_err() {
            let file = self.file.clone();
            let waited = tokio::task::spawn_blocking(move || {
                fill(&file, &mut buffer, &plan)?;
                Ok::<_, io::Error>(buffer)
            });
            buffer = waited.await.map_err(io::Error::other)??;
        }
        self.sent = buffer.freeze();
        Ok(self.sent.clone())
    }
}

fn fill(file: &File, mut buffer: &mut [u8], plan: &VecDeque<(u64, usize)>) -> io::Result<()> {
    for (offset, length) in plan {
        let (part, behind) = buffer.split_at_mut(*length);
        file.read_exact_at(part, *offset)?;
        buffer = behind;
    }
    Ok(())
}

/// The same in few reads. Fails where it would have to wait.
fn fill_cached(file: &File, mut buffer: &mut [u8], plan: &VecDeque<(u64, usize)>) -> io::Result<()> {
    let mut scratch = [0; GAPS_MAX];
    let mut plan = plan.iter().copied().peekable();
    while let Some((offset, length)) = plan.next() {
        let mut spare = scratch.as_mut_slice();
        let (part, mut behind) = buffer.split_at_mut(length);
        let (mut slices, mut end) = (vec![IoSliceMut::new(part)], offset + length as u64);
        let near = |end: u64, spare: usize, next: u64| next.checked_sub(end).filter(|gap| *gap <= GAP.min(spare as u64));
        while let Some((next, length)) = plan.next_if(|(next, _)| slices.len() + 2 <= SLICES_MAX && near(end, spare.len(), *next).is_some()) {
            let (gap, left) = spare.split_at_mut((next - end) as usize);
            let (part, rest) = behind.split_at_mut(length);
            slices.extend((!gap.is_empty()).then(|| IoSliceMut::new(gap)));
            slices.push(IoSliceMut::new(part));
            (spare, behind, end) = (left, rest, next + length as u64);
        }
        read_cached(file, offset, &mut slices)?;
        buffer = behind;
    }
    Ok(())
}

fn read_cached(file: &File, mut at: u64, mut slices: &mut [IoSliceMut<'_>]) -> io::Result<()> {
    while !slices.is_empty() {
        match preadv2(file, slices, at, ReadWriteFlags::NOWAIT) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                at += count as u64;
                IoSliceMut::advance_slices(&mut slices, count);
            }
            Err(Errno::INTR) => (),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::TryStreamExt;
    use std::io::Write;

    fn assembled() -> (Assembled, Vec<u8>) {
        let content: Vec<u8> = (0..600_000u32).map(|number| (number % 251) as u8).collect();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&content).unwrap();
        // One after the other, in front, behind gaps small and large.
        let mut stretches: Vec<(u64, u32)> = vec![(100, 290_000), (290_100, 10_000), (5, 3), (400_000, 1), (350_000, 200_000)];
        stretches.extend((0..20).map(|number| (550_001 + number * 1500, 1000)));
        let whole = stretches.iter().fold(b"head".to_vec(), |mut whole, (at, length)| {
            whole.extend_from_slice(&content[*at as usize..][..*length as usize]);
            whole
        });
        (Assembled { head: Bytes::from_static(b"head"), file, stretches: stretches.into() }, whole)
    }

    #[tokio::test]
    async fn any_range_comes_as_it_lies() {
        let (_, whole) = assembled();
        let length = whole.len() as u64;
        for (start, end) in [(0, length), (0, 1), (3, 5), (4, 300_010), (300_003, 300_009), (299_999, length), (length - 1, length)] {
            let (assembled, _) = assembled();
            assert_eq!(assembled.length(), length);
            let pieces: Vec<Bytes> = read(assembled, start, end).try_collect().await.unwrap();
            assert!(pieces.concat() == whole[start as usize..end as usize], "{start}-{end}");
            assert!(pieces.iter().all(|piece| piece.len() as u64 <= PIECE));
        }
    }

    #[tokio::test]
    async fn a_file_that_became_shorter_is_an_error() {
        let (assembled, _) = assembled();
        assembled.file.set_len(200_000).unwrap();
        let length = assembled.length();
        assert!(read(assembled, 0, length).try_collect::<Vec<Bytes>>().await.is_err());
    }
}
