//! What a machine can encode, found out by trying: each encoder makes a few pictures, which are decoded again and compared.
//! A trial runs in a process of its own (`walros-worker --trial DEVICE`), since drivers crash and hang.

use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use walros_model::Device;

use crate::process::{Kind, command};
use crate::{Fault, VideoCodec};

/// Loading a driver takes seconds, and encoding ten small pictures less.
const LIMIT: Duration = Duration::from_secs(60);

/// One encoder of one device, or of software.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    pub codec: VideoCodec,
    /// Bits of a sample.
    pub bit_depth: u32,
    /// libav's name.
    pub encoder: String,
    pub outcome: TrialOutcome,
}

impl Trial {
    pub fn passed(&self) -> bool {
        matches!(self.outcome, TrialOutcome::Passed { .. })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TrialOutcome {
    /// Every picture came back, the least like its original as like it as this many dB.
    Passed { psnr: f64 },
    /// Why not, in one line.
    Failed { reason: String },
}

/// What is tried on every device, and of software.
pub const TRIALS: [(VideoCodec, u32); 5] = [(VideoCodec::H264, 8), (VideoCodec::Hevc, 8), (VideoCodec::Hevc, 10), (VideoCodec::Av1, 8), (VideoCodec::Av1, 10)];

/// libav's name of an encoder.
pub fn encoder(device: Option<Device>, codec: VideoCodec) -> &'static str {
    use VideoCodec::{Av1, H264, Hevc};
    match (device, codec) {
        (None, H264) => "libx264",
        (None, Hevc) => "libx265",
        (None, Av1) => "libsvtav1",
        (Some(Device::Vaapi(_)), H264) => "h264_vaapi",
        (Some(Device::Vaapi(_)), Hevc) => "hevc_vaapi",
        (Some(Device::Vaapi(_)), Av1) => "av1_vaapi",
        (Some(Device::Qsv(_)), H264) => "h264_qsv",
        (Some(Device::Qsv(_)), Hevc) => "hevc_qsv",
        (Some(Device::Qsv(_)), Av1) => "av1_qsv",
        (Some(Device::Nvenc(_)), H264) => "h264_nvenc",
        (Some(Device::Nvenc(_)), Hevc) => "hevc_nvenc",
        (Some(Device::Nvenc(_)), Av1) => "av1_nvenc",
    }
}

/// All trials of a device, failed for one reason.
pub fn all_failed(device: Option<Device>, reason: &str) -> Vec<Trial> {
    let failed = |(codec, bit_depth)| Trial {
        codec,
        bit_depth,
        encoder: encoder(device, codec).to_owned(),
        outcome: TrialOutcome::Failed { reason: reason.to_owned() },
    };
    TRIALS.map(failed).to_vec()
}

/// What the worker's command line calls software.
pub const SOFTWARE: &str = "software";

/// Tries one. A process that dies or hangs is a failed trial; the fault is that none can be started.
pub(crate) async fn run(binary: &Path, device: Option<Device>) -> Result<Vec<Trial>, Fault> {
    let name = device.map_or_else(|| SOFTWARE.to_owned(), |device| device.to_string());
    let kind = Kind { device, ..Kind::default() };
    let output = match finished(binary, kind, &["--trial", &name]).await? {
        Some(output) => output,
        None => return Ok(all_failed(device, &format!("the trial took longer than {} s", LIMIT.as_secs()))),
    };
    match serde_json::from_slice(&output.stdout) {
        Ok(trials) if output.status.success() => Ok(trials),
        _ => Ok(all_failed(device, format!("the trial's process ended: {} {}", output.status, last_words(&output)).trim_end())),
    }
}

/// Asks a worker whether it can do such jobs at all. `Unsupported` says what it lacks.
pub(crate) async fn check(binary: &Path, kind: Kind) -> Result<(), Fault> {
    match finished(binary, kind, &["--check"]).await? {
        Some(output) if output.status.success() => Ok(()),
        Some(output) => Err(Fault::Unsupported { text: last_words(&output) }),
        None => Err(Fault::Crashed { text: format!("{} did not answer", binary.display()) }),
    }
}

/// `None` when it took too long.
async fn finished(binary: &Path, kind: Kind, arguments: &[&str]) -> Result<Option<Output>, Fault> {
    let process = command(binary, kind).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let process = process.map_err(|error| Fault::Crashed { text: format!("starting {}: {error}", binary.display()) })?;
    match tokio::time::timeout(LIMIT, process.wait_with_output()).await {
        Ok(Ok(output)) => Ok(Some(output)),
        Ok(Err(error)) => Err(Fault::Crashed { text: format!("{}: {error}", binary.display()) }),
        // Dropped, it is killed.
        Err(_) => Ok(None),
    }
}

fn last_words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default().to_owned()
}
