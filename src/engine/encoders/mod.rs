//! What this machine encodes pictures by: found, tried in the background, remembered.

mod find;
mod remembered;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;
use walros_jobs::Backend;
use walros_jobs::trial::all_failed;
use walros_model::Device;
use walros_model::playback::VideoCodec;

pub use walros_jobs::{Trial, TrialOutcome};
pub use walros_streaming::EncoderState;

use crate::config::Hardware;
use crate::core::Core;
use crate::{Caller, Result};
use remembered::Tried;

pub struct Encoders(pub(crate) Arc<Core>);

/// Whether something is tried now.
#[derive(Default)]
pub(crate) struct Trying(watch::Sender<bool>);

impl Trying {
    /// False when somebody else is at it.
    fn begin(&self) -> bool {
        !self.0.send_replace(true)
    }

    fn end(&self) {
        self.0.send_replace(false);
    }
}

/// What is known, and whether it is being found out.
#[derive(Clone, Debug)]
pub struct Table {
    pub hardware: Hardware,
    pub trying: bool,
    /// Software first, then devices, the one that is preferred first.
    pub encoders: Vec<EncoderState>,
}

impl Encoders {
    pub fn table(&self, caller: &Caller) -> Result<Table> {
        caller.require_administrator()?;
        Ok(Table { hardware: self.0.config.hardware, trying: *self.0.trying.0.borrow(), encoders: self.0.streaming.encoders().states() })
    }

    /// Tries what there is, unless that is known, in the background.
    pub fn begin(&self) {
        self.start(false);
    }

    /// Looks for devices and tries everything again, in the background.
    pub fn try_again(&self, caller: &Caller) -> Result<()> {
        caller.require_administrator()?;
        self.start(true);
        Ok(())
    }

    /// Returns when nothing is being tried.
    pub async fn tried(&self) {
        // It cannot be gone: we hold it.
        let _ = self.0.trying.0.subscribe().wait_for(|trying| !trying).await;
    }

    /// The device that H.264 is encoded by, if no software.
    pub fn preferred(&self) -> Option<Device> {
        let passed = |trial: &Trial| trial.codec == VideoCodec::H264 && trial.passed();
        let encoders = self.0.streaming.encoders().states();
        encoders.into_iter().find(|state| state.device.is_some() && state.usable && state.trials.iter().any(passed)).and_then(|state| state.device)
    }

    fn start(&self, anew: bool) {
        // By GStreamer's elements nothing but software encodes.
        if self.0.workers.backend() != Backend::Libav || !self.0.trying.begin() {
            return;
        }
        let core = self.0.clone();
        tokio::spawn(async move {
            if let Err(error) = attempt(&core, anew).await {
                tracing::warn!(%error, "what encoders were found is not remembered");
            }
            core.trying.end();
        });
    }
}

/// Has the table know what was found before this start. Whatever changed meanwhile is believed of no device until it is tried.
pub(crate) async fn recall(core: &Core) -> Result<()> {
    let wanted = wanted(core).await;
    for tried in remembered::load(&core.db).await? {
        let usable = wanted.contains(&tried.device) && tried.holds(&machine(core, tried.device).await);
        // Software is believed to work until it is tried.
        if usable || tried.device.is_some() {
            core.streaming.encoders().learn(tried.device, tried.trials, usable);
        }
    }
    Ok(())
}

/// Software, and the devices that the settings allow and the machine has.
async fn wanted(core: &Core) -> Vec<Option<Device>> {
    let devices = match core.config.hardware {
        Hardware::Off => Vec::new(),
        Hardware::Only(device) => vec![device],
        Hardware::Auto => blocking(|| find::devices(Path::new("/dev"), Path::new("/sys"))).await,
    };
    std::iter::once(None).chain(devices.into_iter().map(Some)).collect()
}

async fn machine(core: &Core, device: Option<Device>) -> String {
    let worker = core.config.worker.clone();
    blocking(move || remembered::machine(device, &worker)).await
}

async fn attempt(core: &Core, anew: bool) -> Result<()> {
    let encoders = core.streaming.encoders();
    let mut remembered = remembered::load(&core.db).await?;
    for device in wanted(core).await {
        let machine = machine(core, device).await;
        if !anew && remembered.iter().any(|tried| tried.device == device && tried.holds(&machine)) {
            continue;
        }
        let trials = match core.workers.trial(device).await {
            Ok(trials) => trials,
            Err(fault) if device.is_none() => {
                // Whether software encodes is then seen when it does.
                tracing::warn!(%fault, "no encoder could be tried");
                continue;
            }
            Err(fault) => all_failed(device, &fault.to_string()),
        };
        tell(device, &trials);
        encoders.learn(device, trials.clone(), true);
        remembered.retain(|tried| tried.device != device);
        remembered.push(Tried { device, machine, trials });
        remembered::save(&core.db, &remembered).await?;
    }
    Ok(())
}

/// One line for the log.
fn tell(device: Option<Device>, trials: &[Trial]) {
    let name = |trial: &Trial| format!("{} ({} bit)", trial.encoder, trial.bit_depth);
    let passed: Vec<String> = trials.iter().filter(|trial| trial.passed()).map(name).collect();
    let failed: Vec<String> = trials
        .iter()
        .filter_map(|trial| match &trial.outcome {
            TrialOutcome::Failed { reason } => Some(format!("{}: {reason}", name(trial))),
            TrialOutcome::Passed { .. } => None,
        })
        .collect();
    let device = device.map_or_else(|| "software".to_owned(), |device| device.to_string());
    tracing::info!(device, passed = passed.join(", "), failed = failed.join("; "), "encoders were tried");
}

async fn blocking<T: Send + Default + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap_or_default()
}
