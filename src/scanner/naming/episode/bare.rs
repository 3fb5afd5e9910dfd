//! Numbers without a season: `Episode 12`, `- 12`, `12v2`, `01`, as anime and flat folders have them.

use std::sync::LazyLock;

use regex::{Match, Regex};

use super::{EpisodeName, How, title};
use crate::naming::text;

static WORDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[^\p{L}\d])(?:episode|épisode|episodio|episódio|episod|capítulo|capitulo|cap|folge|afsnit|avsnitt|aflevering|odcinek|jakso|серия|ep|eps|e|#)[\s._\-]*(\d{1,4})(?:v\d)?(?:[-–~](?:ep|e)?(\d{1,4}))?(?:$|[^\p{L}\d])").ok()
});
static CJK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"第\s*(\d{1,4})\s*[話话集回]").ok());
static FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\s._\-#]*(\d{1,4})(?:v\d)?(?:[-–~](\d{1,4}))?(?:$|[\s._\-\[(),])").ok());
static DASHED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\s._][-–][\s._]*#?(\d{1,4})(?:v\d)?(?:[-–~](\d{1,4}))?(?:$|[\s._\[(])").ok());
static LAST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\s._\-](\d{1,4})(?:v\d)?\s*$").ok());
static OF: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)(?:^|[\s._\-(])(\d{1,3})\s?of\s?\d{1,3}(?:$|[\s._\-)])").ok());
static INNER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\s._](\d{2,4})[\s._]").ok());

/// `[Group] Title - 12 [1080p]`: an anime release, known as an episode by its dress.
pub(super) fn release(stem: &str) -> Option<EpisodeName> {
    let trimmed = stem.trim_start();
    let rest = trimmed.strip_prefix('[').and_then(|inner| inner.split_once(']')).map(|(_, rest)| rest)?;
    let plain = text::without_brackets(rest);
    let found = DASHED.as_ref()?.captures(&plain)?;
    let number = found.get(1)?;
    let mut out = made(&plain, number, found.get(2), How::Apart)?;
    out.before = plain[..found.get(0)?.start()].to_owned();
    Some(out)
}

/// A number in a name; `after_series` when the series' title has been taken off its front.
pub(super) fn find(stem: &str, after_series: bool) -> Option<EpisodeName> {
    let plain = text::without_brackets(stem);
    let mut tries: Vec<(&LazyLock<Option<Regex>>, How)> = vec![(&WORDED, How::Worded), (&CJK, How::Worded), (&OF, How::Worded)];
    let numbered_first = (&FIRST, if after_series { How::Loose } else { How::Apart });
    tries.push(numbered_first);
    tries.extend([(&DASHED, How::Apart), (&LAST, How::Loose), (&INNER, How::Loose)]);
    for (regex, how) in tries {
        let Some(found) = regex.as_ref().and_then(|regex| regex.captures(&plain)) else { continue };
        let Some(number) = found.get(1) else { continue };
        let dashed = after_series && plain[..number.start()].contains('-');
        let how = if dashed && how == How::Loose { How::Apart } else { how };
        if let Some(made) = made(&plain, number, found.get(2), how) {
            return Some(made);
        }
    }
    None
}

fn made(plain: &str, number: Match<'_>, last: Option<Match<'_>>, how: How) -> Option<EpisodeName> {
    let first: i32 = number.as_str().parse().ok()?;
    // `12.5` is a recap between two episodes, and no number of the series.
    let fraction = plain[number.end()..].strip_prefix('.').is_some_and(|rest| rest.starts_with('5') && !rest[1..].starts_with(|c: char| c.is_alphanumeric()));
    if fraction {
        let title = format!("Episode {first}.5");
        return Some(EpisodeName {
            before: plain[..number.start()].to_owned(),
            season: Some(0),
            title: Some(title),
            how: How::Worded,
            ..EpisodeName::default()
        });
    }
    // A year or a picture's height is no episode, unless it is said to be.
    let suspect = (1900..2100).contains(&first) || matches!(first, 480 | 576 | 720 | 1080 | 2160);
    if how != How::Worded && suspect {
        return None;
    }
    let last_number = last
        .filter(|last| last.as_str().len() >= number.len().min(2))
        .and_then(|last| last.as_str().parse().ok())
        .filter(|last| *last > first && *last - first <= 60);
    let end = if last_number.is_some() { last.map_or(number.end(), |last| last.end()) } else { number.end() };
    let after = plain[end..].trim_start_matches(['v', 'V', '話', '话', '集', '回']);
    let after = if after.len() < plain[end..].len() { after.trim_start_matches(|c: char| c.is_ascii_digit()) } else { after };
    let after = after
        .trim_start()
        .strip_prefix("of")
        .filter(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        .map_or(after, |rest| rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()));
    Some(EpisodeName {
        before: plain[..number.start()].to_owned(),
        first: Some(first),
        last: last_number,
        title: title::clean(after),
        how,
        digits: number.len(),
        ..EpisodeName::default()
    })
}
