//! Names on disk: walking and watching folders, and what their files seem to be.
//!
//! [`roots::walk`] reads a library's folder to a [`listing`], [`structure::build`] says what it seems to hold, by the
//! rules of [`naming`]. Only [`roots`], [`walk`], [`fingerprint`] and [`watch`] touch the disk.

pub mod files;
pub mod fingerprint;
mod ignored;
pub mod kind;
pub mod listing;
pub mod naming;
pub mod parts;
pub mod roots;
pub mod structure;
pub mod walk;
pub mod watch;

use std::ops::ControlFlow;
use std::path::Path;

use walros_model::library::LibraryKind;

/// What kind of library a folder on disk seems to be; mixed when there is nothing to tell by.
pub fn guess_kind(folder: impl AsRef<Path>) -> LibraryKind {
    let sample = folder.as_ref().to_str().and_then(|path| walk::walk(path, walk::Limits::SAMPLE, &mut |_| ControlFlow::Continue(())).ok());
    sample.and_then(|walk| kind::guess(&[walk.folder])).unwrap_or(LibraryKind::Mixed)
}
