//! Reading the packets of MP4, Matroska and MPEG-TS files, as far as copying them needs it.
//!
//! These readers run in the server's process on files of strangers: they hold no `unsafe`, check every length against
//! the file before anything is reserved for it, and never recurse. What they do not know exactly they refuse
//! ([`ReadError::Unsupported`]), and a worker with libav does it instead: a reader that guesses makes wrong bytes.

mod film;
mod key;
pub mod matroska;
pub mod mp4;
mod sound;
mod texts;
pub mod ts;
mod window;

use std::{fmt, io};

use crate::segment::SegmentError;

pub use film::{Copied, Cut, Film};
pub use texts::{TextCodec, TextTrack};
pub use window::Window;

/// A file, read wherever one likes. The caller opens it and says how long it is; readers stay within that.
pub trait Source {
    /// Bytes.
    fn length(&self) -> u64;

    /// Fills the buffer from there on, or fails.
    fn read_exact_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()>;
}

/// Why there is no answer.
#[derive(Debug)]
pub enum ReadError {
    /// Not a file that is understood to the last bit; the text is one line for the log.
    Unsupported(&'static str),
    Io(io::Error),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported(text) => f.write_str(text),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What a worker says of it is what counts.
impl From<SegmentError> for ReadError {
    fn from(_: SegmentError) -> Self {
        Self::Unsupported("a stream that cannot be copied")
    }
}

pub type Result<T, E = ReadError> = std::result::Result<T, E>;

fn unsupported<T>(why: &'static str) -> Result<T> {
    Err(ReadError::Unsupported(why))
}

/// A stretch of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub offset: u64,
    pub length: u32,
}

impl Place {
    pub fn end(self) -> u64 {
        self.offset.saturating_add(self.length.into())
    }
}
