//! Ids and marks that people write into names, for Jellyfin, Plex, Emby and Kodi: they always win over what is guessed.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

/// A name with its marks taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Keys as Jellyfin spells them (`Imdb`, `Tmdb`, `Tvdb` …).
    pub ids: BTreeMap<String, String>,
    /// Plex's `{edition-Final Cut}`.
    pub edition: Option<String>,
    /// The name without them.
    pub rest: String,
}

const PROVIDERS: [(&str, &str); 12] = [
    ("imdb", "Imdb"),
    ("tmdb", "Tmdb"),
    ("tvdb", "Tvdb"),
    ("themoviedb", "Tmdb"),
    ("thetvdb", "Tvdb"),
    ("tvmaze", "TvMaze"),
    ("tvrage", "TvRage"),
    ("anidb", "AniDB"),
    ("anilist", "AniList"),
    ("mal", "MyAnimeList"),
    ("mbartist", "MusicBrainzArtist"),
    ("mbrelease", "MusicBrainzAlbum"),
];

static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)[\[{(]\s*(edition|[a-z]{3,10}?)(?:id)?\s*[-=:]\s*([^\]})]{1,60}?)\s*[\]})]").ok());
static BARE_IMDB: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)[\[{(]?\btt(\d{7,9})\b[\]})]?").ok());

/// Takes `[imdbid-tt…]`, `{tmdb-…}`, `(tvdbid=…)`, a bare `tt1234567` and `{edition-…}` out of a name.
pub fn take(name: &str) -> Marked {
    let mut out = Marked { rest: name.to_owned(), ..Marked::default() };
    if !name.contains(['[', '{', '(']) && !name.contains("tt") && !name.contains("TT") {
        return out;
    }
    let mut removed: Vec<(usize, usize)> = Vec::new();
    for found in MARK.iter().flat_map(|regex| regex.captures_iter(name)) {
        let (word, value) = (found[1].to_lowercase(), found[2].trim());
        let known = if word == "edition" {
            out.edition.get_or_insert_with(|| value.to_owned());
            true
        } else {
            let provider = PROVIDERS.iter().find(|(known, _)| *known == word).map(|(_, key)| *key);
            match provider.and_then(|key| Some((key, checked(key, value)?))) {
                Some((key, id)) => {
                    out.ids.entry(key.to_owned()).or_insert(id);
                    true
                }
                // `[tmdbid-]`, `{imdb-none}`: a mark without a value is still no part of the title.
                None => provider.is_some(),
            }
        };
        if known && let Some(whole) = found.get(0) {
            removed.push((whole.start(), whole.end()));
        }
    }
    cut(&mut out.rest, &removed);
    if let Some(found) = BARE_IMDB.as_ref().and_then(|regex| regex.captures(&out.rest)) {
        let span = found.get(0).map(|whole| (whole.start(), whole.end()));
        out.ids.entry("Imdb".to_owned()).or_insert_with(|| format!("tt{}", &found[1]));
        cut(&mut out.rest, &Vec::from_iter(span));
    }
    out
}

fn cut(text: &mut String, spans: &[(usize, usize)]) {
    for (start, end) in spans.iter().rev() {
        text.replace_range(*start..*end, " ");
    }
}

/// The id in its provider's own form; `None` when it cannot be one.
fn checked(key: &str, value: &str) -> Option<String> {
    let digits = |text: &str| !text.is_empty() && text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit());
    match key {
        "Imdb" => {
            let number = value.strip_prefix("tt").or_else(|| value.strip_prefix("TT")).unwrap_or(value);
            digits(number).then(|| format!("tt{number}"))
        }
        "MusicBrainzArtist" | "MusicBrainzAlbum" => (value.len() == 36).then(|| value.to_lowercase()),
        _ => digits(value).then(|| value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling() {
        for (name, key, value, rest) in [
            ("Night Sea (1999) [imdbid-tt9100010]", "Imdb", "tt9100010", "Night Sea (1999)"),
            ("Night Sea (1999) {imdb-tt9100010}", "Imdb", "tt9100010", "Night Sea (1999)"),
            ("Night Sea {tmdb-42} (1999)", "Tmdb", "42", "Night Sea   (1999)"),
            ("Night Sea [tmdbid=42]", "Tmdb", "42", "Night Sea"),
            ("Night Sea (tvdbid-7)", "Tvdb", "7", "Night Sea"),
            ("Night Sea [tvdb-7]", "Tvdb", "7", "Night Sea"),
            ("Night Sea [tt9100010]", "Imdb", "tt9100010", "Night Sea"),
            ("Night.Sea.tt9100010.1080p", "Imdb", "tt9100010", "Night.Sea. .1080p"),
            ("Kumo [anidbid-12]", "AniDB", "12", "Kumo"),
        ] {
            let got = take(name);
            assert_eq!(got.ids.get(key).map(String::as_str), Some(value), "{name}");
            assert_eq!(got.rest.trim(), rest, "{name}");
        }
    }

    #[test]
    fn what_is_no_id_stays() {
        let got = take("Night Sea (1999) {edition-Final Cut} [Bluray-1080p]");
        assert_eq!((got.edition.as_deref(), got.ids.len()), (Some("Final Cut"), 0));
        assert!(got.rest.contains("[Bluray-1080p]"));
        assert_eq!(take("Plain (2000)").rest, "Plain (2000)");
        assert!(take("Sea [imdbid-abc]").ids.is_empty());
        assert_eq!(take("Sea [imdbid-abc]").rest.trim(), "Sea");
    }
}
