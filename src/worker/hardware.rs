//! The device that this process encodes by. It is opened before the process is locked in, since drivers are loaded from
//! files; from then on it is reached by what is open.

use std::sync::OnceLock;

use ffmpeg_next::format::Pixel;
use walros_jobs::Fault;
use walros_model::Device;

use crate::fault;
use crate::raw::hardware::{Hardware, Pool};

static OPEN: OnceLock<(Device, Hardware)> = OnceLock::new();

/// Opens the device, once a process. `Err` says in one line why there is none.
pub fn open(device: Device) -> Result<(), String> {
    let node = device.node();
    // Drivers say less.
    std::fs::metadata(&node).map_err(|error| format!("no device: {node}: {error}"))?;
    let opened = Hardware::open(device).map_err(|error| match crate::log::take().into_iter().last() {
        Some(detail) => format!("{device} does not open: {error} ({detail})"),
        None => format!("{device} does not open: {error}"),
    })?;
    OPEN.set((device, opened)).map_err(|_| "a process has one device".to_owned())
}

/// Room for pictures of that size in its memory. `samples` is what they are handed over as.
pub(crate) fn pool(device: Device, samples: Pixel, width: u32, height: u32) -> Result<Pool, Fault> {
    let opened = OPEN.get().filter(|(opened, _)| *opened == device).ok_or_else(|| fault::unsupported(format!("{device} is not open here")))?;
    opened.1.pool(memory(device), samples, width, height).map_err(|error| fault::unsupported(format!("memory of {device} for pictures: {error}")))
}

/// What its encoders call pictures in its memory.
pub(crate) fn memory(device: Device) -> Pixel {
    match device {
        Device::Vaapi(_) => Pixel::VAAPI,
        Device::Qsv(_) => Pixel::QSV,
        Device::Nvenc(_) => Pixel::CUDA,
    }
}
