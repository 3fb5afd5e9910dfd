//! How streaming fails.

use walros_jobs::Fault;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// The request makes no sense; the text may be shown.
    #[error("{0}")]
    Invalid(String),
    /// It cannot be done with this file or this server; the text may be shown.
    #[error("{0}")]
    Unsupported(String),
    /// There is no such segment.
    #[error("no such segment")]
    NoSegment,
    /// The file, or another one that is needed, cannot be read at present.
    #[error("{0}")]
    Unreadable(String),
    /// Nobody waited for it, and somebody waits for it now.
    #[error("called off")]
    CalledOff,
    /// A worker could not do its job.
    #[error("{0}")]
    Worker(#[from] Fault),
}

pub type Result<T, E = StreamError> = std::result::Result<T, E>;
