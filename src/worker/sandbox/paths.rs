//! Landlock: no path can be opened, no port reached.

use landlock::{ABI, Access, AccessFs, AccessNet, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope};

/// The newest form that is asked for; older kernels do what they can of it.
const NEWEST: ABI = ABI::V6;

/// The files of NVIDIA's driver, which it opens again and again.
pub(super) const CARDS: &[&str] = &["/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia0", "/dev/nvidia1", "/dev/nvidia2", "/dev/nvidia3"];

/// Denies everything that the kernel's Landlock knows of, but for the use of some devices. `Err` when it knows nothing.
pub(super) fn close(devices: &[&str]) -> Result<(), String> {
    let device = AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::IoctlDev;
    let open = devices.iter().filter_map(|path| PathFd::new(path).ok());
    let ruleset = Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))
        .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(NEWEST)))
        .and_then(|ruleset| ruleset.scope(Scope::from_all(NEWEST)))
        .and_then(|ruleset| ruleset.create())
        .and_then(|ruleset| ruleset.add_rules(open.map(|file| Ok::<_, landlock::RulesetError>(PathBeneath::new(file, device)))))
        .and_then(|ruleset| ruleset.restrict_self())
        .map_err(|error| error.to_string())?;
    match ruleset.ruleset {
        RulesetStatus::NotEnforced => Err("this kernel has none; seccomp alone keeps files closed".to_owned()),
        RulesetStatus::PartiallyEnforced | RulesetStatus::FullyEnforced => Ok(()),
    }
}
