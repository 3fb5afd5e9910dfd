//! The closed set of ways a call can fail. Facades map each to a status and a body of their own.

#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// It does not exist, or the caller may not know that it does.
    #[error("not found")]
    NotFound,
    /// The caller is known and may not do this.
    #[error("not allowed")]
    Forbidden,
    /// No credential, or one that is not (or no longer) valid.
    #[error("not signed in")]
    Unauthenticated,
    /// The request makes no sense; the text says why and may be shown.
    #[error("{0}")]
    Invalid(String),
    /// It clashes with what is there; the text may be shown.
    #[error("{0}")]
    Conflict(String),
    /// It is there, but cannot be read at present (a disk is away).
    #[error("{0}")]
    Unavailable(String),
    /// It could not be made this time (a worker died on it); asking again may help.
    #[error("{0}")]
    Failed(String),
    /// This server or this file cannot do it; the text may be shown.
    #[error("{0}")]
    Unsupported(String),
    /// Too many tries; wait.
    #[error("too many tries")]
    TooMany,
    /// A fault of ours: logged where it happens, never shown.
    #[error("internal error: {0}")]
    Internal(String),
}

pub type Result<T, E = EngineError> = std::result::Result<T, E>;

impl From<walros_db::DbError> for EngineError {
    fn from(error: walros_db::DbError) -> Self {
        tracing::error!(%error, "database");
        Self::Internal(error.to_string())
    }
}

impl From<walros_jobs::Fault> for EngineError {
    fn from(fault: walros_jobs::Fault) -> Self {
        match fault {
            walros_jobs::Fault::BadFile { text } | walros_jobs::Fault::Unsupported { text } => Self::Unsupported(text),
            walros_jobs::Fault::Crashed { text } | walros_jobs::Fault::NoWorker { text } => Self::Failed(text),
            walros_jobs::Fault::Io { text } => Self::Unavailable(text),
        }
    }
}
