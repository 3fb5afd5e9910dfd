//! One way to read values, wherever a client puts them: in the query string or in a JSON body. Names have no case,
//! numbers may be written as strings and strings as numbers.

use std::borrow::Cow;
use std::time::Duration;

use uuid::Uuid;
use walros_model::{ItemId, Timestamp, UserId};

use crate::error::{Error, Result};
use crate::{ids, time};

/// The most that a count or a place in a list can be: clients keep both in 32 bits with a sign.
pub const MOST: u64 = i32::MAX as u64;

pub trait Lookup {
    /// The value as text; `None` when it is absent, empty or null.
    fn text(&self, name: &str) -> Option<Cow<'_, str>>;

    /// `true` or `false` in any case.
    fn flag(&self, name: &str) -> Result<Option<bool>> {
        read(self.text(name), name, "not true or false", |text| match () {
            () if text.eq_ignore_ascii_case("true") => Some(true),
            () if text.eq_ignore_ascii_case("false") => Some(false),
            () => None,
        })
    }

    /// A whole number; players written in JavaScript also send fractions, which are cut.
    fn int(&self, name: &str) -> Result<Option<i64>> {
        read(self.text(name), name, "not a number", |text| {
            text.parse().ok().or_else(|| text.parse::<f64>().ok().filter(|value| value.is_finite()).map(|value| value as i64))
        })
    }

    fn float(&self, name: &str) -> Result<Option<f64>> {
        read(self.text(name), name, "not a number", |text| text.parse::<f64>().ok().filter(|value| value.is_finite()))
    }

    /// Zero and above, at most `most`.
    fn count(&self, name: &str, most: u64) -> Result<Option<u64>> {
        match self.int(name)? {
            Some(value) if value < 0 => Err(Error::invalid(name, "negative")),
            Some(value) => Ok(Some(value.unsigned_abs().min(most))),
            None => Ok(None),
        }
    }

    /// A stream's index; `-1` means none.
    fn index(&self, name: &str) -> Result<Option<i32>> {
        self.int(name)?.map(|value| i32::try_from(value).map_err(|_| Error::invalid(name, "out of range"))).transpose()
    }

    /// A GUID; the empty one counts as absent.
    fn guid(&self, name: &str) -> Result<Option<Uuid>> {
        let id = read(self.text(name), name, "not a GUID", ids::parse)?;
        Ok(id.filter(|id| !id.is_nil()))
    }

    fn item(&self, name: &str) -> Result<Option<ItemId>> {
        Ok(self.guid(name)?.map(ItemId))
    }

    fn user(&self, name: &str) -> Result<Option<UserId>> {
        Ok(self.guid(name)?.map(UserId))
    }

    fn date(&self, name: &str) -> Result<Option<Timestamp>> {
        read(self.text(name), name, "not a date", time::parse)
    }

    /// A position or length in ticks.
    fn ticks(&self, name: &str) -> Result<Option<Duration>> {
        Ok(self.int(name)?.map(time::from_ticks))
    }
}

fn read<T>(text: Option<Cow<'_, str>>, name: &str, wrong: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    text.map(|text| parse(text.trim()).ok_or_else(|| Error::invalid(name, format!("{wrong}: '{}'", shortened(&text))))).transpose()
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}
