//! Segments of a picture and a sound that are renditions of their own. To put them together costs little more than to
//! read them, so that the result is not kept.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::try_join;
use walros_jobs::Container;
use walros_media::segment;

use crate::error::{Result, StreamError};
use crate::prepare::{Joined, Prepared};
use crate::segments::SegmentService;

/// A rendition's init segment, and one of its others.
type Halves = (Bytes, Bytes);

/// Segment `number`, or the init segment (−1).
pub(crate) async fn part(segments: &SegmentService, prepared: &Prepared, joined: &Joined, number: i64) -> Result<Bytes> {
    let sound = async {
        match &joined.sound {
            Some(sound) => halves(segments, sound, number).await.map(Some),
            None => Ok(None),
        }
    };
    let (picture, sound) = try_join(halves(segments, &joined.picture, number), sound).await?;
    let made = if number < 0 { init(&picture, sound.as_ref()) } else { media(prepared, number, &picture, sound.as_ref()) };
    made.map(Bytes::from).ok_or_else(|| StreamError::Unreadable(format!("a segment of {} is not what was made", prepared.path)))
}

async fn halves(segments: &SegmentService, rendition: &Arc<Prepared>, number: i64) -> Result<Halves> {
    // These ask for parts of their own.
    let init = Box::pin(segments.get(rendition, -1)).await?;
    let media = if number < 0 { Bytes::new() } else { Box::pin(segments.get(rendition, number)).await? };
    Ok((init, media))
}

fn init(picture: &Halves, sound: Option<&Halves>) -> Option<Vec<u8>> {
    match sound {
        Some(sound) => segment::joined_init(&picture.0, &sound.0),
        None => Some(picture.0.to_vec()),
    }
}

fn media(prepared: &Prepared, number: i64, picture: &Halves, sound: Option<&Halves>) -> Option<Vec<u8>> {
    let start = prepared.segments.get(usize::try_from(number).ok()?)?.start;
    let pictures = segment::pictures_of(&picture.0, &picture.1, prepared.base)?;
    let sounds = match sound {
        Some(sound) => Some(segment::sounds_of(&sound.0, &sound.1, prepared.base)?),
        None => None,
    };
    match prepared.recipe.container {
        Container::Ts => segment::ts(prepared.base, Some(&pictures), sounds.as_ref()).ok(),
        _ => Some(segment::mp4(start, prepared.base, Some(&pictures), sounds.as_ref())),
    }
}
