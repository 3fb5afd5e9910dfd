//! The form of messages on the socket pair between server and worker.
//!
//! A frame is an 8-byte prefix (length of the header, length of the body, both little-endian `u32`), the header as JSON,
//! and the body as it is. Open files ride on the prefix (SCM_RIGHTS). Both sides refuse lengths beyond the bounds below.

use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;

use bytes::Bytes;
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, recvmsg, sendmsg};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt, AsyncWriteExt, Interest};

use crate::{Fault, Job, Reply};

/// What a worker answers.
pub type Answer = Result<Reply, Fault>;

/// Bytes of JSON: the index of a long film in which every frame is a keyframe needs a few million.
pub const HEADER_MAX: usize = 32 << 20;
/// Bytes that a job can make.
pub const BODY_MAX: usize = 512 << 20;
/// Files that go with one job.
pub const FILES_MAX: usize = 8;

const PREFIX: usize = 8;

/// Waits for the next job, in the worker. `None` when the server closed its end.
pub fn receive_job(mut socket: &UnixStream) -> io::Result<Option<(Job, Vec<File>)>> {
    let mut prefix = [0; PREFIX];
    let (count, files) = receive_prefix(socket.as_fd(), &mut prefix)?;
    if count == 0 {
        return Ok(None);
    }
    socket.read_exact(&mut prefix[count..])?;
    let (header_length, body_length) = lengths(prefix)?;
    if body_length != 0 {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a job with a body"));
    }
    let mut header = vec![0; header_length];
    socket.read_exact(&mut header)?;
    Ok(Some((from_json(&header)?, files)))
}

/// Answers a job, in the worker.
pub fn send_answer(mut socket: &UnixStream, answer: &Answer, body: &[u8]) -> io::Result<()> {
    let header = to_json(answer)?;
    socket.write_all(&prefix(header.len(), body.len())?)?;
    socket.write_all(&header)?;
    socket.write_all(body)
}

/// Sends a job with its files, from the server.
pub(crate) async fn send_job(socket: &mut tokio::net::UnixStream, job: &Job, files: &[File]) -> io::Result<()> {
    if files.len() > FILES_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "too many files for one job"));
    }
    let header = to_json(job)?;
    let prefix = prefix(header.len(), 0)?;
    let sent = socket.async_io(Interest::WRITABLE, || send_prefix(socket.as_fd(), &prefix, files)).await?;
    socket.write_all(&prefix[sent..]).await?;
    socket.write_all(&header).await
}

/// Waits for the answer to a job, in the server.
pub(crate) async fn receive_answer(socket: &mut tokio::net::UnixStream) -> io::Result<(Answer, Bytes)> {
    let mut prefix = [0; PREFIX];
    socket.read_exact(&mut prefix).await?;
    let (header_length, body_length) = lengths(prefix)?;
    let mut header = vec![0; header_length];
    socket.read_exact(&mut header).await?;
    let mut body = vec![0; body_length];
    socket.read_exact(&mut body).await?;
    Ok((from_json(&header)?, body.into()))
}

fn prefix(header: usize, body: usize) -> io::Result<[u8; PREFIX]> {
    if header > HEADER_MAX || body > BODY_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("a frame of {header} + {body} bytes is beyond the bounds")));
    }
    let mut prefix = [0; PREFIX];
    prefix[..4].copy_from_slice(&(header as u32).to_le_bytes());
    prefix[4..].copy_from_slice(&(body as u32).to_le_bytes());
    Ok(prefix)
}

fn lengths(prefix: [u8; PREFIX]) -> io::Result<(usize, usize)> {
    let [a, b, c, d, e, f, g, h] = prefix;
    let (header, body) = (u32::from_le_bytes([a, b, c, d]) as usize, u32::from_le_bytes([e, f, g, h]) as usize);
    if header > HEADER_MAX || body > BODY_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("a frame of {header} + {body} bytes is beyond the bounds")));
    }
    Ok((header, body))
}

fn send_prefix(socket: BorrowedFd<'_>, prefix: &[u8], files: &[File]) -> io::Result<usize> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(FILES_MAX))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    let descriptors: Vec<BorrowedFd<'_>> = files.iter().map(AsFd::as_fd).collect();
    if !descriptors.is_empty() {
        control.push(SendAncillaryMessage::ScmRights(&descriptors));
    }
    Ok(sendmsg(socket, &[IoSlice::new(prefix)], &mut control, SendFlags::NOSIGNAL)?)
}

fn receive_prefix(socket: BorrowedFd<'_>, prefix: &mut [u8]) -> io::Result<(usize, Vec<File>)> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(FILES_MAX))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let received = rustix::io::retry_on_intr(|| recvmsg(socket, &mut [IoSliceMut::new(prefix)], &mut control, RecvFlags::CMSG_CLOEXEC))?;
    let mut files = Vec::new();
    for message in control.drain() {
        if let RecvAncillaryMessage::ScmRights(descriptors) = message {
            files.extend(descriptors.map(File::from));
        }
    }
    Ok((received.bytes, files))
}

fn to_json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(io::Error::from)
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    serde_json::from_slice(bytes).map_err(io::Error::from)
}
