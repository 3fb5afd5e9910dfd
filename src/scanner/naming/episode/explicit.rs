//! `S01E02-E03`, `1x02`, `Season 1 Episode 2` and their like.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{EpisodeName, How, title};

/// Season and episode with letters: `S01E02`, `s1.e2`, `S01 - E02`, `S01xE02`, `S01EP02`.
static LETTERS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)(?:^|[^\p{L}\d])s(\d{1,4})[\s._\-,]{0,3}(?:ep|xe|e|x)[\s._\-]?(\d{1,4})").ok());
/// `1x02`.
static CROSS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)(?:^|[^\p{L}\d])(\d{1,3})x(\d{1,4})(?:$|[^\d])").ok());
/// `Season 1 Episode 2` in the languages of season folders.
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:season|staffel|saison|temporada|stagione|seizoen|sezon|säsong|sæson|sesong|series)[\s._\-]*(\d{1,3})[\s._\-,]*(?:episode|épisode|episodio|episódio|capítulo|capitulo|folge|afsnit|avsnitt|aflevering|odcinek|ep|e)[\s._\-#]*(\d{1,4})").ok()
});
static CJK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"第(\d{1,3})[季期]\s*第(\d{1,4})[集話话回]").ok());
/// A season with a plain number behind a dash: `S2 - 05`.
static DASHED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)(?:^|[^\p{L}\d])s(\d{1,2})[\s._]*-[\s._]*(\d{1,4})(?:v\d)?(?:$|[\s._\-\[(])").ok());
/// What may follow a number and add one: `-E03`, `E03`, `x03`, `-03`, `+E03`, `-S01E03`, `-1x03`.
static MORE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:[\s._]{0,2}[-–+&,~]?[\s._]{0,2}(?:s\d{1,4})?(?:ep|e)|x|[-–+&~]\d{1,3}x|[-–+&~])(\d{1,4})").ok());

static ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*-\s*(\d{1,4})\s*$").ok());

pub(super) fn find(stem: &str) -> Option<EpisodeName> {
    [(&LETTERS, true), (&WORDS, false), (&CROSS, true), (&CJK, false), (&DASHED, false)].into_iter().find_map(|(regex, chains)| {
        let found = regex.as_ref()?.captures(stem)?;
        read(stem, &found, chains)
    })
}

fn read(stem: &str, found: &Captures<'_>, chains: bool) -> Option<EpisodeName> {
    let (season_text, first_text) = (found.get(1)?, found.get(2)?);
    let season: i32 = season_text.as_str().parse().ok()?;
    let first: i32 = first_text.as_str().parse().ok()?;
    let cross = stem[season_text.end()..first_text.start()].eq_ignore_ascii_case("x") && !stem[..season_text.start()].ends_with(['s', 'S']);
    // `640x360` is a picture's size.
    if cross && (season >= 100 || first >= 240) {
        return None;
    }
    let mut end = first_text.end();
    let mut last = None;
    while chains && let Some(more) = MORE.as_ref().and_then(|regex| regex.captures(&stem[end..])) {
        let (whole, number) = (more.get(0)?, more.get(1)?);
        let following = stem[end + whole.end()..].chars().next();
        let next: i32 = number.as_str().parse().ok()?;
        let bare = whole.as_str().len() == number.len() + 1;
        // `S01E02-1080p` and `S01E02-24 Hours` hold one episode.
        let honest = !following.is_some_and(char::is_alphanumeric) || following.is_some_and(|c| matches!(c, 'e' | 'E' | 'x' | 'X'));
        if !honest
            || next <= last.unwrap_or(first)
            || next - first > 60
            || (bare && number.len() < 2)
            || (bare && following == Some(' ') && number.len() != first_text.len())
        {
            break;
        }
        last = Some(next);
        end += whole.end();
    }
    // `S01E03 - 04` with nothing behind it.
    if chains
        && last.is_none()
        && let Some(found) = ALONE.as_ref().and_then(|regex| regex.captures(&stem[end..]))
    {
        last = found[1].parse().ok().filter(|next| *next == first + 1);
        end = if last.is_some() { stem.len() } else { end };
    }
    Some(EpisodeName {
        before: before(&stem[..found.get(0)?.start()]),
        season: Some(season),
        first: Some(first),
        last,
        date: super::date::find(stem).and_then(|found| found.date),
        title: title::clean(&stem[end..]),
        how: How::Explicit,
        digits: first_text.len(),
    })
}

/// The release group's bracket in front is no part of the series' name.
fn before(text: &str) -> String {
    super::strip_group(text).to_owned()
}
