//! The form of text that comparisons use: without case and accents.

use unicode_normalization::UnicodeNormalization;

/// Lower case, without the accents of Latin, Greek and Cyrillic letters, spaces collapsed. Other scripts keep their
/// marks: a Japanese か is not a が.
pub(crate) fn clean(text: &str) -> String {
    let folded = text.nfkd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter) && *letter != '\0').flat_map(char::to_lowercase);
    let mut clean = String::with_capacity(text.len());
    for letter in folded.nfc() {
        match letter {
            'ß' => clean.push_str("ss"),
            'æ' => clean.push_str("ae"),
            'œ' => clean.push_str("oe"),
            'ø' => clean.push('o'),
            'ł' => clean.push('l'),
            'đ' | 'ð' => clean.push('d'),
            'ı' => clean.push('i'),
            'þ' => clean.push_str("th"),
            _ if letter.is_whitespace() => {
                if !clean.is_empty() && !clean.ends_with(' ') {
                    clean.push(' ');
                }
            }
            _ => clean.push(letter),
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// The smallest text that sorts after everything beginning with `prefix`; `None` when there is none.
pub(crate) fn after_prefix(prefix: &str) -> Option<String> {
    let mut letters: Vec<char> = prefix.chars().collect();
    while let Some(last) = letters.pop() {
        let next = (last as u32 + 1..=char::MAX as u32).find_map(char::from_u32);
        if let Some(next) = next {
            letters.push(next);
            return Some(letters.into_iter().collect());
        }
    }
    None
}

/// `%` and `_` of a text that is to be found as it is, escaped with `!`.
pub(crate) fn like_literal(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_go() {
        assert_eq!(clean("  Échappée   BELLE "), "echappee belle");
        assert_eq!(clean("Straße Ærø Łódź"), "strasse aero lodz");
        assert_eq!(clean("千の窓"), "千の窓");
        assert_ne!(clean("か"), clean("が"));
        assert_eq!(clean("ガ"), clean("カ\u{3099}"));
    }

    #[test]
    fn a_prefix_ends_before_its_successor() {
        assert_eq!(after_prefix("ab").as_deref(), Some("ac"));
        assert_eq!(after_prefix("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(after_prefix("\u{d7ff}").as_deref(), Some("\u{e000}"));
        assert_eq!(after_prefix(""), None);
    }

    #[test]
    fn like_signs_are_escaped() {
        assert_eq!(like_literal("100%_!"), "100!%!_!!");
    }
}
