//! Reading the columns of a row, from left to right, of either backend.

use std::marker::PhantomData;
use std::time::Duration;

use chrono::{DateTime, NaiveDate};
use diesel::backend::Backend;
use diesel::deserialize::FromSql;
use diesel::row::{Field, Row};
use diesel::sql_types::{BigInt, Binary, Double, Text};
use serde::de::DeserializeOwned;
use walros_model::{ItemId, Timestamp, UserId};

use crate::error::DbError;

/// The columns of one row; every call reads the next one.
pub(crate) struct Columns<'r> {
    row: &'r dyn AnyRow,
    next: usize,
}

impl Columns<'_> {
    pub fn read<'c, 'r, DB, R, T>(row: &'r R, read: impl FnOnce(&mut Columns<'_>) -> Result<T, DbError>) -> Result<T, DbError>
    where
        DB: Backend,
        R: Row<'c, DB>,
        RowOf<'c, 'r, R, DB>: AnyRow,
    {
        let row = RowOf { row, backend: PhantomData };
        read(&mut Columns { row: &row, next: 0 })
    }

    fn take<T>(&mut self, get: impl FnOnce(&dyn AnyRow, usize) -> Result<Option<T>, String>) -> Result<Option<T>, DbError> {
        let index = self.next;
        self.next += 1;
        get(self.row, index).map_err(|reason| DbError::damaged("column", format!("{} ({reason})", self.row.name(index))))
    }

    fn required<T>(&self, value: Option<T>) -> Result<T, DbError> {
        value.ok_or_else(|| DbError::damaged("column", format!("{} is NULL", self.row.name(self.next - 1))))
    }

    /// Passes over columns that do not matter here.
    pub fn skip(&mut self, columns: usize) {
        self.next += columns;
    }

    pub fn int_or_null(&mut self) -> Result<Option<i64>, DbError> {
        self.take(|row, index| row.int(index))
    }

    pub fn int(&mut self) -> Result<i64, DbError> {
        let value = self.int_or_null()?;
        self.required(value)
    }

    /// A smaller whole number; out of range reads as damage.
    pub fn number<N: TryFrom<i64>>(&mut self) -> Result<N, DbError> {
        let value = self.int()?;
        N::try_from(value).map_err(|_| DbError::damaged("number", value))
    }

    pub fn number_or_null<N: TryFrom<i64>>(&mut self) -> Result<Option<N>, DbError> {
        match self.int_or_null()? {
            Some(value) => N::try_from(value).map(Some).map_err(|_| DbError::damaged("number", value)),
            None => Ok(None),
        }
    }

    pub fn flag(&mut self) -> Result<bool, DbError> {
        Ok(self.int()? != 0)
    }

    /// An enumeration stored by its code.
    pub fn code<T>(&mut self, what: &'static str, from_code: impl FnOnce(i16) -> Option<T>) -> Result<T, DbError> {
        let value = self.int()?;
        i16::try_from(value).ok().and_then(from_code).ok_or_else(|| DbError::damaged(what, value))
    }

    pub fn real_or_null(&mut self) -> Result<Option<f32>, DbError> {
        Ok(self.take(|row, index| row.real(index))?.map(|value| value as f32))
    }

    pub fn text_or_null(&mut self) -> Result<Option<String>, DbError> {
        self.take(|row, index| row.text(index))
    }

    pub fn text(&mut self) -> Result<String, DbError> {
        let value = self.text_or_null()?;
        self.required(value)
    }

    pub fn bytes_or_null(&mut self) -> Result<Option<Vec<u8>>, DbError> {
        self.take(|row, index| row.bytes(index))
    }

    pub fn bytes(&mut self) -> Result<Vec<u8>, DbError> {
        let value = self.bytes_or_null()?;
        self.required(value)
    }

    pub fn item_or_null(&mut self) -> Result<Option<ItemId>, DbError> {
        match self.bytes_or_null()? {
            Some(bytes) => ItemId::from_slice(&bytes).map(Some).ok_or_else(|| DbError::damaged("id", bytes.len())),
            None => Ok(None),
        }
    }

    pub fn item(&mut self) -> Result<ItemId, DbError> {
        let value = self.item_or_null()?;
        self.required(value)
    }

    pub fn user_or_null(&mut self) -> Result<Option<UserId>, DbError> {
        Ok(self.item_or_null()?.map(|id| UserId(id.0)))
    }

    pub fn user(&mut self) -> Result<UserId, DbError> {
        let value = self.user_or_null()?;
        self.required(value)
    }

    pub fn time_or_null(&mut self) -> Result<Option<Timestamp>, DbError> {
        Ok(self.int_or_null()?.and_then(DateTime::from_timestamp_micros))
    }

    pub fn time(&mut self) -> Result<Timestamp, DbError> {
        let value = self.time_or_null()?;
        self.required(value)
    }

    /// Nanoseconds.
    pub fn duration_or_null(&mut self) -> Result<Option<Duration>, DbError> {
        Ok(self.int_or_null()?.map(|nanos| Duration::from_nanos(nanos.max(0) as u64)))
    }

    /// Days since 1970-01-01.
    pub fn date_or_null(&mut self) -> Result<Option<NaiveDate>, DbError> {
        Ok(self.int_or_null()?.and_then(|days| NaiveDate::from_num_days_from_ce_opt(i32::try_from(days + EPOCH_DAY).ok()?)))
    }

    pub fn json_or_null<T: DeserializeOwned>(&mut self, what: &'static str) -> Result<Option<T>, DbError> {
        match self.text_or_null()? {
            Some(text) => serde_json::from_str(&text).map(Some).map_err(|error| DbError::damaged(what, error)),
            None => Ok(None),
        }
    }

    pub fn json<T: DeserializeOwned>(&mut self, what: &'static str) -> Result<T, DbError> {
        let value = self.json_or_null(what)?;
        self.required(value)
    }
}

