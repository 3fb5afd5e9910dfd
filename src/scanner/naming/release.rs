//! Release names, as the `hunch` crate reads them.
//!
//! It knows far more technical words than we do and is trusted with names that have them; it guesses freely where
//! there are none (`Blade 2049` becomes season 20), so what it says is checked by the callers.

use hunch::{HunchResult, Property};

/// What `hunch` makes of one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Release {
    pub title: Option<String>,
    pub year: Option<i32>,
    pub season: Option<i32>,
    pub episode: Option<i32>,
    pub episode_title: Option<String>,
    /// An edition, a language or another remark stood in the name.
    pub remarks: bool,
    pub part: Option<i32>,
}

/// Reads a name without its extension. Costs some hundred microseconds: not for names that say it plainly.
pub fn read(stem: &str) -> Release {
    // An extension keeps it from taking the last dotted word for one.
    let result: HunchResult = hunch::hunch(&format!("{stem}.mkv"));
    let words = |property| !result.all(property).is_empty();
    Release {
        title: result.title().map(str::to_owned),
        year: result.year(),
        season: result.season(),
        episode: result.episode(),
        episode_title: result.episode_title().map(str::to_owned),
        remarks: words(Property::Edition) || words(Property::Other) || words(Property::Language),
        part: result.part(),
    }
}
