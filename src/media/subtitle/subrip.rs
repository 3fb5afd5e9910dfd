//! SubRip's markup: a few tags of HTML, and braces that players took over from elsewhere.

/// Bytes of the longest tag.
const TAG_MAX: usize = 127;

/// The text of one SubRip line in that of Advanced SubStation. Fonts, colours and sizes are left out: no format that
/// is written from here has them.
pub fn from_subrip(text: &str) -> String {
    let mut reader = Reader { out: String::with_capacity(text.len()), line_begins: true, placed: 0, torn: false };
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let taken = match character {
            '\n' if reader.line_begins => break,
            '\n' => reader.line(),
            ' ' if reader.line_begins => 1,
            '{' => reader.brace(rest),
            '<' => reader.angle(rest),
            '\r' | '\0' => 1,
            _ => {
                reader.out.push(character);
                character.len_utf8()
            }
        };
        if !matches!(character, ' ' | '\r' | '\n') {
            reader.line_begins = false;
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    let mut out = reader.out.as_str();
    while let Some(shorter) = out.strip_suffix("\\N") {
        out = shorter;
    }
    out.trim_end_matches(' ').to_owned()
}

struct Reader {
    out: String,
    line_begins: bool,
    /// How many braces said where on the screen the line stands; only the first is heard.
    placed: u32,
    /// A brace was never closed: those behind it are text.
    torn: bool,
}

impl Reader {
    fn line(&mut self) -> usize {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push_str("\\N");
        self.line_begins = true;
        1
    }

    /// At a brace: `{\an8}` places the line, other tags of SubStation and those of MicroDVD (`{c:…}`) are passed over.
    fn brace(&mut self, rest: &str) -> usize {
        let bytes = rest.as_bytes();
        if let [b'{', b'\\', b'a', b'n', b'0'..=b'9', b'}', ..] = bytes {
            self.placed += 1;
        }
        let foreign = self.placed != 1 && bytes.get(1) == Some(&b'\\')
            || bytes.get(1).is_some_and(|letter| b"CcFfoPSsYy".contains(letter)) && bytes.get(2) == Some(&b':');
        if foreign && !self.torn {
            match rest.find('}') {
                Some(end) => return end + 1,
                None => self.torn = true,
            }
        }
        self.out.push('{');
        1
    }

    /// At an angle: a tag that is known, one that looks like one and is left out, or text.
    fn angle(&mut self, rest: &str) -> usize {
        // Several are quotation marks, and the last may open a tag.
        let quotes = rest.bytes().take_while(|byte| *byte == b'<').count() - 1;
        self.out.extend(std::iter::repeat_n('<', quotes));
        let rest = rest.get(quotes + 1..).unwrap_or_default();
        let closes = rest.starts_with('/');
        let rest = if closes { &rest[1..] } else { rest };
        let skipped = |name: &str| quotes + 1 + usize::from(closes) + name.len() + 1;
        let Some(tag) = tag(rest).filter(|tag| tag.len() <= TAG_MAX) else {
            self.out.push('<');
            return quotes + 1;
        };
        let name = tag.trim_start_matches(' ');
        let mut sure = (closes || quotes == 0) && name.len() == tag.len();
        let name = name.split(' ').next().unwrap_or_default();
        sure &= name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'/'));
        let lower = name.to_ascii_lowercase();
        match lower.as_str() {
            "b" | "i" | "s" | "u" => {
                self.out.extend(["{\\", &lower, if closes { "0" } else { "1" }, "}"]);
            }
            "br" | "br/" => self.out.push_str("\\N"),
            "font" => (),
            _ if sure => (),
            _ => {
                self.out.push('<');
                return quotes + 1;
            }
        }
        skipped(tag)
    }
}

/// What stands before the closing angle.
fn tag(rest: &str) -> Option<&str> {
    let end = rest.find(['<', '>', '\0'])?;
    rest.get(end..)?.starts_with('>').then(|| rest.get(..end))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_tags_are_kept_and_others_left_out() {
        for (text, expected) in [
            ("plain", "plain"),
            ("two \r\n  lines\n", r"two\Nlines"),
            ("<i>a</i> <B>b</B>", r"{\i1}a{\i0} {\b1}b{\b0}"),
            ("<font color=\"#ff0000\">red</font>", "red"),
            ("{\\an8}up {\\i1}x", "{\\an8}up {\\i1}x"),
            ("{\\pos(1,2)}here {y:i}there", "here there"),
            ("{open", "{open"),
            ("a < 1 > c <- d", "a < 1 > c <- d"),
            ("<<guillemets>>", "<<guillemets>>"),
            ("one<br>two<br/>three", r"one\Ntwo\Nthree"),
            ("<c.yellow>x", "<c.yellow>x"),
            ("<unknown>x</unknown>", "x"),
            ("a\n\nb", r"a"),
            ("<", "<"),
            ("</", "</"),
            ("ends <i", "ends <i"),
        ] {
            assert_eq!(from_subrip(text), expected, "{text:?}");
        }
    }
}
