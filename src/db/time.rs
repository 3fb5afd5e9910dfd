//! Times as columns hold them: microseconds since 1970, UTC.

use chrono::DateTime;
use walros_model::Timestamp;

use crate::error::DbError;

pub(crate) fn from_micros(micros: i64) -> Result<Timestamp, DbError> {
    DateTime::from_timestamp_micros(micros).ok_or_else(|| DbError::damaged("time", micros))
}

/// A time that chrono cannot say reads as none.
pub(crate) fn optional_time(micros: Option<i64>) -> Option<Timestamp> {
    micros.and_then(DateTime::from_timestamp_micros)
}
