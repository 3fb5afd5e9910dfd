//! The text of Advanced SubStation lines, to which every format is turned, without its override tags.

/// Styles that plain formats know too.
const STYLES: [char; 3] = ['b', 'i', 'u'];

/// How special characters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// SubRip: bold, italics and underline as tags, everything else as it is.
    Tags,
    /// WebVTT: the same, with `&`, `<` and `>` escaped.
    Escaped,
}

/// A line's text for a plain format, and whether it belongs to the top of the screen. Lines end in `\n`.
pub(super) fn plain(text: &str, markup: Markup) -> (String, bool) {
    let mut writer = Writer { out: String::with_capacity(text.len()), open: Vec::new(), markup };
    let (mut top, mut drawing) = (false, false);
    let mut rest = text;
    // Behind the last closing brace none is looked for again: strangers write texts of braces alone.
    let last = text.rfind('}').unwrap_or(0);
    while let Some(character) = rest.chars().next() {
        let closes = text.len() - rest.len() < last;
        if let Some((tags, behind)) = rest.strip_prefix('{').filter(|_| closes).and_then(|rest| rest.split_once('}')) {
            for tag in tags.split('\\').skip(1) {
                top |= matches!(tag, "an7" | "an8" | "an9");
                if let Some(scale) = tag.strip_prefix('p').and_then(|scale| scale.parse::<u32>().ok()) {
                    drawing = scale > 0;
                }
                writer.tag(tag);
            }
            rest = behind;
            continue;
        }
        let (written, length) = match rest.as_bytes() {
            [b'\\', b'N' | b'n', ..] => ('\n', 2),
            [b'\\', b'h', ..] => ('\u{A0}', 2),
            [b'\\', b'{', ..] => ('{', 2),
            [b'\\', b'}', ..] => ('}', 2),
            _ => (character, character.len_utf8()),
        };
        if !drawing {
            writer.character(written);
        }
        rest = &rest[length..];
    }
    writer.close_all();
    (tidy(&writer.out), top)
}

struct Writer {
    out: String,
    /// Tags that are open, innermost last.
    open: Vec<char>,
    markup: Markup,
}

impl Writer {
    /// One override tag without its backslash: `i1`, `b700`, `r` and the many that plain formats do not have.
    fn tag(&mut self, tag: &str) {
        let mut characters = tag.chars();
        let (Some(name), value) = (characters.next(), characters.as_str()) else { return };
        if name == 'r' {
            self.close_all();
        } else if STYLES.contains(&name)
            && let Ok(value) = value.trim().parse::<u32>()
        {
            // Bold may be a weight.
            self.style(name, value == 1 || value > 400);
        }
    }

    fn style(&mut self, name: char, on: bool) {
        match self.open.iter().position(|open| *open == name) {
            None if on => {
                self.open.push(name);
                self.out.extend(['<', name, '>']);
            }
            Some(place) if !on => {
                // Tags must nest: those opened later close too, and open again.
                let later = self.open.split_off(place + 1);
                later.iter().rev().chain(&self.open.pop()).for_each(|name| self.out.extend(['<', '/', *name, '>']));
                for name in later {
                    self.style(name, true);
                }
            }
            _ => {}
        }
    }

    fn close_all(&mut self) {
        while let Some(name) = self.open.pop() {
            self.out.extend(['<', '/', name, '>']);
        }
    }

    fn character(&mut self, character: char) {
        match (self.markup, character) {
            (Markup::Escaped, '&') => self.out.push_str("&amp;"),
            (Markup::Escaped, '<') => self.out.push_str("&lt;"),
            (Markup::Escaped, '>') => self.out.push_str("&gt;"),
            (_, '\r') => {}
            (_, character) => self.out.push(character),
        }
    }
}

/// Without blank lines, which would end a cue, and empty when there is nothing but tags.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
    let text = lines.join("\n");
    let mut inside = false;
    let visible = text.chars().any(|character| {
        match character {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                return false;
            }
            _ => {}
        }
        !inside && !character.is_whitespace()
    });
    if visible { text } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_simple_styles_and_drops_the_rest() {
        for (line, tags, escaped) in [
            (r"plain", "plain", "plain"),
            (r"one\Ntwo\hthree", "one\ntwo\u{A0}three", "one\ntwo\u{A0}three"),
            (r"{\i1}sign{\i0} styled", "<i>sign</i> styled", "<i>sign</i> styled"),
            (r"{\pos(10,20)\c&H0000FF&}red{\r}", "red", "red"),
            (r"{\b1}a{\i1}b{\b0}c", "<b>a<i>b</i></b><i>c</i>", "<b>a<i>b</i></b><i>c</i>"),
            (r"{\b700}heavy", "<b>heavy</b>", "<b>heavy</b>"),
            (r"Q & A < B", "Q & A < B", "Q &amp; A &lt; B"),
            (r"{\p1}m 0 0 l 10 10{\p0}after", "after", "after"),
            (r"{\i1}{\i0}", "", ""),
            (r"a\N\Nb", "a\nb", "a\nb"),
            (r"open { brace", "open { brace", "open { brace"),
            // As libav writes a brace of WebVTT.
            (r"a \{{}brace}", "a {brace}", "a {brace}"),
        ] {
            assert_eq!(plain(line, Markup::Tags).0, tags, "{line}");
            assert_eq!(plain(line, Markup::Escaped).0, escaped, "{line}");
        }
    }

    #[test]
    fn lines_at_the_top_are_told() {
        assert!(plain(r"{\an8}up", Markup::Tags).1);
        assert!(!plain(r"{\an2}down", Markup::Tags).1);
    }
}
