//! Sort names as Jellyfin makes them: clients pick letters and sort by them and never compute them themselves.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Digits are padded to this width so that "2" sorts before "10".
const DIGITS: usize = 10;
const ARTICLES: [&str; 3] = ["the", "a", "an"];

/// For films, series, albums, artists and anything else without numbers of its own.
///
/// Lower case; `,&-{}'` dropped, `.+%` become spaces, articles dropped, runs of digits padded with zeros to ten,
/// diacritics removed and other scripts spelled in Latin letters.
pub fn sort_name(name: &str) -> String {
    let mut text: String = name
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ',' | '&' | '-' | '{' | '}' | '\'' => None,
            '.' | '+' | '%' => Some(' '),
            other => Some(other),
        })
        .collect();
    for article in ARTICLES {
        if let Some(rest) = text.strip_prefix(article).and_then(|rest| rest.strip_prefix(' ')) {
            text = rest.to_owned();
        }
        text = text.replace(&format!(" {article} "), " ");
        if let Some(rest) = text.strip_suffix(article).and_then(|rest| rest.strip_suffix(' ')) {
            text = rest.to_owned();
        }
    }
    latin(&pad_digits(text.trim()))
}

/// An episode sorts by season and number first; a dated one by its season alone, then its name.
pub fn episode_sort_name(season: Option<i32>, number: Option<i32>, name: &str) -> String {
    let season = season.map(|n| format!("{n:03} - ")).unwrap_or_default();
    let number = number.map(|n| format!("{n:04} - ")).unwrap_or_default();
    format!("{season}{number}{name}")
}

/// A season sorts by its number, or by its name when it has none.
pub fn season_sort_name(number: Option<i32>, name: &str) -> String {
    number.map_or_else(|| name.to_owned(), |n| format!("{n:04}"))
}

/// A track sorts by disc and number first.
pub fn track_sort_name(disc: Option<i32>, number: Option<i32>, name: &str) -> String {
    let disc = disc.map(|n| format!("{n:04} - ")).unwrap_or_default();
    let number = number.map(|n| format!("{n:04} - ")).unwrap_or_default();
    format!("{disc}{number}{name}")
}

fn pad_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + DIGITS);
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            out.extend(std::iter::repeat_n('0', DIGITS.saturating_sub(run.len())));
            out.push_str(&run);
            run.clear();
        }
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// Accents off where that is enough, spelled in Latin letters where it is not.
fn latin(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    if plain.is_ascii() { plain } else { any_ascii::any_ascii(&plain).to_lowercase().trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_jellyfin_sorts_them() {
        for (name, want) in [
            ("Big Test 2", "big test 0000000002"),
            ("The Overtones", "overtones"),
            ("The Daily Pattern", "daily pattern"),
            ("Test Tones Vol. 1", "test tones vol  0000000001"),
            ("Mia's evening", "mias evening"),
            ("Échappée belle", "echappee belle"),
            ("A Bridge to the Sea", "bridge to sea"),
            ("Spider-Loop", "spiderloop"),
            ("CD1", "cd0000000001"),
            ("2012", "0000002012"),
            ("The", "the"),
            ("12345678901", "12345678901"),
            ("", ""),
        ] {
            assert_eq!(sort_name(name), want, "{name:?}");
        }
    }

    #[test]
    fn other_scripts_are_spelled_in_latin_letters() {
        let name = sort_name("千の窓");
        assert!(name.is_ascii() && !name.is_empty(), "{name:?}");
        assert!(sort_name("Дом").starts_with('d'));
    }

    #[test]
    fn numbered_things_sort_by_number_first() {
        assert_eq!(episode_sort_name(Some(1), Some(1), "Pilot"), "001 - 0001 - Pilot");
        assert_eq!(episode_sort_name(Some(2021), None, "2021-03-04"), "2021 - 2021-03-04");
        assert_eq!(season_sort_name(Some(1), "Season 1"), "0001");
        assert_eq!(season_sort_name(None, "Season Unknown"), "Season Unknown");
        assert_eq!(track_sort_name(Some(1), Some(2), "Second Partial"), "0001 - 0002 - Second Partial");
        assert_eq!(track_sort_name(None, Some(3), "Tone 3"), "0003 - Tone 3");
    }
}
