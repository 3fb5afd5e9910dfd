//! Title and year of a film, from the name of its file or folder.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::Datelike;
use regex::Regex;

use super::{ids, release, tech, text};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MovieName {
    pub title: String,
    pub year: Option<i32>,
    /// Keys as Jellyfin spells them.
    pub ids: BTreeMap<String, String>,
    pub edition: Option<String>,
    /// What stood behind title and year, cleaned: what tells this version from others.
    pub tail: String,
    /// The name had technical words, as releases have.
    pub release: bool,
}

static BRACKETED_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[(\[{]\s*((?:18|19|20)\d{2})(?:\s*[-–,]\s*[^)\]}]{0,20})?\s*[)\]}]").ok());
static SITE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)^\s*\[?\s*(?:www\.)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,5}\s*\]?\s*[-_. ]+").ok());
static ORDER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*\d{1,2}(?:\.\s|\s-\s|\)\s)\s*(\p{L}.*)$").ok());

/// A year set off by a dot in a name that has spaces: `Some Film.1999`.
static DOTTED_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\.((?:19|20)\d{2})\b").ok());

/// Reads a name without its extension.
pub fn parse(name: &str) -> MovieName {
    let marked = ids::take(name);
    let rest = SITE.as_ref().map_or(marked.rest.clone(), |regex| regex.replace(&marked.rest, "").into_owned());
    let mut found = bracketed(&rest).unwrap_or_else(|| bare(&rest));
    let edition = take_edition(&mut found.title);
    if found.title.is_empty() {
        found.title = text::collapse(&text::spaced(name));
    }
    found.ids = marked.ids;
    found.edition = marked.edition.or(edition);
    found
}

/// `Title (1999) - 1080p`: the plain form, where everything before the year is the title.
fn bracketed(name: &str) -> Option<MovieName> {
    let regex = BRACKETED_YEAR.as_ref()?;
    let found = regex.captures_iter(name).filter(|found| plausible(found[1].parse().unwrap_or(0)));
    for year in found {
        let whole = year.get(0)?;
        let (before, after) = (&name[..whole.start()], &name[whole.end()..]);
        let title = title_of(before, true);
        if title.is_empty() {
            continue;
        }
        return Some(MovieName { title, year: year[1].parse().ok(), tail: tail_of(after), release: has_tech(after), ..MovieName::default() });
    }
    // `(1999) Title`: the year stands in front.
    let year = regex.captures(name).filter(|found| found.get(0).is_some_and(|whole| text::trim(&name[..whole.start()]).is_empty()))?;
    let after = &name[year.get(0)?.end()..];
    let rest = bare(after);
    (!rest.title.is_empty() && plausible(year[1].parse().ok()?)).then(|| MovieName { year: year[1].parse().ok(), ..rest })
}

/// A name without a year in brackets: the last year that stands before the technical words, or none.
fn bare(name: &str) -> MovieName {
    let body = strip_group(name);
    let dotted = DOTTED_YEAR.as_ref().map_or(body.into(), |regex| regex.replace_all(body, " $1"));
    let spaced = text::spaced(&if body.contains(' ') { dotted } else { body.into() }.replace(['[', ']', '{', '}'], " "));
    let words: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).flat_map(apart).collect();
    let cut = words.iter().skip(1).position(|word| tech::is_strong(word)).map_or(words.len(), |at| at + 1);
    let technical = cut < words.len();
    match year_at(&words[..cut], technical) {
        Some(at) => {
            let plain = title_of(&words[..at].join(" "), true);
            let title =
                if technical || plain.contains(' ') && body.contains(['.', '_']) { without_remarks(body, plain, words[at].parse().ok()) } else { plain };
            MovieName { title, year: words[at].parse().ok(), tail: tail_of(&words[at + 1..].join(" ")), release: technical, ..MovieName::default() }
        }
        None => {
            let mut end = cut;
            while technical && end > 1 && tech::is_weak(words[end - 1]) {
                end -= 1;
            }
            let plain = title_of(&words[..end].join(" "), false);
            let title = if technical { without_remarks(body, plain, None) } else { plain };
            MovieName { title, year: None, tail: tail_of(&words[end..].join(" ")), release: technical, ..MovieName::default() }
        }
    }
}

/// `Sea-1080p` is two words, `Spider-Loop` and `x264-GRP` are one.
fn apart(word: &str) -> Vec<&str> {
    match word.rsplit_once('-') {
        Some((first, last)) if !first.is_empty() && tech::is_resolution(last) => vec![first, last],
        _ => vec![word],
    }
}

