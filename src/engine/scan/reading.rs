//! Reading one item's files: the medium through a worker, the NFO and what lies beside here.

use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use walros_jobs::{Fault, Job, Priority, Reply, Workers};
use walros_metadata::nfo::{self, Nfo};
use walros_model::Timestamp;
use walros_model::item::{ItemKind, MediaType};
use walros_model::probe::MediaProbe;
use walros_scanner::fingerprint::fingerprint;
use walros_scanner::structure::LocalFile;

use super::external::{self, External};
use super::plan::Planned;

/// What an item's files say.
#[derive(Default)]
pub(super) struct Reading {
    /// One for each episode of a file that holds several, else at most one.
    pub nfo: Vec<Nfo>,
    pub media: Option<MediaReading>,
    pub warnings: Vec<(String, String)>,
}

pub(super) struct MediaReading {
    pub fingerprint: Option<[u8; 16]>,
    /// When the file came to be on this disk.
    pub created: Timestamp,
    pub probe: Result<MediaProbe, Fault>,
}

/// Reads what `planned` needs. Never fails: what cannot be read is said in the reading.
pub(super) async fn read(workers: &Arc<dyn Workers>, planned: &Planned) -> Reading {
    let mut reading = read_nfo(planned).await;
    if let (Some(path), Some(_)) = (&planned.found.path, planned.found.stat) {
        reading.media = Some(read_media(workers, planned, path).await);
    }
    reading
}

async fn read_nfo(planned: &Planned) -> Reading {
    let mut reading = Reading::default();
    for file in &planned.found.local.nfo {
        let path = file.path.clone();
        let read = tokio::task::spawn_blocking(move || {
            let mut bytes = Vec::new();
            File::open(&path)?.take(nfo::MAX_BYTES as u64).read_to_end(&mut bytes)?;
            Ok::<_, std::io::Error>(nfo::read(&bytes))
        });
        match read.await {
            Ok(Ok(read)) => {
                reading.warnings.extend(read.fault.map(|fault| (file.path.clone(), fault)));
                if reading.nfo.is_empty() {
                    reading.nfo = read.items;
                }
            }
            Ok(Err(error)) => reading.warnings.push((file.path.clone(), format!("cannot be read: {error}"))),
            Err(error) => reading.warnings.push((file.path.clone(), error.to_string())),
        }
    }
    reading
}

async fn read_media(workers: &Arc<dyn Workers>, planned: &Planned, path: &str) -> MediaReading {
    let opened = {
        let path = path.to_string();
        tokio::task::spawn_blocking(move || open(&path)).await
    };
    let (file, fingerprint, created) = match opened {
        Ok(Ok(opened)) => opened,
        Ok(Err(error)) => return MediaReading { fingerprint: None, created: Utc::now(), probe: Err(Fault::Io { text: error.to_string() }) },
        Err(error) => return MediaReading { fingerprint: None, created: Utc::now(), probe: Err(Fault::Io { text: error.to_string() }) },
    };
    let probe = match planned.found.kind {
        // A book is no medium of libav's.
        ItemKind::Book => Ok(MediaProbe::default()),
        kind if kind.media_type() == MediaType::Photo => picture(workers, path, file).await,
        _ => medium(workers, planned, path, file).await,
    };
    MediaReading { fingerprint, created, probe }
}

type Opened = (File, Option<[u8; 16]>, Timestamp);

fn open(path: &str) -> std::io::Result<Opened> {
    let file = File::open(path)?;
    let facts = file.metadata()?;
    // A copy of an old file is new here: when it was made on this disk counts, not what it says of itself.
    let created = facts.created().or_else(|_| facts.modified()).map_or_else(|_| Utc::now(), DateTime::from);
    let print = fingerprint(&file, facts.len()).ok();
    Ok((file, print, created.min(Utc::now())))
}

async fn medium(workers: &Arc<dyn Workers>, planned: &Planned, path: &str, file: File) -> Result<MediaProbe, Fault> {
    let again = file.try_clone().ok();
    let mut probe = probe(workers, path, file).await?;
    if probe.duration.is_zero()
        && let Some(file) = again
    {
        // A recording that was never closed says nothing of its length: its packets do.
        probe.duration = measured(workers, path, file).await.unwrap_or_default();
    }
    let mut externals = Vec::with_capacity(planned.found.local.sidecars.len());
    for (file, sidecar) in &planned.found.local.sidecars {
        let probed = if external::needs_probe(sidecar) { probe_sidecar(workers, file).await } else { None };
        externals.push(External { file: file.clone(), sidecar: sidecar.clone(), probed });
    }
    external::put_first(&mut probe, externals);
    Ok(probe)
}

async fn probe_sidecar(workers: &Arc<dyn Workers>, file: &LocalFile) -> Option<MediaProbe> {
    let path = file.path.clone();
    let opened = tokio::task::spawn_blocking(move || File::open(path)).await.ok()?.ok()?;
    probe(workers, &file.path, opened).await.ok()
}

async fn probe(workers: &Arc<dyn Workers>, path: &str, file: File) -> Result<MediaProbe, Fault> {
    let done = workers.run(Priority::Background, Job::Probe { name: external::name(path) }, vec![file]).await?;
    match done.reply {
        Reply::Probe(probe) => Ok(*probe),
        other => Err(Fault::Crashed { text: format!("a probe answered {other:?}") }),
    }
}

async fn measured(workers: &Arc<dyn Workers>, path: &str, file: File) -> Option<Duration> {
    let done = workers.run(Priority::Background, Job::Index { name: external::name(path) }, vec![file]).await.ok()?;
    let Reply::Index(index) = done.reply else { return None };
    let (numerator, denominator) = index.time_base;
    let units = u64::try_from(index.end - index.start).ok()?;
    (denominator > 0).then(|| Duration::from_secs_f64(units as f64 * f64::from(numerator) / f64::from(denominator)))
}

/// A photo is read as a picture: its size is all we keep.
async fn picture(workers: &Arc<dyn Workers>, path: &str, file: File) -> Result<MediaProbe, Fault> {
    let from = walros_jobs::ImageFrom::File;
    let done = workers.run(Priority::Background, Job::DescribeImage { from }, vec![file]).await?;
    let Reply::Image { width, height, .. } = done.reply else {
        return Err(Fault::Crashed { text: format!("{path}: a picture job answered something else") });
    };
    let video = walros_model::probe::VideoFacts { width, height, ..Default::default() };
    let stream = walros_model::MediaStream { kind: walros_model::StreamKind::EmbeddedImage, video: Some(video), ..Default::default() };
    Ok(MediaProbe { format: "image".into(), streams: vec![stream], ..MediaProbe::default() })
}
