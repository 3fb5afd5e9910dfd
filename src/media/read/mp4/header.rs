//! The header of an MP4 file: its tracks, each with its sample table, and what fragments add to them.

use super::boxes::{child, children, descendant, word};
use super::fragments::Growing;
use super::table::SampleTable;
use crate::read::window::stretch;
use crate::read::{Place, Result, Source, unsupported};

/// Boxes looked at outside the header; there is a handful, and some for each fragment.
const BOXES_MAX: usize = 1_000_000;
/// Bytes of all headers of fragments together.
const FRAGMENTS_MAX: u64 = 256 << 20;
/// Bytes of the largest header that is read; ten hours of film have some thirty millions.
const HEADER_MAX: u64 = 128 << 20;
const TRACKS_MAX: usize = 200;

/// A track: the number the file gives it, and its samples.
#[derive(Debug)]
pub struct TrackSamples {
    pub id: u32,
    pub table: SampleTable,
    /// Whether fragments may have added to it.
    pub fragmented: bool,
}

/// The tracks of a file. Those whose tables make no sense are left out.
pub fn tracks(source: &dyn Source) -> Result<Vec<TrackSamples>> {
    let Parts { header, fragments } = parts(source)?;
    let tracks = children(&header).filter(|(name, _)| *name == b"trak").take(TRACKS_MAX).filter_map(|(_, body)| track(body)).collect();
    let Some(extends) = child(&header, b"mvex") else {
        return if fragments.is_empty() { Ok(tracks) } else { unsupported("fragments of which the header does not know") };
    };
    let mut growing = Growing::new(tracks, extends, source.length());
    for place in fragments {
        let body = stretch(source, place)?;
        // Places count from where the box begins.
        growing = growing.and_then(|mut growing| growing.add(&body, place.offset - 8).map(|()| growing));
    }
    growing.map_or_else(|| unsupported("fragments that are not understood"), |growing| Ok(growing.finish()))
}

fn track(body: &[u8]) -> Option<TrackSamples> {
    let head = child(body, b"tkhd")?;
    // Times before it have 4 bytes each in version 0, and 8 in version 1.
    let id = word(head, if head.first()? == &1 { 20 } else { 12 })?;
    let media = descendant(body, &[b"mdia", b"minf"])?;
    if let Some(references) = descendant(media, &[b"dinf", b"dref"])
        && !children(references.get(8..)?).all(|(_, body)| body.get(3).is_some_and(|flags| flags & 1 == 1))
    {
        // The samples are in another file.
        return None;
    }
    Some(TrackSamples { id, table: SampleTable::parse(child(media, b"stbl")?)?, fragmented: false })
}

/// The body of the `moov` box, and where those of the fragments are.
struct Parts {
    header: Vec<u8>,
    fragments: Vec<Place>,
}

fn parts(source: &dyn Source) -> Result<Parts> {
    let mut found = None;
    let (mut fragments, mut sum) = (Vec::new(), 0);
    let mut at = 0u64;
    let length = source.length();
    for _ in 0..BOXES_MAX {
        if length - at < 8 {
            break;
        }
        let mut start = [0; 16];
        let there = (length - at).min(16) as usize;
        source.read_exact_at(at, &mut start[..there])?;
        let (s, name, l) = (word(&start, 0).unwrap_or_default(), &start[4..8], &start[8..]);
        let (head, size) = match s {
            // To the end of the file.
            0 => (8, length - at),
            1 => (16, l.try_into().map_or(0, u64::from_be_bytes)),
            size => (8, u64::from(size)),
        };
        let Some(inside) = size.checked_sub(head).filter(|_| size <= length - at) else {
            // A torn file: what is before the tear may be whole.
            break;
        };
        match name {
            b"moof" if head == 8 => {
                sum += inside;
                if sum > FRAGMENTS_MAX {
                    return unsupported("more fragments than a film has");
                }
                fragments.push(Place { offset: at + head, length: inside as u32 });
            }
            b"moof" => return unsupported("an odd fragment"),
            b"moov" if inside <= HEADER_MAX && found.is_none() => {
                let place = Place { offset: at + head, length: inside as u32 };
                found = Some(stretch(source, place)?);
            }
            b"moov" => return unsupported("an MP4 with an odd header"),
            _ => {}
        }
        at += size;
    }
    found.map_or_else(|| unsupported("an MP4 without a header"), |header| Ok(Parts { header, fragments }))
}
