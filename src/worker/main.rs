//! The worker process: jobs arrive on the socket that is its standard input.

use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::process::ExitCode;

use walros_jobs::{Fault, frame};
use walros_worker::sandbox;

/// Beside a process for which somebody waits, such a one gets a tenth of a core.
const GENTLE: i32 = 10;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        // For tests: locks itself in and tries to break out.
        Some("--prove-sandbox") => return if sandbox::prove() { ExitCode::SUCCESS } else { ExitCode::FAILURE },
        // Nobody waits for its jobs. A system that does not allow it only makes somebody wait longer.
        Some("--gentle") => drop(rustix::process::nice(GENTLE)),
        _ => (),
    }
    walros_worker::prepare();
    sandbox::lock_in();
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the connection to the server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Does jobs until the server closes its end.
fn serve() -> io::Result<()> {
    let socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    while let Some((job, files)) = frame::receive_job(&socket)? {
        sandbox::begin_job(job.time_limit());
        let (answer, bytes) = match walros_worker::run(&job, &files) {
            Ok((reply, bytes)) => (Ok(reply), bytes),
            Err(fault) => (Err(fault), Vec::new()),
        };
        match frame::send_answer(&socket, &answer, &bytes) {
            // Beyond the bounds of a frame, of which nothing was sent yet.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                frame::send_answer(&socket, &Err(Fault::Unsupported { text: format!("{}: {error}", job.describe()) }), &[])?;
            }
            outcome => outcome?,
        }
    }
    Ok(())
}
