//! Episodes known by the day they were shown.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::Regex;

use super::{EpisodeName, How, title};

static YEAR_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:^|[^\d])((?:19|20)\d{2})([-._ ])(\d{1,2})([-._ ])(\d{1,2})(?:$|[^\d])").ok());
static DAY_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:^|[^\d])(\d{1,2})([-._ ])(\d{1,2})([-._ ])((?:19|20)\d{2})(?:$|[^\d])").ok());
static PACKED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:^|[^\d])((?:19|20)\d{2})([01]\d)([0-3]\d)(?:$|[^\d])").ok());

pub(super) fn find(stem: &str) -> Option<EpisodeName> {
    let (date, start, end) = year_first(stem).or_else(|| day_first(stem)).or_else(|| packed(stem))?;
    Some(EpisodeName {
        before: super::strip_group(&stem[..start]).to_owned(),
        date: Some(date),
        title: title::clean(&stem[end..]),
        how: How::Dated,
        ..EpisodeName::default()
    })
}

fn year_first(stem: &str) -> Option<(NaiveDate, usize, usize)> {
    let found = YEAR_FIRST.as_ref()?.captures(stem)?;
    (found[2] == found[4]).then_some(())?;
    let date = day(found[1].parse().ok()?, found[3].parse().ok()?, found[5].parse().ok()?)?;
    Some((date, found.get(1)?.start(), found.get(5)?.end()))
}

/// Day before month, unless only the other way gives a day.
fn day_first(stem: &str) -> Option<(NaiveDate, usize, usize)> {
    let found = DAY_FIRST.as_ref()?.captures(stem)?;
    (found[2] == found[4]).then_some(())?;
    let (first, second, year) = (found[1].parse().ok()?, found[3].parse().ok()?, found[5].parse().ok()?);
    let date = day(year, second, first).or_else(|| day(year, first, second))?;
    Some((date, found.get(1)?.start(), found.get(5)?.end()))
}

fn packed(stem: &str) -> Option<(NaiveDate, usize, usize)> {
    let found = PACKED.as_ref()?.captures(stem)?;
    let date = day(found[1].parse().ok()?, found[2].parse().ok()?, found[3].parse().ok()?)?;
    Some((date, found.get(1)?.start(), found.get(3)?.end()))
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).filter(|date| (1930..2100).contains(&date.year()))
}
