//! Segments of a picture and a sound that are renditions of their own. To put them together costs little more than to
//! read them, so that the result is not kept.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::try_join;
use walros_jobs::Container;
use walros_media::segment;
use walros_media::time::{Fraction, TICK, rescale_up};

use crate::error::{Result, StreamError};
use crate::prepare::{Head, Joined, Prepared};
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
    let head = joined.head.as_ref().filter(|head| head.number as i64 == number);
    let picture = async {
        match head {
            // The rendition has its init segment already.
            Some(head) => Ok((Box::pin(segments.get(&joined.picture, -1)).await?, segments.alone(&head.picture, 0).await?)),
            None => halves(segments, &joined.picture, number).await,
        }
    };
    let (picture, sound) = try_join(picture, sound).await?;
    let made = if number < 0 { init(&picture, sound.as_ref()) } else { media(prepared, number, (&picture, sound.as_ref()), head) };
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

fn media(prepared: &Prepared, number: i64, (picture, sound): (&Halves, Option<&Halves>), head: Option<&Head>) -> Option<Vec<u8>> {
    let joined = prepared.joined.as_ref()?;
    let start = prepared.segments.get(usize::try_from(number).ok()?)?.start;
    // What the film's beginning is labelled in each.
    let shown_from = head.map_or(joined.picture.base, |head| head.picture.base - head.begin);
    let pictures = segment::pictures_of(&picture.0, &picture.1, shown_from)?;
    let sounds = match (sound, &joined.sound) {
        (Some(halves), Some(sound)) => {
            let mut sounds = segment::sounds_of(&halves.0, &halves.1, sound.base)?;
            if let Some(head) = head {
                let begin = rescale_up(head.begin, TICK, Fraction::new(1, sounds.sample_rate.into())?);
                sounds.frames.retain(|frame| frame.position >= begin);
            }
            Some(sounds)
        }
        _ => None,
    };
    match prepared.recipe.container {
        Container::Ts => segment::ts(prepared.base, Some(&pictures), sounds.as_ref()).ok(),
        _ => Some(segment::mp4(start, prepared.base, Some(&pictures), sounds.as_ref())),
    }
}
