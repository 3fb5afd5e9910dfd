//! Season folders, in the languages people name them in.

use std::sync::LazyLock;

use regex::Regex;

use super::text;

/// Words for "season" before a number.
const WORDS: &str = "season|seasons|series|staffel|saison|temporada|stagione|sezon|sæson|saeson|säsong|sasong|sesong|seizoen|kausi|évad|evad|sezona|série|serie|sezóna|série|book|volume|vol|livre|сезон|시즌|シーズン";

static WORD_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!(r"(?i)^(?:{WORDS})[\s._-]*#?(\d{{1,4}})(?:\b|_)(.*)$")).ok());
static NUMBER_FIRST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)^(\d{{1,3}})(?:st|nd|rd|th|\.|-?я|ª|º|e|er|ère|ème)?[\s._-]*(?:{WORDS})\b(.*)$")).ok());
static SHORT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)^s(\d{1,4})(?:$|[\s._\-\[(].*)").ok());
static CJK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^第\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:季|期|シーズン|部)").ok());
static AT_END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)^(.+?)[\s._\-]+[\[(]?(?:(?:{WORDS})[\s._-]*(\d{{1,4}})|s(\d{{1,4}})|(\d{{1,2}})(?:st|nd|rd|th|\.)[\s._-]*(?:{WORDS}))[\])]?(?:$|[\s._\-\[(].*)"
    ))
    .ok()
});

/// Spelled-out numbers, for `Season One`.
const SPELLED: [&str; 11] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// The season a folder inside the series `series` stands for: `Season 2`, `Staffel 2`, `S02`, `2`, `2021`, `Specials`,
/// `Some Series - Season 2`, `Some.Series.S02.1080p`.
pub fn of_folder(name: &str, series: &str) -> Option<i32> {
    let name = name.trim();
    if let Some(number) = alone(name) {
        return Some(number);
    }
    text::strip_title(name, series).map(|rest| text::trim(without_year(rest)).to_owned()).and_then(|rest| alone(&rest))
}

/// Whether a name says "season" whatever the series is called.
pub fn is_season(name: &str) -> bool {
    worded(name.trim()).is_some() || SHORT.as_ref().is_some_and(|regex| regex.is_match(name.trim()))
}

/// Series title and season of a folder that stands for one season alone: `Some.Series.S02.1080p-GRP`, `Some Series Season 2`.
pub fn titled(name: &str) -> Option<(String, i32)> {
    let found = AT_END.as_ref()?.captures(name.trim())?;
    let number = found.get(2).or(found.get(3)).or(found.get(4))?.as_str().parse().ok()?;
    let title = text::trim(&text::spaced(&found[1])).to_owned();
    (!title.is_empty() && !title.to_lowercase().ends_with(" part")).then_some((title, number))
}

fn alone(name: &str) -> Option<i32> {
    if let Some(number) = worded(name) {
        return Some(number);
    }
    if let Some(found) = SHORT.as_ref().and_then(|regex| regex.captures(name)) {
        return found[1].parse().ok();
    }
    let digits = name.bytes().all(|b| b.is_ascii_digit());
    if digits && (1..=4).contains(&name.len()) {
        let number: i32 = name.parse().ok()?;
        return (number < 100 || (1900..2100).contains(&number)).then_some(number);
    }
    None
}

fn worded(name: &str) -> Option<i32> {
    let lower = name.to_lowercase();
    if matches!(
        lower.as_str(),
        "specials"
            | "special"
            | "spezial"
            | "spécials"
            | "ova"
            | "ovas"
            | "oad"
            | "oads"
            | "ona"
            | "sp"
            | "extra episodes"
            | "bonus episodes"
            | "spin-offs"
            | "特典"
            | "番外編"
    ) {
        return Some(0);
    }
    if let Some(found) = WORD_FIRST.as_ref().and_then(|regex| regex.captures(name)) {
        return found[1].parse().ok();
    }
    if let Some(found) = NUMBER_FIRST.as_ref().and_then(|regex| regex.captures(name)) {
        return found[1].parse().ok();
    }
    if let Some(found) = CJK.as_ref().and_then(|regex| regex.captures(name)) {
        return found[1].parse().ok().or_else(|| chinese(&found[1]));
    }
    let (word, number) = lower.split_once(' ')?;
    let season = WORDS.split('|').any(|known| known == word);
    let number = number.split([' ', '-', '(']).next()?;
    if season { SPELLED.iter().position(|spelled| *spelled == number).and_then(|n| i32::try_from(n).ok()) } else { None }
}

fn chinese(text: &str) -> Option<i32> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|known| known == c).and_then(|n| i32::try_from(n + 1).ok());
    match text.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens.chars().next()?)? };
            Some(tens * 10 + ones.chars().next().and_then(digit).unwrap_or(0))
        }
        None => digit(text.chars().next()?),
    }
}

/// ` (2010) - Season 2` → ` - Season 2`.
fn without_year(rest: &str) -> &str {
    let trimmed = rest.trim_start_matches([' ', '.', '_', '-']);
    match trimmed.strip_prefix(['(', '[']).and_then(|inner| inner.split_once([')', ']'])) {
        Some((year, after)) if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => after,
        _ => match trimmed.split_once([' ', '.', '_']) {
            Some((year, after)) if year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) && year.bytes().all(|b| b.is_ascii_digit()) => after,
            _ => rest,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_a_series() {
        for (name, want) in [
            ("Season 1", Some(1)),
            ("Season 01", Some(1)),
            ("season.02", Some(2)),
            ("Season_3", Some(3)),
            ("Season 1 - The Beginning", Some(1)),
            ("Season 2 (2011)", Some(2)),
            ("Season Two", Some(2)),
            ("Staffel 2", Some(2)),
            ("2. Staffel", Some(2)),
            ("Saison 3", Some(3)),
            ("Temporada 4", Some(4)),
            ("Stagione 5", Some(5)),
            ("Сезон 2", Some(2)),
            ("2nd Season", Some(2)),
            ("第2季", Some(2)),
            ("第十二季", Some(12)),
            ("S02", Some(2)),
            ("s2", Some(2)),
            ("S01.1080p.WEB-DL", Some(1)),
            ("Series 3", Some(3)),
            ("1", Some(1)),
            ("02", Some(2)),
            ("2021", Some(2021)),
            ("Specials", Some(0)),
            ("Season 0", Some(0)),
            ("OVA", Some(0)),
            ("Signal Lost - Season 2", Some(2)),
            ("Signal.Lost.S02.1080p.WEB-GRP", Some(2)),
            ("Signal Lost (2019) - S03", Some(3)),
            ("Signal Lost 4", Some(4)),
            ("First Arc", None),
            ("Extras", None),
            ("Sally", None),
            ("S", None),
            ("500", None),
        ] {
            assert_eq!(of_folder(name, "Signal Lost"), want, "{name}");
        }
    }

    #[test]
    fn folders_that_name_series_and_season() {
        assert_eq!(titled("Signal.Lost.S02.1080p.WEB-GRP"), Some(("Signal Lost".to_owned(), 2)));
        assert_eq!(titled("Signal Lost Season 2"), Some(("Signal Lost".to_owned(), 2)));
        assert_eq!(titled("Signal Lost - Staffel 3"), Some(("Signal Lost".to_owned(), 3)));
        assert_eq!(titled("Signal Lost 2nd Season"), Some(("Signal Lost".to_owned(), 2)));
        assert_eq!(titled("Signal Lost (2019)"), None);
        assert_eq!(titled("Season 2"), None);
        assert!(is_season("Season 2") && is_season("S02") && !is_season("Signal Lost"));
    }
}
