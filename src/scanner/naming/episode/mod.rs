//! Season and number of an episode, from the name of its file.

mod bare;
mod date;
mod explicit;
mod title;

use chrono::NaiveDate;

use super::{movie, text};

/// How a name gave its number: what says it plainly wins over what is guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    /// `S01E02`, `1x02`, `Season 1 Episode 2`.
    Explicit,
    /// `2021-03-04`.
    Dated,
    /// `Episode 12`, `E12`, `第12話`: a number that is said to be an episode's.
    Worded,
    /// `- 12`, `[Group] Title - 12`, `12v2`: a number set apart.
    Apart,
    /// A number that stands in the name.
    Loose,
    #[default]
    Nothing,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EpisodeName {
    /// What stood in front of the number: usually the series' title.
    pub before: String,
    pub season: Option<i32>,
    pub first: Option<i32>,
    /// The last one when the file holds several.
    pub last: Option<i32>,
    pub date: Option<NaiveDate>,
    pub title: Option<String>,
    pub how: How,
    /// Digits the number was written with: `101` may mean season 1, episode 1.
    pub digits: usize,
}

impl EpisodeName {
    /// Title and year of the series as the file names it.
    pub fn series(&self) -> Option<(String, Option<i32>)> {
        let name = movie::parse(text::trim(&self.before));
        (!text::key(&self.before).is_empty() && !name.title.is_empty()).then_some((name.title, name.year))
    }
}

/// A name that says that it is an episode's, wherever it stands: `S01E02`, `1x02`, `Season 1 Episode 2`.
pub fn explicit(stem: &str) -> Option<EpisodeName> {
    explicit::find(stem)
}

/// A name with a full date in it.
pub fn dated(stem: &str) -> Option<EpisodeName> {
    date::find(stem)
}

/// A name that shows what it is without knowing of any series: explicit, dated, or an anime release's `[Group] Title - 12`.
pub fn standalone(stem: &str) -> Option<EpisodeName> {
    explicit::find(stem).or_else(|| date::find(stem)).or_else(|| bare::release(stem))
}

/// What a name says inside the folder of the series `series`.
pub fn in_series(stem: &str, series: &str) -> EpisodeName {
    let marked = super::ids::take(stem);
    let stem = marked.rest.trim();
    // A title that looks like a number or a date (`24`, `9-1-1`) must not be read as one.
    let rest = text::strip_title(strip_group(stem), series);
    let found = match rest {
        Some(rest) => explicit::find(rest).or_else(|| date::find(rest)).or_else(|| bare::find(rest, true)),
        None => explicit::find(stem).or_else(|| date::find(stem)).or_else(|| bare::find(stem, false)),
    };
    let mut found = found.unwrap_or_default();
    if found.how == How::Nothing {
        found.title = title::clean(rest.unwrap_or(stem));
    } else if let Some(inner) = found.title.as_deref().and_then(|title| text::strip_title(title, series)) {
        found.title = title::clean(inner);
    }
    found
}

fn strip_group(stem: &str) -> &str {
    let trimmed = stem.trim_start();
    match trimmed.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        Some((_, rest)) if !rest.trim().is_empty() => rest.trim_start_matches([' ', '_', '.', '-']),
        _ => trimmed,
    }
}

#[cfg(test)]
mod tests;
