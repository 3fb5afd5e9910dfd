//! The worker process: jobs arrive on the socket that is its standard input.

use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::process::ExitCode;

fn main() -> ExitCode {
    walros_worker::prepare();
    let socket = match std::io::stdin().as_fd().try_clone_to_owned() {
        Ok(socket) => UnixStream::from(socket),
        Err(error) => {
            eprintln!("standard input: {error}");
            return ExitCode::FAILURE;
        }
    };
    match serve(&socket) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the connection to the server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Does jobs until the server closes its end.
fn serve(socket: &UnixStream) -> std::io::Result<()> {
    while let Some((job, files)) = walros_jobs::frame::receive_job(socket)? {
        match walros_worker::run(&job, &files) {
            Ok((reply, bytes)) => walros_jobs::frame::send_answer(socket, &Ok(reply), &bytes)?,
            Err(fault) => walros_jobs::frame::send_answer(socket, &Err(fault), &[])?,
        }
    }
    Ok(())
}
