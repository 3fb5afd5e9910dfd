//! Turning names on disk into words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a name, one space between them: dots and underscores are separators where the name has no spaces of its
/// own. Acronyms (`S.W.A.T.`) and decimals (`2.0`) keep their dots.
pub fn spaced(name: &str) -> String {
    let spaces = name.trim().matches(' ').count();
    let dots = inner_dots(name);
    let underscores = name.matches('_').count();
    if spaces == 0 && dots == 0 && underscores == 0 && name.matches('-').count() >= 2 && name.split('-').all(|word| word.chars().count() > 1) {
        return collapse(&name.replace('-', " "));
    }
    let dots_separate = dots > 0 && (spaces == 0 || dots > spaces + 1);
    let text = name.replace('_', " ");
    if dots_separate { collapse(&undot(&text)) } else { collapse(&text) }
}

/// Dots with something on both sides; `Wait...` and `Inc.` have none.
fn inner_dots(name: &str) -> usize {
    let chars: Vec<char> = name.chars().collect();
    let solid = |c: &char| !c.is_whitespace() && *c != '.';
    (1..chars.len().saturating_sub(1)).filter(|at| chars[*at] == '.' && solid(&chars[at - 1]) && solid(&chars[at + 1])).count()
}

/// Dots to spaces, but for those inside acronyms and between single digits.
fn undot(text: &str) -> String {
    let tokens: Vec<(&str, Option<char>)> = tokens(text);
    let is_letter = |token: &str| token.chars().count() == 1 && token.chars().all(char::is_alphabetic);
    let is_digit = |token: &str| token.len() == 1 && token.bytes().all(|b| b.is_ascii_digit());
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < tokens.len() {
        let run = |fits: &dyn Fn(&str) -> bool| {
            let mut end = at;
            while end < tokens.len() && fits(tokens[end].0) && (end == at || tokens[end - 1].1 == Some('.')) {
                end += 1;
            }
            end
        };
        let letters = run(&is_letter);
        let digits = run(&is_digit);
        if letters >= at + 2 {
            for (token, _) in &tokens[at..letters] {
                out.push_str(token);
                out.push('.');
            }
            if tokens[letters - 1].1 != Some('.') {
                out.pop();
            }
            at = letters;
        } else if digits == at + 2 {
            out.push_str(&format!("{}.{}", tokens[at].0, tokens[at + 1].0));
            at = digits;
        } else {
            out.push_str(tokens[at].0);
            at += 1;
        }
        out.push(' ');
    }
    out
}

/// Pieces between dots and spaces, each with the separator behind it.
fn tokens(text: &str) -> Vec<(&str, Option<char>)> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '.' | ' ')) {
        if at > start {
            out.push((&text[start..at], Some(c)));
        }
        start = at + 1;
    }
    if start < text.len() {
        out.push((&text[start..], None));
    }
    out
}

pub fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without the separators that are left at the ends when a name is cut.
pub fn trim(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '-', '_', '.', ',', ':', ';', '–', '—', '|', '+', ')', ']', '}', '~']);
    text.trim_end_matches([' ', '-', '_', ',', ':', ';', '–', '—', '|', '+', '(', '[', '{', '~'])
}

/// Two names are the same title when these are equal: no case, accents, punctuation or spaces.
pub fn key(title: &str) -> String {
    title.replace('&', " and ").nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// `Row, The` as people say it: `The Row`.
pub fn article_first(title: &str) -> String {
    const ARTICLES: [&str; 12] = ["The", "A", "An", "Der", "Die", "Das", "Le", "La", "Les", "El", "Los", "Il"];
    match title.rsplit_once(", ") {
        Some((rest, last)) if !rest.is_empty() && ARTICLES.iter().any(|article| article.eq_ignore_ascii_case(last)) => format!("{last} {rest}"),
        _ => title.to_owned(),
    }
}

/// The text without `[…]` and `{…}` groups, a space in place of each.
pub fn without_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' if depth > 0 => {
                depth -= 1;
                out.push(' ');
            }
            other if depth == 0 => out.push(other),
            _ => {}
        }
    }
    if depth > 0 { text.to_owned() } else { out }
}

/// What follows `prefix` in `text` when both begin with the same title, compared as [`key`] compares.
pub fn strip_title<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let want = key(prefix);
    if want.is_empty() {
        return None;
    }
    let mut have = String::new();
    for (at, c) in text.char_indices() {
        have.push_str(&key(&c.to_string()));
        if have == want {
            let rest = &text[at + c.len_utf8()..];
            return rest.chars().next().is_none_or(|next| !next.is_alphanumeric()).then_some(rest);
        }
        if !want.starts_with(&have) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_name() {
        for (name, want) in [
            ("Loose.Leaf.2017", "Loose Leaf 2017"),
            ("loose_leaf", "loose leaf"),
            ("S.W.A.T.S01E01", "S.W.A.T. S01E01"),
            ("M.A.S.H.1970", "M.A.S.H. 1970"),
            ("Harbour.2.0.2018", "Harbour 2.0 2018"),
            ("Tones Vol. 2", "Tones Vol. 2"),
            ("night-sea-1999", "night sea 1999"),
            ("Spider-Loop", "Spider-Loop"),
            ("9-1-1", "9-1-1"),
            ("Mr.Loom.and.Mrs.Tarn", "Mr Loom and Mrs Tarn"),
            ("  a   b ", "a b"),
        ] {
            assert_eq!(spaced(name), want, "{name}");
        }
    }

    #[test]
    fn titles_compare_without_dress() {
        assert_eq!(key("Échappée Belle!"), key("echappee.belle"));
        assert_eq!(key("Salt & Sand"), key("Salt and Sand"));
        assert_ne!(key("千の窓"), key("千の門"));
        assert_eq!(article_first("Row, The"), "The Row");
        assert_eq!(article_first("Salt, Sand"), "Salt, Sand");
    }

    #[test]
    fn a_title_in_front_is_taken_off() {
        assert_eq!(strip_title("24 - 01", "24"), Some(" - 01"));
        assert_eq!(strip_title("Signal.Lost.S01", "Signal Lost"), Some(".S01"));
        assert_eq!(strip_title("Signal Lostness", "Signal Lost"), None);
        assert_eq!(strip_title("Other", "Signal"), None);
        assert_eq!(without_brackets("[GRP] Kumo - 01 [1080p]"), "  Kumo - 01  ");
        assert_eq!(without_brackets("a [b"), "a [b");
    }
}
