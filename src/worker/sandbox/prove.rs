//! Trying the walls from inside: `walros-worker --prove-sandbox` locks itself in and then does what hostile code would.
#![expect(unsafe_code, reason = "hostile code calls the kernel directly")]

use std::fs::File;
use std::io::{self, ErrorKind};
use std::net::{TcpStream, UdpSocket};
use std::os::unix::net::{UnixListener, UnixStream};

use super::{isolate, limits, paths, syscalls};

/// A file that everybody can read, so that only the sandbox can be what denies it.
const READABLE: &str = "/etc/passwd";

/// Blocks of memory that are asked for until there is no more.
const BLOCK: usize = 64 << 20;
/// More blocks than any limit allows.
const BLOCKS_MAX: usize = 4096;

/// Locks the process in and tries to break out. One line each on standard error; whether everything was denied that must be
/// and everything worked that must. A kernel without Landlock is no failure, seccomp stands behind it.
pub fn prove() -> bool {
    let before = File::open(READABLE).is_ok();
    let mut proof = Proof { holds: before };
    if !before {
        eprintln!("{READABLE} cannot be read to begin with, which proves nothing");
    }
    for outcome in [isolate(), limits::set(false)] {
        proof.works("limits", outcome.map_err(io::Error::other));
    }
    match paths::close() {
        Ok(()) => proof.denied("reading a file, by Landlock", File::open(READABLE)),
        Err(text) => eprintln!("Landlock: {text}"),
    }
    proof.works("seccomp", syscalls::restrict(walros_jobs::Backend::default(), None, false).map_err(io::Error::other));
    proof.denied("reading a file", File::open(READABLE));
    proof.denied("looking at a file", std::fs::metadata(READABLE));
    proof.denied("listing a folder", std::fs::read_dir("/"));
    proof.denied("writing a file", File::create("/tmp/walros-sandbox-proof"));
    proof.denied("connecting", TcpStream::connect("127.0.0.1:9"));
    proof.denied("a UDP socket", UdpSocket::bind("127.0.0.1:0"));
    proof.denied("a local socket", UnixStream::connect("/run/dbus/system_bus_socket"));
    proof.denied("listening", UnixListener::bind("/tmp/walros-sandbox-proof.socket"));
    proof.denied("running a program", std::process::Command::new("/bin/true").spawn());
    proof.denied("forking", fork());
    proof.denied("a signal to another process", call(libc::SYS_kill, [1, 0, 0]));
    proof.denied("tracing", call(libc::SYS_ptrace, [libc::PTRACE_ATTACH as libc::c_long, 1, 0]));
    proof.denied("memory that can be run", executable_memory());
    proof.denied("taking all memory", all_memory());
    proof.works("a thread", std::thread::Builder::new().spawn(|| ()).and_then(|thread| thread.join().map_err(|_| io::Error::other("it panicked"))));
    proof.holds
}

struct Proof {
    holds: bool,
}

impl Proof {
    /// Only a refusal counts: a file that is not there, or a port where nobody listens, was reached.
    fn denied<T>(&mut self, what: &str, outcome: io::Result<T>) {
        let refused = |error: &io::Error| matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::OutOfMemory);
        match outcome {
            Err(error) if refused(&error) => eprintln!("denied: {what} ({error})"),
            Err(error) => {
                self.holds = false;
                eprintln!("NOT DENIED: {what} failed for another reason ({error})");
            }
            Ok(_) => {
                self.holds = false;
                eprintln!("NOT DENIED: {what}");
            }
        }
    }

    fn works<T>(&mut self, what: &str, outcome: io::Result<T>) {
        match outcome {
            Ok(_) => eprintln!("works: {what}"),
            Err(error) => {
                self.holds = false;
                eprintln!("DOES NOT WORK: {what} ({error})");
            }
        }
    }
}

fn call(number: libc::c_long, [a, b, c]: [libc::c_long; 3]) -> io::Result<libc::c_long> {
    // SAFETY: none of the calls made here takes a pointer.
    match unsafe { libc::syscall(number, a, b, c) } {
        -1 => Err(io::Error::last_os_error()),
        result => Ok(result),
    }
}

fn fork() -> io::Result<()> {
    // SAFETY: the child, should there be one, does nothing but end.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        // SAFETY: ends the child without running anything of the parent's.
        0 => unsafe { libc::_exit(0) },
        _ => Ok(()),
    }
}

fn executable_memory() -> io::Result<()> {
    let protection = libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC;
    // SAFETY: a fresh mapping that nobody uses.
    let memory = unsafe { libc::mmap(std::ptr::null_mut(), 4096, protection, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, -1, 0) };
    if memory == libc::MAP_FAILED { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn all_memory() -> io::Result<()> {
    let mut blocks: Vec<Vec<u8>> = Vec::new();
    for _ in 0..BLOCKS_MAX {
        let mut block = Vec::new();
        block.try_reserve_exact(BLOCK).map_err(|_| io::Error::from(ErrorKind::OutOfMemory))?;
        blocks.push(block);
    }
    Ok(())
}
