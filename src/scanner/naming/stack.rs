//! Films cut into several files: `cd1`, `part 2`, `disc a`, `1of2`.

use std::sync::LazyLock;

use regex::Regex;

use super::text;

static WORDED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^(.*?)[\s._\-\[(]+(cd|dvd|part|pt|dis[ck]|teil|parte)[\s._-]*(\d{1,2}|[a-d])([\])]?)(.*)$").ok());
static OF: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)^(.*?)[\s._\-\[(]+(\d{1,2})\s?of\s?(\d{1,2})([\])]?)(.*)$").ok());

/// One file's place in a stack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Equal for the parts of one stack.
    pub of: String,
    /// From 1 (or 0).
    pub number: u32,
    /// The name without the part.
    pub name: String,
}

/// What part of what a file seems to be. A `Part 1` in front of a year belongs to the title.
pub fn part(stem: &str) -> Option<Part> {
    if let Some(found) = OF.as_ref().and_then(|regex| regex.captures(stem)) {
        let number: u32 = found[2].parse().ok()?;
        let count: u32 = found[3].parse().ok()?;
        if (1..=count).contains(&number) && count > 1 {
            return Some(made(&found[1], &format!("of{count}"), &found[5], number));
        }
    }
    let found = WORDED.as_ref()?.captures(stem)?;
    let word = found[2].to_lowercase();
    let letters = &found[3];
    let number = match letters.parse::<u32>() {
        Ok(number) => number,
        Err(_) => u32::from(letters.to_lowercase().bytes().next()? - b'a') + 1,
    };
    let rest = &found[5];
    if rest.starts_with(|c: char| c.is_alphanumeric()) || (!rest.is_empty() && !matches!(word.as_str(), "cd" | "dvd" | "disc" | "disk") && has_year(rest)) {
        return None;
    }
    // `Part 1 - The Arrival`: a title of its own follows, so it is another film or episode.
    if !matches!(word.as_str(), "cd" | "dvd" | "disc" | "disk") && has_words(rest) {
        return None;
    }
    Some(made(&found[1], &word, rest, number))
}

fn made(before: &str, word: &str, after: &str, number: u32) -> Part {
    Part { of: format!("{}\u{0}{word}\u{0}{}", before.to_lowercase(), after.to_lowercase()), number, name: format!("{before}{after}") }
}

fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|word| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")))
}

fn has_words(rest: &str) -> bool {
    let spaced = text::spaced(&text::without_brackets(rest));
    spaced.split(' ').any(|word| word.chars().any(char::is_alphabetic) && !super::tech::is_weak(word) && !super::tech::is_edition(word))
        && !spaced.split(' ').any(super::tech::is_strong)
}

/// Groups names into stacks: each a list of places in `stems`, in playing order. A stack has at least two parts that
/// count up from 0 or 1 without a gap; everything else stands alone.
pub fn group(stems: &[&str]) -> Vec<Vec<usize>> {
    let parts: Vec<Option<Part>> = stems.iter().map(|stem| part(stem)).collect();
    let mut taken = vec![false; stems.len()];
    let mut out = Vec::new();
    for at in 0..stems.len() {
        if taken[at] {
            continue;
        }
        let Some(first) = &parts[at] else {
            out.push(vec![at]);
            continue;
        };
        let mut members: Vec<(u32, usize)> =
            (at..stems.len()).filter_map(|other| parts[other].as_ref().filter(|part| part.of == first.of).map(|part| (part.number, other))).collect();
        members.sort_unstable();
        let counts_up = members.len() >= 2 && members[0].0 <= 1 && members.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1);
        if counts_up {
            members.iter().for_each(|(_, other)| taken[*other] = true);
            out.push(members.into_iter().map(|(_, other)| other).collect());
        } else {
            taken[at] = true;
            out.push(vec![at]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacks() {
        for (names, want) in [
            (&["Road (2001) - part1", "Road (2001) - part2"][..], &[&[0_usize, 1][..]][..]),
            (&["Road.2001.CD2.XviD", "Road.2001.CD1.XviD"], &[&[1, 0]]),
            (&["Road disc a", "Road disc b"], &[&[0, 1]]),
            (&["Road (1of2)", "Road (2of2)"], &[&[0, 1]]),
            (&["Road pt1", "Road pt2", "Road pt3"], &[&[0, 1, 2]]),
            (&["Road - part1", "Road - part3"], &[&[0], &[1]]),
            (&["Road Part 1 (2001)", "Road Part 2 (2003)"], &[&[0], &[1]]),
            (&["Road Part 1 (2001)", "Road Part 2 (2001)"], &[&[0], &[1]]),
            (&["Road Part 1 - Dust", "Road Part 2 - Rain"], &[&[0], &[1]]),
            (&["Road", "Rope"], &[&[0], &[1]]),
            (&["Road (2001)-cd1", "Road (2001)-cd2", "Rope (2002)"], &[&[0, 1], &[2]]),
        ] {
            assert_eq!(group(names), want.iter().map(|group| group.to_vec()).collect::<Vec<_>>(), "{names:?}");
        }
        assert_eq!(part("Road (2001) - part1").map(|part| part.name), Some("Road (2001)".to_owned()));
        assert_eq!(part("Apart 1"), None);
        assert_eq!(part("The Department"), None);
    }
}
