//! Landlock: no path can be opened, no port reached; but for a driver of NVIDIA's, which opens its card again and again.

use landlock::{ABI, Access, AccessFs, AccessNet, BitFlags, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope};

/// The newest form that is asked for; older kernels do what they can of it.
const NEWEST: ABI = ABI::V6;

/// The files of NVIDIA's driver, which it opens again and again.
const CARDS: &[&str] = &["/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia0", "/dev/nvidia1", "/dev/nvidia2", "/dev/nvidia3"];

/// Where drivers are loaded from, and what they look up about the machine.
const LIBRARIES: &[&str] = &[
    "/usr",
    "/lib",
    "/lib64",
    "/opt",
    "/nix/store",
    "/run/opengl-driver",
    "/etc/ld.so.cache",
    "/etc/nvidia",
    "/sys",
    "/proc/self",
    "/proc/devices",
    "/proc/driver",
];

/// Leaves no more than what drivers are loaded from. `Err` when the kernel's Landlock knows nothing.
pub(super) fn close_to_libraries() -> Result<(), String> {
    let read = AccessFs::ReadFile | AccessFs::ReadDir | AccessFs::Execute;
    restrict(rules(LIBRARIES, read).chain(cards()))
}

/// Leaves no more than NVIDIA's cards.
pub(super) fn close_to_cards() -> Result<(), String> {
    restrict(cards())
}

/// Denies everything that the kernel's Landlock knows of. `Err` when it knows nothing.
pub(super) fn close() -> Result<(), String> {
    restrict(std::iter::empty())
}

type Open = PathBeneath<PathFd>;

fn cards() -> impl Iterator<Item = Open> {
    rules(CARDS, AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::IoctlDev)
}

/// What is not there needs no rule.
fn rules(paths: &'static [&'static str], access: BitFlags<AccessFs>) -> impl Iterator<Item = Open> {
    paths.iter().filter_map(|path| PathFd::new(path).ok()).map(move |file| PathBeneath::new(file, access))
}

fn restrict(open: impl Iterator<Item = Open>) -> Result<(), String> {
    let ruleset = Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))
        .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(NEWEST)))
        .and_then(|ruleset| ruleset.scope(Scope::from_all(NEWEST)))
        .and_then(|ruleset| ruleset.create())
        .and_then(|ruleset| ruleset.add_rules(open.map(Ok::<_, landlock::RulesetError>)))
        .and_then(|ruleset| ruleset.restrict_self())
        .map_err(|error| error.to_string())?;
    match ruleset.ruleset {
        RulesetStatus::NotEnforced => Err("this kernel has none; seccomp alone keeps files closed".to_owned()),
        RulesetStatus::PartiallyEnforced | RulesetStatus::FullyEnforced => Ok(()),
    }
}
