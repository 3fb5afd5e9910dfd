//! What a job is called in a log line, and how long it may take.

use std::time::Duration;

use walros_model::Device;

use crate::{ImageFrom, Job, Part};

impl Job {
    /// What encodes in it, if no software.
    pub fn device(&self) -> Option<Device> {
        match self {
            Job::Segment(segment) => segment.device(),
            _ => None,
        }
    }

    /// A few words for a log line: `probing Torn (2000).mkv`.
    pub fn describe(&self) -> String {
        match self {
            Job::Probe { name } => format!("probing {name}"),
            Job::Index { name } => format!("indexing {name}"),
            Job::DescribeImage { .. } => "looking at a picture".to_owned(),
            Job::Image { from: ImageFrom::Frame(_), .. } => "taking a frame of a film".to_owned(),
            Job::Image { .. } => "scaling a picture".to_owned(),
            Job::Tiles(_) => "making pictures for seeking".to_owned(),
            Job::Subtitle(_) => "converting subtitles".to_owned(),
            Job::Attachment { .. } => "reading an attachment".to_owned(),
            Job::Segment(segment) => match segment.part {
                Part::Init => "making an init segment".to_owned(),
                Part::Media { start, .. } => format!("making the segment at {:.1} s", start as f64 / 1e7),
                Part::Keyframe { start, .. } => format!("making the keyframe at {:.1} s", start as f64 / 1e7),
            },
        }
    }

    /// How long the job may take before it counts as hung. Generous: disks wake up, networks stall, and what reads a
    /// whole film needs as long as the disk does.
    pub fn time_limit(&self) -> Duration {
        Duration::from_secs(match self {
            Job::Probe { .. } | Job::DescribeImage { .. } | Job::Image { .. } | Job::Attachment { .. } => 60,
            // Software does it in its place, while somebody waits.
            Job::Segment(segment) if segment.device().is_some() => 30,
            Job::Segment(_) | Job::Tiles(_) => 180,
            Job::Index { .. } | Job::Subtitle(_) => 900,
        })
    }
}
