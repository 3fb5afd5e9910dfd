//! What pictures can be encoded by on this machine: what trials found, which devices fail, and what is chosen of them.

mod breaker;
mod stand_in;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;
use walros_jobs::{Trial, VideoEncode, VideoRecipe};
use walros_model::Device;
use walros_model::playback::{StreamRequest, VideoCodec};
use walros_model::probe::MediaSource;

use crate::recipe::Recipe;
use breaker::{Breaker, Change};
pub(crate) use stand_in::run;

/// Devices refuse smaller pictures, each below a size of its own.
const SMALLEST: (u32, u32) = (256, 144);

/// The table of encoders. Clones are the same table.
#[derive(Clone, Debug, Default)]
pub struct Encoders(Arc<Mutex<BTreeMap<Option<Device>, Entry>>>);

#[derive(Debug, Default)]
struct Entry {
    trials: Vec<Trial>,
    usable: bool,
    breaker: Breaker,
    places: Arc<Places>,
    stood_in: u64,
    last_failure: Option<String>,
}

/// Jobs that a device has at a time: NVIDIA's drivers for home use refused a fourth for years. One place is kept for whoever waits.
#[derive(Debug)]
struct Places {
    all: Semaphore,
    ahead: Semaphore,
}

const PLACES: usize = 3;

impl Default for Places {
    fn default() -> Self {
        Self { all: Semaphore::new(PLACES), ahead: Semaphore::new(PLACES - 1) }
    }
}

impl Entry {
    fn passed(&self, codec: VideoCodec, bit_depth: u32) -> bool {
        self.trials.iter().any(|trial| (trial.codec, trial.bit_depth) == (codec, bit_depth) && trial.passed())
    }

    fn encodes(&self, encode: &VideoEncode) -> bool {
        let large = encode.width >= SMALLEST.0 && encode.height >= SMALLEST.1;
        self.usable && large && self.passed(encode.codec, encode.bit_depth)
    }
}

/// What the table says of a device, or of software (`None`).
#[derive(Clone, Debug, PartialEq)]
pub struct EncoderState {
    pub device: Option<Device>,
    pub trials: Vec<Trial>,
    /// Whether it is there, and the settings let it be used.
    pub usable: bool,
    /// How long no job is given to it, since it failed.
    pub rests_for: Option<Duration>,
    /// Segments that software made in its place since the start.
    pub stood_in: u64,
    pub last_failure: Option<String>,
}

impl Encoders {
    /// Takes in what a trial found. A device that is known stays known, since addresses name it.
    pub fn learn(&self, device: Option<Device>, trials: Vec<Trial>, usable: bool) {
        let mut table = self.lock();
        let entry = table.entry(device).or_default();
        (entry.trials, entry.usable, entry.breaker) = (trials, usable, Breaker::default());
    }

    /// Software first, then devices, the one that is preferred first.
    pub fn states(&self) -> Vec<EncoderState> {
        let now = Instant::now();
        let state = |(device, entry): (&Option<Device>, &Entry)| EncoderState {
            device: *device,
            trials: entry.trials.clone(),
            usable: entry.usable,
            rests_for: entry.breaker.rests_for(now),
            stood_in: entry.stood_in,
            last_failure: entry.last_failure.clone(),
        };
        self.lock().iter().map(state).collect()
    }

    /// Whether addresses may name it.
    pub(crate) fn knows(&self, device: Device) -> bool {
        self.lock().contains_key(&Some(device))
    }

    /// Settles by what a request's picture is encoded, if it is: a codec that nothing here encodes gives way to another that the
    /// request lists, and a device that passed its trial goes before software.
    pub fn choose(&self, source: &MediaSource, request: &mut StreamRequest) {
        request.device = None;
        let as_asked = request.encode_as;
        for encode_as in [as_asked, None].into_iter().chain(VideoCodec::ALL.map(Some)) {
            request.encode_as = encode_as;
            let Some(encode) = encode_of(source, request) else { break };
            if let Some(device) = self.device(&encode) {
                request.device = device;
                return;
            }
        }
        request.encode_as = as_asked;
    }

