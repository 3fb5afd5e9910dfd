//! How much of the machine a worker may take.

use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

const GIB: u64 = 1 << 30;
/// What the largest encoders need for a 2160p picture.
const MEMORY_MAX: u64 = 6 * GIB;
/// Libraries alone map a few hundred megabytes.
const MEMORY_MIN: u64 = 2 * GIB;
/// A job brings a few files; each is held twice while it is read.
const FILES_MAX: u64 = 64;
/// NVIDIA's driver opens its card once for each stretch of memory.
const FILES_OF_CARDS: u64 = 1024;
/// The only file it may ever write to is its standard error, when that is one.
const LOG_MAX: u64 = 16 << 20;
/// Encoders run several threads; the pool watches the time on the wall.
const PROCESSORS: u64 = 8;

/// `reserves`: CUDA lays claim to more addresses than there is memory, most of which it never uses; then what can be written to
/// is counted alone.
pub(super) fn set(reserves: bool) -> Result<(), String> {
    // Address space rather than resident memory, since the kernel holds nobody to the latter.
    limit(if reserves { Resource::Data } else { Resource::As }, memory())?;
    limit(Resource::Fsize, LOG_MAX)?;
    // It leaves none when it dies.
    limit(Resource::Core, 0)?;
    limit(Resource::Nofile, if reserves { FILES_OF_CARDS } else { FILES_MAX })
}

/// Three quarters of the machine's memory, within bounds.
fn memory() -> u64 {
    let info = rustix::system::sysinfo();
    let total = info.totalram.saturating_mul(u64::from(info.mem_unit.max(1)));
    (total / 4 * 3).clamp(MEMORY_MIN, MEMORY_MAX)
}

/// Moves the limit to `time_limit` from now.
pub(super) fn allow_processor(time_limit: Duration) -> Result<(), String> {
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    let current = Some(used + 1 + time_limit.as_secs() * PROCESSORS);
    setrlimit(Resource::Cpu, Rlimit { current, maximum: None }).map_err(|error| format!("processor time: {error}"))
}

fn limit(resource: Resource, value: u64) -> Result<(), String> {
    // Never above what the server itself was given.
    let value = rustix::process::getrlimit(resource).maximum.map_or(value, |maximum| maximum.min(value));
    setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) }).map_err(|error| format!("{resource:?}: {error}"))
}
