//! GStreamer as a second way to make segments (feature `gstreamer`): it reads, decodes and encodes, and everything else is
//! as it is with libav: the job, the plan that it is cut by, the facts of tracks, the muxers of `walros-media`, the
//! answer. Segments conserve every picture at its time and fit one init segment, as libav's do.
//!
//! It makes fragments and transport streams of Matroska and MP4, copied, or with the picture encoded to H.264 by x264.
//! What it does not do is answered [`Fault::Unsupported`]: encoded sound, other codecs and containers, pictures that are turned,
//! deinterlaced, tone mapped, narrowed in range, thinned out or written
//! on. Jobs other than segments are libav's in this worker, too.

mod encode;
mod picture;
mod read;
mod source;

use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};

use ffmpeg_next::media;
use gst::prelude::*;
use walros_jobs::{AudioRecipe, Container, Fault, Part, SegmentFacts, SegmentJob, VideoCodec, VideoEncode, VideoRecipe};
use walros_media::mp4::TrackMedia;
use walros_media::segment::{self, PictureTrack, Pictures, SoundCopy, Sounds, Stretch};
use walros_media::time::{Fraction, TICK, TICKS, rescale};

use crate::fault;
use crate::segment::film::{Film, Track};
use crate::segment::output;
use picture::Consumer;
use read::{Demuxer, Tap};

/// A nanosecond, GStreamer's unit of time.
const NANO: Fraction = Fraction { num: 1, den: 1_000_000_000 };

/// How far before a segment reading begins, the first time and when that was not early enough, in ticks.
const LEADS: [i64; 4] = [3 * TICKS / 2, 4 * TICKS, 15 * TICKS, 60 * TICKS];

/// Elements that a job may need. They are loaded once, before the process is locked in.
const ELEMENTS: &[&str] = &[
    "matroskademux",
    "qtdemux",
    "h264parse",
    "h265parse",
    "avdec_h264",
    "avdec_h265",
    "vp8dec",
    "vp9dec",
    "videoconvert",
    "videoscale",
    "capsfilter",
    "appsrc",
    "appsink",
    "videotestsrc",
    "x264enc",
];

/// Loads GStreamer and the elements that jobs need. `Err` says which one is missing.
pub fn prepare() -> Result<(), String> {
    gst::init().map_err(|error| error.to_string())?;
    for name in ELEMENTS {
        // Making one is what loads all that it needs.
        gst::ElementFactory::make(name).build().map_err(|_| format!("GStreamer has no {name} here"))?;
    }
    Ok(())
}

/// Makes one segment, as [`crate::segment::run`] does.
pub(crate) fn run(files: &[File], job: &SegmentJob) -> Result<(SegmentFacts, Vec<u8>), Fault> {
    prepare().map_err(fault::unsupported)?;
    let file = files.first().ok_or_else(|| Fault::Io { text: "a segment without a film".to_owned() })?;
    refuse(job)?;
    let mut film = Film::open(file, job)?;
    if job.audio.is_some() {
        film.look_at_first_sound();
    }
    match job.part {
        Part::Init => init(&film, job).map(|bytes| (SegmentFacts::default(), bytes)),
        Part::Media { start, end } => {
            let (pictures, sounds) = media(file, &film, job, Stretch { start, end: end.max(start + 1), last: job.last })?;
            output::segment(job.container, start, job.base, pictures.as_ref(), sounds.as_ref())
        }
        Part::Keyframe { start, end } => {
            let pictures = keyframe(file, &film, job, start, end)?;
            output::segment(job.container, start, job.base, Some(&pictures), None)
        }
    }
}

