//! From a job to what does it.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use walros_jobs::{Fault, Job, Reply};

use crate::{attachment, index, log, picture, probe, segment, subtitle, tiles};

/// Once per process, before anything else.
pub fn prepare() {
    // Without this its errors have no words.
    ffmpeg_next::util::error::register_all();
    log::capture();
}

/// Does one job. A panic costs only the job.
pub fn run(job: &Job, files: &[File]) -> Result<(Reply, Vec<u8>), Fault> {
    log::take();
    let outcome = catch_unwind(AssertUnwindSafe(|| dispatch(job, files)));
    let outcome = outcome.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(Fault::Crashed { text: format!("a bug while {}: {}", job.describe(), text.unwrap_or("no message")) })
    });
    outcome.map_err(explain)
}

fn dispatch(job: &Job, files: &[File]) -> Result<(Reply, Vec<u8>), Fault> {
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
        Job::Segment(job) => segment::run(files, job).map(|(facts, bytes)| (Reply::Segment(facts), bytes)),
        Job::Subtitle(job) => Ok((Reply::Bytes, subtitle::run(file, job)?)),
        Job::Attachment { stream } => Ok((Reply::Bytes, attachment::run(file, *stream)?)),
    }
}

/// Adds what libav itself had to say, in one line.
fn explain(fault: Fault) -> Fault {
    let Some(detail) = log::take().into_iter().last() else { return fault };
    match fault {
        Fault::BadFile { text } => Fault::BadFile { text: format!("{text} ({detail})") },
        Fault::Unsupported { text } => Fault::Unsupported { text: format!("{text} ({detail})") },
        fault => fault,
    }
}
