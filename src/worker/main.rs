//! The worker process: jobs arrive on the socket that is its standard input.

use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::process::ExitCode;

use walros_jobs::{Backend, Fault, frame, trial};
use walros_model::Device;
use walros_worker::{hardware, sandbox};

/// Beside a process for which somebody waits, such a one gets a tenth of a core.
const GENTLE: i32 = 10;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let mut backend = Backend::default();
    let (mut device, mut what) = (None, What::Serve);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // For tests: locks itself in and tries to break out.
            "--prove-sandbox" => return if sandbox::prove() { ExitCode::SUCCESS } else { ExitCode::FAILURE },
            // Nobody waits for its jobs. A system that does not allow it only makes somebody wait longer.
            "--gentle" => drop(rustix::process::nice(GENTLE)),
            "--backend" => match arguments.next().as_deref().and_then(Backend::from_name) {
                Some(named) => backend = named,
                None => return refuse("--backend is libav or gstreamer"),
            },
            "--device" => match arguments.next().unwrap_or_default().parse::<Device>() {
                Ok(named) => device = Some(named),
                Err(error) => return refuse(&error.to_string()),
            },
            // Tells by how it ends whether it could do jobs.
            "--check" => what = What::Check,
            "--trial" => match arguments.next().unwrap_or_default() {
                name if name == trial::SOFTWARE => what = What::Try(None),
                name => match name.parse() {
                    Ok(named) => what = What::Try(Some(named)),
                    Err(error) => return refuse(&error.to_string()),
                },
            },
            other => return refuse(&format!("what is {other}?")),
        }
    }
    if let Err(text) = walros_worker::prepare_for(backend) {
        return refuse(&text);
    }
    match what {
        What::Check => ExitCode::SUCCESS,
        What::Try(device) => try_encoders(device),
        What::Serve => {
            if let Some(Err(text)) = device.map(open) {
                return refuse(&text);
            }
            sandbox::lock_in(backend, device);
            match serve(backend) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => refuse(&format!("the connection to the server: {error}")),
            }
        }
    }
}

/// Before the process is locked in: a driver is loaded from files.
fn open(device: Device) -> Result<(), String> {
    sandbox::before_opening(device);
    hardware::open(device)
}

/// What the process is started for.
enum What {
    Serve,
    Check,
    Try(Option<Device>),
}

/// Tries the encoders of a device, or of software, and writes what came of it to standard output. It is locked in as a worker
/// is: a driver that cannot live so does not pass.
fn try_encoders(device: Option<Device>) -> ExitCode {
    let opened = device.map_or(Ok(()), open);
    sandbox::lock_in(Backend::Libav, device);
    let trials = match opened {
        Ok(()) => walros_worker::trial::run(device),
        Err(reason) => trial::all_failed(device, &reason),
    };
    match serde_json::to_writer(io::stdout(), &trials) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&format!("writing what came of the trial: {error}")),
    }
}

fn refuse(text: &str) -> ExitCode {
    eprintln!("{text}");
    ExitCode::FAILURE
}

/// Does jobs until the server closes its end.
fn serve(backend: Backend) -> io::Result<()> {
    let socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    while let Some((job, files)) = frame::receive_job(&socket)? {
        sandbox::begin_job(job.time_limit());
        let (answer, bytes) = match walros_worker::run_on(backend, &job, &files) {
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