/// What is not done, before anything is read.
fn refuse(job: &SegmentJob) -> Result<(), Fault> {
    let not = |what: &str| Err(fault::unsupported(format!("GStreamer's backend does not {what}")));
    if !matches!(job.container, Container::Fmp4 | Container::Ts) {
        return not("write plain files of sound");
    }
    if matches!(job.audio, Some((_, AudioRecipe::Encode { .. }))) {
        return not("encode sound");
    }
    let Some((_, VideoRecipe::Encode(encode))) = &job.video else { return Ok(()) };
    let VideoEncode { codec, bit_depth, frame_rate, deinterlace, tone_map, rotation, burn_subtitle, .. } = encode;
    if *codec != VideoCodec::H264 || *bit_depth > 8 {
        return not(&format!("encode {codec:?} of {bit_depth} bits"));
    }
    let asked = [
        (frame_rate.is_some(), "leave out pictures"),
        (*deinterlace, "deinterlace"),
        (*tone_map, "map tones"),
        (*rotation % 360 != 0, "turn pictures"),
        (burn_subtitle.is_some(), "write on pictures"),
    ];
    asked.into_iter().find(|(asked, _)| *asked).map_or(Ok(()), |(_, what)| not(what))
}

fn init(film: &Film, job: &SegmentJob) -> Result<Vec<u8>, Fault> {
    if job.container != Container::Fmp4 {
        return Err(fault::unsupported(format!("{:?} has no init segment", job.container)));
    }
    let picture = film.video.as_ref().zip(job.video.as_ref()).map(|(track, (_, recipe))| match recipe {
        VideoRecipe::Copy => track.copied.copied_picture().map_err(fault::segment),
        VideoRecipe::Encode(encode) => {
            let media = TrackMedia::Video {
                config: encode::describe(track, encode)?,
                width: encode.width.min(65_535) as u16,
                height: encode.height.min(65_535) as u16,
                pixel_aspect: (1, 1),
                colour: None,
                quarter_turns: 0,
            };
            Ok(PictureTrack { media, base: encode::clock(track), reordering: encode::reordering(track) })
        }
    });
    let silence = Stretch { start: 0, end: 0, last: false };
    let sound = film.audio.as_ref().map(|track| Ok((SoundCopy::<bytes::Bytes>::new(&track.copied, silence).map_err(fault::segment)?.finish(), &track.copied)));
    let sound = sound.transpose()?;
    Ok(segment::mp4_init(picture.transpose()?, sound.as_ref().map(|(sounds, track)| (sounds, *track))))
}

/// The first picture of a stretch, shown to its end.
fn keyframe(file: &File, film: &Film, job: &SegmentJob, start: i64, end: i64) -> Result<Pictures, Fault> {
    let length = film.video.as_ref().and_then(|track| track.frame).map_or(TICKS / 25, |frame| frame.ticks(1)).clamp(1, TICKS / 5);
    let alone = SegmentJob { audio: None, ..job.clone() };
    let (pictures, _) = media(file, film, &alone, Stretch { start, end: end.min(start + length), last: false })?;
    let mut pictures = pictures.ok_or_else(|| fault::unsupported("there is no picture to wind through"))?.keyframe();
    pictures.end = pictures.end.max(rescale(end, TICK, pictures.base));
    Ok(pictures)
}

type Made = (Option<Pictures>, Option<Sounds>);

fn media(file: &File, film: &Film, job: &SegmentJob, stretch: Stretch) -> Result<Made, Fault> {
    let leads = LEADS.into_iter().filter(|lead| stretch.start > *lead).map(Some);
    for lead in leads.chain([None]) {
        if let Some(made) = attempt(file, film, job, stretch, lead)? {
            return Ok(made);
        }
    }
    Err(fault::bad_file("there is no picture here"))
}