/// Where the year stands among the words before the technical ones.
fn year_at(words: &[&str], technical: bool) -> Option<usize> {
    let years: Vec<usize> = (1..words.len()).filter(|at| words[*at].len() == 4 && words[*at].parse().is_ok_and(plausible)).collect();
    let mut last = *years.last()?;
    // `Film 1999 Remastered 2019`: the film is of the first, its restoration of the second.
    while let Some(earlier) = years.iter().rev().find(|at| **at < last)
        && *earlier + 1 < last
        && words[*earlier + 1..last].iter().all(|word| tech::is_edition(word) || tech::is_weak(word))
    {
        last = *earlier;
    }
    const CONNECTORS: [&str; 16] = ["of", "in", "the", "to", "from", "by", "and", "at", "before", "after", "since", "until", "year", "de", "du", "&"];
    let belongs_to_title = !technical && last + 1 == words.len() && CONNECTORS.contains(&words[last - 1].to_lowercase().as_str());
    (!belongs_to_title).then_some(last)
}

/// `hunch` may shorten a title by what it knows to be a remark. Behind a year only words that we know as such may go,
/// since the year says where the title ends; without one it knows more words than we do.
fn without_remarks(stem: &str, plain: String, year: Option<i32>) -> String {
    let remark = |word: &str| tech::is_edition(word) || tech::is_weak(word);
    if year.is_some() && !plain.rsplit(' ').next().is_some_and(remark) {
        return plain;
    }
    let release = release::read(stem);
    let Some(title) = release.title else { return plain };
    let agrees = release.year == year && release.season.is_none() && release.episode.is_none() && release.part.is_none();
    let cut = plain.get(title.len()..).filter(|cut| cut.starts_with(' ') && text::key(&plain).starts_with(&text::key(&title)));
    let only_remarks = cut.is_some_and(|cut| year.is_none() || cut.split(' ').filter(|word| !word.is_empty()).all(remark));
    if agrees && only_remarks && release.remarks { title } else { plain }
}

/// A release group or an index in brackets in front of the title, and `01 - ` before it, are no part of it.
fn strip_group(name: &str) -> &str {
    let trimmed = name.trim_start();
    let rest = trimmed.strip_prefix('[').and_then(|inner| inner.split_once(']')).map(|(_, rest)| rest);
    match rest {
        Some(rest) if rest.starts_with([' ', '.', '_', '-']) && rest.chars().any(char::is_alphabetic) => rest,
        _ => trimmed,
    }
}

fn title_of(before: &str, year_known: bool) -> String {
    let body = strip_group(before);
    let without = text::without_brackets(body);
    // A film may be called `[Signal]`; then nothing else is left.
    let chosen = if text::key(&without).is_empty() { body.replace(['[', ']'], " ") } else { without };
    let spaced = text::spaced(&chosen);
    let words: Vec<&str> = spaced.split(' ').collect();
    let cut = words.iter().skip(1).position(|word| tech::is_strong(word)).map_or(words.len(), |at| at + 1);
    let joined = words[..cut].join(" ");
    let mut title = text::trim(&joined).to_owned();
    if title.ends_with(')') && !title.contains('(') {
        title.pop();
    }
    if year_known && let Some(found) = ORDER.as_ref().and_then(|regex| regex.captures(&title)) {
        title = found[1].to_owned();
    }
    text::article_first(&title)
}

/// Takes `(Directors Cut)` or ` - Extended Edition` off the end of a title.
fn take_edition(title: &mut String) -> Option<String> {
    let inner = title.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).or_else(|| title.rsplit_once(" - "));
    let (before, words) = inner.filter(|(before, _)| !text::key(before).is_empty())?;
    if !words.split(' ').all(tech::is_edition) {
        return None;
    }
    let edition = words.to_owned();
    *title = text::trim(before).to_owned();
    Some(edition)
}

/// `- [1080p] [x265]` as `1080p x265`; dots of releases become spaces.
pub fn tail_of(after: &str) -> String {
    let plain: String = after.chars().map(|c| if matches!(c, '[' | ']' | '{' | '}' | '(' | ')') { ' ' } else { c }).collect();
    text::trim(&text::spaced(&text::collapse(&plain))).to_owned()
}

fn has_tech(text: &str) -> bool {
    text.split([' ', '.', '_', '[', ']', '(', ')']).any(tech::is_strong)
}

/// Films are from 1888 to the year after next.
fn plausible(year: i32) -> bool {
    (1888..=chrono::Utc::now().year() + 2).contains(&year)
}
