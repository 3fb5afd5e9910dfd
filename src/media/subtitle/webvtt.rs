//! WebVTT's markup (W3C WebVTT, 6.4): a few tags, and characters by name.

/// What stands for what in the text of Advanced SubStation.
const KNOWN: [(&str, &str); 14] = [
    ("<i>", "{\\i1}"),
    ("</i>", "{\\i0}"),
    ("<b>", "{\\b1}"),
    ("</b>", "{\\b0}"),
    ("<u>", "{\\u1}"),
    ("</u>", "{\\u0}"),
    ("{", "\\{"),
    // Else it would make a tag of the letter behind it.
    ("\\", "\\\u{2060}"),
    ("&gt;", ">"),
    ("&lt;", "<"),
    ("&lrm;", "\u{200E}"),
    ("&rlm;", "\u{200F}"),
    ("&amp;", "&"),
    ("&nbsp;", "\\h"),
];

/// The text of one WebVTT cue in that of Advanced SubStation. Other tags are left out.
pub fn from_webvtt(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if let Some((known, meant)) = KNOWN.iter().find(|(known, _)| rest.starts_with(known)) {
            out.push_str(meant);
            rest = rest.get(known.len()..).unwrap_or_default();
            continue;
        }
        let taken = match character {
            '<' => match rest.find('>') {
                Some(end) => end + 1,
                // A tag that never ends takes the rest with it.
                None => break,
            },
            '\n' => {
                out.push_str("\\N");
                1
            }
            '\r' | '\0' => 1,
            _ => {
                out.push(character);
                character.len_utf8()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tags() {
        for (text, expected) in [
            ("<i>a</i> &amp; b\nc", r"{\i1}a{\i0} & b\Nc"),
            ("<v Ann>said <c.loud>it</c>", "said it"),
            ("1 &lt; 2&nbsp;&gt; 0", r"1 < 2\h> 0"),
            ("{brace}", r"\{brace}"),
            ("a <b", "a "),
        ] {
            assert_eq!(from_webvtt(text), expected.trim_end(), "{text:?}");
        }
    }
}