/// 1970-01-01 as chrono counts days.
const EPOCH_DAY: i64 = 719_163;

/// A date as its column holds it: days since 1970-01-01.
pub(crate) fn days(date: NaiveDate) -> i64 {
    use chrono::Datelike;
    i64::from(date.num_days_from_ce()) - EPOCH_DAY
}

/// A duration as its column holds it: nanoseconds.
pub(crate) fn nanos(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX)
}

pub(crate) trait AnyRow {
    fn int(&self, index: usize) -> Result<Option<i64>, String>;
    fn real(&self, index: usize) -> Result<Option<f64>, String>;
    fn text(&self, index: usize) -> Result<Option<String>, String>;
    fn bytes(&self, index: usize) -> Result<Option<Vec<u8>>, String>;
    fn name(&self, index: usize) -> String;
}

/// A row together with the backend it is of, which diesel's trait leaves open.
pub(crate) struct RowOf<'c, 'r, R, DB> {
    row: &'r R,
    backend: PhantomData<(&'c (), DB)>,
}

impl<'c, R: Row<'c, DB>, DB: Backend> RowOf<'c, '_, R, DB> {
    fn column<T: FromSql<S, DB>, S>(&self, index: usize) -> Result<Option<T>, String> {
        let field = self.row.get(index).ok_or("there is no such column")?;
        match field.value() {
            Some(value) => T::from_sql(value).map(Some).map_err(|error| error.to_string()),
            None => Ok(None),
        }
    }
}

impl<'c, R, DB> AnyRow for RowOf<'c, '_, R, DB>
where
    DB: Backend,
    R: Row<'c, DB>,
    i64: FromSql<BigInt, DB>,
    f64: FromSql<Double, DB>,
    String: FromSql<Text, DB>,
    Vec<u8>: FromSql<Binary, DB>,
{
    fn int(&self, index: usize) -> Result<Option<i64>, String> {
        self.column::<i64, BigInt>(index)
    }

    fn real(&self, index: usize) -> Result<Option<f64>, String> {
        self.column::<f64, Double>(index)
    }

    fn text(&self, index: usize) -> Result<Option<String>, String> {
        self.column::<String, Text>(index)
    }

    fn bytes(&self, index: usize) -> Result<Option<Vec<u8>>, String> {
        self.column::<Vec<u8>, Binary>(index)
    }

    fn name(&self, index: usize) -> String {
        self.row.get(index).and_then(|field| field.field_name().map(str::to_owned)).unwrap_or_else(|| index.to_string())
    }
}
