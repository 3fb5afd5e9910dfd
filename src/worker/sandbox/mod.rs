//! Locking the process in before it sees the first byte of a file from outside.
//!
//! Four walls, each of which holds without the others: resource limits; Landlock, which takes away every path and every
//! port; seccomp, which leaves the system calls that decoding needs and no more; and what a process may do to another
//! (no new privileges, not dumpable, dies with its parent). What libav reads are files that the server opened and passed.

mod limits;
mod paths;
mod prove;
mod syscalls;

use std::time::Duration;

use rustix::process::{DumpableBehavior, Signal};
use walros_jobs::Backend;
use walros_model::Device;

pub use prove::prove;

/// Locks the process in, for good. What the kernel cannot do is said in one line on standard error, once, and done without.
/// A device is open by then; what its driver needs beyond that is left to it.
pub fn lock_in(backend: Backend, device: Option<Device>) {
    let card = is_card(device);
    let paths = if card { paths::close_to_cards() } else { paths::close() };
    // Without Landlock a driver that could open its card again could open everything.
    let reopens = card && paths.is_ok();
    for (wall, outcome) in
        [("process", isolate()), ("resource limits", limits::set(card)), ("Landlock", paths), ("seccomp", syscalls::restrict(backend, device, reopens))]
    {
        if let Err(text) = outcome {
            eprintln!("sandbox: {wall}: {text}");
        }
    }
}

/// Before a device is opened whose driver opens files ever after: Landlock binds the threads that a driver starts only if they
/// are started behind it.
pub fn before_opening(device: Device) {
    if is_card(Some(device))
        && let Err(text) = paths::close_to_libraries()
    {
        eprintln!("sandbox: Landlock: {text}");
    }
}

fn is_card(device: Option<Device>) -> bool {
    matches!(device, Some(Device::Nvenc(_)))
}

/// Gives the next job its share of processor time, all threads together.
pub fn begin_job(time_limit: Duration) {
    if let Err(text) = limits::allow_processor(time_limit) {
        eprintln!("sandbox: {text}");
    }
}

fn isolate() -> Result<(), String> {
    let say = |error: rustix::io::Errno| error.to_string();
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL)).map_err(say)?;
    // Nothing else of this user may look into its memory.
    rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(say)?;
    rustix::thread::set_no_new_privs(true).map_err(say)
}
