//! What trials found, kept so that a restart need not try again, until something changes that it hangs on.

use std::fs::{File, Metadata};
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use walros_db::{Db, settings};
use walros_jobs::Trial;
use walros_model::Device;

use crate::Result;

const SETTING: &str = "encoders.tried";

/// Where drivers and libav lie: an update of either changes these folders.
const LIBRARIES: [&str; 8] = [
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/x86_64-linux-gnu/dri",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu/dri",
    "/usr/lib64",
    "/usr/lib64/dri",
    "/usr/lib",
    "/usr/lib/dri",
];

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Tried {
    pub device: Option<Device>,
    /// What the machine was like, by [`machine`].
    pub machine: String,
    pub trials: Vec<Trial>,
}

impl Tried {
    /// Whether trying again would find the same.
    pub fn holds(&self, machine: &str) -> bool {
        self.machine == machine
    }
}

pub(super) async fn load(db: &Db) -> Result<Vec<Tried>> {
    let stored = db.read(|conn| settings::get(conn, SETTING)).await?;
    // What an earlier version wrote otherwise is tried again.
    Ok(stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

pub(super) async fn save(db: &Db, tried: &[Tried]) -> Result<()> {
    let json = serde_json::json!(tried).to_string();
    Ok(db.write(move |conn| settings::set(conn, SETTING, &json)).await?)
}

/// Kernel, driver, device, worker and libraries, in one line.
pub(super) fn machine(device: Option<Device>, worker: &Path) -> String {
    let text = |path: &str| std::fs::read_to_string(path).unwrap_or_default().trim().to_owned();
    let state = |path: &Path| std::fs::metadata(path).ok().map(|facts| format!("{}@{}", facts.len(), modified(&facts))).unwrap_or_default();
    let mut parts = vec![text("/proc/sys/kernel/osrelease"), state(worker)];
    parts.extend(LIBRARIES.iter().map(|folder| state(Path::new(folder))));
    if let Some(device) = device {
        // Rights are given, too.
        parts.push(File::options().read(true).write(true).open(device.node()).map_or_else(|error| error.kind().to_string(), |_| "opens".into()));
        match device {
            Device::Nvenc(_) => parts.push(text("/sys/module/nvidia/version")),
            Device::Qsv(number) | Device::Vaapi(number) => {
                let own = format!("/sys/class/drm/renderD{number}/device");
                parts.extend(["vendor", "device", "revision"].map(|name| text(&format!("{own}/{name}"))));
                let driver = std::fs::read_link(format!("{own}/driver")).unwrap_or_default();
                parts.push(driver.file_name().unwrap_or_default().to_string_lossy().into_owned());
            }
        }
    }
    parts.join("|")
}

fn modified(facts: &Metadata) -> u128 {
    facts.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default().as_nanos()
}
