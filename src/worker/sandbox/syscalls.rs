//! Seccomp: the system calls that decoding and encoding need. Everything else answers "not permitted".

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen as Length, SeccompCmpOp as Compare, SeccompCondition as Condition, SeccompFilter, SeccompRule as Rule,
    apply_filter_all_threads,
};
use walros_jobs::Backend;
use walros_model::Device;

/// Reading, talking to the server, memory, threads, time.
const ALLOWED: &[i64] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_preadv,
    libc::SYS_lseek,
    libc::SYS_fstat,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_recvmsg,
    libc::SYS_recvfrom,
    libc::SYS_sendmsg,
    libc::SYS_sendto,
    libc::SYS_ppoll,
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_membarrier,
    libc::SYS_futex,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettimeofday,
    libc::SYS_getrandom,
    libc::SYS_sysinfo,
    libc::SYS_exit,
    libc::SYS_exit_group,
    // Answered by the second filter; this one must not overrule it.
    libc::SYS_clone3,
];

/// Waking the threads of a pipeline.
const FOR_GSTREAMER: &[i64] = &[libc::SYS_eventfd2];

/// Waiting for a device, and telling its files apart.
const FOR_DEVICES: &[i64] = &[libc::SYS_eventfd2, libc::SYS_dup, libc::SYS_uname];

/// Opening its files again. Landlock says which.
const REOPENING: &[i64] = &[libc::SYS_openat, libc::SYS_newfstatat];

/// The letter in the second byte of all calls to the kernel's direct rendering manager and of what shares memory and fences between devices.
const DRM: &[u8] = b"db>";

/// Installs both filters. `reopens`: a driver may open what Landlock leaves open.
pub(super) fn restrict(backend: Backend, device: Option<Device>, reopens: bool) -> Result<(), String> {
    let say = |error: seccompiler::Error| error.to_string();
    // First, since the other filter allows no more filters.
    apply_filter_all_threads(&compile(unknown_calls()?)?).map_err(say)?;
    apply_filter_all_threads(&compile(allowed_calls(backend, device, reopens)?)?).map_err(say)
}

/// `clone3` hides its flags in memory, where no filter can look. Told that the kernel is too old for it, glibc falls back
/// to `clone`, whose flags can be checked.
fn unknown_calls() -> Result<SeccompFilter, String> {
    let rules = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    filter(rules, SeccompAction::Allow, SeccompAction::Errno(libc::ENOSYS as u32))
}

fn allowed_calls(backend: Backend, device: Option<Device>, reopens: bool) -> Result<SeccompFilter, String> {
    let more = [(backend == Backend::Gstreamer, FOR_GSTREAMER), (device.is_some(), FOR_DEVICES), (reopens, REOPENING)];
    let more = more.into_iter().filter(|(needed, _)| *needed).flat_map(|(_, calls)| calls);
    let mut rules: BTreeMap<i64, Vec<Rule>> = ALLOWED.iter().chain(more).map(|call| (*call, Vec::new())).collect();
    #[cfg(target_arch = "x86_64")]
    rules.extend([libc::SYS_poll, libc::SYS_time].map(|call| (call, Vec::new())));
    let executable = libc::PROT_EXEC as u64;
    let own = u64::from(std::process::id());
    for (call, argument, compare, value) in [
        // New threads, not new processes.
        (libc::SYS_clone, 0, Compare::MaskedEq(libc::CLONE_THREAD as u64), libc::CLONE_THREAD as u64),
        // No memory that can be run.
        (libc::SYS_mmap, 2, Compare::MaskedEq(executable), 0),
        (libc::SYS_mprotect, 2, Compare::MaskedEq(executable), 0),
        // Sharing a file with libav, and nothing that would reach other processes.
        (libc::SYS_fcntl, 1, Compare::Eq, libc::F_DUPFD_CLOEXEC as u64),
        (libc::SYS_fcntl, 1, Compare::Eq, libc::F_GETFD as u64),
        (libc::SYS_fcntl, 1, Compare::Eq, libc::F_GETFL as u64),
        // Names of threads.
        (libc::SYS_prctl, 0, Compare::Eq, libc::PR_SET_NAME as u64),
        // Aborting.
        (libc::SYS_tgkill, 0, Compare::Eq, own),
        // The processor time of the next job.
        (libc::SYS_prlimit64, 0, Compare::Eq, 0),
    ] {
        let length = if call == libc::SYS_clone { Length::Qword } else { Length::Dword };
        let condition = Condition::new(argument, length, compare, value).map_err(|error| error.to_string())?;
        rules.entry(call).or_default().push(Rule::new(vec![condition]).map_err(|error| error.to_string())?);
    }
    match device {
        None => (),
        // Its calls have numbers of every kind. No file is open that they could do harm to.
        Some(Device::Nvenc(_)) => drop(rules.insert(libc::SYS_ioctl, Vec::new())),
        Some(Device::Vaapi(_) | Device::Qsv(_)) => {
            for letter in DRM {
                let condition = Condition::new(1, Length::Dword, Compare::MaskedEq(0xff00), u64::from(*letter) << 8).map_err(|error| error.to_string())?;
                rules.entry(libc::SYS_ioctl).or_default().push(Rule::new(vec![condition]).map_err(|error| error.to_string())?);
            }
        }
    }
    filter(rules, SeccompAction::Errno(libc::EPERM as u32), SeccompAction::Allow)
}

fn filter(rules: BTreeMap<i64, Vec<Rule>>, otherwise: SeccompAction, matched: SeccompAction) -> Result<SeccompFilter, String> {
    let architecture = std::env::consts::ARCH.try_into().map_err(|error: seccompiler::BackendError| error.to_string())?;
    SeccompFilter::new(rules, otherwise, matched, architecture).map_err(|error| error.to_string())
}

fn compile(filter: SeccompFilter) -> Result<BpfProgram, String> {
    filter.try_into().map_err(|error: seccompiler::BackendError| error.to_string())
}
