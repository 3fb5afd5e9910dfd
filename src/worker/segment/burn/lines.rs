//! The lines of an Advanced SubStation script: when they show, where, and as plain text.

use std::collections::HashMap;

/// A line on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Ticks, as the script counts.
    pub start: i64,
    pub end: i64,
    /// As on a keypad: 1–3 below, 4–6 in the middle, 7–9 above.
    pub alignment: u8,
    pub text: String,
}

/// What is drawn rather than written has no line, and neither has what says nothing.
pub(super) fn parse(script: &str) -> Vec<Line> {
    let mut section = "";
    let mut format = Vec::new();
    let mut alignments = HashMap::new();
    let mut lines = Vec::new();
    for line in script.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
            format.clear();
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim_start();
        match (section, key) {
            (_, "Format") => format = value.split(',').map(str::trim).collect(),
            ("[V4+ Styles]" | "[V4 Styles]", "Style") => {
                let fields: Vec<&str> = value.split(',').map(str::trim).collect();
                let field = |name: &str| format.iter().position(|known| *known == name).and_then(|place| fields.get(place));
                if let (Some(name), Some(alignment)) = (field("Name"), field("Alignment").and_then(|text| text.parse().ok())) {
                    alignments.insert(name.to_string(), if section == "[V4+ Styles]" { alignment } else { old_alignment(alignment) });
                }
            }
            ("[Events]", "Dialogue") => lines.extend(dialogue(value, &format, &alignments)),
            _ => (),
        }
    }
    lines
}

fn dialogue(value: &str, format: &[&str], alignments: &HashMap<String, u8>) -> Option<Line> {
    let fields: Vec<&str> = value.splitn(format.len().max(1), ',').collect();
    let field = |name: &str| format.iter().position(|known| *known == name).and_then(|place| fields.get(place)).copied();
    let raw = field("Text")?;
    let style = field("Style").unwrap_or_default().trim().trim_start_matches('*');
    let (text, alignment) = plain(raw)?;
    let alignment = alignment.or_else(|| alignments.get(style).copied()).filter(|alignment| (1..=9).contains(alignment)).unwrap_or(2);
    let (start, end) = (clock(field("Start")?)?, clock(field("End")?)?);
    (end > start && !text.trim().is_empty()).then_some(Line { start, end, alignment, text })
}

/// Text without override tags, and the alignment that one of them asks for. `None` for drawings.
fn plain(raw: &str) -> Option<(String, Option<u8>)> {
    let mut text = String::new();
    let mut alignment = None;
    let mut rest = raw;
    while let Some((before, tagged)) = rest.split_once('{') {
        text.push_str(before);
        let Some((tags, after)) = tagged.split_once('}') else {
            rest = tagged;
            break;
        };
        for tag in tags.split('\\').skip(1) {
            if tag.strip_prefix('p').and_then(|scale| scale.parse::<u32>().ok()).is_some_and(|scale| scale > 0) {
                return None;
            }
            if let Some(number) = tag.strip_prefix("an").and_then(|number| number.trim().parse().ok()) {
                alignment = alignment.or(Some(number));
            } else if let Some(number) = tag.strip_prefix('a').and_then(|number| number.trim().parse().ok()) {
                alignment = alignment.or(Some(old_alignment(number)));
            }
        }
        rest = after;
    }
    text.push_str(rest);
    let text = text.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ");
    Some((text.lines().map(str::trim).collect::<Vec<_>>().join("\n"), alignment))
}

/// The older numbering: 1–3 below, 5–7 above, 9–11 in the middle.
fn old_alignment(number: u8) -> u8 {
    match number {
        5..=7 => number + 2,
        9..=11 => number - 5,
        number => number,
    }
}

/// `1:02:03.45`, in ticks.
fn clock(text: &str) -> Option<i64> {
    let mut parts = text.trim().split(':');
    let (hours, minutes, seconds) = (parts.next()?.parse::<i64>().ok()?, parts.next()?.parse::<i64>().ok()?, parts.next()?.parse::<f64>().ok()?);
    Some((hours * 3600 + minutes * 60) * 10_000_000 + (seconds * 10_000_000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_their_places() {
        let script = "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Alignment\nStyle: Top,Sans,8\nStyle: Default,Sans,2\n\n\
            [Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n\
            Dialogue: 0,0:00:01.50,0:00:03.00,Default,,0,0,0,,{\\i1}Hello{\\i0}, you\\Ntwo\n\
            Dialogue: 0,0:00:02.00,0:00:03.00,Top,,0,0,0,,above\n\
            Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,{\\an5}middle\n\
            Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,{\\p1}m 0 0 l 5 5{\\p0}\n\
            Dialogue: 0,0:00:03.00,0:00:03.00,Default,,0,0,0,,never\n";
        let found: Vec<_> = parse(script).into_iter().map(|line| (line.start, line.end, line.alignment, line.text)).collect();
        let expected = [
            (15_000_000, 30_000_000, 2, "Hello, you\ntwo".to_owned()),
            (20_000_000, 30_000_000, 8, "above".to_owned()),
            (20_000_000, 30_000_000, 5, "middle".to_owned()),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn old_scripts_number_otherwise() {
        assert_eq!([1, 2, 3, 5, 6, 7, 9, 10, 11].map(old_alignment), [1, 2, 3, 7, 8, 9, 4, 5, 6]);
        assert_eq!(plain("{\\a6}up"), Some(("up".to_owned(), Some(8))));
    }
}
