//! Subtitles painted into the picture, for players that can show none themselves.

mod lines;
mod pictures;
mod stamp;
mod text;

use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

use ffmpeg_next::frame;
use walros_jobs::{BurnSubtitle, Fault, SegmentJob, SubtitleFormat, SubtitleJob, VideoEncode};

use crate::fault;
use crate::{avio, subtitle};
use stamp::Stamp;

/// What is painted while one subtitle shows.
#[derive(Clone, Debug)]
struct Event {
    /// Ticks on the film's timeline.
    start: i64,
    end: i64,
    stamps: Vec<Stamp>,
}

/// All that shows during a segment.
#[derive(Clone, Debug)]
pub(super) struct Overlay {
    events: Arc<Vec<Event>>,
}

impl Overlay {
    /// The subtitle that the recipe burns in, `None` if it burns none. `start` and `end` in ticks.
    pub fn of(files: &[File], job: &SegmentJob, recipe: &VideoEncode, start: i64, end: i64) -> Result<Option<Self>, Fault> {
        let Some(burn) = &recipe.burn_subtitle else { return Ok(None) };
        let file = files.get(burn.file).ok_or_else(|| fault::bad_file("the subtitle's file was not passed"))?;
        let size = (recipe.width as usize, recipe.height as usize);
        // Subtitles count from where the container begins, the film from its first picture.
        let film = files.first().ok_or_else(|| fault::bad_file("a segment without a film"))?;
        let begin = crate::raw::start_time(&avio::open(film, &job.name)?).map_or(0, |microseconds| microseconds * 10);
        let shift = job.origin - begin;
        let events = if is_text(file, burn)? {
            let script = subtitle::run(file, &script_job(job, burn, start + shift, end + shift))?;
            text::events(&String::from_utf8_lossy(&script), size, shift)
        } else {
            pictures::events(file, burn, size, start, end, job)?
        };
        Ok(Some(Self { events: Arc::new(events) }))
    }

    /// Paints what shows at a time of the film, in ticks.
    pub fn paint(&self, frame: &mut frame::Video, time: i64) -> Result<(), Fault> {
        let mut shown = self.events.iter().filter(|event| event.start <= time && time < event.end).flat_map(|event| &event.stamps).peekable();
        if shown.peek().is_none() {
            return Ok(());
        }
        super::raw::make_writable(frame).map_err(|error| fault::libav("painting", error))?;
        shown.for_each(|stamp| stamp.paint(frame));
        Ok(())
    }
}

/// The whole of it as Advanced SubStation, which every text format becomes.
fn script_job(job: &SegmentJob, burn: &BurnSubtitle, start: i64, end: i64) -> SubtitleJob {
    let duration = |ticks: i64| Duration::from_nanos(ticks.max(0) as u64 * 100);
    SubtitleJob {
        stream: (burn.file == 0).then_some(burn.stream),
        extension: extension(&burn.name),
        format: SubtitleFormat::Ass,
        start: duration(start),
        end: Some(duration(end)),
        keep_times: true,
        time_map: false,
        clock: job.clock.clone(),
    }
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
}

fn is_text(file: &File, burn: &BurnSubtitle) -> Result<bool, Fault> {
    if burn.file != 0 {
        return Ok(!matches!(extension(&burn.name).as_str(), "sup" | "idx" | "sub"));
    }
    let input = avio::open(file, &burn.name)?;
    let stream = input.stream(burn.stream as usize).ok_or_else(|| fault::bad_file(format!("there is no stream {}", burn.stream)))?;
    let codec = crate::raw::codec_parameters(&input, &stream).codec;
    Ok(!matches!(codec.as_str(), "hdmv_pgs_subtitle" | "dvd_subtitle" | "dvb_subtitle" | "xsub"))
}
