//! A stream in one piece: its segments one after the other.

use std::io;
use std::sync::Arc;

use futures_util::{StreamExt, stream as streams};
use walros_jobs::Container;
use walros_media::Segment;
use walros_media::time::TICKS;

use crate::prepare::{Head, Joined, Prepared};
use crate::segments::SegmentService;

pub use walros_model::content::ByteStream;

/// Browsers show an MP4 file's times as they stand in it, so that they begin as early as reordered pictures allow.
const MP4_BASE: i64 = TICKS / 5;

/// The stream from `start` ticks on. Its clock begins at zero there, as players of plain files expect; a copied
/// picture begins with the keyframe before.
pub(crate) fn stream(segments: SegmentService, prepared: Arc<Prepared>, start: i64) -> ByteStream {
    let (prepared, first) = match &prepared.joined {
        Some(joined) => joined_later(&prepared, joined, start.max(0)),
        None => (later(&prepared, start.max(0)), 0),
    };
    let prepared = Arc::new(prepared);
    let header = matches!(prepared.recipe.container, Container::Fmp4 | Container::Ogg).then_some(-1);
    let numbers = header.into_iter().chain(first as i64..prepared.segments.len() as i64);
    let parts = streams::iter(numbers).then(move |number| {
        let (segments, prepared) = (segments.clone(), prepared.clone());
        async move { segments.get(&prepared, number).await.map_err(io::Error::other) }
    });
    // After a failure nothing that follows could be joined.
    Box::pin(parts.scan(false, |failed, part| {
        let over = std::mem::replace(failed, part.is_err());
        async move { (!over).then_some(part) }
    }))
}

/// The segment that holds `start`, or the last.
fn first(prepared: &Prepared, start: i64) -> usize {
    prepared.segments.partition_point(|segment| segment.end <= start).min(prepared.segments.len().saturating_sub(1))
}

/// The same stream with its clock set back by `start`.
fn later(prepared: &Prepared, start: i64) -> Prepared {
    let first = first(prepared, start);
    let begin = match prepared.segments.get(first) {
        Some(segment) if prepared.recipe.copies_video() => segment.start,
        Some(segment) => start.clamp(segment.start, (segment.end - 1).max(segment.start)),
        None => 0,
    };
    let rest = prepared.segments.get(first..).unwrap_or_default();
    let segments = rest.iter().map(|segment| Segment { start: (segment.start - begin).max(0), end: segment.end - begin }).collect();
    Prepared { segments, origin: prepared.origin + begin, base: base(prepared), ..prepared.clone() }
}

fn base(prepared: &Prepared) -> i64 {
    if prepared.recipe.container == Container::Fmp4 { MP4_BASE } else { prepared.base }
}

/// The same of a stream that is put together, and its first segment. Renditions stay cut where they are: of a segment that
/// is entered in its middle the picture alone is encoded from there on.
fn joined_later(prepared: &Prepared, joined: &Joined, start: i64) -> (Prepared, usize) {
    let first = first(prepared, start);
    let Some(segment) = prepared.segments.get(first) else { return (prepared.clone(), 0) };
    let begin = start.clamp(segment.start, (segment.end - 1).max(segment.start));
    let head = (begin > segment.start).then(|| Head { number: first, begin, picture: Arc::new(later(&joined.picture, begin)) });
    let joined = Some(Joined { head, ..joined.clone() });
    (Prepared { base: base(prepared) - begin, joined, ..prepared.clone() }, first)
}
