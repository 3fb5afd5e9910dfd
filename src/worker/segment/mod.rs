//! Stretches of film and sound, copied or encoded, in a container of ours.
//!
//! A segment is a pure function of the file, the recipe and its place: nothing is kept from one to the next, and
//! whatever made its neighbours, they join without a gap, a repeated picture or a click.

mod burn;
pub(crate) mod film;
pub(crate) mod output;
mod picture;
mod raw;
mod sound;

use std::fs::File;

use walros_jobs::{AudioRecipe, Container, Fault, Part, SegmentFacts, SegmentJob, VideoRecipe};
use walros_media::segment::{self, Pictures, Sounds, Stretch, Window};
use walros_media::time::{TICK, TICKS, rescale};

use crate::fault;
use burn::Overlay;
use film::{Consumers, Film};
pub(crate) use picture::{Encoder, Pace};
pub(crate) use raw::BT709;

/// Sound before a segment is decoded to run decoder and encoder in; a copied stream may lie a little apart from the
/// picture.
const LEAD: i64 = 3 * TICKS / 2;
/// A picture alone needs none.
const LEAD_OF_PICTURE: i64 = TICKS / 10;

/// Makes one segment. `files[0]` is the film; others hold what the recipe names by number.
pub fn run(files: &[File], job: &SegmentJob) -> Result<(SegmentFacts, Vec<u8>), Fault> {
    let film = files.first().ok_or_else(|| Fault::Io { text: "a segment without a film".to_owned() })?;
    let film = Film::open(film, job)?;
    match job.part {
        Part::Init => init(film, job).map(|bytes| (SegmentFacts::default(), bytes)),
        Part::Media { start, end } => {
            let (pictures, sounds) = media(files, film, job, Stretch { start, end: end.max(start + 1), last: job.last })?;
            output::segment(job.container, start, job.base, pictures.as_ref(), sounds.as_ref())
        }
        Part::Keyframe { start, end } => {
            let pictures = keyframe(files, film, job, start, end)?;
            output::segment(job.container, start, job.base, Some(&pictures), None)
        }
    }
}

/// The first picture of a stretch, made as the stretch's own is, shown to its end.
fn keyframe(files: &[File], film: Film, job: &SegmentJob, start: i64, end: i64) -> Result<Pictures, Fault> {
    let length = film.video.as_ref().and_then(|track| track.frame).map_or(TICKS / 25, |frame| frame.ticks(1)).clamp(1, TICKS / 5);
    let (pictures, _) = media(files, film, job, Stretch { start, end: end.min(start + length), last: false })?;
    let mut pictures = pictures.ok_or_else(|| fault::unsupported("there is no picture to wind through"))?.keyframe();
    pictures.end = pictures.end.max(rescale(end, TICK, pictures.base));
    Ok(pictures)
}

fn media(files: &[File], mut film: Film, job: &SegmentJob, stretch: Stretch) -> Result<(Option<Pictures>, Option<Sounds>), Fault> {
    let Stretch { start, end, last } = stretch;
    look_at_first_sound(&mut film, job);
    let overlay = match &job.video {
        Some((_, VideoRecipe::Encode(encode))) => Overlay::of(files, job, encode, start, end)?,
        _ => None,
    };
    let lead = if job.audio.is_some() { LEAD } else { LEAD_OF_PICTURE };
    // The last segment reads to the file's end.
    let until = if last { i64::MAX / 2 } else { end };
    let made = film.read(start, until, lead, |film| {
        let picture = film.video.as_ref().zip(job.video.as_ref()).map(|(track, (_, recipe))| {
            let window = Window::new(track.base, start, end, last, track.frame);
            picture::Consumer::new(track, recipe, window, overlay.clone())
        });
        let sound = film.audio.as_ref().zip(job.audio.as_ref()).map(|(track, (_, recipe))| sound::Consumer::new(track, recipe, stretch));
        Ok(Consumers { picture: picture.transpose()?, sound: sound.transpose()? })
    })?;
    let pictures = made.picture.map(picture::Consumer::finish).transpose()?;
    let sounds = made.sound.map(sound::Consumer::finish).transpose()?;
    Ok((pictures, sounds))
}

fn init(mut film: Film, job: &SegmentJob) -> Result<Vec<u8>, Fault> {
    look_at_first_sound(&mut film, job);
    let sound = film.audio.as_ref().zip(job.audio.as_ref());
    let sound = sound.map(|(track, (_, recipe))| Ok((sound::describe(track, recipe)?, &track.copied))).transpose()?;
    match job.container {
        Container::Fmp4 => {
            let picture = film.video.as_ref().zip(job.video.as_ref()).map(|(track, (_, recipe))| match recipe {
                VideoRecipe::Copy => track.copied.copied_picture().map_err(fault::segment),
                VideoRecipe::Encode(encode) => output::encoded_picture(track, encode),
            });
            Ok(segment::mp4_init(picture.transpose()?, sound.as_ref().map(|(sounds, track)| (sounds, *track))))
        }
        Container::Ogg => match sound {
            Some((sounds, _)) => segment::ogg_init(&sounds).map_err(fault::segment),
            None => Err(fault::unsupported("there is no sound to write")),
        },
        other => Err(fault::unsupported(format!("{other:?} has no init segment"))),
    }
}

fn look_at_first_sound(film: &mut Film, job: &SegmentJob) {
    if matches!(job.audio, Some((_, AudioRecipe::Copy))) {
        film.look_at_first_sound();
    }
}
