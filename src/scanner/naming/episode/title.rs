//! The title of an episode: what stands behind its number, without the technical words.

use crate::naming::{tech, text};

pub(super) fn clean(after: &str) -> Option<String> {
    let plain = text::without_brackets(after);
    let plain = without_technical_parentheses(&plain);
    let spaced = text::spaced(&plain);
    let words: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    let cut = words.iter().position(|word| tech::is_strong(word)).unwrap_or(words.len());
    let mut end = cut;
    while cut < words.len() && end > 0 && tech::is_weak(words[end - 1]) {
        end -= 1;
    }
    let joined = words[..end].join(" ");
    let title = text::trim(&joined);
    let title = if title.ends_with(')') && !title.contains('(') { title.trim_end_matches(')') } else { title };
    (!text::key(title).is_empty()).then(|| title.to_owned())
}

/// `(1080p BluRay x265)` goes, `(Part 1)` stays.
fn without_technical_parentheses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('(') {
        let Some(length) = rest[start..].find(')') else { break };
        let inner = &rest[start + 1..start + length];
        out.push_str(&rest[..start]);
        let technical = inner.split([' ', '.', '_', ',']).any(tech::is_strong) || (inner.len() == 4 && inner.bytes().all(|b| b.is_ascii_digit()));
        if !technical {
            out.push_str(&rest[start..=start + length]);
        }
        rest = &rest[start + length + 1..];
    }
    out.push_str(rest);
    out
}
