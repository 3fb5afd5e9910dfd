//! The subtitle job: a text track of a film, or a subtitle file, in another format.

mod charset;
mod read;

use std::fs::File;

use walros_jobs::{Fault, SubtitleFormat, SubtitleJob};
use walros_media::subtitle::Span;

pub(crate) fn run(file: &File, job: &SubtitleJob) -> Result<Vec<u8>, Fault> {
    let span = Span { start: job.start, end: job.end, keep_times: job.keep_times };
    let mut script = match job.stream {
        Some(stream) => read::embedded(file, stream, job)?,
        None => {
            let text = read::text(file)?;
            let is_ass = matches!(job.extension.to_ascii_lowercase().as_str(), "ass" | "ssa");
            if is_ass && span.is_whole() && job.format == SubtitleFormat::Ass {
                return Ok(text.into_bytes());
            }
            read::external(text, &job.extension)?
        }
    };
    script.cut(&span);
    Ok(script.write(job.format, &span, job.time_map))
}
