//! From a job to what does it.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use walros_jobs::{Backend, Fault, Job, Reply, SegmentFacts, SegmentJob};

#[cfg(not(feature = "gstreamer"))]
use crate::fault;
use crate::{attachment, index, log, picture, probe, segment, subtitle, tiles};

/// Readies a process whose segments `backend` makes. `Err` says what is missing for it.
pub fn prepare_for(backend: Backend) -> Result<(), String> {
    prepare();
    match backend {
        Backend::Libav => Ok(()),
        #[cfg(feature = "gstreamer")]
        Backend::Gstreamer => crate::gst::prepare(),
        #[cfg(not(feature = "gstreamer"))]
        Backend::Gstreamer => Err(WITHOUT_GSTREAMER.to_owned()),
    }
}

/// Once per process, before anything else.
pub fn prepare() {
    // Without this its errors have no words.
    ffmpeg_next::util::error::register_all();
    log::capture();
}

/// Does one job, with libav. A panic costs only the job.
pub fn run(job: &Job, files: &[File]) -> Result<(Reply, Vec<u8>), Fault> {
    run_on(Backend::Libav, job, files)
}

/// The same where `backend` makes the segments.
pub fn run_on(backend: Backend, job: &Job, files: &[File]) -> Result<(Reply, Vec<u8>), Fault> {
    log::take();
    let outcome = catch_unwind(AssertUnwindSafe(|| dispatch(backend, job, files)));
    let outcome = outcome.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(Fault::Crashed { text: format!("a bug while {}: {}", job.describe(), text.unwrap_or("no message")) })
    });
    outcome.map_err(explain)
}

fn dispatch(backend: Backend, job: &Job, files: &[File]) -> Result<(Reply, Vec<u8>), Fault> {
    let file = files.first().ok_or_else(|| Fault::Io { text: "a job without a file".to_owned() })?;
    match job {
        Job::Probe { name } => Ok((Reply::Probe(Box::new(probe::run(file, name)?)), Vec::new())),
        Job::Index { name } => Ok((Reply::Index(Box::new(index::run(file, name)?)), Vec::new())),
        Job::DescribeImage { from } => Ok((picture::describe(file, *from)?, Vec::new())),
        Job::Image { from, size, format, quality, clock } => {
            let source = picture::decode(file, *from, *size, clock.as_ref())?;
            Ok((Reply::Bytes, picture::make(&source, *size, *format, *quality)?))
        }
        Job::Tiles(job) => Ok((Reply::Bytes, tiles::run(file, job)?)),
        Job::Segment(job) => make_segment(backend, files, job).map(|(facts, bytes)| (Reply::Segment(facts), bytes)),
        Job::Subtitle(job) => Ok((Reply::Bytes, subtitle::run(file, job)?)),
        Job::Attachment { stream } => Ok((Reply::Bytes, attachment::run(file, *stream)?)),
    }
}

fn make_segment(backend: Backend, files: &[File], job: &SegmentJob) -> Result<(SegmentFacts, Vec<u8>), Fault> {
    match backend {
        Backend::Libav => segment::run(files, job),
        #[cfg(feature = "gstreamer")]
        Backend::Gstreamer => crate::gst::run(files, job),
        #[cfg(not(feature = "gstreamer"))]
        Backend::Gstreamer => Err(fault::unsupported(WITHOUT_GSTREAMER)),
    }
}

#[cfg(not(feature = "gstreamer"))]
const WITHOUT_GSTREAMER: &str = "this worker was built without GStreamer";

/// Adds what libav itself had to say, in one line.
fn explain(fault: Fault) -> Fault {
    let Some(detail) = log::take().into_iter().last() else { return fault };
    match fault {
        Fault::BadFile { text } => Fault::BadFile { text: format!("{text} ({detail})") },
        Fault::Unsupported { text } => Fault::Unsupported { text: format!("{text} ({detail})") },
        fault => fault,
    }
}
