//! Landlock: no path can be opened, no port reached.

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};

/// The newest form that is asked for; older kernels do what they can of it.
const NEWEST: ABI = ABI::V6;

/// Denies everything that the kernel's Landlock knows of. `Err` when it knows nothing.
pub(super) fn close() -> Result<(), String> {
    let ruleset = Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))
        .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(NEWEST)))
        .and_then(|ruleset| ruleset.scope(Scope::from_all(NEWEST)))
        .and_then(|ruleset| ruleset.create())
        .and_then(|ruleset| ruleset.restrict_self())
        .map_err(|error| error.to_string())?;
    match ruleset.ruleset {
        RulesetStatus::NotEnforced => Err("this kernel has none; seccomp alone keeps files closed".to_owned()),
        RulesetStatus::PartiallyEnforced | RulesetStatus::FullyEnforced => Ok(()),
    }
}
