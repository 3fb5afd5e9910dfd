//! Segments of a device's streams. What it does not make, software makes in its place, so that playback goes on: keyframes of
//! such streams carry their parameter sets, and each segment is decoded whoever made it.

use std::fs::File;

use walros_jobs::{Begun, Done, Fault, Job, Priority, SegmentJob, Speed, VideoEncode, VideoRecipe, Workers};

use super::Encoders;

/// Runs a job on what its recipe says, or on what stands in for that.
pub(crate) async fn run(
    workers: &dyn Workers,
    encoders: &Encoders,
    priority: Priority,
    job: SegmentJob,
    files: Vec<File>,
    begun: Begun,
) -> Result<Done, Fault> {
    let Some((device, encode)) = job.device().zip(encode(&job)) else { return workers.run_telling(priority, Job::Segment(job), files, begun).await };
    let mut failure = None;
    let places = encoders.places(device);
    let ahead = if priority == Priority::Waiting { None } else { places.ahead.acquire().await.ok() };
    let place = places.all.acquire().await.ok();
    if encoders.admit(device, encode) {
        let copies = files.iter().map(File::try_clone).collect::<Result<_, _>>().map_err(|error| Fault::Io { text: format!("sharing a film: {error}") })?;
        match workers.run_telling(priority, Job::Segment(job.clone()), copies, begun.clone()).await {
            Ok(done) => {
                encoders.worked(device);
                return Ok(done);
            }
            Err(fault) => failure = Some(fault),
        }
    }
    drop((place, ahead));
    if let (Some(fault), false) = (&failure, encoders.software(encode)) {
        encoders.failed(device, &fault.to_string());
        return Err(fault.clone());
    }
    let done = workers.run_telling(priority, Job::Segment(in_software(job, priority)), files, begun).await?;
    // A film that nothing can be made of is not the device's fault.
    if let Some(fault) = failure {
        encoders.failed(device, &fault.to_string());
    }
    encoders.stood_in(device);
    Ok(done)
}

fn encode(job: &SegmentJob) -> Option<&VideoEncode> {
    match &job.video {
        Some((_, VideoRecipe::Encode(encode))) => Some(encode),
        _ => None,
    }
}

fn in_software(mut job: SegmentJob, priority: Priority) -> SegmentJob {
    if let Some((_, VideoRecipe::Encode(encode))) = &mut job.video {
        encode.device = None;
        encode.speed = if priority == Priority::Waiting { Speed::Fast } else { Speed::Good };
    }
    job
}