/// What one reading from `lead` before the segment gives; from the beginning without. `None` when that is not early enough.
fn attempt(file: &File, film: &Film, job: &SegmentJob, stretch: Stretch, lead: Option<i64>) -> Result<Option<Made>, Fault> {
    let demuxer = Demuxer::of(film, job)?;
    let mut taps = Vec::new();
    let picture = match film.video.as_ref().zip(job.video.as_ref()) {
        Some((track, (_, recipe))) => {
            let consumer = shared(Consumer::new(track, recipe, stretch, lead.is_none())?);
            let (track, chain, own) = (track.clone(), picture::chain(track, recipe)?, consumer.clone());
            let pad = pad(film, &track, media::Type::Video);
            taps.push(Tap { pad, chain, take: Box::new(move |taken| with(&own, |consumer| consumer.take(taken))) });
            Some(consumer)
        }
        None => None,
    };
    let sound = match film.audio.as_ref() {
        Some(track) => {
            let consumer = shared(SoundCopy::new(&track.copied, stretch).map_err(fault::segment)?);
            let (track, own) = (track.clone(), consumer.clone());
            let pad = pad(film, &track, media::Type::Audio);
            let take = move |read::Taken { time, buffer }: read::Taken| {
                let duration = buffer.duration().map_or(0, |length| rescale(length.nseconds() as i64, NANO, track.base));
                let (pts, data) = (track.film(rescale(time, NANO, track.base)), bytes_of(&buffer)?);
                with(&own, |consumer| Ok(consumer.take(pts, duration, data)))
            };
            taps.push(Tap { pad, chain: Vec::new(), take: Box::new(take) });
            Some(consumer)
        }
        None => None,
    };
    let from = lead.map(|lead| stretch.start - lead + job.origin);
    let until = if stretch.last { i64::MAX } else { stretch.end.saturating_add(job.origin) };
    if !read::read(file, demuxer, from, until, taps)? {
        return Ok(None);
    }
    let picture = picture.and_then(taken_back);
    // Where a demuxer does not find its way to a place, it gives nothing.
    if lead.is_some() && picture.as_ref().is_some_and(Consumer::is_empty) {
        return Ok(None);
    }
    let pictures = picture.map(Consumer::finish).transpose()?;
    Ok(Some((pictures, sound.and_then(taken_back).map(SoundCopy::finish))))
}

/// A consumer that the reading thread has until reading is over.
type Shared<T> = Arc<Mutex<Option<T>>>;

fn shared<T>(consumer: T) -> Shared<T> {
    Arc::new(Mutex::new(Some(consumer)))
}

fn taken_back<T>(consumer: Shared<T>) -> Option<T> {
    consumer.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn with<T>(consumer: &Shared<T>, take: impl FnOnce(&mut T) -> Result<segment::Want, Fault>) -> Result<segment::Want, Fault> {
    match &mut *consumer.lock().unwrap_or_else(PoisonError::into_inner) {
        Some(consumer) => take(consumer),
        None => Ok(segment::Want::Nothing),
    }
}

/// What the demuxer calls a stream: both demuxers count pictures and sounds in the file's order.
fn pad(film: &Film, track: &Track, medium: media::Type) -> String {
    let before = film.input.streams().filter(|stream| stream.index() < track.number && stream.parameters().medium() == medium).count();
    format!("{}_{before}", if medium == media::Type::Video { "video" } else { "audio" })
}

fn bytes_of(buffer: &gst::Buffer) -> Result<bytes::Bytes, Fault> {
    let memory = buffer.map_readable().map_err(|_| Fault::Io { text: "a packet without memory".to_owned() })?;
    Ok(bytes::Bytes::copy_from_slice(&memory))
}

fn element(name: &str) -> Result<gst::Element, Fault> {
    gst::ElementFactory::make(name).build().map_err(|_| fault::unsupported(format!("GStreamer has no {name} here")))
}

fn failed(what: &str, error: &impl std::fmt::Display) -> Fault {
    fault::unsupported(format!("{what} a pipeline of GStreamer: {error}"))
}

/// What an element said, as the fault that fits.
fn fault_of(message: &gst::message::Error) -> Fault {
    let (error, from) = (message.error(), message.src().map(|element| element.name().to_string()).unwrap_or_default());
    let text = format!("{from}: {error}");
    if error.matches(gst::ResourceError::Read) {
        Fault::Io { text }
    } else if error.matches(gst::StreamError::CodecNotFound) || error.matches(gst::CoreError::MissingPlugin) {
        Fault::Unsupported { text }
    } else {
        Fault::BadFile { text }
    }
}
