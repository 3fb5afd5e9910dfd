//! What can go wrong with the database.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Every failure of this crate. Only `NotFound` and `Conflict` say something about the request.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("no such row")]
    NotFound,
    /// A name, key or token that must be unique is taken, or a row it refers to does not exist.
    #[error("the row contradicts another one: {0}")]
    Conflict(String),
    /// An older program must not touch what a newer one wrote.
    #[error("the database {place} was written by a newer Walros (schema {found}, this one knows {known}); start that version or restore a backup")]
    NewerSchema { place: String, found: String, known: String },
    /// It cannot be opened or reached.
    #[error("the database {place} cannot be opened: {reason}")]
    Unavailable { place: String, reason: String },
    /// A stored value does not read as what it should be.
    #[error("a stored {what} is damaged: {reason}")]
    Damaged { what: &'static str, reason: String },
    #[error("the database failed: {0}")]
    Failed(String),
}

impl DbError {
    pub(crate) fn damaged(what: &'static str, reason: impl ToString) -> Self {
        Self::Damaged { what, reason: reason.to_string() }
    }
}

impl From<DieselError> for DbError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::ForeignKeyViolation, info) => {
                Self::Conflict(info.message().to_owned())
            }
            other => Self::Failed(other.to_string()),
        }
    }
}