    /// The codec that pictures of this request are encoded in where they are, as it is then asked for.
    pub(crate) fn codec(&self, source: &MediaSource, request: &StreamRequest) -> Option<VideoCodec> {
        let mut encoded = StreamRequest { allow_video_copy: false, ..request.clone() };
        self.choose(source, &mut encoded);
        encoded.encode_as
    }

    /// What encodes a picture: a device, or software (`Some(None)`); `None` when nothing does. Software that nobody tried yet
    /// is believed to.
    fn device(&self, encode: &VideoEncode) -> Option<Option<Device>> {
        let (table, now) = (self.lock(), Instant::now());
        let mut devices = table.iter().filter(|(device, entry)| device.is_some() && entry.encodes(encode) && !entry.breaker.is_open(now));
        let chosen = devices.next().map(|(device, _)| *device);
        chosen.or_else(|| table.get(&None).is_none_or(|software| software.passed(encode.codec, encode.bit_depth)).then_some(None))
    }

    /// The device that encodes this request's picture, or would, if it fails since it last worked, and how. Software stands in.
    pub fn trouble(&self, source: &MediaSource, request: &StreamRequest) -> Option<(Device, String)> {
        let encode = encode_of(source, &StreamRequest { allow_video_copy: false, ..request.clone() })?;
        let table = self.lock();
        let (device, entry) = table.iter().find_map(|(device, entry)| Some(((*device)?, entry)).filter(|_| entry.encodes(&encode)))?;
        entry.breaker.is_failing().then(|| (device, entry.last_failure.clone().unwrap_or_default()))
    }

    fn software(&self, encode: &VideoEncode) -> bool {
        self.lock().get(&None).is_none_or(|software| software.passed(encode.codec, encode.bit_depth))
    }

    /// The places of a device, whoever may be given to it.
    fn places(&self, device: Device) -> Arc<Places> {
        self.lock().get(&Some(device)).map(|entry| entry.places.clone()).unwrap_or_default()
    }

    /// Whether a job may be given to a device.
    fn admit(&self, device: Device, encode: &VideoEncode) -> bool {
        self.lock().get_mut(&Some(device)).is_some_and(|entry| entry.encodes(encode) && entry.breaker.admit(Instant::now()))
    }

    fn worked(&self, device: Device) {
        self.report(device, None);
    }

    /// It failed at what software could do, or nothing else can.
    fn failed(&self, device: Device, reason: &str) {
        self.report(device, Some(reason));
    }

    fn report(&self, device: Device, failure: Option<&str>) {
        let change = {
            let mut table = self.lock();
            let Some(entry) = table.get_mut(&Some(device)) else { return };
            if let Some(reason) = failure {
                entry.last_failure = Some(reason.to_owned());
            }
            entry.breaker.report(failure.is_none(), Instant::now())
        };
        let reason = failure.unwrap_or_default();
        match change {
            Change::None => (),
            Change::Failing => tracing::warn!(%device, reason, "a device failed; software encodes in its place"),
            Change::Opened => tracing::warn!(%device, reason, "a device fails again and again; software encodes until it is tried again"),
            Change::Closed => tracing::info!(%device, "a device works again"),
        }
    }

    fn stood_in(&self, device: Device) {
        if let Some(entry) = self.lock().get_mut(&Some(device)) {
            entry.stood_in += 1;
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Option<Device>, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How the picture of a request is encoded; `None` when it is not.
fn encode_of(source: &MediaSource, request: &StreamRequest) -> Option<VideoEncode> {
    match Recipe::of(source, request, None).ok()?.video? {
        (_, VideoRecipe::Encode(encode)) => Some(encode),
        _ => None,
    }
}
